//! Tables for the tests of files, and how a file's cells are read as what they were.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use jiff::civil::{DateTime, date};
use register::{
    Cell, ColumnKind, Csv, FileColumn, FileError, Layout, Row, RowsFile, Written, Xlsx,
};

/// Every sort of cell that ever went wrong in a spreadsheet.
pub fn treacherous() -> (Layout, Vec<Row>) {
    let layout = layout(&[
        ("Дата", ColumnKind::DateTime),
        ("=Заголовок", ColumnKind::Text),
        ("Сумма", ColumnKind::Amount),
        ("Строк", ColumnKind::Count),
    ]);
    let texts = [
        "40817810000000000001",
        "+79110000000",
        "0001234",
        "48141222",
        "=HYPERLINK(\"http://x\";\"y\")",
        "кавычки \"внутри\"; и точка с запятой",
        "\"в кавычках\"",
        "первая\nвторая\nтретья",
        "🚕 такси 👨‍👩‍👧",
        "  пробелы по краям  ",
        "12E45",
        "1-2",
        "-",
        "@SUM(A1)",
        "\t=1+1",
        "＝1+1",
        "'апостроф",
        "'=1",
        "_x0041_ <b>&amp;</b>",
        "500100732259",
        "ООО «Ромашка»",
        "01.02.1990",
    ];
    let amounts = ["12345.1434", "0.3", "-0.05", "1234567.89", "0", "100.10"];
    let at = date(2026, 10, 31).at(23, 39, 59, 0);
    let rows = texts.iter().enumerate().map(|(place, text)| {
        let amount = amounts[place % amounts.len()].parse().unwrap();
        let count = place as u64;
        vec![
            if place % 4 == 3 {
                Cell::Empty
            } else {
                Cell::DateTime(at)
            },
            Cell::text(*text),
            if place % 5 == 4 {
                Cell::Empty
            } else {
                Cell::Amount(amount)
            },
            Cell::Count(count),
        ]
    });
    (layout, rows.collect())
}

pub fn layout(columns: &[(&str, ColumnKind)]) -> Layout {
    let column = |(title, kind): &(&str, ColumnKind)| FileColumn {
        title: (*title).to_owned(),
        kind: *kind,
        width: 120,
    };
    Layout {
        name: "Платежи".to_owned(),
        columns: columns.iter().map(column).collect(),
        total: "Итого".to_owned(),
        about: "О выгрузке".to_owned(),
        incomplete: None,
    }
}

/// Bytes that stay readable when the writer is gone.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn csv(layout: &Layout, rows: &[Row]) -> (Vec<u8>, Written) {
    let kept = Kept::default();
    let file = RowsFile::new(Csv::new(kept.clone(), layout).unwrap(), &layout.columns);
    let written = fill(file, rows).unwrap();
    (kept.bytes(), written)
}

pub fn xlsx(layout: &Layout, rows: &[Row], sheet_rows: u32) -> (Vec<u8>, Written) {
    let kept = Kept::default();
    let folder = tempfile::tempdir().unwrap();
    let form = Xlsx::with_sheet_rows(kept.clone(), layout, folder.path(), sheet_rows).unwrap();
    let written = fill(RowsFile::new(form, &layout.columns), rows).unwrap();
    (kept.bytes(), written)
}

/// Two batches, and lines about them.
pub fn fill(mut file: RowsFile, rows: &[Row]) -> Result<Written, FileError> {
    let (first, second) = rows.split_at(rows.len() / 2);
    file.write(first.to_vec())?;
    file.write(second.to_vec())?;
    file.finish(|written| {
        vec![
            ("Строк".to_owned(), Cell::Count(written.rows)),
            ("SHA-256".to_owned(), Cell::text(written.sha256.as_str())),
        ]
    })
}

pub fn written_time(time: DateTime) -> String {
    time.strftime("%d.%m.%Y %H:%M:%S").to_string()
}

/// Takes the guard of a CSV off again, as its module says.
pub fn unguarded(field: &str) -> String {
    if let Some(held) = field
        .strip_prefix("=\"")
        .and_then(|held| held.strip_suffix('"'))
    {
        return held.replace("\"\"", "\"");
    }
    let bare = field.trim_start_matches('\'');
    match field.strip_prefix('\'') {
        Some(rest) if guarded_alike(bare) => rest.to_owned(),
        _ => field.to_owned(),
    }
}

/// Whether a text like this one is guarded: told by the writer itself.
fn guarded_alike(bare: &str) -> bool {
    let layout = layout(&[("т", ColumnKind::Text)]);
    let (bytes, _) = csv(&layout, &[vec![Cell::text(bare)]]);
    fields(&bytes)[1][0] != bare
}

pub fn fields(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).expect("a BOM");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text);
    let records = reader.records().map(|record| {
        let record = record.expect("as many cells as the header has");
        record.iter().map(str::to_owned).collect()
    });
    records.collect()
}
