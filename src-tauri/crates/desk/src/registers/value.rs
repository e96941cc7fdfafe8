//! The values that cells have: what they are called for ever and on the screen, and which rows have one.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use jiff::{civil::Date, tz::TimeZone};
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    cells::{Cells, Entries},
    days::{self, Days, beginning},
    kept::Kept,
    kind::Rows,
    moment::Moment,
    sum::{Sum, shown},
    types::ValueFilter,
    values::Values,
};

/// A value's name for ever and its title, as in a [`ValueFilter`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    pub key: String,
    pub title: String,
}

impl Value {
    fn plain(text: &str) -> Self {
        let text = text.trim().to_owned();
        Self {
            key: text.clone(),
            title: text,
        }
    }

    fn entry(entries: &dyn Entries, code: u32) -> Self {
        Self {
            key: entries.key(code),
            title: entries.text(code).trim().to_owned(),
        }
    }

    fn amount(amount: Decimal) -> Self {
        let key = shown(amount).to_string();
        let title = key.replace('.', ",");
        Self { key, title }
    }

    fn day(day: i32) -> Self {
        let date = days::date(day);
        Self {
            key: date.to_string(),
            title: date.strftime("%d.%m.%Y").to_string(),
        }
    }
}

/// Rows by the value they have in a column.
pub struct Groups {
    /// The group of each place, [`NO_GROUP`] for a row that is not kept.
    pub of: Vec<u32>,
    pub values: Vec<Value>,
}

pub const NO_GROUP: u32 = u32::MAX;
const NOTHING: u64 = u64::MAX;
/// Beyond the number of any day.
const TEXTS: u64 = 1 << 40;

impl Groups {
    pub fn of<K: Rows>(rows: &K, column: K::Column, kept: &Kept, zone: &TimeZone) -> Self {
        let values = rows.values();
        let count = rows.index().len();
        let code = |code: u32| u64::from(code);
        let low = |raw: u64| u32::try_from(raw & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        match rows.column(column) {
            Cells::Ids => {
                let ids = rows.index().ids();
                let raw = |place: u32| ids.get(place as usize).map(|id| id.cast_unsigned());
                Self::gather(count, kept, raw, |raw| {
                    Value::plain(&raw.cast_signed().to_string())
                })
            }
            Cells::Coded { codes, entries } => {
                let raw = |place: u32| codes.get(place as usize).copied().map(code);
                Self::gather(count, kept, raw, |raw| Value::entry(&*entries, low(raw)))
            }
            Cells::Texts(codes) => {
                let raw = |place: u32| codes.get(place as usize).copied().map(code);
                let text = |raw| values.texts.get(low(raw)).unwrap_or("");
                Self::gather(count, kept, raw, |raw| Value::plain(text(raw)))
            }
            Cells::Numbers { codes, ids } => {
                let raw = |place: u32| codes.get(place as usize).copied().map(code);
                let id = |raw| ids.get(low(raw)).map(ToString::to_string);
                Self::gather(count, kept, raw, |raw| {
                    Value::plain(&id(raw).unwrap_or_default())
                })
            }
            Cells::Pairs { pair, join } => {
                let raw = |place| pair(place).map(|(one, other)| code(one) << 32 | code(other));
                let text = |code| values.texts.get(code).unwrap_or("");
                Self::gather(count, kept, raw, |raw| {
                    Value::plain(&join(text(low(raw >> 32)), text(low(raw))))
                })
            }
            Cells::Sums(sums) => {
                let raw = |place: u32| sums.get(place as usize).map(|sum| sum.raw());
                let amount = |raw| values.decimal(Sum::of_raw(raw));
                Self::gather(count, kept, raw, |raw| {
                    amount(raw).map(Value::amount).unwrap_or_default()
                })
            }
            Cells::Moments(moments) => {
                let days = Days::of(zone, moments, values);
                let raw = |place: u32| raw_day(*moments.get(place as usize)?, values, &days);
                Self::gather(count, kept, raw, |raw| match raw.checked_sub(TEXTS) {
                    Some(code) => Value::plain(values.texts.get(low(code)).unwrap_or("")),
                    None => Value::day(day_of(raw)),
                })
            }
        }
    }

    /// `raw` tells values apart; equal ones may have several, so they meet again by their keys.
    fn gather(
        count: usize,
        kept: &Kept,
        raw: impl Fn(u32) -> Option<u64>,
        name: impl Fn(u64) -> Value,
    ) -> Self {
        let mut by_raw: HashMap<u64, u32, Quickly> = HashMap::default();
        let mut by_key: HashMap<String, u32> = HashMap::new();
        let mut values: Vec<Value> = Vec::new();
        let mut last = (NOTHING, NO_GROUP);
        let group = |place: u32| {
            if !kept.has(place) {
                return NO_GROUP;
            }
            let raw = raw(place).unwrap_or(NOTHING);
            if last == (raw, last.1) && last.1 != NO_GROUP {
                return last.1;
            }
            let group = *by_raw.entry(raw).or_insert_with(|| {
                let value = match raw {
                    NOTHING => Value::default(),
                    raw => name(raw),
                };
                *by_key.entry(value.key.clone()).or_insert_with(|| {
                    values.push(value);
                    u32::try_from(values.len() - 1).unwrap_or(NO_GROUP)
                })
            });
            last = (raw, group);
            group
        };
        let places = 0..u32::try_from(count).unwrap_or(u32::MAX);
        let of = places.map(group).collect();
        Self { of, values }
    }
}

/// The value that one row has.
pub fn value_of<K: Rows>(rows: &K, column: K::Column, place: u32, zone: &TimeZone) -> Value {
    let (values, at) = (rows.values(), place as usize);
    let found = match rows.column(column) {
        Cells::Ids => rows
            .index()
            .id(place)
            .map(|id| Value::plain(&id.to_string())),
        Cells::Coded { codes, entries } => codes.get(at).map(|code| Value::entry(&*entries, *code)),
        Cells::Texts(codes) => {
            let text = codes.get(at).and_then(|code| values.texts.get(*code));
            text.map(Value::plain)
        }
        Cells::Numbers { codes, ids } => {
            let id = codes.get(at).and_then(|code| ids.get(*code));
            id.map(|id| Value::plain(&id.to_string()))
        }
        Cells::Pairs { pair, join } => {
            let text = |code| values.texts.get(code).unwrap_or("");
            pair(place).map(|(one, other)| Value::plain(&join(text(one), text(other))))
        }
        Cells::Sums(sums) => {
            let amount = sums.get(at).and_then(|sum| values.decimal(*sum));
            amount.map(Value::amount)
        }
        Cells::Moments(moments) => moments.get(at).and_then(|moment| {
            let second = days::second(*moment, values);
            let day = second.map(|second| Value::day(Days::new(zone, None).day(second)));
            day.or_else(|| values.written(*moment).map(|text| Value::plain(&text)))
        }),
    };
    found.unwrap_or_default()
}

fn raw_day(moment: Moment, values: &Values, days: &Days) -> Option<u64> {
    match days::second(moment, values) {
        Some(second) => Some(u64::from(days.day(second).cast_unsigned())),
        None => moment
            .written_otherwise()
            .map(|code| TEXTS + u64::from(code)),
    }
}

fn day_of(raw: u64) -> i32 {
    u32::try_from(raw).map_or(0, u32::cast_signed)
}

/// Keeps the rows with one of some values in a column, or drops them.
pub struct Condition<C> {
    pub column: C,
    excluded: bool,
    keys: HashSet<String>,
    /// Which codes have one of the values; grows with the dictionary.
    codes: Vec<bool>,
    /// The same values as they are met in cells.
    ids: HashSet<i64>,
    sums: HashSet<Sum>,
    odd: Vec<Decimal>,
    days: Vec<Range<i64>>,
}

impl<C: Copy + PartialEq> Condition<C> {
    /// One for each column and each way: values of one column are alternatives.
    pub fn all(
        filters: &[ValueFilter],
        named: impl Fn(&str) -> crate::DeskResult<C>,
        zone: &TimeZone,
    ) -> crate::DeskResult<Vec<Self>> {
        let mut all: Vec<Self> = Vec::new();
        for filter in filters {
            let column = named(&filter.column)?;
            let same = |one: &&mut Self| one.column == column && one.excluded == filter.excluded;
            match all.iter_mut().find(same) {
                Some(known) => known.add(&filter.key, zone),
                None => {
                    let mut new = Self::new(column, filter.excluded);
                    new.add(&filter.key, zone);
                    all.push(new);
                }
            }
        }
        Ok(all)
    }

    fn new(column: C, excluded: bool) -> Self {
        Self {
            column,
            excluded,
            keys: HashSet::new(),
            codes: Vec::new(),
            ids: HashSet::new(),
            sums: HashSet::new(),
            odd: Vec::new(),
            days: Vec::new(),
        }
    }

    fn add(&mut self, key: &str, zone: &TimeZone) {
        if let Ok(id) = key.parse() {
            self.ids.insert(id);
        }
        if let Ok(amount) = key.parse() {
            let sum = Sum::pack(Some(amount), &mut self.odd);
            self.sums.extend(sum.units().map(|_| sum));
        }
        if let Ok(date) = key.parse::<Date>() {
            let day = days::number(date);
            self.days
                .push(beginning(day, zone)..beginning(day.saturating_add(1), zone));
        }
        self.keys.insert(key.to_owned());
    }

    /// Looks at the codes that came since.
    pub fn catch_up(&mut self, cells: &Cells, values: &Values) {
        let known = self.codes.len();
        let keys = &self.keys;
        let has = |text: Cow<'_, str>| keys.contains(text.trim());
        let more = |len: usize, fits: &(dyn Fn(u32) -> bool + Sync)| -> Vec<bool> {
            let codes = (known..len).into_par_iter();
            codes
                .map(|code| u32::try_from(code).is_ok_and(fits))
                .collect()
        };
        let more = match cells {
            Cells::Coded { entries, .. } => {
                more(entries.len(), &|code| keys.contains(&entries.key(code)))
            }
            Cells::Texts(_) => more(values.texts.len(), &|code| {
                has(values.texts.get(code).unwrap_or("").into())
            }),
            Cells::Numbers { ids, .. } => more(ids.items().len(), &|code| {
                ids.get(code).is_some_and(|id| self.ids.contains(&id.0))
            }),
            _ => return,
        };
        self.codes.extend(more);
    }

    /// Unmarks the rows that do not fit.
    pub fn sift(
        &self,
        cells: &Cells,
        ids: &[i64],
        values: &Values,
        places: &[u32],
        marks: &mut [bool],
    ) {
        let none = self.keys.contains("");
        let by_code = |codes: &[u32], place: u32| {
            let code = codes.get(place as usize).copied();
            let known = code.and_then(|code| self.codes.get(code as usize).copied());
            known.unwrap_or(none)
        };
        let sift = |marks: &mut [bool], has: &dyn Fn(u32) -> bool| {
            for (mark, place) in marks.iter_mut().zip(places) {
                *mark = *mark && has(*place) != self.excluded;
            }
        };
        match cells {
            Cells::Ids => sift(marks, &|place| {
                let id = ids.get(place as usize);
                id.is_some_and(|id| self.ids.contains(id))
            }),
            Cells::Coded { codes, .. } | Cells::Texts(codes) | Cells::Numbers { codes, .. } => {
                sift(marks, &|place| by_code(codes, place));
            }
            Cells::Pairs { pair, join } => sift(marks, &|place| {
                let text = |code| values.texts.get(code).unwrap_or("");
                pair(place).map_or(none, |(one, other)| {
                    self.keys.contains(&join(text(one), text(other)))
                })
            }),
            Cells::Sums(sums) => sift(marks, &|place| {
                let sum = sums.get(place as usize);
                sum.map_or(none, |sum| self.has_sum(*sum, values))
            }),
            Cells::Moments(moments) => sift(marks, &|place| {
                let moment = moments.get(place as usize);
                moment.map_or(none, |moment| self.has_moment(*moment, values))
            }),
        }
    }

    fn has_sum(&self, sum: Sum, values: &Values) -> bool {
        if sum.is_missing() {
            return self.keys.contains("");
        }
        self.sums.contains(&sum)
            || sum.units().is_none()
                && values
                    .decimal(sum)
                    .is_some_and(|exact| self.odd.contains(&exact.normalize()))
    }

    fn has_moment(&self, moment: Moment, values: &Values) -> bool {
        match days::second(moment, values) {
            Some(second) => self.days.iter().any(|day| day.contains(&second)),
            None => {
                let text = values.written(moment).unwrap_or_default();
                self.keys.contains(text.trim())
            }
        }
    }
}

/// Hashes numbers by a multiplication: they come from our own codes, a million at a time.
#[derive(Default)]
pub struct Quick(u64);

pub type Quickly = BuildHasherDefault<Quick>;

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
