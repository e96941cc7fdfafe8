//! Numbers and days of a workbook as text. The only place of this module where a number is a double, because that is
//! what a workbook holds; it leaves as the digits that the spreadsheet shows.

use calamine::ExcelDateTime;

use super::{Cell, CellKind};

/// Of fifteen digits, as a spreadsheet keeps: `79110041892`, `1234.56`, `-0.5`; never with an exponent. A decimal of at
/// most fifteen digits comes back from its double exactly.
pub(super) fn number(value: f64) -> Cell {
    if !value.is_finite() {
        return Cell {
            text: value.to_string(),
            kind: CellKind::Error,
        };
    }
    let scientific = format!("{value:.14e}");
    let text = plain(&scientific).unwrap_or(scientific);
    Cell {
        text,
        kind: CellKind::Number,
    }
}

/// `-1.23450000000000e2` as `-123.45`.
fn plain(scientific: &str) -> Option<String> {
    let (mantissa, power) = scientific.split_once('e')?;
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let whole = power.parse::<isize>().ok()? + 1;
    let Ok(whole) = usize::try_from(whole) else {
        let zeros = "0".repeat(whole.unsigned_abs());
        return Some(format!("{sign}0.{zeros}{digits}"));
    };
    if digits.len() <= whole {
        return Some(format!("{sign}{digits:0<whole$}"));
    }
    let (whole, fraction) = digits.split_at(whole);
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(format!("{sign}{whole}.{fraction}"))
}

/// `31.12.2026`, `31.12.2026 23:59:58`. To the nearest second: a time is a fraction of a day that a double seldom hits.
pub(super) fn day(value: &ExcelDateTime) -> Cell {
    const HALF_A_SECOND: f64 = 0.5 / 86_400.0;
    let serial = value.as_f64();
    let text = if value.is_duration() || serial < 1.0 {
        duration(serial)
    } else {
        let is_1904 = value.to_ymd_hms_milli() != unshifted(serial);
        let (year, month, day, hour, minute, second, _) =
            at(serial + HALF_A_SECOND, is_1904).to_ymd_hms_milli();
        let date = format!("{day:02}.{month:02}.{year:04}");
        if (hour, minute, second) == (0, 0, 0) {
            date
        } else {
            format!("{date} {hour:02}:{minute:02}:{second:02}")
        }
    };
    Cell {
        text,
        kind: CellKind::Date,
    }
}

fn unshifted(serial: f64) -> (u16, u8, u8, u8, u8, u8, u16) {
    at(serial, false).to_ymd_hms_milli()
}

fn at(serial: f64, is_1904: bool) -> ExcelDateTime {
    ExcelDateTime::new(serial, calamine::ExcelDateTimeType::DateTime, is_1904)
}

/// Hours may be more than a day has.
fn duration(days: f64) -> String {
    // Saturates: a workbook may hold any number under the format of a time.
    let seconds = (days.abs() * 86_400.0).round() as u64;
    let sign = if days < 0.0 && seconds > 0 { "-" } else { "" };
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{sign}{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_number_is_never_written_with_an_exponent_or_float_noise() {
        let cases = [
            (79_110_041_892.0, "79110041892"),
            (1234.56, "1234.56"),
            (0.1 + 0.2, "0.3"),
            (12345.1434, "12345.1434"),
            (1000.0, "1000"),
            (-0.05, "-0.05"),
            (-0.0, "0"),
            (1e20, "100000000000000000000"),
            (0.000_001, "0.000001"),
            (0.25, "0.25"),
            (1_234.560_000_000_000_1, "1234.56"),
            (999_999_999_999_999.9, "1000000000000000"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value).text, text);
        }
        assert_eq!(number(f64::NAN).kind, CellKind::Error);
    }

    #[test]
    fn a_time_is_told_to_the_second() {
        let cases = [
            (46296.5, "01.10.2026 12:00:00"),
            (46296.0, "01.10.2026"),
            (46296.0 + 86_399.0 / 86_400.0, "01.10.2026 23:59:59"),
            (0.5, "12:00:00"),
        ];
        for (serial, text) in cases {
            assert_eq!(day(&at(serial, false)).text, text);
        }
        assert_eq!(day(&at(44834.0, true)).text, "01.10.2026");
    }

    proptest! {
        #[test]
        fn no_kopeck_is_lost_between_a_double_and_its_digits(units in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0u32..6) {
            let exact = Decimal::new(units, scale).normalize();
            let held: f64 = exact.to_string().parse().unwrap();
            prop_assert_eq!(number(held).text.parse::<Decimal>().unwrap(), exact);
        }

        #[test]
        fn any_double_is_plain_digits(bits in any::<u64>()) {
            let cell = number(f64::from_bits(bits));
            let digits = cell.text.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
            prop_assert!(digits || cell.kind == CellKind::Error, "{}", cell.text);
        }
    }
}
