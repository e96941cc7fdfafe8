//! A park whose drivers can be paid, a desk over it that can be killed and started anew on the same journal, and a register
//! on its way through it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod gate;
pub mod yandex;

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use desk::{
    Desk, DeskEvent, DeskParts, DeskResult, Ids,
    connections::types::ConnectionId,
    operations::types::WarningCode,
    parts::{Blocking, Scribe, Trial},
    payouts::types::*,
    preferences::MemoryPreferences,
};
use journal::State;
use jump::Id;
use rust_decimal::Decimal;
use sandbox::{Options, Sandbox, WithdrawalBlock};
use tempfile::TempDir;
use transport::{Clock, ManualClock, Secret, ServiceWire, Wire};
use vault::{MemoryKeychain, Vault};

pub use gate::Gate;
use gate::{GatedClock, GatedWire};

use super::rig::{FULL_KEY, OneWire, SeenEvents, journals::opened, small_park};

/// «Вывод средств» of the park's dictionary.
pub const WITHDRAWAL: Id = Id(14);

/// What outlives the program: the park, the disk, the time.
pub struct World {
    pub sandbox: Sandbox,
    pub clock: ManualClock,
    pub folder: TempDir,
    pub gate: Arc<Gate>,
    wire: Arc<dyn Wire>,
    preferences: Arc<MemoryPreferences>,
    keychain: Arc<MemoryKeychain>,
    starts: AtomicU64,
}

struct NumberedIds(u64, AtomicU64);

impl Ids for NumberedIds {
    fn next(&self) -> String {
        format!("{}-{}", self.0, self.1.fetch_add(1, Ordering::Relaxed))
    }
}

impl World {
    pub fn new() -> Self {
        Self::of(small_park())
    }

    pub fn of(options: Options) -> Self {
        let clock = ManualClock::eager(options.now);
        let sandbox = Sandbox::new(options);
        let gate = Arc::new(Gate::default());
        let park = Arc::new(ServiceWire::new(sandbox.router()));
        Self {
            wire: Arc::new(GatedWire(park, gate.clone(), clock.clone())),
            gate,
            sandbox,
            clock,
            folder: tempfile::tempdir().unwrap(),
            preferences: Arc::default(),
            keychain: Arc::new(MemoryKeychain::new()),
            starts: AtomicU64::new(0),
        }
    }

    /// The program starts: it opens the journal and takes over what the last run left behind.
    pub async fn start(&self) -> Running {
        let clock: Arc<dyn Clock> = Arc::new(GatedClock(self.clock.clone(), self.gate.clone()));
        let scribe = Arc::new(Scribe::new(clock.clone(), &*self.preferences));
        let journal = |name: &str| opened(&self.folder.path().join(name), &scribe);
        let events = Arc::new(SeenEvents::default());
        let start = self.starts.fetch_add(1, Ordering::Relaxed);
        let desk = Desk::new(DeskParts {
            clock,
            events: events.clone(),
            preferences: self.preferences.clone(),
            vault: Vault::new(self.keychain.clone()),
            wires: Arc::new(OneWire(self.wire.clone())),
            ids: Arc::new(NumberedIds(start, AtomicU64::new(0))),
            demo_key: Secret::from(FULL_KEY.to_owned()),
            journal: journal("journal"),
            practice: journal("practice"),
            journal_folder: String::new(),
            scribe: scribe.clone(),
            blocking: Blocking::Threads,
            trial: Trial::default(),
        });
        let park = desk.open_demo("Демо-парк").await.unwrap().id;
        desk.recover_operations().await;
        Running { desk, events, park }
    }

    /// The n-th driver who has a requisite: ten thousand roubles on the main balance, and nothing forbids to withdraw them.
    pub fn payable(&self, number: usize) -> Person {
        let with = |id: &i64| self.requisites(*id) > 0 && !self.sandbox.balances(*id).is_empty();
        let ids = self.sandbox.driver_ids().into_iter();
        let id = ids.filter(with).nth(number).unwrap();
        self.sandbox
            .set_withdrawal_block(id, &WithdrawalBlock::None);
        self.sandbox
            .set_balance(self.sandbox.balances(id)[0].id, 1_000_000);
        self.person(id)
    }

    pub fn requisites(&self, id: i64) -> usize {
        let truth = self.sandbox.driver(id).unwrap();
        truth["requisites"].as_array().unwrap().len()
    }

    pub fn person(&self, id: i64) -> Person {
        let truth = self.sandbox.driver(id).unwrap();
        let text = |key: &str| truth[key].as_str().unwrap_or_default().to_owned();
        let parts = ["last_name", "first_name", "middle_name"].map(text);
        Person {
            id: Id(id),
            name: parts.join(" ").trim().to_owned(),
            last: text("last_name"),
            first: text("first_name"),
            phone: text("phone"),
        }
    }

    /// Nobody else has these two names.
    pub fn is_alone(&self, person: &Person) -> bool {
        let ids = self.sandbox.driver_ids().into_iter();
        let same = ids
            .map(|id| self.person(id))
            .filter(|other| other.last == person.last && other.first == person.first);
        same.count() == 1
    }

    /// What was made through the API: how many, and what left the balances.
    pub fn effects(&self) -> (u32, Decimal) {
        let made: Vec<_> = self
            .sandbox
            .transactions()
            .into_iter()
            .filter(|one| one.made)
            .collect();
        let sum: Decimal = made.iter().map(|one| -one.amount).sum();
        (made.len() as u32, sum)
    }

    pub fn faults(&self, rules: &[&str]) {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        self.sandbox.set_faults(rules);
    }
}

#[derive(Debug, Clone)]
pub struct Person {
    pub id: Id,
    pub last: String,
    pub first: String,
    pub name: String,
    /// `+79…`
    pub phone: String,
}

impl Person {
    /// As a row of a register names the driver.
    pub fn key(&self) -> String {
        self.id.to_string()
    }
}

/// The program while it runs.
pub struct Running {
    pub desk: Desk,
    pub events: Arc<SeenEvents>,
    pub park: ConnectionId,
}

/// A withdrawal at Jump that pays, its commission inside of the sum.
pub fn paying() -> PayoutSettings {
    by(paying_way())
}

pub fn paying_way() -> JumpWay {
    JumpWay {
        operation: PayoutOperation::Withdraw,
        create_payment: true,
        include_commission: true,
        transaction_type_id: Some(WITHDRAWAL),
        integration_id: None,
    }
}

pub fn by(way: JumpWay) -> PayoutSettings {
    PayoutSettings {
        way: PayoutWay::Jump(way),
        message: "Выплата".to_owned(),
    }
}

/// Rows of a sheet with a header: name, phone, sum, comment.
pub fn table(rows: &[[&str; 4]]) -> String {
    let rows = rows.iter().map(|row| row.join("\t"));
    let header = ["ФИО\tТелефон\tСумма\tКомментарий".to_owned()];
    let lines: Vec<String> = header.into_iter().chain(rows).collect();
    lines.join("\r\n")
}

impl Running {
    pub async fn open(&self, text: &str) -> PayoutId {
        self.open_with(text, paying()).await
    }

    pub async fn open_with(&self, text: &str, settings: PayoutSettings) -> PayoutId {
        let view = self
            .desk
            .open_payout_text(&self.park, text.to_owned())
            .await
            .unwrap();
        self.desk
            .set_payout_settings(&view.id, settings)
            .await
            .unwrap();
        view.id
    }

    /// Opened and checked to the end.
    pub async fn checked(&self, text: &str) -> PayoutId {
        let id = self.open(text).await;
        self.check(&id).await;
        id
    }

    pub async fn check(&self, id: &PayoutId) -> PayoutView {
        self.desk.check_payout(id).await.unwrap();
        self.until(id, |view| view.phase == PayoutPhase::Checked)
            .await
    }

    pub fn view(&self, id: &PayoutId) -> PayoutView {
        self.desk.payout_state(id).unwrap()
    }

    pub async fn until(&self, id: &PayoutId, fits: impl Fn(&PayoutView) -> bool) -> PayoutView {
        let seen = || Some(self.view(id)).filter(|view| fits(view));
        self.events.until(seen).await
    }

    pub async fn until_phase(&self, id: &PayoutId, phase: PayoutPhase) -> PayoutView {
        self.until(id, |view| view.phase == phase).await
    }

    pub fn rows(&self, id: &PayoutId) -> Vec<PayoutRow> {
        let filter = PayoutFilter::default();
        let mut rows = Vec::new();
        loop {
            let from = rows.len() as u32;
            let window = self.desk.payout_window(id, &filter, from, 500).unwrap();
            if window.rows.is_empty() {
                return rows;
            }
            rows.extend(window.rows);
        }
    }

    pub fn verdicts(&self, id: &PayoutId) -> Vec<RowVerdict> {
        self.rows(id).iter().map(|row| row.verdict).collect()
    }

    pub fn states(&self, id: &PayoutId) -> Vec<Option<State>> {
        self.rows(id).iter().map(|row| row.state).collect()
    }

    pub async fn try_confirm(&self, id: &PayoutId, plan: &PayoutPlan) -> DeskResult<PayoutView> {
        self.desk.confirm_payout(id, &plan.hash, warned(plan)).await
    }

    /// Planned, agreed to, confirmed.
    pub async fn begin(&self, id: &PayoutId) -> PayoutView {
        let plan = self.desk.plan_payout(id).await.unwrap();
        self.try_confirm(id, &plan).await.unwrap()
    }

    /// The whole way.
    pub async fn sent(&self, text: &str) -> (PayoutId, PayoutView) {
        let id = self.checked(text).await;
        self.begin(&id).await;
        let view = self.until_phase(&id, PayoutPhase::Finished).await;
        (id, view)
    }

    /// Opened and checked to the end at Yandex.
    pub async fn opened_by(&self, text: &str, way: YandexWay) -> PayoutId {
        let id = self.open_with(text, yandex::at_yandex(way)).await;
        self.check(&id).await;
        id
    }

    /// The whole way at Yandex.
    pub async fn sent_by(&self, text: &str, way: YandexWay) -> (PayoutId, PayoutView) {
        let id = self.opened_by(text, way).await;
        self.begin(&id).await;
        let view = self.until_phase(&id, PayoutPhase::Finished).await;
        (id, view)
    }

    pub fn told(&self) -> Vec<PayoutView> {
        let events = self.events.all().into_iter();
        let told = events.filter_map(|event| match event {
            DeskEvent::Payout(view) => Some(view),
            _ => None,
        });
        told.collect()
    }
}

pub fn warned(plan: &PayoutPlan) -> Vec<WarningCode> {
    let codes: BTreeSet<WarningCode> = plan.warnings.iter().map(|one| one.code).collect();
    codes.into_iter().collect()
}

/// What the states come to; must be the control total, whatever happens.
pub fn in_all(view: &PayoutView) -> (u32, Decimal) {
    let states = view.states.iter();
    states.fold((0, Decimal::ZERO), |(count, sum), one| {
        (count + one.count, sum + one.amount.unwrap().decimal())
    })
}

pub fn adds_up(view: &PayoutView) {
    assert_eq!(
        in_all(view),
        (view.control.included, view.control.amount.decimal()),
        "{:?}",
        view.states
    );
}

pub fn words() -> ResultWords {
    let columns = [
        ("driver", "ФИО"),
        ("driver_id", "ID водителя"),
        ("phone", "Телефон"),
        ("aggregator_id", "ID в агрегаторе"),
        ("amount", "Сумма"),
        ("comment", "Комментарий"),
        ("state", "Состояние"),
        ("verdict", "Вердикт"),
        ("reason", "Причина"),
        ("reference", "Метка"),
    ];
    let states = [
        ("rejected", "Отклонено"),
        ("accepted", "Принято"),
        ("cancelled", "Отменено"),
    ];
    let owned = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        pairs
            .map(|(name, word)| ((*name).to_owned(), (*word).to_owned()))
            .collect()
    };
    ResultWords {
        title: "Выплаты".to_owned(),
        columns: owned(&columns),
        states: owned(&states),
        verdicts: owned(&[("unknown_driver", "Водитель не найден")]),
    }
}

/// So many rows of different drivers, the n-th over 100 + n roubles and n kopecks.
pub fn sheet(world: &World, rows: usize) -> String {
    let rows: Vec<_> = (0..rows)
        .map(|number| {
            (
                world.payable(number).phone,
                format!("{},{number:02}", 100 + number),
            )
        })
        .collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|(phone, sum)| ["", phone.as_str(), sum.as_str(), ""])
        .collect();
    table(&rows)
}

/// One life of the program, ended in the middle of whatever it does.
pub fn life<T>(world: &World, lived: impl AsyncFnOnce(&World, &Running) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let program = world.start().await;
        lived(world, &program).await
    })
}

pub async fn sent_at_least(world: &World, program: &Running, number: u32) {
    let seen = || (world.gate.sent() >= number).then_some(());
    program.events.until(seen).await;
}
