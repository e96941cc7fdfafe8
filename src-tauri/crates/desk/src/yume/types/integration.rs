//! What the integration with Wazzup has beside the triggers.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;
use yume::YumeId;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MessageTemplate {
    pub id: String,
    pub name: String,
    pub language: String,
    /// `marketing`, `utility`, `authentication`; whatever the service said.
    pub category: String,
    /// `approved`; whatever the service said.
    pub status: String,
    pub approved: bool,
    pub text: String,
    /// Variables in the text: the highest number.
    pub variables: u32,
}

/// A message to be sent now, to a phone that a person typed for this very message.
#[derive(Clone, PartialEq, Eq, Deserialize, Type)]
pub struct TestMessage {
    /// 10..=15 digits; spaces, brackets, hyphens and a plus are allowed.
    pub phone: String,
    pub text: String,
    /// Addresses with https.
    pub files: Vec<String>,
}

/// Whom it goes to and what it says belongs in no log.
impl fmt::Debug for TestMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestMessage")
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum YumeWriteState {
    /// The service said so, and where it can be read it is so.
    Done,
    /// Success was said, and reading shows that it did not change.
    Ignored,
    /// The answer was lost, and reading shows that nothing changed.
    NotDone,
    /// Nobody knows; it is not sent again by the program.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct YumeWritten {
    pub state: YumeWriteState,
    pub trace_id: Option<String>,
}

/// The settings of the integration. The key itself never leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct WazzupSettings {
    pub has_key: bool,
    pub funnel_id: Option<YumeId>,
    pub stage_id: Option<YumeId>,
}

/// The settings as typed. An empty key stays as it is; that is possible in part only (PATCH).
#[derive(Clone, Deserialize, Type)]
pub struct WazzupSettingsDraft {
    pub api_key: String,
    pub funnel_id: String,
    pub stage_id: String,
}

/// Without the key.
impl fmt::Debug for WazzupSettingsDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WazzupSettingsDraft")
            .field("funnel_id", &self.funnel_id)
            .field("stage_id", &self.stage_id)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct WazzupSettingsOutcome {
    pub written: YumeWritten,
    /// As read again.
    pub settings: Option<WazzupSettings>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum YumeIntegrationKind {
    Integration,
    Module,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Type)]
pub struct YumeIntegrationFilter {
    pub kind: Option<YumeIntegrationKind>,
    /// Asked of the service.
    pub search: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct YumeIntegrationView {
    pub id: YumeId,
    /// What it is asked for by.
    pub slug: String,
    pub code: String,
    pub name: String,
    /// `integration`, `module`; whatever the service said.
    pub kind: String,
    pub slogan: String,
    pub detail: String,
    /// Switched off by the vendor.
    pub disabled: bool,
    pub demo_enabled: bool,
    /// Absent where the service does not say it.
    pub connected: Option<bool>,
    /// When it ends, ISO; absent where the service does not say it.
    pub ends_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct YumeIntegrationOutcome {
    pub written: YumeWritten,
    /// As read again.
    pub integration: Option<YumeIntegrationView>,
}

/// The chat window was opened in the system's browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ChatOpened {
    /// Its host; the address itself is a key and stays out of the page.
    pub host: String,
}
