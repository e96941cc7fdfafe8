//! Where the park's transactions come from, and how a register of them is put together.

use std::{collections::HashSet, sync::Arc};

use fleet::{Cursor, Fleet, FleetTransaction, FleetTransactionsQuery, PageSize};
use jiff::{Timestamp, tz::TimeZone};
use transport::CallError;

use super::{
    super::types::{FleetTransactionColumn, FleetTransactionDetails, FleetTransactionsFilter},
    columns::{FleetTransactions, origin_key, origin_title, sign_key, sign_title},
};
use crate::{
    Desk,
    error::DeskResult,
    registers::{
        cells::Cells,
        kind::{ByCursor, Looked, Order, Rows, Stretch},
        register::Register,
        store::Stored,
        types::RegisterName,
        way::Cursors,
        window::{self, half_open},
    },
};

/// The service takes no more in one request.
const MOST_CATEGORIES: usize = 100;

/// What the service is asked for, and what of its answer is taken.
#[derive(Clone)]
pub struct Asked {
    query: FleetTransactionsQuery,
    /// One driver's list is an operation of its own.
    driver: Option<String>,
    /// More categories than one request takes: chosen here.
    only: Option<Arc<HashSet<String>>>,
}

/// The query that all pages of a register share: always with its period.
///
/// # Errors
/// `InvalidInput` naming `period`.
pub fn query(
    filter: &FleetTransactionsFilter,
    now: Timestamp,
    zone: &TimeZone,
) -> DeskResult<window::Asked<Asked>> {
    let (window, until) = half_open(&filter.period, now, zone)?;
    let mut query = FleetTransactionsQuery::new(window);
    let chosen: HashSet<String> = filter.category_ids.iter().cloned().collect();
    let mut only = None;
    if chosen.len() > MOST_CATEGORIES {
        only = Some(Arc::new(chosen));
    } else {
        query.category_ids = chosen.into_iter().collect();
        query.category_ids.sort_unstable();
    }
    let driver = filter.driver_id.clone();
    Ok(window::Asked {
        query: Asked {
            query,
            driver: driver.filter(|id| !id.trim().is_empty()),
            only,
        },
        otherwise: None,
        until,
        period: Some(filter.period.clone()),
    })
}

impl Rows for FleetTransactions {
    type Query = Asked;
    type Column = FleetTransactionColumn;
    type Details = FleetTransactionDetails;
    type Client = Fleet;
    type Way = Cursors;

    const NAME: RegisterName = RegisterName::FleetTransactions;
    const COLUMNS: &'static [FleetTransactionColumn] = &[
        FleetTransactionColumn::At,
        FleetTransactionColumn::Driver,
        FleetTransactionColumn::Category,
        FleetTransactionColumn::Group,
        FleetTransactionColumn::Sign,
        FleetTransactionColumn::Amount,
        FleetTransactionColumn::Outside,
        FleetTransactionColumn::Foreign,
        FleetTransactionColumn::Description,
        FleetTransactionColumn::Origin,
        FleetTransactionColumn::Order,
        FleetTransactionColumn::Reference,
        FleetTransactionColumn::TransactionId,
    ];
    /// The newest first.
    const USUAL: Order<FleetTransactionColumn> = Order {
        column: FleetTransactionColumn::At,
        descending: true,
    };
    const LOOKED_AT: &'static [(FleetTransactionColumn, Looked)] = &[
        (FleetTransactionColumn::Driver, Looked::Text),
        (FleetTransactionColumn::Category, Looked::Text),
        (FleetTransactionColumn::Group, Looked::Text),
        (FleetTransactionColumn::Description, Looked::Text),
        (FleetTransactionColumn::Reference, Looked::Text),
        (FleetTransactionColumn::Order, Looked::Text),
        (FleetTransactionColumn::TransactionId, Looked::Text),
        (FleetTransactionColumn::Foreign, Looked::Text),
        (FleetTransactionColumn::Amount, Looked::Sum),
        (FleetTransactionColumn::Outside, Looked::Sum),
    ];
    const MOMENT: Option<FleetTransactionColumn> = Some(FleetTransactionColumn::At);

    /// Without the flags of the categories cash would be added to balances, so these must come. Names are only names: a
    /// driver whose name could not be read is shown by his id.
    async fn prepare(desk: &Desk, fleet: &Fleet, register: &Register<Self>) -> DeskResult<()> {
        let connection = &register.connection;
        let categories = desk.categories_of(connection, fleet, false).await?;
        let names = desk.names_of(fleet, register).await;
        register.content.write().rows.know(&categories, names);
        Ok(())
    }

    fn column(&self, column: FleetTransactionColumn) -> Cells<'_> {
        let columns = &self.store.columns;
        match column {
            FleetTransactionColumn::At => Cells::Moments(&columns.at),
            FleetTransactionColumn::Driver => Cells::keyed(
                &columns.driver,
                &self.drivers,
                |driver| driver.name.as_str().into(),
                |driver| Some(&driver.id),
            ),
            FleetTransactionColumn::Category => Cells::keyed(
                &columns.category,
                &self.categories,
                |category| category.name.as_str().into(),
                |category| Some(&category.id),
            ),
            FleetTransactionColumn::Group => Cells::keyed(
                &columns.category,
                &self.categories,
                |category| category.group.as_str().into(),
                |category| Some(&category.group_id),
            ),
            FleetTransactionColumn::Sign => {
                Cells::keyed(&columns.sign, &self.signs, sign_title, sign_key)
            }
            FleetTransactionColumn::Amount => Cells::Sums(&columns.amount),
            FleetTransactionColumn::Outside => Cells::Sums(&columns.outside),
            FleetTransactionColumn::Foreign => Cells::Texts(&columns.foreign),
            FleetTransactionColumn::Description => Cells::Texts(&columns.description),
            FleetTransactionColumn::Origin => {
                Cells::keyed(&columns.origin, &self.origins, origin_title, origin_key)
            }
            FleetTransactionColumn::Order => Cells::Texts(&columns.order),
            FleetTransactionColumn::Reference => Cells::Texts(&columns.reference),
            FleetTransactionColumn::TransactionId => Cells::Texts(&columns.transaction),
        }
    }

    /// The journal's operation is looked up by who asks.
    fn details(&self, place: u32, position: Option<u32>) -> Option<FleetTransactionDetails> {
        let row = self.row(place)?;
        let (event_id, client_id) = self.made_by(place);
        Some(FleetTransactionDetails {
            row,
            event_id,
            client_id,
            operation: None,
            position,
        })
    }
}

impl ByCursor for FleetTransactions {
    const PAGE: PageSize = PageSize::TRANSACTIONS;

    /// The vendor does not say whether the end of the window lies inside it. Here it never does, so that midnight
    /// belongs to one day.
    async fn ask(
        fleet: &Fleet,
        asked: &Asked,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> Result<Stretch<FleetTransaction>, CallError> {
        let query = &asked.query;
        let page = match &asked.driver {
            None => fleet.list_park_transactions(query, limit, cursor).await?,
            Some(driver) => {
                fleet
                    .list_driver_transactions(driver, query, limit, cursor)
                    .await?
            }
        };
        let window = &query.window;
        let mut items = page.transactions;
        items.retain(|one| {
            let inside = |at| window.from() <= at && at < window.to();
            let chosen = |only: &Arc<HashSet<String>>| only.contains(&one.category_id);
            one.event_at.timestamp().is_none_or(inside) && asked.only.as_ref().is_none_or(chosen)
        });
        Ok(Stretch {
            items,
            cursor: page.cursor,
        })
    }
}
