//! The lines about a file: which rows these are, whether they are all, when they were read, and their hash.

use ::register::{Cell, Written};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    job::Job,
    types::{AboutValue, ExportAsk},
};
use crate::{
    error::DeskResult,
    registers::{Snapshot, kind::wrong, types::RegisterTotals},
};

/// Are all columns that sums are asked of columns of amounts?
///
/// # Errors
/// `InvalidInput` naming `column`.
pub fn check(ask: &ExportAsk, snapshot: &Snapshot) -> DeskResult<()> {
    for column in summed(ask) {
        if snapshot.kinds(&[column])? != [::register::ColumnKind::Amount] {
            return Err(wrong("column", "unknown_column"));
        }
    }
    Ok(())
}

/// The sums that the file itself cannot give, because it lacks the column.
///
/// # Errors
/// `RegisterChanged`; `Internal` when a sum has more digits than can be kept exactly.
pub fn missing_sums(ask: &ExportAsk, snapshot: &Snapshot) -> DeskResult<Option<RegisterTotals>> {
    let absent = |column: &str| ask.columns.iter().all(|known| known.column != column);
    let wanted = summed(ask).any(absent);
    wanted.then(|| snapshot.totals()).transpose()
}

fn summed(ask: &ExportAsk) -> impl Iterator<Item = &str> {
    let values = ask.words.lines.iter().map(|line| &line.value);
    values.filter_map(|value| match value {
        AboutValue::Sum(column) => Some(column.as_str()),
        _ => None,
    })
}

impl Job {
    /// The lines asked for, label and value.
    pub fn about(&self, written: &Written, totals: Option<&RegisterTotals>) -> Vec<(String, Cell)> {
        let lines = self.ask.words.lines.iter();
        lines
            .map(|line| (line.label.clone(), self.value(&line.value, written, totals)))
            .collect()
    }

    fn value(
        &self,
        value: &AboutValue,
        written: &Written,
        totals: Option<&RegisterTotals>,
    ) -> Cell {
        let zone = self.snapshot.zone();
        match value {
            AboutValue::Text(text) => Cell::text(text.as_str()),
            AboutValue::Connection => Cell::text(self.park.as_str()),
            AboutValue::ReadAt => Cell::Text(shown(&self.register.started_at, zone)),
            AboutValue::WindowEnd => Cell::Text(shown(&self.register.until, zone)),
            AboutValue::WrittenAt => Cell::Text(moment(self.clock.now(), zone)),
            AboutValue::Completeness {
                complete,
                incomplete,
            } => Cell::text(if self.complete { complete } else { incomplete }),
            AboutValue::Received => Cell::Count(self.register.received.into()),
            AboutValue::Told => {
                let told = self.register.total;
                told.map_or(Cell::Empty, |told| Cell::Count(told.into()))
            }
            AboutValue::Rows => Cell::Count(written.rows),
            AboutValue::Sum(column) => self.sum(column, written, totals),
            AboutValue::Sha256 => Cell::text(written.sha256.as_str()),
        }
    }

    fn sum(&self, column: &str, written: &Written, totals: Option<&RegisterTotals>) -> Cell {
        let mut columns = self.ask.columns.iter().zip(&written.sums);
        let own = columns.find_map(|(known, sum)| sum.filter(|_| known.column == column));
        let counted = || {
            let mut columns = totals?.columns.iter();
            let known = columns.find(|known| known.column == column)?;
            Some(known.sum.decimal())
        };
        own.or_else(counted).map_or(Cell::Empty, Cell::Amount)
    }
}

/// A moment of the register's state, as people write it.
pub fn shown(iso: &str, zone: &TimeZone) -> String {
    let at = iso.parse::<Timestamp>();
    at.map_or_else(|_| iso.to_owned(), |at| moment(at, zone))
}

/// `21.11.2026 14:05:12 +03:00`
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    zoned.strftime("%d.%m.%Y %H:%M:%S %:z").to_string()
}
