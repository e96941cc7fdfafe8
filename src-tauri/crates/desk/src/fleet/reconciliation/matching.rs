//! Which movement of Yandex's is which of Jump's. Pure: the same two lists always give the same pairs, every movement
//! stands in exactly one of them, and two drivers who are known to be two are never paired.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use jump::Id;
use money::Amount;

use super::{
    super::types::ReconciliationVerdict::{self, *},
    movement::Movement,
    people::People,
};

/// Two movements without a common mark may be so far apart and still look alike.
pub const APART: SignedDuration = SignedDuration::from_hours(24);

/// Places in the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub verdict: ReconciliationVerdict,
    pub jump: Option<usize>,
    pub yandex: Option<usize>,
}

/// By mark and sum; by mark alone; by driver, sum and time; the rest alone. Each time the nearest in time first, one to
/// one.
pub fn matched(jump: &[Movement<Id>], yandex: &[Movement<String>], people: &People) -> Vec<Pair> {
    let mut matching = Matching {
        jump,
        yandex,
        people,
        taken: (vec![false; jump.len()], vec![false; yandex.len()]),
        pairs: Vec::new(),
    };
    let marked = matching.marked();
    let (same, other): (Vec<_>, Vec<_>) = marked
        .into_iter()
        .partition(|(jump, yandex)| matching.same_sum(*jump, *yandex));
    matching.nearest_first(Matched, same);
    matching.nearest_first(AmountDiffers, other);
    let alike = matching.alike();
    matching.nearest_first(LooksAlike, alike);
    matching.alone()
}

struct Matching<'a> {
    jump: &'a [Movement<Id>],
    yandex: &'a [Movement<String>],
    people: &'a People,
    taken: (Vec<bool>, Vec<bool>),
    pairs: Vec<Pair>,
}

impl Matching<'_> {
    fn same_sum(&self, jump: usize, yandex: usize) -> bool {
        self.jump[jump].amount == self.yandex[yandex].amount
    }

    /// Every two that bear the same mark and may be one. A mark that was copied by hand stands in more than two.
    fn marked(&self) -> Vec<(usize, usize)> {
        let mut by_mark: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, one) in self.jump.iter().enumerate() {
            if let Some(mark) = &one.mark {
                by_mark.entry(mark).or_default().push(place);
            }
        }
        let mut found = Vec::new();
        for (place, one) in self.yandex.iter().enumerate() {
            let same = one.mark.as_deref().and_then(|mark| by_mark.get(mark));
            let same = same.filter(|_| one.is_in_rubles()).into_iter().flatten();
            let fit = same.filter(|other| {
                let other = self.jump[**other].driver;
                !self.people.differ(other, one.driver.as_deref())
            });
            found.extend(fit.map(|other| (*other, place)));
        }
        found
    }

    /// Every two of one driver with the same sum that are not far apart. Two marks are two operations.
    fn alike(&self) -> Vec<(usize, usize)> {
        let mut by_sum: BTreeMap<(Id, Amount), Vec<usize>> = BTreeMap::new();
        for (place, one) in self.jump.iter().enumerate() {
            if let (Some(driver), false) = (one.driver, self.taken.0[place]) {
                by_sum.entry((driver, one.amount)).or_default().push(place);
            }
        }
        let mut found = Vec::new();
        for (place, one) in self.yandex.iter().enumerate() {
            let driver = one.driver.as_deref().and_then(|id| self.people.of(id));
            let Some(driver) = driver.filter(|_| one.is_in_rubles() && !self.taken.1[place]) else {
                continue;
            };
            let same = by_sum.get(&(driver, one.amount)).into_iter().flatten();
            let near = same.filter(|other| {
                let other = &self.jump[**other];
                (other.mark.is_none() || one.mark.is_none()) && apart(other.at, one.at) <= APART
            });
            found.extend(near.map(|other| (*other, place)));
        }
        found
    }

    fn nearest_first(&mut self, verdict: ReconciliationVerdict, mut found: Vec<(usize, usize)>) {
        let (jump, yandex) = (self.jump, self.yandex);
        found.sort_by_key(|(one, other)| (apart(jump[*one].at, yandex[*other].at), *one, *other));
        for (jump, yandex) in found {
            let taken = (&mut self.taken.0[jump], &mut self.taken.1[yandex]);
            if !*taken.0 && !*taken.1 {
                (*taken.0, *taken.1) = (true, true);
                self.pairs.push(Pair {
                    verdict,
                    jump: Some(jump),
                    yandex: Some(yandex),
                });
            }
        }
    }

    /// All pairs, with those that found nobody.
    fn alone(mut self) -> Vec<Pair> {
        let free = |taken: Vec<bool>| {
            let places = taken.into_iter().enumerate();
            places.filter_map(|(place, taken)| (!taken).then_some(place))
        };
        self.pairs.extend(free(self.taken.0).map(|place| Pair {
            verdict: OnlyJump,
            jump: Some(place),
            yandex: None,
        }));
        self.pairs.extend(free(self.taken.1).map(|place| Pair {
            verdict: OnlyYandex,
            jump: None,
            yandex: Some(place),
        }));
        self.pairs
    }
}

/// A time that cannot be read is near to nothing.
fn apart(one: Option<Timestamp>, other: Option<Timestamp>) -> SignedDuration {
    match (one, other) {
        (Some(one), Some(other)) => one.duration_since(other).abs(),
        _ => SignedDuration::MAX,
    }
}

/// Drivers of Fleet whom nobody knows and to whom it makes a difference who they are: there is a movement of Jump's with
/// the mark of one of theirs, or with its sum at about its time.
pub fn worth_knowing(
    jump: &[Movement<Id>],
    yandex: &[Movement<String>],
    people: &People,
) -> BTreeSet<String> {
    let marks: BTreeSet<&str> = jump.iter().filter_map(|one| one.mark.as_deref()).collect();
    let mut sums: BTreeMap<Amount, Vec<Timestamp>> = BTreeMap::new();
    for one in jump {
        if let Some(at) = one.at {
            sums.entry(one.amount).or_default().push(at);
        }
    }
    for moments in sums.values_mut() {
        moments.sort_unstable();
    }
    let has_like = |one: &Movement<String>| {
        let (Some(at), Some(moments)) = (one.at, sums.get(&one.amount)) else {
            return false;
        };
        let next = moments.partition_point(|known| *known < at);
        let beside = [next.checked_sub(1), Some(next)].into_iter().flatten();
        beside
            .filter_map(|place| moments.get(place))
            .any(|known| apart(Some(*known), Some(at)) <= APART)
    };
    let worth = yandex.iter().filter(|one| {
        let marked = one.mark.as_deref().is_some_and(|mark| marks.contains(mark));
        one.is_in_rubles() && (marked || has_like(one))
    });
    let drivers = worth.filter_map(|one| one.driver.as_deref());
    drivers
        .filter(|id| people.of(id).is_none())
        .map(str::to_owned)
        .collect()
}
