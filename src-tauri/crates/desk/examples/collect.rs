//! Collects a register of payments or transactions over real sockets and prints what it took, as one line of JSON.
//!
//! `collect <base address> <key> [<from> <to>] [--transactions] [--per-second N]`: days as `YYYY-MM-DD`, every row
//! without them; no limit of requests unless given.
#![allow(clippy::print_stdout)]

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use desk::{
    Desk, DeskError, DeskErrorCode, DeskEvent, DeskParts, DeskResult, Events, RandomIds, WirePair,
    Wires,
    connections::types::{KeepKey, ParkColor},
    parts::{Blocking, Scribe, Trial},
    payments::types::PaymentsFilter,
    preferences::MemoryPreferences,
    registers::types::{Period, RegisterHandle, RegisterPhase, RegisterState},
    transactions::types::TransactionsFilter,
};
use futures::{FutureExt, future::BoxFuture};
use journal::Journal;
use money::Amount;
use tokio::sync::mpsc;
use transport::{
    BaseAddress, ReqwestWire, Secret, SystemClock, Wire, WireBody, WireError, WireOptions,
};
use vault::{MemoryKeychain, Vault};

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Arguments {
    base: String,
    key: String,
    period: Period,
    rows: Rows,
    per_second: u32,
}

enum Rows {
    Payments,
    Transactions,
}

fn arguments() -> Outcome<Arguments> {
    let mut plain = Vec::new();
    let (mut per_second, mut rows) = (0, Rows::Payments);
    let mut all = std::env::args().skip(1);
    while let Some(argument) = all.next() {
        match argument.as_str() {
            "--per-second" => {
                per_second = all.next().ok_or("--per-second wants a number")?.parse()?
            }
            "--transactions" => rows = Rows::Transactions,
            _ => plain.push(argument),
        }
    }
    let [base, key, days @ ..] = plain.as_slice() else {
        return Err(
            "collect <base address> <key> [<from> <to>] [--transactions] [--per-second N]".into(),
        );
    };
    let (from, to) = match days {
        [] => ("2015-01-01", "2034-12-31"),
        [from, to] => (from.as_str(), to.as_str()),
        _ => return Err("a period has two days".into()),
    };
    Ok(Arguments {
        base: base.clone(),
        key: key.clone(),
        period: Period {
            from: from.to_owned(),
            to: to.to_owned(),
        },
        rows,
        per_second,
    })
}

/// Sockets that count what goes through them.
#[derive(Default)]
struct Counts {
    requests: AtomicU64,
    rate_limited: AtomicU64,
}

struct Counted(ReqwestWire, Arc<Counts>);

impl Wire for Counted {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async {
            self.1.requests.fetch_add(1, Ordering::Relaxed);
            let answer = self.0.send(request).await?;
            if answer.status() == http::StatusCode::TOO_MANY_REQUESTS {
                self.1.rate_limited.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer)
        }
        .boxed()
    }
}

struct Sockets(Arc<Counts>);

impl Wires for Sockets {
    fn wires(&self, _base: &BaseAddress, _demo: bool) -> DeskResult<WirePair> {
        let failed = |_| DeskError::new(DeskErrorCode::TlsFailed);
        let options = WireOptions::default();
        let reads = ReqwestWire::for_reads(&options).map_err(failed)?;
        let writes = ReqwestWire::for_writes(&options).map_err(failed)?;
        Ok(WirePair {
            reads: Arc::new(Counted(reads, self.0.clone())),
            writes: Arc::new(writes),
        })
    }
}

struct Told(mpsc::UnboundedSender<RegisterState>);

impl Events for Told {
    fn emit(&self, event: DeskEvent) {
        if let DeskEvent::Register(state) = event {
            // Nobody listens any more when the program is about to end.
            let _ = self.0.send(state);
        }
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments = arguments()?;
    let counts = Arc::new(Counts::default());
    let (sender, mut told) = mpsc::unbounded_channel();
    let folder = tempfile::tempdir()?;
    let scribe = Arc::new(Scribe::new(
        Arc::new(SystemClock),
        &MemoryPreferences::default(),
    ));
    let desk = Desk::new(DeskParts {
        clock: Arc::new(SystemClock),
        events: Arc::new(Told(sender)),
        preferences: Arc::new(MemoryPreferences::default()),
        vault: Vault::new(Arc::new(MemoryKeychain::new())),
        wires: Arc::new(Sockets(counts.clone())),
        ids: Arc::new(RandomIds),
        demo_key: Secret::from("demo-unused".to_owned()),
        journal: Journal::open(&folder.path().join("journal"), scribe.clone()),
        practice: Journal::open(&folder.path().join("practice"), scribe.clone()),
        journal_folder: String::new(),
        scribe,
        blocking: Blocking::Threads,
        trial: Trial::default(),
    });
    let (key, base) = (&arguments.key, &arguments.base);
    let park = desk
        .add_connection("bench", ParkColor::Teal, key, base, KeepKey::ThisRun)
        .await?
        .id;
    let mut advanced = desk.advanced_settings(&park)?;
    advanced.requests_per_second = arguments.per_second;
    desk.set_advanced_settings(&park, advanced)?;

    let started = Instant::now();
    let opened = match arguments.rows {
        Rows::Payments => {
            desk.open_payments(&park, payments(arguments.period))
                .await?
        }
        Rows::Transactions => {
            let filter = transactions(arguments.period);
            desk.open_transactions(&park, filter).await?
        }
    };
    let state = loop {
        let state = told.recv().await.ok_or("the desk is gone")?;
        if !matches!(
            state.phase,
            RegisterPhase::Collecting | RegisterPhase::Waiting
        ) {
            break state;
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let amount = amount_sum(&desk, &opened.handle)?;
    let report = serde_json::json!({
        "rows": state.received,
        "seconds": seconds,
        "requests": counts.requests.load(Ordering::Relaxed),
        "complete": state.phase == RegisterPhase::Complete,
        "amount_sum": amount,
        "peak_rss_kb": peak_rss_kb(),
        "rate_limited": counts.rate_limited.load(Ordering::Relaxed),
    });
    println!("{report}");
    match state.error {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn amount_sum(desk: &Desk, handle: &RegisterHandle) -> DeskResult<Option<Amount>> {
    let totals = desk.register_totals(handle, None)?;
    let amount = totals.columns.iter().find(|one| one.column == "amount");
    Ok(amount.map(|amount| amount.sum))
}

fn transactions(period: Period) -> TransactionsFilter {
    TransactionsFilter {
        period,
        integration_ids: Vec::new(),
        type_ids: Vec::new(),
        driver_ids: Vec::new(),
    }
}

fn payments(period: Period) -> PaymentsFilter {
    PaymentsFilter {
        period,
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

/// The most memory that this process ever held; known on Linux only.
fn peak_rss_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
