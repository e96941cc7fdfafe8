//! Where transactions come from, and how a register of them is put together.

use jiff::{Timestamp, tz::TimeZone};
use jump::{Jump, Page, PerPage, Sort, Transaction, TransactionSortField, TransactionsQuery};
use transport::CallError;

use super::{
    super::types::{TransactionColumn, TransactionDetails, TransactionsFilter},
    columns::{Transactions, driver_name, driver_phone},
    trips::route,
};
use crate::{
    error::DeskResult,
    registers::{
        cells::Cells,
        kind::{Looked, Order, Paged, Rows},
        types::RegisterName,
        way::Pages,
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
        period: Some(filter.period.clone()),
    })
}

impl Rows for Transactions {
    type Query = TransactionsQuery;
    type Column = TransactionColumn;
    type Details = TransactionDetails;

    const NAME: RegisterName = RegisterName::Transactions;
    const COLUMNS: &'static [TransactionColumn] = &[
        TransactionColumn::Id,
        TransactionColumn::Driver,
        TransactionColumn::Date,
        TransactionColumn::Type,
        TransactionColumn::Amount,
        TransactionColumn::Integration,
        TransactionColumn::Description,
        TransactionColumn::Payment,
        TransactionColumn::Route,
        TransactionColumn::Phone,
    ];
    /// The newest first.
    const USUAL: Order<TransactionColumn> = Order {
        column: TransactionColumn::Date,
        descending: true,
    };
    const LOOKED_AT: &'static [(TransactionColumn, Looked)] = &[
        (TransactionColumn::Driver, Looked::Text),
        (TransactionColumn::Phone, Looked::Phone),
        (TransactionColumn::Type, Looked::Text),
        (TransactionColumn::Description, Looked::Text),
        (TransactionColumn::Route, Looked::Text),
        (TransactionColumn::Payment, Looked::Id),
        (TransactionColumn::Id, Looked::Id),
        (TransactionColumn::Amount, Looked::Sum),
    ];
    const MOMENT: Option<TransactionColumn> = Some(TransactionColumn::Date);

    type Client = Jump;
    type Way = Pages;

    fn column(&self, column: TransactionColumn) -> Cells<'_> {
        let (columns, drivers) = (&self.store.columns, &self.drivers);
        let reference = |codes| Cells::references(codes, &self.store.values.references);
        match column {
            TransactionColumn::Id => Cells::Ids,
            TransactionColumn::Date => Cells::Moments(&columns.date),
            TransactionColumn::Amount => Cells::Sums(&columns.amount),
            TransactionColumn::Driver => {
                Cells::entries(&columns.driver, drivers, driver_name, |driver| driver.id)
            }
            TransactionColumn::Phone => Cells::entries(
                &columns.driver,
                drivers,
                |driver| driver_phone(driver).into(),
                |_| None,
            ),
            TransactionColumn::Type => reference(&columns.kind),
            TransactionColumn::Integration => reference(&columns.integration),
            TransactionColumn::Description => Cells::Texts(&columns.description),
            TransactionColumn::Payment => Cells::Numbers {
                codes: &columns.payment,
                ids: &self.payments,
            },
            TransactionColumn::Route => Cells::Pairs {
                pair: Box::new(|place| {
                    let trip = columns.trip.get(place as usize)?;
                    self.trips.addresses(*trip)
                }),
                join: route,
            },
        }
    }

    fn details(&self, place: u32, position: Option<u32>) -> Option<TransactionDetails> {
        let transaction = self.transaction(place)?;
        Some(TransactionDetails {
            transaction,
            position,
        })
    }
}

impl Paged for Transactions {
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

    /// The service does not tell.
    fn changed(_: &Transaction) -> Option<String> {
        None
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
