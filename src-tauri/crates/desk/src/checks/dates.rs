//! Dates of contracts, passports, licences and births: real, and in the past where they have to be. Stored as
//! `YYYY-MM-DD`.

use jiff::{ToSpan, Unit, civil::Date};

use super::Verdict;

const LONG_AGO: i16 = 1950;
/// Who registers, in full years.
const AGES: std::ops::RangeInclusive<i16> = 16..=100;
/// Nobody drives before.
const DRIVING_AGE: i16 = 16;

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

/// A date of birth: the age has to be one at which people register.
pub(crate) fn birth(typed: &str, today: Date) -> Verdict {
    let Some(date) = parse(typed) else {
        return Verdict::error("date_unreal", typed);
    };
    if date > today {
        return Verdict::error("date_future", typed).with("today", today);
    }
    let age = date
        .until((Unit::Year, today))
        .map_or(i16::MAX, |span| span.get_years());
    match AGES.contains(&age) {
        true => Verdict::ok("date_ok", date.to_string()),
        false => Verdict::error("age_range", typed)
            .with("age", age)
            .with("least", AGES.start())
            .with("most", AGES.end()),
    }
}

/// A day that may lie ahead.
pub(crate) fn any(typed: &str) -> Verdict {
    match parse(typed) {
        Some(date) => Verdict::ok("date_ok", date.to_string()),
        None => Verdict::error("date_unreal", typed),
    }
}

/// Is this day before the age at which somebody born then may drive?
pub(crate) fn before_driving_age(born: Date, day: Date) -> Option<Verdict> {
    let earliest = born.checked_add(DRIVING_AGE.years()).ok()?;
    (day < earliest).then(|| {
        Verdict::error("license_before_age", "")
            .with("least", DRIVING_AGE)
            .with("birthdate", born)
            .with("date", day)
    })
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

    #[test]
    fn a_birthday_counts_on_its_day_and_not_before() {
        let today = jiff::civil::date(2025, 6, 16);
        for (typed, code) in [
            ("16.06.2009", "date_ok"),
            ("2009-06-17", "age_range"),
            ("1925-01-01", "date_ok"),
            ("1924-06-17", "date_ok"),
            ("1924-06-15", "age_range"),
            ("2025-06-17", "date_future"),
            ("1990-02-30", "date_unreal"),
        ] {
            assert_eq!(birth(typed, today).code, code, "{typed}");
        }
        assert_eq!(birth("2015-01-01", today).params["age"], "10");
    }

    #[test]
    fn a_licence_from_before_the_driving_age_is_found() {
        let born = jiff::civil::date(2000, 2, 29);
        let on = |year, month, day| before_driving_age(born, jiff::civil::date(year, month, day));
        assert_eq!(on(2016, 2, 28).unwrap().code, "license_before_age");
        assert_eq!(on(2016, 2, 29), None);
    }
}
