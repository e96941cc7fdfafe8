//! What is done with chosen rows: sums, and a table for the clipboard.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use money::Amount;
use register::{Cell, Column, ColumnKind, Table};

use super::{
    columns::Rows,
    moment::Moment,
    sum::{Sum, total},
    types::{CopyColumn, PaymentColumn, PaymentRow, PaymentTotals, Selection},
};
use crate::error::{DeskError, DeskErrorCode, DeskResult};

/// The places of the selected rows. `all` goes by what is shown; ids are taken wherever they are, shown or not.
pub fn selected(rows: &Rows, shown: &[u32], selection: &Selection) -> Vec<u32> {
    if !selection.all {
        let unique: HashSet<_> = selection.ids.iter().collect();
        return unique
            .into_iter()
            .filter_map(|id| rows.place_of(*id))
            .collect();
    }
    let except: HashSet<u32> = selection
        .except
        .iter()
        .filter_map(|id| rows.place_of(*id))
        .collect();
    let places = shown.iter().copied();
    places.filter(|place| !except.contains(place)).collect()
}

/// Exact sums of these rows.
///
/// # Errors
/// `Internal` when a sum has more digits than a decimal holds.
pub fn totals(rows: &Rows, places: &[u32]) -> DeskResult<PaymentTotals> {
    let columns = &rows.columns;
    let amounts = |column: &[Sum]| -> Vec<Amount> {
        let cells = places
            .iter()
            .filter_map(|place| column.get(*place as usize));
        cells.filter_map(|cell| cell.amount(&rows.odd)).collect()
    };
    let sum = |amounts: Vec<Amount>| {
        total(amounts.into_iter()).ok_or_else(|| DeskError::new(DeskErrorCode::Internal))
    };
    let known = amounts(&columns.amount);
    let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(PaymentTotals {
        count: narrow(places.len()),
        without_amount: narrow(places.len() - known.len()),
        amount: sum(known)?,
        commission: sum(amounts(&columns.commission))?,
        amount_paid: sum(amounts(&columns.amount_paid))?,
    })
}

/// These rows, in this order, under the titles given.
///
/// # Errors
/// `Internal`: never, because every row is made for the columns.
pub fn table(
    rows: &Rows,
    places: &[u32],
    columns: &[CopyColumn],
    zone: &TimeZone,
) -> DeskResult<Table> {
    let heads = columns
        .iter()
        .map(|copied| Column::new(copied.title.clone(), kind(copied.column)))
        .collect();
    let line = |place: &u32| {
        let row = rows.row(*place)?;
        let cells = columns
            .iter()
            .map(|copied| cell(rows, *place, &row, copied.column, zone));
        Some(cells.collect())
    };
    let lines = places.iter().filter_map(line).collect();
    Table::new(heads, lines).map_err(|_| DeskError::new(DeskErrorCode::Internal))
}

fn kind(column: PaymentColumn) -> ColumnKind {
    match column {
        PaymentColumn::CreatedAt | PaymentColumn::PaidAt => ColumnKind::DateTime,
        PaymentColumn::Amount | PaymentColumn::Commission | PaymentColumn::AmountPaid => {
            ColumnKind::Amount
        }
        _ => ColumnKind::Text,
    }
}

fn cell(rows: &Rows, place: u32, row: &PaymentRow, column: PaymentColumn, zone: &TimeZone) -> Cell {
    let moment = |column: &[Moment]| {
        let moment = column.get(place as usize).copied();
        moment.map_or(Cell::Empty, |moment| time(rows, moment, zone))
    };
    match column {
        PaymentColumn::CreatedAt => moment(&rows.columns.created_at),
        PaymentColumn::PaidAt => moment(&rows.columns.paid_at),
        PaymentColumn::Amount => amount(row.amount),
        PaymentColumn::Commission => amount(row.commission),
        PaymentColumn::AmountPaid => amount(row.amount_paid),
        PaymentColumn::Id => Cell::text(row.id.to_string()),
        PaymentColumn::Driver => text(&row.driver),
        PaymentColumn::Status => text(&row.status),
        PaymentColumn::PayType => text(&row.pay_type),
        PaymentColumn::RequestType => text(&row.request_type),
        PaymentColumn::Agent => text(&row.agent),
        PaymentColumn::Group => text(&row.group),
        PaymentColumn::Integration => text(&row.integration),
        PaymentColumn::Requisites => text(&row.requisites),
        PaymentColumn::Phone => text(&row.phone),
    }
}

/// Local time of the screen; a text that is no time stays as it came.
fn time(rows: &Rows, moment: Moment, zone: &TimeZone) -> Cell {
    match moment.instant(&rows.texts) {
        Some(at) => Cell::DateTime(zone.to_datetime(at)),
        None => moment.text(&rows.texts).map_or(Cell::Empty, Cell::Text),
    }
}

fn amount(amount: Option<Amount>) -> Cell {
    amount.map_or(Cell::Empty, |amount| Cell::Amount(amount.decimal()))
}

fn text(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(payments: &[&str]) -> Rows {
        let mut rows = Rows::default();
        for payment in payments {
            rows.take(serde_json::from_str(payment).unwrap(), 1);
        }
        rows
    }

    #[test]
    fn sums_are_exact_and_count_what_has_no_amount() {
        let rows = rows(&[
            r#"{"id": 1, "amount": 0.1, "commission": "0.2"}"#,
            r#"{"id": 2, "amount": 0.2, "amount_paid": 12345.1434}"#,
            r#"{"id": 3, "commission": 0.10}"#,
            r#"{"id": 4, "amount": 0.000000000000000001}"#,
        ]);
        let sums = totals(&rows, &[0, 1, 2, 3]).unwrap();
        assert_eq!(sums.amount.to_string(), "0.300000000000000001");
        assert_eq!(sums.commission.to_string(), "0.30");
        assert_eq!(sums.amount_paid.to_string(), "12345.1434");
        assert_eq!((sums.count, sums.without_amount), (4, 1));
    }

    #[test]
    fn a_name_that_is_a_formula_and_a_number_that_is_an_account_arrive_as_text() {
        let rows = rows(&[
            r#"{"id": 48141222, "amount": 12345.1434, "created_at": "2026-10-31T20:39:00+00:00",
                "requisites": {"id": 1, "title": "40817810000000000001"},
                "driver": {"id": 1, "full_name": "=HYPERLINK(\"http://x\")"}}"#,
            r#"{"id": 2, "created_at": "скоро"}"#,
        ]);
        let columns = [
            PaymentColumn::Driver,
            PaymentColumn::Requisites,
            PaymentColumn::CreatedAt,
            PaymentColumn::Amount,
        ]
        .map(|column| CopyColumn {
            column,
            title: "т".to_owned(),
        });
        let moscow = crate::time::zone("Europe/Moscow");
        let tsv = table(&rows, &[0, 1], &columns, &moscow).unwrap().tsv();
        let lines: Vec<&str> = tsv.lines().collect();
        let guarded =
            "'=HYPERLINK(\"http://x\")\t'40817810000000000001\t31.10.2026 23:39:00\t12345,1434";
        assert_eq!(lines[1..], [guarded, "\t\tскоро\t"]);
    }
}
