//! The order of rows: equal ones by id, empty ones last whichever way it runs, texts as in a Russian telephone book.
//!
//! A column is made into numbers first; a number and the row's turn by id fit one word, so that a million rows are put
//! into order as a million plain numbers.

use std::cmp::Ordering;

use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    cells::Cells,
    dictionary::ABSENT,
    kept::Kept,
    kind::{Order, Rows},
    lettering::Lettering,
    letters::{Letters, NO_RANK},
    moment::Moment,
    sum::Sum,
    values::Values,
};

/// The places of all rows by id; `None` when that is how they arrived.
pub struct ById(Option<Vec<u32>>);

impl ById {
    pub fn of(ids: &[i64]) -> Self {
        if ids.is_sorted() {
            return Self(None);
        }
        let mut keyed: Vec<(i64, u32)> = ids.iter().copied().zip(0..).collect();
        keyed.par_sort_unstable();
        Self(Some(keyed.into_iter().map(|(_, place)| place).collect()))
    }

    fn place(&self, turn: u32) -> u32 {
        match &self.0 {
            None => turn,
            Some(places) => places.get(turn as usize).copied().unwrap_or(turn),
        }
    }
}

/// The places of the kept rows in this order.
pub fn arranged<K: Rows>(
    rows: &K,
    lettering: &mut Lettering,
    by_id: &ById,
    kept: &Kept,
    order: &Order<K::Column>,
) -> Vec<u32> {
    let (values, count) = (rows.values(), rows.index().len());
    let sort = Sort { by_id, kept, count };
    let Turned { sorted, empty } = match rows.column(order.column) {
        Cells::Ids => sort.turns(),
        Cells::Moments(moments) => by_moment(&sort, moments, values),
        Cells::Sums(sums) => by_sum(&sort, sums, values, rows.index().ids()),
        Cells::Coded { codes, .. } => {
            let letters = lettering.read(rows, order.column);
            by_rank(&sort, codes, &ranks(letters, |_| true))
        }
        Cells::Texts(codes) => {
            let used = used(codes.iter().copied(), values.texts.len());
            let letters = lettering.read(rows, order.column);
            by_rank(&sort, codes, &ranks(letters, |code| is_used(&used, code)))
        }
        Cells::Numbers { codes, ids } => sort.by(|place| {
            let id = ids.get(*codes.get(place as usize)?)?;
            Some(ordered(id.0))
        }),
        Cells::Pairs { pair, .. } => {
            let places = 0..u32::try_from(count).unwrap_or(u32::MAX);
            let codes = places
                .filter_map(&pair)
                .flat_map(|(one, other)| [one, other]);
            let used = used(codes, values.texts.len());
            let letters = lettering.read(rows, order.column);
            by_pair(&sort, &pair, &ranks(letters, |code| is_used(&used, code)))
        }
    };
    let mut places = sorted;
    if order.descending {
        places.reverse();
        places.extend(empty.into_iter().rev());
    } else {
        places.extend(empty);
    }
    places
}

/// Kept rows with a value in ascending order, then those without one; equal ones by id.
struct Turned {
    sorted: Vec<u32>,
    empty: Vec<u32>,
}

struct Sort<'a> {
    by_id: &'a ById,
    kept: &'a Kept,
    count: usize,
}

impl Sort<'_> {
    fn all(&self) -> impl ParallelIterator<Item = (u32, u32)> {
        let turns = 0..u32::try_from(self.count).unwrap_or(u32::MAX);
        let turns = turns.into_par_iter();
        turns
            .map(|turn| (turn, self.by_id.place(turn)))
            .filter(|(_, place)| self.kept.has(*place))
    }

    /// By id alone.
    fn turns(&self) -> Turned {
        Turned {
            sorted: self.all().map(|(_, place)| place).collect(),
            empty: Vec::new(),
        }
    }

    fn by(&self, key: impl Fn(u32) -> Option<u64> + Sync) -> Turned {
        let keys = || self.all().filter_map(|(_, place)| key(place));
        let (least, greatest) = keys()
            .map(|key| (key, key))
            .reduce(|| (u64::MAX, 0), |a, b| (a.0.min(b.0), a.1.max(b.1)));
        let turn_bits = usize::BITS - self.count.leading_zeros();
        let key_bits = u64::BITS - greatest.saturating_sub(least).leading_zeros();
        let keyed = self
            .all()
            .filter_map(|(turn, place)| Some((key(place)? - least, turn)));
        let sorted = if key_bits + turn_bits <= u64::BITS {
            let packed = keyed.map(|(key, turn)| key << turn_bits | u64::from(turn));
            let mut packed: Vec<u64> = packed.collect();
            packed.par_sort_unstable();
            let turn = |packed: u64| (packed & ((1 << turn_bits) - 1)) as u32;
            let turns = packed.into_par_iter().map(turn);
            turns.map(|turn| self.by_id.place(turn)).collect()
        } else {
            let mut pairs: Vec<(u64, u32)> = keyed.collect();
            pairs.par_sort_unstable();
            let turns = pairs.into_par_iter();
            turns.map(|(_, turn)| self.by_id.place(turn)).collect()
        };
        let empty = self.all().filter(|(_, place)| key(*place).is_none());
        Turned {
            sorted,
            empty: empty.map(|(_, place)| place).collect(),
        }
    }
}

/// Numbers below zero before those above.
fn ordered(number: i64) -> u64 {
    number.cast_unsigned() ^ 1 << 63
}

fn by_moment(sort: &Sort, moments: &[Moment], values: &Values) -> Turned {
    let at = |place: u32| moments.get(place as usize).copied();
    if moments
        .iter()
        .all(|moment| moment.written_otherwise().is_none())
    {
        return sort.by(|place| at(place)?.second().map(ordered));
    }
    // Times with parts of a second are among the texts.
    sort.by(|place| at(place)?.instant(&values.texts).map(micros))
}

fn micros(at: Timestamp) -> u64 {
    ordered(at.as_microsecond())
}

fn by_sum(sort: &Sort, sums: &[Sum], values: &Values, ids: &[i64]) -> Turned {
    let at = |place: u32| sums.get(place as usize).copied();
    let is_odd = |sum: Sum| !sum.is_missing() && sum.units().is_none();
    let exact = |place: u32| at(place).and_then(|sum| values.decimal(sum));
    let mut turned = sort.by(|place| {
        let sum = at(place)?;
        let units = sum.units().or_else(|| values.decimal(sum).map(Sum::about));
        units.map(ordered)
    });
    if !sums.iter().any(|sum| is_odd(*sum)) {
        return turned;
    }
    // Amounts that are kept whole stand beside those that are nearly the same: among them the last digit counts.
    let about = |place: u32| {
        let sum = at(place)?;
        sum.units().or_else(|| values.decimal(sum).map(Sum::about))
    };
    let id = |place: u32| ids.get(place as usize);
    for alike in turned
        .sorted
        .chunk_by_mut(|one, other| about(*one) == about(*other))
    {
        if alike.len() > 1 && alike.iter().any(|place| at(*place).is_some_and(is_odd)) {
            alike.sort_by(|one, other| {
                let by_amount = exact(*one).cmp(&exact(*other));
                by_amount.then_with(|| -> Ordering { id(*one).cmp(&id(*other)) })
            });
        }
    }
    turned
}

fn ranks(letters: Option<&Letters>, asked: impl Fn(u32) -> bool + Sync) -> Vec<u32> {
    letters.map_or_else(Vec::new, |letters| letters.ranks(asked))
}

fn rank(ranks: &[u32], code: u32) -> Option<u32> {
    let rank = ranks.get(code as usize).copied();
    rank.filter(|rank| *rank != NO_RANK)
}

fn by_rank(sort: &Sort, codes: &[u32], ranks: &[u32]) -> Turned {
    sort.by(|place| rank(ranks, *codes.get(place as usize)?).map(u64::from))
}

/// By the first text, then by the second; a missing one goes before every other.
fn by_pair(
    sort: &Sort,
    pair: &(dyn Fn(u32) -> Option<(u32, u32)> + Send + Sync),
    ranks: &[u32],
) -> Turned {
    let greatest = ranks.par_iter().filter(|rank| **rank != NO_RANK).max();
    let beyond = greatest.map_or(1, |rank| u64::from(*rank) + 2);
    let place_of = |code| rank(ranks, code).map_or(0, |rank| u64::from(rank) + 1);
    sort.by(|place| {
        let (one, other) = pair(place)?;
        let key = place_of(one) * beyond + place_of(other);
        (key > 0).then_some(key)
    })
}

/// Which texts stand in one column: there may be many others.
fn used(codes: impl Iterator<Item = u32>, texts: usize) -> Vec<bool> {
    let mut used = vec![false; texts];
    for code in codes.filter(|code| *code != ABSENT) {
        if let Some(used) = used.get_mut(code as usize) {
            *used = true;
        }
    }
    used
}

fn is_used(used: &[bool], code: u32) -> bool {
    used.get(code as usize).is_some_and(|used| *used)
}
