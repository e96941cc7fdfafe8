//! A movement of a driver's balance as the park keeps it (compact) and as the list shows it.

use crate::{
    directory::{INTEGRATIONS, TRANSACTION_TYPES, name_of},
    drivers::Driver,
    moments::{Seconds, iso, money_number},
    trips::Trip,
};
use serde_json::{Value, json};

/// One movement; the amount in kopecks with its sign: below zero what left the balance, commission included.
#[derive(Clone, Debug, Default)]
pub struct Transaction {
    pub id: i64,
    pub date: Seconds,
    /// Not listed before this moment.
    pub visible_from: Seconds,
    pub amount: i64,
    pub balance_id: i64,
    /// 0 = no payment.
    pub payment_id: i64,
    /// The seed of its trip; 0 = no trip.
    pub trip: u32,
    /// Place in the park's list of drivers.
    pub driver: u32,
    pub kind: u8,
    /// 0 = the main balance, no integration.
    pub integration: u8,
    /// Made through the API and not grown from the seed.
    pub is_made: bool,
    pub description: Box<str>,
}

impl Transaction {
    pub fn integration_name(&self) -> &'static str {
        name_of(INTEGRATIONS, self.integration.into())
    }

    pub fn payment(&self) -> Option<i64> {
        (self.payment_id > 0).then_some(self.payment_id)
    }

    /// A row of the list: the phone as an integer, the amount as a JSON number.
    pub fn list_item(&self, driver: &Driver) -> Value {
        let kind = i64::from(self.kind);
        let integration = (self.integration > 0)
            .then(|| json!({"id": self.integration, "name": self.integration_name()}));
        let trip = (self.trip > 0).then(|| Trip::drawn(self.trip).shown(self.date));
        let middle_name = Some(driver.middle_name.as_str()).filter(|name| !name.is_empty());
        let description = Some(&self.description).filter(|text| !text.is_empty());
        json!({
            "id": self.id,
            "date": iso(self.date),
            "description": description,
            "driver": {
                "id": driver.id,
                "phone": driver.phone,
                "last_name": driver.last_name,
                "first_name": driver.first_name,
                "middle_name": middle_name,
                "full_name": driver.full_name(),
            },
            "type": {"id": kind, "name": name_of(TRANSACTION_TYPES, kind)},
            "integration": integration,
            "amount": money_number(self.amount),
            "payment_id": self.payment(),
            "trip": trip,
        })
    }
}
