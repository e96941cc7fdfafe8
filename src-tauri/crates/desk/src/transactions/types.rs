//! The register of transactions («Операции») and a withdrawal's preview.

use jump::{Id, Transaction, WithdrawPreviewAnswer};
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::registers::types::Period;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TransactionsFilter {
    pub period: Period,
    pub integration_ids: Vec<Id>,
    pub type_ids: Vec<Id>,
    pub driver_ids: Vec<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TransactionColumn {
    Id,
    Driver,
    Date,
    Type,
    Amount,
    Integration,
    Description,
    Payment,
    Route,
    Phone,
}

/// A row of the table. Empty text where the service gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TransactionRow {
    pub id: Id,
    pub driver_id: Option<Id>,
    pub driver: String,
    pub phone: String,
    pub date: String,
    pub type_id: Option<Id>,
    pub type_title: String,
    pub amount: Option<Amount>,
    pub integration_id: Option<Id>,
    pub integration: String,
    pub description: String,
    pub payment_id: Option<Id>,
    pub is_trip: bool,
    /// `From → to` of a trip.
    pub route: String,
}

/// Everything known of one transaction, for the drawer.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TransactionDetails {
    pub transaction: Transaction,
    /// Position in the present order, for next and previous.
    pub position: Option<u32>,
}

/// What a withdrawal would cost. `amount` is as typed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct PreviewAsk {
    pub driver_id: Id,
    pub balance_id: Id,
    pub amount: String,
    /// Take the commission out of the amount instead of adding it.
    pub include_commission: bool,
}

/// The service's own answer; nothing in it is computed here.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PreviewView {
    /// What was asked, as an exact amount.
    pub asked: Amount,
    pub include_commission: bool,
    pub answer: WithdrawPreviewAnswer,
    pub at: String,
}
