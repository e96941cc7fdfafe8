//! Text in lines: what a spreadsheet puts on the clipboard, and CSV. What stands between the cells is found by trying: it
//! splits every line alike. A comma is believed only when it cannot be the one before kopecks.

use std::borrow::Cow;

use super::{
    Cell, Delimiter, MAX_CELLS, MAX_ROWS, Role, Rows, SheetFault, amount,
    header::{self, Title},
};
use crate::guard::misread_in_file;

/// Rows that are looked at to find the delimiter.
const TRIED: usize = 200;

/// Which delimiter is believed first when several fit: a spreadsheet copies with tabs,
pub(super) const PASTED: [Delimiter; 3] = [Delimiter::Tab, Delimiter::Semicolon, Delimiter::Comma];
/// and saves with semicolons.
pub(super) const FILED: [Delimiter; 3] = [Delimiter::Semicolon, Delimiter::Tab, Delimiter::Comma];

impl Delimiter {
    const fn byte(self) -> Option<u8> {
        match self {
            Self::Tab => Some(b'\t'),
            Self::Semicolon => Some(b';'),
            Self::Comma => Some(b','),
            Self::None => None,
        }
    }
}

/// # Errors
/// `TooLarge`; the rest is told when the rows become a sheet.
pub(super) fn read(text: &str, order: &[Delimiter; 3]) -> Result<(Delimiter, Rows), SheetFault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (announced, text) = announced(text);
    let between = |char: char| char.is_whitespace() || matches!(char, ';' | ',' | '"');
    if text.chars().all(between) {
        return Ok((announced.unwrap_or(Delimiter::None), Rows::default()));
    }
    let delimiter = announced.unwrap_or_else(|| guess(text, order));
    let mut rows = Rows::default();
    for (number, fields) in (1..).zip(Records::new(text, delimiter)) {
        if fields.len() > MAX_CELLS {
            return Err(SheetFault::TooLarge);
        }
        let row = fields.iter().map(|field| Cell::written(unguarded(field)));
        rows.push(number, row.collect())?;
    }
    Ok((delimiter, rows))
}

/// `sep=;`, by which Excel is told.
fn announced(text: &str) -> (Option<Delimiter>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let delimiter = match first.trim_end_matches('\r') {
        "sep=;" => Delimiter::Semicolon,
        "sep=," => Delimiter::Comma,
        "sep=\t" => Delimiter::Tab,
        _ => return (None, text),
    };
    (Some(delimiter), rest)
}

/// Takes off again what keeps a spreadsheet from changing a text: `="007"`, and an apostrophe before what it guards.
fn unguarded(field: &str) -> String {
    let held = field.strip_prefix("=\"");
    if let Some(held) = held.and_then(|held| held.strip_suffix('"')) {
        return held.replace("\"\"", "\"");
    }
    match field.strip_prefix('\'') {
        Some(rest) if misread_in_file(field.trim_start_matches('\'')) => rest.to_owned(),
        _ => field.to_owned(),
    }
}

fn guess(text: &str, order: &[Delimiter; 3]) -> Delimiter {
    let tried = order.map(|delimiter| (delimiter, Tried::new(text, delimiter)));
    // A comma comes last: it also stands before kopecks and inside texts.
    let (commas, others): (Vec<_>, Vec<_>) = tried
        .into_iter()
        .partition(|(delimiter, _)| *delimiter == Delimiter::Comma);
    let first = |fits: fn(&Tried) -> bool| others.iter().find(|(_, tried)| fits(tried));
    let found = first(|tried| tried.alike && tried.clean)
        .or_else(|| first(|tried| tried.alike))
        // Titles above a table and signatures under it are not split.
        .or_else(|| first(|tried| tried.mostly))
        .or_else(|| commas.iter().find(|(_, tried)| tried.alike));
    found.map_or(Delimiter::None, |(delimiter, _)| *delimiter)
}

/// How a text looks when it is split so.
struct Tried {
    /// Two cells or more in every row, and everywhere as many.
    alike: bool,
    /// In half of the rows at least.
    mostly: bool,
    /// No cell is left with half a pair of quotes.
    clean: bool,
}

impl Tried {
    fn new(text: &str, delimiter: Delimiter) -> Self {
        let blank = |row: &Vec<Cow<str>>| {
            row.len() <= MAX_CELLS && row.iter().all(|field| field.trim().is_empty())
        };
        let records = Records::new(text, delimiter).take(MAX_ROWS as usize);
        let rows: Vec<_> = records.filter(|row| !blank(row)).take(TRIED).collect();
        let width = rows.first().map_or(0, Vec::len);
        let split = rows.iter().filter(|row| row.len() > 1).count();
        let halved = |field: &Cow<str>| field.matches('"').count() % 2 == 1;
        let torn = delimiter == Delimiter::Comma && tears_sums(&rows);
        Self {
            alike: width > 1 && rows.iter().all(|row| row.len() == width) && !torn,
            mostly: split > 0 && split * 2 >= rows.len(),
            clean: !rows.iter().flatten().any(halved),
        }
    }
}

/// Whether a cell could be nothing but the kopecks of the one before it: `1 234,56`. A row of titles shows that it is
/// not, unless the title before it is that of a sum.
fn tears_sums(rows: &[Vec<Cow<str>>]) -> bool {
    let Some((first, below)) = rows.split_first() else {
        return false;
    };
    let named = first.iter().all(|field| {
        let digit = field.contains(|char: char| char.is_ascii_digit());
        !digit && (field.contains(char::is_alphabetic) || field.contains('№'))
    });
    let torn = |row: &Vec<Cow<str>>, column: usize| {
        let pair = column
            .checked_sub(1)
            .and_then(|left| row.get(left).zip(row.get(column)));
        pair.is_some_and(|(left, right)| {
            let kopecks = amount::without_currency(right);
            let short = (1..=2).contains(&kopecks.len());
            left.ends_with(|char: char| char.is_ascii_digit())
                && short
                && kopecks.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let of_sum = |column: usize| {
        let title = column.checked_sub(1).and_then(|left| first.get(left));
        title.is_some_and(|title| matches!(header::read(title), Title::Role(Role::Amount, _)))
    };
    (1..first.len()).any(|column| match named {
        true => of_sum(column) && below.iter().all(|row| torn(row, column)),
        false => rows.iter().any(|row| torn(row, column)),
    })
}

/// Rows of a text, their cells without quotes. A quote at the beginning of a cell opens it only if the one that closes it
/// stands at the end of a cell: a spreadsheet copies `"Ромашка" ООО` as it is.
struct Records<'a> {
    text: &'a str,
    at: usize,
    delimiter: Option<u8>,
    over: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: Delimiter) -> Self {
        Self {
            text,
            at: 0,
            delimiter: delimiter.byte(),
            over: text.is_empty(),
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn ends_cell(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'\n' | b'\r') => true,
            byte => byte == self.delimiter,
        }
    }

    fn field(&mut self) -> Cow<'a, str> {
        if let Some((end, text)) = self.quoted() {
            self.at = end;
            return text;
        }
        let begin = self.at;
        while !self.ends_cell(self.at) {
            self.at += 1;
        }
        // Cut at ASCII, so never inside a character.
        Cow::Borrowed(self.text.get(begin..self.at).unwrap_or_default())
    }

    /// Where the cell ends, and what stood between the quotes.
    fn quoted(&self) -> Option<(usize, Cow<'a, str>)> {
        if self.byte(self.at) != Some(b'"') {
            return None;
        }
        let begin = self.at + 1;
        let mut at = begin;
        loop {
            at += self
                .text
                .as_bytes()
                .get(at..)?
                .iter()
                .position(|byte| *byte == b'"')?;
            if self.byte(at + 1) != Some(b'"') {
                break;
            }
            at += 2;
        }
        if !self.ends_cell(at + 1) {
            return None;
        }
        let inside = self.text.get(begin..at)?;
        let text = if inside.contains('"') {
            Cow::Owned(inside.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inside)
        };
        Some((at + 1, text))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Vec<Cow<'a, str>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.field());
            match self.byte(self.at) {
                Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => self.at += 2,
                Some(b'\r' | b'\n') => self.at += 1,
                Some(_) if row.len() <= MAX_CELLS => {
                    self.at += 1;
                    continue;
                }
                // More cells in a row than in any sheet: nothing after them will be read.
                Some(_) => self.at = self.text.len(),
                None => {}
            }
            break;
        }
        self.over = self.at >= self.text.len();
        Some(row)
    }
}
