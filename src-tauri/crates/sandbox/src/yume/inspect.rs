//! The truth about Yume for tests, and changes behind the client's back.

use super::{
    YUME_COMPANY,
    fields::{blank, shown},
    options::YumeIntegrationState,
};
use crate::{moments::Seconds, park::Sandbox};
use serde_json::{Map, Value, json};

/// A message as it went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YumeMessageTruth {
    /// What Wazzup calls it.
    pub id: String,
    pub company: i64,
    /// Digits alone.
    pub phone: String,
    pub text: Option<String>,
    pub files: Vec<String>,
    /// `sent`, until Wazzup tells more.
    pub status: String,
    /// Seconds since 1970.
    pub sent_at: Seconds,
    /// The login of whoever sent it.
    pub by: String,
}

/// A request as it came, refused or not.
#[derive(Clone, Debug, PartialEq)]
pub struct YumeRequest {
    pub operation: &'static str,
    pub method: String,
    pub path: String,
    /// What `X-Tenant-Id` said.
    pub company: Option<i64>,
    /// Null if there was none; secrets are `*`.
    pub body: Value,
    pub status: u16,
}

impl Sandbox {
    /// All triggers as they are kept, statuses as words, in the order of their ids.
    pub fn yume_triggers(&self) -> Vec<Value> {
        let book = self.yume_book();
        let triggers = book.triggers.iter();
        triggers
            .map(|one| shown(one, YUME_COMPANY, false))
            .collect()
    }

    /// Everything that was sent to people, in its order.
    pub fn yume_messages(&self) -> Vec<YumeMessageTruth> {
        self.yume_book().messages.clone()
    }

    /// The last two thousand requests, in their order.
    pub fn yume_requests(&self) -> Vec<YumeRequest> {
        self.yume_book().requests.iter().cloned().collect()
    }

    /// Access tokens are over from now on; refresh tokens too, if `all`.
    pub fn expire_yume_tokens(&self, all: bool) {
        let mut book = self.yume_book();
        let now = book.now;
        for token in &mut book.tokens {
            if all || !token.is_refresh {
                token.ends = now;
            }
        }
    }

    pub fn set_yume_integration(&self, state: YumeIntegrationState) {
        self.yume_book().quirks.integration = state;
    }

    /// A trigger that somebody else made; members as they are kept. Answers its id.
    pub fn add_yume_trigger(&self, members: Map<String, Value>) -> i64 {
        let mut all = blank();
        all.extend(members);
        self.yume_book().push_trigger(all)
    }

    /// Somebody else changes these members of a trigger; false = there is none.
    pub fn change_yume_trigger(&self, id: i64, members: Map<String, Value>) -> bool {
        let mut book = self.yume_book();
        let now = book.now;
        let Some(trigger) = book.trigger(id) else {
            return false;
        };
        trigger.members.extend(members);
        trigger.updated = now;
        true
    }

    /// So many new triggers appear in the list.
    pub(crate) fn insert_yume_rows(&self, count: usize) {
        for number in 0..count {
            let mut members = Map::new();
            members.insert("text".to_owned(), json!(format!("Чужой триггер {number}")));
            self.add_yume_trigger(members);
        }
    }

    /// So many triggers get another text.
    pub(crate) fn flip_yume_rows(&self, count: usize) {
        let mut book = self.yume_book();
        let now = book.now;
        for trigger in book.triggers.iter_mut().take(count) {
            trigger
                .members
                .insert("text".to_owned(), json!("Изменено другим сотрудником."));
            trigger.updated = now;
        }
    }
}

impl YumeMessageTruth {
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id, "company": self.company, "phone": self.phone, "text": self.text, "files": self.files,
            "status": self.status, "sent_at": self.sent_at, "by": self.by,
        })
    }
}

impl YumeRequest {
    pub(crate) fn json(&self) -> Value {
        json!({
            "operation": self.operation, "method": self.method, "path": self.path, "company": self.company,
            "body": self.body, "status": self.status,
        })
    }
}

/// A request's body for the log.
pub fn without_secrets(body: &[u8]) -> Value {
    let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
    for name in ["password", "refresh", "api_key"] {
        if let Some(secret) = body.get_mut(name) {
            *secret = json!("*");
        }
    }
    body
}
