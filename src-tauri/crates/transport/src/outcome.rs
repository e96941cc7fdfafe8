//! What a failed call says about the world: may something have changed, why, and what the vendor said.
//! Texts of the vendor may hold personal data, so neither `Display` nor `Debug` of an error shows them.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// May the world have changed?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub enum Outcome {
    /// Nothing left this computer (or a proxy asked for a password): nothing changed.
    NotSent,
    /// The vendor itself said no, in its own envelope: nothing changed.
    Rejected,
    /// A write whose effect is unknown: look before doing anything else.
    MaybeSent,
    /// A read without a usable answer: it may be repeated.
    Unreadable,
}

/// Why a call failed, as far as the program treats it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub enum Cause {
    Offline,
    Tls,
    Proxy,
    Timeout,
    Reset,
    RateLimited,
    Unauthorized,
    Forbidden,
    NotFound,
    Invalid,
    Conflict,
    Server,
    Redirect,
    /// The answer is not JSON (a proxy's page, a cut text).
    NotJson,
    /// The answer is JSON of another shape than expected; see `json_path`.
    Undecodable,
    /// The answer is larger than the call allows.
    TooLarge,
    /// A refusal without the vendor's error envelope: somebody in between may have written it.
    NoEnvelope,
    /// The file to send could not be read, or changed while it was being sent.
    File,
    Other,
}

/// The vendor's refusal, in its own words. For the screen only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct VendorError {
    pub title: Option<String>,
    pub detail: Option<String>,
    pub fields: Vec<FieldFault>,
    // Vendors' codes are small; the screen's numbers cannot hold every i64.
    #[specta(type = Option<i32>)]
    pub code: Option<i64>,
}

/// What is wrong with one field of the request; nested names are dotted (`requisite.sbp_bank_id`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FieldFault {
    pub field: String,
    pub messages: Vec<String>,
}

impl fmt::Debug for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VendorError")
            .field("title", &self.title.as_ref().map(|_| Hidden))
            .field("detail", &self.detail.as_ref().map(|_| Hidden))
            .field("fields", &self.fields)
            .field("code", &self.code)
            .finish()
    }
}

impl fmt::Debug for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({})",
            crate::shape::safe_key(&self.field),
            self.messages.len()
        )
    }
}

struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A call that did not succeed. `Display` and `Debug` hold no body text, no key and no value of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallError {
    pub outcome: Outcome,
    pub cause: Cause,
    pub status: Option<u16>,
    pub vendor: Option<VendorError>,
    pub operation: &'static str,
    /// Finds the call in the log and on the diagnostics screen.
    pub trace_id: String,
    /// How long the service asked to wait, if it did.
    pub retry_after: Option<Duration>,
    /// Where in the answer decoding stopped, e.g. `items[3].amount`.
    pub json_path: Option<String>,
}

impl CallError {
    /// A read that may be tried again without anybody noticing.
    pub(crate) fn is_transient(&self) -> bool {
        if self.outcome == Outcome::Rejected {
            return false;
        }
        if matches!(
            self.cause,
            Cause::Proxy | Cause::Tls | Cause::TooLarge | Cause::Undecodable | Cause::Redirect
        ) {
            return false;
        }
        match self.status {
            Some(408 | 425 | 429 | 500..=599) => true,
            Some(200..=299) => matches!(self.cause, Cause::NotJson | Cause::Reset | Cause::Timeout),
            Some(_) => false,
            None => matches!(self.cause, Cause::Offline | Cause::Timeout | Cause::Reset),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {:?} ({:?})",
            self.operation, self.outcome, self.cause
        )?;
        if let Some(status) = self.status {
            write!(f, ", status {status}")?;
        }
        if let Some(path) = &self.json_path {
            write!(f, ", at {path}")?;
        }
        write!(f, ", trace {}", self.trace_id)
    }
}

impl std::error::Error for CallError {}
