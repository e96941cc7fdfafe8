//! What Fleet keeps: drivers, rows of transactions (compact, there are many), v3 events, tokens, categories.

use super::{
    EVENT, FLEET_PARK,
    amounts::{Millis, Parts},
    categories::Category,
    drivers::Driver,
    events::Event,
    id_of,
    replay::Remembered,
};
use crate::{moments::Seconds, seed::dice::Dice};
use serde_json::{Value, json};
use std::collections::HashMap;

/// One transaction.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub id: u64,
    pub at: Millis,
    pub amount: Parts,
    /// Place of the driver; [`NOBODY`] = none.
    pub driver: u32,
    /// 0 = no order.
    pub order: u32,
    /// Place of its description; 0 = what is usual for its order.
    pub text: u32,
    /// The v3 event that it came from; 0 = none.
    pub event: u32,
    /// Place of its category.
    pub category: u8,
    pub by: Author,
    /// The least decimals that it is shown with.
    pub decimals: u8,
    /// In the other currency.
    pub is_foreign: bool,
    /// Made through the API and not grown from the seed.
    pub is_made: bool,
}

pub const NOBODY: u32 = u32::MAX;

/// Who made a transaction: `created_by`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Author {
    #[default]
    Platform,
    TechSupport,
    Dispatcher(u8),
    /// Through the API, by the key at this place.
    Api(u8),
}

pub const DISPATCHERS: [&str; 4] = [
    "Вера Демонстрационная",
    "Пётр Диспетчеров",
    "Алла Сменная",
    "Ольга Кассирова",
];

impl Author {
    pub fn shown(self, key_ids: &[&str]) -> Value {
        match self {
            Self::Platform => json!({"identity": "platform"}),
            Self::TechSupport => json!({"identity": "tech-support"}),
            Self::Dispatcher(place) => json!({
                "identity": "dispatcher",
                "passport_uid": (100_000_001 + u32::from(place)).to_string(),
                "dispatcher_id": id_of(super::DISPATCHER, place.into()),
                "dispatcher_name": DISPATCHERS[usize::from(place) % DISPATCHERS.len()],
            }),
            Self::Api(place) => json!({
                "identity": "fleet-api",
                "client_id": format!("taxi/park/{FLEET_PARK}"),
                "key_id": key_ids.get(usize::from(place)).unwrap_or(&"521"),
            }),
        }
    }
}

/// A movement of Jump's and what stands for it here, for a reconciliation to find.
#[derive(Clone, Debug)]
pub struct TwinRow {
    pub kind: super::FleetTwinKind,
    pub jump: Option<i64>,
    pub fleet: Option<u64>,
    pub mark: Option<String>,
}

pub struct Book {
    pub now: Seconds,
    pub drivers: Vec<Driver>,
    pub places: HashMap<String, u32>,
    /// Ascending by moment and id.
    pub rows: Vec<Row>,
    pub texts: Vec<Box<str>>,
    /// Rows that exist and are not listed before this moment, by id.
    pub late: Vec<(u64, Seconds)>,
    pub events: Vec<Event>,
    pub tokens: Vec<Remembered>,
    pub categories: Vec<Category>,
    pub twins: Vec<TwinRow>,
    /// The last id given to a row, and the last number given to an event.
    pub last_id: u64,
    pub last_event: u32,
    pub dice: Dice,
}

impl Book {
    pub fn place_of(&self, driver: &str) -> Option<usize> {
        self.places.get(driver).map(|place| *place as usize)
    }

    pub fn keep_text(&mut self, text: &str) -> u32 {
        self.texts.push(text.into());
        (self.texts.len() - 1) as u32
    }

    pub fn place_of_category(&self, id: &str) -> Option<usize> {
        self.categories.iter().position(|one| one.id == id)
    }

    /// Whether a row moves its driver's balance: cash does not, and another currency cannot.
    pub fn moves(&self, row: &Row) -> bool {
        row.driver != NOBODY
            && !row.is_foreign
            && self.categories[usize::from(row.category)].is_affecting
    }

    /// Keeps a row under the next id: its balance moves at once, the lists show it from `visible_from` on.
    pub fn push(&mut self, row: Row, visible_from: Seconds) -> u64 {
        self.last_id += 1;
        let row = Row {
            id: self.last_id,
            ..row
        };
        if self.moves(&row) {
            let driver = &mut self.drivers[row.driver as usize];
            driver.balance += row.amount;
        }
        if let Some(driver) = self.drivers.get_mut(row.driver as usize) {
            driver.last_transaction = driver.last_transaction.max(Some(row.at));
        }
        if visible_from > self.now {
            self.late.push((row.id, visible_from));
        }
        let place = self.rows.partition_point(|one| one.at <= row.at);
        self.rows.insert(place, row);
        self.last_id
    }

    pub fn is_listed(&self, row: &Row) -> bool {
        self.late.iter().all(|(id, _)| *id != row.id)
    }

    /// Brings everything to this moment: late rows come to light, v3 events end.
    pub fn settle(&mut self, now: Seconds) {
        self.now = now;
        self.late.retain(|(_, from)| *from > now);
        self.settle_events();
    }

    pub fn description(&self, row: &Row) -> String {
        match (row.text, row.order) {
            (0, 0) => String::new(),
            (0, order) => format!("Заказ №{order}"),
            (text, _) => self.texts[text as usize].to_string(),
        }
    }

    pub fn next_event(&mut self) -> u32 {
        self.last_event += 1;
        self.last_event
    }
}

/// The text of an event's id.
pub fn event_id(number: u32) -> String {
    id_of(EVENT, number.into())
}
