//! One call as a client describes it: which operation, where, with what.

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use jiff::Timestamp;

use crate::multipart::Multipart;

/// Enough for a large page of a list.
const USUAL_BODY_CAP: u64 = 16 * 1024 * 1024;

#[derive(Clone)]
pub struct Call {
    /// Name of the operation in the contract; goes to logs.
    pub operation: &'static str,
    pub method: http::Method,
    /// Relative to the service's base address; parameters are already percent-encoded (`encode_segment`).
    pub path: String,
    /// Not yet encoded.
    pub query: Vec<(String, String)>,
    /// Sent beside those of the service: what a vendor wants with some operations only. A value that is marked as sensitive
    /// is kept out of logs and of what callers are told, as the service's keys are.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub payload: Payload,
    /// The most bytes of (decompressed) answer that are taken.
    pub body_cap: u64,
    /// It leaves by then or not at all (`NotSent`, `Timeout`), however long the rate limit holds it.
    pub leaves_by: Option<Timestamp>,
}

#[derive(Clone)]
pub enum Payload {
    Empty,
    Json(Bytes),
    Multipart(Multipart),
}

impl Call {
    /// A call without query and payload, whose answer may take 16 MiB.
    pub fn new(operation: &'static str, method: http::Method, path: impl Into<String>) -> Self {
        Self {
            operation,
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            payload: Payload::Empty,
            body_cap: USUAL_BODY_CAP,
            leaves_by: None,
        }
    }

    /// What no log may hold; of `Bearer …` the token.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = &str> {
        let values = self.headers.iter().map(|(_, value)| value);
        let texts = values.filter(|value| value.is_sensitive());
        texts.filter_map(|value| value.to_str().ok()?.split_whitespace().next_back())
    }

    /// Names of the query's parameters: all of the query that a log may hold.
    pub(crate) fn query_names(&self) -> String {
        let names: Vec<_> = self
            .query
            .iter()
            .map(|(name, _)| crate::shape::safe_key(name))
            .collect();
        names.join(",")
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("query", &self.query_names())
            .field("payload", &self.payload)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Json(bytes) => write!(f, "Json({} bytes)", bytes.len()),
            Self::Multipart(form) => form.fmt(f),
        }
    }
}
