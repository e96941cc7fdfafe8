//! The check of an access: the read operations are called one by one, and what they answered comes to a verdict.
//! Nothing is created.

use fleet::{
    CategoryFilter, DriverFields, ENDPOINTS, Fleet, FleetDriversQuery, FleetTransaction,
    FleetTransactionsQuery, ProfileField, TimeWindow,
};
use jiff::{SignedDuration, Timestamp};
use transport::{CallError, endpoint};

use super::{connect::access_of, verdict::verdict};
use crate::{
    Desk,
    connections::{
        check::{Called, count, line_of, millis, nothing_more_to_learn},
        types::{CheckLine, CheckState, ConnectionId},
    },
    error::{DeskError, DeskErrorCode, DeskResult},
    events::{CheckProgress, DeskEvent},
    fleet::types::FleetCheck,
};

/// The read operations, in an order in which each finds what the next ones are asked with.
const READS: [&str; 8] = [
    "listTransactionCategories",
    "listWorkRules",
    "listDriverProfiles",
    "listParkTransactions",
    "listDriverTransactions",
    "getBlockedBalance",
    "listOrderTransactions",
    // Asked about a transaction that was created here; the check creates none.
    "getDriverTransactionStatusV3",
];

/// What earlier answers of the same check found: ids to read single records by.
#[derive(Default)]
struct Found {
    driver: Option<String>,
    order: Option<String>,
}

impl Found {
    fn note(&mut self, transactions: &[FleetTransaction]) {
        for one in transactions {
            self.driver = self.driver.take().or_else(|| one.driver_profile_id.clone());
            self.order = self.order.take().or_else(|| one.order_id.clone());
        }
    }
}

impl Desk {
    /// Calls the read operations one by one, telling each line as it comes. Ends early, with fewer lines, when the
    /// service cannot be reached, refuses the key, or says that another host serves the park.
    ///
    /// # Errors
    /// Only when no call can be made at all: `NoFleet`, `NoKey`, `Keychain…`, `NoConnection`.
    pub async fn check_fleet(&self, id: &ConnectionId) -> DeskResult<FleetCheck> {
        let fleet = self.fleet(id).await?;
        let access = access_of(&self.0.connections.record(id)?)
            .ok_or_else(|| DeskError::new(DeskErrorCode::NoFleet))?;
        let mut found = Found::default();
        let mut lines: Vec<CheckLine> = Vec::new();
        let mut gone = false;
        let row = |operation| endpoint::find(ENDPOINTS, operation);
        for endpoint in READS.into_iter().filter_map(row) {
            let started = self.now();
            let called = call(&fleet, endpoint.operation, started, &mut found).await;
            let taken = self.now().duration_since(started);
            gone |= matches!(&called, Err(error) if error.status == Some(410));
            let line = CheckLine {
                operation: endpoint.operation.to_owned(),
                method: endpoint.method,
                path: endpoint.path.to_owned(),
                confidence: endpoint.confidence,
                millis: millis(taken.unsigned_abs()),
                ..line_of(called)
            };
            lines.push(line.clone());
            self.emit(DeskEvent::Check(CheckProgress {
                connection: id.clone(),
                line,
                done: count(lines.len()),
                of: count(READS.len()),
            }));
            let elsewhere = gone && lines.iter().all(|line| line.state != CheckState::Answers);
            if elsewhere || nothing_more_to_learn(&lines) {
                break;
            }
        }
        Ok(FleetCheck {
            verdict: verdict(&lines, gone, &access.base_address),
            lines,
        })
    }
}

async fn call(
    fleet: &Fleet,
    operation: &str,
    now: Timestamp,
    found: &mut Found,
) -> Result<Called, CallError> {
    match operation {
        "listTransactionCategories" => {
            let filter = CategoryFilter::default();
            let categories = fleet.list_transaction_categories(filter).await?;
            Ok(Called::Answer(Some(count(categories.len()))))
        }
        "listWorkRules" => {
            let rules = fleet.list_work_rules().await?;
            Ok(Called::Answer(Some(count(rules.len()))))
        }
        "listDriverProfiles" => {
            let page = fleet.list_driver_profiles(&only_ids(), 1, 0).await?;
            let driver = page.driver_profiles.first();
            found.driver = driver.and_then(|one| one.id()).map(str::to_owned);
            Ok(Called::Answer(page.total))
        }
        "listParkTransactions" => match last_day(now) {
            Some(query) => {
                let page = fleet.list_park_transactions(&query, 1, None).await?;
                found.note(&page.transactions);
                // The service says no total.
                Ok(Called::Answer(None))
            }
            None => Ok(Called::Nothing),
        },
        "listDriverTransactions" => match (last_day(now), &found.driver) {
            (Some(query), Some(driver)) => {
                let reading = fleet.list_driver_transactions(driver, &query, 1, None);
                let page = reading.await?;
                found.note(&page.transactions);
                Ok(Called::Answer(None))
            }
            _ => Ok(Called::Nothing),
        },
        "getBlockedBalance" => match &found.driver {
            Some(driver) => {
                fleet.get_blocked_balance(driver).await?;
                Ok(Called::Answer(None))
            }
            None => Ok(Called::Nothing),
        },
        "listOrderTransactions" => match &found.order {
            Some(order) => {
                let orders = std::slice::from_ref(order);
                let rows = fleet.list_order_transactions(orders, None).await?;
                Ok(Called::Answer(Some(count(rows.len()))))
            }
            None => Ok(Called::Nothing),
        },
        _ => Ok(Called::Nothing),
    }
}

fn last_day(now: Timestamp) -> Option<FleetTransactionsQuery> {
    let window = TimeWindow::new(now - SignedDuration::from_hours(24), now);
    window.ok().map(FleetTransactionsQuery::new)
}

/// Nobody's name and phone are needed to see whether the list answers.
fn only_ids() -> FleetDriversQuery {
    FleetDriversQuery {
        fields: Some(DriverFields {
            account: Some(Vec::new()),
            car: Some(Vec::new()),
            current_status: Some(Vec::new()),
            driver_profile: Some(vec![ProfileField::Id]),
            park: Some(Vec::new()),
            updated_at: None,
        }),
        ..FleetDriversQuery::default()
    }
}

#[cfg(test)]
mod tests {
    use transport::endpoint::Kind;

    use super::*;

    #[test]
    fn check_calls_every_read_and_nothing_that_creates() {
        let reads = ENDPOINTS.iter().filter(|one| one.kind == Kind::Read);
        let mut reads: Vec<&str> = reads.map(|one| one.operation).collect();
        let mut checked = READS.to_vec();
        reads.sort_unstable();
        checked.sort_unstable();
        assert_eq!(reads, checked);
    }
}
