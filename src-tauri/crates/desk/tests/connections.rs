//! Connections over the demo park: the check that ends early, dictionaries that fail, clients that are made anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use desk::{
    Desk, DeskErrorCode, DeskParts, RandomIds,
    connections::types::{CheckState, KeepKey, KeyPlace, ParkColor},
    dictionaries::Dictionary,
    parts::{Blocking, Trial},
    preferences::MemoryPreferences,
};
use futures::{FutureExt, future::BoxFuture};
use parking_lot::Mutex;
use rig::{FULL_KEY, OneWire, Rig, SeenEvents, journals::journals, small_park};
use sandbox::Sandbox;
use tokio::sync::Notify;
use transport::{ManualClock, Reached, Secret, ServiceWire, Wire, WireBody, WireError, WireFault};
use vault::{Keychain, MemoryKeychain, Readiness, Vault, VaultError};

/// A way to a park that is not there, for one fault, and how often it was tried.
struct Broken(WireFault, Arc<AtomicUsize>);

impl Wire for Broken {
    fn send(
        &self,
        _request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        let error = WireError::new(Reached::Nothing, self.0, "no way");
        async { Err(error) }.boxed()
    }
}

fn faults(rig: &Rig, rules: &[&str]) {
    let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
    rig.sandbox.set_faults(rules);
}

// The check.

#[tokio::test]
async fn check_without_network_does_not_try_every_operation_in_turn() {
    for (fault, code, tries) in [
        (WireFault::Connect, DeskErrorCode::Offline, 4),
        (WireFault::Timeout, DeskErrorCode::Timeout, 4),
        (WireFault::Tls, DeskErrorCode::TlsFailed, 1),
        (WireFault::Proxy, DeskErrorCode::ProxyFailed, 1),
    ] {
        let tried = Arc::new(AtomicUsize::new(0));
        let counter = tried.clone();
        let rig = Rig::over(small_park(), FULL_KEY, |_| Arc::new(Broken(fault, counter))).await;
        let lines = rig.desk.check_connection(&rig.park).await.unwrap();
        assert_eq!(lines.len(), 1, "{fault:?}");
        assert_eq!(
            (lines[0].state, lines[0].error),
            (CheckState::Failed, Some(code))
        );
        assert_eq!(tried.load(Ordering::SeqCst), tries, "{fault:?}");
    }
}

#[tokio::test]
async fn check_goes_on_after_a_failure_of_one_operation() {
    let rig = Rig::new().await;
    faults(
        &rig,
        &["listDrivers:500", "dictGroups:bare=404", "dictAgents:drop"],
    );
    let lines = rig.desk.check_connection(&rig.park).await.unwrap();
    let states = |wanted: CheckState| -> Vec<&str> {
        let lines = lines.iter().filter(|line| line.state == wanted);
        lines.map(|line| line.operation.as_str()).collect()
    };
    assert_eq!(states(CheckState::Failed), ["dictAgents", "listDrivers"]);
    assert_eq!(states(CheckState::NotThere), ["dictGroups"]);
    // The park's first application has no job and no file, and no subscription is known.
    let skipped = [
        "getDriver",
        "getApplicationIntegration",
        "downloadApplicationFile",
        "getWebhook",
    ];
    assert_eq!(states(CheckState::Skipped), skipped);
    let reads = |endpoint: &&jump::Endpoint| {
        matches!(endpoint.kind, jump::Kind::Read | jump::Kind::Download)
    };
    let asked = jump::ENDPOINTS.iter().filter(reads).count();
    assert_eq!(states(CheckState::Answers).len(), asked - 3 - skipped.len());
    let changes = jump::ENDPOINTS.iter().filter(|endpoint| !reads(endpoint));
    for endpoint in changes {
        assert_eq!(rig.sandbox.calls(endpoint.operation), 0);
    }
}

#[tokio::test]
async fn check_ends_when_the_network_goes_away_under_way() {
    let rig = Rig::new().await;
    faults(&rig, &["dictGroups:drop", "dictAntiFraudStatuses:drop"]);
    let lines = rig.desk.check_connection(&rig.park).await.unwrap();
    assert_eq!(lines.len(), 4);
    assert!(
        lines[..2]
            .iter()
            .all(|line| line.state == CheckState::Answers)
    );
    assert!(
        lines[2..]
            .iter()
            .all(|line| line.state == CheckState::Failed)
    );
    assert_eq!(rig.sandbox.calls("dictAgents"), 0);
}

#[tokio::test]
async fn check_with_a_refused_key_asks_once() {
    let rig = Rig::of(small_park(), "demo-unknown-key").await;
    let lines = rig.desk.check_connection(&rig.park).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].state, CheckState::Unauthorized);
    assert_eq!(rig.sandbox.all_calls().values().sum::<u64>(), 1);
}

// Dictionaries.

#[tokio::test]
async fn failed_dictionary_does_not_make_everybody_wait_for_its_retries_again() {
    let rig = Rig::new().await;
    faults(&rig, &["dictSbpBanks:500"]);
    let read = |fresh| {
        rig.desk
            .dictionary(&rig.park, Dictionary::SbpBanks, None, fresh)
    };
    let calls = || rig.sandbox.calls("dictSbpBanks");
    let first = read(false).await.unwrap_err();
    assert_eq!((first.code, calls()), (DeskErrorCode::ServiceDown, 4));
    assert_eq!(read(false).await.unwrap_err(), first);
    assert_eq!(calls(), 4, "the failure was remembered");
    read(true).await.unwrap_err();
    assert_eq!(calls(), 8, "who asks for a fresh one gets a fresh try");
    faults(&rig, &[]);
    rig.clock.advance(Duration::from_secs(21));
    assert!(!read(false).await.unwrap().is_empty());
    assert_eq!(calls(), 9, "the failure was forgotten");
}

#[tokio::test]
async fn failed_refresh_does_not_take_away_a_dictionary_that_is_still_good() {
    let rig = Rig::new().await;
    let read = |fresh| {
        rig.desk
            .dictionary(&rig.park, Dictionary::Groups, None, fresh)
    };
    let good = read(false).await.unwrap();
    faults(&rig, &["dictGroups:500"]);
    read(true).await.unwrap_err();
    assert_eq!(read(false).await.unwrap(), good);
}

#[tokio::test]
async fn changed_settings_never_show_dictionaries_of_the_former_address() {
    let rig = Rig::new().await;
    let read = || {
        rig.desk
            .dictionary(&rig.park, Dictionary::Groups, None, false)
    };
    read().await.unwrap();
    read().await.unwrap();
    assert_eq!(rig.sandbox.calls("dictGroups"), 1);
    let mut advanced = rig.desk.advanced_settings(&rig.park).unwrap();
    advanced.requests_per_second = 7;
    rig.desk.set_advanced_settings(&rig.park, advanced).unwrap();
    read().await.unwrap();
    assert_eq!(rig.sandbox.calls("dictGroups"), 2);
}

// Clients.

/// A keychain that, when told to, keeps whoever reads from it waiting with what it held at that moment.
struct SlowKeychain {
    inner: MemoryKeychain,
    gate: Mutex<Option<(Arc<Notify>, std::sync::mpsc::Receiver<()>)>>,
}

impl Keychain for SlowKeychain {
    fn get(&self, account: &str) -> Result<Option<Secret>, VaultError> {
        let held = self.inner.get(account);
        if let Some((reached, go)) = self.gate.lock().take() {
            reached.notify_one();
            let _ = go.recv();
        }
        held
    }
    fn set(&self, account: &str, secret: &Secret) -> Result<(), VaultError> {
        self.inner.set(account, secret)
    }
    fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.inner.delete(account)
    }
    fn probe(&self) -> Result<Readiness, VaultError> {
        self.inner.probe()
    }
}

#[tokio::test]
async fn settings_changed_while_a_client_is_being_made_are_the_ones_it_uses() {
    let sandbox = Sandbox::new(small_park());
    let keychain = Arc::new(SlowKeychain {
        inner: MemoryKeychain::new(),
        gate: Mutex::default(),
    });
    let clock = Arc::new(ManualClock::eager(sandbox.options().now));
    let preferences = Arc::new(MemoryPreferences::default());
    let journals = journals(clock.clone(), &*preferences);
    let desk = Desk::new(DeskParts {
        clock,
        events: Arc::new(SeenEvents::default()),
        preferences,
        vault: Vault::new(keychain.clone()),
        wires: Arc::new(OneWire(Arc::new(ServiceWire::new(sandbox.router())))),
        ids: Arc::new(RandomIds),
        demo_key: Secret::from(FULL_KEY.to_owned()),
        journal: journals.journal.clone(),
        practice: journals.practice.clone(),
        journal_folder: String::new(),
        scribe: journals.scribe.clone(),
        blocking: Blocking::Threads,
        trial: Trial::default(),
    });
    let wrong = "http://127.0.0.1/nowhere";
    let adding = desk.add_connection("Парк", ParkColor::Teal, FULL_KEY, wrong, KeepKey::Keychain);
    let park = adding.await.unwrap().id;

    let reached = Arc::new(Notify::new());
    let (go, gate) = std::sync::mpsc::channel();
    *keychain.gate.lock() = Some((reached.clone(), gate));
    let reading = tokio::spawn({
        let (desk, park) = (desk.clone(), park.clone());
        async move {
            desk.dictionary(&park, Dictionary::Groups, None, false)
                .await
        }
    });
    reached.notified().await;
    let mut advanced = desk.advanced_settings(&park).unwrap();
    advanced.base_address = "http://127.0.0.1/taxi-public/v1".to_owned();
    desk.set_advanced_settings(&park, advanced).unwrap();
    go.send(()).unwrap();
    assert!(!reading.await.unwrap().unwrap().is_empty());
}

#[tokio::test]
async fn key_that_was_replaced_for_this_run_does_not_come_back_at_the_next_start() {
    let rig = Rig::new().await;
    let base = "http://127.0.0.1/taxi-public/v1";
    let adding = rig.desk.add_connection(
        "Парк",
        ParkColor::Teal,
        "demo-old-key",
        base,
        KeepKey::Keychain,
    );
    let park = adding.await.unwrap().id;
    rig.desk
        .replace_key(&park, "demo-park-key", KeepKey::ThisRun)
        .await
        .unwrap();
    let shown = rig.desk.connection(&park).await.unwrap();
    assert_eq!(shown.key_place, KeyPlace::ThisRun);
    let account = format!("connection/{}/jump", park.0);
    assert!(rig.keychain.get(&account).unwrap().is_none());
}
