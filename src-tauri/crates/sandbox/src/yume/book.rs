//! What the service keeps: triggers, tokens, messages, the integration.

use super::{
    inspect::{YumeMessageTruth, YumeRequest},
    options::{YumeIntegrationState, YumeQuirks},
    seed,
};
use crate::{moments::Seconds, options::Options, park::Sandbox};
use parking_lot::{Mutex, MutexGuard};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use tokio::time::Instant;

/// Requests that are remembered.
const LONGEST_LOG: usize = 2_000;

pub struct Book {
    pub now: Seconds,
    pub quirks: YumeQuirks,
    /// Ascending by id.
    pub triggers: Vec<Trigger>,
    last_trigger: i64,
    pub tokens: Vec<Token>,
    /// Tokens given so far: what makes each another one.
    pub given: u64,
    pub settings: Map<String, Value>,
    /// Integrations other than Wazzup that are connected, by slug.
    pub connected: Vec<String>,
    pub messages: Vec<YumeMessageTruth>,
    pub requests: VecDeque<YumeRequest>,
    /// Moments of the logins of the last hour.
    pub logins: VecDeque<Instant>,
}

/// An automatic message. Statuses of rents are kept as words, whatever the answers show.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub id: i64,
    pub created: Seconds,
    pub updated: Seconds,
    /// Every member but those that the service fills in itself.
    pub members: Map<String, Value>,
}

pub struct Token {
    pub text: String,
    /// Place among the park's users.
    pub user: usize,
    pub is_refresh: bool,
    pub ends: Seconds,
}

impl Book {
    /// Keeps a new trigger and answers its id.
    pub fn push_trigger(&mut self, members: Map<String, Value>) -> i64 {
        self.last_trigger += 1;
        self.triggers.push(Trigger {
            id: self.last_trigger,
            created: self.now,
            updated: self.now,
            members,
        });
        self.last_trigger
    }

    pub fn trigger(&mut self, id: i64) -> Option<&mut Trigger> {
        self.triggers.iter_mut().find(|one| one.id == id)
    }

    pub fn note_request(&mut self, request: YumeRequest) {
        if self.requests.len() == LONGEST_LOG {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub fn is_connected(&self) -> bool {
        self.quirks.integration != YumeIntegrationState::Off
    }
}

/// The service's memory behind a lock of its own.
pub struct Door(Mutex<Book>);

impl Door {
    pub fn new(options: &Options) -> Self {
        let (triggers, settings) = seed::grow(options);
        Self(Mutex::new(Book {
            now: options.now.as_second(),
            quirks: options.yume_quirks.clone(),
            last_trigger: triggers.last().map_or(0, |one| one.id),
            triggers,
            tokens: Vec::new(),
            given: 0,
            settings,
            connected: Vec::new(),
            messages: Vec::new(),
            requests: VecDeque::new(),
            logins: VecDeque::new(),
        }))
    }
}

impl Sandbox {
    /// The service's memory at the park's present moment.
    pub(crate) fn yume_book(&self) -> MutexGuard<'_, Book> {
        let now = self.look().now;
        let mut book = self.yume_door().0.lock();
        book.now = now;
        book
    }
}
