//! Amounts as JSON: the digits of the text become a decimal, so no binary float and no rounding comes between.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::Amount;

/// Longest exponent that is worth spelling out; a decimal holds 28 digits or so.
const WIDEST_EXPONENT: i32 = 64;
/// Most digits that a decimal keeps after the point.
const WIDEST_FRACTION: usize = 28;

/// The text is not an amount, or it has more digits than can be kept exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an exact amount")]
pub struct InexactAmount;

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        // The value is never repeated in the message: messages reach the log.
        match Value::deserialize(input)? {
            Value::Number(number) => {
                from_json_number(&number.to_string()).map_err(D::Error::custom)
            }
            Value::String(text) => text.parse().map_err(D::Error::custom),
            _ => Err(D::Error::custom("expected an amount, a number or a string")),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

/// Digits with a dot and an optional minus; spaces around are tolerated, grouping and exponents are not.
impl FromStr for Amount {
    type Err = InexactAmount;

    fn from_str(text: &str) -> Result<Self, InexactAmount> {
        let text = text.trim();
        let (negative, digits) = without_sign(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if digits.ends_with('.') {
            return Err(InexactAmount);
        }
        exact(negative, whole, fraction)
    }
}

/// Any form that JSON allows, an exponent included.
fn from_json_number(text: &str) -> Result<Amount, InexactAmount> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text.parse();
    };
    let exponent: i32 = exponent.parse().map_err(|_| InexactAmount)?;
    let (negative, mantissa) = without_sign(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole
        .chars()
        .chain(fraction.chars())
        .all(|digit| digit == '0')
    {
        return exact(false, "0", "");
    }
    if exponent.abs() > WIDEST_EXPONENT {
        return Err(InexactAmount);
    }
    let (whole, fraction) = shifted(whole, fraction, exponent);
    exact(negative, &whole, &fraction)
}

fn without_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

/// Moves the decimal point `exponent` places to the right (left when negative).
fn shifted(whole: &str, fraction: &str, exponent: i32) -> (String, String) {
    let places = exponent.unsigned_abs() as usize;
    if exponent >= 0 {
        let padded = format!("{fraction:0<places$}");
        let (moved, rest) = padded.split_at_checked(places).unwrap_or((&padded, ""));
        (format!("{whole}{moved}"), rest.to_owned())
    } else {
        let padded = format!("{whole:0>width$}", width = places + 1);
        let (rest, moved) = padded
            .split_at_checked(padded.len().saturating_sub(places))
            .unwrap_or(("0", &padded));
        (rest.to_owned(), format!("{moved}{fraction}"))
    }
}

fn exact(negative: bool, whole: &str, fraction: &str) -> Result<Amount, InexactAmount> {
    let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !only_digits(whole) || !only_digits(fraction) {
        return Err(InexactAmount);
    }
    // Zeros past the last kept place say nothing, so they are no reason to refuse.
    let fraction = if fraction.len() > WIDEST_FRACTION {
        fraction.trim_end_matches('0')
    } else {
        fraction
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        significant => significant,
    };
    let text = if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    };
    let mut value = Decimal::from_str_exact(&text).map_err(|_| InexactAmount)?;
    value.set_sign_negative(negative && !value.is_zero());
    Ok(Amount::new(value))
}
