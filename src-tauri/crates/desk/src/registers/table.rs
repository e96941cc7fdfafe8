//! Cells as they leave the program: for the clipboard and for files.

use jiff::{Timestamp, tz::TimeZone};
use register::{Cell, ColumnKind};

use super::{cells::Cells, kind::Rows, moment::Moment, values::Values};

/// How a spreadsheet should take a column.
pub fn kind_of<K: Rows>(rows: &K, column: K::Column) -> ColumnKind {
    match rows.column(column) {
        Cells::Moments(_) => ColumnKind::DateTime,
        Cells::Sums(_) => ColumnKind::Amount,
        _ => ColumnKind::Text,
    }
}

/// The rows at these places, cell by cell, in the order of the columns.
pub fn lines<K: Rows>(
    rows: &K,
    places: &[u32],
    columns: &[K::Column],
    zone: &TimeZone,
) -> Vec<Vec<Cell>> {
    let columns: Vec<Cells> = columns.iter().map(|column| rows.column(*column)).collect();
    let line = |place: &u32| {
        let cells = columns.iter().map(|cells| cell(rows, cells, *place, zone));
        cells.collect()
    };
    places.iter().map(line).collect()
}

fn cell<K: Rows>(rows: &K, cells: &Cells, place: u32, zone: &TimeZone) -> Cell {
    let (values, at) = (rows.values(), place as usize);
    let own = |code: u32| values.texts.get(code).unwrap_or("");
    match cells {
        Cells::Ids => match rows.index().id(place) {
            Some(id) => Cell::text(id.to_string()),
            None => Cell::Empty,
        },
        Cells::Moments(moments) => time_cell(values, moments.get(at).copied(), zone),
        Cells::Sums(sums) => {
            let amount = sums.get(at).and_then(|sum| values.decimal(*sum));
            amount.map_or(Cell::Empty, Cell::Amount)
        }
        Cells::Coded { codes, entries } => {
            text_cell(codes.get(at).map_or("".into(), |code| entries.text(*code)))
        }
        Cells::Texts(codes) => text_cell(codes.get(at).map_or("", |code| own(*code))),
        Cells::Numbers { codes, ids } => {
            let id = codes.get(at).and_then(|code| ids.get(*code));
            id.map_or(Cell::Empty, |id| Cell::text(id.to_string()))
        }
        Cells::Pairs { pair, join } => text_cell(
            pair(place).map_or_else(String::new, |(one, other)| join(own(one), own(other))),
        ),
    }
}

/// Local time of the screen; a text that is no time stays as it came.
fn time_cell(values: &Values, moment: Option<Moment>, zone: &TimeZone) -> Cell {
    let Some(moment) = moment else {
        return Cell::Empty;
    };
    let local = |at: Timestamp| Cell::DateTime(zone.to_datetime(at));
    let written = || values.written(moment).map_or(Cell::Empty, Cell::Text);
    values.instant(moment).map_or_else(written, local)
}

fn text_cell<'a>(text: impl Into<std::borrow::Cow<'a, str>>) -> Cell {
    let text = text.into();
    match &*text {
        "" => Cell::Empty,
        _ => Cell::Text(text.into_owned()),
    }
}
