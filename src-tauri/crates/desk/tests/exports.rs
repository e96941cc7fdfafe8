//! Registers of the demo park written to files, and everything that may come in between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    time::Duration,
};

use calamine::{Data, Reader, Xlsx};
use desk::{
    DeskErrorCode, DeskEvent,
    exports::types::*,
    registers::types::{RegisterHandle, RegisterPhase, Selection},
};
use jump::Id;
use rig::{FULL_KEY, Rig, register::*, small_park};
use rust_decimal::Decimal;
use sandbox::Options;
use tempfile::TempDir;

fn line(label: &str, value: AboutValue) -> AboutLine {
    AboutLine {
        label: label.to_owned(),
        value,
    }
}

async fn park_of(payments: usize) -> Rig {
    let options = Options {
        payments,
        ..small_park()
    };
    Rig::of(options, FULL_KEY).await
}

fn ask(handle: &RegisterHandle, format: ExportFormat) -> ExportAsk {
    let columns = [
        ("created_at", "Создан"),
        ("id", "№"),
        ("driver", "Водитель"),
        ("phone", "Телефон"),
        ("amount", "Сумма"),
    ];
    let column = |(column, title): (&str, &str)| ExportColumn {
        column: column.to_owned(),
        title: title.to_owned(),
        width: 120,
    };
    let lines = vec![
        line("Парк", AboutValue::Connection),
        line("Прочитано", AboutValue::ReadAt),
        line("Окно до", AboutValue::WindowEnd),
        line("Записано", AboutValue::WrittenAt),
        line(
            "Полнота",
            AboutValue::Completeness {
                complete: "полно".to_owned(),
                incomplete: "неполно".to_owned(),
            },
        ),
        line("Получено", AboutValue::Received),
        line("У сервиса", AboutValue::Told),
        line("Строк", AboutValue::Rows),
        line("Сумма", AboutValue::Sum("amount".to_owned())),
        line("Комиссия", AboutValue::Sum("commission".to_owned())),
        line("SHA-256", AboutValue::Sha256),
        line("Отбор", AboutValue::Text("=всё".to_owned())),
    ];
    ExportAsk {
        handle: handle.clone(),
        selection: None,
        columns: columns.map(column).to_vec(),
        format,
        words: ExportWords {
            name: "Платежи".to_owned(),
            incomplete: "НЕПОЛНО".to_owned(),
            about: "О выгрузке".to_owned(),
            total: "Итого".to_owned(),
            lines,
        },
    }
}

async fn ended(rig: &Rig, id: &ExportId) -> ExportState {
    let over = || {
        let told = rig.events.all().into_iter().rev();
        let mut states = told.filter_map(|event| match event {
            DeskEvent::Export(state) if state.id == *id => Some(state),
            _ => None,
        });
        states.find(|state| state.phase != ExportPhase::Writing)
    };
    rig.events.until(over).await
}

async fn exported(rig: &Rig, ask: ExportAsk, path: PathBuf, replace: bool) -> ExportState {
    let begun = rig.desk.begin_export(ask, path, replace).unwrap();
    ended(rig, &begun.id).await
}

fn listed(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn sheet(path: &Path, name: &str) -> Vec<Vec<Data>> {
    let bytes = fs::read(path).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range(name).unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

#[tokio::test]
async fn a_workbook_holds_every_row_once_and_the_parks_own_sum() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    let folder = tempfile::tempdir().unwrap();
    let ask = ask(&state.handle, ExportFormat::Xlsx);
    let name = rig.desk.name_export(&ask).unwrap();
    assert_eq!(name, "Платежи Демо-парк 01.01.2015–31.12.2034.xlsx");
    let done = exported(&rig, ask, folder.path().join(&name), false).await;
    assert_eq!(done.phase, ExportPhase::Done, "{done:?}");
    assert_eq!(
        (done.done, done.rows, done.complete),
        (state.received, state.received, true)
    );
    let path = rig.desk.exported_to(&done.id).unwrap();
    assert_eq!(path, folder.path().join(&name));
    assert_eq!(listed(&folder), [name]);

    let rows = sheet(&path, "Платежи");
    let ids: Vec<String> = rows[1..=state.received as usize]
        .iter()
        .map(|row| text(&row[1]))
        .collect();
    let shown = rows_of(&rig, &state.handle);
    assert_eq!(ids, shown, "the order on the screen");
    assert!(
        rows[1..]
            .iter()
            .all(|row| !matches!(row[1], Data::Float(_)))
    );

    let truth = rig.sandbox.payments_truth(&Default::default());
    let about = sheet(&path, "О выгрузке");
    let value = |label: &str| {
        let line = about.iter().find(|line| text(&line[0]) == label);
        text(&line.unwrap()[1])
    };
    assert_eq!(value("Парк"), "Демо-парк");
    assert_eq!(value("Полнота"), "полно");
    assert_eq!(value("Получено"), state.received.to_string());
    assert_eq!(value("У сервиса"), state.received.to_string());
    assert_eq!(value("Строк"), state.received.to_string());
    assert_eq!(value("Сумма").parse::<Decimal>().unwrap(), truth.amount);
    let commission: Decimal = value("Комиссия").parse().unwrap();
    assert_eq!(
        commission, truth.commission,
        "a column that is not in the file"
    );
    assert_eq!(Some(value("SHA-256")), done.sha256);
    assert_eq!(value("Отбор"), "=всё");
    assert!(
        value("Прочитано").ends_with(" +03:00"),
        "{}",
        value("Прочитано")
    );
    assert_eq!(rig.desk.exports_under_way(), 0);
}

fn rows_of(rig: &Rig, handle: &RegisterHandle) -> Vec<String> {
    ids(rig, handle).iter().map(i64::to_string).collect()
}

#[tokio::test]
async fn a_selection_is_written_without_the_rows_that_are_not_in_it() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let all = ids(&rig, &state.handle);
    let folder = tempfile::tempdir().unwrap();
    let mut ask = ask(&state.handle, ExportFormat::Csv);
    ask.selection = Some(Selection {
        all: true,
        except: all[1..].iter().map(|id| Id(*id)).collect(),
        ids: Vec::new(),
    });
    let done = exported(&rig, ask, folder.path().join("одна"), false).await;
    assert_eq!((done.file.as_str(), done.rows), ("одна.csv", 1));
    let written = fs::read_to_string(folder.path().join("одна.csv")).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "\u{FEFF}Создан;№;Водитель;Телефон;Сумма");
    assert_eq!(lines.len(), 2);
    assert!(
        lines[1].contains(&format!("\"=\"\"{}\"\"\"", all[0])),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn a_register_that_is_not_complete_says_so_in_the_name_and_in_the_file() {
    let (rig, meddling) = meddled_rig(middling_park()).await;
    let desk = rig.desk.clone();
    let opened = rig
        .desk
        .open_payments(&rig.park, everything())
        .await
        .unwrap();
    let handle = opened.handle.clone();
    *meddling.lock() = Some(Box::new(move |request| {
        if request == 4 {
            desk.stop_register(&handle).unwrap();
        }
    }));
    let state = settled(&rig, &opened.handle).await;
    assert_eq!(state.phase, RegisterPhase::Stopped);
    let folder = tempfile::tempdir().unwrap();
    let ask = ask(&state.handle, ExportFormat::Xlsx);
    let name = rig.desk.name_export(&ask).unwrap();
    assert!(name.ends_with(" НЕПОЛНО.xlsx"), "{name}");
    let done = exported(&rig, ask, folder.path().join("мой.xlsx"), false).await;
    assert_eq!(
        (done.file.as_str(), done.complete),
        ("мой НЕПОЛНО.xlsx", false)
    );
    let path = rig.desk.exported_to(&done.id).unwrap();
    let rows = sheet(&path, "Платежи");
    assert_eq!(text(&rows.last().unwrap()[0]), "Итого · НЕПОЛНО");
    let about = sheet(&path, "О выгрузке");
    assert_eq!(text(&about[4][1]), "неполно");
    assert_ne!(text(&about[5][1]), text(&about[6][1]), "received and told");
}

#[tokio::test]
async fn a_file_that_is_there_stays_unless_its_loss_was_agreed_to() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("а.csv");
    fs::write(&path, "чужое").unwrap();
    let csv = || ask(&state.handle, ExportFormat::Csv);
    let done = exported(&rig, csv(), path.clone(), false).await;
    assert_eq!(done.file, "а (2).csv");
    assert_eq!(fs::read_to_string(&path).unwrap(), "чужое");
    let done = exported(&rig, csv(), path.clone(), true).await;
    assert_eq!(done.file, "а.csv");
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .starts_with("\u{FEFF}Создан")
    );
    assert_eq!(listed(&folder), ["а (2).csv", "а.csv"]);
}

#[tokio::test]
async fn a_cancelled_export_leaves_nothing_on_the_disk() {
    let rig = park_of(6_000).await;
    let state = collected(&rig, everything()).await;
    let folder = tempfile::tempdir().unwrap();
    for format in [ExportFormat::Csv, ExportFormat::Xlsx] {
        let path = folder.path().join("а");
        let begun = rig
            .desk
            .begin_export(ask(&state.handle, format), path, false)
            .unwrap();
        rig.desk.cancel_export(&begun.id);
        let over = ended(&rig, &begun.id).await;
        assert_eq!((over.phase, over.error), (ExportPhase::Cancelled, None));
        assert!(listed(&folder).is_empty(), "{:?}", listed(&folder));
        let nowhere = rig.desk.exported_to(&begun.id).unwrap_err();
        assert_eq!(nowhere.code, DeskErrorCode::NotFound);
    }
    assert_eq!(rig.desk.exports_under_way(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_cancelled_half_way_leaves_nothing_on_the_disk() {
    let rig = park_of(20_000).await;
    let state = collected(&rig, everything()).await;
    let folder = tempfile::tempdir().unwrap();
    let xlsx = ask(&state.handle, ExportFormat::Xlsx);
    let path = folder.path().join("а.xlsx");
    let begun = rig.desk.begin_export(xlsx, path, false).unwrap();
    assert_eq!(rig.desk.exports_under_way(), 1);
    let some = |event: &DeskEvent| matches!(event, DeskEvent::Export(state) if state.done > 0);
    let half_way = || rig.events.all().iter().any(some).then_some(());
    rig.events.until(half_way).await;
    rig.desk.cancel_export(&begun.id);
    let over = ended(&rig, &begun.id).await;
    assert_eq!(over.phase, ExportPhase::Cancelled);
    assert!(0 < over.done && over.done < over.rows, "{over:?}");
    assert!(listed(&folder).is_empty(), "{:?}", listed(&folder));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_ends_leaves_no_unfinished_file_on_the_disk() {
    let rig = park_of(20_000).await;
    let state = collected(&rig, everything()).await;
    let folder = tempfile::tempdir().unwrap();
    for format in [ExportFormat::Xlsx, ExportFormat::Csv] {
        let path = folder.path().join("а");
        rig.desk
            .begin_export(ask(&state.handle, format), path, false)
            .unwrap();
    }
    rig.desk.stop_exports(Duration::from_secs(30));
    assert_eq!(rig.desk.exports_under_way(), 0);
    assert!(listed(&folder).is_empty(), "{:?}", listed(&folder));
    // There is nothing to wait for any more.
    rig.desk.stop_exports(Duration::ZERO);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_and_nothing_is_left() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("нет такой").join("а.csv");
    let csv = || ask(&state.handle, ExportFormat::Csv);
    let refused = rig.desk.begin_export(csv(), gone, false).unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::FileNotSaved);
    // The place of the file is taken by a folder: it shows at the very end.
    let taken = folder.path().join("а.csv");
    fs::create_dir(&taken).unwrap();
    let failed = exported(&rig, csv(), taken, true).await;
    assert_eq!(failed.phase, ExportPhase::Failed);
    assert_eq!(failed.error.unwrap().code, DeskErrorCode::FileNotSaved);
    assert_eq!(listed(&folder), ["а.csv"]);
    assert_eq!(rig.desk.exports_under_way(), 0);
}

#[tokio::test]
async fn what_cannot_be_written_is_refused_before_a_file_is_begun() {
    let rig = Rig::new().await;
    let state = collected(&rig, everything()).await;
    let folder = tempfile::tempdir().unwrap();
    let refused = |ask: ExportAsk| {
        let named = rig.desk.name_export(&ask).unwrap_err();
        let begun = rig.desk.begin_export(ask, folder.path().join("а"), false);
        assert_eq!(begun.unwrap_err().code, named.code);
        named.code
    };
    let csv = || ask(&state.handle, ExportFormat::Csv);
    let mut unknown = csv();
    unknown.columns[0].column = "нет".to_owned();
    assert_eq!(refused(unknown), DeskErrorCode::InvalidInput);
    let mut unsummed = csv();
    unsummed.words.lines = vec![line("", AboutValue::Sum("driver".to_owned()))];
    assert_eq!(refused(unsummed), DeskErrorCode::InvalidInput);
    let under_way = rig
        .desk
        .open_payments(&rig.park, everything())
        .await
        .unwrap();
    let busy = refused(ask(&under_way.handle, ExportFormat::Csv));
    assert_eq!(busy, DeskErrorCode::RegisterBusy);
    rig.desk.close_register(&state.handle);
    assert_eq!(refused(csv()), DeskErrorCode::NoRegister);
    assert!(listed(&folder).is_empty());
}
