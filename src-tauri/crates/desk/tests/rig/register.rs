//! Registers in tests: opened, waited for, looked at; and a way to the park that can be meddled with.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use desk::{
    DeskEvent, DeskResult,
    payments::types::{PaymentRow, PaymentsFilter},
    registers::types::{
        ColumnTotal, Narrowing, Period, RegisterHandle, RegisterOrder, RegisterPhase,
        RegisterState, RegisterTotals, RegisterWindow,
    },
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use jump::Id;
use parking_lot::Mutex;
use sandbox::{Options, Sandbox};
use transport::{Wire, WireBody, WireError};

use super::{FULL_KEY, Rig, small_park};

pub const PAID: u8 = 1;
pub const REJECTED: u8 = 2;

pub fn all_of(from: &str, to: &str) -> PaymentsFilter {
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
pub fn everything() -> PaymentsFilter {
    all_of("2015-01-01", "2034-12-31")
}

pub fn only_paid() -> PaymentsFilter {
    PaymentsFilter {
        status_ids: vec![Id(PAID.into())],
        ..everything()
    }
}

pub fn under_way(phase: RegisterPhase) -> bool {
    matches!(phase, RegisterPhase::Collecting | RegisterPhase::Waiting)
}

/// Waits until nothing is being collected any more.
pub async fn settled(rig: &Rig, handle: &RegisterHandle) -> RegisterState {
    let state = || rig.desk.register_state(handle).unwrap();
    let over = || Some(state()).filter(|state| !under_way(state.phase));
    rig.events.until(over).await
}

pub async fn collected(rig: &Rig, filter: PaymentsFilter) -> RegisterState {
    let opened = rig.desk.open_payments(&rig.park, filter).await.unwrap();
    settled(rig, &opened.handle).await
}

/// Every row of a register by its windows.
pub fn every_row<R>(window: impl Fn(u32, u32) -> DeskResult<RegisterWindow<R>>) -> Vec<R> {
    let mut rows = Vec::new();
    loop {
        let window = window(rows.len() as u32, 500).unwrap();
        if window.rows.is_empty() {
            return rows;
        }
        rows.extend(window.rows);
    }
}

pub fn rows(rig: &Rig, handle: &RegisterHandle) -> Vec<PaymentRow> {
    every_row(|from, count| rig.desk.payments_window(handle, from, count))
}

pub fn ids(rig: &Rig, handle: &RegisterHandle) -> Vec<i64> {
    rows(rig, handle).iter().map(|row| row.id.get()).collect()
}

pub fn totals(rig: &Rig, handle: &RegisterHandle) -> RegisterTotals {
    rig.desk.register_totals(handle, None).unwrap()
}

pub fn of<'a>(totals: &'a RegisterTotals, column: &str) -> &'a ColumnTotal {
    let mut columns = totals.columns.iter();
    columns.find(|one| one.column == column).unwrap()
}

pub fn find(rig: &Rig, handle: &RegisterHandle, words: &str) -> RegisterState {
    let narrowing = Narrowing {
        find: words.to_owned(),
        ..Narrowing::default()
    };
    rig.desk.narrow_register(handle, narrowing).unwrap()
}

pub fn order(rig: &Rig, handle: &RegisterHandle, column: &str, descending: bool) -> RegisterState {
    let column = column.to_owned();
    let order = RegisterOrder { column, descending };
    rig.desk.order_register(handle, &order).unwrap()
}

pub fn told_phases(rig: &Rig) -> Vec<RegisterPhase> {
    let told = rig
        .events
        .all()
        .into_iter()
        .filter_map(|event| match event {
            DeskEvent::Register(state) => Some(state.phase),
            _ => None,
        });
    told.collect()
}

pub fn faults(sandbox: &Sandbox, rules: &[&str]) {
    sandbox.set_faults(rules.iter().map(|rule| rule.parse().unwrap()).collect());
}

pub fn moscow(text: &str) -> Timestamp {
    format!("{text}+03:00").parse().unwrap()
}

/// 900 payments: five pages.
pub fn middling_park() -> Options {
    Options {
        payments: 900,
        ..small_park()
    }
}

/// A way to the park on which something is done before each request.
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

pub type Meddling = Arc<Mutex<Option<Box<dyn FnMut(usize) + Send>>>>;

pub async fn meddled_rig(options: Options) -> (Rig, Meddling) {
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
