//! Driving licences: Russian ones are ten signs; those of other countries are kept as typed.

use super::{Verdict, as_cyrillic, is_separator};

pub(crate) fn check(typed: &str) -> Verdict {
    let signs: Vec<char> = typed
        .chars()
        .filter(|c| !is_separator(*c) && *c != '№')
        .flat_map(char::to_uppercase)
        .map(as_cyrillic)
        .collect();
    let is_digit = |range: std::ops::Range<usize>| {
        signs
            .get(range)
            .is_some_and(|part| part.iter().all(char::is_ascii_digit))
    };
    // Licences from before 2011 have two letters as the second half of the series.
    let series_ends_well = is_digit(2..4)
        || signs
            .get(2..4)
            .is_some_and(|part| part.iter().all(|c| ('А'..='Я').contains(c)));
    if signs.len() != 10 || !is_digit(0..2) || !is_digit(4..10) || !series_ends_well {
        return Verdict::warn("license_foreign", typed.trim());
    }
    let part = |range: std::ops::Range<usize>| signs[range].iter().collect::<String>();
    let formatted = format!("{} {} {}", part(0..2), part(2..4), part(4..10));
    Verdict::ok("license_ok", part(0..10)).with("formatted", formatted)
}

/// Of a country that is known: only a Russian one has a shape to check, and letters of others stay as they are.
pub(crate) fn of_country(typed: &str, country: &str) -> Verdict {
    const RUSSIA: &str = "rus";
    match country {
        "" => check(typed),
        RUSSIA => match check(typed) {
            verdict if verdict.code == "license_foreign" => {
                Verdict::warn("license_shape", verdict.value)
            }
            verdict => verdict,
        },
        _ => Verdict::warn("license_foreign", typed.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_russian_licence_is_stored_as_ten_signs_and_a_foreign_one_as_typed() {
        let verdict = check("99 11 223344");
        assert_eq!(
            (verdict.code, &*verdict.value),
            ("license_ok", "9911223344")
        );
        assert_eq!(verdict.params["formatted"], "99 11 223344");
        assert_eq!(check("77 AB 123456").value, "77АВ123456");
        for foreign in ["AF 1234567", "991122334", "99112233445", "ААА"] {
            let verdict = check(foreign);
            assert_eq!(
                (verdict.code, &*verdict.value),
                ("license_foreign", foreign)
            );
        }
    }

    #[test]
    fn latin_letters_of_a_foreign_licence_are_never_made_cyrillic() {
        let foreign = of_country(" 77 AB 123456", "uzb");
        assert_eq!(
            (foreign.code, &*foreign.value),
            ("license_foreign", "77 AB 123456")
        );
        assert_eq!(of_country("77 AB 123456", "rus").value, "77АВ123456");
        assert_eq!(of_country("AF 1234567", "rus").code, "license_shape");
        assert_eq!(of_country("AF 1234567", "").code, "license_foreign");
    }
}
