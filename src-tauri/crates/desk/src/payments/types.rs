//! The register of payments as the screen sees it: a handle, its state, windows of rows, totals.

use jump::{Id, Payment};
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentsFilter {
    pub period: Period,
    pub agent_ids: Vec<Id>,
    pub driver_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
    pub integration_ids: Vec<Id>,
    pub status_ids: Vec<Id>,
    pub pay_type_ids: Vec<Id>,
    pub request_type_ids: Vec<Id>,
    /// Asked of the service: payment id, name or phone in any writing.
    pub search: String,
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

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct RegisterState {
    pub handle: RegisterHandle,
    pub phase: RegisterPhase,
    pub filter: PaymentsFilter,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentColumn {
    Id,
    Driver,
    CreatedAt,
    PaidAt,
    Status,
    Amount,
    Commission,
    AmountPaid,
    PayType,
    RequestType,
    Agent,
    Group,
    Integration,
    Requisites,
    Phone,
}

/// A column to be copied, under the title that the screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct CopyColumn {
    pub column: PaymentColumn,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RegisterOrder {
    pub column: PaymentColumn,
    pub descending: bool,
}

/// A row of the table. Empty text where the service gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PaymentRow {
    pub id: Id,
    pub driver_id: Option<Id>,
    pub driver: String,
    pub phone: String,
    pub created_at: String,
    pub paid_at: Option<String>,
    pub status_id: Option<Id>,
    pub status: String,
    pub theme: String,
    pub amount: Option<Amount>,
    pub commission: Option<Amount>,
    pub amount_paid: Option<Amount>,
    pub pay_type: String,
    pub request_type: String,
    pub agent: String,
    pub group: String,
    pub integration: String,
    pub requisites: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct RegisterWindow {
    pub revision: u32,
    pub from: u32,
    pub shown: u32,
    pub rows: Vec<PaymentRow>,
}

/// `all`: every shown row but `except`. Otherwise exactly `ids`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct Selection {
    pub all: bool,
    pub except: Vec<Id>,
    pub ids: Vec<Id>,
}

/// Sums of the rows that have the amount; `without_amount` counts those that have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PaymentTotals {
    pub count: u32,
    pub amount: Amount,
    pub commission: Amount,
    pub amount_paid: Amount,
    pub without_amount: u32,
}

/// Everything known of one payment, for the drawer.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PaymentDetails {
    pub payment: Payment,
    /// Position in the present order, for next and previous.
    pub position: Option<u32>,
}

/// A ready-made period; `code` is a key of the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PeriodPreset {
    pub code: String,
    pub period: Period,
}
