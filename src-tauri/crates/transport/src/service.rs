//! One vendor's service: one host, one key, one rate limit. Reads are tried again, writes never are.

mod attempt;
mod record;
mod request;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;
use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::de::DeserializeOwned;

use crate::Secret;
use crate::answer::{Download, WriteAnswer};
use crate::base::BaseAddress;
use crate::call::Call;
use crate::clock::Clock;
use crate::envelope::{EnvelopeReader, error_envelope};
use crate::limit::{Lane, Limiter, Limits};
use crate::observe::Observer;
use crate::outcome::CallError;
use crate::wire::Wire;

use attempt::{DOWNLOAD, READ, UPLOAD, WRITE};

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
    writes_within: Option<Duration>,
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
            writes_within: None,
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

    /// A write that is not answered within this time is given up, and is in doubt (`MaybeSent`), however long the wire
    /// itself would wait. Uploads take their time.
    #[must_use]
    pub fn writes_within(mut self, patience: Duration) -> Self {
        self.writes_within = Some(patience);
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
