//! Card numbers: 13 to 19 digits, the last one by Luhn.

use super::{Verdict, digit_values, only_digits};

const LEAST: usize = 13;
const MOST: usize = 19;

/// The last digit that would fit the digits before it.
fn expected(digits: &[u32]) -> u32 {
    let body = digits.split_last().map_or(digits, |(_, body)| body);
    let doubled = |(place, digit): (usize, &u32)| match place % 2 {
        0 if digit * 2 > 9 => digit * 2 - 9,
        0 => digit * 2,
        _ => *digit,
    };
    let sum: u32 = body.iter().rev().enumerate().map(doubled).sum();
    (10 - sum % 10) % 10
}

fn system(text: &str) -> &'static str {
    let head = |length: usize| text.get(..length).and_then(|head| head.parse::<u32>().ok());
    match (head(1), head(2), head(4)) {
        (_, _, Some(2200..=2204)) => "mir",
        (Some(4), _, _) => "visa",
        (_, Some(51..=55), _) | (_, _, Some(2221..=2720)) => "mastercard",
        (_, Some(62), _) => "unionpay",
        _ => "other",
    }
}

pub(crate) fn check(typed: &str) -> Verdict {
    let Some(text) = only_digits(typed) else {
        return Verdict::error("card_characters", typed);
    };
    let digits = digit_values(&text);
    if !(LEAST..=MOST).contains(&digits.len()) {
        return Verdict::error("card_length", typed)
            .with("count", digits.len())
            .with("least", LEAST)
            .with("most", MOST);
    }
    if digits.iter().all(|digit| *digit == 0) {
        return Verdict::error("card_zeros", typed);
    }
    let (expected, found) = (expected(&digits), digits.last().copied().unwrap_or(0));
    if found != expected {
        return Verdict::error("card_checksum", typed)
            .with("expected", expected)
            .with("found", found);
    }
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().map(u32::to_string).collect())
        .collect();
    Verdict::ok("card_ok", text.clone())
        .with("system", system(&text))
        .with("formatted", groups.join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slip_in_a_card_number_is_found() {
        let fine = check("4242 4242 4242 4242");
        assert_eq!((fine.code, &*fine.params["system"]), ("card_ok", "visa"));
        let slip = check("4242 4242 4242 4243");
        assert_eq!(
            (slip.code, &*slip.params["expected"]),
            ("card_checksum", "2")
        );
        assert_eq!(check("4242").code, "card_length");
        assert_eq!(check("0000000000000000").code, "card_zeros");
        assert_eq!(check("4242 4242 4242 424O").code, "card_characters");
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_found(body in "[1-9][0-9]{14}", place in 0_usize..16, by in 1_u32..10) {
            let last = expected(&digit_values(&format!("{body}0")));
            let card = format!("{body}{last}");
            prop_assert!(!check(&card).is_error());
            let mut digits = digit_values(&card);
            digits[place] = (digits[place] + by) % 10;
            let slip: String = digits.iter().map(u32::to_string).collect();
            prop_assert!(check(&slip).is_error());
        }
    }
}
