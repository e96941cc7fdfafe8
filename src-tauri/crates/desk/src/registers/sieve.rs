//! Narrowing the rows that came: words, values, days. A sieve is made once and then looks at rows as they come, so that
//! counting what is shown costs nothing while a million rows are collected.

use std::ops::Range;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::{
    cells::Cells,
    days,
    find::{Needle, id_contains, needles, sum_contains},
    kept::Kept,
    kind::{Looked, Rows, named, wrong},
    lettering::Lettering,
    types::Narrowing,
    value::Condition,
};
use crate::{error::DeskResult, time::bounds};

/// Rows that one thread looks at in one go.
const STRETCH: u32 = 16_384;

pub struct Sieve<K: Rows> {
    /// The text as a whole, then its words.
    needles: Vec<Needle>,
    /// For each needle and each column that is looked at: which codes contain it. Grows with the dictionaries.
    hits: Vec<Vec<Vec<bool>>>,
    conditions: Vec<Condition<K::Column>>,
    /// Seconds of the main moment.
    days: Option<(K::Column, Range<i64>)>,
}

impl<K: Rows> Sieve<K> {
    /// `None` when nothing is narrowed. `find` stands for the narrowing's own words.
    ///
    /// # Errors
    /// `InvalidInput` naming `column` or `period`.
    pub fn new(narrowing: &Narrowing, find: &str, zone: &TimeZone) -> DeskResult<Option<Self>> {
        let needles = needles(find);
        let conditions = Condition::all(&narrowing.values, named, zone)?;
        let days = match &narrowing.days {
            None => None,
            Some(days) => {
                let (from, to) = bounds(days, zone)?;
                let column = K::MOMENT.ok_or_else(|| wrong("period", "period_date"))?;
                Some((column, from.as_second()..to.as_second() + 1))
            }
        };
        let is_open = needles.is_empty() && conditions.is_empty() && days.is_none();
        Ok((!is_open).then(|| Self {
            hits: vec![vec![Vec::new(); K::LOOKED_AT.len()]; needles.len()],
            needles,
            conditions,
            days,
        }))
    }

    /// Sifts all rows.
    pub fn sift_all(&mut self, rows: &K, lettering: &mut Lettering) -> Kept {
        self.catch_up(rows, lettering);
        let count = u32::try_from(rows.index().len()).unwrap_or(u32::MAX);
        let view = Columns::of(self, rows);
        let stretches = (0..count).into_par_iter().step_by(STRETCH as usize);
        let marks: Vec<Vec<bool>> = stretches
            .map(|start| {
                let end = count.min(start.saturating_add(STRETCH));
                let places: Vec<u32> = (start..end).collect();
                self.marks(rows, &view, &places)
            })
            .collect();
        Kept::marked(marks.concat())
    }

    /// Sifts rows that came or changed.
    pub fn sift(&mut self, rows: &K, lettering: &mut Lettering, places: &[u32], kept: &mut Kept) {
        self.catch_up(rows, lettering);
        let marks = self.marks(rows, &Columns::of(self, rows), places);
        for (place, mark) in places.iter().zip(marks) {
            kept.mark(*place, mark);
        }
    }

    /// Looks at what the dictionaries got since.
    fn catch_up(&mut self, rows: &K, lettering: &mut Lettering) {
        for (looked, (column, writing)) in K::LOOKED_AT.iter().enumerate() {
            let cells = rows.column(*column);
            if self.needles.is_empty() {
                break;
            }
            let letters = lettering.read(rows, *column);
            for (needle, hits) in self.needles.iter().zip(&mut self.hits) {
                let Some(hits) = hits.get_mut(looked) else {
                    continue;
                };
                let known = hits.len();
                if let (Some(letters), Looked::Text | Looked::Phone) = (letters, writing) {
                    let (within, begins) = needle.in_letters(*writing);
                    if within.is_none() {
                        continue;
                    }
                    hits.resize(letters.len(), false);
                    let mut hit = |code: usize| hits[code] = true;
                    if let Some(within) = within {
                        letters.containing(within, known, &mut hit);
                    }
                    if let Some(begins) = begins {
                        letters.containing(begins, known, |code| {
                            let begins = letters.get_at(code).starts_with(begins);
                            if begins {
                                hit(code)
                            }
                        });
                    }
                } else if let (Cells::Numbers { ids, .. }, Some(digits)) = (&cells, needle.of_id())
                {
                    let more = ids.items().iter().skip(known);
                    hits.extend(more.map(|id| id_contains(id.0, digits)));
                }
            }
        }
        for condition in &mut self.conditions {
            condition.catch_up(&rows.column(condition.column), rows.values());
        }
    }

    /// Whether each of these rows is kept.
    fn marks(&self, rows: &K, view: &Columns, places: &[u32]) -> Vec<bool> {
        let mut marks = vec![true; places.len()];
        if let (Some((_, days)), Some(Cells::Moments(moments))) = (&self.days, &view.moment) {
            let inside = |place: &u32| {
                let moment = moments.get(*place as usize).copied();
                let second = moment.and_then(|moment| days::second(moment, rows.values()));
                second.is_some_and(|second| days.contains(&second))
            };
            for (mark, place) in marks.iter_mut().zip(places) {
                *mark = inside(place);
            }
        }
        let ids = rows.index().ids();
        for (condition, cells) in self.conditions.iter().zip(&view.conditions) {
            condition.sift(cells, ids, rows.values(), places, &mut marks);
        }
        self.find(rows, view, places, &mut marks);
        marks
    }

    /// Unmarks the rows that contain neither the text nor all of its words. What is decided is not looked at again.
    fn find(&self, rows: &K, view: &Columns, places: &[u32], marks: &mut [bool]) {
        let mut needles = self.needles.iter().zip(&self.hits);
        let Some((whole, hits)) = needles.next() else {
            return;
        };
        let search = |needle: &Needle, hits: &[Vec<bool>], wanted: &[bool]| {
            let mut found = vec![false; places.len()];
            for ((cells, hits), (_, looked)) in view.looked_at.iter().zip(hits).zip(K::LOOKED_AT) {
                let look = Look {
                    rows,
                    needle,
                    hits,
                    places,
                    wanted,
                };
                look.at(cells, *looked, &mut found);
            }
            found
        };
        let found = search(whole, hits, marks);
        let mut rest: Vec<bool> = marks
            .iter()
            .zip(&found)
            .map(|(mark, found)| *mark && !found)
            .collect();
        for (word, hits) in needles {
            // One word is often the whole text.
            rest = match word == whole {
                true => vec![false; rest.len()],
                false => search(word, hits, &rest),
            };
        }
        for ((mark, whole), words) in marks.iter_mut().zip(found).zip(rest) {
            *mark = whole || words;
        }
    }
}

/// Looking for one needle in the rows that are wanted.
struct Look<'a, K> {
    rows: &'a K,
    needle: &'a Needle,
    hits: &'a [bool],
    places: &'a [u32],
    wanted: &'a [bool],
}

impl<K: Rows> Look<'_, K> {
    /// Marks the rows whose cell contains the needle.
    fn at(&self, cells: &Cells, looked: Looked, found: &mut [bool]) {
        let Self {
            rows, needle, hits, ..
        } = self;
        let hit = |code: u32| hits.get(code as usize).is_some_and(|hit| *hit);
        match (cells, looked) {
            (
                Cells::Coded { codes, .. } | Cells::Texts(codes) | Cells::Numbers { codes, .. },
                _,
            ) => {
                if hits.contains(&true) {
                    let at = |place: u32| codes.get(place as usize);
                    self.each(found, |place| at(place).is_some_and(|code| hit(*code)));
                }
            }
            (Cells::Pairs { pair, .. }, _) => {
                if hits.contains(&true) {
                    let either = |(one, other)| hit(one) || hit(other);
                    self.each(found, |place| pair(place).is_some_and(either));
                }
            }
            (Cells::Ids, _) => {
                if let Some(digits) = needle.of_id() {
                    let ids = rows.index().ids();
                    let id = |place: u32| ids.get(place as usize);
                    self.each(found, |place| {
                        id(place).is_some_and(|id| id_contains(*id, digits))
                    });
                }
            }
            (Cells::Sums(sums), _) => {
                if let Some(text) = needle.of_sum() {
                    let odd = rows.values().odd();
                    let sum = |place: u32| sums.get(place as usize);
                    self.each(found, |place| {
                        sum(place).is_some_and(|sum| sum_contains(*sum, odd, text))
                    });
                }
            }
            (Cells::Moments(_), _) => {}
        }
    }

    fn each(&self, found: &mut [bool], contains: impl Fn(u32) -> bool) {
        let rows = found.iter_mut().zip(self.places).zip(self.wanted);
        for ((found, place), wanted) in rows {
            *found = *found || *wanted && contains(*place);
        }
    }
}

/// The columns that a sieve looks at.
struct Columns<'a> {
    looked_at: Vec<Cells<'a>>,
    conditions: Vec<Cells<'a>>,
    moment: Option<Cells<'a>>,
}

impl<'a> Columns<'a> {
    fn of<K: Rows>(sieve: &Sieve<K>, rows: &'a K) -> Self {
        let looked_at = K::LOOKED_AT.iter().map(|(column, _)| rows.column(*column));
        let conditions = sieve.conditions.iter();
        Self {
            looked_at: looked_at.collect(),
            conditions: conditions.map(|one| rows.column(one.column)).collect(),
            moment: sieve.days.as_ref().map(|(column, _)| rows.column(*column)),
        }
    }
}
