//! Dates of the contract and the passport: real, and not in the future. Stored as `YYYY-MM-DD`.

use jiff::civil::Date;

use super::Verdict;

const LONG_AGO: i16 = 1950;

/// `2021-03-01`, or `01.03.2021` as people write it.
pub(crate) fn parse(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let parts: Vec<&str> = typed.split(['-', '.', '/']).collect();
    let [first, middle, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = match typed.contains('-') {
        true => (first, last),
        false => (last, first),
    };
    if year.len() != 4 || middle.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, middle.parse().ok()?, day.parse().ok()?).ok()
}

pub(crate) fn check(typed: &str, today: Date) -> Verdict {
    let Some(date) = parse(typed) else {
        return Verdict::error("date_unreal", typed);
    };
    if date > today {
        return Verdict::error("date_future", typed).with("today", today);
    }
    match date.year() < LONG_AGO {
        true => Verdict::warn("date_long_ago", date.to_string()),
        false => Verdict::ok("date_ok", date.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_does_not_exist_or_lies_ahead_is_refused() {
        let today = jiff::civil::date(2025, 6, 16);
        assert_eq!(check("01.03.2021", today).value, "2021-03-01");
        assert_eq!(check("2025-06-16", today).code, "date_ok");
        for (typed, code) in [
            ("2021-02-30", "date_unreal"),
            ("31.04.2021", "date_unreal"),
            ("21-02-01", "date_unreal"),
            ("вчера", "date_unreal"),
            ("2025-06-17", "date_future"),
            ("1921-01-01", "date_long_ago"),
        ] {
            assert_eq!(check(typed, today).code, code, "{typed}");
        }
    }
}
