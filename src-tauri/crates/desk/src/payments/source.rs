//! Where payments come from, and how a register of them is put together.

use jiff::tz::TimeZone;
use jump::{Id, Jump, Page, Payment, PaymentSortField, PaymentsQuery, Sort};
use register::{Cell, ColumnKind};
use transport::CallError;

use super::{
    columns::Payments,
    find, order, table,
    types::{PaymentColumn, PaymentDetails, PaymentRow, PaymentTotals},
};
use crate::{
    error::DeskResult,
    registers::{columns::Index, find::Needle, kind::Rows, types::RegisterOrder},
};

impl Rows for Payments {
    type Query = PaymentsQuery;
    type Item = Payment;
    type Column = PaymentColumn;
    type Row = PaymentRow;
    type Totals = PaymentTotals;
    type Details = PaymentDetails;

    /// The newest first.
    const USUAL: RegisterOrder<PaymentColumn> = RegisterOrder {
        column: PaymentColumn::CreatedAt,
        descending: true,
    };

    /// By id, so that payments made meanwhile come last.
    fn page(query: PaymentsQuery, number: u32) -> PaymentsQuery {
        ordered(query, number, PaymentSortField::Id, false)
    }

    /// Payments enter the list by being made, and, where it is filtered by status, by changing; a change of status
    /// renews `updated_at`. A driver who moves to another group during the reading changes a list filtered by groups
    /// without a trace in its payments; then only the totals can tell.
    fn newest(query: PaymentsQuery) -> PaymentsQuery {
        let field = if query.payment_status_id.is_empty() {
            PaymentSortField::Id
        } else {
            PaymentSortField::UpdatedAt
        };
        ordered(query, 1, field, true)
    }

    async fn ask(jump: &Jump, query: &PaymentsQuery) -> Result<Page<Payment>, CallError> {
        jump.list_payments(query).await
    }

    fn id(payment: &Payment) -> Id {
        payment.id
    }

    fn changed(payment: &Payment) -> Option<String> {
        payment.updated_at.clone()
    }

    fn index(&self) -> &Index {
        &self.index
    }

    fn take(&mut self, payment: Payment, round: u32) {
        Payments::take(self, payment, round);
    }

    fn forget_unseen(&mut self, round: u32) -> usize {
        Payments::forget_unseen(self, round)
    }

    fn trim(&mut self) {
        Payments::trim(self);
    }

    fn row(&self, place: u32) -> Option<PaymentRow> {
        Payments::row(self, place)
    }

    fn details(&self, place: u32, position: Option<u32>) -> Option<PaymentDetails> {
        let payment = self.payment(place)?;
        Some(PaymentDetails { payment, position })
    }

    fn arrange(&self, places: Vec<u32>, order: &RegisterOrder<PaymentColumn>) -> Vec<u32> {
        order::arrange(self, places, order)
    }

    fn finder(&self, needle: &Needle) -> impl Fn(usize) -> bool {
        find::finder(self, needle)
    }

    fn totals(&self, places: &[u32]) -> DeskResult<PaymentTotals> {
        table::totals(self, places)
    }

    fn column_kind(column: PaymentColumn) -> ColumnKind {
        table::kind(column)
    }

    fn cell(&self, place: u32, row: &PaymentRow, column: PaymentColumn, zone: &TimeZone) -> Cell {
        table::cell(self, place, row, column, zone)
    }
}

fn ordered(
    query: PaymentsQuery,
    page: u32,
    field: PaymentSortField,
    descending: bool,
) -> PaymentsQuery {
    PaymentsQuery {
        page,
        order: Some(Sort { field, descending }),
        ..query
    }
}
