//! A driver of Fleet's with a thousand roubles, and a wire that notes every create: when it left, under which token, and
//! what the journal had said by then.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use desk::{
    Desk, DeskErrorCode, DeskParts, DeskResult,
    fleet::types::{FleetDraft, FleetManner, FleetPlan, FleetSign},
    operations::{
        trial::{Steps, Trial},
        types::{
            HistoryKind, HistoryLine, OperationDetails, OperationId, OperationView, WarningCode,
        },
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use jiff::Timestamp;
use journal::{EntryEvent, Event, Journal, Operation, State};
use parking_lot::Mutex;
use rust_decimal::Decimal;
use sandbox::{FleetMade, FleetQuirks, Options, Replay, Sandbox};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use transport::{
    Clock, ManualClock, Patience, Reached, Wire, WireBody, WireError, WireFault, WireOptions,
    full_body,
};

use crate::rig::{FULL_KEY, Rig, money::Bench, small_park};

pub const V2: &str = "createDriverTransactionV2";
pub const V3: &str = "createDriverTransactionV3";
pub const STATUS: &str = "getDriverTransactionStatusV3";
pub const LIST: &str = "listDriverTransactions";

/// The park may create in this one.
pub const CREATABLE: &str = "partner_service_manual_3";

/// A create as it left.
#[derive(Debug, Clone, PartialEq)]
pub struct Create {
    pub at: Timestamp,
    pub body: String,
    pub token: String,
    /// As the journal had it at that moment.
    pub state: State,
    /// How many repeats the journal told of by then.
    pub repeats: usize,
}

/// Changes the answers of the status operation.
pub type Tampering = Box<dyn FnMut(&mut Value) + Send>;

#[derive(Default)]
struct Noted {
    creates: Mutex<Vec<Create>>,
    /// How long every create takes to be answered.
    slowness: Mutex<Duration>,
    /// So many creates, from the first, are never answered: the wire gives them up when their time is over.
    silent: AtomicUsize,
    tampering: Mutex<Option<Tampering>>,
    world: OnceLock<(Sandbox, Journal)>,
}

struct Noting {
    way: Arc<dyn Wire>,
    noted: Arc<Noted>,
    clock: ManualClock,
}

impl Noting {
    fn note(&self, head: &http::request::Parts, body: &str) {
        let (_, journal) = self.noted.world.get().unwrap();
        let operations = journal.operations();
        let own = |one: &&Arc<Operation>| one.new.body == body;
        let operation = operations.iter().find(own).unwrap();
        let history = journal.history(&operation.new.id).unwrap();
        let repeat =
            |event: &EntryEvent| matches!(event, EntryEvent::Operation(Event::Repeated { .. }));
        let token = head.headers["x-idempotency-token"].to_str().unwrap();
        self.noted.creates.lock().push(Create {
            at: self.clock.now(),
            body: body.to_owned(),
            token: token.to_owned(),
            state: operation.state,
            repeats: history.iter().filter(|one| repeat(&one.event)).count(),
        });
    }

    async fn tampered(&self, answer: http::Response<WireBody>) -> http::Response<WireBody> {
        let (mut head, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let mut json: Value = serde_json::from_slice(&bytes).unwrap();
        if let Some(tampering) = &mut *self.noted.tampering.lock() {
            tampering(&mut json);
        }
        head.headers.remove(http::header::CONTENT_LENGTH);
        http::Response::from_parts(head, full_body(json.to_string().into()))
    }
}

impl Wire for Noting {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            if let Some((sandbox, _)) = self.noted.world.get() {
                sandbox.set_now(self.clock.now());
            }
            let (head, body) = request.into_parts();
            let path = head.uri.path().to_owned();
            let patience = patience(&head.extensions);
            let bytes = body.collect().await.unwrap().to_bytes();
            let create = path.ends_with("/driver-profiles/transactions");
            if create {
                self.note(&head, std::str::from_utf8(&bytes).unwrap());
            }
            let request = http::Request::from_parts(head, full_body(bytes));
            let answer = self.way.send(request).await;
            if create {
                self.clock.advance(*self.noted.slowness.lock());
            }
            if create && self.noted.creates.lock().len() <= self.noted.silent.load(Relaxed) {
                self.clock.advance(patience);
                let why = "nobody answered";
                return Err(WireError::new(Reached::Perhaps, WireFault::Timeout, why));
            }
            let status = path.ends_with("/transactions/status");
            match answer {
                Ok(answer) if status && answer.status().is_success() => {
                    Ok(self.tampered(answer).await)
                }
                answer => answer,
            }
        }
        .boxed()
    }
}

/// How long the real wire would wait for the answer to a create.
fn patience(extensions: &http::Extensions) -> Duration {
    let own = WireOptions::default().write_timeout;
    let asked = extensions.get::<Patience>();
    asked.map_or(own, |asked| asked.0.min(own))
}

pub struct FleetBench {
    pub bench: Bench,
    /// Has a thousand roubles.
    pub driver: String,
    noted: Arc<Noted>,
}

/// v3 ends by the park's clock alone, five seconds after it was taken.
pub fn park() -> Options {
    Options {
        fleet_drivers: 40,
        fleet_transactions: 400,
        fleet_v3_reads: None,
        ..small_park()
    }
}

pub fn replaying(replay: Replay) -> Options {
    Options {
        fleet_quirks: FleetQuirks {
            replay,
            ..FleetQuirks::default()
        },
        ..park()
    }
}

pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

impl FleetBench {
    /// Every wait is over at once, and the park's clock goes with the desk's.
    pub async fn new() -> Self {
        Self::of(park()).await
    }

    pub async fn of(options: Options) -> Self {
        Self::on(ManualClock::eager(options.now), options).await
    }

    /// Time moves only when the test moves it.
    pub async fn still(options: Options) -> Self {
        Self::on(ManualClock::new(options.now), options).await
    }

    async fn on(clock: ManualClock, options: Options) -> Self {
        let noted = Arc::new(Noted::default());
        let (of_wire, of_clock) = (Arc::clone(&noted), clock.clone());
        let way = move |way| -> Arc<dyn Wire> {
            Arc::new(Noting {
                way,
                noted: of_wire,
                clock: of_clock,
            })
        };
        let rig = Rig::on(clock, options, FULL_KEY, way).await;
        let world = (rig.sandbox.clone(), rig.journals.practice.clone());
        assert!(noted.world.set(world).is_ok());
        let mut drivers = rig.sandbox.fleet_drivers().into_iter();
        // Nothing of his is blocked, so that all of it is free.
        let driver = drivers.rfind(|one| one.blocked.is_zero());
        let driver = driver.unwrap().id;
        assert!(rig.sandbox.set_fleet_balance(&driver, 1_000.into()));
        Self {
            bench: Bench::beside(rig),
            driver,
            noted,
        }
    }

    pub fn debit(&self, amount: &str) -> FleetDraft {
        FleetDraft {
            driver_id: self.driver.clone(),
            sign: FleetSign::Debit,
            amount: amount.to_owned(),
            manner: FleetManner::Event,
            reason: "Аренда".to_owned(),
            description: "Аренда за неделю".to_owned(),
            balance_min: String::new(),
            repeats: None,
        }
    }

    /// The same in a category of the park's.
    pub fn old_debit(&self, amount: &str) -> FleetDraft {
        FleetDraft {
            manner: FleetManner::Category {
                category_id: CREATABLE.to_owned(),
            },
            ..self.debit(amount)
        }
    }

    pub async fn try_plan(&self, draft: FleetDraft) -> DeskResult<FleetPlan> {
        let rig = &self.bench.rig;
        rig.desk.plan_fleet_transaction(&rig.park, draft).await
    }

    pub async fn plan(&self, draft: FleetDraft) -> FleetPlan {
        self.try_plan(draft).await.unwrap()
    }

    /// Agrees to whatever the plan warns of.
    pub async fn try_confirm(&self, plan: &FleetPlan) -> DeskResult<OperationView> {
        self.bench.confirm_as(&plan.hash, warned(plan)).await
    }

    pub async fn refused(&self, plan: &FleetPlan) -> DeskErrorCode {
        self.try_confirm(plan).await.unwrap_err().code
    }

    /// Planned, agreed to, confirmed.
    pub async fn begin(&self, draft: FleetDraft) -> OperationId {
        let plan = self.plan(draft).await;
        self.try_confirm(&plan).await.unwrap().id
    }

    /// The same, and waited for until it is in this state.
    pub async fn carried(&self, draft: FleetDraft, state: State) -> OperationId {
        let id = self.begin(draft).await;
        self.bench.until(&id, state).await;
        id
    }

    /// Until nothing more is planned for it and nobody knows still.
    pub async fn given_up(&self, id: &OperationId) -> OperationView {
        let over = |view: &OperationView| {
            view.state == State::Unknown
                && view.next_check_at.is_none()
                && !view.checking
                && view.checks >= view.checks_planned
        };
        self.bench.until_seen(id, over).await
    }

    /// Until the journal shows it so; time moves on whenever somebody waits for it.
    pub async fn moved_until(
        &self,
        id: &OperationId,
        fits: impl Fn(&OperationView) -> bool,
    ) -> OperationView {
        loop {
            if let Some(view) = self.bench.shown(id).filter(|view| fits(view)) {
                return view;
            }
            self.bench.rig.clock.advance_to_next();
            tokio::task::yield_now().await;
        }
    }

    pub fn faults(&self, rules: &[&str]) {
        self.bench.faults(rules);
    }

    /// Every create takes so long to be answered.
    pub fn slow(&self, by: Duration) {
        *self.noted.slowness.lock() = by;
    }

    /// The first creates, so many of them, are never answered.
    pub fn silent(&self, creates: usize) {
        self.noted.silent.store(creates, Relaxed);
    }

    pub fn tamper(&self, tampering: impl FnMut(&mut Value) + Send + 'static) {
        *self.noted.tampering.lock() = Some(Box::new(tampering));
    }

    pub fn creates(&self) -> Vec<Create> {
        self.noted.creates.lock().clone()
    }

    /// Seconds from the first create to each of them.
    pub fn delays(&self) -> Vec<i64> {
        let creates = self.creates();
        let since = |one: &Create| one.at.duration_since(creates[0].at).as_secs();
        creates.iter().map(since).collect()
    }

    pub fn made(&self) -> Vec<FleetMade> {
        self.bench.rig.sandbox.fleet_transactions_made()
    }

    pub fn balance(&self) -> Decimal {
        let sandbox = &self.bench.rig.sandbox;
        sandbox.set_now(self.bench.rig.clock.now());
        sandbox.fleet_balance(&self.driver).unwrap()
    }

    pub async fn details(&self, id: &OperationId) -> OperationDetails {
        self.bench.details(id).await
    }

    pub async fn history(&self, id: &OperationId) -> Vec<HistoryKind> {
        self.bench.history(id).await
    }

    /// The lines of one kind.
    pub async fn lines(&self, id: &OperationId, kind: HistoryKind) -> Vec<HistoryLine> {
        let history = self.details(id).await.history;
        history.into_iter().filter(|one| one.what == kind).collect()
    }

    /// The same computer in another run, with these steps.
    pub fn begin_anew(&mut self, steps: Option<Arc<dyn Steps>>) {
        let rig = &mut self.bench.rig;
        rig.desk = Desk::new(DeskParts {
            trial: Trial {
                steps,
                ..Trial::default()
            },
            ..rig.parts.clone()
        });
    }

    pub async fn recovered(&mut self) {
        self.begin_anew(None);
        self.bench.rig.desk.recover_operations().await;
    }
}

pub fn warned(plan: &FleetPlan) -> Vec<WarningCode> {
    plan.warnings.iter().map(|one| one.code).collect()
}

pub fn fields(error: &desk::DeskError) -> Vec<(String, String)> {
    assert_eq!(error.code, DeskErrorCode::InvalidInput);
    let fields = error.fields.iter();
    fields
        .map(|one| (one.field.clone(), one.code.clone()))
        .collect()
}
