//! The rich flavour. Each cell carries its kind itself, because a clipboard may drop a style sheet: Excel reads
//! `mso-number-format` (`\@` is text) and `x:num`, LibreOffice `sdnum` and `sdval`; both values have a point whatever
//! the language of the spreadsheet.

use crate::guard::dangerous_even_as_text;
use crate::{Cell, ColumnKind, Table};

const HEAD: &str = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"utf-8\">\
                    </head><body><table>";
const TAIL: &str = "</table></body></html>";

pub(crate) fn write(table: &Table) -> String {
    let mut written = String::from(HEAD);
    written.push_str("<tr>");
    for column in table.columns() {
        let mark = mark(ColumnKind::Text);
        written.push_str(&format!("<th {mark}>{}</th>", text(&column.title)));
    }
    written.push_str("</tr>");
    for row in table.rows() {
        written.push_str("<tr>");
        for (cell, column) in row.iter().zip(table.columns()) {
            written.push_str(&data(cell, column.kind));
        }
        written.push_str("</tr>");
    }
    written.push_str(TAIL);
    written
}

/// A cell is marked by its value; an empty one by its column, for whoever fills it in.
fn data(cell: &Cell, column: ColumnKind) -> String {
    let (kind, value) = match cell {
        Cell::Empty => (column, String::new()),
        Cell::Text(_) => (ColumnKind::Text, String::new()),
        Cell::Amount(_) => (ColumnKind::Amount, number(&cell.plain().replace(',', "."))),
        Cell::DateTime(_) => (ColumnKind::DateTime, String::new()),
        Cell::Count(_) => (ColumnKind::Count, number(&cell.plain())),
    };
    let content = match cell {
        Cell::Text(content) => text(content),
        other => other.plain(),
    };
    format!("<td {}{value}>{content}</td>", mark(kind))
}

fn number(value: &str) -> String {
    format!(" x:num=\"{value}\" sdval=\"{value}\"")
}

fn mark(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => r#"style='mso-number-format:"\@"' sdnum="1033;0;@""#,
        ColumnKind::Amount => r#"style='mso-number-format:"0\.00\#\#"' sdnum="1033;0;0.00##""#,
        ColumnKind::DateTime => {
            r#"style='mso-number-format:"dd\.mm\.yyyy\ hh\:mm\:ss"' sdnum="1049;0;DD.MM.YYYY HH:MM:SS""#
        }
        ColumnKind::Count => r#"style='mso-number-format:"0"' sdnum="1033;0;0""#,
    }
}

fn text(content: &str) -> String {
    let plain = Cell::text(content).plain();
    let guard = if dangerous_even_as_text(&plain) {
        "'"
    } else {
        ""
    };
    let escaped = plain
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    format!("{guard}{escaped}")
}
