//! A register as a file: what is asked for, and how far it is.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    error::DeskError,
    registers::types::{RegisterHandle, Selection},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Xlsx,
    Csv,
}

impl ExportFormat {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// A column of the file, under the title that the screen shows. `width` in CSS pixels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ExportColumn {
    pub column: String,
    pub title: String,
    pub width: u32,
}

/// The shown rows of a register, or a selection of them, in the present order. The words are the page's, so that the
/// file speaks its language; the facts are Rust's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ExportAsk {
    pub handle: RegisterHandle,
    /// `None`: every shown row.
    pub selection: Option<Selection>,
    pub columns: Vec<ExportColumn>,
    pub format: ExportFormat,
    pub words: ExportWords,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ExportWords {
    /// Begins the file's name and names the sheet of rows: «Платежи».
    pub name: String,
    /// Stands in the name of a file whose register is not complete: «НЕПОЛНО».
    pub incomplete: String,
    /// The name of the second sheet: «О выгрузке».
    pub about: String,
    /// The first cell of the totals row: «Итого».
    pub total: String,
    pub lines: Vec<AboutLine>,
}

/// A line of the sheet about the export.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct AboutLine {
    pub label: String,
    pub value: AboutValue,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "of")]
pub enum AboutValue {
    /// As it is: a filter, a narrowing, a view's name, a heading (empty text).
    Text(String),
    /// The connection's name.
    Connection,
    /// When the reading of the list began and where its window ends, local time with the zone's offset.
    ReadAt,
    WindowEnd,
    WrittenAt,
    /// One of the two texts.
    Completeness {
        complete: String,
        incomplete: String,
    },
    /// Rows received, rows the service counts, rows in this file.
    Received,
    Told,
    Rows,
    /// The sum of this column over the rows of this file.
    Sum(String),
    /// SHA-256 of the rows: every row's cells as they are written in the CSV without guards, with tabs between cells
    /// and LF after each row, UTF-8, without the header.
    Sha256,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ExportId(pub String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportPhase {
    Writing,
    Done,
    /// Nothing is left of it on the disk, as after a failure.
    Cancelled,
    Failed,
}

/// How far an export is. Its path stays in Rust.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct ExportState {
    pub id: ExportId,
    pub handle: RegisterHandle,
    pub phase: ExportPhase,
    /// The name of the file, without its folder.
    pub file: String,
    pub done: u32,
    pub rows: u32,
    /// False: the register was not complete, and the file says so.
    pub complete: bool,
    pub sha256: Option<String>,
    pub error: Option<DeskError>,
}
