//! What every register shows and is asked: its handle, its state, its windows, a selection of its rows, and what is
//! counted over them. Columns go by name (the members of the kind's column type, snake_case); a name that the kind does
//! not have is `InvalidInput` naming `column`.

use jump::Id;
use money::Amount;
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

/// The kinds of registers, as saved views and exports name them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum RegisterName {
    Payments,
    Transactions,
    Drivers,
    Applications,
    FleetTransactions,
    FleetDrivers,
}

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
    pub register: RegisterName,
    pub phase: RegisterPhase,
    /// Unique rows received.
    pub received: u32,
    /// What the service says there are; absent before the first page, and for lists whose service does not say: a
    /// complete one was then read to the end of its cursor.
    pub total: Option<u32>,
    /// Rows that are left after the narrowing.
    pub shown: u32,
    /// The words in the other keyboard layout, when only those were found; where nothing is looked for among the rows,
    /// what the service was asked for instead of the words that were typed.
    pub found_as: Option<String>,
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
pub struct RegisterOrder {
    pub column: String,
    pub descending: bool,
}

/// A column to be copied, under the title that the screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct CopyColumn {
    pub column: String,
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

/// Keeps the rows with this value in this column. Several of one column keep the rows with any of them; those of
/// different columns hold together; an excluded one drops its rows.
///
/// `key` names the value for ever: the id of a reference (`id:7`), else its slug, else the text itself; an amount as a decimal; the
/// local day of a moment (`2026-10-31`); empty for none. `title` is what the screen shows, and nothing is read from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ValueFilter {
    pub column: String,
    pub key: String,
    pub title: String,
    #[serde(default)]
    pub excluded: bool,
}

/// Which of the rows that came are shown. Asks nothing of the service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct Narrowing {
    /// Words; which cells are looked at depends on the kind of rows.
    pub find: String,
    pub values: Vec<ValueFilter>,
    /// Days of the register's main moment, both inclusive, within its period.
    pub days: Option<Period>,
}

/// What the amounts of one column come to, exactly. Rows without an amount do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ColumnTotal {
    pub column: String,
    /// Rows that have an amount.
    pub count: u32,
    pub sum: Amount,
    /// Sum of the amounts above zero.
    pub income: Amount,
    /// Sum of the amounts below zero, negative.
    pub outcome: Amount,
    pub least: Option<Amount>,
    pub greatest: Option<Amount>,
    /// To the kopeck, half away from zero.
    pub average: Option<Amount>,
}

/// The sums of rows: one entry per column of amounts, in the kind's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RegisterTotals {
    /// Rows.
    pub count: u32,
    pub columns: Vec<ColumnTotal>,
}

/// The rows with one value in the column they are grouped by; `key` and `title` as in a [`ValueFilter`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RegisterGroup {
    pub key: String,
    /// Empty for no value.
    pub title: String,
    pub totals: RegisterTotals,
}

/// What a chart by days shows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ChartAsk {
    /// The column of amounts; rows are counted when there is none.
    pub measure: Option<String>,
    /// The column whose values are stacked; one series when there is none.
    pub stack: Option<String>,
}

/// The shown rows day by day, whatever days they are narrowed to: a chosen day stays beside the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RegisterChart {
    /// Every day of the period up to its frozen end, `YYYY-MM-DD`, also days without rows.
    pub days: Vec<String>,
    /// The greatest first; beyond eight the rest are one series with the key `…`.
    pub series: Vec<ChartSeries>,
    /// Rows whose main moment is none of these days: absent or no time.
    pub undated: u32,
}

/// One value of the stacking column: a number for each day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ChartSeries {
    pub key: String,
    pub title: String,
    pub sums: Vec<Amount>,
    pub counts: Vec<u32>,
}

/// A ready-made period; `code` is a key of the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PeriodPreset {
    pub code: String,
    pub period: Period,
}
