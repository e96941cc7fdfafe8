//! Tables to the clipboard, as plain text ([`Table::tsv`]) and as rich text ([`Table::html`]), and to files of any
//! length, as [`RowsFile`] writes them: XLSX and CSV. No network.
//!
//! A spreadsheet guesses at what is pasted or opened: it would run a cell as a formula, take a phone for a sum and
//! round a card number. Here amounts and times arrive as values it understands, and all else arrives as the text it is.
//!
//! [`sheet`] goes the other way: tables that people paste or open, and what their columns mean.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cell;
mod file;
mod guard;
mod html;
pub mod sheet;
mod table;
mod tsv;

pub use cell::Cell;
pub use file::{
    FileColumn, FileError, Form, Layout, RowsFile, Written,
    csv::Csv,
    xlsx::{SHEET_ROWS, Xlsx},
};
pub use table::{Column, ColumnKind, Row, RowWidth, Table};
