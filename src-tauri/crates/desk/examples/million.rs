//! Collects a register of a million varied payments out of a service made up in this process, asks it everything that
//! a screen asks, and prints how long each took, as one line of JSON: milliseconds of
//! the first time, the median and the slowest.
//!
//! `million [<rows>]`. Meant for a release build.
#![allow(clippy::print_stdout)]

mod stage;

use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use desk::{
    Desk, DeskResult, WirePair, Wires,
    payments::types::PaymentsFilter,
    registers::types::{
        ChartAsk, Narrowing, Period, RegisterHandle, RegisterOrder, RegisterPhase, ValueFilter,
    },
};
use futures::{FutureExt, future::BoxFuture};
use serde_json::{Map, Value, json};
use stage::{Outcome, Stage, memory_kb};
use transport::{BaseAddress, Wire, WireBody, WireError, full_body};

const PAGE: u32 = 200;

/// A service with so many payments.
#[derive(Clone, Copy)]
struct Park(u32);

impl Wires for Park {
    fn wires(&self, _base: &BaseAddress, _demo: bool) -> DeskResult<WirePair> {
        let wire = Arc::new(*self);
        Ok(WirePair {
            reads: wire.clone(),
            writes: wire,
        })
    }
}

impl Wire for Park {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        let query = request.uri().query().unwrap_or_default();
        let page = query.split('&').find_map(|pair| pair.strip_prefix("page="));
        let page = page.and_then(|page| page.parse().ok()).unwrap_or(1);
        let answer = http::Response::new(full_body(self.page(page).into()));
        async { Ok(answer) }.boxed()
    }
}

impl Park {
    fn page(self, page: u32) -> String {
        let (first, last) = ((page - 1) * PAGE, (page * PAGE).min(self.0));
        let rows: Vec<String> = (first..last).map(payment).collect();
        let (total, last_page) = (self.0, self.0.div_ceil(PAGE));
        format!(
            r#"{{"items":[{}],"meta":{{"total":{total},"current_page":{page},"last_page":{last_page},"per_page":{PAGE}}}}}"#,
            rows.join(",")
        )
    }
}

const LAST: [&str; 12] = [
    "Иванов",
    "Фёдоров",
    "Королёв",
    "Петров",
    "Сидоров",
    "Алиев",
    "Ким",
    "Озеров",
    "Щукин",
    "Юрьев",
    "Берёзкин",
    "Нетребко-Южный",
];
const FIRST: [&str; 8] = [
    "Пётр",
    "Иван",
    "Алёна",
    "Мария",
    "Тимур",
    "Олег",
    "Семён",
    "Яна",
];
const STATUS: [&str; 8] = [
    "Выплачен",
    "Отклонен",
    "В обработке",
    "Ожидает",
    "Ошибка",
    "Отменён",
    "На подписи",
    "Подтвердить",
];

/// Spreads numbers without a pattern that a sort would profit from.
fn spread(number: u32, salt: u32) -> u32 {
    let mixed = (number ^ salt.rotate_left(16)).wrapping_mul(0x9E37_79B1);
    (mixed ^ mixed >> 15).wrapping_mul(0x85EB_CA77) >> 3
}

/// The payment of this number as the service writes it: 30 000 drivers, 60 000 requisites, a year.
fn payment(number: u32) -> String {
    let pick = |salt: u32, of: u32| spread(number, salt) % of;
    let at = |list: &[&'static str], place: u32| list.get(place as usize).copied().unwrap_or("");
    let driver = pick(1, 30_000);
    let of_driver = |salt: u32, of: u32| spread(driver, salt) % of;
    let name = format!(
        "{} {} {driver}",
        at(&LAST, of_driver(2, 12)),
        at(&FIRST, of_driver(3, 8))
    );
    let (status, agent, group) = (pick(4, 8), pick(5, 5), of_driver(6, 12));
    let requisite = driver * 2 + pick(7, 2);
    let second = pick(8, 365 * 86_400);
    let time = |later: u32| {
        let second = i64::from(second + later) + 1_735_678_800;
        let at = jiff::Timestamp::from_second(second).unwrap_or_default();
        at.display_with_offset(jiff::tz::offset(3)).to_string()
    };
    let kopecks = pick(9, 5_000_000);
    let (amount, commission) = (money(kopecks), money(kopecks / 40));
    let paid = money(kopecks - kopecks / 40);
    let mut row = String::with_capacity(1_000);
    // Writing to a text cannot fail.
    let _ = write!(
        row,
        r#"{{"id":{id},"created_at":"{}","updated_at":"{}","paid_at":"{}","amount":{amount},"commission":{commission},"amount_paid":{paid},"driver":{{"id":{driver},"full_name":"{name}","phone":"7911{driver:07}","group":{{"id":{group},"title":"Группа {group}"}}}},"status":{{"id":{status},"title":"{}"}},"pay_type":{{"id":1,"title":"СБП"}},"integration":{{"id":{agent},"title":"Интеграция {agent}"}},"request_type":{{"id":1,"title":"API"}},"agent":{{"id":{agent},"title":"ООО «Парк {agent}»"}},"requisites":{{"id":{requisite},"title":"СБП ****{:04}"}},"history":[{{"date_time":"{}","action":"Создан"}},{{"date_time":"{}","action":"Отправлен"}}]}}"#,
        time(0),
        time(60),
        time(3_600),
        at(&STATUS, status),
        requisite % 10_000,
        time(0),
        time(60),
        id = 40_000_000 + number,
    );
    row
}

fn money(kopecks: u32) -> String {
    format!("{}.{:02}", kopecks / 100, kopecks % 100)
}

fn filter() -> PaymentsFilter {
    PaymentsFilter {
        period: Period {
            from: "2025-01-01".to_owned(),
            to: "2025-12-31".to_owned(),
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

#[tokio::main]
async fn main() -> Outcome<()> {
    let rows = std::env::args().nth(1);
    let rows = rows.map_or(Ok(1_000_000), |rows| rows.parse())?;
    let (wires, key) = (Arc::new(Park(rows)), "demo-key-of-a-bench");
    let mut stage = Stage::set(wires, "https://park.example", key, 0).await?;
    let (desk, park) = (stage.desk.clone(), stage.park.clone());

    let (before, started) = (memory_kb("VmRSS:"), Instant::now());
    let handle = desk.open_payments(&park, filter()).await?.handle;
    let watch = Watch::begin(&desk, &handle);
    let state = stage.collected(&handle).await?;
    let seconds = started.elapsed().as_secs_f64();
    let slowest_state = watch.end();
    let held = memory_kb("VmRSS:")
        .zip(before)
        .map(|(now, before)| now.saturating_sub(before));
    let asked = Asked {
        desk,
        handle,
        repeats: 7,
    };
    let report = json!({
        "rows": state.received,
        "complete": state.phase == RegisterPhase::Complete,
        "collect_seconds": seconds,
        "slowest_state_ms": slowest_state,
        "bytes_per_row": held.map(|kb| kb * 1_024 / u64::from(rows.max(1))),
        "sort_ms": asked.sorts()?,
        "narrow_ms": asked.narrowings()?,
        "rest_ms": asked.the_rest()?,
        "rss_kb": memory_kb("VmRSS:"),
        "peak_rss_kb": memory_kb("VmHWM:"),
    });
    println!("{report}");
    Ok(())
}

/// Asks for the state all the time while rows come, with words that narrow them: progress must not wait.
struct Watch {
    over: Arc<AtomicBool>,
    slowest_micros: Arc<AtomicU64>,
}

impl Watch {
    fn begin(desk: &Desk, handle: &RegisterHandle) -> Self {
        let watch = Self {
            over: Arc::default(),
            slowest_micros: Arc::default(),
        };
        let (over, slowest) = (watch.over.clone(), watch.slowest_micros.clone());
        let (desk, handle) = (desk.clone(), handle.clone());
        std::thread::spawn(move || {
            let words = narrowing("иванов 1");
            if desk.narrow_register(&handle, words).is_err() {
                return;
            }
            while !over.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let _ = desk.register_state(&handle);
                slowest.fetch_max(begun.elapsed().as_micros() as u64, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        watch
    }

    fn end(self) -> f64 {
        self.over.store(true, Ordering::Relaxed);
        self.slowest_micros.load(Ordering::Relaxed) as f64 / 1_000.0
    }
}

fn narrowing(words: &str) -> Narrowing {
    Narrowing {
        find: words.to_owned(),
        ..Narrowing::default()
    }
}

struct Asked {
    desk: Desk,
    handle: RegisterHandle,
    repeats: usize,
}

impl Asked {
    /// The first of several, which reads the dictionaries where that was not done yet, then their median and the
    /// slowest.
    fn time(&self, mut ask: impl FnMut() -> DeskResult<()>) -> DeskResult<Value> {
        let mut times = Vec::new();
        for _ in 0..self.repeats {
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
        self.desk
            .narrow_register(&self.handle, Narrowing::default())?;
        let mut told = Map::new();
        for column in [
            "id",
            "created_at",
            "amount",
            "commission",
            "driver",
            "phone",
            "status",
            "requisites",
        ] {
            let mut descending = false;
            let time = self.time(|| {
                descending = !descending;
                let column = column.to_owned();
                let order = RegisterOrder { column, descending };
                self.desk.order_register(&self.handle, &order)?;
                self.desk
                    .payments_window(&self.handle, 500_000, 60)
                    .map(drop)
            })?;
            told.insert(column.to_owned(), time);
        }
        Ok(told)
    }

    fn narrowings(&self) -> DeskResult<Map<String, Value>> {
        let order = RegisterOrder {
            column: "created_at".to_owned(),
            descending: true,
        };
        self.desk.order_register(&self.handle, &order)?;
        let mut told = Map::new();
        for (name, words) in [
            ("letter", "и"),
            ("text", "королев семен"),
            ("wrong_layout", "rjhjktd"),
            ("nothing", "такого нет"),
            ("phone", "8 911 000 12"),
            ("sum", "1 234,5"),
            ("id", "40123"),
            ("digit", "7"),
        ] {
            told.insert(
                name.to_owned(),
                self.time(|| self.narrow(narrowing(words)))?,
            );
        }
        let value = |column: &str, key: &str| ValueFilter {
            column: column.to_owned(),
            key: key.to_owned(),
            title: String::new(),
            excluded: false,
        };
        for (name, filter) in [
            ("value_status", value("status", "id:1")),
            ("value_driver", value("driver", "id:77")),
            ("value_day", value("created_at", "2025-06-01")),
            ("value_amount", value("amount", "1234.50")),
        ] {
            let narrowed = || Narrowing {
                values: vec![filter.clone()],
                ..Narrowing::default()
            };
            told.insert(name.to_owned(), self.time(|| self.narrow(narrowed()))?);
        }
        self.narrow(Narrowing::default())?;
        Ok(told)
    }

    /// With the first window.
    fn narrow(&self, narrowing: Narrowing) -> DeskResult<()> {
        self.desk.narrow_register(&self.handle, narrowing)?;
        self.desk.payments_window(&self.handle, 0, 60).map(drop)
    }

    fn the_rest(&self) -> DeskResult<Map<String, Value>> {
        let (desk, handle) = (&self.desk, &self.handle);
        let mut told = Map::new();
        let mut add = |name: &str, ask: &dyn Fn() -> DeskResult<()>| -> DeskResult<()> {
            told.insert(name.to_owned(), self.time(ask)?);
            Ok(())
        };
        add("totals", &|| desk.register_totals(handle, None).map(drop))?;
        for column in ["status", "driver", "requisites", "created_at"] {
            add(&format!("groups_{column}"), &|| {
                desk.register_groups(handle, column).map(drop)
            })?;
        }
        add("chart", &|| {
            let ask = ChartAsk {
                measure: Some("amount".to_owned()),
                stack: Some("status".to_owned()),
            };
            desk.register_chart(handle, &ask).map(drop)
        })?;
        add("seek", &|| {
            desk.register_seek(handle, "driver", "юрьев яна 29999", 10)
                .map(drop)
        })?;
        add("window", &|| {
            desk.payments_window(handle, 700_000, 60).map(drop)
        })?;
        add("state", &|| desk.register_state(handle).map(drop))?;
        Ok(told)
    }
}
