//! What people type into a search field, made into what the service can find: a phone in any writing becomes digits,
//! and a name typed with the wrong keyboard layout (`bdfyjd`) becomes the name that was meant (`иванов`).

use crate::checks::phone;

/// What to ask the service for. Ask for `text`; if that finds nothing and there is an `otherwise`, ask for that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchText {
    /// `None` when nothing was typed.
    pub text: Option<String>,
    /// The other reading: the text as typed where `text` was guessed from it, a guess where `text` is as typed.
    pub otherwise: Option<String>,
}

impl SearchText {
    fn plain(text: String) -> Self {
        Self {
            text: Some(text),
            otherwise: None,
        }
    }

    /// What to show as really searched: absent when it is what was typed.
    pub fn told(typed: &str, used: Option<&str>) -> Option<String> {
        used.filter(|used| *used != typed.trim()).map(str::to_owned)
    }
}

/// Drivers are found by name, phone, id, and the aggregator's hexadecimal id.
pub fn for_drivers(typed: &str) -> SearchText {
    if looks_like_aggregator_id(typed.trim()) {
        return SearchText::plain(typed.trim().to_owned());
    }
    by_name_or_phone(typed)
}

/// Payments are found by their id, and by the driver's name or phone.
pub fn for_payments(typed: &str) -> SearchText {
    by_name_or_phone(typed)
}

/// Applications are found by name or phone.
pub fn for_applications(typed: &str) -> SearchText {
    by_name_or_phone(typed)
}

/// Car models are found by a part of their name. They are written in both alphabets, so the text is taken as typed first.
pub fn for_car_models(typed: &str) -> SearchText {
    let typed = typed.trim();
    if typed.is_empty() {
        return SearchText::default();
    }
    SearchText {
        text: Some(typed.to_owned()),
        otherwise: in_other_layout(typed),
    }
}

fn by_name_or_phone(typed: &str) -> SearchText {
    let typed = typed.trim();
    if typed.is_empty() {
        return SearchText::default();
    }
    if let Some(digits) = phone_or_id(typed) {
        return SearchText::plain(digits);
    }
    match in_russian_layout(typed) {
        Some(meant) => SearchText {
            text: Some(meant),
            otherwise: Some(typed.to_owned()),
        },
        None => SearchText::plain(typed.to_owned()),
    }
}

/// Digits with the separators of a phone. A bare number that is no Russian mobile phone may be an id and stays.
fn phone_or_id(typed: &str) -> Option<String> {
    let digits = phone::bare_digits(typed)?;
    let international = typed.starts_with('+');
    let local = digits.strip_prefix('8').filter(|rest| rest.len() == 10);
    Some(match local {
        Some(rest) if !international && (rest.starts_with('9') || digits != typed) => {
            format!("7{rest}")
        }
        _ => digits,
    })
}

/// Hexadecimal with a digit in it, or too long for a name.
fn looks_like_aggregator_id(typed: &str) -> bool {
    const LONGER_THAN_A_NAME: usize = 12;
    !typed.is_empty()
        && typed
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
        && typed.bytes().any(|b| !b.is_ascii_digit())
        && (typed.bytes().any(|b| b.is_ascii_digit()) || typed.len() >= LONGER_THAN_A_NAME)
}

const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";

/// The text as it would have come out in the ЙЦУКЕН layout; `None` when it could not have been meant so.
fn in_russian_layout(typed: &str) -> Option<String> {
    if !typed.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    typed
        .chars()
        .map(|c| match c {
            ' ' | '-' | '\u{A0}' => Some(c),
            _ => on_same_key(c, LATIN, CYRILLIC),
        })
        .collect()
}

/// The text as the other layout would have written it, whichever it was typed in; digits are the same in both.
pub(crate) fn in_other_layout(typed: &str) -> Option<String> {
    let cyrillic = typed.chars().any(|c| CYRILLIC.contains(c));
    if !cyrillic && !typed.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let (from, to) = match cyrillic {
        true => (CYRILLIC, LATIN),
        false => (LATIN, CYRILLIC),
    };
    typed
        .chars()
        .map(|c| match c {
            ' ' | '-' | '\u{A0}' | '0'..='9' => Some(c),
            _ => on_same_key(c, from, to),
        })
        .collect()
}

fn on_same_key(c: char, from: &str, to: &str) -> Option<char> {
    from.chars()
        .zip(to.chars())
        .find(|(key, _)| *key == c)
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(typed: &str) -> Option<String> {
        for_drivers(typed).text
    }

    #[test]
    fn a_phone_in_any_writing_is_searched_as_the_services_digits() {
        for typed in [
            "8 (911) 004-18-92",
            "+7 911 004 18 92",
            "89110041892",
            "+7\u{a0}911\u{a0}004‑18‑92",
            " 7(911)0041892 ",
        ] {
            assert_eq!(first(typed).as_deref(), Some("79110041892"), "{typed}");
            assert_eq!(for_payments(typed).text.as_deref(), Some("79110041892"));
        }
    }

    #[test]
    fn an_id_is_never_rewritten_as_a_phone() {
        for id in [
            "1232",
            "84951234567",
            "214003",
            "ce9c011f9baec2",
            "abcdefabcdef",
        ] {
            let search = for_drivers(id);
            assert_eq!(search.text.as_deref(), Some(id));
            assert_eq!(search.otherwise, None);
        }
    }

    #[test]
    fn a_name_in_the_wrong_layout_is_understood_and_the_typed_text_is_kept_for_a_second_try() {
        for (typed, meant) in [
            ("bdfyjd", "иванов"),
            ("Bdfyjd Bdfy", "Иванов Иван"),
            (";erjd", "жуков"),
            ("fdd", "авв"),
        ] {
            let search = for_drivers(typed);
            assert_eq!(search.text.as_deref(), Some(meant));
            assert_eq!(search.otherwise.as_deref(), Some(typed));
        }
        assert_eq!(
            for_drivers("Иванов"),
            SearchText::plain("Иванов".to_owned())
        );
        assert_eq!(for_drivers("Иванjd").otherwise, None);
        assert_eq!(for_drivers(" \u{a0} "), SearchText::default());
    }

    #[test]
    fn a_car_model_is_understood_in_either_layout() {
        for (typed, other) in [
            (" лшф ", Some("kia")),
            ("Kfhuec", Some("Ларгус")),
            ("Ешппщ 7", Some("Tiggo 7")),
            ("206", None),
            ("Kia Рио", None),
        ] {
            let search = for_car_models(typed);
            assert_eq!(search.text.as_deref(), Some(typed.trim()));
            assert_eq!(search.otherwise.as_deref(), other, "{typed}");
        }
        assert_eq!(for_car_models("  "), SearchText::default());
    }
}
