//! Sums of payments, and their cells for the clipboard.

use jiff::tz::TimeZone;
use register::{Cell, ColumnKind};

use super::{
    columns::Payments,
    types::{PaymentColumn, PaymentRow, PaymentTotals},
};
use crate::{
    error::DeskResult,
    registers::{
        selection::{amount_cell, sum, text_cell, time_cell},
        sum::Sum,
    },
};

/// Exact sums of these rows.
///
/// # Errors
/// `Internal` when a sum has more digits than a decimal holds.
pub fn totals(rows: &Payments, places: &[u32]) -> DeskResult<PaymentTotals> {
    let columns = &rows.columns;
    let amounts = |column: &[Sum]| -> Vec<_> {
        let cells = places
            .iter()
            .filter_map(|place| column.get(*place as usize));
        cells
            .filter_map(|cell| rows.values.decimal(*cell))
            .collect()
    };
    let known = amounts(&columns.amount);
    let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(PaymentTotals {
        count: narrow(places.len()),
        without_amount: narrow(places.len() - known.len()),
        amount: sum(known.into_iter())?,
        commission: sum(amounts(&columns.commission).into_iter())?,
        amount_paid: sum(amounts(&columns.amount_paid).into_iter())?,
    })
}

pub fn kind(column: PaymentColumn) -> ColumnKind {
    match column {
        PaymentColumn::CreatedAt | PaymentColumn::PaidAt => ColumnKind::DateTime,
        PaymentColumn::Amount | PaymentColumn::Commission | PaymentColumn::AmountPaid => {
            ColumnKind::Amount
        }
        _ => ColumnKind::Text,
    }
}

pub fn cell(
    rows: &Payments,
    place: u32,
    row: &PaymentRow,
    column: PaymentColumn,
    zone: &TimeZone,
) -> Cell {
    let time = |column: &[_]| time_cell(&rows.values, column.get(place as usize), zone);
    match column {
        PaymentColumn::CreatedAt => time(&rows.columns.created_at),
        PaymentColumn::PaidAt => time(&rows.columns.paid_at),
        PaymentColumn::Amount => amount_cell(row.amount),
        PaymentColumn::Commission => amount_cell(row.commission),
        PaymentColumn::AmountPaid => amount_cell(row.amount_paid),
        PaymentColumn::Id => Cell::text(row.id.to_string()),
        PaymentColumn::Driver => text_cell(&row.driver),
        PaymentColumn::Status => text_cell(&row.status),
        PaymentColumn::PayType => text_cell(&row.pay_type),
        PaymentColumn::RequestType => text_cell(&row.request_type),
        PaymentColumn::Agent => text_cell(&row.agent),
        PaymentColumn::Group => text_cell(&row.group),
        PaymentColumn::Integration => text_cell(&row.integration),
        PaymentColumn::Requisites => text_cell(&row.requisites),
        PaymentColumn::Phone => text_cell(&row.phone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::{selection::table, types::CopyColumn};

    fn rows(payments: &[&str]) -> Payments {
        let mut rows = Payments::default();
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
