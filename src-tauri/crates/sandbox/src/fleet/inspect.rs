//! The truth about Fleet for tests: what the service really holds and what every token did, and ways to change it
//! behind the client's back.

use super::{
    amounts::{Parts, moment, seconds, shown},
    book::{Author, Book, NOBODY, Row, event_id},
    drivers::{WORK_STATUSES, WORKING},
    lists::currency,
    options::FleetQuirks,
    replay::Remembered,
    seed,
};
use crate::{moments::timestamp, park::Sandbox};
use jiff::Timestamp;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::{Value, json};

/// A driver as Fleet keeps him; amounts in roubles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetDriverTruth {
    /// The id of the driver profile, which Jump calls the aggregator's id.
    pub id: String,
    /// The same person at Jump.
    pub jump_id: Option<i64>,
    pub full_name: String,
    pub phone: String,
    pub licence: String,
    pub work_status: &'static str,
    /// The balance before the first row that is kept: the balance is this and all rows that move it.
    pub opening: Decimal,
    pub balance: Decimal,
    pub blocked: Decimal,
}

/// Which transactions to tell of; the period is [from, to), empty lists let everything through.
#[derive(Clone, Debug, Default)]
pub struct FleetTransactionsFilter {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub drivers: Vec<String>,
    /// Only those made through the API.
    pub made: bool,
    /// A part of the description.
    pub description: String,
}

/// A transaction as the service keeps it, listed already or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetTransactionTruth {
    pub id: String,
    pub event_at: Timestamp,
    pub driver_id: Option<String>,
    pub category_id: String,
    /// Below zero what left the account.
    pub amount: Decimal,
    pub currency: &'static str,
    pub description: String,
    pub event_id: Option<String>,
    pub made: bool,
    /// Cash and another currency do not move the balance.
    pub moves_balance: bool,
    pub listed: bool,
}

/// What came under one idempotency token of one create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetMade {
    pub operation: &'static str,
    pub token: String,
    /// The body of the first request.
    pub body: String,
    /// Requests that came as far as the service, refused ones included.
    pub requests: u32,
    /// Of them, those whose body was not the first one.
    pub other_bodies: u32,
    /// Transactions that really were made, v3 ones that failed later included.
    pub effects: usize,
    /// Ids of the rows, those of ended v3 events included.
    pub transactions: Vec<String>,
    /// Ids of v3 events with their states.
    pub events: Vec<(String, &'static str)>,
}

/// How a movement of Jump's is found again at Fleet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FleetTwinKind {
    /// Our mark `[#XXXXXX]` is in the description here, and the amount is the same.
    Marked,
    /// Only amount and time (up to a quarter of an hour later) tell.
    AmountAndTime,
    /// The mark is here, and the amount is another one.
    OtherAmount,
    OnlyJump,
    OnlyFleet,
}

impl FleetTwinKind {
    const fn slug(self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::AmountAndTime => "amount_and_time",
            Self::OtherAmount => "other_amount",
            Self::OnlyJump => "only_jump",
            Self::OnlyFleet => "only_fleet",
        }
    }
}

/// One pair of the reconciliation, or one half of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetTwin {
    pub kind: FleetTwinKind,
    /// Id of the transaction at Jump.
    pub jump: Option<i64>,
    /// Id of the row at Fleet.
    pub fleet: Option<String>,
    /// `[#XXXXXX]`; it stands on Jump's side too if the options say so.
    pub mark: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetCategoryTruth {
    pub id: String,
    pub is_enabled: bool,
    pub is_creatable: bool,
    pub is_affecting_driver_balance: bool,
}

/// A row to add; the amount in roubles with its sign. `event_at: None` = the park's now.
#[derive(Clone, Debug)]
pub struct NewFleetTransaction {
    pub driver_id: String,
    pub category_id: String,
    pub amount: Decimal,
    pub description: String,
    pub event_at: Option<Timestamp>,
}

fn roubles(amount: Parts) -> Decimal {
    Decimal::new(amount, 4)
}

fn made(book: &Book, one: &Remembered) -> FleetMade {
    let mut transactions: Vec<String> = one.rows.iter().map(u64::to_string).collect();
    let mut events = Vec::new();
    for number in &one.events {
        let event = book.events.iter().find(|event| event.number == *number);
        let Some(event) = event else { continue };
        events.push((event_id(*number), event.state.text()));
        if let super::events::State::Success(row) = event.state {
            transactions.push(row.to_string());
        }
    }
    FleetMade {
        operation: one.operation,
        token: one.token.clone(),
        body: String::from_utf8_lossy(&one.body).into_owned(),
        requests: one.requests,
        other_bodies: one.other_bodies,
        effects: one.effects(),
        transactions,
        events,
    }
}

fn truth(book: &Book, row: &Row) -> FleetTransactionTruth {
    FleetTransactionTruth {
        id: row.id.to_string(),
        event_at: Timestamp::from_millisecond(row.at).unwrap_or(timestamp(seconds(row.at))),
        driver_id: (row.driver != NOBODY).then(|| book.drivers[row.driver as usize].id.clone()),
        category_id: book.categories[usize::from(row.category)].id.clone(),
        amount: roubles(row.amount),
        currency: currency(row),
        description: book.description(row),
        event_id: (row.event > 0).then(|| event_id(row.event)),
        made: row.is_made,
        moves_balance: book.moves(row),
        listed: book.is_listed(row),
    }
}

impl Sandbox {
    /// What every token of the two creates did, in the order of the first requests.
    pub fn fleet_transactions_made(&self) -> Vec<FleetMade> {
        let book = self.book();
        book.tokens.iter().map(|one| made(&book, one)).collect()
    }

    /// Every driver of Fleet.
    pub fn fleet_drivers(&self) -> Vec<FleetDriverTruth> {
        let book = self.book();
        let drivers = book.drivers.iter().map(|one| FleetDriverTruth {
            id: one.id.clone(),
            jump_id: one.jump,
            full_name: one.full_name(),
            phone: format!("+{}", one.phone),
            licence: one.licence.clone(),
            work_status: WORK_STATUSES[usize::from(one.work_status)],
            opening: roubles(one.opening),
            balance: roubles(one.balance),
            blocked: roubles(one.blocked()),
        });
        drivers.collect()
    }

    /// A driver's balance in roubles; `None` = no such driver.
    pub fn fleet_balance(&self, driver: &str) -> Option<Decimal> {
        let book = self.book();
        let place = book.place_of(driver)?;
        Some(roubles(book.drivers[place].balance))
    }

    /// Makes the balance so many roubles without a transaction; false = no such driver, or too fine an amount.
    pub fn set_fleet_balance(&self, driver: &str, balance: Decimal) -> bool {
        let mut book = self.book();
        let (Some(place), Some(balance)) = (book.place_of(driver), parts(balance)) else {
            return false;
        };
        let one = &mut book.drivers[place];
        one.opening += balance - one.balance;
        one.balance = balance;
        true
    }

    /// The transactions that fit, ascending by moment and id.
    pub fn fleet_transactions(
        &self,
        filter: &FleetTransactionsFilter,
    ) -> Vec<FleetTransactionTruth> {
        let book = self.book();
        let fits = |one: &FleetTransactionTruth| {
            let driver = one.driver_id.as_ref();
            filter.from.is_none_or(|from| one.event_at >= from)
                && filter.to.is_none_or(|to| one.event_at < to)
                && (filter.drivers.is_empty()
                    || driver.is_some_and(|id| filter.drivers.contains(id)))
                && (one.made || !filter.made)
                && one.description.contains(&filter.description)
        };
        book.rows
            .iter()
            .map(|row| truth(&book, row))
            .filter(fits)
            .collect()
    }

    pub fn fleet_categories(&self) -> Vec<FleetCategoryTruth> {
        let book = self.book();
        let all = book.categories.iter().map(|one| FleetCategoryTruth {
            id: one.id.clone(),
            is_enabled: one.is_enabled,
            is_creatable: one.is_creatable,
            is_affecting_driver_balance: one.is_affecting,
        });
        all.collect()
    }

    /// Opens or closes a category, as the park does in its office; false = no such category.
    pub fn set_fleet_category(&self, id: &str, is_enabled: bool, is_creatable: bool) -> bool {
        let mut book = self.book();
        let Some(place) = book.place_of_category(id) else {
            return false;
        };
        let one = &mut book.categories[place];
        (one.is_enabled, one.is_creatable) = (is_enabled, is_creatable);
        true
    }

    /// What a reconciliation of the seeded park has to find.
    pub fn fleet_twins(&self) -> Vec<FleetTwin> {
        let book = self.book();
        let all = book.twins.iter().map(|one| FleetTwin {
            kind: one.kind,
            jump: one.jump,
            fleet: one.fleet.map(|id| id.to_string()),
            mark: one.mark.clone(),
        });
        all.collect()
    }

    /// Adds a row behind the client's back and answers its id; the balance moves as its category says.
    /// `None` = no such driver or category, or too fine an amount.
    pub fn add_fleet_transaction(&self, new: &NewFleetTransaction) -> Option<String> {
        let mut book = self.book();
        let driver = book.place_of(&new.driver_id)?;
        let category = book.place_of_category(&new.category_id)?;
        let at = new
            .event_at
            .map_or(book.now * 1_000, |at| at.as_millisecond());
        let row = Row {
            at,
            amount: parts(new.amount)?,
            driver: driver as u32,
            text: book.keep_text(&new.description),
            category: category as u8,
            by: Author::Dispatcher(0),
            decimals: 4,
            ..Row::default()
        };
        Some(book.push(row, seconds(at)).to_string())
    }

    /// Replaces what the documentation leaves open, from the next request on. `two_currencies` counts only before the
    /// service was first asked.
    pub fn set_fleet_quirks(&self, quirks: FleetQuirks) {
        self.fleet_door().set_quirks(quirks);
    }

    pub fn fleet_quirks(&self) -> FleetQuirks {
        self.fleet_door().quirks()
    }

    /// New rows in the list of this operation, as if other people had worked meanwhile; of the driver asked for, if one is.
    pub(crate) fn insert_fleet_rows(&self, operation: &str, driver: Option<&str>, count: usize) {
        let mut book = self.book();
        let mut dice = book.dice.clone();
        let asked = driver.and_then(|id| book.place_of(id));
        let now = book.now;
        for _ in 0..count {
            match operation {
                "listDriverProfiles" => {
                    // Places of Jump's drivers are below these, so the phone is nobody else's.
                    let place = self.options().drivers + book.drivers.len();
                    let one = seed::newcomer(&mut dice, place, now);
                    let place = book.drivers.len() as u32;
                    book.places.insert(one.id.clone(), place);
                    book.drivers.push(one);
                }
                "listParkTransactions" | "listDriverTransactions" => {
                    let row = seed::a_row(&mut book, &mut dice, asked, now * 1_000);
                    book.push(row, now);
                }
                _ => {}
            }
        }
        book.dice = dice;
    }

    /// The last working drivers of the list are fired, and may leave its filter.
    pub(crate) fn flip_fleet_rows(&self, operation: &str, count: usize) {
        const FIRED: u8 = 2;
        if operation != "listDriverProfiles" {
            return;
        }
        let mut book = self.book();
        let now = book.now * 1_000;
        let working = book
            .drivers
            .iter_mut()
            .rev()
            .filter(|one| one.work_status == WORKING);
        for one in working.take(count) {
            (one.work_status, one.updated_at) = (FIRED, now);
        }
    }

    /// The truth as JSON for the control door.
    pub(crate) fn fleet_made_json(&self) -> Value {
        let shown = |one: FleetMade| {
            let events = one
                .events
                .iter()
                .map(|(id, state)| json!({"id": id, "status": state}));
            json!({
                "operation": one.operation, "token": one.token, "body": one.body,
                "requests": one.requests, "other_bodies": one.other_bodies,
                "effects": one.effects, "transactions": one.transactions,
                "events": events.collect::<Vec<_>>(),
            })
        };
        self.fleet_transactions_made()
            .into_iter()
            .map(shown)
            .collect()
    }

    pub(crate) fn fleet_transactions_json(&self, filter: &FleetTransactionsFilter) -> Value {
        let shown = |one: FleetTransactionTruth| {
            json!({
                "id": one.id, "event_at": moment(one.event_at.as_millisecond()),
                "driver_id": one.driver_id, "category_id": one.category_id,
                "amount": one.amount.to_string(), "currency": one.currency,
                "description": one.description, "event_id": one.event_id, "made": one.made,
                "moves_balance": one.moves_balance, "listed": one.listed,
            })
        };
        self.fleet_transactions(filter)
            .into_iter()
            .map(shown)
            .collect()
    }

    pub(crate) fn fleet_drivers_json(&self) -> Value {
        let shown = |one: FleetDriverTruth| {
            json!({
                "id": one.id, "jump_id": one.jump_id, "full_name": one.full_name,
                "phone": one.phone, "licence": one.licence, "work_status": one.work_status,
                "opening": one.opening.to_string(), "balance": one.balance.to_string(),
                "blocked": one.blocked.to_string(),
            })
        };
        self.fleet_drivers().into_iter().map(shown).collect()
    }

    /// `None` = no such driver.
    pub(crate) fn fleet_balance_json(&self, driver: &str) -> Option<Value> {
        let book = self.book();
        let one = &book.drivers[book.place_of(driver)?];
        Some(json!({
            "driver_id": one.id,
            "opening": shown(one.opening, 4),
            "balance": shown(one.balance, 4),
            "blocked_balance": shown(one.blocked(), 4),
        }))
    }

    pub(crate) fn fleet_categories_json(&self) -> Value {
        let book = self.book();
        book.categories.iter().map(|one| one.shown(true)).collect()
    }

    pub(crate) fn fleet_twins_json(&self) -> Value {
        let shown = |one: FleetTwin| json!({"kind": one.kind.slug(), "jump": one.jump, "fleet": one.fleet, "mark": one.mark});
        self.fleet_twins().into_iter().map(shown).collect()
    }
}

/// Ten-thousandths of so many roubles; `None` = finer than that, or too much.
fn parts(roubles: Decimal) -> Option<Parts> {
    let parts = roubles.checked_mul(Decimal::from(10_000))?;
    parts.is_integer().then(|| parts.to_i64())?
}
