//! A table whose rows all have as many cells as it has columns.

use crate::Cell;
use crate::{html, tsv};

/// How a column is shown; a cell's own value decides what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Amount,
    DateTime,
    Count,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub kind: ColumnKind,
}

impl Column {
    pub fn new(title: impl Into<String>, kind: ColumnKind) -> Self {
        let title = title.into();
        Self { title, kind }
    }
}

pub type Row = Vec<Cell>;

/// A row that does not fit: it would shift every value after it under a wrong title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a row of {found} cells in a table of {expected} columns")]
pub struct RowWidth {
    pub expected: usize,
    pub found: usize,
}

/// Columns and rows, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    /// A table of these columns and rows; refused when a row is not as wide as the header.
    pub fn new(columns: Vec<Column>, rows: Vec<Row>) -> Result<Self, RowWidth> {
        let expected = columns.len();
        match rows.iter().map(Vec::len).find(|found| *found != expected) {
            Some(found) => Err(RowWidth { expected, found }),
            None => Ok(Self { columns, rows }),
        }
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Plain text for the clipboard: a header, then a line per row, tabs between cells, CR LF after every line. A
    /// text that a spreadsheet would misread gets an apostrophe before it.
    pub fn tsv(&self) -> String {
        tsv::write(self)
    }

    /// Rich text for the clipboard: one HTML table in which every cell says what it is, so that text needs no
    /// apostrophe. A whole document in UTF-8.
    pub fn html(&self) -> String {
        html::write(self)
    }
}
