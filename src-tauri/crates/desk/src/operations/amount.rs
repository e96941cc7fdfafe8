//! A sum as people type it. Codes: `required`, `amount_not_a_number`, `amount_exponent`, `amount_negative`,
//! `amount_zero`, `amount_too_many_decimals`, `amount_ambiguous`, `amount_bad_grouping`, `amount_too_large`.

use money::{Amount, AmountFault};

use crate::{checks::problem, error::FieldProblem};

/// No sum that anybody types is longer, its spaces and kopecks included.
const LONGEST: usize = 64;

/// An amount as typed in Russia; never guessed.
///
/// # Errors
/// The problem of the field `amount`, codes as above.
pub(crate) fn typed_amount(typed: &str) -> Result<Amount, FieldProblem> {
    let read = match typed.chars().nth(LONGEST) {
        Some(_) => Err(AmountFault::NotANumber),
        None => Amount::parse_russian(typed),
    };
    read.map_err(|fault| problem("amount", amount_code(fault)))
}

pub(crate) const fn amount_code(fault: AmountFault) -> &'static str {
    match fault {
        AmountFault::Empty => "required",
        AmountFault::NotANumber => "amount_not_a_number",
        AmountFault::Exponent => "amount_exponent",
        AmountFault::Negative => "amount_negative",
        AmountFault::Zero => "amount_zero",
        AmountFault::TooManyDecimals => "amount_too_many_decimals",
        AmountFault::Ambiguous => "amount_ambiguous",
        AmountFault::BadGrouping => "amount_bad_grouping",
        AmountFault::TooLarge => "amount_too_large",
    }
}
