//! Amounts and times as a spreadsheet counts: in doubles. The only place where money is one, and only where no digit
//! is lost by it.

use jiff::civil::{DateTime, date};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// A spreadsheet keeps fifteen digits.
const FIRST_TOO_LONG: u128 = 1_000_000_000_000_000;
const SECONDS_A_DAY: f64 = 86_400.0;

/// The amount, and how many decimals to show; `None` when it has more digits than a spreadsheet keeps.
pub fn amount(exact: Decimal) -> Option<(f64, u32)> {
    let exact = exact.normalize();
    let kept = exact.mantissa().unsigned_abs() < FIRST_TOO_LONG;
    let nearest = if exact.scale() <= 22 {
        // Both numbers are exact in a double, so that their quotient is the nearest one.
        let units = i64::try_from(exact.mantissa()).ok()?;
        let power = i32::try_from(exact.scale()).ok()?;
        (units as f64) / 10_f64.powi(power)
    } else {
        exact.to_string().parse().ok().or_else(|| exact.to_f64())?
    };
    kept.then_some((nearest, exact.scale().max(2)))
}

/// How an amount with this many decimals is shown.
pub fn format(decimals: u32) -> String {
    format!("#,##0.{}", "0".repeat(decimals as usize))
}

/// Days since the end of 1899 as spreadsheets count them; `None` for the days before March 1900, where they count one
/// that never was.
pub fn day(time: DateTime) -> Option<f64> {
    if time.date() < date(1900, 3, 1) {
        return None;
    }
    let since = time.duration_since(date(1899, 12, 30).at(0, 0, 0, 0));
    let seconds = i32::try_from(since.as_secs() % 86_400).ok()?;
    let days = i32::try_from(since.as_secs() / 86_400).ok()?;
    Some(f64::from(days) + f64::from(seconds) / SECONDS_A_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_a_number_only_when_no_digit_is_lost() {
        let cases = [
            ("12345.1434", Some((12345.1434, 4))),
            ("0.3", Some((0.3, 2))),
            ("-0.10", Some((-0.1, 2))),
            ("9999999999999.99", Some((9_999_999_999_999.99, 2))),
            ("99999999999999.99", None),
            ("0.000000000000000001", Some((1e-18, 18))),
            ("0.0000000000000000000000000001", Some((1e-28, 28))),
            ("79228162514264337593543950335", None),
        ];
        for (text, expected) in cases {
            assert_eq!(amount(text.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        assert_eq!(day(date(1900, 3, 1).at(0, 0, 0, 0)), Some(61.0));
        assert_eq!(day(date(2026, 10, 1).at(12, 0, 0, 999)), Some(46296.5));
        assert_eq!(day(date(1900, 2, 28).at(0, 0, 0, 0)), None);
    }
}
