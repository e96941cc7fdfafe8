//! Amounts and moments in Yandex's dialect: fixed point with up to four decimals, microseconds with +03:00, and the
//! offset without a colon of the driver profiles.

use crate::moments::{MOSCOW, Seconds, iso};

/// Ten-thousandths of a rouble: the finest part that the service knows.
pub type Parts = i64;

pub const ROUBLE: Parts = 10_000;
pub const KOPECK: Parts = 100;

/// Thousandths of a second since the epoch.
pub type Millis = i64;

/// A thousand million roubles: whoever asks for more has slipped.
const LARGEST: Parts = 1_000_000_000 * ROUBLE;
const LONGEST: usize = 20;

/// As text with so many decimals, or as many more as the amount needs: `12345.1434`.
pub fn shown(amount: Parts, decimals: u8) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let whole = amount.unsigned_abs();
    let mut text = format!("{sign}{}.{:04}", whole / 10_000, whole % 10_000);
    let spare = usize::from(4_u8.saturating_sub(decimals));
    for _ in 0..spare {
        if text.ends_with('0') {
            text.pop();
        }
    }
    if text.ends_with('.') {
        text.pop();
    }
    text
}

/// `^-?[0-9]+(\.[0-9]{1,4})?$`, at most twenty signs; zero is an amount here. `None` = not so written, or too large.
pub fn read(text: &str) -> Option<Parts> {
    if text.len() > LONGEST {
        return None;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) if (1..=4).contains(&part.len()) => (whole, part),
        Some(_) => return None,
        None => (digits, ""),
    };
    let is_number = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) {
        return None;
    }
    let whole: Parts = whole.parse().ok()?;
    let part: Parts = format!("{part:0<4}").parse().ok()?;
    let amount = whole.checked_mul(ROUBLE)?.checked_add(part)?;
    let signed = if text.starts_with('-') {
        -amount
    } else {
        amount
    };
    (amount <= LARGEST).then_some(signed)
}

/// `2026-01-15T10:00:00.123000+03:00`.
pub fn moment(at: Millis) -> String {
    let whole = iso(seconds(at));
    format!("{}.{:03}000+03:00", &whole[..19], at.rem_euclid(1_000))
}

/// `2020-04-27T08:44:05.871+0000`: no RFC 3339, the offset has no colon.
pub fn plain_moment(at: Millis) -> String {
    let whole = iso(seconds(at) - MOSCOW);
    format!("{}.{:03}+0000", &whole[..19], at.rem_euclid(1_000))
}

pub fn seconds(at: Millis) -> Seconds {
    at.div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_an_amount_is_lost_by_showing_fewer_decimals() {
        assert_eq!(shown(123_451_434, 4), "12345.1434");
        assert_eq!(shown(123_451_434, 2), "12345.1434");
        assert_eq!(shown(4_004_000, 2), "400.40");
        assert_eq!(shown(4_004_000, 4), "400.4000");
        assert_eq!(shown(-9_000_000, 0), "-900");
        assert_eq!(shown(-500, 3), "-0.050");
    }

    #[test]
    fn an_amount_is_read_exactly_or_not_at_all() {
        assert_eq!(read("12345.1434"), Some(123_451_434));
        assert_eq!(read("-30"), Some(-300_000));
        assert_eq!(read("-0.5"), Some(-5_000));
        assert_eq!(read("0"), Some(0));
        for text in [
            "+5",
            "1,5",
            "1.",
            ".5",
            "1.00000",
            "1e3",
            "",
            "-",
            " 1",
            "99999999999999999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn moments_of_profiles_have_no_colon_in_their_offset() {
        assert_eq!(
            plain_moment(1_587_977_045_871),
            "2020-04-27T08:44:05.871+0000"
        );
        assert_eq!(
            moment(1_750_075_200_123),
            "2025-06-16T15:00:00.123000+03:00"
        );
    }
}
