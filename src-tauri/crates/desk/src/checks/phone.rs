//! Phone numbers in any writing; what is stored is `+` and digits.

use super::{Verdict, is_separator};

/// Country code, digits after it, and the country.
const COUNTRIES: &[(&str, usize, &str)] = &[
    ("998", 9, "uz"),
    ("992", 9, "tj"),
    ("996", 9, "kg"),
    ("374", 8, "am"),
    ("375", 9, "by"),
    ("994", 9, "az"),
    ("995", 9, "ge"),
    ("373", 8, "md"),
    ("993", 8, "tm"),
    ("380", 9, "ua"),
];
const LEAST: usize = 7;
const MOST: usize = 15;

/// The digits of a text that holds nothing but digits and what people write between them.
pub(crate) fn bare_digits(typed: &str) -> Option<String> {
    let typed = without_scheme(typed);
    let typed = typed.strip_prefix('+').unwrap_or(typed);
    let digits: String = typed
        .chars()
        .filter(|c| !is_separator(*c) && !matches!(c, '(' | ')' | '.'))
        .collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// A link copied as text begins with `tel:`.
fn without_scheme(typed: &str) -> &str {
    let typed = typed.trim();
    typed.strip_prefix("tel:").map_or(typed, str::trim_start)
}

/// Country code first. Inside Russia people dial 8, or leave the code out altogether.
fn international(typed: &str, digits: String) -> String {
    if without_scheme(typed).starts_with('+') {
        return digits;
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return rest.to_owned();
    }
    match digits.strip_prefix('8') {
        // No country code begins with 89: it is the Russian trunk prefix, with a digit lost or doubled or not.
        Some(rest) if rest.len() == 10 || rest.starts_with('9') => format!("7{rest}"),
        _ if digits.len() == 10 && digits.starts_with('9') => format!("7{digits}"),
        _ => digits,
    }
}

pub(crate) fn check(typed: &str) -> Verdict {
    let Some(digits) = bare_digits(typed) else {
        return Verdict::error("phone_characters", typed);
    };
    let digits = international(typed, digits);
    let stored = format!("+{digits}");
    let known = match digits.strip_prefix('7') {
        Some(rest) => {
            let country = if rest.starts_with('7') { "kz" } else { "ru" };
            Some((rest, 10, country))
        }
        None => COUNTRIES.iter().find_map(|(code, expected, country)| {
            Some((digits.strip_prefix(code)?, *expected, *country))
        }),
    };
    match known {
        Some((rest, expected, country)) if rest.len() != expected => {
            Verdict::error("phone_length", typed)
                .with("country", country)
                .with("count", rest.len())
                .with("expected", expected)
        }
        Some((rest, _, country)) => {
            let mobile = country != "ru" || rest.starts_with('9');
            let verdict = match mobile {
                true => Verdict::ok("phone_ok", stored),
                false => Verdict::warn("phone_not_mobile", stored),
            };
            verdict
                .with("country", country)
                .with("formatted", formatted(&digits))
                .with("digits", digits)
        }
        None if !(LEAST..=MOST).contains(&digits.len()) => Verdict::error("phone_digits", typed)
            .with("count", digits.len())
            .with("least", LEAST)
            .with("most", MOST),
        None => Verdict::warn("phone_country_unchecked", stored)
            .with("count", digits.len())
            .with("digits", digits),
    }
}

/// `+7 911 004-18-92`; numbers of other countries keep their digits together after the code.
pub(crate) fn formatted(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return String::new();
    }
    if digits.len() == 11 && digits.starts_with('7') {
        let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
        return format!(
            "+7 {} {}-{}-{}",
            part(1..4),
            part(4..7),
            part(7..9),
            part(9..11)
        );
    }
    let code = COUNTRIES
        .iter()
        .find_map(|(code, _, _)| digits.strip_prefix(code).map(|rest| (code, rest)));
    match code {
        Some((code, rest)) => format!("+{code} {rest}"),
        None => format!("+{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::checks::CheckLevel;

    #[test]
    fn every_writing_of_one_phone_is_stored_alike() {
        for typed in [
            "8 911 004-18-92",
            "+7 (911) 004-18-92",
            "+7\u{a0}911\u{a0}004\u{2011}18\u{2011}92",
            "9110041892",
            "tel:+79110041892",
            "7 911 004 18 92",
            "007 911 0041892",
        ] {
            let verdict = check(typed);
            assert_eq!(
                (verdict.code, verdict.value.as_str()),
                ("phone_ok", "+79110041892"),
                "{typed}"
            );
            assert_eq!(verdict.params["formatted"], "+7 911 004-18-92");
        }
    }

    #[test]
    fn a_lost_digit_is_told_and_not_stored() {
        let verdict = check("+7 911 004-18-9");
        assert_eq!(verdict.code, "phone_length");
        assert_eq!(
            (&*verdict.params["count"], &*verdict.params["expected"]),
            ("9", "10")
        );
        assert_eq!(check("+998 90 123 45 6").params["country"], "uz");
        assert_eq!(check("8 911 004-18-9").code, "phone_length");
        assert_eq!(check("8 911 004-18-922").code, "phone_length");
        for (typed, code) in [
            ("12345", "phone_digits"),
            ("нет", "phone_characters"),
            ("+", "phone_characters"),
        ] {
            assert_eq!(check(typed).code, code);
            assert!(check(typed).is_error());
        }
    }

    #[test]
    fn phones_of_neighbour_countries_are_not_refused() {
        for (typed, country) in [
            ("+998 90 123-45-67", "uz"),
            ("992 90 123 4567", "tj"),
            ("+996 700 123 456", "kg"),
            ("+374 91 123456", "am"),
            ("+375 29 123-45-67", "by"),
            ("+7 701 123 45 67", "kz"),
        ] {
            let verdict = check(typed);
            assert_eq!(
                (verdict.code, &*verdict.params["country"]),
                ("phone_ok", country)
            );
        }
        assert_eq!(check("+49 30 1234567").level, CheckLevel::Warn);
        assert_eq!(check("+7 495 123-45-67").code, "phone_not_mobile");
    }

    proptest! {
        #[test]
        fn storing_twice_changes_nothing(typed in "[+0-9() \u{a0}-]{0,20}") {
            let once = check(&typed);
            if !once.is_error() {
                prop_assert_eq!(&check(&once.value), &once);
                prop_assert_eq!(check(&formatted(&once.value)).value, once.value);
            }
        }

        #[test]
        fn any_separators_give_the_same_phone(digits in "9[0-9]{9}", cut in 0_usize..10, gap in "[ \u{a0}\u{202f}()-]{0,3}") {
            let (head, tail) = digits.split_at(cut);
            for prefix in ["+7", "8", "7", "8 "] {
                prop_assert_eq!(check(&format!("{prefix}{head}{gap}{tail}")).value, format!("+7{digits}"));
            }
        }
    }
}
