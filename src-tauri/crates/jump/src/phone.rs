//! Telephone numbers: the vendor sends an integer in one place and `+7…` in another; here they are digits.

use std::fmt;

use serde::Serialize;
use transport::lenient::{Scalar, read_as_scalar};

/// The digits of a number, country code first, no plus: `79991234567`. Empty where the vendor sent no digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, specta::Type)]
pub struct Phone(String);

impl Phone {
    /// Keeps the digits of `text`.
    pub fn new(text: &str) -> Self {
        Self(digits(text))
    }

    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As the vendor wants it in a body: `+79991234567`.
    pub fn international(&self) -> String {
        format!("+{}", self.0)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Scalar for Phone {
    const EXPECTED: &'static str = "a telephone number";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self::new(text))
    }
}

read_as_scalar!(Phone);

/// What goes into a `search` parameter: a telephone number as digits (a raw plus would arrive as a space), anything
/// else as typed. `None` when nothing was typed.
pub(crate) fn search_text(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let is_number = typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '\u{A0}'));
    if !is_number {
        return Some(typed.to_owned());
    }
    let digits = digits(typed);
    Some(match digits.strip_prefix('8') {
        // Inside Russia people dial 8 for the country code 7; plain ids are left as they are.
        Some(local) if local.len() == 10 && (local.starts_with('9') || digits != typed) => {
            format!("7{local}")
        }
        _ => digits,
    })
    .filter(|text| !text.is_empty())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_reads_alike_from_integer_and_text() {
        for wire in ["79991234567", "\"+79991234567\"", "\"+7 (999) 123-45-67\""] {
            let phone: Phone = serde_json::from_str(wire).unwrap();
            assert_eq!(phone.digits(), "79991234567", "{wire}");
            assert_eq!(phone.international(), "+79991234567");
        }
        assert!(serde_json::from_str::<Phone>("[7]").is_err());
    }

    #[test]
    fn plus_never_reaches_a_search() {
        for (typed, sent) in [
            ("+7 999 123-45-67", "79991234567"),
            ("89991234567", "79991234567"),
            ("8 (495) 123-45-67", "74951234567"),
            ("84951234567", "84951234567"),
            ("1232", "1232"),
            (" Иванов ", "Иванов"),
            ("ce9c011f9baec2", "ce9c011f9baec2"),
        ] {
            assert_eq!(search_text(typed).as_deref(), Some(sent), "{typed}");
        }
        assert_eq!(search_text("  "), None);
        assert_eq!(search_text("+"), None);
    }
}
