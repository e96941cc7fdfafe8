//! The body with which Wazzup calls Yume. Nobody here sends it; it is read where somebody passes one on.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::wire::{self, Members};

/// What one call told, each part as far as it is there.
#[derive(Clone, PartialEq)]
pub struct WazzupWebhook {
    pub messages: Vec<WazzupMessage>,
    pub statuses: Vec<WazzupMessageStatus>,
    /// No page describes these two.
    pub create_deal: Option<Value>,
    pub create_contact: Option<Value>,
    /// Parts that nobody knows, by name.
    pub others: Members,
}

/// A message that came or went. Kinds and statuses are the vendor's words, unknown ones too.
#[derive(Clone, PartialEq, Eq)]
pub struct WazzupMessage {
    pub message_id: Option<String>,
    pub channel_id: Option<String>,
    /// `whatsapp`, `telegram`, …
    pub chat_type: Option<String>,
    /// Whom it came from or went to: usually a phone.
    pub chat_id: Option<String>,
    /// `text`, `image`, `wapi_template`, …
    pub kind: Option<String>,
    /// It was sent from another place than this integration.
    pub is_echo: bool,
    pub text: Option<String>,
    pub content_uri: Option<String>,
    pub author_name: Option<String>,
    pub author_id: Option<String>,
    /// `inbound` for what came in; else as of [`WazzupMessageStatus`].
    pub status: Option<String>,
    /// As it came: ISO 8601.
    pub date_time: Option<String>,
}

/// What became of a message: `sent`, `delivered`, `read`, `error`.
#[derive(Clone, PartialEq)]
pub struct WazzupMessageStatus {
    pub message_id: Option<String>,
    pub status: Option<String>,
    pub timestamp: Option<String>,
    pub error: Option<Value>,
}

/// Names and texts of people belong in no log.
impl fmt::Debug for WazzupWebhook {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("WazzupWebhook")
            .field("messages", &self.messages)
            .field("statuses", &self.statuses)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for WazzupMessage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("WazzupMessage")
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for WazzupMessageStatus {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("WazzupMessageStatus")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for WazzupWebhook {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut members = wire::members(input)?;
        Ok(Self {
            messages: listed(members.remove("messages"), WazzupMessage::read),
            statuses: listed(members.remove("statuses"), WazzupMessageStatus::read),
            create_deal: members.remove("createDeal"),
            create_contact: members.remove("createContact"),
            others: members,
        })
    }
}

/// Rows that are no objects say nothing and are passed over.
fn listed<T>(part: Option<Value>, read: fn(&Members) -> T) -> Vec<T> {
    let rows = match part {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    rows.iter().filter_map(Value::as_object).map(read).collect()
}

impl WazzupMessage {
    fn read(members: &Members) -> Self {
        let text = |name: &str| wire::text(members, name);
        Self {
            message_id: text("messageId"),
            channel_id: text("channelId"),
            chat_type: text("chatType"),
            chat_id: text("chatId"),
            kind: text("type"),
            is_echo: wire::flag(members, "isEcho").unwrap_or(false),
            text: text("text"),
            content_uri: text("contentUri"),
            author_name: text("authorName"),
            author_id: text("authorId"),
            status: text("status"),
            date_time: text("dateTime"),
        }
    }

    pub fn is_inbound(&self) -> bool {
        self.status.as_deref() == Some("inbound")
    }
}

impl WazzupMessageStatus {
    fn read(members: &Members) -> Self {
        let text = |name: &str| wire::text(members, name);
        Self {
            message_id: text("messageId"),
            status: text("status"),
            timestamp: text("timestamp"),
            error: members
                .get("error")
                .filter(|error| !error.is_null())
                .cloned(),
        }
    }
}
