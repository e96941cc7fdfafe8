//! A driver with money, operations on their way, and a wire that notes what moves money.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use desk::{
    DeskErrorCode, DeskEvent, DeskResult,
    operations::types::{
        HistoryKind, JournalFilter, OperationDetails, OperationDraft, OperationId, OperationPlan,
        OperationView, PlanHash, WarningCode,
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use journal::{Journal, Operation, State};
use jump::{Id, TransactionOperation};
use parking_lot::Mutex;
use rust_decimal::Decimal;
use sandbox::{Options, WithdrawalBlock};
use transport::{ManualClock, Wire, WireBody, WireError, full_body};

use super::{FULL_KEY, Rig, card::faults, small_park};

/// «Вывод средств» of the park's dictionary.
pub const WITHDRAWAL: Id = Id(14);

/// A body that left towards the transactions or their preview.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    pub path: String,
    pub body: String,
    /// The journal held an operation with this very body as sent.
    pub intended: bool,
}

/// What the wire knows.
#[derive(Default)]
pub struct Noted {
    sent: Mutex<Vec<Sent>>,
    journal: OnceLock<Journal>,
    /// The service's preview names no commission.
    pub silent: AtomicBool,
}

/// Notes what leaves towards the transactions.
pub struct Noting(pub Arc<dyn Wire>, pub Arc<Noted>);

impl Noting {
    fn note(&self, path: &str, body: &str) {
        let operations = self.1.journal.get().map(|journal| journal.operations());
        let intended = operations.is_some_and(|operations| {
            let sent = |one: &Arc<Operation>| one.state == State::Sent && one.new.body == body;
            operations.iter().any(sent)
        });
        self.1.sent.lock().push(Sent {
            path: path.to_owned(),
            body: body.to_owned(),
            intended,
        });
    }
}

impl Wire for Noting {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let (head, body) = request.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let path = head.uri.path().to_owned();
            let preview = path.ends_with("/transactions-withdraw-preview");
            if preview || head.method == http::Method::PUT && path.ends_with("/transactions") {
                self.note(&path, std::str::from_utf8(&bytes).unwrap());
            }
            let request = http::Request::from_parts(head, full_body(bytes));
            let answer = self.0.send(request).await?;
            if preview && self.1.silent.load(Ordering::Relaxed) {
                let (head, _) = answer.into_parts();
                let mut bare =
                    http::Response::new(full_body(r#"{"data":{"note":"как обычно"}}"#.into()));
                *bare.status_mut() = head.status;
                return Ok(bare);
            }
            Ok(answer)
        }
        .boxed()
    }
}

pub struct Bench {
    pub rig: Rig,
    pub noted: Arc<Noted>,
    pub driver: Id,
    pub balance: Id,
}

impl Bench {
    /// A driver with a thousand roubles whom nothing forbids to withdraw; every wait is over at once.
    pub async fn new() -> Self {
        let options = small_park();
        let clock = ManualClock::eager(options.now);
        Self::on(clock, options).await
    }

    /// The same, but time moves only when the test moves it.
    pub async fn still() -> Self {
        let options = small_park();
        let clock = ManualClock::new(options.now);
        Self::on(clock, options).await
    }

    pub async fn on(clock: ManualClock, options: Options) -> Self {
        let noted = Arc::new(Noted::default());
        let of_wire = Arc::clone(&noted);
        let way = move |wire| -> Arc<dyn Wire> { Arc::new(Noting(wire, of_wire)) };
        let rig = Rig::on(clock, options, FULL_KEY, way).await;
        let _ = noted.journal.set(rig.journals.practice.clone());
        Self {
            noted,
            ..Self::beside(rig)
        }
    }

    /// Over a rig whose wire notes what it notes by itself.
    pub fn beside(rig: Rig) -> Self {
        let (driver, balance) = payable(&rig, 0);
        Self {
            rig,
            noted: Arc::default(),
            driver,
            balance,
        }
    }

    pub fn withdrawal(&self, amount: &str) -> OperationDraft {
        OperationDraft {
            driver_id: self.driver,
            operation: TransactionOperation::Withdraw,
            amount: amount.to_owned(),
            balance_id: self.balance,
            target_balance_id: None,
            target_driver_id: None,
            transaction_type_id: Some(WITHDRAWAL),
            message: "Аренда".to_owned(),
            create_payment: false,
            include_commission: true,
            repeats: None,
        }
    }

    pub async fn try_plan(&self, draft: OperationDraft) -> DeskResult<OperationPlan> {
        self.rig.desk.plan_operation(&self.rig.park, draft).await
    }

    pub async fn plan(&self, amount: &str) -> OperationPlan {
        self.try_plan(self.withdrawal(amount)).await.unwrap()
    }

    pub async fn confirm_as(
        &self,
        plan: &PlanHash,
        agreed: Vec<WarningCode>,
    ) -> DeskResult<OperationView> {
        let desk = &self.rig.desk;
        desk.confirm_operation(&self.rig.park, plan, agreed).await
    }

    /// Agrees to whatever the plan warns of.
    pub async fn try_confirm(&self, plan: &OperationPlan) -> DeskResult<OperationView> {
        self.confirm_as(&plan.hash, warned(plan)).await
    }

    pub async fn confirm(&self, plan: &OperationPlan) -> OperationId {
        self.try_confirm(plan).await.unwrap().id
    }

    pub async fn refused(&self, plan: &OperationPlan) -> DeskErrorCode {
        self.try_confirm(plan).await.unwrap_err().code
    }

    /// Planned, agreed to, confirmed.
    pub async fn begin(&self, amount: &str) -> OperationId {
        let plan = self.plan(amount).await;
        self.confirm(&plan).await
    }

    /// The same, and waited for until it is in this state.
    pub async fn carried(&self, amount: &str, state: State) -> OperationId {
        let id = self.begin(amount).await;
        self.until(&id, state).await;
        id
    }

    pub async fn until(&self, id: &OperationId, state: State) -> OperationView {
        self.until_seen(id, |view| view.state == state).await
    }

    /// Until the journal shows it so.
    pub async fn until_seen(
        &self,
        id: &OperationId,
        fits: impl Fn(&OperationView) -> bool,
    ) -> OperationView {
        let events = &self.rig.events;
        events
            .until(|| self.shown(id).filter(|view| fits(view)))
            .await
    }

    /// As the screen was told last.
    pub fn shown(&self, id: &OperationId) -> Option<OperationView> {
        let events = self.rig.events.all();
        events.into_iter().rev().find_map(|event| match event {
            DeskEvent::Operation(view) if view.id == *id => Some(view),
            _ => None,
        })
    }

    pub async fn details(&self, id: &OperationId) -> OperationDetails {
        let filter = JournalFilter::default();
        let desk = &self.rig.desk;
        desk.operation_details(&self.rig.park, id, &filter)
            .await
            .unwrap()
    }

    pub async fn history(&self, id: &OperationId) -> Vec<HistoryKind> {
        let details = self.details(id).await;
        details.history.iter().map(|line| line.what).collect()
    }

    pub fn faults(&self, rules: &[&str]) {
        faults(&self.rig, rules);
    }

    /// Moves the clock of the desk and that of the park.
    pub fn advance(&self, by: Duration) {
        self.rig.clock.advance(by);
        self.rig
            .sandbox
            .set_now(transport::Clock::now(&self.rig.clock));
    }

    /// What left to move money.
    pub fn sent(&self) -> Vec<Sent> {
        self.noted_at("/transactions")
    }

    /// What the service was asked beforehand.
    pub fn previews(&self) -> Vec<Sent> {
        self.noted_at("/transactions-withdraw-preview")
    }

    fn noted_at(&self, end: &str) -> Vec<Sent> {
        let sent = self.noted.sent.lock();
        let at = sent.iter().filter(|one| one.path.ends_with(end));
        at.cloned().collect()
    }

    /// What is on the balance, and how many effects there were.
    pub fn truth(&self) -> (Decimal, usize) {
        let sandbox = &self.rig.sandbox;
        let balance = sandbox.balances(self.driver.0)[0];
        let made = sandbox.transactions().into_iter().filter(|one| one.made);
        (balance.amount, made.count())
    }
}

/// The thousand roubles are there and nothing was made.
pub const UNTOUCHED: (Decimal, usize) = (Decimal::from_parts(1_000, 0, 0, false, 0), 0);

/// The n-th driver who has a requisite: a thousand roubles on the main balance, and nothing forbids to withdraw them.
pub fn payable(rig: &Rig, number: usize) -> (Id, Id) {
    let sandbox = &rig.sandbox;
    let fits = |id: &i64| {
        let truth = sandbox.driver(*id).unwrap();
        !truth["requisites"].as_array().unwrap().is_empty() && !sandbox.balances(*id).is_empty()
    };
    let driver = sandbox.driver_ids().into_iter().filter(fits).nth(number);
    let driver = driver.unwrap();
    let balance = sandbox.balances(driver)[0].id;
    assert!(sandbox.set_withdrawal_block(driver, &WithdrawalBlock::None));
    assert!(sandbox.set_balance(balance, 100_000));
    (Id(driver), Id(balance))
}

pub fn warned(plan: &OperationPlan) -> Vec<WarningCode> {
    let codes: BTreeSet<WarningCode> = plan.warnings.iter().map(|one| one.code).collect();
    codes.into_iter().collect()
}
