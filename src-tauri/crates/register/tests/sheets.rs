//! What is read back from files: our own, those of spreadsheets, and those of nobody's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sample;

use std::io::{Cursor, Write};

use jiff::civil::DateTime;
use proptest::prelude::*;
use register::{
    Cell, ColumnKind, FileColumn, Layout, Row, SHEET_ROWS,
    sheet::{
        self, CellKind, MAX_ROWS, Origin, Role, Sheet, SheetFault, read_file, read_file_sheet,
        read_text, recognise,
    },
};
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sample::{csv, layout, treacherous, written_time, xlsx};
use zip::write::SimpleFileOptions;

fn book(write: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    write(&mut book);
    book.save_to_buffer().unwrap()
}

fn parts(sheet: &Sheet, row: usize) -> Vec<(&str, CellKind)> {
    let row = sheet.rows[row].iter();
    row.map(|cell| (cell.text.as_str(), cell.kind)).collect()
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

fn same(cell: &Cell, read: &sheet::Cell) -> bool {
    match cell {
        Cell::Empty => read.kind == CellKind::Empty && read.text.is_empty(),
        Cell::Text(text) => clean(text) == read.text,
        Cell::Amount(exact) => read.text.replace(',', ".").parse::<Decimal>().unwrap() == *exact,
        Cell::DateTime(time) => {
            let written = written_time(*time);
            read.text == written || Some(read.text.as_str()) == written.strip_suffix(" 00:00:00")
        }
        Cell::Count(count) => read.text == count.to_string(),
    }
}

/// Every cell that was written stands in its row and column; what a reader drops is blank.
fn assert_read_back(read: Result<Sheet, SheetFault>, layout: &Layout, rows: &[Row]) {
    let titles = layout
        .columns
        .iter()
        .map(|column| Cell::text(column.title.as_str()));
    let written: Vec<Row> = std::iter::once(titles.collect())
        .chain(rows.iter().cloned())
        .collect();
    let read = read.unwrap_or_else(|fault| {
        assert_eq!(fault, SheetFault::Empty);
        Sheet {
            rows: Vec::new(),
            numbers: Vec::new(),
            origin: Origin::Pasted {
                delimiter: sheet::Delimiter::None,
            },
        }
    });
    for (number, row) in (1..).zip(&written) {
        let place = read.numbers.iter().position(|read| *read == number);
        for (column, cell) in row.iter().enumerate() {
            let found =
                place.map_or_else(Default::default, |place| read.cell(place, column).clone());
            let blank = found.kind == CellKind::Empty
                && matches!(cell, Cell::Text(text) if clean(text).trim().is_empty());
            assert!(
                blank || same(cell, &found),
                "{cell:?} came back as {found:?}"
            );
        }
    }
}

#[test]
fn a_treacherous_table_of_our_own_is_read_back_cell_for_cell() {
    let (layout, rows) = treacherous();
    let (bytes, _) = csv(&layout, &rows);
    assert_read_back(read_file("a.csv", &bytes), &layout, &rows);
    let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
    assert_read_back(read_file("a.xlsx", &bytes), &layout, &rows);
}

#[test]
fn failed_rows_copied_from_the_program_are_pasted_back_the_same() {
    let columns = ["ФИО", "Телефон", "Сумма", "Причина"];
    let columns = columns.map(|title| register::Column::new(title, ColumnKind::Text));
    let row = ["Иванов Иван", "+79110041892", "1 234,56", "=нет"].map(Cell::text);
    let table = register::Table::new(columns.into(), vec![row.clone().into()]).unwrap();
    let sheet = read_text(&table.tsv()).unwrap();
    let read: Vec<&str> = parts(&sheet, 1).into_iter().map(|(text, _)| text).collect();
    assert_eq!(read, ["Иванов Иван", "+79110041892", "1 234,56", "=нет"]);
}

#[test]
fn numbers_of_a_workbook_lose_no_digit_and_gain_no_noise() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        let accounting = Format::new().set_num_format("#,##0.00\\ \"₽\";[Red]-#,##0.00\\ \"₽\"");
        let numbers = [79_110_041_892.0, 1234.56, 0.1 + 0.2, 12345.1434, -5.0];
        for (column, number) in (0..).zip(numbers) {
            sheet
                .write_number_with_format(0, column, number, &accounting)
                .unwrap();
        }
        let total = Formula::new("=SUM(A1:B1)").set_result("1234.5");
        sheet.write_formula(0, 5, total).unwrap();
        let broken = Formula::new("=NA()").set_result("#N/A");
        sheet.write_formula(0, 6, broken).unwrap();
        sheet.write_boolean(0, 7, true).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 11, 22)
            .unwrap()
            .and_hms(7, 5, 1)
            .unwrap();
        let format = Format::new().set_num_format("dd.mm.yyyy hh:mm");
        sheet
            .write_datetime_with_format(0, 8, day, &format)
            .unwrap();
    });
    let sheet = read_file("a.xlsx", &bytes).unwrap();
    let number = CellKind::Number;
    let expected = [
        ("79110041892", number),
        ("1234.56", number),
        ("0.3", number),
        ("12345.1434", number),
        ("-5", number),
        ("1234.5", number),
        ("#N/A", CellKind::Error),
        ("ИСТИНА", CellKind::Text),
        ("22.11.2026 07:05:01", CellKind::Date),
    ];
    assert_eq!(parts(&sheet, 0), expected);
}

#[test]
fn the_first_visible_sheet_with_rows_is_read_and_another_can_be_chosen() {
    let bytes = book(|book| {
        book.add_worksheet().set_name("Пусто").unwrap();
        let hidden = book
            .add_worksheet()
            .set_name("Скрыто")
            .unwrap()
            .set_hidden(true);
        hidden.write_string(0, 0, "тайна").unwrap();
        let first = book.add_worksheet().set_name("Ноябрь").unwrap();
        first.write_string(3, 1, "раз").unwrap();
        book.add_worksheet()
            .set_name("Октябрь")
            .unwrap()
            .write_string(0, 0, "два")
            .unwrap();
    });
    let sheet = read_file("a.xlsx", &bytes).unwrap();
    assert_eq!(
        (sheet.cell(0, 1).text.as_str(), sheet.numbers[0]),
        ("раз", 4)
    );
    let origin = |name: &str| Origin::Workbook {
        sheet: name.to_owned(),
        sheets: ["Пусто", "Ноябрь", "Октябрь"].map(str::to_owned).into(),
    };
    assert_eq!(sheet.origin, origin("Ноябрь"));
    let other = read_file_sheet("a.xlsx", &bytes, "Октябрь").unwrap();
    assert_eq!(
        (other.cell(0, 0).text.as_str(), &other.origin),
        ("два", &origin("Октябрь"))
    );
    assert_eq!(
        read_file_sheet("a.xlsx", &bytes, "Пусто"),
        Err(SheetFault::Empty)
    );
    for absent in ["Скрыто", "Декабрь"] {
        let refused = read_file_sheet("a.xlsx", &bytes, absent).unwrap_err();
        assert_eq!(refused.code(), "unreadable");
    }
}

#[test]
fn a_lone_cell_in_the_last_corner_costs_nothing() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "а").unwrap();
        sheet.write_string(1_048_575, 16_383, "я").unwrap();
    });
    let sheet = read_file("a.xlsx", &bytes).unwrap();
    assert_eq!(sheet.numbers, [1, 1_048_576]);
}

#[test]
fn a_workbook_with_too_many_rows_says_how_many() {
    let rows = |count: u32| {
        book(|book| {
            let sheet = book.add_worksheet();
            sheet.write_string(0, 0, "Сумма").unwrap();
            sheet.write_string(0, 1, "ФИО").unwrap();
            for row in 1..=count {
                sheet.write_number(row, 0, row).unwrap();
                sheet.write_string(row, 1, "Иванов Иван").unwrap();
            }
        })
    };
    let sheet = read_file("a.xlsx", &rows(MAX_ROWS)).unwrap();
    assert_eq!(sheet.rows.len(), MAX_ROWS as usize + 1);
    for count in [MAX_ROWS + 1, MAX_ROWS + 500] {
        let rows = read_file("a.xlsx", &rows(count));
        assert_eq!(rows, Err(SheetFault::TooManyRows { rows: count }));
    }
}

/// A workbook of these rows of XML, packed.
fn raw_book(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OF: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    part("[Content_Types].xml", "<Types/>");
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OF}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OF}\"><sheets><sheet name=\"Л\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OF}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/worksheets/sheet1.xml",
        &format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
    );
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_sum_that_was_never_computed_is_an_error_and_not_an_empty_cell() {
    let row = "<row r=\"1\"><c r=\"A1\"><f>B1*2</f></c><c r=\"B1\" t=\"str\"><f>IF(A1,1,\"\")</f><v></v></c>\
        <c r=\"C1\"><v>5</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>да</t></is></c></row>";
    let sheet = read_file("a.xlsx", &raw_book(row)).unwrap();
    let expected = [
        ("=", CellKind::Error),
        ("", CellKind::Empty),
        ("5", CellKind::Number),
        ("да", CellKind::Text),
    ];
    assert_eq!(parts(&sheet, 0), expected);
}

#[test]
fn other_documents_in_an_archive_are_no_tables() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in ["[Content_Types].xml", "word/document.xml"] {
        archive
            .start_file(part, SimpleFileOptions::default())
            .unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert_eq!(read_file("a.docx", &bytes), Err(SheetFault::NotATable));
}

#[test]
fn a_register_saved_as_a_workbook_is_recognised() {
    let layout = layout(&[
        ("ФИО", ColumnKind::Text),
        ("Телефон", ColumnKind::Text),
        ("К выплате", ColumnKind::Amount),
    ]);
    let row = |name: &str, phone: &str, sum: &str| {
        vec![
            Cell::text(name),
            Cell::text(phone),
            Cell::Amount(sum.parse().unwrap()),
        ]
    };
    let rows = [
        row("Иванов Иван", "+79110041892", "1234.56"),
        row("Петров Пётр", "+79110041893", "0.1"),
    ];
    let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
    let sheet = read_file("a.xlsx", &bytes).unwrap();
    let columns = recognise(&sheet);
    assert_eq!(columns.column(Role::Amount), Some(2));
    assert_eq!(columns.stated_total, Some("1234.66".parse().unwrap()));
    let sums = columns
        .data(&sheet)
        .map(|row| sheet::amount(row.cell(2)).unwrap().to_string());
    assert_eq!(sums.collect::<Vec<_>>(), ["1234.56", "0.1"]);
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        any::<String>().prop_map(Cell::Text),
        "[=+@\\-＝＋－＠ \t\r\n\u{a0}\u{feff}'\";0-9a-zа-я(|!_x]{0,14}".prop_map(Cell::Text),
        "[0-9 ]{1,24}".prop_map(Cell::Text),
        (any::<i64>(), 0u32..6).prop_map(|(units, scale)| Cell::Amount(Decimal::new(units, scale))),
        (1901i16..9999, 1i8..13, 1i8..29, 0i8..24, 0i8..60, 0i8..60).prop_map(
            |(y, m, d, h, min, s)| Cell::DateTime(DateTime::constant(y, m, d, h, min, s, 0))
        ),
        (0u64..1_000_000).prop_map(Cell::Count),
    ]
}

/// Two columns at least: what divides one column from nothing cannot be known.
fn any_table() -> impl Strategy<Value = (Layout, Vec<Row>)> {
    let kind = prop_oneof![
        Just(ColumnKind::Text),
        Just(ColumnKind::Amount),
        Just(ColumnKind::DateTime)
    ];
    (2usize..6).prop_flat_map(move |width| {
        let column = ("[а-я]{1,8}", kind.clone(), any::<u32>());
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

/// Nothing panics on the way from bytes to sums.
fn go_through(read: Result<Sheet, SheetFault>) {
    let Ok(sheet) = read else { return };
    let columns = recognise(&sheet);
    assert_eq!(columns.of.len(), sheet.width());
    let roles = [Some(Role::Amount), Some(Role::Driver)];
    for columns in [columns.chosen(&sheet, !columns.header, &roles), columns] {
        let data =
            columns.data(&sheet).count() + columns.left_out.len() + usize::from(columns.header);
        assert_eq!(
            data,
            sheet.rows.len(),
            "a row is neither paid out nor left out"
        );
        for row in columns.data(&sheet) {
            let _ = sheet::amount(row.cell(0));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_table_of_our_own_is_read_back((layout, rows) in any_table()) {
        let (bytes, _) = csv(&layout, &rows);
        assert_read_back(read_file("a.csv", &bytes), &layout, &rows);
        let (bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
        assert_read_back(read_file("a.xlsx", &bytes), &layout, &rows);
    }

    #[test]
    fn any_bytes_are_a_table_or_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..2_000), ending in "csv|txt|xlsx|xls|") {
        go_through(read_file(&format!("a.{ending}"), &bytes));
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(&bytes);
        go_through(read_file("a.xlsx", &archive));
    }

    #[test]
    fn any_text_is_a_table_or_a_fault(text in any::<String>()) {
        go_through(read_text(&text));
    }

    #[test]
    fn any_sheet_is_understood_without_a_row_lost(
        rows in prop::collection::vec(prop::collection::vec("Итого|Сумма|ФИО|Иванов Иван|79110041892|[0-9]{1,3}|1 234,56|", 1..5), 1..12)
    ) {
        let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
        go_through(read_text(&lines.join("\n")));
    }

    #[test]
    fn any_xml_in_a_workbook_is_a_table_or_a_fault(
        cells in prop::collection::vec(
            "<c( r=\"[A-C]?[0-9]{0,8}\")?( t=\"(s|n|b|e|d|str|inlineStr)\")?( s=\"[0-9]\")?>(<f( t=\"shared\" si=\"[0-9]{0,12}\")?>A1</f>)?(<v>[-0-9eE.a#N/]{0,12}</v>|<is><t>x</t></is>|<v/>)?</c>|<row|</row>|<c>",
            0..12,
        )
    ) {
        let rows = format!("<row>{}</row>", cells.concat());
        go_through(read_file("a.xlsx", &raw_book(&rows)));
    }

    #[test]
    fn a_damaged_workbook_is_a_table_or_a_fault(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let (layout, rows) = treacherous();
        let (mut bytes, _) = xlsx(&layout, &rows, SHEET_ROWS);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        go_through(read_file("a.xlsx", &bytes));
    }
}
