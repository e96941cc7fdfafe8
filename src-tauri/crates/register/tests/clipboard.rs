//! What arrives in a spreadsheet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use register::{Cell, Column, ColumnKind, RowWidth, Table};
use rust_decimal::Decimal;

fn columns() -> Vec<Column> {
    vec![
        Column::new("Дата", ColumnKind::DateTime),
        Column::new("Водитель", ColumnKind::Text),
        Column::new("Телефон", ColumnKind::Text),
        Column::new("Сумма", ColumnKind::Amount),
        Column::new("Строк", ColumnKind::Count),
    ]
}

fn payments() -> Table {
    let row = vec![
        Cell::DateTime(date(2026, 3, 9).at(7, 5, 1, 0)),
        Cell::text("Иванов\tИван"),
        Cell::text("+79110000000"),
        Cell::Amount("1234.56".parse().unwrap()),
        Cell::Count(3),
    ];
    Table::new(columns(), vec![row]).unwrap()
}

/// Reads tabs as a spreadsheet does, quotes at the beginning of a cell included.
fn pasted(tsv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut chars = tsv.chars().peekable();
    let (mut begin, mut quoted) = (true, false);
    while let Some(char) = chars.next() {
        let row = rows.last_mut().unwrap();
        let cell = row.last_mut().unwrap();
        match char {
            '"' if begin => (begin, quoted) = (false, true),
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' if quoted => quoted = false,
            _ if quoted => cell.push(char),
            '\t' => {
                row.push(String::new());
                begin = true;
            }
            '\r' if chars.peek() == Some(&'\n') => {
                chars.next();
                rows.push(vec![String::new()]);
                begin = true;
            }
            _ => {
                cell.push(char);
                begin = false;
            }
        }
    }
    assert!(!quoted, "a quote was left open");
    assert_eq!(rows.pop(), Some(vec![String::new()]), "no end of line");
    rows
}

#[test]
fn plain_text_is_what_a_russian_spreadsheet_reads() {
    assert_eq!(
        payments().tsv(),
        "Дата\tВодитель\tТелефон\tСумма\tСтрок\r\n\
         09.03.2026 07:05:01\tИванов Иван\t'+79110000000\t1234,56\t3\r\n"
    );
}

#[test]
fn rich_text_says_what_each_cell_is() {
    let html = payments().html();
    assert!(
        html.contains(r##"<td style='mso-number-format:"\@"' sdnum="1033;0;@">+79110000000</td>"##)
    );
    assert!(html.contains(r#"x:num="1234.56" sdval="1234.56">1234,56</td>"#));
    assert!(html.contains(">09.03.2026 07:05:01</td>"));
    assert!(html.contains(r#"x:num="3" sdval="3">3</td>"#));
}

#[test]
fn minus_of_an_amount_is_no_formula() {
    let amount = vec![Cell::Amount("-12.5".parse().unwrap())];
    let columns = vec![Column::new("Сумма", ColumnKind::Amount)];
    let table = Table::new(columns, vec![amount]).unwrap();
    assert_eq!(table.tsv(), "Сумма\r\n-12,50\r\n");
}

#[test]
fn unknown_amount_is_written_as_the_screen_shows_it() {
    let columns = vec![Column::new("Комиссия", ColumnKind::Amount)];
    let table = Table::new(columns, vec![vec![Cell::text("—")], vec![Cell::Empty]]).unwrap();
    assert_eq!(table.tsv(), "Комиссия\r\n—\r\n\r\n");
}

#[test]
fn row_of_the_wrong_width_never_shifts_values_under_other_titles() {
    let table = Table::new(columns(), vec![vec![Cell::Empty; 4]]);
    assert_eq!(
        table,
        Err(RowWidth {
            expected: 5,
            found: 4
        })
    );
}

#[test]
fn markup_in_a_name_stays_a_name() {
    let columns = vec![Column::new("<b>Имя</b>", ColumnKind::Text)];
    let name = Cell::text("</td><script>\"&'");
    let html = Table::new(columns, vec![vec![name]]).unwrap().html();
    assert!(html.contains("&lt;b&gt;Имя&lt;/b&gt;"));
    assert!(html.contains("&lt;/td&gt;&lt;script&gt;&quot;&amp;'"));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        any::<String>().prop_map(Cell::Text),
        "[=+@\\-＝＋－＠ \t\r\n\u{a0}\u{feff}'\"0-9a-zа-я(|!]{0,12}".prop_map(Cell::Text),
        (any::<i64>(), 0u32..6)
            .prop_map(|(mantissa, scale)| Cell::Amount(Decimal::new(mantissa, scale))),
        (1i16..9999, 1i8..13, 1i8..29, 0i8..24, 0i8..60).prop_map(|(y, m, d, h, min)| {
            Cell::DateTime(DateTime::constant(y, m, d, h, min, 59, 0))
        }),
        any::<u64>().prop_map(Cell::Count),
    ]
}

fn any_table() -> impl Strategy<Value = Table> {
    (1usize..6).prop_flat_map(|width| {
        let title = prop_oneof!["[=+@\"а-я\t\n]{0,8}", any::<String>()];
        let columns = prop::collection::vec(title, width).prop_map(|titles| {
            let column = |title| Column::new(title, ColumnKind::Text);
            titles.into_iter().map(column).collect::<Vec<_>>()
        });
        let row = prop::collection::vec(any_cell(), width);
        (columns, prop::collection::vec(row, 0..6))
            .prop_map(|(columns, rows)| Table::new(columns, rows).unwrap())
    })
}

proptest! {
    #[test]
    fn every_line_has_as_many_cells_as_the_header(table in any_table()) {
        let lines = pasted(&table.tsv());
        prop_assert_eq!(lines.len(), table.rows().len() + 1);
        for line in lines {
            prop_assert_eq!(line.len(), table.columns().len());
        }
        let html = table.html();
        prop_assert_eq!(html.matches("<tr>").count(), table.rows().len() + 1);
        let cells = table.rows().len() * table.columns().len();
        prop_assert_eq!(html.matches("<td ").count(), cells);
        prop_assert_eq!(html.matches("<th ").count(), table.columns().len());
    }

    #[test]
    fn no_text_ever_runs_as_a_formula(table in any_table()) {
        let lines = pasted(&table.tsv());
        for (row, line) in table.rows().iter().zip(&lines[1..]) {
            for (cell, text) in row.iter().zip(line) {
                if matches!(cell, Cell::Text(_)) {
                    let seen = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
                    prop_assert!(!seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{text:?}");
                }
            }
        }
        for title in &lines[0] {
            prop_assert!(!title.starts_with(['=', '+', '-', '@']), "{title:?}");
        }
        for content in table.html().split("\">").skip(1) {
            prop_assert!(!content.trim_start().starts_with('='), "{content:?}");
        }
    }

    #[test]
    fn amounts_come_back_to_the_kopeck(mantissa: i64, scale in 0u32..6) {
        let amount = Decimal::new(mantissa, scale);
        let columns = vec![Column::new("Сумма", ColumnKind::Amount)];
        let table = Table::new(columns, vec![vec![Cell::Amount(amount)]]).unwrap();
        let written = pasted(&table.tsv())[1][0].replace(',', ".");
        prop_assert_eq!(written.parse::<Decimal>().unwrap(), amount);
    }
}
