//! The plain flavour: tabs and line ends, for spreadsheets, messengers and notepads.

use crate::guard::misread_as_plain_text;
use crate::{Cell, Table};

pub(crate) fn write(table: &Table) -> String {
    let titles = table.columns().iter().map(|column| text(&column.title));
    let mut written = line(titles);
    for row in table.rows() {
        written.push_str(&line(row.iter().map(cell)));
    }
    written
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.collect::<Vec<_>>().join("\t");
    line.push_str("\r\n");
    line
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(content) => text(content),
        value => value.plain(),
    }
}

fn text(content: &str) -> String {
    let plain = Cell::text(content).plain();
    if misread_as_plain_text(&plain) {
        return format!("'{plain}");
    }
    // A quote at the beginning opens a cell that swallows tabs and lines up to the next quote.
    if plain.starts_with('"') {
        return format!("\"{}\"", plain.replace('"', "\"\""));
    }
    plain
}
