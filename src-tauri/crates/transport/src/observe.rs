//! What happened on the wire, for the diagnostics screen and the log: never a body, a key or a value of the query.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;

use crate::outcome::{Cause, Outcome};

pub trait Observer: Send + Sync {
    /// An attempt is over. A read that was repeated is told of once per attempt, under one trace id.
    fn finished(&self, record: &CallRecord);
    /// The service asked for a pause, or the hour's calls are used up: this call (and others of the service) waits until
    /// then. An attempt that ends so is told of first.
    fn waiting(&self, operation: &'static str, until: Timestamp);
}

/// Nobody is looking.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn finished(&self, _: &CallRecord) {}
    fn waiting(&self, _: &'static str, _: Timestamp) {}
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    pub service: &'static str,
    pub operation: &'static str,
    pub method: http::Method,
    pub status: Option<u16>,
    /// `None` for a success.
    pub outcome: Option<Outcome>,
    pub cause: Option<Cause>,
    pub duration: Duration,
    /// 1 for the first.
    pub attempt: u32,
    pub trace_id: String,
    /// When the attempt left.
    pub at: Timestamp,
    /// Keys and types of an answer that could not be used; `None` for a success.
    pub shape: Option<String>,
    /// The vendor's own name for the exchange (`X-YaRequestId`), where its answer told one.
    pub vendor_trace: Option<String>,
}

/// What a vendor calls the exchange, if its answer says so: plain and short, or nothing.
pub(crate) fn vendor_trace(headers: &HeaderMap) -> Option<String> {
    let text = headers.get("x-yarequestid")?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(plain);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_name_of_an_exchange_brings_nothing_else_into_a_log() {
        let told = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("X-YaRequestId", text.parse().unwrap());
            vendor_trace(&headers)
        };
        assert_eq!(told("5f0c-1d_9a/2").as_deref(), Some("5f0c-1d_9a/2"));
        for odd in ["", "a b", "+79991234567", "Иванов", &"a".repeat(65)] {
            assert_eq!(told(odd), None, "{odd}");
        }
        assert_eq!(vendor_trace(&HeaderMap::new()), None);
    }
}
