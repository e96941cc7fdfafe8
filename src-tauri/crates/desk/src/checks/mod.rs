//! Checks of what people type, each with a code of the message catalogue. They say what they would expect.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckLevel {
    Ok,
    /// Unusual; does not block.
    Warn,
    /// Wrong; blocks saving if it was edited.
    Error,
}

/// The verdict on one field. `code` is a key of the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FieldCheck {
    pub field: String,
    pub level: CheckLevel,
    pub code: String,
    pub params: BTreeMap<String, String>,
    /// The value as it will be stored, when it differs from what was typed.
    pub normalised: Option<String>,
}
