//! «Сводка»: what was paid, waits and was rejected, today and this month beside the month before, and what needs a
//! person. Every figure carries what opens the register behind it.

use jump::Id;
use money::Amount;
use serde::Serialize;
use specta::Type;

use crate::registers::types::Period;

/// Payments of some statuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Figure {
    pub count: u32,
    pub sum: Amount,
}

/// A figure beside the one of the same days of the month before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Compared {
    pub now: Figure,
    pub before: Figure,
    /// Of the sum, in whole percents; `None` when there was nothing before.
    pub change: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummaryBlock {
    pub paid: Compared,
    pub waiting: Compared,
    pub rejected: Compared,
    /// Statuses that nobody told us the meaning of.
    pub other: Compared,
    /// Commission of the paid payments; counts those that have one.
    pub commission: Compared,
}

/// The same by one legal entity or one integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummaryLine {
    /// `None`: the service gave none.
    pub id: Option<Id>,
    pub title: String,
    pub block: SummaryBlock,
}

/// Ids of the statuses behind the figures, as they were met and as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummaryStatuses {
    pub paid: Vec<Id>,
    pub waiting: Vec<Id>,
    /// Waits for a confirmation or a signature of a person: part of `waiting`.
    pub to_confirm: Vec<Id>,
    pub rejected: Vec<Id>,
    pub other: Vec<Id>,
}

/// Out of two registers of payments: this month and the month before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PaymentsSummary {
    /// Today beside the same day of the month before.
    pub today: SummaryBlock,
    pub month: SummaryBlock,
    pub agents: Vec<SummaryLine>,
    pub integrations: Vec<SummaryLine>,
    /// Of this month and of the whole month before: what was made last month still waits.
    pub to_confirm: Figure,
    pub statuses: SummaryStatuses,
    pub today_period: Period,
    pub month_period: Period,
    /// The same days of the month before: to its last day when it is shorter.
    pub before_period: Period,
    /// Both registers are complete.
    pub complete: bool,
}

/// A driving licence that was seen in an application on this computer and ends soon or has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ExpiringLicence {
    pub application_id: Id,
    /// `YYYY-MM-DD`.
    pub expires_on: String,
    /// Negative when it has ended.
    pub days_left: i32,
}
