//! A register of payments while the park changes, fails, asks to wait or is stopped: complete, or it says that it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use desk::{
    DeskErrorCode,
    registers::types::{RegisterPhase, RegisterState},
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use jiff::Timestamp;
use parking_lot::Mutex;
use proptest::prelude::*;
use rig::{FULL_KEY, Rig, register::*, small_park};
use sandbox::{NewPayment, Sandbox};
use tokio::sync::Semaphore;
use transport::{Wire, WireBody, WireError, full_body};

// Rows that move while they are read.

#[derive(Debug, Clone, Copy)]
enum Change {
    /// A paid payment is reversed: it leaves the list.
    Leave,
    /// A rejected one is paid after all: it enters.
    Enter,
    /// Both at once: the total stays.
    Swap,
    /// A payment of the period is filed late.
    File,
}

/// What the park holds by the test's own account.
struct Account {
    sandbox: Sandbox,
    statuses: BTreeMap<i64, u8>,
    now: Timestamp,
    /// The paid ones after each change.
    history: Vec<Vec<i64>>,
}

impl Account {
    fn apply(&mut self, change: Change, pick: usize) {
        self.change(change, pick);
        self.history.push(self.paid());
    }

    fn change(&mut self, change: Change, pick: usize) {
        // Times of change tell rows apart, as they do in life.
        self.now += jiff::SignedDuration::from_secs(1);
        self.sandbox.set_now(self.now);
        match change {
            Change::Leave => self.turn(pick, PAID, REJECTED),
            Change::Enter => self.turn(pick, REJECTED, PAID),
            Change::Swap => {
                self.turn(pick, PAID, REJECTED);
                self.turn(pick / 3, REJECTED, PAID);
            }
            Change::File => {
                let driver_id = self.sandbox.driver_ids()[pick % 60];
                let filed = self.sandbox.add_payment(&NewPayment {
                    driver_id,
                    status: PAID,
                    amount: 12_345,
                    commission: 0,
                    created_at: Some(moscow("2025-06-01T12:00:00")),
                });
                self.statuses.insert(filed.unwrap(), PAID);
            }
        }
    }

    fn turn(&mut self, pick: usize, from: u8, to: u8) {
        let these = self.statuses.iter().filter(|(_, status)| **status == from);
        let these: Vec<i64> = these.map(|(id, _)| *id).collect();
        let id = these[pick % these.len()];
        assert!(self.sandbox.set_payment_status(id, to));
        self.statuses.insert(id, to);
    }

    fn paid(&self) -> Vec<i64> {
        let paid = self.statuses.iter().filter(|(_, status)| **status == PAID);
        paid.map(|(id, _)| *id).collect()
    }
}

async fn account_of(rig: &Rig) -> Account {
    let state = collected(rig, everything()).await;
    let statuses = rows(rig, &state.handle).into_iter().map(|row| {
        let status = u8::try_from(row.status_id.unwrap().get()).unwrap();
        (row.id.get(), status)
    });
    let mut account = Account {
        statuses: statuses.collect(),
        sandbox: rig.sandbox.clone(),
        now: rig.sandbox.options().now,
        history: Vec::new(),
    };
    account.history.push(account.paid());
    account
}

/// Opens the paid ones while the changes happen before the requests given; the ids that were found, and those that
/// the park held between the changes.
async fn read_while(
    changes: Vec<(usize, Change, usize)>,
) -> (RegisterState, Vec<i64>, Vec<Vec<i64>>) {
    let (rig, meddling) = meddled_rig(middling_park()).await;
    let account = Arc::new(Mutex::new(account_of(&rig).await));
    let (meddler, mut first) = (account.clone(), None);
    *meddling.lock() = Some(Box::new(move |request| {
        let request = request + 1 - *first.get_or_insert(request);
        for (at, change, pick) in &changes {
            if *at == request {
                meddler.lock().apply(*change, *pick);
            }
        }
    }));
    let state = collected(&rig, only_paid()).await;
    let mut found = ids(&rig, &state.handle);
    found.sort_unstable();
    let held = account.lock().history.clone();
    (state, found, held)
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Leave),
        Just(Change::Enter),
        Just(Change::Swap),
        Just(Change::File)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// A round takes seven requests here, so the changes fall into the first two. What is called complete is what the
    /// park held at one moment, row by row: not a mixture of two moments.
    #[test]
    fn rows_that_move_while_they_are_read_never_end_in_a_silent_gap_or_double(
        changes in prop::collection::vec((1..=14_usize, change(), 0..2_000_usize), 1..6)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (state, found, held) = runtime.block_on(read_while(changes));
        prop_assert_eq!(state.phase, RegisterPhase::Complete);
        prop_assert_eq!(state.received as usize, found.len());
        prop_assert!(held.contains(&found));
    }
}

/// The park's own faults, at random pages: rows are made and rows leave before a page is answered. What the park held
/// is looked up before each request.
async fn read_beside_others(seed: u64, rules: &[&str]) -> (RegisterState, Vec<i64>, Vec<Vec<i64>>) {
    let options = sandbox::Options {
        seed,
        ..middling_park()
    };
    let (rig, meddling) = meddled_rig(options).await;
    faults(&rig.sandbox, rules);
    let sandbox = rig.sandbox.clone();
    let held = move || {
        sandbox.payment_ids_of(&sandbox::PaymentsFilter {
            statuses: vec![PAID.into()],
            ..Default::default()
        })
    };
    let lists = Arc::new(Mutex::new(Vec::new()));
    let (kept, look, sandbox) = (lists.clone(), held.clone(), rig.sandbox.clone());
    let now = rig.sandbox.options().now;
    *meddling.lock() = Some(Box::new(move |request| {
        // Times of change tell rows apart, as they do in life.
        sandbox.set_now(now + jiff::SignedDuration::from_secs(request as i64));
        kept.lock().push(look());
    }));
    let state = collected(&rig, only_paid()).await;
    *meddling.lock() = None;
    let mut found = ids(&rig, &state.handle);
    found.sort_unstable();
    let mut lists = lists.lock().clone();
    lists.push(held());
    (state, found, lists)
}

#[tokio::test]
async fn colleagues_at_work_while_a_register_is_read_never_leave_a_silent_gap_or_double() {
    let mut complete = 0;
    for seed in 0..12 {
        for rules in [
            ["listPayments:flip=1@p=0.2", "listPayments:insert=1@p=0.1"],
            ["listPayments:flip=3@page=2", "listPayments:insert=2@page=3"],
        ] {
            let (state, found, lists) = read_beside_others(seed, &rules).await;
            if state.phase == RegisterPhase::Complete {
                complete += 1;
                assert_eq!(state.received as usize, found.len());
                let in_window = |ids: &Vec<i64>| {
                    let unknown = ids.iter().filter(|id| found.binary_search(id).is_err());
                    let all_known = found.iter().all(|id| ids.binary_search(id).is_ok());
                    // What is made after the opening lies beyond the window.
                    all_known && unknown.min() > found.last()
                };
                let is_list = lists.iter().any(|ids| *ids == found || in_window(ids));
                assert!(is_list, "{seed} {rules:?}");
            } else {
                assert_eq!(state.phase, RegisterPhase::Incomplete);
            }
        }
    }
    assert!(complete > 6, "{complete}");
}

#[tokio::test]
async fn rows_that_change_places_behind_an_unchanged_total_are_noticed() {
    for request in 2..=7 {
        let (state, found, held) = read_while(vec![(request, Change::Swap, 5)]).await;
        assert_eq!(state.phase, RegisterPhase::Complete, "{request}");
        assert_eq!(Some(&found), held.last(), "{request}");
    }
}

#[tokio::test]
async fn a_list_that_never_stands_still_is_told_to_be_incomplete() {
    let changes = (1..=60)
        .map(|request| (request, Change::Swap, request * 7))
        .collect();
    let (state, found, _) = read_while(changes).await;
    assert_eq!(state.phase, RegisterPhase::Incomplete);
    let unique: BTreeSet<_> = found.iter().collect();
    assert_eq!(unique.len(), found.len());
}

/// A service that counts one row more than it gives.
struct Miscounting(Arc<dyn Wire>);

impl Wire for Miscounting {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        let answer = self.0.send(request);
        async {
            let (head, body) = answer.await?.into_parts();
            let text = body.collect().await.unwrap().to_bytes();
            let text = String::from_utf8(text.to_vec()).unwrap();
            let text = text.replace("\"total\":500", "\"total\":501");
            Ok(http::Response::from_parts(head, full_body(text.into())))
        }
        .boxed()
    }
}

#[tokio::test]
async fn numbers_that_do_not_agree_are_told_with_the_numbers() {
    let rig = Rig::over(small_park(), FULL_KEY, |way| Arc::new(Miscounting(way))).await;
    let state = collected(&rig, everything()).await;
    assert_eq!(state.phase, RegisterPhase::Incomplete);
    assert_eq!((state.received, state.total), (500, Some(501)));
    assert_eq!(ids(&rig, &state.handle).len(), 500);
    // Going on reads all of it again and comes to the same end.
    rig.desk.resume_register(&state.handle).unwrap();
    let again = settled(&rig, &state.handle).await;
    assert_eq!(
        (again.phase, again.received),
        (RegisterPhase::Incomplete, 500)
    );
}

// Failures, waits, stops.

#[tokio::test]
async fn a_page_that_cannot_be_read_fails_the_register_and_only_missing_pages_are_read_on() {
    for (effect, code) in [
        ("truncated", DeskErrorCode::UnexpectedAnswer),
        ("html", DeskErrorCode::ServiceDown),
        ("500", DeskErrorCode::ServiceDown),
        ("half", DeskErrorCode::Offline),
    ] {
        let (rig, meddling) = meddled_rig(middling_park()).await;
        let (sandbox, rule) = (rig.sandbox.clone(), format!("listPayments:{effect}"));
        // Three requests are answered, then none.
        *meddling.lock() = Some(Box::new(move |request| {
            if request == 4 {
                faults(&sandbox, &[rule.as_str()]);
            }
        }));
        let failed = collected(&rig, everything()).await;
        assert_eq!(failed.phase, RegisterPhase::Failed, "{effect}");
        assert_eq!(failed.error.unwrap().code, code, "{effect}");
        assert_eq!(ids(&rig, &failed.handle).len(), failed.received as usize);
        assert!(failed.pages_done < failed.pages);

        faults(&rig.sandbox, &[]);
        let before = rig.sandbox.calls("listPayments");
        rig.desk.resume_register(&failed.handle).unwrap();
        let state = settled(&rig, &failed.handle).await;
        assert_eq!(
            (state.phase, state.received),
            (RegisterPhase::Complete, 900)
        );
        assert_eq!(state.error, None);
        let missing = u64::from(failed.pages - failed.pages_done);
        assert_eq!(rig.sandbox.calls("listPayments") - before, missing + 1);
    }
}

#[tokio::test]
async fn a_page_that_fails_for_a_moment_is_read_again_without_a_word() {
    let rig = Rig::of(middling_park(), FULL_KEY).await;
    let rules = [
        "listPayments:html@page=2",
        "listPayments:truncated@page=3",
        "listPayments:500@page=4",
    ];
    faults(&rig.sandbox, &rules);
    let state = collected(&rig, everything()).await;
    assert_eq!(
        (state.phase, state.received),
        (RegisterPhase::Complete, 900)
    );
}

#[tokio::test]
async fn a_wait_that_the_service_asks_for_is_obeyed_and_shown() {
    for (seconds, rule) in [
        (7, "listPayments:429=7s@page=2"),
        (400, "listPayments:429=400s@page=2"),
    ] {
        let rig = Rig::of(middling_park(), FULL_KEY).await;
        let started = transport::Clock::now(&rig.clock);
        faults(&rig.sandbox, &[rule]);
        let state = collected(&rig, everything()).await;
        let passed = transport::Clock::now(&rig.clock).duration_since(started);
        assert_eq!(
            (state.phase, state.received),
            (RegisterPhase::Complete, 900)
        );
        assert!(passed.as_secs() >= seconds, "{seconds}");
        assert!(
            told_phases(&rig).contains(&RegisterPhase::Waiting),
            "{seconds}"
        );
        assert_eq!(state.waiting_until, None);
    }
}

/// Lets so many requests through as there are permits.
struct Gated(Arc<dyn Wire>, Arc<Semaphore>);

impl Wire for Gated {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async {
            self.1.acquire().await.unwrap().forget();
            self.0.send(request).await
        }
        .boxed()
    }
}

#[tokio::test]
async fn a_stopped_register_keeps_its_rows_says_so_and_can_go_on() {
    let gate = Arc::new(Semaphore::new(4));
    let permits = gate.clone();
    let way = |way| Arc::new(Gated(way, permits)) as Arc<dyn Wire>;
    let rig = Rig::over(middling_park(), FULL_KEY, way).await;
    let opened = rig
        .desk
        .open_payments(&rig.park, everything())
        .await
        .unwrap();
    let handle = opened.handle;
    while rig.desk.register_state(&handle).unwrap().pages_done < 3 {
        tokio::task::yield_now().await;
    }
    // Served while it is being collected, in order.
    let window = rig.desk.payments_window(&handle, 0, 10_000).unwrap();
    assert_eq!((window.rows.len(), window.shown), (500, window.shown));
    assert!(
        window
            .rows
            .is_sorted_by(|left, right| left.created_at >= right.created_at)
    );

    let stopped = rig.desk.stop_register(&handle).unwrap();
    assert_eq!(stopped.phase, RegisterPhase::Stopped);
    assert_eq!(stopped.received as usize, ids(&rig, &handle).len());
    assert!(stopped.received >= 500 && stopped.finished_at.is_some());
    assert_eq!(told_phases(&rig).last(), Some(&RegisterPhase::Stopped));

    gate.add_permits(100);
    let going = rig.desk.resume_register(&handle).unwrap();
    assert!(going.revision > stopped.revision);
    let state = settled(&rig, &handle).await;
    assert_eq!(
        (state.phase, state.received),
        (RegisterPhase::Complete, 900)
    );
    assert_eq!(state.until, stopped.until);
}

#[tokio::test]
async fn a_closed_register_is_gone_and_the_others_stay() {
    let rig = Rig::new().await;
    let one = collected(&rig, everything()).await;
    let other = collected(&rig, only_paid()).await;
    rig.desk.close_register(&one.handle);
    let gone = rig.desk.payments_window(&one.handle, 0, 10).unwrap_err();
    assert_eq!(gone.code, DeskErrorCode::NoRegister);
    assert_eq!(ids(&rig, &other.handle).len(), other.received as usize);
}

#[tokio::test]
async fn a_payment_filed_late_in_the_place_of_one_that_leaves_hides_no_row_on_an_edge() {
    for _ in 0..4 {
        let changes = vec![(5, Change::Leave, 856), (5, Change::File, 0)];
        let (state, found, held) = read_while(changes).await;
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert!(held.contains(&found));
    }
}
