//! What a cell looks like when no title says it: a phone, a name, a sum, an identifier.

use money::AmountFault;

use super::{Cell, CellKind, amount};

/// Country code, and digits after it.
const PHONES: &[(&str, usize)] = &[
    ("7", 10),
    ("8", 10),
    ("998", 9),
    ("992", 9),
    ("996", 9),
    ("374", 8),
];
/// In Russian and in English, as Excel and LibreOffice write them.
const ERRORS: &[&str] = &[
    "#Н/Д",
    "#ЗНАЧ!",
    "#ССЫЛКА!",
    "#ДЕЛ/0!",
    "#ИМЯ?",
    "#ПУСТО!",
    "#ЧИСЛО!",
    "#N/A",
    "#VALUE!",
    "#REF!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
];

pub(super) fn is_error(text: &str) -> bool {
    // A number that did not fit its column is copied as a fence.
    let fence = text.len() > 1 && text.bytes().all(|byte| byte == b'#');
    fence || ERRORS.contains(&text)
}

/// Ten digits without a country code are a Russian mobile.
pub(super) fn is_phone(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let beside = |char: char| {
        char.is_whitespace() || matches!(char, '(' | ')' | '-' | '\u{2011}' | '\u{2013}')
    };
    let digits: String = text.chars().filter(|char| !beside(*char)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let abroad = |(code, after): &(&str, usize)| {
        let rest = digits.strip_prefix(code);
        rest.is_some_and(|rest| rest.len() == *after)
    };
    (digits.len() == 10 && digits.starts_with('9')) || PHONES.iter().any(abroad)
}

/// Two to four words of Cyrillic letters, or a surname with initials.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|char: char| char.is_whitespace() || char == '.')
        .filter(|word| !word.is_empty())
        .collect();
    let letter = |char: char| matches!(char, 'А'..='я' | 'Ё' | 'ё' | '-' | '’' | '\'');
    let named = |word: &&str| {
        let first = word.chars().next();
        word.chars().all(letter) && first.is_some_and(char::is_alphabetic)
    };
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    // «оглы» and «кызы» are written small.
    let capitals = words.iter().filter(|word| capital(word)).count();
    (2..=4).contains(&words.len()) && words.iter().all(named) && capitals > 1
}

/// A surname, a first name or a patronymic alone; two words of one are seldom more.
pub(super) fn is_word_of_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letter = |char: char| char.is_alphabetic() || matches!(char, '-' | '’' | '\'' | '.');
    let named = |word: &&str| word.starts_with(char::is_alphabetic) && word.chars().all(letter);
    (1..=3).contains(&words.len()) && words.iter().all(named)
}

/// Thirty-two hexadecimal digits, or a UUID: how aggregators name a driver.
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    digits == 32 && digits + dashes == text.len() && matches!(dashes, 0 | 4)
}

/// Whether this may be a sum, even one that cannot be paid or must be asked about.
pub(super) fn is_sum(cell: &Cell) -> bool {
    let readable = match amount(cell) {
        Ok(_) => true,
        Err(trouble) => matches!(
            trouble.fault,
            AmountFault::Zero
                | AmountFault::Negative
                | AmountFault::TooManyDecimals
                | AmountFault::Ambiguous
        ),
    };
    readable && !is_phone(&cell.text) && !is_day(&cell.text)
}

/// A sum that is written as one: with kopecks, groups or a currency.
pub(super) fn is_money(cell: &Cell) -> bool {
    is_sum(cell) && whole(cell).is_none()
}

/// Digits and nothing else.
pub(super) fn whole(cell: &Cell) -> Option<u64> {
    let text = cell.text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let written = matches!(cell.kind, CellKind::Text | CellKind::Number);
    (digits && written).then(|| text.parse().ok()).flatten()
}

/// `31.12.2026`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('.').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    parts.iter().all(digits) && matches!(lengths.as_slice(), [1 | 2, 2, 2 | 4])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::written(text.to_owned())
    }

    #[test]
    fn phones_are_told_from_sums_and_tax_numbers() {
        for phone in [
            "79110041892",
            "+7 (911) 004-18-92",
            "8 911 004 18 92",
            "9110041892",
            "+998 90 123-45-67",
            "992901234567",
            "996555123456",
            "37491234567",
        ] {
            assert!(is_phone(phone), "{phone}");
            assert!(!is_sum(&text(phone)), "{phone}");
        }
        for other in [
            "500100732259",
            "1234567890",
            "7911004189",
            "",
            "12 500,00",
            "4276380000000001",
        ] {
            assert!(!is_phone(other), "{other}");
        }
    }

    #[test]
    fn names_are_words_of_people() {
        for name in [
            "Иванов Иван",
            "Иванов Иван Иванович",
            "Иванов И. И.",
            "Иванов И.И.",
            "Салтыков-Щедрин Пётр",
            "АЛИЕВ РАШИД ОГЛЫ",
            "Мамедов Али Гасан оглы",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Иванов",
            "Реестр выплат за ноябрь",
            "к выплате",
            "Ivan Ivanov",
            "",
            "Иванов 2",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn a_day_is_never_a_sum() {
        assert!(!is_sum(&text("01.11.2026")));
        assert!(!is_sum(&text("1.11.26")));
        assert!(is_sum(&text("1 234,56 ₽")) && is_money(&text("1 234,56 ₽")));
        assert!(is_sum(&text("0")) && is_sum(&text("-5")) && is_sum(&text("1,234")));
        assert!(!is_money(&text("1500")));
    }
}
