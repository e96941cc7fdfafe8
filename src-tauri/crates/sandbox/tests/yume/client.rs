//! A raw client of Yume, in process.

#[path = "../common/caller.rs"]
mod caller;

pub use caller::{Caller as Yume, Got};
use sandbox::{Options, YumeQuirks};
use serde_json::{Value, json};

pub const TRIGGERS: &str = "/v1/crm/integrations/wazzup/triggers/";
pub const MESSAGE: &str = "/v1/crm/integrations/wazzup/message/";
pub const PASSWORD: &str = "demo-yume-password";

pub fn small() -> Options {
    Options {
        drivers: 10,
        payments: 20,
        applications: 2,
        transactions: 20,
        ..Options::default()
    }
}

pub fn with(yume_quirks: YumeQuirks) -> Options {
    Options {
        yume_quirks,
        ..small()
    }
}

impl Got {
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{:?}", self.body);
        self.json()
    }

    /// The status and what Django says in `detail`.
    pub fn refusal(&self) -> (u16, String) {
        let detail = self.json()["detail"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (self.status.as_u16(), detail)
    }
}

impl Yume {
    /// Without a token.
    pub fn stranger(options: Options) -> Self {
        Self::over(options, "", &[("content-type", "application/json")])
    }

    /// Logged in as the user with every right.
    pub async fn new(options: Options) -> Self {
        Self::stranger(options).logged_in("demo-yume").await
    }

    pub async fn logged_in(&self, login: &str) -> Self {
        let pair = self.login(login, PASSWORD).await.ok();
        self.with(
            "authorization",
            &format!("Bearer {}", pair["access"].as_str().unwrap()),
        )
    }

    pub async fn login(&self, login: &str, password: &str) -> Got {
        let body = json!({"username": login, "password": password});
        self.call("POST", "/v1/auth/login/", &body).await
    }

    pub async fn triggers(&self) -> Vec<Value> {
        let list = self.get(TRIGGERS).await.ok();
        list.as_array().unwrap().clone()
    }
}

/// The path of one trigger.
pub fn at(trigger: &Value) -> String {
    format!("{TRIGGERS}{}/", trigger["id"])
}
