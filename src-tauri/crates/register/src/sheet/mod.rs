//! Sheets that people paste or open: [`read_text`] and [`read_file`] turn them into rows of [`Cell`]s, [`recognise`]
//! says what the columns mean, [`amount`] reads a sum. Nothing is guessed about money: what has two readings is told.
//!
//! A sum is digits from end to end. A workbook keeps doubles, so that its numbers are written out with the fifteen
//! digits that a spreadsheet shows, and never counted with before they are decimals.

mod amount;
mod books;
mod choose;
mod columns;
mod content;
mod delimited;
mod digits;
mod encoding;
mod header;
mod totals;

pub use amount::{AmountTrouble, amount};
pub use columns::{By, ColumnGuess, Columns, DataRow, LeftOut, Role, RowKind, recognise};

/// Bytes of the longest file, and of the longest pasted text.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Rows under the header of the longest sheet.
pub const MAX_ROWS: u32 = 10_000;
/// Rows that are kept: titles, header and totals stand beside the data.
const ROWS_KEPT: usize = MAX_ROWS as usize + 64;
/// Cells of the largest sheet, the empty ones before a filled one included.
const MAX_CELLS: usize = 2_000_000;

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Only rows with something in them, each up to its last filled cell.
    pub rows: Vec<Vec<Cell>>,
    /// For each row its number in the source, from 1, blank rows counted: what the left edge of a spreadsheet says.
    pub numbers: Vec<u32>,
    pub origin: Origin,
}

impl Sheet {
    /// The cell of a column, [`CellKind::Empty`] beyond the end of its row.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        let cells = self.rows.get(row).map_or(&[][..], Vec::as_slice);
        cell(cells, column)
    }

    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }
}

static EMPTY: Cell = Cell {
    text: String::new(),
    kind: CellKind::Empty,
};

/// A cell of a row, empty beyond its end.
fn cell(row: &[Cell], column: usize) -> &Cell {
    row.get(column).unwrap_or(&EMPTY)
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// As it stands there; a number as plain digits with a point, a time as `31.12.2026 23:59:58`.
    pub text: String,
    pub kind: CellKind,
}

impl Cell {
    /// What was written as text: nothing, an error of a spreadsheet, or words and digits that still must be read.
    fn written(text: String) -> Self {
        let seen = text.trim();
        let kind = if seen.is_empty() {
            CellKind::Empty
        } else if content::is_error(seen) {
            CellKind::Error
        } else {
            CellKind::Text
        };
        Self { text, kind }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Nothing, or nothing but spaces.
    #[default]
    Empty,
    Text,
    /// A number of a workbook: its separators have one meaning only.
    Number,
    Date,
    /// `#N/A`, or a formula whose value was never computed.
    Error,
}

/// Where a sheet came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Pasted {
        delimiter: Delimiter,
    },
    /// CSV and the like.
    Text {
        encoding: Encoding,
        delimiter: Delimiter,
    },
    Workbook {
        /// The one that was read.
        sheet: String,
        /// All that a person sees in the workbook, in its order.
        sheets: Vec<String>,
    },
}

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    Tab,
    Semicolon,
    Comma,
    /// One column.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Windows1251,
}

/// Why no table came of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    #[error("nothing is in it")]
    Empty,
    /// A picture, a letter, a web page, a format that is not read.
    #[error("not a table")]
    NotATable,
    /// The format of Excel up to 2003: to be saved as XLSX.
    #[error("a workbook of the old format")]
    OldXls,
    #[error("locked with a password")]
    Encrypted,
    /// More than [`MAX_BYTES`], or unpacked more than a list of payouts can be.
    #[error("too large")]
    TooLarge,
    /// More than [`MAX_ROWS`] rows under the header.
    #[error("{rows} rows")]
    TooManyRows { rows: u32 },
    /// Damaged, or no sheet of this name.
    #[error("cannot be read: {detail}")]
    Unreadable { detail: String },
}

impl SheetFault {
    /// For catalogues of messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotATable => "not_a_table",
            Self::OldXls => "old_xls",
            Self::Encrypted => "encrypted",
            Self::TooLarge => "too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Unreadable { .. } => "unreadable",
        }
    }
}

/// Reads what was pasted: from a spreadsheet, from 1C, or lines with `;`, `,` or tabs.
///
/// # Errors
/// `Empty`, `TooLarge`, `TooManyRows`.
pub fn read_text(text: &str) -> Result<Sheet, SheetFault> {
    if text.len() > MAX_BYTES {
        return Err(SheetFault::TooLarge);
    }
    let (delimiter, rows) = delimited::read(text, &delimited::PASTED)?;
    rows.sheet(Origin::Pasted { delimiter })
}

/// Reads a file: XLSX, of which the first visible sheet that has rows, or CSV in UTF-8, UTF-16 or Windows-1251. The name
/// tells by its ending what to expect; the content decides.
///
/// # Errors
/// Any of [`SheetFault`].
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Sheet, SheetFault> {
    read(name, bytes, None)
}

/// Reads another sheet of a workbook; a text has one only, whatever it is called.
///
/// # Errors
/// Any of [`SheetFault`].
pub fn read_file_sheet(name: &str, bytes: &[u8], sheet: &str) -> Result<Sheet, SheetFault> {
    read(name, bytes, Some(sheet))
}

fn read(name: &str, bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, SheetFault> {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    const TEXTS: [&str; 5] = ["", "csv", "txt", "tsv", "tab"];
    if bytes.len() > MAX_BYTES {
        return Err(SheetFault::TooLarge);
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_lowercase();
    if bytes.is_empty() {
        return Err(SheetFault::Empty);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(books::compound(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return books::read(bytes, sheet);
    }
    match ending.as_str() {
        "xls" => Err(SheetFault::OldXls),
        "xlsx" | "xlsm" => {
            let detail = "no workbook inside".to_owned();
            Err(SheetFault::Unreadable { detail })
        }
        text if TEXTS.contains(&text) => {
            let (encoding, text) = encoding::decode(bytes)?;
            let order = match encoding {
                // Excel's own «Unicode text».
                Encoding::Utf16 => &delimited::PASTED,
                Encoding::Utf8 | Encoding::Windows1251 => &delimited::FILED,
            };
            let (delimiter, rows) = delimited::read(&text, order)?;
            rows.sheet(Origin::Text {
                encoding,
                delimiter,
            })
        }
        _ => Err(SheetFault::NotATable),
    }
}

/// Rows as they come, in the order of the source. Blank ones are dropped, those beyond the limit only counted.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Vec<Cell>>,
    numbers: Vec<u32>,
    cells: usize,
    /// Rows with something in them that are not kept.
    beyond: u32,
}

impl Rows {
    /// # Errors
    /// `TooLarge` when there are more cells than a list of payouts has.
    fn push(&mut self, number: u32, mut row: Vec<Cell>) -> Result<(), SheetFault> {
        let filled = |cell: &Cell| cell.kind != CellKind::Empty;
        let Some(last) = row.iter().rposition(filled) else {
            return Ok(());
        };
        if self.rows.len() >= ROWS_KEPT {
            self.beyond = self.beyond.saturating_add(1);
            return Ok(());
        }
        row.truncate(last + 1);
        self.cells += row.len();
        if self.cells > MAX_CELLS {
            return Err(SheetFault::TooLarge);
        }
        self.rows.push(row);
        self.numbers.push(number);
        Ok(())
    }

    /// # Errors
    /// `Empty`, `TooManyRows`.
    fn sheet(self, origin: Origin) -> Result<Sheet, SheetFault> {
        if self.rows.is_empty() {
            return Err(SheetFault::Empty);
        }
        let (beyond, kept) = (self.beyond, self.rows.len());
        let sheet = Sheet {
            rows: self.rows,
            numbers: self.numbers,
            origin,
        };
        if kept > MAX_ROWS as usize {
            let data = recognise(&sheet).data(&sheet).count();
            let rows = u32::try_from(data).unwrap_or(u32::MAX);
            let rows = rows.saturating_add(beyond);
            if rows > MAX_ROWS {
                return Err(SheetFault::TooManyRows { rows });
            }
        }
        Ok(sheet)
    }
}

#[cfg(test)]
mod tests;
