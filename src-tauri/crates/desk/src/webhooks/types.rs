//! Subscriptions to changes of applications. The service lists none, so their numbers are kept here.

use jump::{Id, WebhookMethod};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::DeskError;

/// A subscription whose number is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct KnownWebhook {
    pub id: Id,
    /// As last read or written; empty when never read.
    pub url: String,
    pub method: String,
    /// Since when its number is known here.
    pub known_since: String,
}

/// Where the subscription's token is, as far as it is known here. The token itself never leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// In the keychain; the service does not show its own.
    Kept,
    /// In the keychain, and the service shows the same.
    Same,
    /// The service shows another than the keychain holds.
    Differs,
    /// Not in the keychain; the service shows one.
    OnlyThere,
    /// Nothing is known of it.
    Absent,
}

/// A subscription as just read.
#[derive(Debug, Clone, Serialize, Type)]
pub struct WebhookView {
    pub id: Id,
    pub url: String,
    /// Lower case; whatever the service said.
    pub method: String,
    pub token: TokenState,
    /// `•••• 1234`: the last four of the token in the keychain, else of the one the service shows; absent when there
    /// is none or it is too short to show a part of it.
    pub token_mask: Option<String>,
    pub read_at: String,
}

/// A new subscription, as typed. The token goes to the keychain and to the service, and nowhere else.
#[derive(Clone, Deserialize, Type)]
pub struct WebhookDraft {
    pub url: String,
    pub method: WebhookMethod,
    pub token: String,
}

/// What to change; an empty `token` keeps the present one.
#[derive(Clone, Deserialize, Type)]
pub struct WebhookEdit {
    pub url: Option<String>,
    pub method: Option<WebhookMethod>,
    pub token: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// Read again, and it is as sent.
    Done,
    /// The answer was lost, and reading shows that nothing changed.
    NotDone,
    /// Success was said, and reading shows that it did not change.
    Ignored,
    /// Nobody knows. After a creation the number is lost: the service lists no subscriptions.
    Unknown,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct WebhookOutcome {
    pub state: WebhookState,
    /// Its number, when it is known: with it a creation in doubt can be looked at again.
    pub id: Option<Id>,
    /// As read again; absent when deleted or not readable.
    pub webhook: Option<WebhookView>,
    /// The subscription is there, and the token could not be put into the keychain: it is kept for this run only.
    /// `settings_not_saved`: nor was the number kept.
    pub token_not_kept: Option<DeskError>,
    pub trace_id: Option<String>,
}
