//! A driver's transactions over an explicit period, all pages: what the service itself says it did.

use std::collections::HashSet;

use jiff::{Timestamp, tz::Offset};
use jump::{
    Id, IsoTime, Jump, PerPage, Period, Sort, Transaction, TransactionSortField, TransactionsQuery,
};

use crate::error::{DeskError, DeskErrorCode, DeskResult};

/// One driver has no more in some days; a service that tells of more is mistaken.
const MOST_PAGES: u32 = 100;

/// What was read of a period.
pub(crate) struct Listing {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Without repetitions, oldest first.
    pub rows: Vec<Transaction>,
    /// How many there are, as the service says.
    pub told: u32,
    /// Every page came, they agree, and they hold as many as there are.
    pub complete: bool,
}

/// Reads the transactions of the drivers, both ends of the period included.
///
/// # Errors
/// Those of the first page: nothing was learnt. When a later page fails, the listing is not complete.
pub(crate) async fn transactions_of(
    jump: &Jump,
    drivers: &[Id],
    (from, to): (Timestamp, Timestamp),
) -> DeskResult<Listing> {
    let time = |at: Timestamp| IsoTime::new(at, Offset::UTC);
    let period = Period::new(time(whole(from)), time(whole(to)))
        .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    let mut query = TransactionsQuery {
        per_page: PerPage::TwoHundred,
        // What is made meanwhile comes last.
        order: Some(Sort {
            field: TransactionSortField::Id,
            descending: false,
        }),
        driver_ids: drivers.to_vec(),
        ..TransactionsQuery::new(period)
    };
    let first = jump.list_transactions(&query).await?;
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    let (told, last_page) = (first.meta.total, first.meta.last_page);
    let mut agree = first.meta.current_page <= 1;
    let mut keep = |items: Vec<Transaction>| {
        rows.extend(items.into_iter().filter(|row| seen.insert(row.id)));
    };
    keep(first.items);
    for number in 2..=last_page.min(MOST_PAGES) {
        query.page = number;
        let Ok(page) = jump.list_transactions(&query).await else {
            agree = false;
            break;
        };
        let meta = &page.meta;
        agree &= (meta.total, meta.last_page, meta.current_page) == (told, last_page, number);
        keep(page.items);
    }
    let complete = agree && last_page <= MOST_PAGES && u32::try_from(rows.len()) == Ok(told);
    Ok(Listing {
        from,
        to,
        rows,
        told,
        complete,
    })
}

/// The service's times are whole seconds.
fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
