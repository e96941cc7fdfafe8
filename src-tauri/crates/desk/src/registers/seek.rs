//! Type-ahead: rows whose cell begins with what is typed.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::{
    cells::Cells,
    days::{self, Days},
    find::{id_begins, sum_begins},
    kind::Rows,
    letters::{Letters, folded},
    moment::Moment,
    value::Quickly,
    values::Values,
};

/// Tells by its place whether a row's cell begins with the text.
pub struct Seek<'a>(Box<dyn FnMut(u32) -> bool + 'a>);

impl<'a> Seek<'a> {
    /// `None` when nothing was typed.
    pub fn new<K: Rows>(
        rows: &'a K,
        column: K::Column,
        letters: Option<&'a Letters>,
        text: &str,
        zone: &'a TimeZone,
    ) -> Option<Self> {
        let (values, text) = (rows.values(), text.trim().to_owned());
        if text.is_empty() {
            return None;
        }
        let compact: String = text.chars().filter(|char| !char.is_whitespace()).collect();
        let at = |place: u32| place as usize;
        Some(Self(match rows.column(column) {
            Cells::Ids => {
                let ids = rows.index().ids();
                let begins = move |id: &i64| id_begins(*id, compact.as_bytes());
                Box::new(move |place| ids.get(at(place)).is_some_and(&begins))
            }
            Cells::Numbers { codes, ids } => Box::new(move |place| {
                let id = codes.get(at(place)).and_then(|code| ids.get(*code));
                id.is_some_and(|id| id_begins(id.0, compact.as_bytes()))
            }),
            Cells::Sums(sums) => {
                let text = compact.replace(',', ".").replace(['\u{2212}', '–'], "-");
                let begins = move |sum: &_| sum_begins(*sum, values.odd(), text.as_bytes());
                Box::new(move |place| sums.get(at(place)).is_some_and(&begins))
            }
            Cells::Coded { codes, .. } | Cells::Texts(codes) => {
                let begins = beginning(letters?, &folded(&text));
                let begins = move |code: &u32| begins.get(*code as usize) == Some(&true);
                Box::new(move |place| codes.get(at(place)).is_some_and(&begins))
            }
            Cells::Pairs { pair, join } => {
                let text = folded(&text);
                let own = |code: u32| values.texts.get(code).unwrap_or("");
                Box::new(move |place| {
                    pair(place).is_some_and(|(one, other)| {
                        let first = letters.map_or(&[][..], |letters| letters.get(one));
                        // Most rows differ in their first text already.
                        let may = first.starts_with(&text) || text.starts_with(first);
                        may && folded(&join(own(one), own(other))).starts_with(&text)
                    })
                })
            }
            Cells::Moments(moments) => moment(moments, values, text, zone),
        }))
    }

    pub fn begins(&mut self, place: u32) -> bool {
        (self.0)(place)
    }
}

fn beginning(letters: &Letters, text: &[u8]) -> Vec<bool> {
    let codes = 0..letters.len();
    codes
        .map(|code| letters.get_at(code).starts_with(text))
        .collect()
}

/// As it is shown: `31.10.2026 23:39`. There are few days among many rows.
fn moment<'a>(
    moments: &'a [Moment],
    values: &'a Values,
    text: String,
    zone: &'a TimeZone,
) -> Box<dyn FnMut(u32) -> bool + 'a> {
    const DAY: usize = "31.10.2026".len();
    let days = Days::of(zone, moments, values);
    let day_text: String = text.chars().take(DAY).collect();
    let with_time = text.len() > DAY;
    let mut known: HashMap<i32, bool, Quickly> = HashMap::default();
    Box::new(move |place| {
        let Some(moment) = moments.get(place as usize).copied() else {
            return false;
        };
        let Some(second) = days::second(moment, values) else {
            let written = values.written(moment).unwrap_or_default();
            return folded(&written).starts_with(&folded(&text));
        };
        let day = days.day(second);
        let begins = || {
            let written = days::date(day).strftime("%d.%m.%Y").to_string();
            written.starts_with(&day_text)
        };
        let same_day = *known.entry(day).or_insert_with(begins);
        let same_time = || {
            let local = values.instant(moment).map(|at| zone.to_datetime(at));
            local.is_some_and(|at| {
                at.strftime("%d.%m.%Y %H:%M:%S")
                    .to_string()
                    .starts_with(&text)
            })
        };
        same_day && (!with_time || same_time())
    })
}
