//! Moments and amounts in the vendor's dialect: ISO 8601 with +03:00, kopecks as decimal text or JSON numbers.

use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use serde_json::{Number, Value, json};

/// Seconds since the epoch. Compact, because the park holds tens of thousands of payments.
pub type Seconds = i64;

pub const DAY: Seconds = 86_400;
pub const MOSCOW: Seconds = 3 * 3_600;

/// `2025-06-16T15:00:00+03:00`. By hand, because a page of payments has a thousand of them and debug builds are slow.
pub fn iso(at: Seconds) -> String {
    let local = at + MOSCOW;
    let (year, month, day) = civil(local.div_euclid(DAY));
    let second = local.rem_euclid(DAY);
    let (hours, minutes, seconds) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}+03:00")
}

/// Year, month and day of a count of days since 1970, in the Gregorian calendar; years are counted from March,
/// so that the leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097;
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

pub fn iso_or_null(at: Option<Seconds>) -> Value {
    at.map_or(Value::Null, |at| json!(iso(at)))
}

/// `2025-06-16`.
pub fn date(at: Seconds) -> String {
    iso(at)[..10].to_owned()
}

/// A moment as the vendor documents it (ISO 8601 with an offset); a bare date means its midnight in Moscow.
pub fn parse(text: &str) -> Option<Seconds> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_second());
    }
    let day: Date = text.parse().ok()?;
    let midnight = day
        .to_zoned(TimeZone::fixed(Offset::constant(3)))
        .ok()?
        .timestamp();
    Some(midnight.as_second())
}

pub fn timestamp(at: Seconds) -> Timestamp {
    Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Kopecks as a JSON number without trailing zeros: `1234.5`.
pub fn money_number(kopecks: i64) -> Value {
    let text = money_text(kopecks);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// Kopecks as text with two decimals: `1234.50`.
pub fn money_text(kopecks: i64) -> String {
    let sign = if kopecks < 0 { "-" } else { "" };
    let whole = kopecks.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_every_kopeck_and_no_binary_float() {
        assert_eq!(money_number(123_450).to_string(), "1234.5");
        assert_eq!(money_number(9_700).to_string(), "97");
        assert_eq!(money_number(1).to_string(), "0.01");
        assert_eq!(money_number(0).to_string(), "0");
        assert_eq!(money_number(10_000).to_string(), "100");
        assert_eq!(money_text(-5), "-0.05");
    }

    #[test]
    fn moments_are_written_and_read_with_the_offset_of_moscow() {
        assert_eq!(iso(1_750_075_200), "2025-06-16T15:00:00+03:00");
        assert_eq!(parse("2025-06-16T15:00:00+03:00"), Some(1_750_075_200));
        assert_eq!(parse("2025-06-16T12:00:00Z"), Some(1_750_075_200));
        assert_eq!(parse("2025-06-16"), Some(1_750_075_200 - 15 * 3_600));
        assert_eq!(parse("вчера"), None);
        for at in (0..60 * 366).map(|day| day * DAY + day * 7) {
            assert_eq!(parse(&iso(at)), Some(at), "{}", iso(at));
        }
    }
}
