//! Yandex Fleet on the screen: the park's access to it, its registers, what is created there, and how both services'
//! records of a driver's money lie beside each other.

use std::fmt;

use jump::Id;
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    connections::types::{CheckLine, KeepKey, KeyPlace},
    operations::types::{OperationId, PlanHash, Warning},
    registers::types::Period,
};

pub use super::reconciliation::types::*;

// Access.

/// How a park is reached at Yandex Fleet, as typed. The key goes to the keychain and never comes back.
#[derive(Clone, Deserialize, Type)]
pub struct FleetConnect {
    /// `taxi/park/…`; a bare number was seen too.
    pub client_id: String,
    pub park_id: String,
    /// One of [`FleetHost`]'s, or an address of the user's.
    pub base_address: String,
    /// Absent: the one that is kept stays.
    pub key: Option<String>,
    pub keep: KeepKey,
    /// 1..=20; two by default.
    pub requests_per_second: u32,
    /// 100..=100 000; five thousand by default.
    pub requests_per_hour: u32,
    /// How a transaction is created unless the form says otherwise.
    pub manner: FleetManner,
}

/// Without the key.
impl fmt::Debug for FleetConnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FleetConnect")
            .field("client_id", &self.client_id)
            .field("park_id", &self.park_id)
            .field("base_address", &self.base_address)
            .finish_non_exhaustive()
    }
}

/// Which of the two operations creates a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "manner", rename_all = "snake_case")]
pub enum FleetManner {
    /// v3, kind `other`.
    Event,
    /// v2, in a category that the park may create in.
    Category { category_id: String },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetAccessView {
    pub client_id: String,
    pub park_id: String,
    pub base_address: String,
    pub requests_per_second: u32,
    pub requests_per_hour: u32,
    pub manner: FleetManner,
    pub key_place: KeyPlace,
    /// `•••• 4f1c`, or empty.
    pub key_mask: String,
    /// ISO time with offset.
    pub key_saved_at: Option<String>,
}

/// What the check of the access came to, as one of the things that a person can mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum FleetVerdict {
    Answers,
    /// 401.
    BadKey,
    /// 403 everywhere: the key's client, the park and the rights do not fit together.
    NoRight,
    /// Some reads are refused, others answer.
    SomeRightsMissing,
    /// 404, or a park that is not the key's.
    WrongPark,
    /// 410: the other host serves this park; its address.
    WrongHost {
        other: String,
    },
    /// Not reached, or no usable answer: the lines say why.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetCheck {
    pub verdict: FleetVerdict,
    pub lines: Vec<CheckLine>,
}

// Transactions.

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FleetTransactionsFilter {
    pub period: Period,
    /// Asked of the service; empty: all.
    pub category_ids: Vec<String>,
    /// One driver's only.
    pub driver_id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetTransactionColumn {
    At,
    Driver,
    Category,
    Group,
    /// Given or taken, whether or not it moves the balance and whatever its currency.
    Sign,
    /// What moves the driver's balance.
    Amount,
    /// What does not (cash): shown apart, never in the balance's sum.
    Outside,
    /// Rows in another currency than the register's: written out, never added.
    Foreign,
    Description,
    Origin,
    Order,
    /// Our mark, where the description carries one.
    Reference,
    TransactionId,
}

/// Who made a transaction (`created_by.identity`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum FleetOrigin {
    Dispatcher,
    Support,
    Api,
    Platform,
    Unknown,
}

/// A row of the table. Empty text where the service gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetTransactionRow {
    /// Of this register only.
    pub id: Id,
    pub transaction_id: String,
    pub at: String,
    pub driver_id: Option<String>,
    /// Name, or the id of a driver that the list of drivers does not have.
    pub driver: String,
    pub category_id: String,
    pub category: String,
    pub group: String,
    /// Made by the park itself.
    pub partner_category: bool,
    /// Absent for a sum of nothing.
    pub sign: Option<FleetSign>,
    pub amount: Option<Amount>,
    pub outside: Option<Amount>,
    pub foreign: String,
    pub currency: String,
    pub description: String,
    pub origin: FleetOrigin,
    /// The dispatcher's name, the identity's own word when it is unknown.
    pub origin_name: String,
    pub order_id: Option<String>,
    pub reference: Option<String>,
}

/// One transaction, for the drawer.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FleetTransactionDetails {
    pub row: FleetTransactionRow,
    pub event_id: Option<String>,
    pub client_id: Option<String>,
    /// The journal's operation of our mark.
    pub operation: Option<OperationId>,
    pub position: Option<u32>,
}

/// Transactions of one order, the oldest first, and what they come to.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FleetOrder {
    pub order_id: String,
    pub rows: Vec<FleetTransactionRow>,
    /// By currency, only what moves the balance.
    pub totals: Vec<FleetSum>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetSum {
    pub currency: String,
    pub sum: Amount,
}

/// A category as the park has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetCategory {
    pub id: String,
    pub name: String,
    pub group_id: String,
    pub group: String,
    pub enabled: bool,
    pub creatable: bool,
    pub moves_balance: bool,
    /// Made by the park itself (`is_editable`).
    pub partner: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetWorkRule {
    pub id: String,
    pub name: String,
    pub enabled: bool,
}

// Drivers.

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct FleetDriversFilter {
    /// `working`, `not_working`, `fired`; empty: all.
    pub work_statuses: Vec<String>,
    pub work_rule_ids: Vec<String>,
    /// Asked of the service.
    pub search: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetDriverColumn {
    Driver,
    Phone,
    Balance,
    BalanceLimit,
    /// Balances in another currency than the list's: written out, never added.
    Foreign,
    WorkStatus,
    CurrentStatus,
    WorkRule,
    Car,
    License,
    LastTransactionAt,
    CreatedAt,
    Linked,
    DriverId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetDriverRow {
    /// Of this register only.
    pub id: Id,
    pub driver_id: String,
    pub driver: String,
    pub phone: String,
    pub balance: Option<Amount>,
    pub balance_limit: Option<Amount>,
    /// The balance, where it is in another currency than the list's.
    pub foreign: String,
    pub currency: String,
    pub work_status: String,
    pub current_status: String,
    pub work_rule: String,
    pub car: String,
    pub license: String,
    pub last_transaction_at: Option<String>,
    pub created_at: Option<String>,
    /// The driver of Jump that a person said this is.
    pub linked: Option<Id>,
}

/// One driver, for the drawer.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FleetDriverDetails {
    pub row: FleetDriverRow,
    pub comment: String,
    pub employment: String,
    pub link: Option<FleetLink>,
    pub position: Option<u32>,
}

/// Balance, what of it is blocked and why; asked anew each time.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FleetBalance {
    pub balance: Amount,
    pub blocked: Amount,
    /// Balance without what is blocked.
    pub free: Amount,
    /// `tips`, `cashless`, `bonuses`, `financial_statements`, `closing_documents`.
    pub parts: Vec<FleetBlocked>,
    pub at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetBlocked {
    pub what: String,
    pub amount: Amount,
}

/// Who of Jump a driver of Fleet is, as a person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FleetLink {
    pub fleet_id: String,
    pub jump_id: Id,
    /// The name of the driver in Jump at that time.
    pub name: String,
    pub since: String,
}

/// Why a driver of Jump may be this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetLikeness {
    Phone,
    License,
    /// Jump itself names this id of the aggregator.
    AggregatorId,
    Name,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetLinkSuggestion {
    pub jump_id: Id,
    pub name: String,
    pub phone: String,
    pub by: Vec<FleetLikeness>,
}

// Creating.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetSign {
    /// «Списать»: negative.
    Debit,
    /// «Начислить»: positive.
    Credit,
}

/// A transaction as typed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct FleetDraft {
    pub driver_id: String,
    pub sign: FleetSign,
    pub amount: String,
    pub manner: FleetManner,
    /// Why, in short: `data.reason` of kind `other`; not used by v2.
    pub reason: String,
    /// Without our reference, which is appended.
    pub description: String,
    /// Least balance for the debit to be made (v3 only); empty: no condition.
    pub balance_min: String,
    pub repeats: Option<OperationId>,
}

/// An operation as a form takes it, to be planned anew. `description` without our mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FleetAgain {
    pub repeats: OperationId,
    pub driver_id: String,
    pub sign: FleetSign,
    pub amount: Amount,
    pub manner: FleetManner,
    pub reason: String,
    pub description: String,
    pub balance_min: String,
}

/// What would be sent, fixed. Single use, for `lifetime_seconds` from now.
#[derive(Debug, Clone, Serialize, Type)]
pub struct FleetPlan {
    pub hash: PlanHash,
    pub reference: String,
    /// As it will leave, reference included.
    pub description: String,
    pub reason: Option<String>,
    /// Always positive; `sign` says which way.
    pub amount: Amount,
    pub sign: FleetSign,
    pub driver: String,
    /// Name of the category, or of the kind.
    pub category: String,
    pub manner: FleetManner,
    /// The service has no preview: what is there before.
    pub balance: Option<FleetBalance>,
    pub balance_min: Option<Amount>,
    pub warnings: Vec<Warning>,
    pub hold_seconds: u32,
    pub lifetime_seconds: u32,
}
