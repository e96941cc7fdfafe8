//! Sums of transactions, and their cells for the clipboard.

use jiff::tz::TimeZone;
use register::{Cell, ColumnKind};
use rust_decimal::Decimal;

use super::{
    super::types::{TransactionColumn, TransactionRow, TransactionTotals},
    columns::Transactions,
};
use crate::{
    error::DeskResult,
    registers::selection::{amount_cell, sum, text_cell, time_cell},
};

/// Exact sums of these rows.
///
/// # Errors
/// `Internal` when a sum has more digits than a decimal holds.
pub fn totals(rows: &Transactions, places: &[u32]) -> DeskResult<TransactionTotals> {
    let cells = places
        .iter()
        .filter_map(|place| rows.columns.amount.get(*place as usize));
    let amounts: Vec<Decimal> = cells
        .filter_map(|cell| rows.values.decimal(*cell))
        .collect();
    let above = |amount: &Decimal| *amount > Decimal::ZERO;
    let below = |amount: &Decimal| *amount < Decimal::ZERO;
    let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(TransactionTotals {
        count: narrow(places.len()),
        without_amount: narrow(places.len() - amounts.len()),
        amount: sum(amounts.iter().copied())?,
        income: sum(amounts.iter().copied().filter(above))?,
        outcome: sum(amounts.iter().copied().filter(below))?,
    })
}

pub fn kind(column: TransactionColumn) -> ColumnKind {
    match column {
        TransactionColumn::Date => ColumnKind::DateTime,
        TransactionColumn::Amount => ColumnKind::Amount,
        _ => ColumnKind::Text,
    }
}

pub fn cell(
    rows: &Transactions,
    place: u32,
    row: &TransactionRow,
    column: TransactionColumn,
    zone: &TimeZone,
) -> Cell {
    match column {
        TransactionColumn::Date => {
            time_cell(&rows.values, rows.columns.date.get(place as usize), zone)
        }
        TransactionColumn::Amount => amount_cell(row.amount),
        TransactionColumn::Id => Cell::text(row.id.to_string()),
        TransactionColumn::Payment => row
            .payment_id
            .map_or(Cell::Empty, |id| Cell::text(id.to_string())),
        TransactionColumn::Driver => text_cell(&row.driver),
        TransactionColumn::Phone => text_cell(&row.phone),
        TransactionColumn::Type => text_cell(&row.type_title),
        TransactionColumn::Integration => text_cell(&row.integration),
        TransactionColumn::Description => text_cell(&row.description),
        TransactionColumn::Route => text_cell(&row.route),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::{selection::table, types::CopyColumn};

    fn rows(transactions: &[&str]) -> Transactions {
        let mut rows = Transactions::default();
        for transaction in transactions {
            rows.take(serde_json::from_str(transaction).unwrap(), 1);
        }
        rows
    }

    #[test]
    fn income_and_outcome_are_exact_and_make_up_the_amount() {
        let rows = rows(&[
            r#"{"id": 1, "amount": 0.1}"#,
            r#"{"id": 2, "amount": "0.2"}"#,
            r#"{"id": 3, "amount": -12345.1434}"#,
            r#"{"id": 4, "amount": -0.000000000000000001}"#,
            r#"{"id": 5}"#,
            r#"{"id": 6, "amount": 0}"#,
        ]);
        let sums = totals(&rows, &[0, 1, 2, 3, 4, 5]).unwrap();
        assert_eq!(sums.income.to_string(), "0.30");
        assert_eq!(sums.outcome.to_string(), "-12345.143400000000000001");
        assert_eq!(sums.amount.to_string(), "-12344.843400000000000001");
        assert_eq!((sums.count, sums.without_amount), (6, 1));
    }

    #[test]
    fn ids_phones_and_descriptions_arrive_as_text_and_amounts_as_amounts() {
        let rows = rows(&[
            r#"{"id": 88000001, "amount": -1234.5, "date": "2026-10-31T20:39:00+00:00",
                "payment_id": 48141222, "description": "=1+1", "driver": {"phone": 79110000017},
                "trip": {"address_from": "А", "address_to": "Б"}}"#,
            r#"{"id": 2, "date": "скоро"}"#,
        ]);
        let columns = [
            TransactionColumn::Id,
            TransactionColumn::Date,
            TransactionColumn::Amount,
            TransactionColumn::Payment,
            TransactionColumn::Description,
            TransactionColumn::Phone,
            TransactionColumn::Route,
        ]
        .map(|column| CopyColumn {
            column,
            title: "т".to_owned(),
        });
        let moscow = crate::time::zone("Europe/Moscow");
        let tsv = table(&rows, &[0, 1], &columns, &moscow).unwrap().tsv();
        let lines: Vec<&str> = tsv.lines().collect();
        let first = "88000001\t31.10.2026 23:39:00\t-1234,50\t48141222\t'=1+1\t79110000017\tА → Б";
        assert_eq!(lines[1..], [first, "2\tскоро\t\t\t\t\t"]);
    }
}
