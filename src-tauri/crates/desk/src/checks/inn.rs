//! ИНН: 12 digits of a person, 10 of a company; the last ones are a checksum.

use super::{Verdict, digit_values, only_digits};

const COMPANY: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_FIRST: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_SECOND: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

fn control(digits: &[u32], weights: &[u32]) -> u32 {
    let sum: u32 = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
    sum % 11 % 10
}

/// The control digits that would fit the digits before them.
fn expected(digits: &[u32]) -> String {
    if digits.len() == 10 {
        return control(digits, &COMPANY).to_string();
    }
    let first = control(digits, &PERSON_FIRST);
    let mut body: Vec<u32> = digits.iter().take(10).copied().collect();
    body.push(first);
    format!("{first}{}", control(&body, &PERSON_SECOND))
}

pub(crate) fn check(typed: &str) -> Verdict {
    // Copied out of a document together with its heading.
    let bare = typed
        .trim()
        .trim_start_matches("ИНН")
        .trim_start_matches(':');
    let Some(text) = only_digits(bare) else {
        return Verdict::error("inn_characters", typed);
    };
    let digits = digit_values(&text);
    let kind = match digits.len() {
        10 => "company",
        12 => "person",
        count => return Verdict::error("inn_length", typed).with("count", count),
    };
    if digits.iter().all(|digit| *digit == 0) {
        return Verdict::error("inn_zeros", typed);
    }
    let expected = expected(&digits);
    let found = &text[text.len() - expected.len()..];
    if found != expected {
        return Verdict::error("inn_checksum", typed)
            .with("kind", kind)
            .with("found", found)
            .with("expected", expected);
    }
    Verdict::ok("inn_ok", text).with("kind", kind)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slip_in_the_inn_names_the_digits_that_would_fit() {
        assert_eq!(check("7707083893").code, "inn_ok");
        assert_eq!(check("500100732259").params["kind"], "person");
        assert_eq!(check("5001 0073 2259").value, "500100732259");
        let slip = check("500100732258");
        assert_eq!(
            (slip.code, &*slip.params["expected"]),
            ("inn_checksum", "59")
        );
        assert_eq!(check("7707083890").params["expected"], "3");
        assert_eq!(check("000000000000").code, "inn_zeros");
        assert_eq!(check("12345678901").params["count"], "11");
        assert_eq!(check("77070838O3").code, "inn_characters");
    }

    proptest! {
        #[test]
        fn exactly_one_ending_fits_any_body(body in "[1-9][0-9]{9}") {
            let fitting: Vec<String> = (0..100).map(|end| format!("{body}{end:02}"))
                .filter(|inn| !check(inn).is_error()).collect();
            prop_assert_eq!(fitting.len(), 1);
            let wrong = check(&format!("{body}{:02}", (fitting[0][10..].parse::<u32>().unwrap() + 1) % 100));
            prop_assert_eq!(&wrong.params["expected"], &fitting[0][10..]);
        }

        #[test]
        fn any_text_is_judged_without_a_crash(typed in ".{0,20}") {
            check(&typed);
        }
    }
}
