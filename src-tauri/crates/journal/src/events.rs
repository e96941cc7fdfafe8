//! What can happen to an operation or a register after its confirmation, and an event as it stands in the chain.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    records::{Confirmation, Who},
    states::{Step, Verdict},
};

/// What happened to an operation. Which may follow which: [`crate::State::after`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// From here on the world may have changed. `body_sha256`: of the body that leaves, hexadecimal.
    Intent { body_sha256: String },
    /// Nothing left.
    Cancelled { why: String },
    /// The service said yes, or its records show the effect.
    Accepted { evidence: Evidence },
    /// The service itself said no: nothing moved. `answer`: its words; long numbers are masked here.
    Rejected {
        code: String,
        answer: String,
        trace_id: Option<String>,
    },
    /// Nothing left this computer.
    NotSent {
        code: String,
        trace_id: Option<String>,
    },
    /// Nobody knows. `why`: `timeout`, `server`, `answer`, `restart`…; `answer`: what came; long numbers are masked here.
    Unknown {
        why: String,
        trace_id: Option<String>,
        answer: String,
    },
    /// The service took it under a name of its own and has not finished: not paid yet, and not refused.
    Pending {
        remote: Remote,
        trace_id: Option<String>,
    },
    /// The same bytes leave once more under the same token, because nobody knows whether they arrived. From 2.
    Repeated { number: u32 },
    /// The service said of this very operation, by the name it gave, that it failed: nothing moved. `answer`: its words;
    /// long numbers are masked here.
    Failed { answer: String, evidence: Evidence },
    /// Looked up, and still nobody knows.
    Checked { number: u32, evidence: Evidence },
    /// A person's word.
    Closed { verdict: Verdict, reason: String },
}

impl Event {
    /// As it stands in the journal's file and in errors.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Intent { .. } => "intent",
            Self::Cancelled { .. } => "cancelled",
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::NotSent { .. } => "not_sent",
            Self::Unknown { .. } => "unknown",
            Self::Pending { .. } => "pending",
            Self::Repeated { .. } => "repeated",
            Self::Failed { .. } => "failed",
            Self::Checked { .. } => "checked",
            Self::Closed { .. } => "closed",
        }
    }

    pub(crate) const fn step(&self) -> Step {
        match self {
            Self::Intent { .. } => Step::Intent,
            Self::Cancelled { .. } => Step::Cancelled,
            Self::Accepted { .. } => Step::Accepted,
            Self::Rejected { .. } => Step::Rejected,
            Self::NotSent { .. } => Step::NotSent,
            Self::Unknown { .. } => Step::Unknown,
            Self::Pending { .. } => Step::Pending,
            Self::Repeated { .. } => Step::Repeated,
            Self::Failed { .. } => Step::Failed,
            Self::Checked { .. } => Step::Checked,
            Self::Closed { verdict, .. } => Step::Closed(*verdict),
        }
    }
}

/// What happened to a register as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterEvent {
    /// `why`: a code, `person`, `restart`…
    Paused {
        why: String,
    },
    Resumed,
    /// None of its rows waits any more, and a person wanted it so.
    Cancelled {
        why: String,
    },
    /// None of its rows waits any more; some may be unknown.
    Finished,
}

impl RegisterEvent {
    /// As it stands in the journal's file and in errors.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Paused { .. } => "paused",
            Self::Resumed => "resumed",
            Self::Cancelled { .. } => "cancelled",
            Self::Finished => "finished",
        }
    }
}

/// An operation as the service that carries it out later names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct Remote {
    pub id: String,
    /// Of what was asked for.
    pub version: u32,
    /// The service's own word: `in_progress`.
    pub status: String,
}

/// What was looked at, and what it showed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct Evidence {
    /// `answer` (the call's own), `transactions` (the service's records) or `status` (of the operation by its own name).
    pub source: String,
    /// ISO times; absent when no window was asked for.
    pub window_from: Option<String>,
    pub window_to: Option<String>,
    /// Rows that came, and how many the service said there are.
    pub received: Option<u32>,
    pub told: Option<u32>,
    /// The window was read to its end.
    pub complete: bool,
    /// What was looked for: our reference.
    pub sought: String,
    /// The driver's balance at the time, in roubles.
    pub balance: Option<String>,
    /// The transaction that carries our reference.
    pub found: Option<FoundTransaction>,
    /// Same sum, balance and type at about the time: for a person to judge.
    pub alike: Vec<FoundTransaction>,
    pub trace_id: Option<String>,
}

/// A transaction of the service, as its records show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct FoundTransaction {
    pub id: String,
    pub date: Option<String>,
    /// In roubles.
    pub amount: Option<String>,
    pub payment_id: Option<String>,
    pub description: String,
}

/// An event as it stands in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    /// UTC, ISO, milliseconds.
    pub at: String,
    /// Offset of the place where it was written: `+03:00`.
    pub offset: String,
    pub who: Who,
    /// Id of the operation or of the register that it belongs to; both absent for [`EntryEvent::Begun`].
    pub operation: Option<String>,
    pub register: Option<String>,
    pub event: EntryEvent,
    /// SHA-256, hexadecimal.
    pub hash: String,
    /// Hash of the event before; zeros for the first.
    pub prev: String,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a history is a handful of entries, most of them the large variant"
)]
pub enum EntryEvent {
    /// The first event of a chain.
    Begun(Beginning),
    /// The first event of an operation or a register.
    Confirmed(Confirmation),
    Operation(Event),
    Register(RegisterEvent),
}

/// What a chain carries over from the one before it; both absent when there was none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Beginning {
    /// Hash of the newest event that was known of the former chain, hexadecimal.
    pub former_head: Option<String>,
    /// Name of the file that the former chain was set aside as.
    pub former_file: Option<String>,
}
