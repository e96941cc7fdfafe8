//! Writes a table shaped like a register of payments, 12 columns, as XLSX and CSV, and prints a line of JSON for each.
//!
//! `cargo run -p register --release --example export -- FOLDER [ROWS]`
#![allow(clippy::print_stdout)]

use std::{
    error::Error,
    fs::{self, File},
    io::BufWriter,
    path::Path,
    time::Instant,
};

use jiff::{ToSpan, civil::date};
use register::{Cell, ColumnKind, Csv, FileColumn, Layout, Row, RowsFile, Written, Xlsx};
use rust_decimal::Decimal;

type Outcome<T> = Result<T, Box<dyn Error>>;

const COLUMNS: [(&str, ColumnKind); 12] = [
    ("Создан", ColumnKind::DateTime),
    ("№", ColumnKind::Text),
    ("Водитель", ColumnKind::Text),
    ("Телефон", ColumnKind::Text),
    ("Статус", ColumnKind::Text),
    ("Сумма", ColumnKind::Amount),
    ("Комиссия", ColumnKind::Amount),
    ("К выплате", ColumnKind::Amount),
    ("Способ", ColumnKind::Text),
    ("Реквизиты", ColumnKind::Text),
    ("Интеграция", ColumnKind::Text),
    ("Выплачен", ColumnKind::DateTime),
];
const BATCH: u64 = 2_000;

fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1);
    let folder = given.next().ok_or("where to?")?;
    let rows = given.next().map_or(Ok(200_000), |rows| rows.parse())?;
    for format in ["csv", "xlsx"] {
        measure(format, Path::new(&folder), rows)?;
    }
    Ok(())
}

fn measure(format: &str, folder: &Path, rows: u64) -> Outcome<()> {
    let path = folder.join(format!("export.{format}"));
    let begun = Instant::now();
    write(format, &path, rows)?;
    let line = serde_json::json!({
        "format": format,
        "rows": rows,
        "seconds": begun.elapsed().as_secs_f64(),
        "peak_rss_mb": peak_mb(),
        "bytes": fs::metadata(&path)?.len(),
    });
    println!("{line}");
    Ok(())
}

fn write(format: &str, path: &Path, rows: u64) -> Outcome<Written> {
    let layout = layout();
    let out = BufWriter::new(File::create(path)?);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = match format {
        "csv" => RowsFile::new(Csv::new(out, &layout)?, &layout.columns),
        _ => RowsFile::new(Xlsx::new(out, &layout, folder)?, &layout.columns),
    };
    let mut from = 0;
    while from < rows {
        let to = rows.min(from + BATCH);
        file.write((from..to).map(row).collect::<Result<_, _>>()?)?;
        from = to;
    }
    Ok(file.finish(|written| vec![("SHA-256".to_owned(), Cell::text(written.sha256.as_str()))])?)
}

fn layout() -> Layout {
    let columns = COLUMNS.map(|(title, kind)| FileColumn {
        title: title.to_owned(),
        kind,
        width: 130,
    });
    Layout {
        name: "Платежи".to_owned(),
        columns: columns.to_vec(),
        total: "Итого".to_owned(),
        about: "О выгрузке".to_owned(),
        incomplete: None,
    }
}

fn row(number: u64) -> Outcome<Row> {
    let at = i64::try_from(number)?;
    let created = date(2026, 10, 1).at(0, 0, 0, 0) + (at * 13).seconds();
    let paid = (!number.is_multiple_of(5)).then(|| created + 1.hour());
    let amount = Decimal::new(at * 7919 % 5_000_000 + 1, 2);
    let fee = Decimal::new(at * 31 % 9_900 + 100, 2);
    let one_of = |words: &[&str]| {
        let word = usize::try_from(number).map(|number| number % words.len());
        Cell::text(word.map_or("", |word| words[word]))
    };
    Ok(vec![
        Cell::DateTime(created),
        Cell::Text((48_000_000 + number).to_string()),
        Cell::Text(format!("Водителев{} Пётр Сергеевич", number % 5000)),
        Cell::Text(format!("+7911{:07}", number % 10_000_000)),
        one_of(&["Выплачен", "В обработке", "Отклонён", "Новый"]),
        Cell::Amount(amount),
        Cell::Amount(fee),
        Cell::Amount(amount - fee),
        one_of(&["СБП", "Карта", "Расчётный счёт"]),
        Cell::Text(format!("40817810{number:012}")),
        Cell::Text(format!("Парк «Север» {}", number % 7)),
        paid.map_or(Cell::Empty, Cell::DateTime),
    ])
}

/// The most memory this process has had, where the system tells.
fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
