//! A subscription to changes of applications. The park keeps it and never calls it.

use serde_json::{Value, json};

#[derive(Clone, Default)]
pub struct Webhook {
    pub id: i64,
    pub url: String,
    /// Lower case.
    pub method: String,
    pub token: String,
}

pub const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl Webhook {
    pub fn item(&self, echo_token: bool) -> Value {
        let mut item = json!({"id": self.id, "url": self.url, "method": self.method});
        if echo_token {
            item["token"] = json!(self.token);
        }
        item
    }
}
