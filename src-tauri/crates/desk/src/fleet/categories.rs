//! Categories of transactions and conditions of work, as the park has them.

use std::sync::Arc;

use fleet::{CategoryFilter, Fleet, TransactionCategory};

use super::types::{FleetCategory, FleetWorkRule};
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

/// What the vendor's documentation says of cash; asked only where the service itself does not say it.
const CASH: [&str; 2] = ["cash_collected", "partner_ride_cash_collected"];
/// Ids of the categories that a park makes.
const OF_PARTNER: &str = "partner_service_manual_";

impl Desk {
    /// All categories, from memory if they were read within ten minutes; `refresh` reads them anew.
    ///
    /// # Errors
    /// Those of finding the connection, its access and its key; those of the call.
    pub async fn fleet_categories(
        &self,
        connection: &ConnectionId,
        refresh: bool,
    ) -> DeskResult<Vec<FleetCategory>> {
        let fleet = self.fleet(connection).await?;
        let read = self.categories_of(connection, &fleet, refresh).await?;
        Ok(read.to_vec())
    }

    /// The conditions that drivers work under, in the same manner.
    ///
    /// # Errors
    /// As those of the categories.
    pub async fn fleet_work_rules(
        &self,
        connection: &ConnectionId,
        refresh: bool,
    ) -> DeskResult<Vec<FleetWorkRule>> {
        let fleet = self.fleet(connection).await?;
        let read = self.work_rules_of(connection, &fleet, refresh).await?;
        Ok(read.to_vec())
    }

    pub(super) async fn categories_of(
        &self,
        connection: &ConnectionId,
        fleet: &Fleet,
        refresh: bool,
    ) -> DeskResult<Arc<Vec<FleetCategory>>> {
        let of = &self.0.fleet.categories;
        if !refresh && let Some(known) = self.kept(of, connection) {
            return Ok(known);
        }
        let begun = self.begins();
        let all = CategoryFilter::default();
        let read = fleet.list_transaction_categories(all).await?;
        let read = read.into_iter().map(category).collect();
        Ok(self.keep(of, connection, begun, read))
    }

    pub(super) async fn work_rules_of(
        &self,
        connection: &ConnectionId,
        fleet: &Fleet,
        refresh: bool,
    ) -> DeskResult<Arc<Vec<FleetWorkRule>>> {
        let of = &self.0.fleet.work_rules;
        if !refresh && let Some(known) = self.kept(of, connection) {
            return Ok(known);
        }
        let begun = self.begins();
        let read = fleet.list_work_rules().await?;
        let rules = read.into_iter().map(|rule| FleetWorkRule {
            name: told(rule.name, &rule.id),
            enabled: rule.is_enabled.unwrap_or(true),
            id: rule.id,
        });
        let rules = rules.collect();
        Ok(self.keep(of, connection, begun, rules))
    }
}

fn category(read: TransactionCategory) -> FleetCategory {
    let group_id = read.group_id.unwrap_or_default();
    FleetCategory {
        name: told(read.name, &read.id),
        group: told(read.group_name, &group_id),
        group_id,
        enabled: read.is_enabled.unwrap_or(true),
        creatable: read.is_creatable.unwrap_or(false),
        moves_balance: read
            .is_affecting_driver_balance
            .unwrap_or_else(|| moves_balance(&read.id)),
        partner: read.is_editable.unwrap_or_else(|| is_partners(&read.id)),
        id: read.id,
    }
}

/// A category that the list does not have: what can be known of it.
pub fn unlisted(id: &str, name: Option<String>) -> FleetCategory {
    FleetCategory {
        id: id.to_owned(),
        name: told(name, id),
        group_id: String::new(),
        group: String::new(),
        enabled: true,
        creatable: false,
        moves_balance: moves_balance(id),
        partner: is_partners(id),
    }
}

/// Where the service does not say: only cash is known not to.
fn moves_balance(id: &str) -> bool {
    !CASH.contains(&id)
}

fn is_partners(id: &str) -> bool {
    id.starts_with(OF_PARTNER)
}

/// A name, or the id where there is none: an empty cell would say that there is nothing.
fn told(name: Option<String>, id: &str) -> String {
    let name = name.map(|name| name.trim().to_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.to_owned())
}
