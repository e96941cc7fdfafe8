//! Amounts as they are written: `-500.0000`. A minus debits, anything else credits; a plus sign is refused over there.

use money::Amount;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

use crate::problem::{FleetProblem, Problems};

/// The vendor keeps ten-thousandths.
const DECIMALS: u32 = 4;
const LONGEST: usize = 20;

/// Four decimals, as in each of the vendor's examples; an amount that does not fit them is shown whole, so that it is
/// refused and never rounded.
pub(crate) fn written(amount: Amount) -> String {
    let exact = amount.decimal().normalize();
    let mut padded = exact;
    padded.rescale(DECIMALS);
    if padded == exact && padded.scale() == DECIMALS {
        padded.to_string()
    } else {
        exact.to_string()
    }
}

/// `^-?[0-9]+(\.[0-9]{1,4})?$`, at most 20 characters.
fn is_written(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, "0"),
    };
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= LONGEST
        && all_digits(whole)
        && all_digits(fraction)
        && fraction.len() <= DECIMALS as usize
}

impl Problems {
    /// An amount that moves money.
    pub fn moved(&mut self, field: &str, amount: Amount) {
        if amount == Amount::ZERO {
            self.note(field, FleetProblem::Zero);
        } else {
            self.amount(field, amount);
        }
    }

    /// An amount that may be zero.
    pub fn amount(&mut self, field: &str, amount: Amount) {
        if amount.decimal().normalize().scale() > DECIMALS {
            self.note(field, FleetProblem::TooManyDecimals);
        } else if !is_written(&written(amount)) {
            self.note(field, FleetProblem::TooLong);
        }
    }
}

/// For `#[serde(with)]`: strict both ways.
pub(crate) mod wire {
    use super::*;

    pub fn serialize<S: Serializer>(amount: &Amount, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&written(*amount))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Amount, D::Error> {
        let text = String::deserialize(input)?;
        // The text is not repeated in the message: messages reach the log.
        let not_one = || D::Error::custom("expected an amount as the vendor writes it");
        if !is_written(&text) {
            return Err(not_one());
        }
        text.parse().map_err(|_| not_one())
    }
}

/// The same for what may be absent.
pub(crate) mod optional_wire {
    use super::*;

    pub fn serialize<S: Serializer>(amount: &Option<Amount>, output: S) -> Result<S::Ok, S::Error> {
        match amount {
            Some(amount) => wire::serialize(amount, output),
            None => output.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Amount>, D::Error> {
        wire::deserialize(input).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<FleetProblem> {
        let mut problems = Problems::default();
        problems.moved("amount", text.parse().unwrap());
        let mut found = problems.into_result().err()?;
        Some(found.remove(0).problem)
    }

    #[test]
    fn amount_is_written_exactly_or_not_at_all() {
        for (given, text) in [
            ("-500", "-500.0000"),
            ("0.1", "0.1000"),
            ("12345.1434", "12345.1434"),
            ("1.00000000", "1.0000"),
            ("-999999999999999.9", "-999999999999999.9000"),
        ] {
            assert_eq!(written(given.parse().unwrap()), text);
        }
        for (given, wanted) in [
            ("-500", None),
            ("999999999999999.9999", None),
            ("0.0001", None),
            ("0", Some(FleetProblem::Zero)),
            ("-0.0000", Some(FleetProblem::Zero)),
            ("0.00001", Some(FleetProblem::TooManyDecimals)),
            ("-999999999999999.9", Some(FleetProblem::TooLong)),
            ("9999999999999999", Some(FleetProblem::TooLong)),
            ("79228162514264337593543950335", Some(FleetProblem::TooLong)),
        ] {
            assert_eq!(problem(given), wanted, "{given}");
        }
    }

    #[test]
    fn text_that_the_vendor_would_refuse_is_no_amount() {
        for good in [
            "0",
            "-0.0000",
            "400.40",
            "-900",
            "12345.1434",
            "12345678901234567890",
        ] {
            assert!(is_written(good), "{good}");
        }
        for odd in [
            "",
            "-",
            "+1",
            " 1",
            "1 ",
            "1.",
            ".5",
            "1.00000",
            "1e3",
            "--1",
            "1,5",
            "١",
            "123456789012345678901",
        ] {
            assert!(!is_written(odd), "{odd}");
        }
    }
}
