//! The register of payments over the demo park: it is complete or says that it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use desk::{
    DeskErrorCode, DeskEvent,
    payments::types::{
        CopyColumn, PaymentColumn, PaymentRow, PaymentTotals, PaymentsFilter, Period,
        RegisterHandle, RegisterOrder, RegisterPhase, RegisterState, Selection,
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use jiff::Timestamp;
use jump::Id;
use parking_lot::Mutex;
use proptest::prelude::*;
use rig::{FULL_KEY, Rig, small_park};
use sandbox::{NewPayment, Options, Sandbox};
use tokio::sync::Semaphore;
use transport::{Wire, WireBody, WireError, full_body};

const PAID: u8 = 1;
const REJECTED: u8 = 2;

fn all_of(from: &str, to: &str) -> PaymentsFilter {
    PaymentsFilter {
        period: Period {
            from: from.to_owned(),
            to: to.to_owned(),
        },
        agent_ids: Vec::new(),
        driver_ids: Vec::new(),
        group_ids: Vec::new(),
        integration_ids: Vec::new(),
        status_ids: Vec::new(),
        pay_type_ids: Vec::new(),
        request_type_ids: Vec::new(),
        search: String::new(),
    }
}

/// Every payment of the park.
fn everything() -> PaymentsFilter {
    all_of("2015-01-01", "2034-12-31")
}

fn only_paid() -> PaymentsFilter {
    PaymentsFilter {
        status_ids: vec![Id(PAID.into())],
        ..everything()
    }
}

fn under_way(phase: RegisterPhase) -> bool {
    matches!(phase, RegisterPhase::Collecting | RegisterPhase::Waiting)
}

/// Waits until nothing is being collected any more.
async fn settled(rig: &Rig, handle: &RegisterHandle) -> RegisterState {
    let state = || rig.desk.register_state(handle).unwrap();
    let over = || Some(state()).filter(|state| !under_way(state.phase));
    rig.events.until(over).await
}

async fn collected(rig: &Rig, filter: PaymentsFilter) -> RegisterState {
    let opened = rig.desk.open_payments(&rig.park, filter).await.unwrap();
    settled(rig, &opened.handle).await
}

fn rows(rig: &Rig, handle: &RegisterHandle) -> Vec<PaymentRow> {
    let mut rows = Vec::new();
    loop {
        let from = rows.len() as u32;
        let window = rig.desk.register_window(handle, from, 500).unwrap();
        if window.rows.is_empty() {
            return rows;
        }
        rows.extend(window.rows);
    }
}

fn ids(rig: &Rig, handle: &RegisterHandle) -> Vec<i64> {
    rows(rig, handle).iter().map(|row| row.id.get()).collect()
}

fn totals(rig: &Rig, handle: &RegisterHandle) -> PaymentTotals {
    rig.desk.register_totals(handle, None).unwrap()
}

fn told_phases(rig: &Rig) -> Vec<RegisterPhase> {
    let told = rig.events.all().into_iter().filter_map(|event| match event {
        DeskEvent::Register(state) => Some(state.phase),
        _ => None,
    });
    told.collect()
}

fn faults(sandbox: &Sandbox, rules: &[&str]) {
    sandbox.set_faults(rules.iter().map(|rule| rule.parse().unwrap()).collect());
}

fn moscow(text: &str) -> Timestamp {
    format!("{text}+03:00").parse().unwrap()
}

/// 900 payments: five pages.
fn middling_park() -> Options {
    Options {
        payments: 900,
        ..small_park()
    }
}

// Complete.

#[tokio::test]
async fn a_months_sums_are_the_parks_own_to_the_kopeck() {
    let rig = Rig::of(middling_park(), FULL_KEY).await;
    for (from, to) in [("2025-05-01", "2025-05-31"), ("2025-04-01", "2025-06-15")] {
        let state = collected(&rig, all_of(from, to)).await;
        let truth = rig.sandbox.payments_truth(&sandbox::PaymentsFilter {
            from: Some(moscow(&format!("{from}T00:00:00"))),
            to: Some(moscow(&format!("{to}T23:59:59"))),
            ..Default::default()
        });
        let sums = totals(&rig, &state.handle);
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert!(truth.count > 20, "the month is not empty");
        assert_eq!(sums.count as usize, truth.count);
        assert_eq!(sums.amount.decimal(), truth.amount);
        assert_eq!(sums.commission.decimal(), truth.commission);
        assert_eq!(sums.amount_paid.decimal(), truth.amount_paid);
        assert_eq!(sums.without_amount, 0);
    }
}

#[tokio::test]
async fn sixty_thousand_rows_are_all_there_once() {
    let options = Options {
        payments: 60_000,
        ..small_park()
    };
    let rig = Rig::of(options, FULL_KEY).await;
    let state = collected(&rig, everything()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!((state.received, state.total), (60_000, Some(60_000)));
    // The pages, and a look at the newest before and after them.
    assert_eq!(rig.sandbox.calls("listPayments"), 300 + 2);
    let truth = rig.sandbox.payments_truth(&Default::default());
    assert_eq!(totals(&rig, &state.handle).amount.decimal(), truth.amount);
    let mut found = ids(&rig, &state.handle);
    found.sort_unstable();
    assert_eq!(found, rig.sandbox.payment_ids());
}

#[tokio::test]
async fn days_begin_and_end_at_midnight_in_moscow_and_both_ends_count() {
    let rig = Rig::new().await;
    let driver_id = rig.sandbox.driver_ids()[0];
    let moments = [
        "2025-02-09T23:59:59",
        "2025-02-10T00:00:00",
        "2025-02-11T23:59:59",
        "2025-02-12T00:00:00",
    ];
    let added = moments.map(|at| {
        rig.sandbox
            .add_payment(&NewPayment {
                driver_id,
                status: PAID,
                amount: 100,
                commission: 0,
                created_at: Some(moscow(at)),
            })
            .unwrap()
    });
    let state = collected(&rig, all_of("2025-02-10", "2025-02-11")).await;
    let found: BTreeSet<i64> = ids(&rig, &state.handle).into_iter().collect();
    let inside = added.map(|id| found.contains(&id));
    assert_eq!(inside, [false, true, true, false]);
    assert_eq!(state.until, "2025-02-11T23:59:59+03:00");
}

#[tokio::test]
async fn a_register_without_a_proper_period_is_refused() {
    let rig = Rig::new().await;
    for (from, to) in [("", ""), ("2025-06-02", "2025-06-01")] {
        let refused = rig.desk.open_payments(&rig.park, all_of(from, to)).await;
        let error = refused.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, "period");
    }
    assert_eq!(rig.sandbox.calls("listPayments"), 0);
}

#[tokio::test]
async fn a_name_typed_in_the_wrong_layout_or_a_phone_in_any_writing_finds_the_driver() {
    let rig = Rig::new().await;
    let first = collected(&rig, everything()).await;
    let row = rows(&rig, &first.handle).remove(0);
    let name = row.driver.split(' ').next().unwrap().to_lowercase();
    let mistyped: String = name.chars().map(in_latin_layout).collect();
    let phone = format!("8 ({}) {}", &row.phone[1..4], &row.phone[4..]);
    for search in [mistyped, phone, row.id.to_string()] {
        let filter = PaymentsFilter {
            search: search.clone(),
            ..everything()
        };
        let state = collected(&rig, filter).await;
        let found = ids(&rig, &state.handle);
        assert!(found.contains(&row.id.get()), "{search}");
        assert!(state.received < first.received, "{search}");
    }
}

fn in_latin_layout(letter: char) -> char {
    let cyrillic = "йцукенгшщзхъфывапролджэячсмитьбюё";
    let latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    let found = cyrillic.chars().zip(latin.chars()).find(|(from, _)| *from == letter);
    found.map_or(letter, |(_, to)| to)
}

// Rows that move while they are read.

/// A way to the park on which something is done before each list of payments.
struct Meddled {
    way: Arc<dyn Wire>,
    meddle: Arc<dyn Fn(usize) + Send + Sync>,
    requests: AtomicUsize,
}

impl Wire for Meddled {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        (self.meddle)(self.requests.fetch_add(1, Ordering::SeqCst) + 1);
        self.way.send(request)
    }
}

type Meddling = Arc<Mutex<Option<Box<dyn FnMut(usize) + Send>>>>;

async fn meddled_rig(options: Options) -> (Rig, Meddling) {
    let meddling = Meddling::default();
    let called = meddling.clone();
    let rig = Rig::over(options, FULL_KEY, |way| {
        Arc::new(Meddled {
            way,
            requests: AtomicUsize::new(0),
            meddle: Arc::new(move |request| {
                if let Some(meddle) = called.lock().as_mut() {
                    meddle(request);
                }
            }),
        })
    })
    .await;
    (rig, meddling)
}

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
}

impl Account {
    fn apply(&mut self, change: Change, pick: usize) {
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
    Account {
        statuses: statuses.collect(),
        sandbox: rig.sandbox.clone(),
        now: rig.sandbox.options().now,
    }
}

/// Opens the paid ones while the changes happen before the requests given; the ids and the account after it.
async fn read_while(changes: Vec<(usize, Change, usize)>) -> (RegisterState, Vec<i64>, Vec<i64>) {
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
    let paid = account.lock().paid();
    (state, found, paid)
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
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A round takes seven requests here; whatever happens in the first two, the register that is called complete
    /// holds exactly what the park holds.
    #[test]
    fn rows_that_move_while_they_are_read_never_end_in_a_silent_gap_or_double(
        changes in prop::collection::vec((1..=14_usize, change(), 0..2_000_usize), 1..6)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (state, found, paid) = runtime.block_on(read_while(changes));
        prop_assert_eq!(state.phase, RegisterPhase::Complete);
        prop_assert_eq!(state.received as usize, found.len());
        prop_assert_eq!(found, paid);
    }
}

#[tokio::test]
async fn rows_that_change_places_behind_an_unchanged_total_are_noticed() {
    for request in 2..=7 {
        let (state, found, paid) = read_while(vec![(request, Change::Swap, 5)]).await;
        assert_eq!(state.phase, RegisterPhase::Complete, "{request}");
        assert_eq!(found, paid, "{request}");
    }
}

#[tokio::test]
async fn a_list_that_never_stands_still_is_told_to_be_incomplete() {
    let changes = (1..=60).map(|request| (request, Change::Swap, request * 7)).collect();
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
    assert_eq!((again.phase, again.received), (RegisterPhase::Incomplete, 500));
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
        assert_eq!((state.phase, state.received), (RegisterPhase::Complete, 900));
        assert_eq!(state.error, None);
        let missing = u64::from(failed.pages - failed.pages_done);
        assert_eq!(rig.sandbox.calls("listPayments") - before, missing + 1);
    }
}

#[tokio::test]
async fn a_page_that_fails_for_a_moment_is_read_again_without_a_word() {
    let rig = Rig::of(middling_park(), FULL_KEY).await;
    let rules = ["listPayments:html@page=2", "listPayments:truncated@page=3", "listPayments:500@page=4"];
    faults(&rig.sandbox, &rules);
    let state = collected(&rig, everything()).await;
    assert_eq!((state.phase, state.received), (RegisterPhase::Complete, 900));
}

#[tokio::test]
async fn a_wait_that_the_service_asks_for_is_obeyed_and_shown() {
    for (seconds, rule) in [(7, "listPayments:429=7s@page=2"), (400, "listPayments:429=400s@page=2")] {
        let rig = Rig::of(middling_park(), FULL_KEY).await;
        let started = transport::Clock::now(&rig.clock);
        faults(&rig.sandbox, &[rule]);
        let state = collected(&rig, everything()).await;
        let passed = transport::Clock::now(&rig.clock).duration_since(started);
        assert_eq!((state.phase, state.received), (RegisterPhase::Complete, 900));
        assert!(passed.as_secs() >= seconds, "{seconds}");
        assert!(told_phases(&rig).contains(&RegisterPhase::Waiting), "{seconds}");
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
    let opened = rig.desk.open_payments(&rig.park, everything()).await.unwrap();
    let handle = opened.handle;
    while rig.desk.register_state(&handle).unwrap().pages_done < 3 {
        tokio::task::yield_now().await;
    }
    // Served while it is being collected, in order.
    let window = rig.desk.register_window(&handle, 0, 10_000).unwrap();
    assert_eq!((window.rows.len(), window.shown), (500, window.shown));
    assert!(window.rows.is_sorted_by(|left, right| left.created_at >= right.created_at));

    let stopped = rig.desk.stop_register(&handle).unwrap();
    assert_eq!(stopped.phase, RegisterPhase::Stopped);
    assert_eq!(stopped.received as usize, ids(&rig, &handle).len());
    assert!(stopped.received >= 500 && stopped.finished_at.is_some());
    assert_eq!(told_phases(&rig).last(), Some(&RegisterPhase::Stopped));

    gate.add_permits(100);
    let going = rig.desk.resume_register(&handle).unwrap();
    assert!(going.revision > stopped.revision);
    let state = settled(&rig, &handle).await;
    assert_eq!((state.phase, state.received), (RegisterPhase::Complete, 900));
    assert_eq!(state.until, stopped.until);
}

#[tokio::test]
async fn a_closed_register_is_gone_and_the_others_stay() {
    let rig = Rig::new().await;
    let one = collected(&rig, everything()).await;
    let other = collected(&rig, only_paid()).await;
    rig.desk.close_register(&one.handle);
    let gone = rig.desk.register_window(&one.handle, 0, 10).unwrap_err();
    assert_eq!(gone.code, DeskErrorCode::NoRegister);
    assert_eq!(ids(&rig, &other.handle).len(), other.received as usize);
}

// Order, search, selection.

fn order(column: PaymentColumn, descending: bool) -> RegisterOrder {
    RegisterOrder { column, descending }
}

#[tokio::test]
async fn ordering_loses_no_row_and_is_exact() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let mut revision = state.revision;
    for column in [
        PaymentColumn::Id,
        PaymentColumn::Driver,
        PaymentColumn::CreatedAt,
        PaymentColumn::PaidAt,
        PaymentColumn::Status,
        PaymentColumn::Amount,
        PaymentColumn::Commission,
        PaymentColumn::AmountPaid,
        PaymentColumn::PayType,
        PaymentColumn::RequestType,
        PaymentColumn::Agent,
        PaymentColumn::Group,
        PaymentColumn::Integration,
        PaymentColumn::Requisites,
        PaymentColumn::Phone,
    ] {
        let changed = rig.desk.order_register(&state.handle, order(column, false)).unwrap();
        assert!(changed.revision > revision);
        revision = changed.revision;
        let mut found = ids(&rig, &state.handle);
        found.sort_unstable();
        assert_eq!(found, rig.sandbox.payment_ids(), "{column:?}");
    }
    rig.desk.order_register(&state.handle, order(PaymentColumn::Amount, true)).unwrap();
    let key = |row: &PaymentRow| (row.amount.unwrap(), row.id);
    assert!(rows(&rig, &state.handle).is_sorted_by(|left, right| key(left) >= key(right)));
}

#[tokio::test]
async fn sums_follow_the_search_and_the_selection() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let shown = rig.desk.find_in_register(&state.handle, "отклонен").unwrap();
    let truth = rig.sandbox.payments_truth(&sandbox::PaymentsFilter {
        statuses: vec![REJECTED.into()],
        ..Default::default()
    });
    assert_eq!(shown.shown as usize, truth.count);
    assert_eq!(totals(&rig, &state.handle).amount.decimal(), truth.amount);

    let first = rows(&rig, &state.handle).remove(0);
    let sums = |selection| rig.desk.register_totals(&state.handle, Some(selection)).unwrap();
    let but_one = sums(Selection {
        all: true,
        except: vec![first.id],
        ..Selection::default()
    });
    assert_eq!(but_one.count as usize, truth.count - 1);
    assert_eq!(
        but_one.amount.decimal() + first.amount.unwrap().decimal(),
        truth.amount
    );
    // A chosen row stays chosen when the search hides it; one named twice counts once.
    rig.desk.find_in_register(&state.handle, "такого нет").unwrap();
    let one = sums(Selection {
        ids: vec![first.id, first.id],
        ..Selection::default()
    });
    assert_eq!((one.count, Some(one.amount)), (1, first.amount));
}

#[tokio::test]
async fn what_is_copied_is_what_is_chosen_in_the_order_shown() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    rig.desk.order_register(&state.handle, order(PaymentColumn::Amount, false)).unwrap();
    let rows = rows(&rig, &state.handle);
    let chosen = Selection {
        ids: vec![rows[4].id, rows[1].id],
        ..Selection::default()
    };
    let columns = [
        (PaymentColumn::Driver, "Водитель"),
        (PaymentColumn::CreatedAt, "Создан"),
        (PaymentColumn::Amount, "Сумма, ₽"),
        (PaymentColumn::Id, "=ID"),
    ]
    .map(|(column, title)| CopyColumn {
        column,
        title: title.to_owned(),
    });
    let table = rig.desk.register_table(&state.handle, &chosen, &columns).unwrap();
    let tsv = table.tsv();
    let lines: Vec<&str> = tsv.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "Водитель\tСоздан\tСумма, ₽\t'=ID");
    assert_eq!(lines.len(), 3);
    for (line, row) in lines[1..].iter().zip([&rows[1], &rows[4]]) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells[0], row.driver);
        let day = &row.created_at[..10];
        assert_eq!(cells[1][..10], format!("{}.{}.{}", &day[8..], &day[5..7], &day[..4]));
        assert_eq!(cells[2], row.amount.unwrap().to_string().replace('.', ","));
        assert_eq!(cells[3], row.id.to_string());
    }
}

#[tokio::test]
async fn the_drawer_shows_the_whole_payment_and_knows_its_neighbours() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let rows = rows(&rig, &state.handle);
    let details = rig.desk.payment_details(&state.handle, rows[7].id).unwrap();
    assert_eq!(details.position, Some(7));
    assert_eq!(details.payment.amount, rows[7].amount);
    assert!(!details.payment.history.is_empty());
    rig.desk.find_in_register(&state.handle, "такого нет").unwrap();
    let hidden = rig.desk.payment_details(&state.handle, rows[7].id).unwrap();
    assert_eq!(hidden.position, None);
    let unknown = rig.desk.payment_details(&state.handle, Id(1)).unwrap_err();
    assert_eq!(unknown.code, DeskErrorCode::NotFound);
}
