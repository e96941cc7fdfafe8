//! CSV as Russian Excel opens it with a double click: UTF-8 with BOM, `;` between cells, CR LF, decimal comma without
//! groups. A header and the rows, no totals: the file is read by programs too.
//!
//! CSV has no types, so a text that would be misread is held as one:
//! - `="+79110000000"` for phones, accounts, ids and whatever else only loses its shape: Excel and Google show exactly
//!   the text, and a program that knows no formulas sees where it begins and ends;
//! - `'=HYPERLINK(…)` for what would run. Inside `="…"` it would be shown unchanged too, but saved again by Excel it
//!   would come out bare, and run when opened next; the apostrophe goes wherever the text goes.
//!
//! Both can be taken off again: a text that begins with an apostrophe before something guarded gets one more.

use std::io::Write;

use super::{FileError, Form, Layout, Written};
use crate::{
    Cell, Row, cell,
    guard::{dangerous_even_as_text, misread_in_file},
};

const BOM: &str = "\u{FEFF}";
/// The longest text between quotes in a formula.
const LONGEST_HELD: usize = 255;
/// Digits of a number that a spreadsheet keeps.
const DIGITS_KEPT: u32 = 15;

pub struct Csv<W> {
    out: W,
    /// The batch as it is written.
    text: String,
    width: usize,
    incomplete: Option<String>,
}

impl<W: Write + Send> Csv<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn new(mut out: W, layout: &Layout) -> Result<Self, FileError> {
        let mut text = String::from(BOM);
        let titles = layout.columns.iter().map(|column| &column.title);
        line(titles.map(|title| Cell::text(title.as_str())), &mut text);
        out.write_all(text.as_bytes())?;
        Ok(Self {
            out,
            text,
            width: layout.columns.len(),
            incomplete: layout.incomplete.clone(),
        })
    }

    fn flush_text(&mut self) -> Result<(), FileError> {
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }
}

impl<W: Write + Send> Form for Csv<W> {
    fn rows(&mut self, rows: Vec<Row>) -> Result<(), FileError> {
        self.text.clear();
        for row in rows {
            line(row.into_iter(), &mut self.text);
        }
        self.flush_text()
    }

    /// Rows that are not all there are end with a line that says so; there is no other place for it.
    fn end(mut self: Box<Self>, _: &Written, _: Vec<(String, Cell)>) -> Result<(), FileError> {
        self.text.clear();
        if let Some(mark) = self.incomplete.take() {
            let rest = std::iter::repeat_n(Cell::Empty, self.width.saturating_sub(1));
            line(
                std::iter::once(Cell::Text(mark)).chain(rest),
                &mut self.text,
            );
        }
        self.flush_text()?;
        Ok(self.out.flush()?)
    }
}

fn line(cells: impl Iterator<Item = Cell>, into: &mut String) {
    let begin = into.len();
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            into.push(';');
        }
        match cell {
            Cell::Text(content) => text(&cell::lines(&content), into),
            Cell::Amount(amount) if digits(amount.mantissa()) > DIGITS_KEPT => {
                text(&cell.plain(), into);
            }
            value => value.write(into),
        }
    }
    // A reader skips a line without a character.
    if into.len() == begin {
        into.push_str("\"\"");
    }
    into.push_str("\r\n");
}

fn digits(mantissa: i128) -> u32 {
    mantissa
        .unsigned_abs()
        .checked_ilog10()
        .map_or(1, |power| power + 1)
}

fn text(content: &str, into: &mut String) {
    let bare = content.trim_start_matches('\'');
    let apostrophes = bare.len() < content.len();
    if !misread_in_file(bare) {
        field(content, into);
    } else if apostrophes || dangerous_even_as_text(content) || !can_be_held(content) {
        field(&format!("'{content}"), into);
    } else {
        field(&format!("=\"{}\"", content.replace('"', "\"\"")), into);
    }
}

fn can_be_held(text: &str) -> bool {
    text.encode_utf16().count() <= LONGEST_HELD && !text.contains(char::is_control)
}

/// Quoted when it has to be. Spaces at the ends too: some readers cut them off otherwise.
fn field(text: &str, into: &mut String) {
    let special = |char| matches!(char, ';' | '"' | '\n' | '\r' | '\t');
    let outer = |char: char| char.is_whitespace() || char == '\u{FEFF}';
    if !text.contains(special) && !text.starts_with(outer) && !text.ends_with(outer) {
        into.push_str(text);
        return;
    }
    into.push('"');
    into.push_str(&text.replace('"', "\"\""));
    into.push('"');
}
