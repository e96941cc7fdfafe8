//! What is done with chosen rows: which they are, their exact sums, a table of them for the clipboard.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use money::Amount;
use register::{Cell, Column, Table};
use rust_decimal::Decimal;

use super::{
    columns::Index,
    kind::Rows,
    moment::Moment,
    sum::total,
    types::{CopyColumn, Selection},
    values::Values,
};
use crate::error::{DeskError, DeskErrorCode, DeskResult};

/// The places of the selected rows. `all` goes by what is shown; ids are taken wherever they are, shown or not.
pub fn selected(index: &Index, shown: &[u32], selection: &Selection) -> Vec<u32> {
    if !selection.all {
        let unique: HashSet<_> = selection.ids.iter().collect();
        return unique
            .into_iter()
            .filter_map(|id| index.place_of(*id))
            .collect();
    }
    let except: HashSet<u32> = selection
        .except
        .iter()
        .filter_map(|id| index.place_of(*id))
        .collect();
    let places = shown.iter().copied();
    places.filter(|place| !except.contains(place)).collect()
}

/// The exact sum.
///
/// # Errors
/// `Internal` when it has more digits than a decimal holds.
pub fn sum(amounts: impl Iterator<Item = Decimal>) -> DeskResult<Amount> {
    total(amounts.map(Amount::new)).ok_or_else(|| DeskError::new(DeskErrorCode::Internal))
}

/// These rows, in this order, under the titles given.
///
/// # Errors
/// `Internal`: never, because every row is made for the columns.
pub fn table<K: Rows>(
    rows: &K,
    places: &[u32],
    columns: &[CopyColumn<K::Column>],
    zone: &TimeZone,
) -> DeskResult<Table> {
    let heads = columns
        .iter()
        .map(|copied| Column::new(copied.title.clone(), K::column_kind(copied.column)))
        .collect();
    let line = |place: &u32| {
        let row = rows.row(*place)?;
        let cells = columns
            .iter()
            .map(|copied| rows.cell(*place, &row, copied.column, zone));
        Some(cells.collect())
    };
    let lines = places.iter().filter_map(line).collect();
    Table::new(heads, lines).map_err(|_| DeskError::new(DeskErrorCode::Internal))
}

/// Local time of the screen; a text that is no time stays as it came.
pub fn time_cell(values: &Values, moment: Option<&Moment>, zone: &TimeZone) -> Cell {
    let Some(moment) = moment.copied() else {
        return Cell::Empty;
    };
    match values.instant(moment) {
        Some(at) => Cell::DateTime(zone.to_datetime(at)),
        None => values.written(moment).map_or(Cell::Empty, Cell::Text),
    }
}

pub fn amount_cell(amount: Option<Amount>) -> Cell {
    amount.map_or(Cell::Empty, |amount| Cell::Amount(amount.decimal()))
}

pub fn text_cell(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::text(text),
    }
}
