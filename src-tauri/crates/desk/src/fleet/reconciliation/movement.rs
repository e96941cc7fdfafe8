//! A movement of money as one of the services recorded it, and which of its records are such movements.
//!
//! Signs. Yandex: below zero is taken from the driver, as documented. Jump: the same in what was seen (a withdrawal and
//! its commission are below zero, a deposit above), but its documentation does not say so. Both are taken as they came;
//! were Jump to write withdrawals without a minus, they would show as different amounts and not as matched.

use fleet::{CreatedBy, FleetTransaction};
use jiff::Timestamp;
use jump::{Id, Transaction};
use money::Amount;

pub use super::super::currency::RUB;
use super::super::types::FleetCategory;
use crate::{operations::reference::first_mark, registers::dictionary::name_of};

/// Ids of the categories in which people and programs write: the park's own and those of events made through the API.
const BY_HAND: [&str; 2] = ["partner_service_manual", "partner_service_external_event_"];
const BY_HAND_TOO: [&str; 3] = [
    "partner_service_other",
    "partner_service_transfer",
    "partner_service_balance_transfer",
];

/// `D` is how the service names a driver.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement<D> {
    pub id: String,
    pub driver: Option<D>,
    /// Empty where the service tells only the id.
    pub name: String,
    pub at: Option<Timestamp>,
    /// As it came.
    pub told_at: String,
    pub amount: Amount,
    pub currency: String,
    /// Our mark, in capitals.
    pub mark: Option<String>,
    pub description: String,
    pub category: String,
}

impl<D> Movement<D> {
    pub fn is_in_rubles(&self) -> bool {
        self.currency == RUB
    }
}

/// A movement of Jump's made by a person or a program. The service does not say who made it: everything that no trip
/// stands behind is taken for one. `Err` is a row whose amount cannot be read.
pub fn of_jump(row: Transaction) -> Result<Option<Movement<Id>>, Id> {
    let description = row.description.unwrap_or_default();
    let mark = mark_in(&description);
    if row.trip.is_some() && mark.is_none() {
        return Ok(None);
    }
    let driver = row.driver.as_ref();
    let name = driver.map(|one| {
        let parts = [&one.last_name, &one.first_name, &one.middle_name];
        name_of(one.full_name.as_deref(), parts).into_owned()
    });
    let told_at = row.date.unwrap_or_default();
    Ok(Some(Movement {
        id: row.id.to_string(),
        driver: driver.and_then(|one| one.id),
        name: name.unwrap_or_default(),
        at: told_at.parse().ok(),
        told_at,
        amount: row.amount.ok_or(row.id)?,
        currency: RUB.to_owned(),
        mark,
        description,
        category: row.r#type.and_then(|kind| kind.title).unwrap_or_default(),
    }))
}

/// A movement of Yandex's made by a person or a program.
pub fn of_yandex(row: FleetTransaction, category: &FleetCategory) -> Option<Movement<String>> {
    let mark = row.description.as_deref().and_then(mark_in);
    if mark.is_none() && !is_manual(&row, category) {
        return None;
    }
    Some(Movement {
        id: row.id,
        driver: row.driver_profile_id.filter(|id| !id.trim().is_empty()),
        name: String::new(),
        at: row.event_at.timestamp(),
        told_at: row.event_at.to_string(),
        amount: row.amount,
        currency: row.currency_code,
        mark,
        description: row.description.unwrap_or_default(),
        category: category.name.clone(),
    })
}

/// Cash moves no balance, and what an order brings is no manual movement, whoever entered the order.
fn is_manual(row: &FleetTransaction, category: &FleetCategory) -> bool {
    let id = row.category_id.as_str();
    let by_category = category.partner
        || BY_HAND.iter().any(|begin| id.starts_with(begin))
        || BY_HAND_TOO.contains(&id);
    let by_somebody = matches!(
        row.created_by,
        Some(CreatedBy::Dispatcher { .. } | CreatedBy::FleetApi { .. })
    );
    let of_order = row.order_id.as_deref().is_some_and(|id| !id.is_empty());
    category.moves_balance && (by_category || by_somebody && !of_order)
}

fn mark_in(description: &str) -> Option<String> {
    first_mark(description).map(|(_, reference)| reference.to_ascii_uppercase())
}
