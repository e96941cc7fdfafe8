//! The register of payments as the screen sees it: its filter, its rows, their totals.

use jump::{Id, Payment};
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::registers::types::Period;

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

/// Everything known of one payment, for the drawer.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PaymentDetails {
    pub payment: Payment,
    /// Position in the present order, for next and previous.
    pub position: Option<u32>,
}
