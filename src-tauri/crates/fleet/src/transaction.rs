//! Transactions of the park, of a driver, of orders. The lists carry no total and say only by their cursor where they
//! end; the balance is not their sum, because some categories do not move it.

use money::Amount;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use transport::CallError;
use transport::lenient::{Listed, Object, Soft, read_type};

use crate::endpoint::{FleetEndpoint, named};
use crate::problem::{FleetProblem, Problems};
use crate::{CreatedBy, Cursor, Fleet, FleetTime, TimeWindow};

/// Largest page that the vendor gives.
const LARGEST_PAGE: u32 = 1000;

/// What to list. No categories: all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FleetTransactionsQuery {
    pub window: TimeWindow,
    /// At most a hundred, none twice.
    pub category_ids: Vec<String>,
}

impl FleetTransactionsQuery {
    /// Every transaction of the window.
    pub const fn new(window: TimeWindow) -> Self {
        Self {
            window,
            category_ids: Vec::new(),
        }
    }

    fn body(&self) -> Value {
        let mut body = json!({ "event_at": self.window.body() });
        if !self.category_ids.is_empty() {
            body["category_ids"] = json!(self.category_ids);
        }
        body
    }
}

read_type! {
    /// One transaction. Categories are an open set and their names depend on the language: go by `category_id`.
    pub struct FleetTransaction {
        id: String,
        event_at: FleetTime,
        category_id: String,
        category_name: Option<String>,
        /// Negative: taken from the driver. In `currency_code`, which may differ from row to row.
        amount: Amount,
        currency_code: String,
        description: Option<String>,
        created_by: Option<CreatedBy>,
        driver_profile_id: Option<String>,
        order_id: Option<String>,
        /// Of the v3 transaction that made it.
        event_id: Option<String>,
    }
}

/// A page, perhaps an empty one. While there is a cursor, there may be more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FleetTransactionsPage {
    pub transactions: Vec<FleetTransaction>,
    pub cursor: Option<Cursor>,
}

/// Without a list of transactions an answer is none; an empty cursor is none, too.
impl<'de> Deserialize<'de> for FleetTransactionsPage {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Members {
            transactions: Soft<Listed<FleetTransaction>>,
            cursor: Soft<Option<String>>,
        }
        let read = Object::<Members>::deserialize(input)?.0;
        Ok(Self {
            transactions: read.transactions.0.0,
            cursor: read.cursor.0.and_then(Cursor::new),
        })
    }
}

impl Fleet {
    /// One page of the park's transactions, at most `limit` (1 to 1000) rows; the first one without a cursor, every
    /// other with that of the page before and the same query.
    pub async fn list_park_transactions(
        &self,
        query: &FleetTransactionsQuery,
        limit: u32,
        cursor: Option<&Cursor>,
    ) -> Result<FleetTransactionsPage, CallError> {
        const ENDPOINT: &FleetEndpoint = named("listParkTransactions");
        page_problems(query, limit).refuse(ENDPOINT)?;
        let park = json!({ "id": self.park_id(), "transaction": query.body() });
        self.ask(ENDPOINT, &paged(park, limit, cursor)).await
    }

    /// The same of one driver. The park's list does not know how to choose a driver.
    pub async fn list_driver_transactions(
        &self,
        driver_profile_id: &str,
        query: &FleetTransactionsQuery,
        limit: u32,
        cursor: Option<&Cursor>,
    ) -> Result<FleetTransactionsPage, CallError> {
        const ENDPOINT: &FleetEndpoint = named("listDriverTransactions");
        let mut problems = page_problems(query, limit);
        problems.id("driver_profile_id", driver_profile_id);
        problems.refuse(ENDPOINT)?;
        let park = json!({
            "id": self.park_id(),
            "driver_profile": { "id": driver_profile_id },
            "transaction": query.body(),
        });
        self.ask(ENDPOINT, &paged(park, limit, cursor)).await
    }

    /// All transactions of 1 to 100 orders, of any time or of a window. There are no pages.
    pub async fn list_order_transactions(
        &self,
        order_ids: &[String],
        window: Option<&TimeWindow>,
    ) -> Result<Vec<FleetTransaction>, CallError> {
        const ENDPOINT: &FleetEndpoint = named("listOrderTransactions");
        let mut problems = Problems::default();
        if order_ids.is_empty() {
            problems.note("order.ids", FleetProblem::Required);
        }
        problems.ids("order.ids", order_ids);
        problems.refuse(ENDPOINT)?;
        let mut park = json!({ "id": self.park_id(), "order": { "ids": order_ids } });
        if let Some(window) = window {
            park["transaction"] = json!({ "event_at": window.body() });
        }
        let body = json!({ "query": { "park": park } });
        let page: FleetTransactionsPage = self.ask(ENDPOINT, &body).await?;
        Ok(page.transactions)
    }
}

fn page_problems(query: &FleetTransactionsQuery, limit: u32) -> Problems {
    let mut problems = Problems::default();
    problems.ids("transaction.category_ids", &query.category_ids);
    problems.limit(limit, LARGEST_PAGE);
    problems
}

impl Problems {
    pub(crate) fn limit(&mut self, limit: u32, largest: u32) {
        match limit {
            0 => self.note("limit", FleetProblem::Zero),
            _ if limit > largest => self.note("limit", FleetProblem::TooMany),
            _ => {}
        }
    }
}

/// The cursor is left out on the first page: an empty one is refused.
fn paged(park: Value, limit: u32, cursor: Option<&Cursor>) -> Value {
    let mut body = json!({ "query": { "park": park }, "limit": limit });
    if let Some(cursor) = cursor {
        body["cursor"] = json!(cursor);
    }
    body
}
