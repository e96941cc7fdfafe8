//! The period that is reconciled, and the wider one that is read for it.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::{matching::APART, types::RECONCILIATION_LIMITS};
use crate::{
    checks::problem,
    error::{DeskError, DeskErrorCode, DeskResult},
    registers::types::Period,
    time::bounds,
};

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

/// Is the period one that can be read in a time that somebody waits for? What is no period is not judged here.
///
/// # Errors
/// `InvalidInput` naming `period`: `period_too_long` with `most` and `days`.
pub fn within_limits(period: &Period, one_driver: bool) -> DeskResult<()> {
    let most = match one_driver {
        true => RECONCILIATION_LIMITS.driver_days,
        false => RECONCILIATION_LIMITS.park_days,
    };
    let (Ok(from), Ok(to)) = (period.from.parse::<Date>(), period.to.parse::<Date>()) else {
        return Ok(());
    };
    let days = from
        .duration_until(to)
        .as_hours()
        .div_euclid(24)
        .saturating_add(1);
    if days <= i64::from(most) {
        return Ok(());
    }
    let mut long = problem("period", "period_too_long");
    long.params.insert("most".to_owned(), most.to_string());
    long.params.insert("days".to_owned(), days.to_string());
    Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![long]))
}

fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}
