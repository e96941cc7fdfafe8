//! Which pages were read, and whether they prove that the register is complete. No network here. (Of lists that are
//! walked by a cursor, and prove nothing by counting, see [`CursorReading`].)
//!
//! The service cuts a list into pages by offset, so a row that enters or leaves the list between two reads shifts
//! the rows after it: one on the edge of two pages is read twice or never. Counting does not find that: when one
//! row leaves and another enters, the numbers agree, and yet a row that was there all the time is missing.
//!
//! So each round of reading is put between two looks at the *newest* rows (see [`Look`]), one before the first page
//! and one after the last. The argument, for the time between the looks:
//!
//! 1. A row that entered the list was created, or changed, in that time, so it is among the newest at the second
//!    look: equal looks mean that nothing entered.
//! 2. Nothing entered and the total is the same, so nothing left either: the list stood still.
//! 3. Pages of a list that stood still are slices of one list: together they are the list, once each. As many
//!    different ids as the total says, and no id twice, confirm it.
//!
//! When the looks differ, rows may have changed inside the list, which is harmless, or may have changed places with
//! others, which is not. Times of change tell them apart where rows enter by changing (see [`Look::explains`]): a row
//! that is among the newest now, and was in the list at the first look, has not entered; a row that was read after it
//! had changed, and is not among the newest now, has left. Where nothing entered and the total is the same, the list at
//! the second look is that of the first, and a page can have held no other row.
//!
//! Otherwise the pages are read again. Two rounds in a row with the same rows, unchanged, on the same pages, and with the
//! same totals, are the list too: each of these rows was there from its first reading to its second, so all of them
//! were there at the look in between, and they are as many as that look told.
//!
//! What is complete is the list of one moment between the looks, whichever changes came after it. A row that the last
//! round did not meet has left the filter and is dropped.
//!
//! Some lists are entered and left without a trace in the newest rows: drivers of a group, applications of a status.
//! There equal looks prove nothing, and only two equal rounds are taken for the list. What could still deceive them is a
//! row that leaves and comes back, or goes and comes, at the same places of both rounds.
//!
//! What the argument takes from the service: new rows have the highest ids; a row that can enter the list by changing is
//! then among the newest, and times of change tell rows apart. What each kind can promise of that, and what only the
//! totals can tell, stands where it writes its [`newest`](super::kind::Paged::newest).

mod by_cursor;

use std::collections::HashSet;

pub use by_cursor::{CursorReading, Next};

use super::way::Progress;

/// A register is read at most so often; then it is told to be incomplete.
const MOST_ROUNDS: u32 = 4;

/// The newest rows of the list and its size: page 1 with the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub total: u32,
    pub last_page: u32,
    pub newest: Vec<Seen>,
}

/// A row as it was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub id: i64,
    /// When it was changed last, for lists that are entered by changing: microseconds, [`UNTOLD`] where it is not told.
    pub changed: i64,
}

pub const UNTOLD: i64 = i64::MIN;

impl Look {
    /// Whether all that differs in the later look is rows that changed inside the list, so that both tell of the same
    /// rows, and these pages hold no others.
    fn explains(&self, later: &Self, pages: &[Option<Vec<Seen>>]) -> bool {
        let told = |look: &Self| look.newest.iter().all(|row| row.changed != UNTOLD);
        let Some(since) = self.newest.iter().map(|row| row.changed).max() else {
            return false;
        };
        // What changed since this look, or in its very moment.
        let changed = |row: &&Seen| row.changed >= since;
        let all_are_seen = later.last_page <= 1 || !later.newest.iter().all(|row| changed(&row));
        if !told(self) || !told(later) || !all_are_seen {
            return false;
        }
        let ids = |rows: &[Seen]| -> HashSet<i64> { rows.iter().map(|row| row.id).collect() };
        let (before, now) = (ids(&self.newest), ids(&later.newest));
        let read = || pages.iter().flatten().flatten();
        let read_unchanged: HashSet<i64> = read()
            .filter(|row| !changed(row) && now.contains(&row.id))
            .map(|row| row.id)
            .collect();
        let was_there = |id: &i64| before.contains(id) || read_unchanged.contains(id);
        let nothing_entered = later
            .newest
            .iter()
            .filter(changed)
            .all(|row| was_there(&row.id));
        nothing_entered && read().filter(changed).all(|row| now.contains(&row.id))
    }
}

/// What to read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A look at the newest rows, before the pages.
    Open,
    /// These pages, from 1, in any order.
    Pages(Vec<u32>),
    /// The look after the pages.
    Close,
    Over(Verdict),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Complete,
    /// The numbers do not agree, or the list never stood still.
    Incomplete,
}

/// The rounds of reading one register. Survives a stop or a failed page, and goes on where it was.
#[derive(Debug, Default)]
pub struct Reading {
    /// From 1; grows over the life of the register.
    round: u32,
    rounds_left: u32,
    opening: Option<Look>,
    /// The rows of each page that was read in this round.
    pages: Vec<Option<Vec<Seen>>>,
    /// Every page of this round told the same total.
    steady: bool,
    previous: Option<Round>,
    verdict: Option<Verdict>,
    /// Rows can enter this list without being among the newest.
    enters_unseen: bool,
}

/// A finished round: rows page by page, and whether its own numbers agreed.
#[derive(Debug, PartialEq, Eq)]
struct Round {
    pages: Vec<Option<Vec<Seen>>>,
    total: u32,
    agrees: bool,
}

impl Reading {
    /// `enters_unseen`: rows can enter the list without being among the newest.
    pub fn new(enters_unseen: bool) -> Self {
        Self {
            enters_unseen,
            ..Self::default()
        }
    }

    pub fn next(&self) -> Step {
        if let Some(verdict) = self.verdict {
            return Step::Over(verdict);
        }
        if self.opening.is_none() {
            return Step::Open;
        }
        let missing: Vec<u32> = (1..)
            .zip(&self.pages)
            .filter_map(|(number, page)| page.is_none().then_some(number))
            .collect();
        if missing.is_empty() {
            Step::Close
        } else {
            Step::Pages(missing)
        }
    }

    /// The look before the pages. A list that fits it whole needs no more: one answer is one moment.
    pub fn opened(&mut self, look: Look) {
        self.rounds_left = MOST_ROUNDS;
        let ids: HashSet<i64> = look.newest.iter().map(|row| row.id).collect();
        let whole = look.last_page <= 1 && ids.len() == look.total as usize;
        self.begin(look);
        if whole {
            self.pages.fill_with(|| Some(Vec::new()));
            self.verdict = Some(Verdict::Complete);
        }
    }

    fn begin(&mut self, look: Look) {
        self.round += 1;
        self.rounds_left -= 1;
        self.pages = vec![None; look.last_page.max(1) as usize];
        self.steady = true;
        self.opening = Some(look);
    }

    /// A page of this round, from 1, with the total it told.
    pub fn took(&mut self, number: u32, rows: Vec<Seen>, total: u32) {
        self.steady &= self.total() == Some(total);
        let place = (number as usize).checked_sub(1);
        if let Some(page) = place.and_then(|place| self.pages.get_mut(place)) {
            *page = Some(rows);
        }
    }

    /// The look after the pages: the verdict, or another round that begins with this look.
    pub fn closed(&mut self, look: Look) {
        let Some(opening) = self.opening.take() else {
            return;
        };
        let steady = self.steady && look.total == opening.total;
        let rows = self.pages.iter().flatten().flatten();
        let read = rows.clone().count();
        let unique = rows.map(|row| row.id).collect::<HashSet<_>>().len();
        let total = opening.total as usize;
        let round = Round {
            agrees: steady && read == total && unique == total,
            total: opening.total,
            pages: std::mem::take(&mut self.pages),
        };
        let repeated = self.previous.as_ref() == Some(&round);
        let stood_still = || look == opening || opening.explains(&look, &round.pages);
        let proved = || repeated || (!self.enters_unseen && stood_still());
        let done = round.pages.len();
        self.verdict = match round.agrees {
            true if proved() => Some(Verdict::Complete),
            // The same contradiction twice: reading it once more would not help.
            false if repeated && steady => Some(Verdict::Incomplete),
            _ if self.rounds_left == 0 => Some(Verdict::Incomplete),
            _ => None,
        };
        if self.verdict.is_some() {
            self.pages = vec![Some(Vec::new()); done];
            self.opening = Some(look);
            self.previous = None;
        } else {
            self.previous = Some(round);
            self.begin(look);
        }
    }
}

impl Progress for Reading {
    fn round(&self) -> u32 {
        self.round
    }

    fn total(&self) -> Option<u32> {
        self.opening.as_ref().map(|look| look.total)
    }

    fn pages(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    fn pages_done(&self) -> u32 {
        let done = self.pages.iter().filter(|page| page.is_some()).count();
        u32::try_from(done).unwrap_or(u32::MAX)
    }

    /// An incomplete register is read from the beginning, with all its rounds; any other goes on.
    fn resume(&mut self) {
        if self.verdict.take().is_some() {
            *self = Self {
                round: self.round,
                ..Self::new(self.enters_unseen)
            };
        }
    }
}

#[cfg(test)]
mod under_change;

#[cfg(test)]
mod tests {
    use super::*;

    const UNCHANGED: i64 = UNTOLD;

    fn seen(ids: impl IntoIterator<Item = i64>) -> Vec<Seen> {
        let changed = UNCHANGED;
        ids.into_iter().map(|id| Seen { id, changed }).collect()
    }

    #[test]
    fn a_total_that_is_simply_wrong_is_told_after_the_second_reading() {
        let mut reading = Reading::default();
        let look = Look {
            total: 7,
            last_page: 2,
            newest: seen([6]),
        };
        reading.opened(look.clone());
        for _ in 0..2 {
            reading.took(1, seen([1, 2, 3]), 7);
            reading.took(2, seen([4, 5, 6]), 7);
            reading.closed(look.clone());
        }
        assert_eq!(reading.next(), Step::Over(Verdict::Incomplete));
    }

    #[test]
    fn rows_that_change_places_without_a_trace_are_found_by_reading_twice() {
        // Between the pages row 1 leaves and row 9 comes, both older than the newest: row 4 slips off the edge.
        let look = || Look {
            total: 6,
            last_page: 2,
            newest: seen([20, 19, 18]),
        };
        let mut reading = Reading::new(true);
        reading.opened(look());
        reading.took(1, seen([1, 2, 3]), 6);
        reading.took(2, seen([18, 19, 20]), 6);
        reading.closed(look());
        assert_eq!(reading.next(), Step::Pages(vec![1, 2]));
        for _ in 0..2 {
            reading.took(1, seen([2, 3, 4]), 6);
            reading.took(2, seen([18, 19, 20]), 6);
            reading.closed(look());
        }
        assert_eq!(reading.next(), Step::Over(Verdict::Complete));
        assert_eq!(reading.round(), 3);
    }

    #[test]
    fn going_on_reads_the_missing_pages_only() {
        let mut reading = Reading::default();
        reading.opened(Look {
            total: 8,
            last_page: 3,
            newest: seen([8, 7, 6]),
        });
        reading.took(2, seen([4, 5, 6]), 8);
        reading.resume();
        assert_eq!(reading.next(), Step::Pages(vec![1, 3]));
        assert_eq!((reading.pages_done(), reading.pages()), (1, 3));
    }
}
