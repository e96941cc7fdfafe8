//! What every register shows and is asked: its handle, its state, its windows, a selection of its rows.

use jump::Id;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::DeskError;

/// Local days of the park's zone (Moscow), both inclusive, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Period {
    pub from: String,
    pub to: String,
}

/// Names one opened register. Rows, order and totals live behind it in Rust.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct RegisterHandle(pub String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RegisterPhase {
    Collecting,
    /// The service asked to wait; goes on by itself at `waiting_until`.
    Waiting,
    Complete,
    /// Everything was read and the numbers do not agree.
    Incomplete,
    /// The user stopped it; what came stays.
    Stopped,
    /// A page could not be read; what came stays.
    Failed,
}

/// How far a register is. Its filter is known to who opened it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct RegisterState {
    pub handle: RegisterHandle,
    pub phase: RegisterPhase,
    /// Unique rows received.
    pub received: u32,
    /// What the service says there are; absent before the first page.
    pub total: Option<u32>,
    /// Rows the register holds after the filter of loaded rows.
    pub shown: u32,
    pub pages_done: u32,
    pub pages: u32,
    /// The frozen end of the window, ISO with offset.
    pub until: String,
    pub started_at: String,
    pub finished_at: Option<String>,
    pub waiting_until: Option<String>,
    pub error: Option<DeskError>,
    /// Grows with every change of rows, order or filter: a window of an older revision is stale.
    pub revision: u32,
}

/// The order of the rows, by one of the register's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RegisterOrder<C> {
    pub column: C,
    pub descending: bool,
}

/// A column to be copied, under the title that the screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct CopyColumn<C> {
    pub column: C,
    pub title: String,
}

/// Rows `from..` of the present order.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct RegisterWindow<R> {
    pub revision: u32,
    pub from: u32,
    pub shown: u32,
    pub rows: Vec<R>,
}

/// `all`: every shown row but `except`. Otherwise exactly `ids`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct Selection {
    pub all: bool,
    pub except: Vec<Id>,
    pub ids: Vec<Id>,
}

/// A ready-made period; `code` is a key of the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PeriodPreset {
    pub code: String,
    pub period: Period,
}
