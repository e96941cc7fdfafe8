//! Harms: a kopeck lost to a float or to rounding, a thousand read as one.

use std::str::FromStr;

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{Amount, AmountFault};

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn json(text: &str) -> Result<Amount, serde_json::Error> {
    serde_json::from_str(text)
}

#[test]
fn json_numbers_keep_every_digit() {
    for (wire, expected) in [
        ("12345.1434", "12345.1434"),
        ("12.5", "12.5"),
        ("0.10", "0.10"),
        ("\"0.00\"", "0.00"),
        ("\" -7.10 \"", "-7.10"),
        ("1e3", "1000"),
        ("1.25E+1", "12.5"),
        ("125e-4", "0.0125"),
        ("-0", "0"),
        ("0e999999999", "0"),
        ("9007199254740993", "9007199254740993"),
        ("0.1000000000000000000000000000000000", "0.1"),
        ("0.3000000000000000444", "0.3000000000000000444"),
    ] {
        assert_eq!(json(wire).unwrap().to_string(), expected, "{wire}");
    }
}

#[test]
fn amount_that_would_be_rounded_is_refused() {
    for wire in [
        "0.00000000000000000000000000001",
        "1234567890123456789012345678901",
        "1.00000000000000000000000000001",
        "1e29",
        "1e-29",
        "1e99999999999999999999",
    ] {
        assert!(json(wire).is_err(), "{wire}");
    }
}

#[test]
fn vendor_text_that_is_no_amount_is_refused() {
    for wire in [
        "\"\"",
        "\"1,5\"",
        "\"1 000\"",
        "\"1e3\"",
        "\"+5\"",
        "\"1_000\"",
        "\"5.\"",
        "\".5\"",
        "\"--5\"",
        "\"NaN\"",
        "true",
        "null",
        "[]",
        "{}",
    ] {
        assert!(json(wire).is_err(), "{wire}");
    }
}

#[test]
fn decode_error_does_not_repeat_the_amount() {
    let message = json("\"98765,43\"").unwrap_err().to_string();
    assert!(!message.contains("98765"), "{message}");
}

#[test]
fn tenth_and_two_tenths_are_exactly_three_tenths() {
    let sum = Amount::checked_sum([json("0.1").unwrap(), json("0.2").unwrap()]).unwrap();
    assert_eq!(sum, amount("0.3"));
    assert_eq!(serde_json::to_string(&sum).unwrap(), "\"0.3\"");
}

#[test]
fn sum_that_cannot_be_exact_is_no_sum() {
    let largest = Amount::new(Decimal::MAX);
    assert_eq!(largest.checked_add(amount("1")), None);
    assert_eq!(largest.checked_add(amount("0.4")), None);
    assert_eq!(Amount::checked_sum([]), Some(Amount::ZERO));
}

#[test]
fn typed_amounts_are_read_in_any_grouping() {
    for space in [' ', '\u{A0}', '\u{202F}', '\u{2009}'] {
        let typed = format!("1{space}234{space}567,89");
        assert_eq!(
            Amount::parse_russian(&typed),
            Ok(amount("1234567.89")),
            "{space:?}"
        );
    }
    for (typed, expected) in [
        ("1 234,56", "1234.56"),
        ("0,10", "0.10"),
        ("1234.5", "1234.5"),
        (" 7 ", "7"),
    ] {
        assert_eq!(
            Amount::parse_russian(typed),
            Ok(amount(expected)),
            "{typed}"
        );
    }
}

#[test]
fn typed_amount_is_never_guessed() {
    use AmountFault::*;
    for (typed, fault) in [
        ("1,234", Ambiguous),
        ("12.345", Ambiguous),
        ("1,234.56", Ambiguous),
        ("1.234,56", Ambiguous),
        ("1,234,567", Ambiguous),
        ("1 234,567", TooManyDecimals),
        ("0,125", TooManyDecimals),
        ("1234,567", TooManyDecimals),
        ("1e3", Exponent),
        ("1Е3", Exponent),
        ("-5", Negative),
        ("\u{2212}5", Negative),
        ("- \u{2212} -5", Negative),
        ("-", Empty),
        ("- abc", NotANumber),
        ("-", Empty),
        ("0", Zero),
        ("0,00", Zero),
        ("-0", Zero),
        ("", Empty),
        (" \u{A0} ", Empty),
        ("12 34", BadGrouping),
        ("1234 567", BadGrouping),
        ("1  234", BadGrouping),
        ("1,2 3", BadGrouping),
        ("5,", NotANumber),
        (",5", NotANumber),
        ("пять", NotANumber),
        ("5 ₽", NotANumber),
        ("٣", NotANumber),
        ("99999999999999999999999999999999", TooLarge),
    ] {
        assert_eq!(Amount::parse_russian(typed), Err(fault), "{typed:?}");
    }
}

#[test]
fn amounts_are_shown_the_russian_way() {
    for (value, shown) in [
        ("1284560", "1\u{A0}284\u{A0}560,00"),
        ("-12345.1434", "\u{2212}12\u{A0}345,1434"),
        ("0.5000", "0,50"),
        ("-0.00", "0,00"),
        ("999", "999,00"),
    ] {
        assert_eq!(amount(value).format_russian(), shown);
    }
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0u32..=12).prop_map(|(units, scale)| Decimal::new(units, scale))
}

proptest! {
    #[test]
    fn json_round_trip_changes_nothing(value in any_decimal()) {
        let sent = Amount::new(value);
        let text = serde_json::to_string(&sent).unwrap();
        prop_assert_eq!(json(&text).unwrap(), sent);
        prop_assert_eq!(json(&value.to_string()).unwrap().to_string(), value.to_string());
    }

    #[test]
    fn exponent_notation_means_the_same_sum(value in any_decimal(), shift in 0u32..=8) {
        // value * 10^shift is written as value followed by an exponent.
        let exponent = format!("{value}e{shift}");
        let expected = value.checked_mul(Decimal::from(10u64.pow(shift)));
        if let (Ok(read), Some(expected)) = (json(&exponent), expected) {
            prop_assert_eq!(read.decimal(), expected);
        }
        let downwards = format!("{value}e-{shift}");
        let lowered = Decimal::from_str(&value.to_string()).unwrap() / Decimal::from(10u64.pow(shift));
        if let Ok(read) = json(&downwards) {
            prop_assert_eq!(read.decimal() * Decimal::from(10u64.pow(shift)), value);
            prop_assert_eq!(read.decimal(), lowered);
        }
    }

    #[test]
    fn shown_amount_typed_back_is_the_same_kopecks(kopecks in 1i64..1_000_000_000_000) {
        let paid = Amount::new(Decimal::new(kopecks, 2));
        prop_assert_eq!(Amount::parse_russian(&paid.format_russian()), Ok(paid));
    }

    #[test]
    fn sum_of_kopecks_is_the_sum_of_integers(kopecks in prop::collection::vec(-1_000_000_000i64..1_000_000_000, 0..60)) {
        let total: i64 = kopecks.iter().sum();
        let sum = Amount::checked_sum(kopecks.iter().map(|k| Amount::new(Decimal::new(*k, 2)))).unwrap();
        prop_assert_eq!(sum.decimal(), Decimal::new(total, 2));
    }

    #[test]
    fn any_typing_is_answered_without_panic(typed in "\\PC*") {
        let _answered = Amount::parse_russian(&typed);
        let _parsed = Amount::from_str(&typed);
    }

    #[test]
    fn no_amount_passes_through_a_binary_float(whole in 1u64..1_000_000_000_000_000_000, fraction in "[0-9]{9}[1-9]") {
        let text = format!("{whole}.{fraction}");
        prop_assert_eq!(json(&text).unwrap().to_string(), text);
    }
}

#[test]
fn a_thousand_minuses_do_not_exhaust_the_stack() {
    let typed = format!("{}5", "- ".repeat(2_000_000));
    assert_eq!(Amount::parse_russian(&typed), Err(AmountFault::Negative));
}
