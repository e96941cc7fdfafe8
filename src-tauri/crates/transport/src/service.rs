//! One vendor's service: one host, one key, one rate limit. Reads are tried again, writes never are.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, header};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use tracing::Instrument;

use crate::Secret;
use crate::answer::{Download, Fault, Kind, Received, WriteAnswer};
use crate::base::BaseAddress;
use crate::call::{Call, Payload};
use crate::clock::{Clock, until};
use crate::envelope::{EnvelopeReader, error_envelope};
use crate::limit::{Lane, Limiter, Limits};
use crate::multipart::{FormBody, Multipart, SourceWatch};
use crate::observe::{CallRecord, Observer, vendor_trace};
use crate::outcome::{CallError, Cause, Outcome};
use crate::retry::{self, LONGEST_WAIT, MOST_ATTEMPTS};
use crate::wire::{LongTransfer, Wire, WireBody, empty_body, full_body};

/// Told how many bytes of an upload's body have left so far.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

pub struct ServiceSettings {
    /// Short name for logs.
    pub name: &'static str,
    pub base: BaseAddress,
    /// Sent with every call, marked as sensitive.
    pub auth: Vec<(HeaderName, Secret)>,
    pub reads: Arc<dyn Wire>,
    pub writes: Arc<dyn Wire>,
    pub clock: Arc<dyn Clock>,
    pub limits: Limits,
    pub observer: Arc<dyn Observer>,
}

/// Cheap to clone; clones share the rate limit.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
    envelope: EnvelopeReader,
    reads_in: Lane,
}

struct Inner {
    settings: ServiceSettings,
    limiter: Limiter,
    chance: Mutex<StdRng>,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Service({}, {})",
            self.inner.settings.name, self.inner.settings.base
        )
    }
}

/// How a call differs from a plain one.
#[derive(Clone, Copy)]
struct Manner {
    kind: Kind,
    accept: &'static str,
    long: bool,
}

const READ: Manner = Manner {
    kind: Kind::Read,
    accept: "application/json",
    long: false,
};
const DOWNLOAD: Manner = Manner {
    kind: Kind::Read,
    accept: "*/*",
    long: true,
};
const WRITE: Manner = Manner {
    kind: Kind::Write,
    accept: "application/json",
    long: false,
};
const UPLOAD: Manner = Manner {
    kind: Kind::Write,
    accept: "application/json",
    long: true,
};

impl Service {
    pub fn new(settings: ServiceSettings) -> Self {
        let limiter = Limiter::new(
            settings.limits,
            settings.clock.clone(),
            settings.observer.clone(),
        );
        let chance = Mutex::new(rand::make_rng());
        Self {
            inner: Arc::new(Inner {
                settings,
                limiter,
                chance,
            }),
            envelope: error_envelope,
            reads_in: Lane::Reads,
        }
    }

    /// The same service and the same limit; its reads go before those of the others, and behind writes. For what has to
    /// be known before an act: a long list does not hold it up, and it does not hold up lists for ever.
    #[must_use]
    pub fn pressing(mut self) -> Self {
        self.reads_in = Lane::PressingReads;
        self
    }

    /// For a vendor whose refusals look otherwise than `{"error": {…}}`.
    #[must_use]
    pub fn with_envelope(mut self, envelope: EnvelopeReader) -> Self {
        self.envelope = envelope;
        self
    }

    /// Besides the limit per second: at most so many calls in any hour that this service lives.
    #[must_use]
    pub fn at_most_hourly(self, calls: u32) -> Self {
        self.inner.limiter.limit_hour(calls);
        self
    }

    /// Makes trace ids, boundaries and jitter repeatable, for simulations.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        *self.inner.chance.lock() = StdRng::seed_from_u64(seed);
        self
    }

    /// Asks and decodes JSON. Transient failures are repeated, at most four attempts in all: a question that has to be
    /// posted is a read too, as long as it changes nothing.
    pub async fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, CallError> {
        self.repeated(&call, READ, |received| received.decoded(self.envelope))
            .await
    }

    /// Fetches a file of any type, at most `body_cap` bytes. Repeated like a read.
    pub async fn download(&self, call: Call) -> Result<Download, CallError> {
        self.repeated(&call, DOWNLOAD, |received| {
            received.downloaded(self.envelope)
        })
        .await
    }

    /// Changes something: sent once, whatever happens. A caller that drops the future after the first poll must
    /// take the outcome for `MaybeSent`.
    pub async fn write(&self, call: Call) -> Result<WriteAnswer, CallError> {
        self.once(&call, WRITE, Arc::new(|_| ())).await
    }

    /// Sends a form with files, once; `progress` is told the bytes sent so far.
    pub async fn upload(&self, call: Call, progress: Progress) -> Result<WriteAnswer, CallError> {
        self.once(&call, UPLOAD, progress).await
    }

    async fn once(
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

    async fn repeated<R>(
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
                let pause = self.note_pace(call, &received, asked);
                usable(&received).map_err(|fault| Fault {
                    retry_after: pause,
                    ..fault
                })
            }
            Err(fault) => Err(fault),
        };
        record.duration = until(record.at, clock.now());
        let result = result.map_err(|fault| self.without_secrets(fault));
        if let Err(fault) = &result {
            record.outcome = Some(fault.outcome);
            record.cause = Some(fault.cause);
            record.shape.clone_from(&fault.shape);
        }
        self.tell(call, &record);
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

    /// Everything but the body. Whatever is wrong here is found before anything leaves.
    fn head(&self, call: &Call, manner: Manner) -> Result<http::request::Builder, Fault> {
        let invalid = || Fault::new(Outcome::NotSent, Cause::Invalid);
        let settings = &self.inner.settings;
        if manner.kind == Kind::Read && matches!(call.payload, Payload::Multipart(_)) {
            return Err(invalid());
        }
        let uri = settings
            .base
            .join(&call.path, &call.query)
            .map_err(|_| invalid())?;
        let mut head = Request::builder()
            .method(call.method.clone())
            .uri(uri)
            .header(header::ACCEPT, manner.accept);
        for (name, secret) in &settings.auth {
            let key = HeaderValue::from_str(secret.expose_secret());
            let mut key = key.map_err(|_| Fault::new(Outcome::NotSent, Cause::Unauthorized))?;
            key.set_sensitive(true);
            head = head.header(name.clone(), key);
        }
        for (name, value) in &call.headers {
            head = head.header(name, value);
        }
        if manner.long {
            head = head.extension(LongTransfer);
        }
        Ok(head)
    }

    async fn with_body(
        &self,
        head: http::request::Builder,
        call: &Call,
        progress: Progress,
    ) -> Result<(Request<WireBody>, SourceWatch), Fault> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let (content_type, length, body, watch) = match &call.payload {
            Payload::Empty => {
                // Some servers answer 411 to a change that does not state its empty body.
                let length = (!call.method.is_safe()).then_some(0);
                (JSON, length, empty_body(), SourceWatch::default())
            }
            Payload::Json(text) => (
                JSON,
                None,
                full_body(Bytes::clone(text)),
                SourceWatch::default(),
            ),
            Payload::Multipart(form) => {
                let (content_type, body) = self.form(form, progress).await?;
                let (length, watch) = (body.length(), body.watch());
                (content_type, Some(length), body.boxed_unsync(), watch)
            }
        };
        let mut head = head.header(header::CONTENT_TYPE, content_type);
        if let Some(length) = length {
            head = head.header(header::CONTENT_LENGTH, length);
        }
        let request = head
            .body(body)
            .map_err(|_| Fault::new(Outcome::NotSent, Cause::Invalid))?;
        Ok((request, watch))
    }

    async fn form(
        &self,
        form: &Multipart,
        progress: Progress,
    ) -> Result<(HeaderValue, FormBody), Fault> {
        let unreadable = || Fault::new(Outcome::NotSent, Cause::File);
        let boundary = format!("parkdesk-{}", self.random_text(32));
        let content_type =
            HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"));
        let body = FormBody::open(form, &boundary, progress)
            .await
            .map_err(|_| unreadable())?;
        Ok((content_type.map_err(|_| unreadable())?, body))
    }

    /// A service that says the key back, in a message or as the name of a member, must not bring it to a log or to the
    /// screen.
    fn without_secrets(&self, mut fault: Fault) -> Fault {
        for (_, secret) in &self.inner.settings.auth {
            let secret = secret.expose_secret();
            if secret.is_empty() {
                continue;
            }
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

    /// Slows the service down if it asked for that; returns how long this call should wait.
    fn note_pace(
        &self,
        call: &Call,
        received: &Received,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if received.status.as_u16() == 429 {
            return Some(
                self.inner
                    .limiter
                    .refused(call.operation, asked, self.jitter()),
            );
        }
        self.inner.limiter.answered();
        asked
    }

    fn record(&self, call: &Call, attempt: u32, trace: &str) -> CallRecord {
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

    fn tell(&self, call: &Call, record: &CallRecord) {
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

    fn span(&self, call: &Call, trace: &str) -> tracing::Span {
        tracing::info_span!(
            "call",
            service = self.inner.settings.name,
            operation = call.operation,
            trace
        )
    }

    /// Ten letters and digits: short enough to be read out over the phone, unique enough for a day's log.
    fn trace_id(&self) -> String {
        self.random_text(10)
    }

    fn random_text(&self, length: usize) -> String {
        // Without the letters that are mistaken for digits.
        const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut chance = self.inner.chance.lock();
        (0..length)
            .map(|_| char::from(LETTERS[chance.random_range(0..LETTERS.len())]))
            .collect()
    }

    fn jitter(&self) -> f64 {
        self.inner.chance.lock().random_range(0.0..1.0)
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
