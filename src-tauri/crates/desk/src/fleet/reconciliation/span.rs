//! The period that is reconciled, and the wider one that is read for it.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::matching::APART;
use crate::{error::DeskResult, registers::types::Period, time::bounds};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Both are [from, to).
pub struct Span {
    pub period: (Timestamp, Timestamp),
    /// Wider by what two twins may be apart, and not beyond the present second.
    pub read: (Timestamp, Timestamp),
}

impl Span {
    /// # Errors
    /// `InvalidInput` naming `period`.
    pub fn of(period: &Period, now: Timestamp, zone: &TimeZone) -> DeskResult<Self> {
        let (from, last) = bounds(period, zone)?;
        let to = after(last, SECOND);
        let this_second = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let read_from = after(from, -APART);
        // A period that has not begun yet is asked for as a second that is empty.
        let read_to = after(to, APART)
            .min(after(this_second, SECOND))
            .max(after(read_from, SECOND));
        Ok(Self {
            period: (from, to),
            read: (read_from, read_to),
        })
    }

    /// What was listed without a time that can be read is not hidden.
    pub fn holds(&self, at: Option<Timestamp>) -> bool {
        at.is_none_or(|at| self.period.0 <= at && at < self.period.1)
    }

    /// The last second that is read, for a service that counts both ends in.
    pub fn last_read(&self) -> Timestamp {
        after(self.read.1, -SECOND)
    }
}

fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}
