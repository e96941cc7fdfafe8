//! A desk over the demo park in process: no sockets, no waiting, and the truth of the park at hand.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod application;
pub mod card;
pub mod colleague;
pub mod fleet;
pub mod journals;
pub mod money;
pub mod register;
pub mod requisites;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use desk::{
    Desk, DeskEvent, DeskParts, DeskResult, Events, Ids, WirePair, Wires,
    connections::types::ConnectionId,
    parts::{Blocking, Trial},
    preferences::MemoryPreferences,
};
use journals::{Journals, journals};
use parking_lot::Mutex;
use sandbox::{Options, Sandbox};
use tokio::sync::Notify;
use transport::{BaseAddress, ManualClock, Secret, ServiceWire, Wire};
use vault::{MemoryKeychain, Vault};

/// The demo park's key with every right; `demo-limited-key` and `demo-readonly-key` have fewer.
pub const FULL_KEY: &str = "demo-park-key";

pub struct Rig {
    pub desk: Desk,
    pub sandbox: Sandbox,
    /// Eager: every wait is over at once.
    pub clock: ManualClock,
    pub events: Arc<SeenEvents>,
    pub preferences: Arc<MemoryPreferences>,
    pub keychain: Arc<MemoryKeychain>,
    pub journals: Journals,
    /// What the desk was made of: for another run on the same computer.
    pub parts: DeskParts,
    /// The open demo connection.
    pub park: ConnectionId,
}

impl Rig {
    /// A small park, the key with every right.
    pub async fn new() -> Self {
        Self::of(small_park(), FULL_KEY).await
    }

    pub async fn of(options: Options, key: &str) -> Self {
        Self::over(options, key, |wire| wire).await
    }

    /// `way` may put something between the desk and the park.
    pub async fn over(
        options: Options,
        key: &str,
        way: impl FnOnce(Arc<dyn Wire>) -> Arc<dyn Wire>,
    ) -> Self {
        let clock = ManualClock::eager(options.now);
        Self::on(clock, options, key, way).await
    }

    /// On a clock of the test's own.
    pub async fn on(
        clock: ManualClock,
        options: Options,
        key: &str,
        way: impl FnOnce(Arc<dyn Wire>) -> Arc<dyn Wire>,
    ) -> Self {
        let sandbox = Sandbox::new(options);
        let wire = way(Arc::new(ServiceWire::new(sandbox.router())));
        let keychain = Arc::new(MemoryKeychain::new());
        let events = Arc::new(SeenEvents::default());
        let preferences = Arc::new(MemoryPreferences::default());
        let journals = journals(Arc::new(clock.clone()), &*preferences);
        let parts = DeskParts {
            clock: Arc::new(clock.clone()),
            events: events.clone(),
            preferences: preferences.clone(),
            vault: Vault::new(keychain.clone()),
            wires: Arc::new(OneWire(wire)),
            ids: Arc::new(CountedIds::default()),
            demo_key: Secret::from(key.to_owned()),
            journal: journals.journal.clone(),
            practice: journals.practice.clone(),
            journal_folder: String::new(),
            scribe: journals.scribe.clone(),
            blocking: Blocking::Threads,
            trial: Trial::default(),
        };
        let desk = Desk::new(parts.clone());
        let park = desk.open_demo("Демо-парк").await.unwrap().id;
        Self {
            desk,
            sandbox,
            clock,
            events,
            preferences,
            keychain,
            journals,
            parts,
            park,
        }
    }
}

/// Enough of everything to show every case, and quick to grow.
pub fn small_park() -> Options {
    Options {
        drivers: 60,
        payments: 500,
        applications: 120,
        ..Options::default()
    }
}

pub struct OneWire(pub Arc<dyn Wire>);

impl Wires for OneWire {
    fn wires(&self, _base: &BaseAddress, _demo: bool) -> DeskResult<WirePair> {
        Ok(WirePair {
            reads: self.0.clone(),
            writes: self.0.clone(),
        })
    }
}

/// `id-1`, `id-2`, …
#[derive(Default)]
struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn next(&self) -> String {
        format!("id-{}", self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// Everything the desk told the screen, in order.
#[derive(Default)]
pub struct SeenEvents {
    list: Mutex<Vec<DeskEvent>>,
    told: Notify,
}

impl Events for SeenEvents {
    fn emit(&self, event: DeskEvent) {
        self.list.lock().push(event);
        self.told.notify_waiters();
    }
}

impl SeenEvents {
    pub fn all(&self) -> Vec<DeskEvent> {
        self.list.lock().clone()
    }

    /// Looks now and after each event until `found` gives something; a minute is for a test that hangs.
    pub async fn until<T>(&self, mut found: impl FnMut() -> Option<T>) -> T {
        let looking = async {
            loop {
                let told = self.told.notified();
                tokio::pin!(told);
                told.as_mut().enable();
                if let Some(value) = found() {
                    return value;
                }
                told.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), looking)
            .await
            .expect("what the test waits for did not happen")
    }
}
