//! How a call is tried: a write once, a read again while that can help; and each exchange from the rate limit to the
//! record of how it went.

use std::sync::Arc;
use std::time::Duration;

use tracing::Instrument;

use super::{Progress, Service};
use crate::answer::{Fault, Kind, Received, WriteAnswer};
use crate::call::Call;
use crate::clock::{later, until};
use crate::limit::Lane;
use crate::observe::{CallRecord, vendor_trace};
use crate::outcome::{CallError, Cause, Outcome};
use crate::retry::{self, LONGEST_WAIT, MOST_ATTEMPTS};

/// How a call differs from a plain one.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) kind: Kind,
    pub(super) accept: &'static str,
    pub(super) long: bool,
}

pub(super) const READ: Manner = Manner {
    kind: Kind::Read,
    accept: "application/json",
    long: false,
};
pub(super) const DOWNLOAD: Manner = Manner {
    kind: Kind::Read,
    accept: "*/*",
    long: true,
};
pub(super) const WRITE: Manner = Manner {
    kind: Kind::Write,
    accept: "application/json",
    long: false,
};
pub(super) const UPLOAD: Manner = Manner {
    kind: Kind::Write,
    accept: "application/json",
    long: true,
};

impl Service {
    pub(super) async fn once(
        &self,
        call: &Call,
        manner: Manner,
        progress: Progress,
    ) -> Result<WriteAnswer, CallError> {
        let trace = self.trace_id();
        let span = self.span(call, &trace);
        async {
            let accept = |received: &Received| {
                let status = received.status.as_u16();
                received.accepted(self.envelope).map(|body| (status, body))
            };
            let (status, body) = self
                .attempt(call, manner, progress, (1, &trace), accept)
                .await?;
            Ok(WriteAnswer {
                status,
                body,
                trace_id: trace.clone(),
            })
        }
        .instrument(span)
        .await
    }

    pub(super) async fn repeated<R>(
        &self,
        call: &Call,
        manner: Manner,
        usable: impl Fn(&Received) -> Result<R, Fault>,
    ) -> Result<R, CallError> {
        let trace = self.trace_id();
        let span = self.span(call, &trace);
        async {
            let mut attempt = 1;
            loop {
                let error = match self
                    .attempt(call, manner, Arc::new(|_| ()), (attempt, &trace), &usable)
                    .await
                {
                    Ok(result) => return Ok(result),
                    Err(error) => error,
                };
                let asked = error.retry_after.unwrap_or_default();
                if attempt >= MOST_ATTEMPTS || !error.is_transient() || asked > LONGEST_WAIT {
                    return Err(error);
                }
                // After a 429 the limiter holds everybody back, this call too.
                if error.status != Some(429) {
                    let wait = retry::backoff(attempt, self.jitter()).max(asked);
                    self.inner.settings.clock.sleep(wait).await;
                }
                attempt += 1;
            }
        }
        .instrument(span)
        .await
    }

    /// One exchange, from the rate limit to the record of how it went.
    async fn attempt<R>(
        &self,
        call: &Call,
        manner: Manner,
        progress: Progress,
        (attempt, trace): (u32, &str),
        usable: impl FnOnce(&Received) -> Result<R, Fault>,
    ) -> Result<R, CallError> {
        let mut record = self.record(call, attempt, trace);
        let clock = &self.inner.settings.clock;
        let result = match self.exchange(call, manner, progress, &mut record).await {
            Ok(received) => {
                record.status = Some(received.status.as_u16());
                record.vendor_trace = vendor_trace(&received.headers);
                let asked = retry::retry_after(&received.headers, clock.now());
                let pause = self.note_pace(&received, asked);
                usable(&received).map_err(|fault| Fault {
                    retry_after: pause,
                    ..fault
                })
            }
            Err(fault) => Err(fault),
        };
        record.duration = until(record.at, clock.now());
        let result = result.map_err(|fault| self.without_secrets(call, fault));
        if let Err(fault) = &result {
            record.outcome = Some(fault.outcome);
            record.cause = Some(fault.cause);
            record.shape.clone_from(&fault.shape);
        }
        self.tell(call, &record);
        if let Err(fault) = &result
            && fault.cause == Cause::RateLimited
            && let Some(pause) = fault.retry_after
        {
            // The last word: who looks on knows until when, whatever the attempt itself came to.
            let observer = &self.inner.settings.observer;
            observer.waiting(call.operation, later(clock.now(), pause));
        }
        result.map_err(|fault| error_of(call, trace, fault))
    }

    async fn exchange(
        &self,
        call: &Call,
        manner: Manner,
        progress: Progress,
        record: &mut CallRecord,
    ) -> Result<Received, Fault> {
        let settings = &self.inner.settings;
        let head = self.head(call, manner)?;
        let (lane, wire) = match manner.kind {
            Kind::Read => (self.reads_in, &settings.reads),
            Kind::Write => (Lane::Writes, &settings.writes),
        };
        let _passage = self
            .inner
            .limiter
            .admit(lane, call.operation)
            .await
            .map_err(|pause| Fault {
                retry_after: Some(pause.0),
                ..Fault::new(Outcome::NotSent, Cause::RateLimited)
            })?;
        let (request, watch) = self.with_body(head, call, progress).await?;
        record.at = settings.clock.now();
        if call.leaves_by.is_some_and(|by| record.at > by) {
            return Err(Fault::new(Outcome::NotSent, Cause::Timeout));
        }
        let answer = async {
            let response = wire.send(request).await.map_err(|error| {
                tracing::debug!(detail = %error.detail, "the exchange broke");
                Fault::of_wire(manner.kind, &error)
            })?;
            Ok(Received::take(manner.kind, response, call.body_cap).await)
        };
        let received = answer.await;
        if watch.broke() {
            return Err(Fault::new(manner.kind.uncertain(), Cause::File));
        }
        received
    }

    /// Slows the service down if it asked for that; returns how long this call should wait.
    fn note_pace(&self, received: &Received, asked: Option<Duration>) -> Option<Duration> {
        if received.status.as_u16() == 429 {
            return Some(self.inner.limiter.refused(asked, self.jitter()));
        }
        self.inner.limiter.answered();
        asked
    }
}

fn error_of(call: &Call, trace: &str, fault: Fault) -> CallError {
    CallError {
        outcome: fault.outcome,
        cause: fault.cause,
        status: fault.status,
        vendor: fault.vendor.map(|vendor| *vendor),
        operation: call.operation,
        trace_id: trace.to_owned(),
        retry_after: fault.retry_after,
        json_path: fault.json_path,
    }
}
