//! One error type for every use case. The screen has one table code -> severity, text, action;
//! a code exists only if that table treats it differently. Nothing matches on message text.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;
use transport::{CallError, Cause, Outcome};

/// Why a use case stopped. `params` fill the text of the code, `fields` point at inputs,
/// `trace_id` finds the call in the diagnostics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type, thiserror::Error)]
#[error("{code:?}")]
pub struct DeskError {
    pub code: DeskErrorCode,
    pub params: BTreeMap<String, String>,
    pub fields: Vec<FieldProblem>,
    pub trace_id: Option<String>,
}

/// What the screen distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DeskErrorCode {
    /// No network, or the service's address does not answer.
    Offline,
    /// The service did not answer a read in time.
    Timeout,
    /// The service asked to wait; `seconds` says how long.
    RateLimited,
    /// The key was refused (401).
    Unauthorized,
    /// The key has no right to this operation (403).
    Forbidden,
    /// No such record, or the path of the operation is wrong (404).
    NotFound,
    /// The service refused the data; `fields` and `detail` say why. Nothing was changed.
    RefusedByService,
    /// The request may or may not have been carried out, and looking it up did not settle it.
    OutcomeUnknown,
    /// The service failed while reading (5xx).
    ServiceDown,
    /// The answer could not be understood; `path` names the member.
    UnexpectedAnswer,
    /// The service answered with a redirect, which is never followed.
    Redirected,
    /// The certificate was not accepted.
    TlsFailed,
    /// The proxy refused (407) or could not be reached.
    ProxyFailed,
    /// The connection is switched to read-only.
    ReadOnly,
    /// What was typed does not pass our own checks; `fields` say where.
    InvalidInput,
    /// The reviewed change is too old or was already used: review again.
    ReviewExpired,
    /// The card does not show its requisites in a form that can be sent back.
    RequisitesUnknown,
    /// The park has no access to Yandex Fleet.
    NoFleet,
    /// The park has no access to Yume.
    NoYume,
    /// The session at Yume is over and could not be renewed: sign in again. Nothing was changed, nothing typed is lost.
    YumeSignedOut,
    /// The account does not belong to the chosen company, it is not there, or the account has none; `reason` says which:
    /// `no_access`, `no_such`, `no_company`.
    YumeWrongCompany,
    /// The integration is not connected, or it is over.
    YumeIntegrationOff,
    /// The link that the service gave is not one that may be opened; `reason` says why: `absent`, `not_an_address`,
    /// `not_https`, `user_info`, `port`, `host`.
    LinkRefused,
    /// No browser could be opened.
    BrowserFailed,
    /// No key is known for this connection.
    NoKey,
    /// There is no keychain to talk to.
    KeychainMissing,
    /// The keychain is locked or has no place to store.
    KeychainLocked,
    /// The keychain refused or failed otherwise.
    KeychainFailed,
    /// No such connection (removed meanwhile).
    NoConnection,
    /// The register was closed or never opened.
    NoRegister,
    /// The register is still being collected: what is asked for wants rows that stand still.
    RegisterBusy,
    /// The rows changed while they were being written; nothing was kept.
    RegisterChanged,
    /// The file was not dropped or chosen by the user in this run.
    FileNotGranted,
    /// The file cannot be read now (moved, deleted, no right).
    FileUnreadable,
    /// The file is not of an allowed kind, size or shape; `reason` says which.
    FileRefused,
    /// The system clipboard could not be written.
    ClipboardFailed,
    /// A file could not be written where the user chose.
    FileNotSaved,
    /// Settings could not be written to disk.
    SettingsNotSaved,
    /// Nothing can be written in the journal, so no money is moved; `trouble` says why.
    MoneyClosed,
    /// Earlier operations of this driver (`references`) are sent or unknown: they are settled first.
    DriverUnsettled,
    /// The user stopped it.
    Cancelled,
    /// Ours: a bug. The trace id is in the log.
    Internal,
}

/// A problem with one input. `code` is a key of the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FieldProblem {
    pub field: String,
    pub code: String,
    pub params: BTreeMap<String, String>,
}

impl DeskError {
    pub fn new(code: DeskErrorCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
            fields: Vec::new(),
            trace_id: None,
        }
    }

    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.params.insert(key.to_owned(), value.into());
        self
    }

    #[must_use]
    pub fn with_fields(mut self, fields: Vec<FieldProblem>) -> Self {
        self.fields = fields;
        self
    }

    #[must_use]
    pub fn traced(mut self, trace_id: impl Into<String>) -> Self {
        self.trace_id = Some(trace_id.into());
        self
    }
}

pub type DeskResult<T> = Result<T, DeskError>;

impl From<CallError> for DeskError {
    /// What a call that is not a write in doubt means to the user. A write in doubt is looked up
    /// by its own use case first and becomes `OutcomeUnknown` only when that did not settle it.
    fn from(error: CallError) -> Self {
        let code = match (error.outcome, error.cause) {
            (Outcome::MaybeSent, _) => DeskErrorCode::OutcomeUnknown,
            (_, Cause::Offline | Cause::Reset) => DeskErrorCode::Offline,
            (_, Cause::Tls) => DeskErrorCode::TlsFailed,
            (_, Cause::Proxy) => DeskErrorCode::ProxyFailed,
            (_, Cause::Timeout) => DeskErrorCode::Timeout,
            (_, Cause::RateLimited) => DeskErrorCode::RateLimited,
            (_, Cause::Unauthorized) => DeskErrorCode::Unauthorized,
            (_, Cause::Forbidden) => DeskErrorCode::Forbidden,
            (_, Cause::NotFound) => DeskErrorCode::NotFound,
            (_, Cause::Invalid | Cause::Conflict) => DeskErrorCode::RefusedByService,
            (_, Cause::Server) => DeskErrorCode::ServiceDown,
            (_, Cause::Redirect) => DeskErrorCode::Redirected,
            (_, Cause::NotJson | Cause::Undecodable | Cause::TooLarge | Cause::NoEnvelope) => {
                DeskErrorCode::UnexpectedAnswer
            }
            (_, Cause::File) => DeskErrorCode::FileUnreadable,
            // Yandex Fleet says it of a park that another host serves.
            (_, Cause::Other) if error.status == Some(410) => DeskErrorCode::NotFound,
            (_, Cause::Other) => DeskErrorCode::Internal,
        };
        let mut desk = Self::new(code).traced(error.trace_id);
        desk = desk.with("operation", error.operation);
        if let Some(status) = error.status {
            desk = desk.with("status", status.to_string());
        }
        if let Some(wait) = error.retry_after {
            desk = desk.with("seconds", wait.as_secs().to_string());
        }
        if let Some(path) = error.json_path {
            desk = desk.with("path", path);
        }
        if let Some(vendor) = error.vendor {
            if let Some(detail) = vendor.detail.or(vendor.title) {
                desk = desk.with("detail", detail);
            }
            desk.fields = vendor.fields.into_iter().map(said_by_service).collect();
        }
        desk
    }
}

/// The fault of a write whose effect is unknown; `None` after a success.
///
/// # Errors
/// The fault of a write that changed nothing.
pub(crate) fn in_doubt<T>(sent: Result<T, CallError>) -> DeskResult<Option<CallError>> {
    match sent {
        Ok(_) => Ok(None),
        Err(error) => match error.outcome {
            Outcome::NotSent | Outcome::Rejected => Err(error.into()),
            Outcome::MaybeSent | Outcome::Unreadable => Ok(Some(error)),
        },
    }
}

/// The service's own words about a field, shown as they came.
fn said_by_service(fault: transport::FieldFault) -> FieldProblem {
    FieldProblem {
        field: fault.field,
        code: "said_by_service".to_owned(),
        params: BTreeMap::from([("text".to_owned(), fault.messages.join(" "))]),
    }
}
