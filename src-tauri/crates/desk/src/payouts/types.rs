//! «Выплаты списком» on the screen: the sheet as read, its rows with their verdicts, control totals, and the run.

use std::collections::BTreeMap;

use journal::{Remote, Service, State};
use jump::Id;
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    fleet::types::{FleetManner, FleetSign},
    operations::types::{OperationId, PlanHash, StateTotal, Warning},
    registers::types::Period,
};

/// Names a register of payouts, before and after its confirmation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct PayoutId(pub String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PayoutPhase {
    /// The sheet is read; columns can be corrected, rows mended.
    Read,
    /// Drivers are being found and rows asked about.
    Checking,
    /// Every row has its verdict (or `Checking` was stopped: some say `NotChecked`).
    Checked,
    /// Confirmed; nothing has left; can be cancelled until `hold_until`.
    Holding,
    Running,
    /// By a person, by a restart, or by the network (`pause_reason`).
    Paused,
    /// Nothing waits any more; some rows may still be unknown.
    Finished,
    /// Cancelled in its hold: nothing has left.
    Cancelled,
}

/// What a column of the sheet means.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    Driver,
    /// The name in columns of its own, read together as one; a column of whole names comes before them.
    LastName,
    FirstName,
    MiddleName,
    DriverId,
    Phone,
    AggregatorId,
    Amount,
    Comment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SheetColumn {
    /// From 0.
    pub index: u32,
    /// As the sheet's header says; empty without one.
    pub title: String,
    pub role: Option<ColumnRole>,
    /// The first filled cells, for a person to recognise it by.
    pub sample: Vec<String>,
}

/// The sheet as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SheetFacts {
    /// File name; empty for pasted text.
    pub file: String,
    /// Sheets of the workbook; one is read.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    pub header: bool,
    pub columns: Vec<SheetColumn>,
    /// The columns were remembered from a sheet with the same header.
    pub remembered: bool,
    /// Rows above the table and totals rows that were left out.
    pub skipped: u32,
    /// What the sheet's own totals row says, if it has one.
    pub stated_total: Option<Amount>,
}

/// Corrections of the columns; a role stands at most once. Without `Amount` and a column that tells the driver nothing
/// can be checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ColumnChoice {
    pub header: bool,
    /// By column, from 0.
    pub roles: Vec<Option<ColumnRole>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PayoutOperation {
    Withdraw,
    Deposit,
}

/// What every row of the register has in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PayoutSettings {
    /// Another service has other drivers: to change it drops whom the rows were found to mean.
    pub way: PayoutWay,
    /// For rows whose own comment is empty.
    pub message: String,
}

/// By which service, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "service", rename_all = "snake_case")]
pub enum PayoutWay {
    Jump(JumpWay),
    Yandex(YandexWay),
}

impl PayoutWay {
    pub const fn service(&self) -> Service {
        match self {
            Self::Jump(_) => Service::Jump,
            Self::Yandex(_) => Service::Yandex,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct JumpWay {
    pub operation: PayoutOperation,
    /// An explicit choice: without it drivers are debited and nobody is paid.
    pub create_payment: bool,
    pub include_commission: bool,
    /// A withdrawal needs it.
    pub transaction_type_id: Option<Id>,
    /// The balance of this integration of each driver; absent: the main one.
    pub integration_id: Option<Id>,
}

/// Problems: `reason` (`required`, `message_too_long`), `balance_min` (codes of money.rs as `amount_…`; `not_with_category`),
/// `category_id` (`required`, `category_unknown`, `category_closed`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct YandexWay {
    pub sign: FleetSign,
    pub manner: FleetManner,
    /// Why, in short; events only (v2 has no place for it).
    pub reason: String,
    /// The balance that a driver must have before a row is carried out, as typed: the service itself refuses it
    /// otherwise. Events only; empty: no condition.
    pub balance_min: String,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum RowVerdict {
    /// Not looked at yet.
    NotChecked,
    /// The service would carry it out.
    Ready,
    /// The sum cannot be read (`problem`: a code of money.rs as `amount_…`).
    BadAmount,
    /// `1,234`: roubles or kopecks? `readings` are offered.
    AmbiguousAmount,
    UnknownDriver,
    /// Several drivers fit: `candidates`.
    AmbiguousDriver,
    /// The same driver and the same sum as in row `row`.
    DuplicateInFile,
    /// The same driver was given the same sum lately (`at`, `reference`).
    DuplicateRecent,
    NoRequisites,
    /// The driver has no balance of the chosen kind.
    NoBalance,
    /// Withdrawals of the driver are forbidden (`detail`).
    Blocked,
    /// Not enough on the balance: for the row alone (`detail` in Jump's words, `available` at Yandex), or together with
    /// the rows before it that take from the same balance (`rows`, `available`). Yandex lets a balance fall below
    /// nothing: there a person may include the row, unless the balance is below the one that the settings ask for
    /// (`least`, `available`).
    NotEnough,
    /// The service would refuse it for another reason (`detail`).
    Refused,
    /// An earlier operation of this driver is not settled (`reference`).
    Unsettled,
    /// Above the limit of one operation (`limit`).
    AboveLimit,
    /// It could not be asked about now (`code`): ask again.
    CheckFailed,
}

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct PayoutRow {
    /// From 1, in the sheet's order, headers and totals not counted.
    pub row: u32,
    /// As written in the sheet.
    pub driver_text: String,
    pub amount_text: String,
    /// As the register's service names the driver: Jump by digits, Yandex by a text of its own.
    pub driver_id: Option<String>,
    pub driver: String,
    pub amount: Option<Amount>,
    pub comment: String,
    pub verdict: RowVerdict,
    pub params: BTreeMap<String, String>,
    pub candidates: Vec<Candidate>,
    /// Of an ambiguous sum.
    pub readings: Vec<Amount>,
    /// Will be sent. A ready row is included by itself; a duplicate and the like only when a person includes it.
    pub included: bool,
    /// Whether a person may change `included` now.
    pub can_include: bool,
    /// The service's own figures; absent where its preview does not name them.
    pub commission: Option<Amount>,
    pub amount_paid: Option<Amount>,
    /// Masked; empty when there is none.
    pub requisite: String,
    pub balance: Option<Amount>,
    /// What of the balance is neither frozen nor blocked.
    pub free: Option<Amount>,
    /// After the confirmation.
    pub operation: Option<OperationId>,
    pub reference: Option<String>,
    pub state: Option<State>,
    /// The service took the row and carries it out later: while the state is unknown neither paid nor failed.
    #[specta(optional)]
    pub remote: Option<Remote>,
    /// Why it was rejected, in the service's words.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Candidate {
    pub driver_id: String,
    pub driver: String,
    pub phone: String,
    /// At Yandex the conditions of work.
    pub group: String,
    pub balance: Option<Amount>,
    /// At Yandex `working`, `not_working` or `fired`: one person may have a profile that was left behind.
    #[specta(optional)]
    pub work_status: Option<String>,
}

/// What a person changes in a row; absent members stay. A changed driver or sum is checked anew.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct RowChange {
    pub amount: Option<String>,
    pub driver_id: Option<String>,
    pub comment: Option<String>,
    pub included: Option<bool>,
}

/// Which rows are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct PayoutFilter {
    /// Empty: all.
    pub verdicts: Vec<RowVerdict>,
    pub states: Vec<State>,
    /// Only those that will not be sent.
    pub left_out: bool,
    pub search: String,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct PayoutWindow {
    pub total: u32,
    pub from: u32,
    pub rows: Vec<PayoutRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct VerdictCount {
    pub verdict: RowVerdict,
    pub count: u32,
}

/// What will be sent, in figures. Nothing is computed that the service did not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ControlTotals {
    /// Rows of the sheet.
    pub rows: u32,
    pub left_out: u32,
    pub included: u32,
    /// Sum of the included rows.
    pub amount: Amount,
    /// Sum of the commissions that the service named; `commission_known` of the included rows have one.
    pub commission: Amount,
    pub commission_known: u32,
    /// SHA-256 of the normalised included rows, hexadecimal.
    pub sha256: String,
}

/// How far a register of payouts is.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct PayoutView {
    pub id: PayoutId,
    pub name: String,
    pub phase: PayoutPhase,
    /// Grows with every change: windows asked for before are stale.
    pub revision: u32,
    /// Absent for a register that was opened from the journal: its left-out rows are listed all the same.
    pub sheet: Option<SheetFacts>,
    pub settings: PayoutSettings,
    pub verdicts: Vec<VerdictCount>,
    pub control: ControlTotals,
    /// Rows done of those to do, while checking or running.
    pub done: u32,
    pub of: u32,
    /// The service asked to wait, until when.
    pub waiting_until: Option<String>,
    pub hold_until: Option<String>,
    pub pause_reason: Option<PauseReason>,
    /// After the confirmation: adds up to `control.amount`, to the kopeck.
    pub states: Vec<StateTotal>,
    /// Rows among the unknown that the service took and carries out later.
    pub taken: u32,
    /// When the run will be over at this pace, in seconds.
    pub seconds_left: Option<u32>,
    pub confirmed_at: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    Person,
    /// The program was started anew.
    Restart,
    /// Nothing leaves this computer: the network, the key, or the limit of requests.
    NotSent,
    /// Three rows in a row have an unknown outcome. What Yandex took and carries out later is none.
    ManyUnknown,
    /// The journal cannot be written.
    Journal,
    /// Whatever waits does so for earlier operations of the same drivers, which are not settled.
    Unsettled,
    /// The hold ended long after its time: the computer slept meanwhile.
    Late,
}

/// The register fixed, before its confirmation. Single use, for `lifetime_seconds` from now.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PayoutPlan {
    pub hash: PlanHash,
    pub control: ControlTotals,
    pub settings: PayoutSettings,
    pub warnings: Vec<Warning>,
    pub hold_seconds: u32,
    pub lifetime_seconds: u32,
}

/// A confirmed register, as the list of them shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct PayoutListed {
    pub id: PayoutId,
    pub service: Service,
    pub name: String,
    pub confirmed_at: String,
    pub phase: PayoutPhase,
    pub rows: u32,
    pub amount: Amount,
    pub states: Vec<StateTotal>,
}

/// Which rows are copied or written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ResultPart {
    All,
    /// Those that were not sent or were rejected, with the reason: to be mended and pasted again. Unknown ones are not
    /// among them.
    Failed,
    /// Those left out before the sending, with their verdict.
    LeftOut,
}

/// Titles of the result's columns and words of states and verdicts, in the language of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ResultWords {
    pub title: String,
    pub columns: BTreeMap<String, String>,
    pub states: BTreeMap<String, String>,
    pub verdicts: BTreeMap<String, String>,
}

/// Where an earlier register is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct PayoutsAsk {
    pub period: Option<Period>,
}
