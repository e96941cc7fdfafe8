//! What can be wrong with the journal, in words that a screen has sentences for.

use std::io;

use rusqlite::{Error as Sqlite, ErrorCode};
use serde::Serialize;
use specta::Type;
use thiserror::Error;

use crate::states::{RegisterState, State};

/// Whether money may move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// As in [`Facts`].
    Good {
        events: u32,
        operations: u32,
        head: String,
        checked_at: String,
    },
    /// Nothing can be written until [`crate::Journal::retry`] or [`crate::Journal::archive`]; what could be read is shown.
    ReadOnly(Trouble),
}

/// How much there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Facts {
    pub events: u32,
    pub operations: u32,
    /// SHA-256 of the newest event, hexadecimal; empty when there is none.
    pub head: String,
    /// When the whole chain was checked last, ISO time with offset.
    pub checked_at: String,
}

/// Why nothing can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type, Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Trouble {
    /// Another program holds the journal.
    #[error("another program holds the journal")]
    Locked,
    /// A newer version of the program wrote it.
    #[error("written by a newer version: {version}, known is {known}")]
    Newer { version: u32, known: u32 },
    /// The record is not what was written. `event`: number of the first event that shows it; `subject`: the reference of
    /// its operation or the name of its register; `faults`: how many were found in all.
    #[error("damaged: {what:?} at event {event:?}, {faults} in all")]
    Damaged {
        what: Damage,
        event: Option<u32>,
        subject: Option<String>,
        faults: u32,
    },
    /// The disk is full.
    #[error("no space left")]
    NoSpace,
    /// The folder or the file cannot be written by this user.
    #[error("no access")]
    NoAccess,
    /// The disk fails. `detail`: the system's words, no path.
    #[error("input or output failed: {detail}")]
    Io { detail: String },
    /// The record could not be brought to this version; nothing was changed. `detail`: why, no path.
    #[error("could not be migrated: {detail}")]
    Migration { detail: String },
}

/// What is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// Something in an event was changed.
    EventChanged,
    /// An event was taken out, put in, or moved, right before the one named.
    ChainBroken,
    /// The newest events are gone: the one named was the newest that was written.
    TailMissing,
    /// The operation that an event confirms was changed.
    OperationChanged,
    OperationMissing,
    /// There is an operation that nobody confirmed.
    OperationUnconfirmed,
    RegisterChanged,
    RegisterMissing,
    /// There is a register that nobody confirmed.
    RegisterUnconfirmed,
    /// An event that may not follow the one before it.
    IllegalStep,
    /// Tables or the guards against changes are not as they were made.
    SchemaChanged,
    /// The file cannot be read any further.
    Unreadable,
    /// The file is not a journal.
    NotAJournal,
    /// The file is gone or empty, though events were written.
    FileMissing,
}

/// Why a call did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JournalError {
    /// The journal is read-only, from now on or already before the call.
    #[error("the journal is read-only: {0}")]
    ReadOnly(Trouble),
    /// Another program holds the file for a moment; nothing was written, the call may be tried again.
    #[error("the journal is busy")]
    Busy,
    #[error("`{event}` may not follow in state {state:?} of operation {operation}")]
    IllegalStep {
        operation: String,
        state: State,
        event: &'static str,
    },
    #[error("`{event}` may not follow in state {state:?} of register {register}")]
    IllegalRegisterStep {
        register: String,
        state: RegisterState,
        event: &'static str,
    },
    #[error("no operation {0}")]
    UnknownOperation(String),
    #[error("no register {0}")]
    UnknownRegister(String),
    /// What was to be confirmed contradicts itself or the record.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Only a damaged journal is set aside.
    #[error("the journal is not damaged")]
    NotDamaged,
}

/// Why a confirmation is not written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("nothing to confirm")]
    Empty,
    #[error("the id {0:?} is empty or taken")]
    Id(String),
    #[error("the reference {0:?} is empty or taken")]
    Reference(String),
    #[error("row {0} is taken, zero, or of another register")]
    Row(u32),
    #[error("the operations do not add up to the control total")]
    Control,
    #[error("{0} cannot be repeated: it is not known that it moved nothing")]
    Repeats(String),
}

impl Trouble {
    pub(crate) fn of_io(error: &io::Error) -> Self {
        use io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoSpace,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::NoAccess,
            kind => Self::Io {
                detail: kind.to_string(),
            },
        }
    }

    /// What an error of SQLite says about the file; `None` when the file is only busy.
    pub(crate) fn of_sqlite(error: &Sqlite) -> Option<Self> {
        let Sqlite::SqliteFailure(failure, _) = error else {
            return Some(Self::damaged(Damage::Unreadable, None));
        };
        Some(match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => return None,
            ErrorCode::DiskFull => Self::NoSpace,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::NoAccess,
            ErrorCode::NotADatabase => Self::damaged(Damage::NotAJournal, None),
            ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation => {
                Self::damaged(Damage::Unreadable, None)
            }
            _ => Self::Io {
                detail: failure.to_string(),
            },
        })
    }

    pub(crate) const fn damaged(what: Damage, event: Option<u32>) -> Self {
        Self::Damaged {
            what,
            event,
            subject: None,
            faults: 1,
        }
    }
}
