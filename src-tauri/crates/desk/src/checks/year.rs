//! The year a car was made in.

use jiff::civil::Date;

use super::Verdict;

const OLDEST: i16 = 1980;

/// Cars of the next model year are sold before it begins.
pub(crate) fn check(typed: &str, today: Date) -> Verdict {
    let digits = typed.trim();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Verdict::error("year_characters", typed);
    }
    let newest = today.year() + 1;
    match digits.parse::<i16>() {
        Ok(year) if (OLDEST..=newest).contains(&year) => Verdict::ok("ok", digits),
        _ => Verdict::error("year_range", typed)
            .with("least", OLDEST)
            .with("most", newest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_car_is_neither_older_than_the_service_takes_nor_from_the_future() {
        let today = jiff::civil::date(2025, 6, 16);
        for (typed, code) in [
            ("1980", "ok"),
            (" 2026 ", "ok"),
            ("1979", "year_range"),
            ("2027", "year_range"),
            ("0000", "year_range"),
            ("19", "year_characters"),
            ("+019", "year_characters"),
            ("２０１９", "year_characters"),
        ] {
            assert_eq!(check(typed, today).code, code, "{typed}");
        }
        assert_eq!(check(" 2019", today).value, "2019");
    }
}
