//! What leaves for a transaction at Yandex Fleet, to the byte, and how it is written down: of a single one, and of a row of
//! a register of payouts.
//!
//! Codes of field problems: those of [`amount`](super::amount) for `amount` and `balance_min`; `not_with_category` for
//! `balance_min`; `required` and `message_too_long` (`length`, `most`) for `description` and `reason`; `required` for
//! `category_id` and `driver_id`.

use fleet::{BalanceCondition, CreateV2, CreateV3, DataV3, FleetProblem};
use journal::{Kind, NewOperation, Service};
use money::Amount;
use rust_decimal::Decimal;

use super::{amount::amount_code, plans::sha256, reference::marked};
use crate::{
    checks::problem,
    connections::types::ConnectionId,
    error::FieldProblem,
    fleet::types::{FleetManner, FleetSign},
};

/// The vendor's limit for v3 (`description`); the same is asked of v2, which states none.
const LONGEST_DESCRIPTION: usize = 256;
/// The vendor's limit is not known; a short reason is meant.
const LONGEST_REASON: usize = 100;
/// As long as any other.
pub(super) const ANY_REFERENCE: &str = "7K3F9Q";

/// What does not differ from driver to driver, as typed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TypedManner<'a> {
    pub manner: &'a FleetManner,
    pub reason: &'a str,
    pub balance_min: &'a str,
}

/// The same, read. Neither goes with a category: v2 has no place for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Common {
    pub reason: Option<String>,
    pub balance_min: Option<Amount>,
}

/// What is wanted for one driver.
pub(crate) struct Wanted<'a> {
    pub driver_id: &'a str,
    pub sign: FleetSign,
    /// Above zero; the sign says which way.
    pub amount: Amount,
    pub manner: &'a FleetManner,
    pub common: &'a Common,
    /// Without our mark.
    pub description: &'a str,
}

/// What would leave, fixed to the byte.
pub(crate) struct Fixed {
    pub(super) body: String,
    pub(super) description: String,
}

/// Whom and what it is about, by name.
pub(crate) struct Named<'a> {
    pub driver: &'a str,
    pub category: &'a str,
}

/// By what the journal knows an operation.
pub(crate) struct Marks<'a> {
    pub id: String,
    pub reference: String,
    pub connection: &'a ConnectionId,
    pub connection_name: &'a str,
    /// Register and row.
    pub register: Option<(String, u32)>,
    pub repeats: Option<String>,
}

/// Reads what does not differ from driver to driver.
///
/// # Errors
/// What was typed wrong.
pub(crate) fn common(typed: TypedManner<'_>) -> Result<Common, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut read = Common::default();
    match typed.manner {
        FleetManner::Event => {
            let reason = typed.reason.trim();
            if reason.is_empty() {
                problems.push(problem("reason", "required"));
            }
            problems.extend(too_long("reason", reason, LONGEST_REASON));
            read.reason = Some(reason.to_owned());
            match least_balance(typed.balance_min) {
                Ok(least) => read.balance_min = least,
                Err(fault) => problems.push(fault),
            }
        }
        FleetManner::Category { category_id } => {
            if category_id.trim().is_empty() {
                problems.push(problem("category_id", "required"));
            }
            if !typed.balance_min.trim().is_empty() {
                // Left out silently it would seem to protect the driver.
                problems.push(problem("balance_min", "not_with_category"));
            }
        }
    }
    match problems.is_empty() {
        true => Ok(read),
        false => Err(problems),
    }
}

/// The bytes that would leave under this mark.
///
/// # Errors
/// What is wrong with the words, the sum or the driver.
pub(crate) fn fixed(
    wanted: &Wanted<'_>,
    park: &str,
    reference: &str,
) -> Result<Fixed, Vec<FieldProblem>> {
    let description = marked(wanted.description, reference);
    let mut problems: Vec<FieldProblem> =
        too_long("description", &description, LONGEST_DESCRIPTION)
            .into_iter()
            .collect();
    let amount = signed(wanted.sign, wanted.amount);
    let (body, found) = match wanted.manner {
        FleetManner::Event => {
            let least = wanted.common.balance_min;
            let create = CreateV3 {
                park_id: park.to_owned(),
                contractor_profile_id: wanted.driver_id.to_owned(),
                amount,
                data: DataV3::other(wanted.common.reason.clone().unwrap_or_default()),
                description: Some(description.clone()),
                condition: least.map(|balance_min| BalanceCondition { balance_min }),
                version: 1,
            };
            (create.body(), create.validate())
        }
        FleetManner::Category { category_id } => {
            let create = CreateV2 {
                park_id: park.to_owned(),
                driver_profile_id: wanted.driver_id.to_owned(),
                category_id: category_id.clone(),
                amount,
                description: description.clone(),
            };
            (create.body(), create.validate())
        }
    };
    for found in found.err().unwrap_or_default() {
        let field = match found.field.rsplit('.').next().unwrap_or_default() {
            "contractor_profile_id" | "driver_profile_id" => "driver_id",
            field => field,
        };
        // Words that are too long are told once.
        if !problems.iter().any(|known| known.field == field) {
            problems.push(problem(field, code_of(&found.problem)));
        }
    }
    match problems.is_empty() {
        true => Ok(Fixed { body, description }),
        false => Err(problems),
    }
}

/// The operation as it is written down and sent.
pub(crate) fn planned(
    wanted: &Wanted<'_>,
    fixed: &Fixed,
    named: &Named<'_>,
    marks: Marks<'_>,
) -> NewOperation {
    let Marks { id, reference, .. } = marks;
    NewOperation {
        // Our own id is in it, so that two equal honest transactions have two tokens; hexadecimal, 64 characters.
        token: Some(sha256(&format!("{}/{id}/{reference}", marks.connection.0))),
        id,
        reference,
        connection: marks.connection.0.clone(),
        connection_name: marks.connection_name.to_owned(),
        service: Service::Yandex,
        kind: kind_of(wanted.sign),
        creates_payment: false,
        include_commission: false,
        driver_id: wanted.driver_id.to_owned(),
        driver: named.driver.to_owned(),
        balance_id: match wanted.manner {
            FleetManner::Event => String::new(),
            FleetManner::Category { category_id } => category_id.clone(),
        },
        balance: named.category.to_owned(),
        target: None,
        target_balance_id: None,
        amount: wanted.amount.decimal(),
        message: fixed.description.clone(),
        requisite: None,
        body: fixed.body.clone(),
        register: marks.register,
        repeats: marks.repeats,
    }
}

/// Why a row with these words would not leave under any mark.
pub(crate) fn too_many_words(description: &str) -> Option<FieldProblem> {
    let description = marked(description, ANY_REFERENCE);
    too_long("description", &description, LONGEST_DESCRIPTION)
}

const fn code_of(problem: &FleetProblem) -> &'static str {
    match problem {
        FleetProblem::Zero => "amount_zero",
        FleetProblem::TooManyDecimals => "amount_too_many_decimals",
        FleetProblem::TooLong => "too_long",
        _ => "required",
    }
}

fn too_long(field: &str, text: &str, most: usize) -> Option<FieldProblem> {
    let length = text.chars().count();
    (length > most).then(|| {
        let mut long = problem(field, "message_too_long");
        for (name, value) in [("length", length), ("most", most)] {
            long.params.insert(name.to_owned(), value.to_string());
        }
        long
    })
}

/// The condition as typed; it may be nothing, and below it.
fn least_balance(typed: &str) -> Result<Option<Amount>, FieldProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let below = typed.strip_prefix(['-', '−']);
    let bare = below.unwrap_or(typed).trim();
    if bare.chars().all(|sign| matches!(sign, '0' | ',' | '.')) && bare.contains('0') {
        return Ok(Some(Amount::ZERO));
    }
    let read = Amount::parse_russian(bare);
    let read = read.map_err(|fault| problem("balance_min", amount_code(fault)))?;
    Ok(Some(match below {
        Some(_) => Amount::new(-read.decimal()),
        None => read,
    }))
}

pub(crate) const fn kind_of(sign: FleetSign) -> Kind {
    match sign {
        FleetSign::Debit => Kind::Debit,
        FleetSign::Credit => Kind::Credit,
    }
}

pub(crate) fn signed(sign: FleetSign, amount: Amount) -> Amount {
    match sign {
        FleetSign::Debit => Amount::new(Decimal::ZERO - amount.decimal()),
        FleetSign::Credit => amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_of_nothing_or_of_a_debt_is_kept_as_typed_and_a_slip_is_told() {
        let read = |typed: &str| least_balance(typed).map(|sum| sum.map(|sum| sum.to_string()));
        assert_eq!(read("  "), Ok(None));
        for (typed, kept) in [
            ("0", "0"),
            ("0,00", "0"),
            ("-500", "-500"),
            ("1 000,50", "1000.50"),
        ] {
            assert_eq!(read(typed), Ok(Some(kept.to_owned())), "{typed}");
        }
        for typed in ["1,234", "сто", "--5", "1e3"] {
            assert_eq!(read(typed).unwrap_err().field, "balance_min", "{typed}");
        }
    }
}
