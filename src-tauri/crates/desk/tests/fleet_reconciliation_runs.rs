//! A reconciliation as it goes on and as a file: nobody waits for what cannot end, nobody reads for whom nobody waits, and
//! what is handed on says what it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use calamine::{Data, Reader, Xlsx};
use desk::{
    DeskErrorCode, DeskEvent, DeskResult,
    exports::types::*,
    fleet::types::{ReconciliationVerdict::*, *},
    registers::types::{Period, RegisterHandle},
};
use futures::{FutureExt, future::BoxFuture};
use rig::{FULL_KEY, Rig, fleet::*};
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, NewFleetTransaction, Options};
use serde_json::json;
use tokio::sync::Notify;
use transport::{Wire, WireBody, WireError};

const FLEET_PATH: &str = "/v2/parks/transactions/list";

fn marked_park() -> Options {
    Options {
        reconciliation_marks: true,
        ..fleet_park(FleetQuirks::default())
    }
}

fn ask(from: &str, to: &str, driver: Option<&str>, reading: u32) -> ReconciliationAsk {
    ReconciliationAsk {
        period: Period {
            from: from.to_owned(),
            to: to.to_owned(),
        },
        driver_id: driver.map(str::to_owned),
        reading,
    }
}

fn month(reading: u32) -> ReconciliationAsk {
    ask("2025-05-15", "2025-06-16", None, reading)
}

async fn made(rig: &Rig) -> Reconciliation {
    let made = rig.desk.reconcile_fleet(&rig.park, month(1)).await;
    made.unwrap()
}

// How long.

#[tokio::test]
async fn a_period_that_nobody_would_wait_for_is_refused_before_anything_is_read() {
    let rig = Rig::of(marked_park(), FULL_KEY).await;
    let drivers = rig.sandbox.fleet_drivers();
    let driver = drivers.iter().find(|one| one.jump_id.is_some()).unwrap();
    let driver = driver.id.as_str();
    for (from, to, of, most, days) in [
        ("2025-05-13", "2025-06-16", None, None, 35),
        ("2025-05-12", "2025-06-16", None, Some("35"), 36),
        ("2025-05-12", "2025-06-16", Some(driver), None, 36),
        ("2024-06-16", "2025-06-16", Some(driver), None, 366),
        ("2024-06-15", "2025-06-16", Some(driver), Some("366"), 367),
        // An empty id is the whole park.
        ("2025-05-12", "2025-06-16", Some(" "), Some("35"), 36),
    ] {
        let calls = rig.sandbox.calls(LIST) + rig.sandbox.calls("listTransactions");
        let asked = ask(from, to, of, 1);
        let answer = rig.desk.reconcile_fleet(&rig.park, asked).await;
        let Some(most) = most else {
            assert!(answer.is_ok(), "{days}");
            continue;
        };
        let refused = answer.unwrap_err();
        assert_eq!(refused.code, DeskErrorCode::InvalidInput);
        let field = &refused.fields[0];
        assert_eq!(
            (field.field.as_str(), field.code.as_str()),
            ("period", "period_too_long")
        );
        assert_eq!(field.params["most"], most);
        assert_eq!(field.params["days"], days.to_string());
        let after = rig.sandbox.calls(LIST) + rig.sandbox.calls("listTransactions");
        assert_eq!(after, calls, "nothing was asked of the services");
    }
}

fn told(rig: &Rig) -> Vec<ReconciliationProgress> {
    let events = rig.events.all().into_iter();
    let told = events.filter_map(|event| match event {
        DeskEvent::Reconciliation(progress) => Some(progress),
        _ => None,
    });
    told.collect()
}

#[tokio::test]
async fn both_sides_tell_how_far_they_are_and_why_they_wait() {
    let rig = Rig::of(marked_park(), FULL_KEY).await;
    // Longer than the transport waits by itself.
    rig::card::faults(&rig, &["listParkTransactions:429=300s@nth=2"]);
    let asked = rig.desk.reconcile_fleet(&rig.park, month(7)).await;
    assert!(asked.unwrap().complete);
    let told = told(&rig);
    assert!(
        told.iter()
            .all(|one| one.connection == rig.park && one.reading == 7)
    );
    let grows = |rows: &dyn Fn(&ReconciliationProgress) -> u32| told.is_sorted_by_key(rows);
    assert!(grows(&|one| one.jump.rows) && grows(&|one| one.yandex.rows));
    let waits = |one: &&ReconciliationProgress| one.yandex.waiting_until.is_some();
    let waiting = told.iter().find(waits).unwrap();
    let until = waiting.yandex.waiting_until.as_ref().unwrap();
    assert!(until.parse::<jiff::Timestamp>().is_ok(), "{until}");
    let last = told.last().unwrap();
    assert!(last.jump.done && last.yandex.done && last.yandex.waiting_until.is_none());
    assert_eq!(last.jump.total, Some(last.jump.rows));
    assert_eq!(last.yandex.total, None);
    // Every row that came, not only those that are compared.
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    assert!(last.yandex.rows as usize > truth.len() / 2);
}

// Cancelled.

/// Holds one path's answers back while it is told to.
struct Held {
    way: Arc<dyn Wire>,
    path: &'static str,
    holds: AtomicBool,
    reached: Notify,
    released: Notify,
}

struct Gate(Arc<Held>);

impl Wire for Gate {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let ours = request.uri().path().ends_with(self.0.path);
            if ours && self.0.holds.load(Ordering::SeqCst) {
                self.0.reached.notify_one();
                self.0.released.notified().await;
            }
            self.0.way.send(request).await
        }
        .boxed()
    }
}

async fn held_rig() -> (Rig, Arc<Held>) {
    let mut gate = None;
    let rig = Rig::over(marked_park(), FULL_KEY, |way| {
        let held = Arc::new(Held {
            way,
            path: FLEET_PATH,
            holds: AtomicBool::new(true),
            reached: Notify::new(),
            released: Notify::new(),
        });
        gate = Some(held.clone());
        Arc::new(Gate(held))
    })
    .await;
    (rig, gate.unwrap())
}

fn begun(rig: &Rig, ask: ReconciliationAsk) -> tokio::task::JoinHandle<DeskResult<Reconciliation>> {
    let (desk, park) = (rig.desk.clone(), rig.park.clone());
    tokio::spawn(async move { desk.reconcile_fleet(&park, ask).await })
}

#[tokio::test]
async fn a_reading_that_nobody_waits_for_asks_nothing_more_of_the_services() {
    let (rig, gate) = held_rig().await;
    let reading = begun(&rig, month(3));
    gate.reached.notified().await;
    // A word about an earlier one stops nothing.
    rig.desk.cancel_reconciliation(&rig.park, 2);
    assert!(!reading.is_finished());
    rig.desk.cancel_reconciliation(&rig.park, 3);
    let stopped = reading.await.unwrap().unwrap_err();
    assert_eq!(stopped.code, DeskErrorCode::Cancelled);
    gate.holds.store(false, Ordering::SeqCst);
    gate.released.notify_waiters();
    let asked = rig.sandbox.calls(LIST);
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    assert_eq!(rig.sandbox.calls(LIST), asked);
    // The next one is a reading of its own.
    assert!(begun(&rig, month(4)).await.unwrap().unwrap().complete);
}

#[tokio::test]
async fn a_second_reading_of_a_park_ends_the_first_and_neither_takes_the_others_place() {
    let (rig, gate) = held_rig().await;
    let first = begun(&rig, month(1));
    gate.reached.notified().await;
    gate.holds.store(false, Ordering::SeqCst);
    let second = begun(&rig, month(2)).await.unwrap().unwrap();
    let first = first.await.unwrap().unwrap_err();
    assert_eq!(first.code, DeskErrorCode::Cancelled);
    assert!(second.complete && !second.rows.is_empty());
}

// The file.

fn words() -> ReconciliationWords {
    let line = |label: &str, value: ReconciliationAbout| ReconciliationLine {
        label: label.to_owned(),
        value,
    };
    let whole = || WholeOrNot {
        complete: "полно".to_owned(),
        incomplete: "НЕ полно".to_owned(),
    };
    let lines = vec![
        line("Парк", ReconciliationAbout::Connection),
        line("Период", ReconciliationAbout::Period),
        line("Сверено", ReconciliationAbout::MadeAt),
        line("Записано", ReconciliationAbout::WrittenAt),
        line("Jump", ReconciliationAbout::Jump(whole())),
        line("Яндекс", ReconciliationAbout::Yandex(whole())),
        line("Водители", ReconciliationAbout::Drivers(whole())),
        line("Строк Jump", ReconciliationAbout::JumpRows),
        line("Строк Яндекса", ReconciliationAbout::YandexRows),
        line("Строк", ReconciliationAbout::Rows),
        line("Сумма", ReconciliationAbout::Sum("jump_amount".to_owned())),
        line("SHA-256", ReconciliationAbout::Sha256),
        line("Отбор", ReconciliationAbout::Text("=всё".to_owned())),
    ];
    let named = |name: &str| (name.to_owned(), format!("вердикт {name}"));
    ReconciliationWords {
        name: "Сверка".to_owned(),
        incomplete: "НЕПОЛНО".to_owned(),
        about: "О выгрузке".to_owned(),
        total: "Итого".to_owned(),
        verdicts: BTreeMap::from(["matched", "only_jump", "only_yandex"].map(named)),
        states: BTreeMap::new(),
        lines,
    }
}

fn export(made: &Reconciliation, rows: Vec<u32>, format: ExportFormat) -> ReconciliationExport {
    let columns = [
        "verdict",
        "jump_at",
        "jump_amount",
        "yandex_amount",
        "yandex_foreign",
        "yandex_id",
        "difference",
        "reference",
    ];
    ReconciliationExport {
        id: made.id.clone(),
        rows,
        columns: columns
            .map(|column| ExportColumn {
                column: column.to_owned(),
                title: column.to_owned(),
                width: 120,
            })
            .to_vec(),
        format,
        words: words(),
    }
}

async fn written(rig: &Rig, ask: ReconciliationExport, path: PathBuf) -> ExportState {
    let begun = rig.desk.export_reconciliation(&rig.park, ask, path, false);
    let id = begun.unwrap().id;
    let over = || {
        let told = rig.events.all().into_iter().rev();
        let mut states = told.filter_map(|event| match event {
            DeskEvent::Export(state) if state.id == id => Some(state),
            _ => None,
        });
        states.find(|state| state.phase != ExportPhase::Writing)
    };
    rig.events.until(over).await
}

fn sheet(path: &Path, name: &str) -> Vec<Vec<Data>> {
    let bytes = fs::read(path).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range(name).unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn about(path: &Path) -> BTreeMap<String, String> {
    let lines = sheet(path, "О выгрузке").into_iter();
    lines
        .filter(|line| line.len() > 1)
        .map(|line| (line[0].to_string(), line[1].to_string()))
        .collect()
}

#[tokio::test]
async fn a_file_holds_the_rows_that_were_shown_in_their_order_and_says_what_was_compared() {
    let rig = Rig::of(marked_park(), FULL_KEY).await;
    let made = made(&rig).await;
    assert!(made.complete);
    let matched = made.rows.iter().filter(|row| row.verdict == Matched);
    let mut chosen: Vec<&ReconciliationRow> = matched.collect();
    chosen.reverse();
    let numbers: Vec<u32> = chosen.iter().map(|row| row.number).collect();
    let ask = export(&made, numbers, ExportFormat::Xlsx);
    let folder = tempfile::tempdir().unwrap();
    let name = rig.desk.name_reconciliation(&rig.park, &ask).unwrap();
    assert_eq!(name, "Сверка Демо-парк 15.05–16.06.2025.xlsx");
    let done = written(&rig, ask, folder.path().join(&name)).await;
    assert_eq!(done.phase, ExportPhase::Done, "{:?}", done.error);
    assert_eq!(done.handle, RegisterHandle(made.id.0.clone()));
    assert_eq!((done.rows as usize, done.complete), (chosen.len(), true));
    let path = rig.desk.exported_to(&done.id).unwrap();
    let rows = sheet(&path, "Сверка");
    let sum: Decimal = chosen
        .iter()
        .map(|row| row.jump.as_ref().unwrap().amount.decimal())
        .sum();
    for (line, row) in rows[1..].iter().zip(&chosen) {
        assert_eq!(line[0].to_string(), "вердикт matched");
        let side = row.yandex.as_ref().unwrap();
        let amount: Decimal = line[3].to_string().parse().unwrap();
        assert_eq!(amount, side.amount.decimal());
        assert_eq!(line[5].to_string(), side.id);
        let mark = row.reference.as_ref().unwrap();
        assert_eq!(line[7].to_string(), format!("#{mark}"));
    }
    let about = about(&path);
    assert_eq!(about["Парк"], "Демо-парк");
    assert_eq!(about["Период"], "15.05–16.06.2025");
    for part in ["Jump", "Яндекс", "Водители"] {
        assert_eq!(about[part], "полно");
    }
    assert_eq!(about["Строк"], chosen.len().to_string());
    assert_eq!(about["Строк Jump"], made.jump_rows.to_string());
    assert_eq!(about["Строк Яндекса"], made.yandex_rows.to_string());
    assert_eq!(about["Сумма"].parse::<Decimal>().unwrap(), sum);
    assert_eq!(Some(&about["SHA-256"]), done.sha256.as_ref());
    assert_eq!(about["Отбор"], "=всё");
}

#[tokio::test]
async fn a_file_of_a_side_that_was_not_read_to_its_end_says_which_in_its_name_and_in_itself() {
    let mut first = None;
    let rig = tampered_rig(
        marked_park(),
        FLEET_PATH,
        move |number, _, answer| match number {
            1 => first = Some(answer["cursor"].clone()),
            3 => answer["cursor"] = first.clone().unwrap(),
            _ => answer["limit"] = json!(500),
        },
    )
    .await;
    let made = made(&rig).await;
    assert!(!made.complete && made.jump_complete && !made.yandex_complete && made.drivers_known);
    let ask = export(&made, vec![1, 2], ExportFormat::Xlsx);
    let name = rig.desk.name_reconciliation(&rig.park, &ask).unwrap();
    assert!(name.ends_with("НЕПОЛНО.xlsx"), "{name}");
    let folder = tempfile::tempdir().unwrap();
    // The mark cannot be typed away.
    let done = written(&rig, ask, folder.path().join("моя.xlsx")).await;
    assert_eq!((done.phase, done.complete), (ExportPhase::Done, false));
    assert_eq!(done.file, "моя НЕПОЛНО.xlsx");
    let about = about(&rig.desk.exported_to(&done.id).unwrap());
    let parts = ["Jump", "Яндекс", "Водители"].map(|part| about[part].as_str());
    assert_eq!(parts, ["полно", "НЕ полно", "полно"]);
}

#[tokio::test]
async fn another_currency_is_written_out_and_in_no_sum_of_the_file() {
    let rig = Rig::of(
        Options {
            fleet_transactions: 40_000,
            ..fleet_park(FleetQuirks {
                two_currencies: true,
                ..FleetQuirks::default()
            })
        },
        FULL_KEY,
    )
    .await;
    let made = made(&rig).await;
    let foreign = |row: &&ReconciliationRow| {
        let side = row.yandex.as_ref();
        side.is_some_and(|side| side.currency != "RUB")
    };
    let row = made.rows.iter().find(foreign).unwrap();
    let ask = export(&made, vec![row.number], ExportFormat::Csv);
    let folder = tempfile::tempdir().unwrap();
    let done = written(&rig, ask, folder.path().join("a.csv")).await;
    assert_eq!(done.phase, ExportPhase::Done);
    let text = fs::read_to_string(folder.path().join("a.csv")).unwrap();
    let line = text.lines().nth(1).unwrap();
    let cells: Vec<&str> = line.split(';').collect();
    let currency = &row.yandex.as_ref().unwrap().currency;
    assert_eq!(cells[3], "", "{line}");
    assert!(cells[4].ends_with(currency.as_str()), "{line}");
}

#[tokio::test]
async fn what_is_not_there_is_never_written_as_something_else() {
    let rig = Rig::of(marked_park(), FULL_KEY).await;
    let made = made(&rig).await;
    let path = || tempfile::tempdir().unwrap().path().join("a.csv");
    let refused = |ask| {
        let answer = rig
            .desk
            .export_reconciliation(&rig.park, ask, path(), false);
        answer.unwrap_err()
    };
    let plain = || export(&made, vec![1], ExportFormat::Csv);
    let last = u32::try_from(made.rows.len()).unwrap();
    for number in [0, last + 1] {
        let error = refused(ReconciliationExport {
            rows: vec![number],
            ..plain()
        });
        assert_eq!(error.fields[0].field, "rows");
    }
    let mut strange = plain();
    strange.columns[0].column = "password".to_owned();
    assert_eq!(refused(strange).fields[0].field, "column");
    let unknown = ReconciliationExport {
        id: ReconciliationId("no such".to_owned()),
        ..plain()
    };
    assert_eq!(refused(unknown).code, DeskErrorCode::NoRegister);
    // What came later does not take the place of what is shown.
    let driver = &rig.sandbox.fleet_drivers()[0].id;
    rig.sandbox
        .add_fleet_transaction(&NewFleetTransaction {
            driver_id: driver.clone(),
            category_id: "partner_service_manual".to_owned(),
            amount: Decimal::ONE,
            description: "Новая".to_owned(),
            event_at: Some("2025-06-10T10:00:00Z".parse().unwrap()),
        })
        .unwrap();
    let later = begun(&rig, month(2)).await.unwrap().unwrap();
    assert_ne!(later.id, made.id);
    assert!(rig.desk.name_reconciliation(&rig.park, &plain()).is_ok());
}
