//! All transactions of one order: fare, commissions, tips, and what came of it later.

use std::collections::BTreeMap;

use fleet::{FleetTime, FleetTransaction, TimeWindow};
use jiff::SignedDuration;
use money::Amount;

use super::{
    transactions::FleetTransactions,
    types::{FleetOrder, FleetSum},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    registers::{kind::wrong, store::Stored, sum::total},
};

/// Compensations and corrections come days after the order.
const AROUND: SignedDuration = SignedDuration::from_hours(31 * 24);

impl Desk {
    /// The oldest first. `at`, the time of one of them, keeps the search to a month on either side of it; without it all
    /// times are searched.
    ///
    /// # Errors
    /// `InvalidInput` naming `at`; those of finding the connection, its access and its key; those of the call.
    pub async fn fleet_order(
        &self,
        connection: &ConnectionId,
        order_id: &str,
        at: Option<String>,
    ) -> DeskResult<FleetOrder> {
        let window = at.as_deref().map(around).transpose()?;
        let fleet = self.fleet(connection).await?;
        let categories = self.categories_of(connection, &fleet, false).await?;
        let ids = [order_id.to_owned()];
        let mut found = fleet.list_order_transactions(&ids, window.as_ref()).await?;
        found.sort_by_key(|one| one.event_at.timestamp());
        let mut rows = FleetTransactions::default();
        // Names that are known already; nobody waits for a directory here.
        let names = self.kept_names(connection).unwrap_or_default();
        rows.know(&categories, names);
        let totals = totals(&rows, &found)?;
        let mut places: Vec<u32> = found.into_iter().map(|one| rows.take(one, 1)).collect();
        places.sort_unstable();
        places.dedup();
        Ok(FleetOrder {
            order_id: order_id.to_owned(),
            rows: places.iter().filter_map(|place| rows.row(*place)).collect(),
            totals,
        })
    }
}

fn around(at: &str) -> DeskResult<TimeWindow> {
    let moment = FleetTime::read(at).timestamp();
    let moment = moment.ok_or_else(|| wrong("at", "not_a_time"))?;
    let ends = [-AROUND, AROUND].map(|by| moment.saturating_add(by).unwrap_or(moment));
    TimeWindow::new(ends[0], ends[1]).map_err(|_| wrong("at", "not_a_time"))
}

/// What moves the balance, by currency: two currencies are never added.
fn totals(rows: &FleetTransactions, found: &[FleetTransaction]) -> DeskResult<Vec<FleetSum>> {
    let mut by_currency: BTreeMap<&str, BTreeMap<&str, Amount>> = BTreeMap::new();
    for one in found.iter().filter(|one| rows.moves_balance(one)) {
        let of = by_currency.entry(&one.currency_code).or_default();
        of.insert(&one.id, one.amount);
    }
    let sums = by_currency.into_iter().map(|(currency, amounts)| {
        let sum = total(amounts.into_values());
        Ok(FleetSum {
            currency: currency.to_owned(),
            sum: sum.ok_or_else(|| DeskError::new(DeskErrorCode::Internal))?,
        })
    });
    sums.collect()
}
