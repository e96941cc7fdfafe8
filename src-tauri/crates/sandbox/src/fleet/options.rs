//! How the Fleet side of a park is set up: keys, limits, and what the vendor's documentation leaves open.

use super::FLEET_PARK;

/// A key of Fleet and what it may do.
#[derive(Clone, Debug)]
pub struct FleetKey {
    pub value: String,
    /// The client id that has to come with it.
    pub client_id: String,
    /// What `created_by.key_id` shows.
    pub key_id: String,
    /// Without it both creates are answered 403.
    pub creates: bool,
    /// Operations answered 403, by operationId.
    pub forbidden: Vec<String>,
}

impl FleetKey {
    /// A key with every right.
    pub fn full(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            client_id: format!("taxi/park/{FLEET_PARK}"),
            key_id: "521".to_owned(),
            creates: true,
            forbidden: Vec::new(),
        }
    }

    /// A key without the right to create transactions.
    pub fn readonly(value: impl Into<String>) -> Self {
        Self {
            key_id: "522".to_owned(),
            creates: false,
            ..Self::full(value)
        }
    }

    /// `demo-fleet-key`, `demo-fleet-readonly-key`.
    pub fn demo() -> Vec<Self> {
        vec![
            Self::full("demo-fleet-key"),
            Self::readonly("demo-fleet-readonly-key"),
        ]
    }
}

/// How many requests are let through; more are answered 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FleetLimit {
    pub per_second: u32,
    pub per_hour: u32,
    /// Whether 429 tells by Retry-After (seconds) when to come back.
    pub retry_after: bool,
}

impl FleetLimit {
    /// Two requests a second and 5 000 an hour, as the vendor's page once said.
    pub const USUAL: Self = Self {
        per_second: 2,
        per_hour: 5_000,
        retry_after: true,
    };
}

/// What a create with a token that is still remembered answers; it never has a second effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replay {
    pub answer: ReplayAnswer,
    /// Another body under a remembered token is answered 400; otherwise it is taken for the first one.
    pub refuses_other_body: bool,
    /// A token is forgotten so many seconds of the park's clock after its effect: the same request has then a second
    /// effect. `None` = never.
    pub forgotten_after: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplayAnswer {
    /// The first answer, byte for byte.
    First,
    Conflict409,
}

/// Pages that are too large for the service: what is asked for above `over` rows is answered `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargePages {
    pub over: u64,
    /// 429 or 504 were met.
    pub status: u16,
}

/// Behaviour that the documentation leaves open; a client must live with every combination.
#[derive(Clone, Debug)]
pub struct FleetQuirks {
    pub replay: Replay,
    /// Everything is answered 410 "bad request host", as an international park is at the wrong address.
    pub wrong_host: bool,
    /// Another park's id is answered 404 instead of 403.
    pub wrong_park_is_404: bool,
    pub large_pages: Option<LargePages>,
    /// Every so-many-th page (2 or more) of a list with a cursor is empty and still has a cursor.
    pub empty_pages: Option<u32>,
    /// The last rows come with a cursor, and only the empty page after them without.
    pub lingering_cursor: bool,
    /// The last page has no member `cursor` instead of an empty one.
    pub absent_last_cursor: bool,
    /// The cursor counts rows instead of remembering one: a row that is inserted meanwhile shows another one twice.
    pub cursor_by_offset: bool,
    /// A small share of the rows is in another currency; they do not move the balance.
    pub two_currencies: bool,
    /// Every so-many-th v3 transaction fails although nothing is wrong with it; 1 = all.
    pub v3_fail_every: Option<u32>,
    /// The state that v3 shows instead of `in_progress`.
    pub v3_open_status: Option<String>,
}

impl Default for FleetQuirks {
    fn default() -> Self {
        Self {
            replay: Replay {
                answer: ReplayAnswer::First,
                refuses_other_body: true,
                forgotten_after: None,
            },
            wrong_host: false,
            wrong_park_is_404: false,
            large_pages: None,
            empty_pages: None,
            lingering_cursor: false,
            absent_last_cursor: false,
            cursor_by_offset: false,
            two_currencies: false,
            v3_fail_every: None,
            v3_open_status: None,
        }
    }
}
