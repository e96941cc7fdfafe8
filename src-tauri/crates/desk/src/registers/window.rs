//! The window of a register: always there, both ends inclusive, frozen when the register is opened.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use jump::IsoTime;

use super::types::Period;
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    time::bounds,
};

/// What the service is asked for.
pub struct Asked<Q> {
    /// Without page and order.
    pub query: Q,
    /// What to ask for when the query finds nothing.
    pub otherwise: Option<Q>,
    /// The end of the window.
    pub until: Timestamp,
    /// What was opened, for kinds that are opened by days.
    pub period: Option<Period>,
}

/// The window that all pages of a register share. Its end is now when the period is not over yet: rows made later do
/// not belong to this register, however long it takes to read.
///
/// # Errors
/// `InvalidInput` naming `period`.
pub fn frozen(
    period: &Period,
    now: Timestamp,
    zone: &TimeZone,
) -> DeskResult<(jump::Period, Timestamp)> {
    let (from, end) = bounds(period, zone)?;
    let this_second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    // A period that has not begun yet is asked for as its first second, which is empty.
    let until = end.min(this_second).max(from);
    let iso = |at: Timestamp| IsoTime::new(at, zone.to_offset(at));
    let window = jump::Period::new(iso(from), iso(until))
        .map_err(|_| DeskError::new(DeskErrorCode::InvalidInput))?;
    Ok((window, until))
}

/// The same for a service that takes the first moment after the window: [from, to), and the last second inside.
///
/// # Errors
/// `InvalidInput` naming `period`.
pub fn half_open(
    period: &Period,
    now: Timestamp,
    zone: &TimeZone,
) -> DeskResult<(fleet::TimeWindow, Timestamp)> {
    let (from, last) = bounds(period, zone)?;
    let second = SignedDuration::from_secs(1);
    let this_second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    // A period that has not begun yet is asked for as its first second, which is empty.
    let end = last.saturating_add(second).unwrap_or(last);
    let to = end
        .min(this_second)
        .max(from.saturating_add(second).unwrap_or(end));
    let told = |at: Timestamp| fleet::FleetTime::new(at, zone.to_offset(at));
    let window = fleet::TimeWindow::of(told(from), told(to))
        .map_err(|_| DeskError::new(DeskErrorCode::InvalidInput))?;
    let until = if to == end { last } else { to };
    Ok((window, until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::zone;

    fn window(from: &str, to: &str, now: &str) -> (String, String) {
        let period = Period {
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let (window, until) = frozen(&period, now.parse().unwrap(), &zone("")).unwrap();
        assert_eq!(window.to().timestamp(), until);
        (window.from().to_string(), window.to().to_string())
    }

    #[test]
    fn a_past_period_ends_with_its_last_second_in_moscow() {
        let (from, to) = window("2026-10-01", "2026-10-31", "2026-11-21T12:00:00Z");
        assert_eq!(from, "2026-10-01T00:00:00+03:00");
        assert_eq!(to, "2026-10-31T23:59:59+03:00");
    }

    #[test]
    fn a_period_under_way_is_frozen_at_now_so_that_new_rows_do_not_shift_pages() {
        let (_, to) = window("2026-11-01", "2026-11-30", "2026-11-21T12:00:00.9Z");
        assert_eq!(to, "2026-11-21T15:00:00+03:00");
    }

    #[test]
    fn a_period_that_has_not_begun_is_never_widened_backwards() {
        let (from, to) = window("2026-12-01", "2026-12-31", "2026-11-21T12:00:00Z");
        assert_eq!(
            (from.as_str(), to.as_str()),
            ("2026-12-01T00:00:00+03:00", "2026-12-01T00:00:00+03:00")
        );
    }

    #[test]
    fn no_moment_lies_in_two_months_or_in_none() {
        let window = |from: &str, to: &str, now: &str| {
            let period = Period {
                from: from.to_owned(),
                to: to.to_owned(),
            };
            let (window, until) = half_open(&period, now.parse().unwrap(), &zone("")).unwrap();
            [window.from(), window.to(), until].map(|at| at.to_string())
        };
        let now = "2026-11-21T12:00:00.9Z";
        let october = window("2026-10-01", "2026-10-31", now);
        assert_eq!(
            october[1..],
            ["2026-10-31T21:00:00Z", "2026-10-31T20:59:59Z"]
        );
        let november = window("2026-11-01", "2026-11-30", now);
        assert_eq!(november[0], october[1]);
        // Rows made meanwhile do not belong to a register that is being read.
        assert_eq!(november[1..], ["2026-11-21T12:00:00Z"; 2]);
        let december = window("2026-12-01", "2026-12-31", now);
        assert_eq!(
            december[..2],
            ["2026-11-30T21:00:00Z", "2026-11-30T21:00:01Z"]
        );
    }
}
