//! Reads a list of payouts of so many rows, as an XLSX file and as pasted text, recognises its columns and reads every sum;
//! prints a line of JSON. The file is left in the folder, so that others can be asked to read it too.
//!
//! `cargo run -p register --release --example sheet -- FOLDER [ROWS]`
#![allow(clippy::print_stdout)]

use std::{error::Error, fmt::Write, fs, path::Path, time::Instant};

use register::sheet::{Role, Sheet, amount, read_file, read_text, recognise};
use rust_xlsxwriter::Workbook;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1);
    let folder = given.next().ok_or("where to?")?;
    let rows = given.next().map_or(Ok(10_000), |rows| rows.parse())?;
    let file = Path::new(&folder).join("payouts.xlsx");
    write(&file, rows)?;
    let (bytes, text) = (fs::read(&file)?, pasted(rows)?);
    let (xlsx, sums) = timed(rows, || Ok(read_file("payouts.xlsx", &bytes)?))?;
    let (paste, again) = timed(rows, || Ok(read_text(&text)?))?;
    if sums != again {
        return Err("the two do not add up alike".into());
    }
    println!(
        "{}",
        serde_json::json!({ "rows": rows, "seconds": xlsx, "paste_seconds": paste, "sum": sums })
    );
    Ok(())
}

fn kopecks(row: u32) -> u32 {
    row % 500_000 + 101
}

fn write(file: &Path, rows: u32) -> Outcome<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["Водитель", "Телефон", "Сумма", "Комментарий"])
    {
        sheet.write_string(0, column, title)?;
    }
    for row in 0..rows {
        let line = row + 1;
        sheet.write_string(line, 0, format!("Водителев{row} Пётр"))?;
        sheet.write_string(line, 1, format!("+7911{row:07}"))?;
        sheet.write_number(line, 2, f64::from(kopecks(row)) / 100.0)?;
        sheet.write_string(line, 3, "Выплата")?;
    }
    book.save(file)?;
    Ok(())
}

fn pasted(rows: u32) -> Outcome<String> {
    let mut text = String::from("Водитель\tТелефон\tСумма\tКомментарий\r\n");
    for row in 0..rows {
        let kopecks = kopecks(row);
        write!(
            text,
            "Водителев{row} Пётр\t+7911{row:07}\t{},{:02}\tВыплата\r\n",
            kopecks / 100,
            kopecks % 100
        )?;
    }
    Ok(text)
}

/// The best of five, and the sum of all rows.
fn timed(rows: u32, read: impl Fn() -> Outcome<Sheet>) -> Outcome<(f64, String)> {
    let mut best = f64::INFINITY;
    let mut sum = money::Amount::ZERO;
    for _ in 0..5 {
        let begun = Instant::now();
        let sheet = read()?;
        let columns = recognise(&sheet);
        let column = columns.column(Role::Amount).ok_or("no sums")?;
        let read: Result<Vec<_>, _> = columns
            .data(&sheet)
            .map(|row| amount(row.cell(column)))
            .collect();
        let read = read?;
        best = best.min(begun.elapsed().as_secs_f64());
        if read.len() != rows as usize {
            return Err("rows are missing".into());
        }
        sum = money::Amount::checked_sum(read).ok_or("too much")?;
    }
    Ok((best, sum.to_string()))
}
