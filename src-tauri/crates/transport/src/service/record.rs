//! What is told of a call: to the log, to the observer and to the caller, in no case with the key.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::Service;
use crate::answer::Fault;
use crate::call::Call;
use crate::observe::CallRecord;

impl Service {
    /// A service that says the key back, in a message or as the name of a member, must not bring it to a log or to the
    /// screen.
    pub(super) fn without_secrets(&self, call: &Call, mut fault: Fault) -> Fault {
        let keys = self.inner.settings.auth.iter();
        let keys = keys.map(|(_, secret)| secret.expose_secret());
        for secret in keys.chain(call.tokens()).filter(|text| !text.is_empty()) {
            let hide = |text: &mut String| {
                if text.contains(secret) {
                    *text = text.replace(secret, "*");
                }
            };
            fault.shape.iter_mut().for_each(hide);
            fault.json_path.iter_mut().for_each(hide);
            if let Some(vendor) = fault.vendor.as_deref_mut() {
                vendor.title.iter_mut().for_each(hide);
                vendor.detail.iter_mut().for_each(hide);
                for told in &mut vendor.fields {
                    hide(&mut told.field);
                    told.messages.iter_mut().for_each(hide);
                }
            }
        }
        fault
    }

    pub(super) fn record(&self, call: &Call, attempt: u32, trace: &str) -> CallRecord {
        CallRecord {
            service: self.inner.settings.name,
            operation: call.operation,
            method: call.method.clone(),
            status: None,
            outcome: None,
            cause: None,
            duration: Duration::ZERO,
            attempt,
            trace_id: trace.to_owned(),
            at: self.inner.settings.clock.now(),
            shape: None,
            vendor_trace: None,
        }
    }

    pub(super) fn tell(&self, call: &Call, record: &CallRecord) {
        // Failures belong in an ordinary log, successes only in a detailed one.
        macro_rules! event {
            ($level:ident) => {
                tracing::$level!(
                    method = %record.method,
                    query = %call.query_names(),
                    status = record.status,
                    outcome = record.outcome.map(tracing::field::debug),
                    cause = record.cause.map(tracing::field::debug),
                    attempt = record.attempt,
                    milliseconds = u64::try_from(record.duration.as_millis()).unwrap_or(u64::MAX),
                    shape = record.shape.as_deref(),
                    vendor_trace = record.vendor_trace.as_deref(),
                    "call finished"
                )
            };
        }
        match record.outcome {
            Some(_) => event!(warn),
            None => event!(debug),
        }
        self.inner.settings.observer.finished(record);
    }

    pub(super) fn span(&self, call: &Call, trace: &str) -> tracing::Span {
        tracing::info_span!(
            "call",
            service = self.inner.settings.name,
            operation = call.operation,
            trace
        )
    }
}
