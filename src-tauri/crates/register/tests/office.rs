//! What LibreOffice reads in the files: the other program that accountants open them with. It has to be installed
//! (`libreoffice-calc` on Debian); without it these tests fail and say so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sample;

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
};

use calamine::{Data, Reader, Xlsx as Book};
use jiff::civil::date;
use register::{Cell, SHEET_ROWS};
use sample::{csv, treacherous, written_time, xlsx};
use tempfile::TempDir;

/// `;`, quotes, UTF-8, from the first line, Russian; cells as they are shown.
const CSV_OUT: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1049,false,true,true";
/// The same for reading: special numbers are recognised and formulas evaluated, as Excel does by itself.
const CSV_IN: &str = "CSV:59,34,76,1,,1049,false,true,false,false,false,0,true";

const RUSSIAN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>ru-RU</value></prop></item></oor:items>"#;

/// A folder with the file in it and the profile, of a Russian user, that LibreOffice has here and nowhere else.
fn room(file: &str, bytes: &[u8]) -> TempDir {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join(file), bytes).unwrap();
    let settings = room.path().join("profile/user");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("registrymodifications.xcu"), RUSSIAN).unwrap();
    room
}

fn converted(room: &TempDir, file: &str, to: &str, how: &[&str]) -> PathBuf {
    let folder = room.path();
    let profile = folder.join("profile");
    let out = folder.join("out");
    let ran = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--norestore", "--nolockcheck"])
        .args(how)
        .arg("--outdir")
        .arg(&out)
        .arg(folder.join(file))
        .output();
    let ran = ran.unwrap_or_else(|error| {
        panic!("LibreOffice is needed for this test (`soffice`; Debian: libreoffice-calc): {error}")
    });
    let made = out.join(Path::new(file).with_extension(to));
    assert!(made.exists(), "LibreOffice made nothing of it: {ran:?}");
    made
}

fn without_groups(shown: &str) -> String {
    shown.chars().filter(|char| !char.is_whitespace()).collect()
}

#[test]
fn a_workbook_shows_in_libreoffice_what_the_register_has() {
    let (layout, rows) = treacherous();
    let (bytes, written) = xlsx(&layout, &rows, SHEET_ROWS);
    let room = room("export.xlsx", &bytes);
    let made = converted(&room, "export.xlsx", "csv", &["--convert-to", CSV_OUT]);
    let text = fs::read(made).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.as_slice());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), rows.len() + 2);
    let shown = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Amount(amount) => {
            let mut amount = *amount;
            if amount.scale() < 2 {
                amount.rescale(2);
            }
            amount.to_string().replace('.', ",")
        }
        Cell::DateTime(time) => written_time(*time),
        Cell::Count(count) => count.to_string(),
    };
    for (line, row) in lines[1..].iter().zip(&rows) {
        for (field, cell) in line.iter().zip(row) {
            let field = match cell {
                Cell::Amount(_) => without_groups(field),
                _ => field.to_owned(),
            };
            assert_eq!(field, shown(cell));
        }
    }
    let totals = &lines[rows.len() + 1];
    let sum = written.sums[2].unwrap();
    assert_eq!(&totals[0], "Итого");
    assert_eq!(without_groups(&totals[2]), shown(&Cell::Amount(sum)));
}

#[test]
fn a_csv_opens_in_libreoffice_with_every_account_phone_and_sum() {
    let (layout, rows) = treacherous();
    let (bytes, _) = csv(&layout, &rows);
    let room = room("export.csv", &bytes);
    let how = ["--convert-to", "xlsx", &format!("--infilter={CSV_IN}")];
    let made = converted(&room, "export.csv", "xlsx", &how);
    let read = fs::read(made).unwrap();
    let mut book: Book<_> = calamine::open_workbook_from_rs(Cursor::new(read)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    for (place, row) in (1..).zip(&rows) {
        for (column, cell) in (0..).zip(row) {
            let read = sheet.get_value((place, column)).cloned();
            let read = read.unwrap_or(Data::Empty);
            assert!(opened(cell, &read), "{cell:?} opened as {read:?}");
        }
    }
}

/// Texts as they are, or with the apostrophe that keeps them from running; the rest as values.
fn opened(cell: &Cell, read: &Data) -> bool {
    match (cell, read) {
        (Cell::Empty, Data::Empty) => true,
        (Cell::Text(text), Data::String(read)) => {
            let guarded = read.strip_prefix('\'').unwrap_or(read);
            read == text
                || (guarded == text && guarded.trim_start().starts_with(['=', '@', '＝', '\'']))
        }
        // A date of birth has no column type of its own; written as dates are, it may become one.
        (Cell::Text(text), Data::DateTime(_)) => text == "01.02.1990",
        (Cell::Amount(amount), Data::Float(read)) => {
            read.to_string().parse::<rust_decimal::Decimal>().unwrap() == *amount
        }
        (Cell::DateTime(time), Data::DateTime(read)) => {
            let seconds = (read.as_f64() * 86_400.0).round() as i64;
            let since = time.duration_since(date(1899, 12, 30).at(0, 0, 0, 0));
            since.as_secs() == seconds
        }
        (Cell::Count(count), Data::Float(read)) => *read == *count as f64,
        _ => false,
    }
}
