//! The journal's file as plain rows, and how each operation stands by the auditor's own reading of its events.

use std::{collections::BTreeMap, fmt, path::Path};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Row};
use rust_decimal::Decimal;
use serde_json::Value;

pub struct Book {
    /// By number.
    pub operations: BTreeMap<i64, Operation>,
    pub registers: BTreeMap<i64, Register>,
    /// In the order of the chain.
    pub events: Vec<Event>,
}

pub struct Operation {
    pub id: String,
    pub reference: String,
    pub service: String,
    pub kind: String,
    pub driver: String,
    pub balance: String,
    pub target: Option<String>,
    pub amount: Decimal,
    pub with_payment: bool,
    pub commission_included: bool,
    pub body: String,
    pub token: Option<String>,
    pub register: Option<i64>,
    pub row: Option<i64>,
    pub repeats: Option<String>,
    pub state: State,
    pub was_unknown: bool,
    /// The service took it under a name of its own.
    pub named: bool,
    /// Announced repeats, and the number of the last one: the first sending is 1.
    pub repeated: u32,
    pub last_sending: u64,
    /// A step that may not follow the one before it.
    pub illegal: Option<String>,
    pub confirmed_at: Option<Timestamp>,
    pub intent_at: Option<Timestamp>,
    pub accepted_at: Option<Timestamp>,
    /// Of the body, as the intent says.
    pub intent_sha256: Option<String>,
}

pub struct Register {
    pub id: String,
    pub rows: i64,
    pub control: Decimal,
}

pub struct Event {
    pub at: Timestamp,
    pub operation: Option<i64>,
    pub register: Option<i64>,
    pub kind: String,
    pub details: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Waiting,
    Sent,
    Accepted,
    Rejected,
    NotSent,
    Unknown,
    Cancelled,
    ClosedExists,
    ClosedAbsent,
}

impl State {
    /// How it stands after an event; `None`: the event may not follow.
    fn after(self, kind: &str, details: &Value) -> Option<Self> {
        Some(match (self, kind) {
            (Self::Waiting, "intent") => Self::Sent,
            (Self::Waiting, "cancelled") => Self::Cancelled,
            (Self::Sent | Self::Unknown, "accepted") => Self::Accepted,
            (Self::Sent, "rejected") => Self::Rejected,
            (Self::Sent, "not_sent") => Self::NotSent,
            (Self::Sent, "unknown" | "pending")
            | (Self::Unknown, "checked" | "pending" | "repeated") => Self::Unknown,
            (Self::Unknown, "failed") => Self::Rejected,
            (Self::Unknown, "closed") => match member(details, "verdict")?.as_str()? {
                "exists" => Self::ClosedExists,
                "absent" => Self::ClosedAbsent,
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Money may have moved, and nobody knows yet.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Unknown)
    }
}

impl Book {
    /// # Errors
    /// SQLite's, and values that cannot be read.
    pub fn read(file: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut book = Self {
            operations: numbered(&connection, "operations", operation)?,
            registers: numbered(&connection, "registers", register)?,
            events: Vec::new(),
        };
        let mut statement = connection.prepare("SELECT * FROM events ORDER BY seq")?;
        let events = statement.query_map([], event)?;
        book.events = events.collect::<rusqlite::Result<_>>()?;
        for event in &book.events {
            let operation = event
                .operation
                .and_then(|one| book.operations.get_mut(&one));
            if let Some(operation) = operation {
                operation.follow(event);
            }
        }
        Ok(book)
    }

    pub fn by_reference(&self, reference: &str) -> Option<&Operation> {
        let mut operations = self.operations.values();
        operations.find(|one| one.reference == reference)
    }
}

impl Operation {
    pub fn at_yandex(&self) -> bool {
        self.service == "yandex"
    }

    fn follow(&mut self, event: &Event) {
        if event.kind == "confirmed" {
            self.confirmed_at = Some(event.at);
            return;
        }
        if event.kind == "intent" {
            let sha256 = member(&event.details, "body_sha256");
            self.intent_at = Some(event.at);
            self.intent_sha256 = sha256.and_then(Value::as_str).map(str::to_owned);
        }
        if event.kind == "accepted" {
            self.accepted_at = Some(event.at);
        }
        match self.state.after(&event.kind, &event.details) {
            Some(state) if self.may_be(event) => self.state = state,
            _ => {
                let step = format!("{} in state {:?}", event.kind, self.state);
                self.illegal.get_or_insert(step);
            }
        }
        self.was_unknown |= event.kind == "unknown";
        self.named |= event.kind == "pending";
        if event.kind == "repeated" {
            self.repeated += 1;
            self.last_sending = number_of(event).unwrap_or(self.last_sending);
        }
    }

    /// Only Yandex takes first and carries out later, only there a token makes one of several sendings, and only of what
    /// it named can it say that it failed.
    fn may_be(&self, event: &Event) -> bool {
        match event.kind.as_str() {
            "pending" => self.at_yandex(),
            "failed" => self.at_yandex() && self.named,
            "repeated" => self.at_yandex() && number_of(event) == Some(self.last_sending + 1),
            _ => true,
        }
    }
}

fn number_of(event: &Event) -> Option<u64> {
    member(&event.details, "number")?.as_u64()
}

/// A member of an event's details, which may stand inside an object named after the event.
pub fn member<'a>(details: &'a Value, name: &str) -> Option<&'a Value> {
    let inner = details.as_object()?.values().next();
    details
        .get(name)
        .or_else(|| inner.and_then(|inner| inner.get(name)))
}

fn numbered<T>(
    connection: &Connection,
    table: &str,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<BTreeMap<i64, T>> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY number"))?;
    let rows = statement.query_map([], |row| Ok((row.get("number")?, read(row)?)))?;
    rows.collect()
}

fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    Ok(Operation {
        id: row.get("id")?,
        reference: row.get("reference")?,
        service: row.get("service")?,
        kind: row.get("kind")?,
        driver: row.get("driver_id")?,
        balance: row.get("balance_id")?,
        target: row.get("target_balance_id")?,
        amount: read(row, "amount")?,
        with_payment: row.get("creates_payment")?,
        commission_included: row.get("include_commission")?,
        body: row.get("body")?,
        token: row.get("token")?,
        register: row.get("register")?,
        row: row.get("register_row")?,
        repeats: row.get("repeats")?,
        state: State::Waiting,
        was_unknown: false,
        named: false,
        repeated: 0,
        last_sending: 1,
        illegal: None,
        confirmed_at: None,
        intent_at: None,
        accepted_at: None,
        intent_sha256: None,
    })
}

fn register(row: &Row<'_>) -> rusqlite::Result<Register> {
    Ok(Register {
        id: row.get("id")?,
        rows: row.get("rows")?,
        control: read(row, "control")?,
    })
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let details: String = row.get("details")?;
    Ok(Event {
        at: read(row, "at")?,
        operation: row.get("operation")?,
        register: row.get("register")?,
        kind: row.get("kind")?,
        details: serde_json::from_str(&details).map_err(|error| unreadable(&error))?,
    })
}

fn read<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T::Err: fmt::Display,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error: T::Err| unreadable(&error))
}

fn unreadable(error: &dyn fmt::Display) -> rusqlite::Error {
    rusqlite::Error::InvalidParameterName(error.to_string())
}
