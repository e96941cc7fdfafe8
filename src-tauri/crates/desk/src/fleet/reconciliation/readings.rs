//! Reading both services to their end, keeping of each row only what a reconciliation needs.

use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use fleet::{Fleet, FleetTransactionsQuery, ReadingFault, TimeWindow, TransactionsReading};
use futures::{StreamExt, stream};
use jiff::tz::Offset;
use jump::{
    Id, IsoTime, Jump, Meta, PerPage, Period, Sort, Transaction, TransactionSortField,
    TransactionsQuery,
};
use transport::{CallError, Cause};

use super::{
    Person,
    movement::{Movement, of_jump, of_yandex},
    running::Progress,
    span::Span,
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
    fleet::{categories::unlisted, types::FleetCategory},
    operations::transactions_of,
};

/// Pages of a park asked for side by side.
const SIDE_BY_SIDE: usize = 6;
/// A million rows. A service that tells of more is mistaken.
const MOST_PAGES: u32 = 5_000;
/// A park whose list changes while it is read is read anew so often.
const READINGS: u32 = 2;
/// A page is asked for again after so many requests to wait; the transport has its own attempts inside each.
const MOST_WAITS: u32 = 5;
/// A service that says "too many" without saying how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);

/// One side.
pub struct Read<D> {
    pub rows: Vec<Movement<D>>,
    /// The list was read to its end, and where it tells a total, that was met.
    pub complete: bool,
}

/// Jump's manual movements, of one driver or of the park.
///
/// # Errors
/// Those of the first page.
pub async fn read_jump(
    jump: &Jump,
    driver: Option<Id>,
    span: &Span,
    progress: &Progress<'_>,
) -> DeskResult<Read<Id>> {
    let (kept, whole) = match driver {
        Some(driver) => {
            let window = (span.read.0, span.last_read());
            let listing = transactions_of(jump, &[driver], window).await?;
            let mut kept = Kept::default();
            kept.take(listing.rows);
            (kept, listing.complete)
        }
        None => {
            let query = park_query(span)?;
            let mut last = read_park(jump, &query, progress).await?;
            for _ in 1..READINGS {
                if last.whole || last.failed {
                    break;
                }
                last = read_park(jump, &query, progress).await?;
            }
            (last.kept, last.whole)
        }
    };
    progress.jump_is_read(kept.seen.len());
    Ok(kept.over(whole))
}

fn park_query(span: &Span) -> DeskResult<TransactionsQuery> {
    let time = |at| IsoTime::new(at, Offset::UTC);
    let period = Period::new(time(span.read.0), time(span.last_read()))
        .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    Ok(TransactionsQuery {
        per_page: PerPage::TwoHundred,
        // What is made meanwhile comes last.
        order: Some(Sort {
            field: TransactionSortField::Id,
            descending: false,
        }),
        ..TransactionsQuery::new(period)
    })
}

/// All pages of the park's list.
struct ParkRead {
    kept: Kept,
    /// A page did not come.
    failed: bool,
    /// Every page came, they agree, and they hold as many rows as there are.
    whole: bool,
}

async fn read_park(
    jump: &Jump,
    query: &TransactionsQuery,
    progress: &Progress<'_>,
) -> DeskResult<ParkRead> {
    let first = jump.list_transactions(query).await?;
    let Meta {
        total, last_page, ..
    } = first.meta;
    if last_page > MOST_PAGES {
        let absurd = DeskError::new(DeskErrorCode::UnexpectedAnswer);
        return Err(absurd.with("path", "meta.last_page"));
    }
    let mut agree = first.meta.current_page <= 1;
    let mut kept = Kept::default();
    kept.take(first.items);
    progress.jump(kept.seen.len(), total);
    let mut pages = stream::iter(2..=last_page)
        .map(|page| async move {
            let query = TransactionsQuery {
                page,
                ..query.clone()
            };
            (page, jump.list_transactions(&query).await)
        })
        .buffered(SIDE_BY_SIDE);
    let mut failed = false;
    while let Some((number, page)) = pages.next().await {
        let Ok(page) = page else {
            failed = true;
            break;
        };
        let told = &page.meta;
        agree &= (told.total, told.last_page, told.current_page) == (total, last_page, number);
        kept.take(page.items);
        progress.jump(kept.seen.len(), total);
    }
    let whole = agree && !failed && u32::try_from(kept.seen.len()) == Ok(total);
    Ok(ParkRead {
        kept,
        failed,
        whole,
    })
}

/// Manual movements out of rows of Jump's, each once; the others are only counted.
#[derive(Default)]
struct Kept {
    seen: HashSet<Id>,
    rows: Vec<Movement<Id>>,
    /// Rows without an amount: there is something that cannot be compared.
    unreadable: u32,
}

impl Kept {
    fn take(&mut self, rows: Vec<Transaction>) {
        for row in rows {
            if !self.seen.insert(row.id) {
                continue;
            }
            match of_jump(row) {
                Ok(movement) => self.rows.extend(movement),
                Err(_) => self.unreadable += 1,
            }
        }
    }

    fn over(self, complete: bool) -> Read<Id> {
        Read {
            rows: self.rows,
            complete: complete && self.unreadable == 0,
        }
    }
}

/// Yandex's manual movements, of one driver or of the park. All categories are read: a person or a program may have
/// written in one that nobody thinks of.
///
/// # Errors
/// Those of the first page.
pub async fn read_yandex(
    desk: &Desk,
    fleet: &Fleet,
    driver: Option<&Person>,
    span: &Span,
    categories: &[FleetCategory],
    progress: &Progress<'_>,
) -> DeskResult<Read<String>> {
    let window = TimeWindow::new(span.read.0, span.read.1)
        .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    let query = FleetTransactionsQuery::new(window);
    let mut reading = match driver {
        None => TransactionsReading::of_park(fleet.clone(), query),
        Some(one) => TransactionsReading::of_driver(fleet.clone(), one.fleet.clone(), query),
    };
    let listed: BTreeMap<&str, &FleetCategory> = categories
        .iter()
        .map(|one| (one.id.as_str(), one))
        .collect();
    let mut seen = HashSet::new();
    let mut read = Read {
        rows: Vec::new(),
        complete: false,
    };
    let mut waits = 0;
    loop {
        let page = match reading.next_page().await {
            Ok(Some(page)) => page,
            Ok(None) => {
                read.complete = true;
                break;
            }
            Err(ReadingFault::Call(error)) if obeyed(desk, &error, &mut waits, progress).await => {
                continue;
            }
            Err(ReadingFault::Call(error)) if reading.pages() == 0 => return Err((*error).into()),
            Err(fault) => {
                tracing::warn!(%fault, "transactions of Yandex Fleet were not read to their end");
                break;
            }
        };
        waits = 0;
        for row in page {
            // The vendor does not say whether the end lies inside.
            let inside = |at| span.read.0 <= at && at < span.read.1;
            if row.event_at.timestamp().is_some_and(|at| !inside(at))
                || !seen.insert(row.id.clone())
            {
                continue;
            }
            let known = listed.get(row.category_id.as_str());
            let movement = match known {
                Some(category) => of_yandex(row, category),
                None => {
                    let category = unlisted(&row.category_id, row.category_name.clone());
                    of_yandex(row, &category)
                }
            };
            read.rows.extend(movement);
        }
        progress.yandex(seen.len());
    }
    progress.yandex_is_read();
    Ok(read)
}

/// Obeys a request to wait that is longer than the transport waits by itself. False when there was none, or when it was
/// asked too often.
async fn obeyed(desk: &Desk, error: &CallError, waits: &mut u32, progress: &Progress<'_>) -> bool {
    if error.cause != Cause::RateLimited || *waits >= MOST_WAITS {
        return false;
    }
    *waits += 1;
    let wait = error.retry_after.unwrap_or(UNTOLD_WAIT);
    progress.yandex_waits(wait);
    desk.0.parts.clock.sleep(wait).await;
    true
}
