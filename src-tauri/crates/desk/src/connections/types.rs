//! What the screen sees and sends about connections. Keys go in once and never come back: only a mask.

use std::collections::BTreeMap;

use jump::{Confidence, Override, Verb};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::DeskErrorCode;

/// Identifies a connection (one park's access to the services) in this installation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ConnectionId(pub String);

/// The id of the demo park's connection, whose service lives inside the program.
pub const DEMO: &str = "demo";

/// The colour that marks a park on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type, Default)]
#[serde(rename_all = "snake_case")]
pub enum ParkColor {
    #[default]
    Ochre,
    Teal,
    Violet,
    Slate,
}

/// Where the key of a connection is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    Keychain,
    ThisRun,
    Missing,
    /// The keychain cannot be asked at the moment.
    Unknown,
    /// The demo park needs none.
    NotNeeded,
}

/// Where the user wants a key to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeepKey {
    Keychain,
    ThisRun,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConnectionView {
    pub id: ConnectionId,
    pub name: String,
    pub color: ParkColor,
    pub demo: bool,
    pub read_only: bool,
    pub key_place: KeyPlace,
    /// `•••• 4f1c`, or empty when there is no key to show.
    pub key_mask: String,
    /// ISO time with offset, when the key was last stored.
    pub key_saved_at: Option<String>,
    /// What saves under this key were answered with success and changed nothing, e.g. `requisites`.
    pub ignored_rights: Vec<IgnoredRight>,
}

/// A right the key turned out not to have: the service said success and changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct IgnoredRight {
    /// `requisites`, `phone` or a field's name.
    pub what: String,
    pub seen_at: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
pub struct ConnectionEdit {
    pub name: String,
    pub color: ParkColor,
    pub read_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DocumentSettings {
    /// Megabytes (1024 x 1024 bytes), 1..=50.
    pub max_megabytes: u32,
    pub jpeg: bool,
    pub png: bool,
    pub pdf: bool,
    /// Multipart field that carries the document type; sent only when set.
    pub type_field: Option<String>,
}

impl Default for DocumentSettings {
    fn default() -> Self {
        Self {
            max_megabytes: 10,
            jpeg: true,
            png: true,
            pdf: true,
            type_field: None,
        }
    }
}

/// Advanced settings of a connection, as edited on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AdvancedSettings {
    pub base_address: String,
    /// Requests per second that this connection allows itself; 0 = no limit.
    pub requests_per_second: u32,
    pub overrides: BTreeMap<String, Override>,
    pub documents: DocumentSettings,
}

/// One row of the table of endpoints, for the advanced settings and the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct EndpointView {
    pub operation: String,
    pub method: Verb,
    pub path: String,
    /// How sure the built-in method and path are.
    pub confidence: Confidence,
    pub overridable: bool,
    /// The methods that it may be called with; one that is not `overridable` has its own only.
    pub methods: Vec<Verb>,
    pub overridden: Option<Override>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    Answers,
    Unauthorized,
    Forbidden,
    /// 404, or an answer that is not this operation's: not where it was expected.
    NotThere,
    Failed,
    /// Cannot be called without something that no earlier answer gave (an empty park has no driver to read).
    Skipped,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CheckLine {
    pub operation: String,
    pub state: CheckState,
    pub error: Option<DeskErrorCode>,
    /// Rows the service says it has, or items of a dictionary.
    pub count: Option<u32>,
    pub millis: u32,
    pub method: Verb,
    pub path: String,
    pub confidence: Confidence,
    pub trace_id: Option<String>,
}

/// Can keys be kept on this computer right now?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeychainState {
    Ready,
    Missing,
    Locked,
    Failed,
}
