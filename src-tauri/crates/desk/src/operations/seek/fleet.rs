//! What Yandex Fleet's records show of an operation: v3 by the name that the service gave it, until it says success or
//! fail; whatever has no such name by our mark among the driver's transactions. That a v3 transaction keeps our words is a
//! guess, so a miss settles nothing.

use fleet::{
    Fleet, FleetTransaction, FleetTransactionsQuery, ReadingFault, TimeWindow, TransactionsReading,
    V3State,
};
use jiff::{SignedDuration, Timestamp};
use journal::{Evidence, FoundTransaction, Operation, Remote};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Seen, window};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::reference::{first_mark, mark},
    time::iso,
};

/// What stands in the records earlier than the intent, by more than clocks that are kept, is not like it.
const ABOUT: SignedDuration = SignedDuration::from_secs(60);
/// One driver has no more in some days.
const MOST_ROWS: usize = 20_000;

impl Desk {
    pub(super) async fn seek_in_fleet(
        &self,
        connection: &ConnectionId,
        operation: &Operation,
        intent: Timestamp,
    ) -> DeskResult<Seen> {
        let fleet = self.fleet(connection).await?.for_money();
        match operation.remote.as_deref() {
            Some(remote) => asked_by_name(&fleet, operation, remote).await,
            None => self.sought_by_mark(&fleet, operation, intent).await,
        }
    }

    async fn sought_by_mark(
        &self,
        fleet: &Fleet,
        operation: &Operation,
        intent: Timestamp,
    ) -> DeskResult<Seen> {
        let new = &operation.new;
        let listing =
            fleet_transactions_of(fleet, &new.driver_id, window(intent, self.now())).await?;
        let zone = self.zone();
        let sought = mark(&new.reference);
        let found = listing.rows.iter().find(|row| told(row).contains(&sought));
        let mut evidence = Evidence {
            source: "transactions".to_owned(),
            window_from: Some(iso(listing.from, &zone)),
            window_to: Some(iso(listing.to, &zone)),
            received: u32::try_from(listing.rows.len()).ok(),
            // The service tells no total: the list was read to its end or not.
            told: None,
            complete: listing.complete,
            sought: new.reference.clone(),
            found: found.map(shown),
            ..Evidence::default()
        };
        if found.is_none() {
            let asked = amount_of(&new.body);
            let since = intent.saturating_sub(ABOUT).unwrap_or(intent);
            let alike = listing.rows.iter().filter(|row| {
                first_mark(told(row)).is_none()
                    && Some(row.amount.decimal()) == asked
                    && row.event_at.timestamp().is_none_or(|at| at >= since)
            });
            evidence.alike = alike.map(shown).collect();
        }
        Ok(Seen::of(evidence))
    }
}

/// What was read of a driver's transactions.
pub(in crate::operations) struct FleetListing {
    pub from: Timestamp,
    pub to: Timestamp,
    pub rows: Vec<FleetTransaction>,
    /// To the end of the list.
    pub complete: bool,
}

/// Reads a driver's transactions of a period.
///
/// # Errors
/// Those of the first page: nothing was learnt. When a later page fails, the listing is not complete.
pub(in crate::operations) async fn fleet_transactions_of(
    fleet: &Fleet,
    driver: &str,
    (from, to): (Timestamp, Timestamp),
) -> DeskResult<FleetListing> {
    let window = TimeWindow::new(from, to).map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    let query = FleetTransactionsQuery::new(window);
    let mut reading = TransactionsReading::of_driver(fleet.clone(), driver.to_owned(), query);
    let mut rows: Vec<FleetTransaction> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let complete = loop {
        match reading.next_page().await {
            Ok(Some(page)) => {
                let fresh = page.into_iter().filter(|row| seen.insert(row.id.clone()));
                rows.extend(fresh);
                if rows.len() > MOST_ROWS {
                    break false;
                }
            }
            Ok(None) => break true,
            Err(ReadingFault::Call(error)) if reading.pages() == 0 => return Err((*error).into()),
            Err(_) => break false,
        }
    };
    Ok(FleetListing {
        from,
        to,
        rows,
        complete,
    })
}

async fn asked_by_name(fleet: &Fleet, operation: &Operation, remote: &Remote) -> DeskResult<Seen> {
    let driver = &operation.new.driver_id;
    let status = fleet
        .get_driver_transaction_status_v3(driver, &remote.id, remote.version)
        .await?;
    let mut evidence = Evidence {
        source: "status".to_owned(),
        complete: true,
        sought: remote.id.clone(),
        ..Evidence::default()
    };
    // An answer about another transaction says nothing of this one.
    let of_driver = status.contractor_profile_id.as_ref();
    let own = status.id == remote.id && of_driver.is_none_or(|id| id == driver);
    let stands = status.latest_success_version >= Some(remote.version);
    let state = match status.state_of(remote.version) {
        // Failed, and yet on the balance: nobody may be paid again on such a word.
        V3State::Fail if stands => V3State::Unknown(String::new()),
        state if own => state,
        _ => V3State::Unknown(String::new()),
    };
    let info = status.version_info.as_ref().filter(|_| own);
    let words = info.and_then(|info| info.status_description.clone());
    let shown = FoundTransaction {
        id: status.event_id.clone().unwrap_or_else(|| remote.id.clone()),
        date: info.and_then(|info| info.created_at.as_ref().map(ToString::to_string)),
        amount: info.and_then(|info| info.amount.map(|amount| amount.to_string())),
        payment_id: None,
        description: words.clone().unwrap_or_else(|| state.to_string()),
    };
    Ok(match state {
        V3State::Success => {
            evidence.found = Some(shown);
            Seen::Done(evidence)
        }
        V3State::Fail => Seen::Failed {
            answer: words.unwrap_or_default(),
            evidence,
        },
        V3State::InProgress => {
            evidence.alike = vec![shown];
            Seen::InProgress(evidence)
        }
        V3State::Unknown(_) => {
            evidence.alike = vec![shown];
            Seen::Nothing(evidence)
        }
    })
}

/// The signed sum of a stored body.
fn amount_of(body: &str) -> Option<Decimal> {
    let body: Value = serde_json::from_str(body).ok()?;
    body.get("amount")?.as_str()?.parse().ok()
}

fn told(row: &FleetTransaction) -> &str {
    row.description.as_deref().unwrap_or_default()
}

fn shown(row: &FleetTransaction) -> FoundTransaction {
    FoundTransaction {
        id: row.id.clone(),
        date: Some(row.event_at.to_string()),
        amount: Some(row.amount.to_string()),
        payment_id: None,
        description: told(row).to_owned(),
    }
}
