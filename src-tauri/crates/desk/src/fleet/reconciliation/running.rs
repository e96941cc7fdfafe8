//! The readings that are under way and the reconciliations that were made, for this run: one reading of a park at a time,
//! told while it goes on and stopped when nobody waits for it; what was made is kept for the file that may be asked for.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::types::{Reconciliation, ReconciliationId, ReconciliationProgress, SideProgress};
use crate::{
    Desk, DeskEvent,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    time::iso,
};

/// The oldest goes first; a screen shows one of each park.
const MOST_KEPT: usize = 6;
/// Progress is told at most so often.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

#[derive(Default)]
pub struct Reconciliations {
    running: Mutex<HashMap<ConnectionId, Running>>,
    made: Mutex<VecDeque<Arc<Made>>>,
}

struct Running {
    reading: u32,
    cancel: CancellationToken,
}

/// A reconciliation with whose it is.
pub struct Made {
    pub connection: ConnectionId,
    /// Name of the one driver; empty for a park.
    pub driver: String,
    pub result: Reconciliation,
}

impl Reconciliations {
    /// A new reading of a park ends the one before it: nobody waits for that any more.
    pub fn begin(&self, connection: &ConnectionId, reading: u32) -> CancellationToken {
        let cancel = CancellationToken::new();
        let running = Running {
            reading,
            cancel: cancel.clone(),
        };
        let former = self.running.lock().insert(connection.clone(), running);
        if let Some(former) = former {
            former.cancel.cancel();
        }
        cancel
    }

    /// A later one goes on: the word to stop may come after it has begun.
    fn cancel(&self, connection: &ConnectionId, reading: u32) {
        if let Some(running) = self.running.lock().get(connection)
            && running.reading <= reading
        {
            running.cancel.cancel();
        }
    }

    pub fn keep(&self, made: Made) {
        let mut kept = self.made.lock();
        if kept.len() == MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back(Arc::new(made));
    }

    /// # Errors
    /// `NoRegister` for one that is not kept (any more), or is another park's.
    pub fn made(&self, connection: &ConnectionId, id: &ReconciliationId) -> DeskResult<Arc<Made>> {
        let kept = self.made.lock();
        let own = |made: &&Arc<Made>| made.result.id == *id && made.connection == *connection;
        let found = kept.iter().find(own).cloned();
        found.ok_or_else(|| DeskError::new(DeskErrorCode::NoRegister))
    }
}

impl Desk {
    /// Stops this reading of the park's, and any before it; it answers `Cancelled`. One that is over stays as it is.
    pub fn cancel_reconciliation(&self, connection: &ConnectionId, reading: u32) {
        self.0.fleet.reconciliations.cancel(connection, reading);
    }
}

/// Tells how far a reading is.
pub struct Progress<'a> {
    desk: &'a Desk,
    seen: Mutex<Seen>,
}

struct Seen {
    progress: ReconciliationProgress,
    told: Option<Timestamp>,
}

impl<'a> Progress<'a> {
    pub fn new(desk: &'a Desk, connection: &ConnectionId, reading: u32) -> Self {
        let progress = ReconciliationProgress {
            connection: connection.clone(),
            reading,
            jump: SideProgress::default(),
            yandex: SideProgress::default(),
        };
        Self {
            desk,
            seen: Mutex::new(Seen {
                progress,
                told: None,
            }),
        }
    }

    pub fn jump(&self, rows: usize, total: u32) {
        self.tell(false, |progress| {
            progress.jump.rows = counted(rows);
            progress.jump.total = Some(total);
        });
    }

    pub fn jump_is_read(&self, rows: usize) {
        self.tell(true, |progress| {
            progress.jump.rows = counted(rows);
            progress.jump.done = true;
        });
    }

    pub fn yandex(&self, rows: usize) {
        self.tell(false, |progress| {
            progress.yandex.rows = counted(rows);
            progress.yandex.waiting_until = None;
        });
    }

    pub fn yandex_waits(&self, wait: Duration) {
        let until = self.desk.now().saturating_add(wait);
        let until = until.unwrap_or(Timestamp::MAX);
        self.tell(true, |progress| {
            progress.yandex.waiting_until = Some(iso(until, &self.desk.zone()));
        });
    }

    pub fn yandex_is_read(&self) {
        self.tell(true, |progress| progress.yandex.done = true);
    }

    /// The lock is held while it is told, so that nothing older is told after something newer.
    fn tell(&self, at_once: bool, change: impl FnOnce(&mut ReconciliationProgress)) {
        let mut seen = self.seen.lock();
        change(&mut seen.progress);
        let now = self.desk.now();
        let recent = |told: Timestamp| now.duration_since(told).unsigned_abs() < BETWEEN_EVENTS;
        if at_once || !seen.told.is_some_and(recent) {
            seen.told = Some(now);
            let told = DeskEvent::Reconciliation(seen.progress.clone());
            self.desk.emit(told);
        }
    }
}

fn counted(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
