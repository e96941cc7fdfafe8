//! Collects a register of Yandex Fleet's transactions out of the demo park in this process, asks it what a screen asks,
//! and prints how long each took, as one line of JSON: milliseconds of the first time, the median and the slowest.
//!
//! `fleet [<rows>]`. Meant for a release build.
#![allow(clippy::print_stdout)]

use std::{error::Error, sync::Arc, time::Instant};

use desk::{
    Desk, DeskEvent, DeskParts, DeskResult, Events, RandomIds, WirePair, Wires,
    fleet::types::FleetTransactionsFilter,
    parts::{Blocking, Scribe, Trial},
    preferences::MemoryPreferences,
    registers::types::{
        ChartAsk, Narrowing, Period, RegisterHandle, RegisterOrder, RegisterPhase, RegisterState,
        ValueFilter,
    },
};
use journal::Journal;
use sandbox::{Options, Sandbox};
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;
use transport::{BaseAddress, Secret, ServiceWire, SystemClock, Wire};
use vault::{MemoryKeychain, Vault};

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Park(Arc<dyn Wire>);

impl Wires for Park {
    fn wires(&self, _base: &BaseAddress, _demo: bool) -> DeskResult<WirePair> {
        Ok(WirePair {
            reads: self.0.clone(),
            writes: self.0.clone(),
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
    let rows = std::env::args().nth(1);
    let rows = rows.map_or(Ok(150_000), |rows| rows.parse())?;
    let (sender, mut told) = mpsc::unbounded_channel();
    let folder = tempfile::tempdir()?;
    let desk = desk(rows, sender, folder.path());
    let park = desk.open_demo("bench").await?.id;
    // The park is grown, and the directory of drivers is read, before anything is measured.
    let filter = |from: &str| FleetTransactionsFilter {
        period: Period {
            from: from.to_owned(),
            to: "2034-12-31".to_owned(),
        },
        category_ids: Vec::new(),
        driver_id: None,
    };
    let empty = desk.open_fleet_transactions(&park, filter("2034-12-31"));
    empty.await?;
    over(&mut told).await?;

    let (before, started) = (memory_kb("VmRSS:"), Instant::now());
    let opened = desk.open_fleet_transactions(&park, filter("2015-01-01"));
    let handle = opened.await?.handle;
    let state = over(&mut told).await?;
    let seconds = started.elapsed().as_secs_f64();
    let held = memory_kb("VmRSS:")
        .zip(before)
        .map(|(now, before)| now.saturating_sub(before));
    let asked = Asked { desk, handle };
    let report = json!({
        "rows": state.received,
        "pages": state.pages_done,
        "complete": state.phase == RegisterPhase::Complete,
        "collect_seconds": seconds,
        "held_kb": held,
        "sort_ms": asked.sorts()?,
        "narrow_ms": asked.narrowings()?,
        "rest_ms": asked.the_rest()?,
        "rss_kb": memory_kb("VmRSS:"),
    });
    println!("{report}");
    Ok(())
}

fn desk(
    rows: usize,
    sender: mpsc::UnboundedSender<RegisterState>,
    folder: &std::path::Path,
) -> Desk {
    let sandbox = Sandbox::new(Options {
        fleet_transactions: rows,
        ..Options::default()
    });
    let scribe = Arc::new(Scribe::new(
        Arc::new(SystemClock),
        &MemoryPreferences::default(),
    ));
    Desk::new(DeskParts {
        clock: Arc::new(SystemClock),
        events: Arc::new(Told(sender)),
        preferences: Arc::new(MemoryPreferences::default()),
        vault: Vault::new(Arc::new(MemoryKeychain::new())),
        wires: Arc::new(Park(Arc::new(ServiceWire::new(sandbox.router())))),
        ids: Arc::new(RandomIds),
        demo_key: Secret::from("demo-park-key".to_owned()),
        journal: Journal::open(&folder.join("journal"), scribe.clone()),
        practice: Journal::open(&folder.join("practice"), scribe.clone()),
        journal_folder: String::new(),
        scribe,
        blocking: Blocking::Threads,
        trial: Trial::default(),
    })
}

async fn over(told: &mut mpsc::UnboundedReceiver<RegisterState>) -> Outcome<RegisterState> {
    loop {
        let state = told.recv().await.ok_or("the desk is gone")?;
        let under_way = [RegisterPhase::Collecting, RegisterPhase::Waiting];
        if !under_way.contains(&state.phase) {
            return Ok(state);
        }
    }
}

struct Asked {
    desk: Desk,
    handle: RegisterHandle,
}

impl Asked {
    fn time(&self, mut ask: impl FnMut() -> DeskResult<()>) -> DeskResult<Value> {
        const REPEATS: usize = 7;
        let mut times = Vec::new();
        for _ in 0..REPEATS {
            let begun = Instant::now();
            ask()?;
            let millis = begun.elapsed().as_secs_f64() * 1_000.0;
            times.push((millis * 10.0).round() / 10.0);
        }
        let first = times.first().copied();
        times.sort_by(f64::total_cmp);
        Ok(json!([first, times.get(times.len() / 2), times.last()]))
    }

    /// With the first window: that is when the order is made.
    fn sorts(&self) -> DeskResult<Map<String, Value>> {
        let mut told = Map::new();
        for column in ["at", "driver", "category", "amount", "description", "order"] {
            let mut descending = false;
            let time = self.time(|| {
                descending = !descending;
                let column = column.to_owned();
                let order = RegisterOrder { column, descending };
                self.desk.order_register(&self.handle, &order)?;
                self.window(75_000)
            })?;
            told.insert(column.to_owned(), time);
        }
        Ok(told)
    }

    fn narrowings(&self) -> DeskResult<Map<String, Value>> {
        let mut told = Map::new();
        for (name, words) in [
            ("letter", "и"),
            ("text", "иванов"),
            ("nothing", "такого нет"),
            ("sum", "1 234,5"),
            ("id", "9100"),
        ] {
            let narrowing = || Narrowing {
                find: words.to_owned(),
                ..Narrowing::default()
            };
            told.insert(name.to_owned(), self.time(|| self.narrow(narrowing()))?);
        }
        let card = ValueFilter {
            column: "category".to_owned(),
            key: "card".to_owned(),
            title: String::new(),
            excluded: false,
        };
        let narrowing = || Narrowing {
            values: vec![card.clone()],
            ..Narrowing::default()
        };
        told.insert("value".to_owned(), self.time(|| self.narrow(narrowing()))?);
        self.narrow(Narrowing::default())?;
        Ok(told)
    }

    fn narrow(&self, narrowing: Narrowing) -> DeskResult<()> {
        self.desk.narrow_register(&self.handle, narrowing)?;
        self.window(0)
    }

    fn window(&self, from: u32) -> DeskResult<()> {
        let window = self.desk.fleet_transactions_window(&self.handle, from, 60);
        window.map(drop)
    }

    fn the_rest(&self) -> DeskResult<Map<String, Value>> {
        let (desk, handle) = (&self.desk, &self.handle);
        let mut told = Map::new();
        let totals = || desk.register_totals(handle, None).map(drop);
        told.insert("totals".to_owned(), self.time(totals)?);
        for column in ["group", "driver", "at"] {
            let groups = || desk.register_groups(handle, column).map(drop);
            told.insert(format!("groups_{column}"), self.time(groups)?);
        }
        let ask = ChartAsk {
            measure: Some("amount".to_owned()),
            stack: Some("group".to_owned()),
        };
        let chart = || desk.register_chart(handle, &ask).map(drop);
        told.insert("chart".to_owned(), self.time(chart)?);
        told.insert("window".to_owned(), self.time(|| self.window(75_000))?);
        Ok(told)
    }
}

/// Known on Linux only.
fn memory_kb(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
