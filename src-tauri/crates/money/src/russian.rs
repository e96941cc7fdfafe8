//! Amounts as people in Russia write them. Typing is read strictly: what can mean two sums is asked about, and what
//! cannot be paid (zero, negative, fractions of a kopeck) is refused with a reason of its own.

use serde::{Deserialize, Serialize};

use crate::Amount;

/// Spaces that Excel, banks and people put between groups of three digits.
const GROUP_SPACES: [char; 4] = [' ', '\u{A0}', '\u{202F}', '\u{2009}'];
const MINUS: char = '\u{2212}';
const GROUP: usize = 3;
const KOPECK_DIGITS: usize = 2;

/// Why a typed amount was not taken.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum AmountFault {
    #[error("nothing was typed")]
    Empty,
    #[error("not a number")]
    NotANumber,
    /// `1e3`: a spreadsheet's notation, in which digits are easily lost.
    #[error("written with an exponent")]
    Exponent,
    #[error("negative")]
    Negative,
    #[error("zero")]
    Zero,
    /// More than two digits after the point.
    #[error("finer than a kopeck")]
    TooManyDecimals,
    /// `1,234` is a thousand and more, or one and a bit: the person must say which.
    #[error("the separator can be read in two ways")]
    Ambiguous,
    /// `12 34`: spaces stand where no group of three ends.
    #[error("digits are grouped unusually")]
    BadGrouping,
    #[error("too large to hold exactly")]
    TooLarge,
}

impl Amount {
    /// Reads a positive amount in rubles: `1 234,56`, `0,10`, `1234.5`.
    pub fn parse_russian(typed: &str) -> Result<Self, AmountFault> {
        let typed = typed.trim();
        let before = |c: char| c == '-' || c == MINUS || c.is_whitespace();
        let text = typed.trim_start_matches(before);
        let amount = Self::parse_positive(text)?;
        match text.len() == typed.len() {
            true => Ok(amount),
            false => Err(AmountFault::Negative),
        }
    }

    fn parse_positive(text: &str) -> Result<Self, AmountFault> {
        if text.is_empty() {
            return Err(AmountFault::Empty);
        }
        let (whole, kopecks) = split(text)?;
        let digits = ungrouped(whole)?;
        if kopecks.len() > KOPECK_DIGITS {
            return Err(AmountFault::TooManyDecimals);
        }
        let plain = if kopecks.is_empty() {
            digits
        } else {
            format!("{digits}.{kopecks}")
        };
        let amount: Self = plain.parse().map_err(|_| AmountFault::TooLarge)?;
        if amount == Self::ZERO {
            return Err(AmountFault::Zero);
        }
        Ok(amount)
    }

    /// `1 284 560,00`: groups by a no-break space, at least two decimals, the minus of typography (U+2212).
    pub fn format_russian(self) -> String {
        let value = self.decimal().normalize();
        let plain = value.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let sign = if value.is_sign_negative() && !value.is_zero() {
            MINUS.to_string()
        } else {
            String::new()
        };
        format!("{sign}{},{fraction:0<KOPECK_DIGITS$}", grouped(whole))
    }
}

/// The whole part as typed, and the digits after the separator.
fn split(text: &str) -> Result<(&str, &str), AmountFault> {
    let shape_is_exponent = |c: char| matches!(c, 'e' | 'E' | 'е' | 'Е');
    let allowed = |c: char| c.is_ascii_digit() || GROUP_SPACES.contains(&c) || c == ',' || c == '.';
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(AmountFault::NotANumber);
    }
    if let Some(odd) = text.chars().find(|c| !allowed(*c)) {
        return Err(if shape_is_exponent(odd) {
            AmountFault::Exponent
        } else {
            AmountFault::NotANumber
        });
    }
    let mut separators = text.match_indices([',', '.']);
    let Some((at, mark)) = separators.next() else {
        return Ok((text, ""));
    };
    let (whole, fraction) = (&text[..at], &text[at + mark.len()..]);
    if fraction.is_empty() || fraction.ends_with([',', '.']) {
        return Err(AmountFault::NotANumber);
    }
    if fraction.contains(GROUP_SPACES) {
        return Err(AmountFault::BadGrouping);
    }
    if separators.next().is_some() || reads_as_thousands(whole, fraction) {
        return Err(AmountFault::Ambiguous);
    }
    Ok((whole, fraction))
}

/// `1,234` and `12.345`; not `0,125` (no number of thousands starts with a zero) nor `1 234,567` (grouped already).
fn reads_as_thousands(whole: &str, fraction: &str) -> bool {
    fraction.len() == GROUP && whole.len() <= GROUP && !whole.starts_with('0')
}

fn ungrouped(whole: &str) -> Result<String, AmountFault> {
    let groups: Vec<&str> = whole.split(GROUP_SPACES).collect();
    if let [first, rest @ ..] = groups.as_slice() {
        let in_groups = rest.is_empty() || first.len() <= GROUP;
        if !in_groups || rest.iter().any(|group| group.len() != GROUP) {
            return Err(AmountFault::BadGrouping);
        }
    }
    Ok(groups.concat())
}

fn grouped(digits: &str) -> String {
    let mut shown = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(GROUP) {
            shown.push('\u{A0}');
        }
        shown.push(digit);
    }
    shown
}
