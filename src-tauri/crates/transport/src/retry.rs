//! How long to wait before a read is tried again. Writes are never tried again here.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::Timestamp;

use crate::clock::until;

/// A read is sent at most so often.
pub(crate) const MOST_ATTEMPTS: u32 = 4;
/// Nobody waits longer than this for a service without being asked.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(120);

const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// `Retry-After`: seconds, or a date. A date in the past is zero.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text)
        .ok()?;
    Some(until(now, date))
}

/// 1, 2, 4 .. 60 s for a service that says "too many" but not how long; `nth` counts from 0.
/// `jitter` (0..1) adds up to a quarter, so that several programs of one park do not come back together.
pub(crate) fn pause(nth: u32, jitter: f64) -> Duration {
    doubled(Duration::from_secs(1), nth, jitter)
}

/// 0.5, 1, 2 s between the attempts of a read.
pub(crate) fn backoff(attempt: u32, jitter: f64) -> Duration {
    doubled(
        Duration::from_millis(500),
        attempt.saturating_sub(1),
        jitter,
    )
}

fn doubled(first: Duration, nth: u32, jitter: f64) -> Duration {
    let plain = first.saturating_mul(1 << nth.min(10)).min(LONGEST_BACKOFF);
    plain.mul_f64(1.0 + jitter.clamp(0.0, 1.0) / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_understood_in_both_forms_and_never_invented() {
        let now: Timestamp = "2026-01-05T09:00:00Z".parse().unwrap();
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(read("17"), Some(Duration::from_secs(17)));
        assert_eq!(
            read("Mon, 05 Jan 2026 09:01:00 GMT"),
            Some(Duration::from_secs(60))
        );
        assert_eq!(read("Mon, 05 Jan 2026 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(
            read("99999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        for odd in ["", "-5", "1.5", "soon", "Mon, 05 Foo 2026"] {
            assert_eq!(read(odd), None, "{odd}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
