//! A raw client of Yume, in process.

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use sandbox::{Options, Sandbox, YumeQuirks};
use serde_json::{Value, json};
use tower::ServiceExt;

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

pub struct Yume {
    pub sandbox: Sandbox,
    router: Router,
    pub headers: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

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
        let sandbox = Sandbox::new(options);
        Self {
            router: sandbox.router(),
            sandbox,
            headers: vec![("content-type", "application/json".to_owned())],
        }
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

    /// With one header changed, or left out where it is empty.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            headers.push((name, value.to_owned()));
        }
        Self {
            sandbox: self.sandbox.clone(),
            router: self.router.clone(),
            headers,
        }
    }

    pub async fn send(&self, method: &str, path: &str, body: String) -> Result<Got, axum::Error> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Ok(Got {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await?.to_bytes(),
        })
    }

    pub async fn call(&self, method: &str, path: &str, body: &Value) -> Got {
        self.send(method, path, body.to_string()).await.unwrap()
    }

    /// A request without a body.
    pub async fn bare(&self, method: &str, path: &str) -> Got {
        self.send(method, path, String::new()).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Got {
        self.bare("GET", path).await
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
