//! What happened on the wire, for the diagnostics screen and the log: never a body, a key or a value of the query.

use std::time::Duration;

use jiff::Timestamp;

use crate::outcome::{Cause, Outcome};

pub trait Observer: Send + Sync {
    /// An attempt is over. A read that was repeated is told of once per attempt, under one trace id.
    fn finished(&self, record: &CallRecord);
    /// The service asked for a pause: this call (and every other of the service) waits until then.
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
}
