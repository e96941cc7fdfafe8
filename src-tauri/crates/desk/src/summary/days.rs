//! Which days stand beside which: those of this month up to today, and the same days of the month before.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::{error::DeskResult, registers::types::Period, time::bounds};

/// Local days of the park's zone. A day that the month before does not have is its last one: the 31st of March stands
/// beside the 28th of February, and the whole of March beside the whole of February.
#[derive(Debug, PartialEq, Eq)]
pub struct Days {
    pub today: Period,
    pub month: Period,
    pub day_before: Period,
    pub before: Period,
    /// The month before to its last day.
    pub whole_before: Period,
}

impl Days {
    pub fn of(today: Date) -> Self {
        let then = today.saturating_sub(1.month());
        let period = |from: Date, to: Date| Period {
            from: from.to_string(),
            to: to.to_string(),
        };
        Self {
            today: period(today, today),
            month: period(today.first_of_month(), today),
            day_before: period(then, then),
            before: period(then.first_of_month(), then),
            whole_before: period(then.first_of_month(), then.last_of_month()),
        }
    }
}

/// From the first second of a period to its last one.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    first: i64,
    last: i64,
}

impl Span {
    /// # Errors
    /// `InvalidInput` naming `period`.
    pub fn of(period: &Period, zone: &TimeZone) -> DeskResult<Self> {
        let (from, to) = bounds(period, zone)?;
        Ok(Self {
            first: from.as_second(),
            last: to.as_second(),
        })
    }

    /// A part of a second belongs to its second.
    pub fn holds(self, at: Timestamp) -> bool {
        (self.first..=self.last).contains(&at.as_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_day_of_a_shorter_month_is_lost_and_none_is_made_up() {
        let cases = [
            ("2026-11-21", "2026-11-01", "2026-10-01", "2026-10-21"),
            ("2026-11-01", "2026-11-01", "2026-10-01", "2026-10-01"),
            ("2026-03-31", "2026-03-01", "2026-02-01", "2026-02-28"),
            ("2028-03-30", "2028-03-01", "2028-02-01", "2028-02-29"),
            ("2026-02-28", "2026-02-01", "2026-01-01", "2026-01-28"),
            ("2026-01-31", "2026-01-01", "2025-12-01", "2025-12-31"),
            ("2026-07-31", "2026-07-01", "2026-06-01", "2026-06-30"),
        ];
        for (today, month, before_from, before_to) in cases {
            let days = Days::of(today.parse().unwrap());
            let written = |period: &Period| (period.from.clone(), period.to.clone());
            let expected = |from: &str, to: &str| (from.to_owned(), to.to_owned());
            assert_eq!(written(&days.today), expected(today, today));
            assert_eq!(written(&days.month), expected(month, today));
            assert_eq!(written(&days.before), expected(before_from, before_to));
            assert_eq!(written(&days.day_before), expected(before_to, before_to));
            assert_eq!(days.whole_before.from, before_from);
            let last: Date = days.whole_before.to.parse().unwrap();
            assert_eq!(last.tomorrow().unwrap().to_string(), month);
        }
    }

    #[test]
    fn a_day_holds_its_first_and_its_last_second_in_moscow_and_every_part_of_it() {
        let moscow = crate::time::zone("Europe/Moscow");
        let span = Span::of(&Days::of("2026-10-31".parse().unwrap()).today, &moscow).unwrap();
        let holds = |text: &str| span.holds(text.parse().unwrap());
        assert!(holds("2026-10-30T21:00:00Z"));
        assert!(holds("2026-10-31T23:59:59.999+03:00"));
        assert!(!holds("2026-10-30T20:59:59.999Z"));
        assert!(!holds("2026-11-01T00:00:00+03:00"));
    }
}
