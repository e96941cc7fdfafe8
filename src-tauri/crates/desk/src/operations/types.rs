//! Money operations on the screen: the draft, the plan that was shown, and what the journal knows of each operation.

use std::collections::BTreeMap;

use journal::{Evidence, Kind, Remote, Service, State, Trouble, Verdict, Who};
use jump::{Id, TransactionOperation};
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    connections::types::ConnectionId, fleet::types::FleetAgain, payouts::types::PayoutId,
    registers::types::Period, transactions::types::PreviewView,
};

/// Names an operation in the journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct OperationId(pub String);

/// Names a plan: SHA-256 of the connection, the driver, the exact body and the warnings told, hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct PlanHash(pub String);

/// A balance operation as typed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct OperationDraft {
    pub driver_id: Id,
    pub operation: TransactionOperation,
    pub amount: String,
    pub balance_id: Id,
    /// Where a transfer goes: another balance of this driver, or of `target_driver_id`.
    pub target_balance_id: Option<Id>,
    pub target_driver_id: Option<Id>,
    pub transaction_type_id: Option<Id>,
    /// Without our reference, which is appended.
    pub message: String,
    pub create_payment: bool,
    pub include_commission: bool,
    /// The operation that this one repeats; only one that a person closed as absent can be repeated.
    pub repeats: Option<OperationId>,
}

/// What would be sent, fixed. Single use, for `lifetime_seconds` from now.
#[derive(Debug, Clone, Serialize, Type)]
pub struct OperationPlan {
    pub hash: PlanHash,
    /// Our mark, e.g. `7K3F9Q`.
    pub reference: String,
    /// The comment as it will leave, reference included.
    pub message: String,
    pub amount: Amount,
    pub operation: TransactionOperation,
    pub driver: String,
    pub balance: BalanceName,
    pub target: Option<BalanceName>,
    pub target_driver: Option<String>,
    pub create_payment: bool,
    pub include_commission: bool,
    /// What the service says of this very withdrawal; absent for deposits and transfers.
    pub preview: Option<PreviewView>,
    /// Whom the payment goes to, masked; absent when none is created or the card shows none.
    pub requisite: Option<String>,
    /// Each has to be agreed to.
    pub warnings: Vec<Warning>,
    pub hold_seconds: u32,
    pub lifetime_seconds: u32,
}

/// A balance by what a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct BalanceName {
    pub id: Id,
    /// Name of its integration; empty for the main balance.
    pub name: String,
    pub amount: Option<Amount>,
    pub frozen: Option<Amount>,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// The same driver was given the same sum lately (`similar` tells when).
    Duplicate,
    /// The journal or the service could not be searched for duplicates (`reason`: an error code; `incomplete` or
    /// `list_incomplete` when a part was).
    DuplicatesUnknown,
    /// Above the limit of one operation (`limit`).
    AboveOperationLimit,
    /// Above the limit of a day (`limit`, `spent`: what today's operations come to without this one).
    AboveDayLimit,
    /// The service's preview names no commission that can be read.
    CommissionUnknown,
    /// A withdrawal without a payment: the driver is debited and nobody is paid.
    NoPayment,
    /// A person sends again what was closed as absent (`reference` of the former one).
    Repeat,
    /// A debit of more than the driver's balance has free (`free`); of a register: `count`, `rows`.
    AboveBalance,
    /// The driver's balance could not be read (`reason`: an error code).
    BalanceUnknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Warning {
    pub code: WarningCode,
    pub params: BTreeMap<String, String>,
    pub similar: Vec<Similar>,
}

/// An operation that looks like the planned one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Similar {
    /// ISO time with offset.
    pub at: String,
    pub amount: Amount,
    /// Our mark where the journal knows it.
    pub reference: Option<String>,
    pub operation: Option<OperationId>,
    /// State in the journal; absent for a transaction that only the service knows.
    pub state: Option<State>,
    pub description: String,
}

/// What can be done with an operation now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OperationAction {
    /// In its hold: nothing has left.
    Cancel,
    /// Look it up now.
    Check,
    /// A person says what became of it.
    Close,
    /// Plan the same anew.
    SendAgain,
}

/// An operation as the journal knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct OperationView {
    pub id: OperationId,
    pub reference: String,
    pub connection: ConnectionId,
    pub connection_name: String,
    pub service: Service,
    pub kind: Kind,
    pub creates_payment: bool,
    pub include_commission: bool,
    /// Of the service that moves the money.
    pub driver_id: String,
    pub driver: String,
    /// Name of the balance; of Yandex's operations that of the category.
    pub balance: String,
    pub target: Option<String>,
    pub amount: Amount,
    pub message: String,
    /// Masked.
    pub requisite: Option<String>,
    pub state: State,
    pub payout: Option<PayoutId>,
    /// Row of the payout register, from 1.
    pub row: Option<u32>,
    pub repeats: Option<OperationId>,
    /// ISO times with offset.
    pub confirmed_at: String,
    pub changed_at: String,
    pub who: Who,
    /// Why it was rejected or not sent, in the service's words or as an error code; the error code too where the program
    /// itself refused to send it (`cancelled`). Empty otherwise.
    pub reason: String,
    /// Who or what cancelled it; absent unless it is cancelled.
    #[specta(optional)]
    pub cancelled: Option<CancelledBy>,
    /// Until when it can be cancelled.
    pub hold_until: Option<String>,
    /// Checks that were made, by a person too.
    pub checks: u32,
    /// How many checks the program plans by itself; those that a person makes and those that make up for others come on
    /// top.
    pub checks_planned: u32,
    pub next_check_at: Option<String>,
    /// The service took it and carries it out later: its name there and its word for how it stands. Neither paid nor
    /// failed while the state is unknown.
    #[specta(optional)]
    pub remote: Option<Remote>,
    /// A check is under way.
    pub checking: bool,
    pub actions: Vec<OperationAction>,
}

/// Who or what cancelled an operation of which nothing had left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    /// A person took it back.
    Person,
    /// The program ended before it was sent.
    Restart,
    /// What is recorded cannot be turned into exactly its bytes again.
    Body,
    /// The program refused to send it when its turn came; `reason` has the code of the error.
    Refused,
}

/// A line of an operation's history, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct HistoryLine {
    pub number: u32,
    /// ISO time with offset.
    pub at: String,
    pub who: Who,
    pub what: HistoryKind,
    /// `why`, `code`, `answer`, `reason`, `verdict`, `body_sha256`, `number`, `plan`, `agreed`: as the kind has them.
    pub params: BTreeMap<String, String>,
    pub evidence: Option<Evidence>,
    pub trace_id: Option<String>,
    pub hash: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    Confirmed,
    Cancelled,
    Intent,
    Accepted,
    Rejected,
    NotSent,
    Unknown,
    /// The service took it and has not finished (`id`, `status`).
    Pending,
    /// The same bytes left once more under the same token (`number`).
    Repeated,
    /// The service said of it that it failed.
    Failed,
    Checked,
    Closed,
}

/// Everything about one operation, for the drawer.
#[derive(Debug, Clone, Serialize, Type)]
pub struct OperationDetails {
    pub operation: OperationView,
    pub history: Vec<HistoryLine>,
    /// The exact body as sent.
    pub body: String,
    pub body_sha256: String,
    /// Position in the list last asked for; absent when it is not in it.
    pub position: Option<u32>,
    /// What a form begins with that sends it again; absent unless `SendAgain` is among its actions.
    #[specta(optional)]
    pub again: Option<SendAgain>,
    /// The same of an operation of Yandex.
    #[specta(optional)]
    pub fleet_again: Option<FleetAgain>,
}

/// An operation as a form takes it, to be planned anew. A repeat may leave `target_driver_id` unset: the balance that the
/// repeated operation went to is known by its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SendAgain {
    pub repeats: OperationId,
    pub driver_id: Id,
    pub operation: TransactionOperation,
    /// With a dot, as an amount is written.
    pub amount: Amount,
    pub balance_id: Id,
    /// Of a transfer.
    pub target_balance_id: Option<Id>,
    /// Where a transfer went, as it was shown then: another driver's balance by both names; absent for a main balance of
    /// the driver's own.
    pub target: Option<String>,
    pub transaction_type_id: Option<Id>,
    /// Without our mark.
    pub message: String,
    pub create_payment: bool,
    pub include_commission: bool,
}

/// What the journal's list tells apart: the states, in the order of an operation's life, and of the unknown ones those
/// that the service took and carries out later. Nobody need look for these: the service says itself what becomes of them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ListedState {
    Waiting,
    Sent,
    Pending,
    Accepted,
    Rejected,
    NotSent,
    Unknown,
    Cancelled,
    ClosedExists,
    ClosedAbsent,
}

/// Which operations the journal's list shows. Empty lists let everything through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct JournalFilter {
    /// Local days of the park's zone; absent: all.
    pub period: Option<Period>,
    pub states: Vec<ListedState>,
    pub kinds: Vec<Kind>,
    /// Only this service's; absent: of both.
    pub service: Option<Service>,
    pub driver_ids: Vec<String>,
    pub payout: Option<PayoutId>,
    /// Only this connection's; absent: of all connections of this journal.
    pub connection: Option<ConnectionId>,
    /// A part of the mark, the driver's name, the comment or the sum.
    pub search: String,
    /// Newest first unless true.
    pub oldest_first: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct JournalWindow {
    /// Rows that the filter lets through.
    pub total: u32,
    pub from: u32,
    pub rows: Vec<OperationView>,
    /// Those of the rows whose record may be another than was written; absent unless the journal is damaged.
    #[specta(optional)]
    pub doubtful: Option<Vec<OperationId>>,
    /// Over the filter without its states, in the order of the states.
    pub by_state: Vec<ListedTotal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ListedTotal {
    pub state: ListedState,
    pub count: u32,
    /// Absent when the sum cannot be held exactly.
    pub amount: Option<Amount>,
}

/// Rows of a register of payouts in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct StateTotal {
    pub state: State,
    pub count: u32,
    /// Absent when the sum cannot be held exactly.
    pub amount: Option<Amount>,
}

/// The journal itself. `trouble`: it is read-only and no money moves; what is wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct JournalState {
    /// Of the demo park: kept for this run only.
    pub practice: bool,
    pub trouble: Option<Trouble>,
    pub events: u32,
    pub operations: u32,
    /// SHA-256 of the newest event, hexadecimal.
    pub head: String,
    /// When the chain was checked last, ISO time with offset.
    pub checked_at: Option<String>,
    /// Unknown now, of all connections of this journal, without the pending ones.
    pub unknown: u32,
    /// Taken by the service, which carries them out later.
    pub pending: u32,
    /// Drivers with an operation sent or unknown now, whose new operations are closed until these are settled.
    pub closed_drivers: u32,
    /// Registers that wait to be resumed by a person.
    pub paused_payouts: Vec<PayoutId>,
    /// Name of the folder it lies in, for the screen; the path stays in Rust.
    pub folder: String,
}

/// Where the journal lies and what it promises cannot be chosen; these can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MoneySettings {
    /// The name that the journal writes beside the computer's user.
    pub name: String,
    /// In roubles, as typed; empty: no limit.
    pub operation_limit: String,
    pub day_limit: String,
    /// Duplicates are looked for so many days back, 0..=28.
    pub duplicate_days: u32,
}

impl Default for MoneySettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            operation_limit: String::new(),
            day_limit: String::new(),
            duplicate_days: 3,
        }
    }
}

/// A person's word about an operation that nobody could settle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct Closing {
    pub verdict: Verdict,
    /// Typed, at least ten letters.
    pub reason: String,
}

/// Operations to make papers of, for whoever decides a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct DisputeAsk {
    pub operations: Vec<OperationId>,
    pub words: DisputeWords,
}

/// The words of the papers in the language of the screen. `labels`: names of members and of lines; `states`, `kinds`,
/// `history`: by the names that [`State`], [`Kind`] and [`HistoryKind`] have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct DisputeWords {
    pub title: String,
    pub intro: String,
    pub labels: BTreeMap<String, String>,
    pub states: BTreeMap<String, String>,
    pub kinds: BTreeMap<String, String>,
    pub history: BTreeMap<String, String>,
}
