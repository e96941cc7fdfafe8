//! What stands before every operation: counting, the rate limit, faults, the key and the required headers.

use crate::{
    answer::{Ending, Reply},
    faults::{Effect, Fault, Moment, RetryAfter, When},
    options::{Key, Options},
    query::Query,
    seed::dice::Dice,
};
use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;
use parking_lot::Mutex;
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::time::Instant;

pub struct Gate {
    calls: Mutex<BTreeMap<&'static str, u64>>,
    in_flight: AtomicUsize,
    max_in_flight: AtomicUsize,
    rules: Mutex<Rules>,
    limit: Option<u32>,
    /// Moments of the requests of the last second.
    recent: Mutex<Vec<Instant>>,
}

struct Rules {
    dice: Dice,
    /// Each rule with the number of calls it has counted.
    all: Vec<(Fault, u64)>,
}

/// Ends when the request leaves the park.
pub struct Visit<'a>(&'a AtomicUsize);

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Gate {
    pub fn new(options: &Options) -> Self {
        let gate = Self {
            calls: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            max_in_flight: AtomicUsize::new(0),
            rules: Mutex::new(Rules {
                dice: Dice::new(options.seed, 5),
                all: Vec::new(),
            }),
            limit: options.rate_limit,
            recent: Mutex::default(),
        };
        gate.set_faults(options.faults.clone());
        gate
    }

    pub fn enter(&self, operation: &'static str) -> Visit<'_> {
        *self.calls.lock().entry(operation).or_default() += 1;
        let inside = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        self.max_in_flight.fetch_max(inside, Ordering::SeqCst);
        Visit(&self.in_flight)
    }

    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        self.calls.lock().clone()
    }

    pub fn max_in_flight(&self) -> usize {
        self.max_in_flight.load(Ordering::SeqCst)
    }

    /// Replaces all rules; their counts start anew.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.rules.lock().all = faults.into_iter().map(|fault| (fault, 0)).collect();
    }

    /// The faults that strike this call, in the order of the rules.
    pub fn strikes(&self, operation: &str, is_read: bool, page: u64) -> Vec<Fault> {
        let mut rules = self.rules.lock();
        let Rules { dice, all } = &mut *rules;
        let mut struck = Vec::new();
        for (fault, count) in all
            .iter_mut()
            .filter(|(fault, _)| fault.concerns(operation, is_read))
        {
            if let When::Page(asked) = fault.when
                && asked != page
            {
                continue;
            }
            *count += 1;
            let strikes = match fault.when {
                When::Always => true,
                When::Nth(number) => *count == number,
                When::First(number) => *count <= number,
                When::Every(number) => *count % number == 0,
                When::Chance(share) => (dice.below(1_000_000) as f64) < share * 1e6,
                When::Page(_) => *count == 1,
            };
            if strikes {
                struck.push(fault.clone());
            }
        }
        struck
    }

    /// Refuses a request above the limit.
    pub fn within_limit(&self) -> Result<(), Reply> {
        let Some(limit) = self.limit else {
            return Ok(());
        };
        let now = Instant::now();
        let mut recent = self.recent.lock();
        recent.retain(|moment| now.duration_since(*moment) < Duration::from_secs(1));
        if recent.len() >= limit as usize {
            let refusal = Reply::refusal(StatusCode::TOO_MANY_REQUESTS);
            return Err(refusal.with_header(header::RETRY_AFTER, "1"));
        }
        recent.push(now);
        Ok(())
    }
}

/// Finds the key of a request (header, or the deprecated query parameter) and its right to this operation.
pub fn authorise<'a>(
    keys: &'a [Key],
    headers: &HeaderMap,
    query: &Query,
    operation: &str,
) -> Result<&'a Key, Reply> {
    let in_header = headers
        .get("client-key")
        .and_then(|value| value.to_str().ok());
    let value = in_header.or_else(|| query.one("client_key"));
    let key = value.and_then(|value| keys.iter().find(|key| key.value == value));
    let key = key.ok_or_else(|| Reply::refusal(StatusCode::UNAUTHORIZED))?;
    if key.forbidden.iter().any(|name| name == operation) {
        return Err(Reply::refusal(StatusCode::FORBIDDEN));
    }
    Ok(key)
}

/// The headers that every request must carry; the file operations differ as they must.
pub fn check_headers(headers: &HeaderMap, operation: &str) -> Result<(), Reply> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    };
    let (accept, content_type) = (text(header::ACCEPT), text(header::CONTENT_TYPE));
    let fits = match operation {
        "uploadApplicationFile" => {
            accept.contains("application/json") && content_type.starts_with("multipart/form-data")
        }
        "downloadApplicationFile" => !accept.is_empty(),
        _ => accept.contains("application/json") && content_type.starts_with("application/json"),
    };
    if fits {
        Ok(())
    } else {
        Err(Reply::refusal(StatusCode::BAD_REQUEST))
    }
}

/// The answer with which a fault replaces an operation that had no effect (`None`) or had one (its own reply).
/// Effects that do not touch the answer give `None`; `refusal` writes the envelope of the service that was called.
pub fn spoil(
    fault: &Fault,
    reply: Option<&Reply>,
    now: i64,
    refusal: fn(StatusCode) -> Reply,
) -> Option<Reply> {
    let json = |reply: &Reply, ending| Reply {
        ending,
        ..reply.clone()
    };
    Some(match (&fault.effect, reply) {
        (Effect::Latency(_) | Effect::Insert(_) | Effect::Flip(_), _) => return None,
        (Effect::TooMany(after), _) => too_many(after, now, refusal(StatusCode::TOO_MANY_REQUESTS)),
        (Effect::Status(code), _) => refusal(status(*code)),
        (Effect::Bare(code), _) => Reply::new(status(*code), "text/plain", "refused by the proxy"),
        (Effect::Drop, _) => Reply {
            ending: Ending::Silence,
            ..Reply::bare(StatusCode::OK)
        },
        (Effect::Html(code), _) => Reply::new(
            status(*code),
            "text/html",
            "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>",
        ),
        (Effect::Redirect(to), _) => {
            Reply::bare(StatusCode::FOUND).with_header(header::LOCATION, to)
        }
        (Effect::Empty, _) => Reply::bare(StatusCode::OK),
        // These two need an answer to break: they always come after the effect.
        (Effect::Half | Effect::Truncated, None) => return None,
        (Effect::Half, Some(reply)) => json(reply, Ending::Half),
        (Effect::Truncated, Some(reply)) => Reply {
            body: reply.body.slice(..reply.body.len() / 2),
            ..reply.clone()
        },
    })
}

/// Whether a fault strikes at this moment of the call.
pub fn strikes_at(fault: &Fault, moment: Moment) -> bool {
    let needs_answer = matches!(fault.effect, Effect::Half | Effect::Truncated);
    let own = if needs_answer {
        Moment::After
    } else {
        fault.moment
    };
    own == moment
}

fn too_many(after: &RetryAfter, now: i64, refusal: Reply) -> Reply {
    match after {
        RetryAfter::Absent => refusal,
        RetryAfter::Seconds(seconds) => {
            refusal.with_header(header::RETRY_AFTER, seconds.to_string())
        }
        RetryAfter::Date(seconds) => {
            let at = Timestamp::from_second(now.saturating_add_unsigned(*seconds))
                .unwrap_or(Timestamp::UNIX_EPOCH);
            let date = at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            refusal.with_header(header::RETRY_AFTER, date)
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
