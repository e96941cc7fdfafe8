//! The way into the service: its own rate limit, its keys and headers, and what a handler gets of a request.

use super::{
    FLEET_PARK,
    answer::{bad, refusal},
    body::Part,
    book::Book,
    options::{FleetKey, FleetLimit, FleetQuirks},
    seed,
};
use crate::{answer::Reply, park::Sandbox, query::Query};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use parking_lot::{Mutex, MutexGuard, RwLock};
use serde_json::Value;
use std::{
    collections::VecDeque,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// What the park keeps of Fleet before anybody has asked for it: next to nothing.
pub struct Door {
    book: OnceLock<Mutex<Book>>,
    quirks: RwLock<FleetQuirks>,
    /// Moments of the requests of the last hour, where there is a limit.
    recent: Mutex<VecDeque<Instant>>,
    requests: AtomicU64,
}

impl Door {
    pub fn new(quirks: FleetQuirks) -> Self {
        Self {
            book: OnceLock::new(),
            quirks: RwLock::new(quirks),
            recent: Mutex::default(),
            requests: AtomicU64::new(0),
        }
    }

    pub fn set_quirks(&self, quirks: FleetQuirks) {
        *self.quirks.write() = quirks;
    }

    pub fn quirks(&self) -> FleetQuirks {
        self.quirks.read().clone()
    }

    /// The text of `X-YaRequestId` of the next answer.
    pub fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        super::id_of(0, number)
    }

    fn within_limit(&self, limit: FleetLimit) -> Result<(), Reply> {
        const SECOND: Duration = Duration::from_secs(1);
        const HOUR: Duration = Duration::from_secs(3_600);
        let now = Instant::now();
        let mut recent = self.recent.lock();
        while recent.front().is_some_and(|at| now - *at >= HOUR) {
            recent.pop_front();
        }
        let last_second = recent.iter().rev().take_while(|at| now - **at < SECOND);
        let wait = if last_second.count() >= limit.per_second as usize {
            SECOND
        } else if recent.len() >= limit.per_hour as usize {
            recent.front().map_or(SECOND, |at| HOUR - (now - *at))
        } else {
            recent.push_back(now);
            return Ok(());
        };
        let refused = refusal(StatusCode::TOO_MANY_REQUESTS);
        Err(match limit.retry_after {
            true => refused.with_header(
                header::RETRY_AFTER,
                wait.as_millis().div_ceil(1_000).to_string(),
            ),
            false => refused,
        })
    }
}

impl Sandbox {
    /// The service's memory at the park's present moment; grown when it is first asked for.
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        let now = self.look().now;
        let door = self.fleet_door();
        let book = door.book.get_or_init(|| Mutex::new(seed::grow(self)));
        let mut book = book.lock();
        book.settle(now);
        book
    }
}

/// A request that was read but not yet let in.
pub struct Knock {
    pub headers: HeaderMap,
    pub query: Query,
    pub body: Bytes,
}

impl Knock {
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?.to_str().ok()?;
        Some(value).filter(|value| !value.is_empty())
    }

    /// Which page of its list is asked for, from 1: what a fault's `@page=` means.
    pub fn page(&self) -> u64 {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let cursor = body["cursor"]
            .as_str()
            .and_then(super::cursor::Cursor::read);
        if let Some(cursor) = cursor {
            return cursor.page.into();
        }
        let number = |name: &str| body[name].as_u64();
        match (number("offset"), number("limit")) {
            (Some(offset), limit) => offset / limit.unwrap_or(1_000).max(1) + 1,
            _ => 1,
        }
    }

    /// The driver that a request names, if it names one.
    pub fn driver(&self) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        let id = body.pointer("/query/park/driver_profile/id")?;
        id.as_str().map(str::to_owned)
    }
}

/// A request that has passed the gate.
pub struct Visit<'a> {
    pub sandbox: &'a Sandbox,
    pub operation: &'static str,
    pub key: &'a FleetKey,
    /// Place of the key among the park's.
    pub key_place: u8,
    pub quirks: FleetQuirks,
    /// The names of the answer are Russian.
    pub russian: bool,
    pub query: &'a Query,
    pub body: &'a Bytes,
    /// Empty except for the creates.
    pub token: &'a str,
}

impl<'a> Visit<'a> {
    /// Host, limit, key, client, headers, in this order.
    pub fn admit(
        sandbox: &'a Sandbox,
        operation: &'static str,
        knock: &'a Knock,
    ) -> Result<Self, Reply> {
        let (door, options) = (sandbox.fleet_door(), sandbox.options());
        let quirks = door.quirks();
        if quirks.wrong_host {
            return Err(refusal(StatusCode::GONE));
        }
        if let Some(limit) = options.fleet_limit {
            door.within_limit(limit)?;
        }
        let (key_place, key) = authorise(&options.fleet_keys, knock, operation)?;
        let language = knock.header("accept-language").unwrap_or("");
        let is_list = operation.starts_with("list");
        if is_list && language.chars().count() < 2 {
            return Err(bad("Accept-Language: at least 2 characters are expected"));
        }
        let content_type = knock.header("content-type").unwrap_or("");
        let has_body = !matches!(
            operation,
            "getDriverTransactionStatusV3" | "listWorkRules" | "getBlockedBalance"
        );
        if has_body && !content_type.starts_with("application/json") {
            return Err(bad("Content-Type: application/json is expected"));
        }
        if operation == "getBlockedBalance" && knock.header("x-park-id").is_none() {
            return Err(bad("X-Park-ID: required"));
        }
        let visit = Self {
            sandbox,
            operation,
            key,
            key_place: key_place as u8,
            russian: language.is_empty() || language.starts_with("ru"),
            query: &knock.query,
            body: &knock.body,
            token: token(operation, knock)?,
            quirks,
        };
        match knock.header("x-park-id") {
            Some(park) if park != FLEET_PARK => Err(visit.wrong_park()),
            _ => Ok(visit),
        }
    }

    pub fn json(&self) -> Result<Value, Reply> {
        serde_json::from_slice(self.body).map_err(|_| bad("the body is not JSON"))
    }

    pub fn book(&self) -> MutexGuard<'a, Book> {
        self.sandbox.book()
    }

    fn wrong_park(&self) -> Reply {
        match self.quirks.wrong_park_is_404 {
            true => refusal(StatusCode::NOT_FOUND),
            false => refusal(StatusCode::FORBIDDEN),
        }
    }

    /// Refuses another park's id.
    pub fn park(&self, id: &str) -> Result<(), Reply> {
        match id == FLEET_PARK {
            true => Ok(()),
            false => Err(self.wrong_park()),
        }
    }

    /// Refuses a query about another park.
    pub fn of_park(&self, park: &Part) -> Result<(), Reply> {
        self.park(park.required_text("id", 100)?)
    }

    /// A required parameter of the address, 1 to `longest` characters.
    pub fn parameter(&self, name: &str, longest: usize) -> Result<&'a str, Reply> {
        let value = self
            .query
            .one(name)
            .ok_or_else(|| bad(format!("{name}: required")))?;
        match value.chars().count() <= longest {
            true => Ok(value),
            false => Err(bad(format!(
                "{name}: at most {longest} characters are expected"
            ))),
        }
    }
}

fn authorise<'a>(
    keys: &'a [FleetKey],
    knock: &Knock,
    operation: &str,
) -> Result<(usize, &'a FleetKey), Reply> {
    let value = knock.header("x-api-key");
    let client = knock.header("x-client-id");
    let mut known = keys.iter().enumerate();
    let found = value.and_then(|value| known.find(|(_, key)| key.value == value));
    let (Some((place, key)), Some(client)) = (found, client) else {
        return Err(refusal(StatusCode::UNAUTHORIZED));
    };
    let lacks_right = operation.starts_with("create") && !key.creates;
    let is_forbidden = key.forbidden.iter().any(|name| name == operation);
    if client != key.client_id || lacks_right || is_forbidden {
        return Err(refusal(StatusCode::FORBIDDEN));
    }
    Ok((place, key))
}

/// The idempotency token that a create must bring: 16 to 64 printable ASCII signs.
fn token<'a>(operation: &str, knock: &'a Knock) -> Result<&'a str, Reply> {
    if !operation.starts_with("create") {
        return Ok("");
    }
    let token = knock.header("x-idempotency-token").unwrap_or("");
    let is_printable = token.bytes().all(|sign| (b' '..=b'~').contains(&sign));
    match (16..=64).contains(&token.len()) && is_printable {
        true => Ok(token),
        false => Err(bad(
            "X-Idempotency-Token: 16 to 64 printable ASCII characters are expected",
        )),
    }
}
