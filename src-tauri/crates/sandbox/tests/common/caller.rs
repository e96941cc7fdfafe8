//! Asks the demo park in process, and gives what it answers. Each service's own client builds on this.
#![allow(dead_code)]

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use sandbox::{Options, Sandbox};
use serde_json::Value;
use tower::ServiceExt;

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
}

pub struct Caller {
    pub sandbox: Sandbox,
    router: Router,
    /// What every path begins with.
    base: &'static str,
    headers: Vec<(&'static str, String)>,
}

impl Caller {
    /// A park of its own, asked with these headers.
    pub fn over(options: Options, base: &'static str, headers: &[(&'static str, &str)]) -> Self {
        let sandbox = Sandbox::new(options);
        let headers = headers.iter();
        Self {
            router: sandbox.router(),
            sandbox,
            base,
            headers: headers
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
        }
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
            base: self.base,
            headers,
        }
    }

    pub fn request(&self, method: &str, path: &str, body: Body) -> Request<Body> {
        let uri = format!("{}{path}", self.base);
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(body).unwrap()
    }

    /// The error is that of the body: in process the head always arrives.
    pub async fn deliver(&self, request: Request<Body>) -> Result<Got, axum::Error> {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Ok(Got {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await?.to_bytes(),
        })
    }

    /// A request with a body as it stands; the error is that of the answer's body.
    pub async fn send(&self, method: &str, path: &str, body: String) -> Result<Got, axum::Error> {
        self.deliver(self.request(method, path, Body::from(body)))
            .await
    }

    /// A request with a JSON body.
    pub async fn call(&self, method: &str, path: &str, body: &Value) -> Got {
        self.send(method, path, body.to_string()).await.unwrap()
    }

    /// A request without a body.
    pub async fn bare(&self, method: &str, path: &str) -> Got {
        let request = self.request(method, path, Body::empty());
        self.deliver(request).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Got {
        self.bare("GET", path).await
    }
}
