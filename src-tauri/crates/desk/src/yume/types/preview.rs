//! A message as an example client would get it.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MessageChannel {
    Whatsapp,
    Waba,
    Telegram,
    Instagram,
}

/// The client of the preview, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
pub struct ExampleClient {
    pub client: String,
    pub phone: String,
    pub manager: String,
    /// Of the rent.
    pub number: String,
    pub sum: String,
    pub discount: String,
    pub date: String,
    pub bonus: String,
    pub items: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PreviewSource {
    Text,
    Template,
    /// A template whose text is not known here.
    UnknownTemplate,
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ChannelCount {
    pub channel: MessageChannel,
    pub limit: u32,
    pub over: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PreviewVariable {
    /// 1 for `{{1}}`.
    pub number: u32,
    /// Absent: the template has the variable and no key is named for it.
    pub key: Option<String>,
    /// What the preview shows there; the key itself where nobody knows what it means.
    pub example: String,
    /// Used in the template's text; true where the text is not known.
    pub used: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TriggerPreview {
    pub source: PreviewSource,
    pub text: String,
    /// Of the text as the example client would get it.
    pub characters: u32,
    pub channels: Vec<ChannelCount>,
    pub variables: Vec<PreviewVariable>,
    /// The delay in seconds; absent when its text is not understood.
    pub delay_seconds: Option<u32>,
    pub instant: bool,
}
