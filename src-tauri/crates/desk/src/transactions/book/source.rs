//! Where transactions come from, and how a register of them is put together.

use jiff::{Timestamp, tz::TimeZone};
use jump::{Id, Jump, Page, PerPage, Sort, Transaction, TransactionSortField, TransactionsQuery};
use register::{Cell, ColumnKind};
use transport::CallError;

use super::{
    super::types::{
        TransactionColumn, TransactionDetails, TransactionRow, TransactionTotals,
        TransactionsFilter,
    },
    columns::Transactions,
    find, order, table,
};
use crate::{
    error::DeskResult,
    registers::{
        columns::Index,
        find::Needle,
        kind::Rows,
        types::RegisterOrder,
        window::{Asked, frozen},
    },
};

/// The query that all pages of a register share: always with its period.
///
/// # Errors
/// `InvalidInput` naming `period`.
pub fn query(
    filter: &TransactionsFilter,
    now: Timestamp,
    zone: &TimeZone,
) -> DeskResult<Asked<TransactionsQuery>> {
    let (window, until) = frozen(&filter.period, now, zone)?;
    let query = TransactionsQuery {
        per_page: PerPage::TwoHundred,
        integration_ids: filter.integration_ids.clone(),
        transaction_type_ids: filter.type_ids.clone(),
        driver_ids: filter.driver_ids.clone(),
        ..TransactionsQuery::new(window)
    };
    Ok(Asked {
        query,
        otherwise: None,
        until,
    })
}

impl Rows for Transactions {
    type Query = TransactionsQuery;
    type Item = Transaction;
    type Column = TransactionColumn;
    type Row = TransactionRow;
    type Totals = TransactionTotals;
    type Details = TransactionDetails;

    /// The newest first.
    const USUAL: RegisterOrder<TransactionColumn> = RegisterOrder {
        column: TransactionColumn::Date,
        descending: true,
    };

    /// By id, so that transactions entered meanwhile come last, whichever date they bear.
    fn page(query: TransactionsQuery, number: u32) -> TransactionsQuery {
        ordered(query, number, false)
    }

    /// By id and not by date: a trip that is entered an hour late, or a withdrawal that is listed with a delay, may
    /// bear a date inside the window long after the newest one, but it has the highest id, so it is seen here.
    ///
    /// What that takes from the service: ids rise in the order in which rows appear in the list, and a row keeps its
    /// date, integration, type and driver, for there is no time of change to look at. A row that gets in unseen all
    /// the same (a lower id that appears later, a type corrected by hand) makes the total grow, and the register is
    /// read again; transactions are not known to be deleted, and only one that goes out between the same two looks
    /// would hide it. An amount that is corrected meanwhile shifts nothing and is kept as it was read.
    ///
    /// Complete means what the service listed at one moment: a transaction of the window that it lists only later is
    /// found by opening the register again.
    fn newest(query: TransactionsQuery) -> TransactionsQuery {
        ordered(query, 1, true)
    }

    async fn ask(jump: &Jump, query: &TransactionsQuery) -> Result<Page<Transaction>, CallError> {
        jump.list_transactions(query).await
    }

    fn id(transaction: &Transaction) -> Id {
        transaction.id
    }

    /// The service does not tell.
    fn changed(_: &Transaction) -> Option<String> {
        None
    }

    fn index(&self) -> &Index {
        &self.index
    }

    fn take(&mut self, transaction: Transaction, round: u32) {
        Transactions::take(self, transaction, round);
    }

    fn forget_unseen(&mut self, round: u32) -> usize {
        Transactions::forget_unseen(self, round)
    }

    fn trim(&mut self) {
        Transactions::trim(self);
    }

    fn row(&self, place: u32) -> Option<TransactionRow> {
        Transactions::row(self, place)
    }

    fn details(&self, place: u32, position: Option<u32>) -> Option<TransactionDetails> {
        let transaction = self.transaction(place)?;
        Some(TransactionDetails {
            transaction,
            position,
        })
    }

    fn arrange(&self, places: Vec<u32>, order: &RegisterOrder<TransactionColumn>) -> Vec<u32> {
        order::arrange(self, places, order)
    }

    fn finder(&self, needle: &Needle) -> impl Fn(usize) -> bool {
        find::finder(self, needle)
    }

    fn totals(&self, places: &[u32]) -> DeskResult<TransactionTotals> {
        table::totals(self, places)
    }

    fn column_kind(column: TransactionColumn) -> ColumnKind {
        table::kind(column)
    }

    fn cell(
        &self,
        place: u32,
        row: &TransactionRow,
        column: TransactionColumn,
        zone: &TimeZone,
    ) -> Cell {
        table::cell(self, place, row, column, zone)
    }
}

fn ordered(query: TransactionsQuery, page: u32, descending: bool) -> TransactionsQuery {
    TransactionsQuery {
        page,
        order: Some(Sort {
            field: TransactionSortField::Id,
            descending,
        }),
        ..query
    }
}
