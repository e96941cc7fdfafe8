//! Files of any number of rows: rows come in batches and leave at once, so memory stays flat, and whoever brings them
//! may show progress or stop between two batches.
//!
//! [`RowsFile`] counts, sums and hashes what passes; a [`Form`] ([`csv`], [`xlsx`]) puts it into the file.

pub mod csv;
mod tally;
pub mod xlsx;

use std::io;

use rust_decimal::Decimal;

use crate::{Cell, ColumnKind, Row, RowWidth};
use tally::Tally;

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileColumn {
    pub title: String,
    pub kind: ColumnKind,
    /// In CSS pixels; where a form has widths.
    pub width: u32,
}

/// What surrounds the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The name of the rows; a sheet's name is made of it.
    pub name: String,
    pub columns: Vec<FileColumn>,
    /// Begins the row of totals.
    pub total: String,
    /// The name of the lines about the file.
    pub about: String,
    /// Stands in the file when the rows are not all there are.
    pub incomplete: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub rows: u64,
    /// For each column the exact sum of its amounts, with at least two decimals; `None` for a column of another kind
    /// and for a sum that has more digits than a decimal holds.
    pub sums: Vec<Option<Decimal>>,
    /// Of the rows: cells without guards and quotes, tabs between cells, LF after each row, UTF-8, without the header.
    /// Lower-case hexadecimal.
    pub sha256: String,
}

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The disk, or whoever stopped the writing.
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
    #[error(transparent)]
    RowWidth(#[from] RowWidth),
    #[error("a workbook could not be made: {0}")]
    Workbook(String),
}

/// How rows become a file. Rows are as wide as the layout's columns.
pub trait Form: Send {
    fn rows(&mut self, rows: Vec<Row>) -> Result<(), FileError>;

    /// Totals, and the lines about the file where the form has a place for them; then everything is in the writer.
    fn end(self: Box<Self>, written: &Written, about: Vec<(String, Cell)>)
    -> Result<(), FileError>;
}

/// A file that is being written.
pub struct RowsFile<'a> {
    form: Box<dyn Form + 'a>,
    tally: Tally,
}

impl<'a> RowsFile<'a> {
    /// `columns` are those of the form's layout.
    pub fn new(form: impl Form + 'a, columns: &[FileColumn]) -> Self {
        Self {
            form: Box::new(form),
            tally: Tally::new(columns),
        }
    }

    /// # Errors
    /// `RowWidth` for a row that is not as wide as the header; what the form could not write. Nothing more can be
    /// written after an error.
    pub fn write(&mut self, rows: Vec<Row>) -> Result<(), FileError> {
        self.tally.add(&rows)?;
        self.form.rows(rows)
    }

    /// `about` makes the lines about the file, knowing what was written.
    ///
    /// # Errors
    /// What the form could not write.
    pub fn finish(
        self,
        about: impl FnOnce(&Written) -> Vec<(String, Cell)>,
    ) -> Result<Written, FileError> {
        let written = self.tally.written();
        let lines = about(&written);
        self.form.end(&written, lines)?;
        Ok(written)
    }
}
