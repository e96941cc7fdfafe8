//! What is known of operations besides the journal, for this run: plans, holds, what is under way, when to look again.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::Timestamp;
use journal::Event;
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::{
    plans::Plans,
    types::{JournalState, OperationId},
};
use crate::{Desk, connections::types::ConnectionId};

/// Lookups side by side: they must not take the whole rate from what a person does.
const LOOKUPS: usize = 2;

/// By the operation's id where nothing else is said.
pub(crate) struct Operations {
    pub(super) plans: Plans,
    pub(super) holds: Mutex<HashMap<String, Hold>>,
    /// Between the intent and the record of the outcome, repeats included.
    pub(super) under_way: Mutex<HashSet<String>>,
    turns: Mutex<HashMap<(ConnectionId, String), Turn>>,
    pub(super) watched: Mutex<HashMap<String, Watched>>,
    pub(super) lookups: Semaphore,
    /// What happened and could not be written yet: the first that may follow is.
    pub(super) unwritten: Mutex<HashMap<String, (ConnectionId, Vec<Event>)>>,
    /// Held while an operation is looked at and told, so that no older state is told after a newer one.
    pub(super) telling: Mutex<()>,
    /// Held from the last look at what an operation repeats and at the limits until it is written down.
    pub(super) last_look: tokio::sync::Mutex<()>,
    /// As the screen was told last: of the journal, and of the practice.
    pub(super) told: Mutex<[Option<JournalState>; 2]>,
}

/// Whose turn it is to send something for a driver.
pub(super) type Turn = Arc<tokio::sync::Mutex<()>>;

/// A single operation that this run confirmed and is not done with.
pub(super) struct Hold {
    /// Unset before it is in the journal, and when it cannot be taken back any more.
    pub until: Option<Timestamp>,
    pub cancel: CancellationToken,
}

/// An unknown operation that is looked up by itself.
#[derive(Default)]
pub(super) struct Watched {
    pub next_at: Option<Timestamp>,
    pub checking: bool,
    /// One look at a time.
    pub looking: Turn,
    /// Its looks by itself are planned.
    pub planned: bool,
}

impl Default for Operations {
    fn default() -> Self {
        Self {
            plans: Plans::default(),
            holds: Mutex::default(),
            under_way: Mutex::default(),
            turns: Mutex::default(),
            watched: Mutex::default(),
            lookups: Semaphore::new(LOOKUPS),
            unwritten: Mutex::default(),
            telling: Mutex::default(),
            last_look: tokio::sync::Mutex::default(),
            told: Mutex::default(),
        }
    }
}

impl Operations {
    /// Operations of one driver leave one after another.
    pub(super) fn turn(&self, connection: &ConnectionId, driver: &str) -> Turn {
        let mut turns = self.turns.lock();
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        let key = (connection.clone(), driver.to_owned());
        turns.entry(key).or_default().clone()
    }

    /// Until when it can be taken back; `None` when that is over.
    pub(super) fn date_hold(&self, id: &OperationId, until: Option<Timestamp>) {
        if let Some(hold) = self.holds.lock().get_mut(&id.0) {
            hold.until = until;
        }
    }

    /// Those that nobody plans or makes now.
    pub(super) fn forget_idle_looks(&self) {
        let mut watched = self.watched.lock();
        watched.retain(|_, one| one.planned || Arc::strong_count(&one.looking) > 1);
    }

    /// Marks an operation as under way until this is dropped.
    pub(super) fn begin(&self, id: &str) -> UnderWay<'_> {
        self.under_way.lock().insert(id.to_owned());
        UnderWay(self, id.to_owned())
    }
}

impl Desk {
    /// Single operations in their hold or being sent, and registers of payouts under way: what closing the program now
    /// would leave for the next start.
    pub fn money_under_way(&self) -> usize {
        self.0.operations.holds.lock().len() + self.payouts_under_way()
    }
}

pub(super) struct UnderWay<'a>(&'a Operations, String);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.lock().remove(&self.1);
    }
}
