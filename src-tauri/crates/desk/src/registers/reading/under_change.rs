//! A list that changes between any two requests, pages that come out of order or not at all, stops and resumes: what is
//! called complete is the list of one moment between the first look and the last one, row by row.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Rows of a page, and of a look.
const SIZE: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Change {
    /// A new row, with the highest id.
    Make,
    /// A row leaves the list.
    Leave(usize),
    /// One that left comes back.
    Enter(usize),
    /// One leaves and another comes back at once: the total stays.
    Swap(usize, usize),
    /// One leaves and a new one is made at once.
    Replace(usize),
    /// A row changes where it is.
    Touch(usize),
    /// The last row that left or came does the opposite.
    Undo,
}

/// The service: every row that ever was, whether it is in the list, and when it changed.
struct List {
    rows: BTreeMap<i64, (bool, i64)>,
    by_change: bool,
    now: i64,
    last: Vec<i64>,
    /// The list after each change.
    history: Vec<Vec<i64>>,
}

impl List {
    fn new(rows: i64, by_change: bool) -> Self {
        let rows = (1..=rows).map(|id| (id, (true, id)));
        let mut list = Self {
            rows: rows.collect(),
            by_change,
            now: 1_000,
            last: Vec::new(),
            history: Vec::new(),
        };
        list.history.push(list.ids());
        list
    }

    fn ids(&self) -> Vec<i64> {
        let shown = self.rows.iter().filter(|(_, (shown, _))| *shown);
        shown.map(|(id, _)| *id).collect()
    }

    fn pick(&self, shown: bool, pick: usize) -> Option<i64> {
        let these = self.rows.iter().filter(|(_, row)| row.0 == shown);
        let these: Vec<i64> = these.map(|(id, _)| *id).collect();
        (!these.is_empty()).then(|| these[pick % these.len()])
    }

    /// Rows that left come back only where the list is entered by changing.
    fn apply(&mut self, change: Change) {
        let back = |list: &Self, pick| list.pick(false, pick).filter(|_| list.by_change);
        match change {
            Change::Make => self.make(),
            Change::Leave(pick) => self.turn(&[self.pick(true, pick)]),
            Change::Enter(pick) => self.turn(&[back(self, pick)]),
            Change::Swap(out, pick) => self.turn(&[self.pick(true, out), back(self, pick)]),
            Change::Replace(pick) => {
                self.turn(&[self.pick(true, pick)]);
                self.history.pop();
                self.make();
            }
            Change::Touch(pick) => {
                let found = self.pick(true, pick).and_then(|id| self.rows.get_mut(&id));
                self.now += 1;
                if let Some((_, changed)) = found {
                    *changed = self.now;
                }
            }
            Change::Undo if self.by_change => {
                let last: Vec<Option<i64>> = self.last.iter().copied().map(Some).collect();
                self.turn(&last);
            }
            Change::Undo => {}
        }
    }

    fn make(&mut self) {
        self.now += 1;
        let id = self.rows.keys().max().map_or(1, |id| id + 1);
        self.rows.insert(id, (true, self.now));
        self.history.push(self.ids());
    }

    fn turn(&mut self, ids: &[Option<i64>]) {
        self.last = ids.iter().flatten().copied().collect();
        for id in &self.last {
            self.now += 1;
            if let Some((shown, changed)) = self.rows.get_mut(id) {
                (*shown, *changed) = (!*shown, self.now);
            }
        }
        self.history.push(self.ids());
    }

    fn seen(&self, ids: &[i64]) -> Vec<Seen> {
        let changed = |id| match self.by_change {
            true => self.rows[id].1,
            false => UNTOLD,
        };
        ids.iter()
            .map(|id| Seen {
                id: *id,
                changed: changed(id),
            })
            .collect()
    }

    fn look(&self) -> Look {
        let ids = self.ids();
        let mut newest = self.seen(&ids);
        newest.sort_by_key(|row| std::cmp::Reverse((row.changed, row.id)));
        newest.truncate(SIZE);
        Look {
            total: ids.len() as u32,
            last_page: ids.len().div_ceil(SIZE).max(1) as u32,
            newest,
        }
    }

    fn page(&self, number: u32) -> (Vec<Seen>, u32) {
        let ids = self.ids();
        let page = ids.chunks(SIZE).nth(number as usize - 1);
        (self.seen(page.unwrap_or_default()), ids.len() as u32)
    }
}

/// What happens before a request, and to it.
#[derive(Debug, Clone)]
struct Turn {
    changes: Vec<Change>,
    /// Which of the missing pages is answered next.
    page: usize,
    /// The answer never comes, and the register is resumed.
    fails: bool,
}

fn change() -> impl Strategy<Value = Change> {
    let pick = || 0..6_usize;
    prop_oneof![
        1 => Just(Change::Make),
        2 => pick().prop_map(Change::Leave),
        2 => pick().prop_map(Change::Enter),
        3 => (pick(), pick()).prop_map(|(out, back)| Change::Swap(out, back)),
        2 => pick().prop_map(Change::Replace),
        3 => pick().prop_map(Change::Touch),
        4 => Just(Change::Undo),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let changes = prop_oneof![
        5 => Just(Vec::new()),
        3 => prop::collection::vec(change(), 1..3),
    ];
    (changes, 0..8_usize, prop::bool::weighted(0.1)).prop_map(|(changes, page, fails)| Turn {
        changes,
        page,
        fails,
    })
}

/// Reads until the verdict: it, the rows of the last round, and the lists that there were from the first look on.
fn read(list: &mut List, turns: &[Turn]) -> (Verdict, Vec<i64>, Vec<Vec<i64>>) {
    let mut reading = Reading::default();
    let mut turns = turns.iter();
    let mut found: BTreeMap<i64, u32> = BTreeMap::new();
    let mut begun = None;
    loop {
        let step = reading.next();
        if let Step::Over(verdict) = step {
            // As the register does: what the last round did not see is forgotten.
            let round = reading.round();
            let ids = found.into_iter().filter(|(_, seen)| *seen == round);
            let lists = list.history.split_off(begun.unwrap_or(0));
            return (verdict, ids.map(|(id, _)| id).collect(), lists);
        }
        let turn = turns.next();
        for change in turn.iter().flat_map(|turn| &turn.changes) {
            list.apply(*change);
        }
        if turn.is_some_and(|turn| turn.fails) {
            reading.resume();
            continue;
        }
        match step {
            Step::Open => {
                begun = Some(list.history.len() - 1);
                let look = list.look();
                let newest: Vec<i64> = look.newest.iter().map(|row| row.id).collect();
                reading.opened(look);
                if let Step::Over(_) = reading.next() {
                    found.extend(newest.into_iter().map(|id| (id, reading.round())));
                }
            }
            Step::Pages(missing) => {
                let number = missing[turn.map_or(0, |turn| turn.page) % missing.len()];
                let (rows, total) = list.page(number);
                found.extend(rows.iter().map(|row| (row.id, reading.round())));
                reading.took(number, rows, total);
            }
            Step::Close => reading.closed(list.look()),
            Step::Over(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_called_complete_is_the_list_of_one_moment(
        rows in 0..14_i64,
        by_change in any::<bool>(),
        turns in prop::collection::vec(turn(), 0..40),
    ) {
        let mut list = List::new(rows, by_change);
        let (verdict, found, lists) = read(&mut list, &turns);
        if verdict == Verdict::Complete {
            prop_assert!(lists.contains(&found), "{:?} is none of {:?}", found, lists);
        }
    }

    /// A verdict that costs nothing would be no use: incomplete is told of lists that go on changing only.
    #[test]
    fn a_list_that_comes_to_rest_is_complete(
        rows in 0..14_i64,
        by_change in any::<bool>(),
        turns in prop::collection::vec(turn(), 0..8),
    ) {
        let mut list = List::new(rows, by_change);
        let (verdict, _, _) = read(&mut list, &turns);
        let restless = turns.iter().filter(|turn| !turn.changes.is_empty()).count();
        if restless <= 2 {
            prop_assert_eq!(verdict, Verdict::Complete);
        }
    }
}

#[test]
fn a_still_list_is_read_once() {
    let mut list = List::new(8, false);
    let (verdict, found, _) = read(&mut list, &[]);
    assert_eq!(verdict, Verdict::Complete);
    assert_eq!(found, list.ids());
}

fn quiet() -> Turn {
    Turn {
        changes: Vec::new(),
        page: 0,
        fails: false,
    }
}

fn before(changes: &[(usize, Change)]) -> Vec<Turn> {
    let last = changes.iter().map(|(request, _)| *request).max();
    let mut turns = vec![quiet(); last.unwrap_or(0)];
    for (request, change) in changes {
        turns[request - 1].changes.push(*change);
    }
    turns
}

#[test]
fn a_row_that_changes_places_with_another_never_hides_the_one_on_the_edge() {
    // Before the second page row 1 leaves and row 9 is made: eight rows throughout, but row 4 slips off.
    for by_change in [true, false] {
        let mut list = List::new(8, by_change);
        let (verdict, found, _) = read(&mut list, &before(&[(3, Change::Replace(0))]));
        assert_eq!(verdict, Verdict::Complete);
        assert_eq!(found, (2..=9).collect::<Vec<_>>());
    }
}

#[test]
fn a_shift_that_happens_twice_at_the_same_pages_and_is_undone_each_time_deceives_nobody() {
    // Row 2 is out. Around each first page it is in for a moment, instead of row 8; so row 4 is on no page.
    let turned = |request| [(request, Change::Undo), (request + 1, Change::Undo)];
    let mut list = List::new(8, true);
    list.apply(Change::Make);
    list.apply(Change::Leave(1));
    list.apply(Change::Swap(6, 0));
    list.apply(Change::Undo);
    let turns: Vec<_> = [2, 6, 10, 14].into_iter().flat_map(turned).collect();
    let (verdict, found, lists) = read(&mut list, &before(&turns));
    assert!(
        verdict == Verdict::Incomplete || lists.contains(&found),
        "{found:?}"
    );
}

#[test]
fn rows_that_change_where_they_are_cost_no_second_reading() {
    // A row that was read already, and one of the newest.
    for change in [Change::Touch(0), Change::Touch(7)] {
        let mut list = List::new(8, true);
        let turns = before(&[(3, change), (6, Change::Make)]);
        let (verdict, found, _) = read(&mut list, &turns);
        assert_eq!(verdict, Verdict::Complete);
        assert_eq!(found, (1..=8).collect::<Vec<_>>());
    }
}

#[test]
fn a_list_that_never_stands_still_is_never_called_complete() {
    let mut list = List::new(8, true);
    let turns = vec![
        Turn {
            changes: vec![Change::Replace(0)],
            ..quiet()
        };
        60
    ];
    let (verdict, _, _) = read(&mut list, &turns);
    assert_eq!(verdict, Verdict::Incomplete);
}
