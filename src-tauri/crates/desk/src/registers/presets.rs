//! Ready-made periods, as days of the park's zone.

use jiff::{ToSpan, civil::Date};

use super::types::{Period, PeriodPreset};
use crate::Desk;

impl Desk {
    /// `today`, `yesterday`, `week` (from Monday), `last_week`, `month`, `last_month`, `quarter`,
    /// `last_quarter`, `year`. A period that is not over yet ends today.
    pub fn period_presets(&self) -> Vec<PeriodPreset> {
        presets(self.now().to_zoned(self.zone()).date())
    }
}

fn presets(today: Date) -> Vec<PeriodPreset> {
    let monday = back(today, i32::from(today.weekday().to_monday_zero_offset()));
    let month = today.first_of_month();
    let quarter = quarter_of(today);
    let before = |start: Date| back(start, 1);
    let periods = [
        ("today", today, today),
        ("yesterday", before(today), before(today)),
        ("week", monday, today),
        ("last_week", back(monday, 7), before(monday)),
        ("month", month, today),
        ("last_month", before(month).first_of_month(), before(month)),
        ("quarter", quarter, today),
        ("last_quarter", quarter_of(before(quarter)), before(quarter)),
        ("year", today.first_of_year(), today),
    ];
    let preset = |(code, from, to): (&str, Date, Date)| PeriodPreset {
        code: code.to_owned(),
        period: Period {
            from: from.to_string(),
            to: to.to_string(),
        },
    };
    periods.map(preset).into()
}

/// So many days earlier; nobody keeps books before the year −9999.
fn back(date: Date, days: i32) -> Date {
    date.saturating_sub(days.days())
}

fn quarter_of(date: Date) -> Date {
    let into = (date.month() - 1) % 3;
    date.first_of_month()
        .saturating_sub(i32::from(into).months())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(today: &str, code: &str) -> (String, String) {
        let found = presets(today.parse().unwrap())
            .into_iter()
            .find(|preset| preset.code == code)
            .unwrap()
            .period;
        (found.from, found.to)
    }

    #[test]
    fn no_day_is_left_out_or_counted_twice_by_a_ready_made_period() {
        let cases = [
            ("2026-11-21", "today", "2026-11-21", "2026-11-21"),
            ("2026-03-01", "yesterday", "2026-02-28", "2026-02-28"),
            ("2026-11-21", "week", "2026-11-16", "2026-11-21"),
            ("2026-11-16", "week", "2026-11-16", "2026-11-16"),
            ("2026-11-22", "week", "2026-11-16", "2026-11-22"),
            ("2026-11-16", "last_week", "2026-11-09", "2026-11-15"),
            ("2026-11-21", "month", "2026-11-01", "2026-11-21"),
            ("2026-03-31", "last_month", "2026-02-01", "2026-02-28"),
            ("2026-01-05", "last_month", "2025-12-01", "2025-12-31"),
            ("2026-11-21", "quarter", "2026-10-01", "2026-11-21"),
            ("2026-02-28", "last_quarter", "2025-10-01", "2025-12-31"),
            ("2026-07-01", "last_quarter", "2026-04-01", "2026-06-30"),
            ("2026-11-21", "year", "2026-01-01", "2026-11-21"),
        ];
        for (today, code, from, to) in cases {
            let expected = (from.to_owned(), to.to_owned());
            assert_eq!(period(today, code), expected, "{code} on {today}");
        }
    }
}
