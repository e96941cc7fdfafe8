//! Local days of moments: a million times without asking the time zone a million times.

use std::ops::RangeInclusive;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{moment::Moment, values::Values};

const SECONDS: i64 = 86_400;
/// A hundred and thirty years. What lies farther off is asked about one by one.
const WIDEST: i64 = 48_000;

/// The local days that a stretch of time touches.
pub struct Days {
    zone: TimeZone,
    /// The first day of Greenwich.
    first: i64,
    /// By the day of Greenwich: the local day at its beginning, and the second at which the next local one begins.
    turns: Vec<(i32, i64)>,
}

impl Days {
    /// For seconds between these.
    pub fn new(zone: &TimeZone, seconds: Option<RangeInclusive<i64>>) -> Self {
        let (from, to) = seconds.map_or((0, -1), RangeInclusive::into_inner);
        let first = from.div_euclid(SECONDS);
        let last = to.div_euclid(SECONDS).min(first.saturating_add(WIDEST));
        let turn = |day: i64| {
            let local = local_day(day.saturating_mul(SECONDS), zone);
            (local, beginning(local.saturating_add(1), zone))
        };
        Self {
            zone: zone.clone(),
            first,
            turns: (first..=last).map(turn).collect(),
        }
    }

    /// Those of all moments of a column.
    pub fn of(zone: &TimeZone, moments: &[Moment], values: &Values) -> Self {
        let seconds = || moments.iter().filter_map(|one| second(*one, values));
        let ends = seconds().fold(None, |ends: Option<(i64, i64)>, second| {
            let (from, to) = ends.unwrap_or((second, second));
            Some((from.min(second), to.max(second)))
        });
        Self::new(zone, ends.map(|(from, to)| from..=to))
    }

    /// The local day of this second.
    pub fn day(&self, second: i64) -> i32 {
        let known = usize::try_from(second.div_euclid(SECONDS) - self.first).ok();
        match known.and_then(|day| self.turns.get(day)) {
            Some((day, next)) if second < *next => *day,
            Some((day, _)) => day + 1,
            None => local_day(second, &self.zone),
        }
    }
}

/// The whole second of a moment; `None` also for a text that is no time.
pub fn second(moment: Moment, values: &Values) -> Option<i64> {
    let written = || values.instant(moment).map(|at| at.as_second());
    moment.second().or_else(written)
}

fn local_day(second: i64, zone: &TimeZone) -> i32 {
    let at = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    number(zone.to_datetime(at).date())
}

/// The first second of a local day.
pub fn beginning(day: i32, zone: &TimeZone) -> i64 {
    let zoned = date(day).to_zoned(zone.clone());
    zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_second())
}

/// Days since 1970.
pub fn number(date: Date) -> i32 {
    let since = date.since(EPOCH).map(|span| span.get_days());
    since.unwrap_or_default()
}

/// The day by its number, as far as days go.
pub fn date(number: i32) -> Date {
    let span = jiff::Span::new().try_days(number);
    let date = span.and_then(|span| EPOCH.checked_add(span));
    date.unwrap_or(if number < 0 { Date::MIN } else { Date::MAX })
}

const EPOCH: Date = Date::constant(1970, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::zone;

    #[test]
    fn a_day_begins_at_local_midnight_also_where_clocks_are_changed() {
        for name in [
            "Europe/Moscow",
            "Europe/Berlin",
            "America/Sao_Paulo",
            "Asia/Kolkata",
        ] {
            let zone = zone(name);
            let second = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
            let (from, to) = (
                second("2017-09-01T00:00:00Z"),
                second("2018-12-01T00:00:00Z"),
            );
            let days = Days::new(&zone, Some(from..=to));
            for second in (from..to + 3 * SECONDS).step_by(1_799) {
                assert_eq!(
                    days.day(second),
                    local_day(second, &zone),
                    "{name} {second}"
                );
            }
        }
        assert_eq!(number(date(20_000)), 20_000);
        assert_eq!(date(0).to_string(), "1970-01-01");
    }
}
