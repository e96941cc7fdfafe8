//! XLSX for Excel and LibreOffice: amounts, times and counts are values, everything else is text by its format. The
//! library keeps one row in memory and the sheet's XML in a nameless temporary file until it is packed.
//!
//! A sheet holds a limited number of rows; those beyond it go on, under the same header, on a further sheet.

mod about;
mod name;
mod number;
mod styles;

use std::{
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use rust_decimal::Decimal;
use rust_xlsxwriter::{ColNum, Formula, RowNum, Workbook, Worksheet, XlsxError, utility};

use super::{FileColumn, FileError, Form, Layout, Written};
use crate::{Cell, ColumnKind, Row};
use styles::Styles;

/// Rows of one sheet, the header included.
pub const SHEET_ROWS: u32 = 1_048_576;
/// Beside the slowest level the file is a fifth larger and ready in half the time.
const COMPRESSION: u8 = 3;
/// Rows from which the sheets may be too long, unpacked, for a plain ZIP archive.
const LARGE_CELLS: u64 = 30_000_000;
/// As spreadsheets number paper sizes.
const A4: u8 = 9;
const WIDTHS: std::ops::RangeInclusive<u32> = 24..=1_000;

pub struct Xlsx<W> {
    out: W,
    book: Workbook,
    layout: Layout,
    styles: Styles,
    /// The sheets of rows so far, the last of them being written.
    sheets: Vec<Sheet>,
    sheet_rows: u32,
    /// Columns with an amount that a spreadsheet would round, and that is text therefore.
    with_text: Vec<bool>,
}

struct Sheet {
    name: String,
    /// Rows under the header.
    rows: u32,
}

impl<W: Write + Send> Xlsx<W> {
    /// `folder` holds the nameless temporary files; they go with the program, whatever happens to it.
    ///
    /// # Errors
    /// When the folder cannot be written to, or there are more columns than a sheet holds.
    pub fn new(out: W, layout: &Layout, folder: &Path) -> Result<Self, FileError> {
        Self::with_sheet_rows(out, layout, folder, SHEET_ROWS)
    }

    /// The same with sheets of at most so many rows, three or more: header, rows, and one that is kept for the totals.
    ///
    /// # Errors
    /// As above.
    pub fn with_sheet_rows(
        out: W,
        layout: &Layout,
        folder: &Path,
        sheet_rows: u32,
    ) -> Result<Self, FileError> {
        let mut book = Workbook::new();
        book.set_tempdir(folder)?;
        book.set_zip_compression_level(COMPRESSION);
        let mut xlsx = Self {
            out,
            book,
            styles: Styles::default(),
            sheets: Vec::new(),
            sheet_rows: sheet_rows.clamp(3, SHEET_ROWS),
            with_text: vec![false; layout.columns.len()],
            layout: layout.clone(),
        };
        xlsx.begin_sheet()?;
        Ok(xlsx)
    }

    fn begin_sheet(&mut self) -> Result<(), FileError> {
        let taken: Vec<String> = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let name = name::legal(&self.layout.name, taken.len() + 1, &taken);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?;
        sheet.set_freeze_panes(1, 0)?;
        // Printed: a page is as wide as the table, with the header on each.
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        for (number, column) in (0..).zip(&self.layout.columns) {
            dress(sheet, number, column, &self.styles)?;
        }
        for (number, column) in (0..).zip(&self.layout.columns) {
            sheet.write_string_with_format(
                0,
                number,
                fitting(&column.title),
                &self.styles.header,
            )?;
        }
        self.sheets.push(Sheet { name, rows: 0 });
        Ok(())
    }

    fn put(&mut self, row: Row) -> Result<(), FileError> {
        if self.filled() + 2 >= self.sheet_rows {
            self.begin_sheet()?;
        }
        let place = self.filled() + 1;
        let index = self.sheets.len() - 1;
        let sheet = self.book.worksheet_from_index(index)?;
        for (number, cell) in row.into_iter().enumerate() {
            let kind = self.layout.columns.get(number).map(|column| column.kind);
            let column = ColNum::try_from(number).unwrap_or(ColNum::MAX);
            let exact = write(sheet, (place, column), cell, kind, &mut self.styles)?;
            if !exact && let Some(mark) = self.with_text.get_mut(number) {
                *mark = true;
            }
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows = place;
        }
        Ok(())
    }

    /// Rows under the header of the present sheet.
    fn filled(&self) -> u32 {
        self.sheets.last().map_or(0, |sheet| sheet.rows)
    }

    /// Under the last row: sums over all sheets. They go by what a filter leaves, and until then show the exact sum
    /// that stands beside the formula.
    fn write_totals(&mut self, written: &Written) -> Result<(), FileError> {
        let place = self.filled() + 1;
        let label = match &self.layout.incomplete {
            Some(mark) => format!("{} · {mark}", self.layout.total),
            None => self.layout.total.clone(),
        };
        let mut label = Some(label);
        for (number, sum) in written.sums.iter().enumerate() {
            let column = ColNum::try_from(number).unwrap_or(ColNum::MAX);
            let kind = self.layout.columns.get(number).map(|column| column.kind);
            let formula = match self.with_text.get(number) {
                Some(false) => self.formula(column),
                // A formula would leave the amounts out that are texts.
                _ => None,
            };
            let sheet = self.book.worksheet_from_index(self.sheets.len() - 1)?;
            match sum {
                Some(sum) => write_total(sheet, (place, column), *sum, formula, &mut self.styles)?,
                None if kind == Some(ColumnKind::Amount) => {}
                None => {
                    if let Some(label) = label.take() {
                        let label = fitting(&label);
                        sheet.write_string_with_format(place, column, label, &self.styles.bold)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn formula(&self, column: ColNum) -> Option<String> {
        let letters = utility::column_number_to_name(column);
        let mut ranges = Vec::new();
        let last = self.sheets.len().checked_sub(1)?;
        for (number, sheet) in self.sheets.iter().enumerate() {
            let rows = format!("{letters}2:{letters}{}", sheet.rows + 1);
            match (sheet.rows, number == last) {
                (0, _) => {}
                (_, true) => ranges.push(rows),
                (_, false) => {
                    ranges.push(format!("'{}'!{rows}", sheet.name.replace('\'', "''")));
                }
            }
        }
        (!ranges.is_empty()).then(|| format!("=SUBTOTAL(109,{})", ranges.join(",")))
    }

    fn filters(&mut self) -> Result<(), FileError> {
        let last = self.layout.columns.len().saturating_sub(1);
        let last = ColNum::try_from(last).unwrap_or(ColNum::MAX);
        for (index, sheet) in self.sheets.iter().enumerate() {
            let written = self.book.worksheet_from_index(index)?;
            written.autofilter(0, 0, sheet.rows, last)?;
        }
        Ok(())
    }

    fn pack(&mut self, written: &Written, about: Vec<(String, Cell)>) -> Result<(), FileError> {
        self.write_totals(written)?;
        self.filters()?;
        let taken: Vec<String> = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let name = name::legal(&self.layout.about, 1, &taken);
        about::add(&mut self.book, &name, about, &mut self.styles)?;
        let cells = written.rows * self.layout.columns.len() as u64;
        self.book.use_zip_large_file(cells > LARGE_CELLS);
        self.book.save_to_writer(&mut self.out)?;
        Ok(self.out.flush()?)
    }
}

impl<W: Write + Send> Form for Xlsx<W> {
    fn rows(&mut self, rows: Vec<Row>) -> Result<(), FileError> {
        unpanicking(|| rows.into_iter().try_for_each(|row| self.put(row)))
    }

    fn end(
        mut self: Box<Self>,
        written: &Written,
        about: Vec<(String, Cell)>,
    ) -> Result<(), FileError> {
        unpanicking(|| self.pack(written, about))
    }
}

/// The library panics when its temporary file cannot be written: the disk is full. That is no bug of ours, and the
/// workbook is thrown away after it.
fn unpanicking(write: impl FnOnce() -> Result<(), FileError>) -> Result<(), FileError> {
    let full = || io::Error::new(io::ErrorKind::StorageFull, "no room for the sheet's rows");
    catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| Err(full().into()))
}

/// Width and format of a column. Cells of the column's kind then need no format of their own, which halves the time.
fn dress(
    sheet: &mut Worksheet,
    number: ColNum,
    column: &FileColumn,
    styles: &Styles,
) -> Result<(), FileError> {
    let width = column.width.clamp(*WIDTHS.start(), *WIDTHS.end());
    sheet.set_column_width_pixels(number, width)?;
    sheet.set_column_format(number, styles.of(column.kind))?;
    Ok(())
}

/// Writes a cell into a column of this kind; `None` where columns have no format. False: an amount had to be text.
fn write(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    cell: Cell,
    kind: Option<ColumnKind>,
    styles: &mut Styles,
) -> Result<bool, FileError> {
    let same = |cell| kind == Some(cell);
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if same(ColumnKind::Text) => {
            sheet.write_string(row, column, fitting(&text))?;
        }
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, fitting(&text), &styles.text)?;
        }
        Cell::Amount(exact) => match number::amount(exact) {
            Some((amount, 2)) if same(ColumnKind::Amount) => {
                sheet.write_number(row, column, amount)?;
            }
            Some((amount, decimals)) => {
                sheet.write_number_with_format(row, column, amount, styles.amount(decimals))?;
            }
            None => {
                let text = Cell::Amount(exact).plain();
                sheet.write_string_with_format(row, column, text, &styles.long_amount)?;
                return Ok(false);
            }
        },
        Cell::DateTime(time) => match number::day(time) {
            Some(day) if same(ColumnKind::DateTime) => {
                sheet.write_number(row, column, day)?;
            }
            Some(day) => {
                sheet.write_number_with_format(row, column, day, &styles.time)?;
            }
            None => {
                let text = Cell::DateTime(time).plain();
                sheet.write_string_with_format(row, column, text, &styles.text)?;
            }
        },
        Cell::Count(count) => match u32::try_from(count) {
            Ok(count) => {
                sheet.write_number_with_format(row, column, count, &styles.count)?;
            }
            // More than a spreadsheet counts exactly, or near it.
            Err(_) => {
                sheet.write_string_with_format(row, column, count.to_string(), &styles.text)?;
            }
        },
    }
    Ok(true)
}

fn write_total(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    sum: Decimal,
    formula: Option<String>,
    styles: &mut Styles,
) -> Result<(), FileError> {
    match (number::amount(sum), formula) {
        (Some((_, decimals)), Some(formula)) => {
            let formula = Formula::new(formula).set_result(sum.normalize().to_string());
            let style = styles.total(decimals);
            sheet.write_formula_with_format(row, column, formula, style)?;
        }
        (Some((amount, decimals)), None) => {
            sheet.write_number_with_format(row, column, amount, styles.total(decimals))?;
        }
        (None, _) => {
            let text = Cell::Amount(sum).plain();
            sheet.write_string_with_format(row, column, text, &styles.long_total)?;
        }
    }
    Ok(())
}

/// A cell holds 32 767 characters; a longer text ends with an ellipsis.
fn fitting(text: &str) -> String {
    const LONGEST: usize = 32_767;
    let text = crate::cell::lines(text);
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text.into_owned();
    }
    let mut units = 1;
    let fits = |char: &char| {
        units += char.len_utf16();
        units <= LONGEST
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

impl From<XlsxError> for FileError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            XlsxError::ZipError(error) => Self::Io(error.into()),
            other => Self::Workbook(other.to_string()),
        }
    }
}
