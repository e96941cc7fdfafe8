//! What a program reads in the files: every cell is what it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sample;

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx as Book};
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use register::{Cell, ColumnKind, FileColumn, FileError, Layout, Row, RowsFile, SHEET_ROWS, Xlsx};
use rust_decimal::Decimal;
use sample::{Kept, csv, fields, layout, treacherous, unguarded, written_time, xlsx};

fn sheets(bytes: Vec<u8>) -> Vec<(String, Range<Data>)> {
    let mut book: Book<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    book.worksheets()
}

fn at(sheet: &Range<Data>, row: usize, column: usize) -> Data {
    let place = (row as u32, column as u32);
    sheet.get_value(place).cloned().unwrap_or(Data::Empty)
}

/// How a cell must come back from a workbook.
fn same(cell: &Cell, read: &Data) -> bool {
    match (cell, read) {
        (Cell::Empty, Data::Empty) => true,
        (Cell::Text(text), Data::Empty) => text.is_empty(),
        (Cell::Text(text), Data::String(read)) => clean(text) == *read,
        (Cell::Amount(exact), Data::Float(read)) => {
            // Fifteen digits are what the spreadsheet itself keeps.
            let read: Decimal = read.to_string().parse().unwrap_or_else(|_| {
                Decimal::from_scientific(&format!("{read:e}")).expect("a number")
            });
            read == *exact
        }
        (Cell::Amount(exact), Data::String(text)) => {
            text.replace(',', ".").parse::<Decimal>().unwrap() == *exact
                && exact.normalize().mantissa().unsigned_abs() >= 10_u128.pow(15)
        }
        (Cell::DateTime(time), Data::DateTime(read)) => {
            let seconds = (read.as_f64() * 86_400.0).round() as i64;
            let since = time.duration_since(date(1899, 12, 30).at(0, 0, 0, 0));
            since.as_secs() == seconds
        }
        (Cell::DateTime(time), Data::String(text)) => {
            time.year() <= 1900 && *text == written_time(*time)
        }
        (Cell::Count(count), Data::Float(read)) => *read == *count as f64,
        (Cell::Count(count), Data::String(text)) => {
            *count > u64::from(u32::MAX) && *text == count.to_string()
        }
        _ => false,
    }
}

/// What both forms make of a text.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean = text.chars().map(|char| match char {
        '\n' | '\t' => char,
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        char if char.is_control() => ' ',
        char => char,
    });
    clean.collect()
}

fn assert_whole(layout: &Layout, rows: &[Row]) {
    let (bytes, _) = xlsx(layout, rows, SHEET_ROWS);
    let (_, sheet) = &sheets(bytes)[0];
    for (column, head) in layout.columns.iter().enumerate() {
        let read = at(sheet, 0, column);
        assert!(
            same(&Cell::text(head.title.as_str()), &read),
            "{head:?} {read:?}"
        );
    }
    for (place, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let read = at(sheet, place + 1, column);
            assert!(same(cell, &read), "{cell:?} came back as {read:?}");
        }
    }
}

fn assert_whole_csv(layout: &Layout, rows: &[Row]) {
    let (bytes, _) = csv(layout, rows);
    let lines = fields(&bytes);
    assert_eq!(lines.len(), rows.len() + 1);
    for (title, column) in lines[0].iter().zip(&layout.columns) {
        assert_eq!(unguarded(title), clean(&column.title));
    }
    for (line, row) in lines[1..].iter().zip(rows) {
        for (field, cell) in line.iter().zip(row) {
            let expected = match cell {
                Cell::Empty => String::new(),
                Cell::Text(text) => clean(text),
                Cell::Amount(exact) => {
                    let read = unguarded(field).replace(',', ".");
                    assert_eq!(read.parse::<Decimal>().unwrap(), *exact);
                    continue;
                }
                Cell::DateTime(time) => written_time(*time),
                Cell::Count(count) => count.to_string(),
            };
            assert_eq!(unguarded(field), expected, "{field:?}");
        }
    }
}

#[test]
fn every_cell_of_a_treacherous_table_comes_back_from_a_workbook() {
    let (layout, rows) = treacherous();
    assert_whole(&layout, &rows);
}

#[test]
fn every_cell_of_a_treacherous_table_comes_back_from_a_csv() {
    let (layout, rows) = treacherous();
    assert_whole_csv(&layout, &rows);
}

#[test]
fn csv_is_what_russian_excel_opens_with_a_double_click() {
    let layout = layout(&[
        ("Дата", ColumnKind::DateTime),
        ("Телефон", ColumnKind::Text),
        ("Имя", ColumnKind::Text),
        ("Сумма", ColumnKind::Amount),
    ]);
    let row = |text: &str, amount: &str| {
        vec![
            Cell::DateTime(date(2026, 3, 9).at(7, 5, 1, 0)),
            Cell::text("+79110000000"),
            Cell::text(text),
            Cell::Amount(amount.parse().unwrap()),
        ]
    };
    let rows = [
        row("а;б", "1234567.5"),
        row("=1+1", "-0.1"),
        row("две\r\nстроки", "12345678901234567.89"),
    ];
    let (bytes, _) = csv(&layout, &rows);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{FEFF}Дата;Телефон;Имя;Сумма\r\n\
         09.03.2026 07:05:01;\"=\"\"+79110000000\"\"\";\"а;б\";1234567,50\r\n\
         09.03.2026 07:05:01;\"=\"\"+79110000000\"\"\";'=1+1;-0,10\r\n\
         09.03.2026 07:05:01;\"=\"\"+79110000000\"\"\";\"две\nстроки\";\"=\"\"12345678901234567,89\"\"\"\r\n"
    );
}

#[test]
fn the_hash_is_of_the_rows_and_the_same_for_both_forms() {
    let layout = layout(&[("Имя", ColumnKind::Text), ("Сумма", ColumnKind::Amount)]);
    let rows = [
        vec![Cell::text("=1"), Cell::Amount("0.1".parse().unwrap())],
        vec![Cell::Empty, Cell::Amount("0.2".parse().unwrap())],
    ];
    // printf '=1\t0,10\n\t0,20\n' | sha256sum
    let known = "3d59af77";
    let (_, written) = csv(&layout, &rows);
    let (_, again) = xlsx(&layout, &rows, SHEET_ROWS);
    assert_eq!(written, again);
    assert!(written.sha256.starts_with(known), "{}", written.sha256);
    assert_eq!((written.sha256.len(), written.rows), (64, 2));
    assert_eq!(written.sums, [None, Some("0.30".parse().unwrap())]);
}

#[test]
fn totals_stand_under_the_rows_and_the_lines_about_them_on_a_second_sheet() {
    let (layout, rows) = treacherous();
    let (bytes, written) = xlsx(&layout, &rows, SHEET_ROWS);
    let sum = written.sums[2].unwrap();
    let mut book: Book<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Платежи", "О выгрузке"]);
    let formulas = book.worksheet_formula("Платежи").unwrap();
    let place = (rows.len() as u32 + 1, 2);
    let formula = formulas.get_value(place).unwrap();
    assert_eq!(formula, &format!("SUBTOTAL(109,C2:C{})", rows.len() + 1));
    let sheet = book.worksheet_range("Платежи").unwrap();
    assert_eq!(
        at(&sheet, rows.len() + 1, 0),
        Data::String("Итого".to_owned())
    );
    assert!(same(&Cell::Amount(sum), &at(&sheet, rows.len() + 1, 2)));
    let about = book.worksheet_range("О выгрузке").unwrap();
    assert_eq!(at(&about, 0, 1), Data::Float(rows.len() as f64));
    assert_eq!(at(&about, 1, 1), Data::String(written.sha256));
}

#[test]
fn an_amount_that_excel_would_round_is_text_and_its_total_still_counts_it() {
    let layout = layout(&[("№", ColumnKind::Text), ("Сумма", ColumnKind::Amount)]);
    let amounts = ["12345678901234567.89", "0.11"];
    let rows = amounts.map(|amount| vec![Cell::text("1"), Cell::Amount(amount.parse().unwrap())]);
    let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
    let (_, sheet) = &sheets(bytes)[0];
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(at(sheet, 1, 1), text("12345678901234567,89"));
    assert_eq!(at(sheet, 2, 1), Data::Float(0.11));
    assert_eq!(at(sheet, 3, 1), text("12345678901234568,00"));
}

#[test]
fn rows_beyond_a_full_sheet_go_on_under_the_same_header() {
    let layout = layout(&[("№", ColumnKind::Text), ("Сумма", ColumnKind::Amount)]);
    let rows: Vec<Row> = (1..=8_i64)
        .map(|number| vec![Cell::Text(number.to_string()), Cell::Amount(number.into())])
        .collect();
    let (bytes, _) = xlsx(&layout, &rows, 5);
    let mut book: Book<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let names = ["Платежи", "Платежи (2)", "Платежи (3)", "О выгрузке"];
    assert_eq!(book.sheet_names(), names);
    let mut read = Vec::new();
    for (name, sheet) in &sheets(bytes)[..3] {
        assert_eq!(at(sheet, 0, 0), Data::String("№".to_owned()), "{name}");
        read.extend((1..4).map(|row| at(sheet, row, 0).to_string()));
    }
    assert_eq!(read, ["1", "2", "3", "4", "5", "6", "7", "8", "Итого"]);
    let formulas = book.worksheet_formula("Платежи (3)").unwrap();
    assert_eq!(
        formulas.get_value((3, 1)).unwrap(),
        "SUBTOTAL(109,'Платежи'!B2:B4,'Платежи (2)'!B2:B4,B2:B3)"
    );
    assert_eq!(
        at(&sheets_named(&mut book, "Платежи (3)"), 3, 1),
        Data::Float(36.0)
    );
}

fn sheets_named(book: &mut Book<Cursor<Vec<u8>>>, name: &str) -> Range<Data> {
    book.worksheet_range(name).unwrap()
}

#[test]
fn a_register_without_rows_is_still_a_file() {
    let layout = layout(&[("№", ColumnKind::Text), ("Сумма", ColumnKind::Amount)]);
    let (bytes, _) = xlsx(&layout, &[], SHEET_ROWS);
    let (_, sheet) = &sheets(bytes)[0];
    assert_eq!(at(sheet, 1, 0), Data::String("Итого".to_owned()));
    assert_eq!(at(sheet, 1, 1), Data::Float(0.0));
    let (bytes, written) = csv(&layout, &[]);
    assert_eq!(bytes, "\u{FEFF}№;Сумма\r\n".as_bytes());
    assert_eq!(written.rows, 0);
}

#[test]
fn rows_that_are_not_all_there_are_say_so_in_the_file() {
    let (mut layout, rows) = treacherous();
    layout.incomplete = Some("НЕПОЛНО".to_owned());
    let (bytes, _) = csv(&layout, &rows);
    assert_eq!(fields(&bytes).last().unwrap(), &["НЕПОЛНО", "", "", ""]);
    let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
    let (_, sheet) = &sheets(bytes)[0];
    let label = at(sheet, rows.len() + 1, 0);
    assert_eq!(label, Data::String("Итого · НЕПОЛНО".to_owned()));
}

#[test]
fn nothing_in_a_workbook_tells_who_wrote_it() {
    let (layout, rows) = treacherous();
    let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let core = archive.by_name("docProps/core.xml").unwrap();
    let core = std::io::read_to_string(core).unwrap();
    assert!(core.contains("<dc:creator></dc:creator>"), "{core}");
    assert!(
        core.contains("<cp:lastModifiedBy></cp:lastModifiedBy>"),
        "{core}"
    );
}

#[test]
fn a_printed_sheet_is_one_page_wide_with_its_header_on_every_page() {
    let (layout, rows) = treacherous();
    let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("fitToPage=\"1\""), "{sheet}");
    assert!(sheet.contains("fitToHeight=\"0\""), "{sheet}");
    assert!(part("xl/workbook.xml").contains("_xlnm.Print_Titles"));
}

#[test]
fn a_writer_that_fails_half_way_is_an_error_not_a_short_file() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or_else(|| std::io::Error::from(std::io::ErrorKind::StorageFull))?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (layout, rows) = treacherous();
    let folder = tempfile::tempdir().unwrap();
    let form = Xlsx::new(Full(2_000), &layout, folder.path()).unwrap();
    let failed = sample::fill(RowsFile::new(form, &layout.columns), &rows);
    assert!(matches!(failed, Err(FileError::Io(_))), "{failed:?}");
    let form = register::Csv::new(Full(200), &layout).unwrap();
    let failed = sample::fill(RowsFile::new(form, &layout.columns), &rows);
    assert!(matches!(failed, Err(FileError::Io(_))), "{failed:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_row_of_the_wrong_width_never_gets_into_a_file() {
    let (layout, _) = treacherous();
    let form = register::Csv::new(Kept::default(), &layout).unwrap();
    let mut file = RowsFile::new(form, &layout.columns);
    let refused = file.write(vec![vec![Cell::Empty; 4], vec![Cell::Empty; 3]]);
    assert!(
        matches!(refused, Err(FileError::RowWidth(_))),
        "{refused:?}"
    );
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        any::<String>().prop_map(Cell::Text),
        "[=+@\\-＝＋－＠ \t\r\n\u{a0}\u{feff}'\";0-9a-zа-я(|!_x]{0,14}".prop_map(Cell::Text),
        "[0-9 ]{1,24}".prop_map(Cell::Text),
        "_x00[0-9A-F]{2}_".prop_map(Cell::Text),
        (any::<i64>(), 0u32..6).prop_map(|(units, scale)| Cell::Amount(Decimal::new(units, scale))),
        (-10_i64.pow(12)..10_i64.pow(12), 0u32..6)
            .prop_map(|(units, scale)| Cell::Amount(Decimal::new(units, scale))),
        (1i16..9999, 1i8..13, 1i8..29, 0i8..24, 0i8..60, 0i8..60).prop_map(
            |(y, m, d, h, min, s)| Cell::DateTime(DateTime::constant(y, m, d, h, min, s, 0))
        ),
        any::<u64>().prop_map(Cell::Count),
        (0u64..1_000_000).prop_map(Cell::Count),
    ]
}

fn any_kind() -> impl Strategy<Value = ColumnKind> {
    prop_oneof![
        Just(ColumnKind::Text),
        Just(ColumnKind::Amount),
        Just(ColumnKind::DateTime),
        Just(ColumnKind::Count),
    ]
}

fn any_table() -> impl Strategy<Value = (Layout, Vec<Row>)> {
    (1usize..6).prop_flat_map(|width| {
        let column = ("[=+@\"а-я\t;]{0,8}", any_kind(), any::<u32>());
        let column = column.prop_map(|(title, kind, width)| FileColumn { title, kind, width });
        let columns = prop::collection::vec(column, width);
        let row = prop::collection::vec(any_cell(), width);
        (columns, prop::collection::vec(row, 0..8)).prop_map(|(columns, rows)| {
            let layout = Layout {
                columns,
                ..layout(&[])
            };
            (layout, rows)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_table_comes_back_from_a_workbook((layout, rows) in any_table()) {
        assert_whole(&layout, &rows);
    }

    #[test]
    fn any_table_comes_back_from_a_csv((layout, rows) in any_table()) {
        assert_whole_csv(&layout, &rows);
    }

    #[test]
    fn no_text_of_a_csv_ever_runs((layout, rows) in any_table()) {
        let (bytes, _) = csv(&layout, &rows);
        let lines = fields(&bytes);
        for (line, row) in lines[1..].iter().zip(&rows) {
            for (field, cell) in line.iter().zip(row) {
                let seen = field.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
                let runs = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                let held = field.starts_with("=\"") && field.ends_with('"');
                prop_assert!(!runs || held || !matches!(cell, Cell::Text(_)), "{field:?}");
            }
        }
    }
}
