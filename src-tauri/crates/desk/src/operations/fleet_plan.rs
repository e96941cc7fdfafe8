//! The plan of a transaction at Yandex Fleet: checked, its bytes and its token fixed, named by a hash. Moves nothing. There
//! is no preview there: the balance and what of it is blocked stand in its place.
//!
//! Codes of its field problems: those of [`amount`](super::amount) for `amount` and `balance_min`; `required` and
//! `message_too_long` (`length`, `most`) for `description` and `reason`; `category_unknown`, `category_closed` for
//! `category_id`; `not_repeatable`.

use std::cmp::Reverse;

use fleet::{BalanceCondition, CreateV2, CreateV3, DataV3, Fleet, FleetProblem, FleetTransaction};
use journal::{Kind, NewOperation, Operation, Service};
use money::Amount;
use rust_decimal::Decimal;

use super::{
    amount::{amount_code, typed_amount},
    confirm::HOLD,
    plan::{hash_of_plan, invalid, seconds},
    plans::{LIFETIME, Plan, code_name, sha256},
    reference::marked,
    seek::fleet_transactions_of,
    types::{Warning, WarningCode},
    warnings::{Listed, ListedRow, Moved, warning},
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    fleet::{
        one_driver,
        types::{FleetBalance, FleetDraft, FleetManner, FleetPlan, FleetSign},
    },
};

/// The vendor's limit for v3 (`description`); the same is asked of v2, which states none.
const LONGEST_DESCRIPTION: usize = 256;
/// The vendor's limit is not known; a short reason is meant.
const LONGEST_REASON: usize = 100;

/// What would leave, fixed to the byte.
struct Fixed {
    body: String,
    amount: Amount,
    balance_min: Option<Amount>,
    description: String,
    reason: Option<String>,
}

/// Whom and what it is about, by name.
struct Named {
    driver: String,
    category: String,
}

impl Desk {
    /// Checks a draft, looks for duplicates, and fixes what would be sent. Moves nothing.
    ///
    /// # Errors
    /// `ReadOnly`; `MoneyClosed` (`trouble`); `DriverUnsettled` (`references`); `InvalidInput` with the fields, codes as
    /// above; `NoFleet`; the other errors of the calls and of the connection.
    pub async fn plan_fleet_transaction(
        &self,
        connection: &ConnectionId,
        draft: FleetDraft,
    ) -> DeskResult<FleetPlan> {
        let settings = self.clients_forgotten();
        let fleet = self.fleet_for_writing(connection).await?.for_money();
        self.money_open(connection)?;
        self.settled_but_for(connection, &draft.driver_id, None)?;
        let repeats = draft.repeats.as_ref();
        let repeated = self.repeated(connection, repeats, &draft.driver_id)?;
        let reference = self.new_reference(connection);
        let fixed = fixed(&draft, &fleet.identity().park_id, &reference)?;
        let named = self.named(connection, &fleet, &draft).await?;
        let balance = self.fleet_balance(connection, &draft.driver_id).await;
        let mut warnings = self
            .fleet_duplicates(connection, &fleet, &draft, fixed.amount)
            .await;
        warnings.extend(self.above_limits(connection, fixed.amount));
        warnings.extend(of_balance(&draft, fixed.amount, &balance));
        warnings.extend(of_repeat(repeated.as_deref()));
        let operation = self.fleet_planned(connection, &draft, &fixed, &named, &reference)?;
        let hash = hash_of_plan(&operation, &warnings);
        self.0.operations.plans.keep(Plan {
            hash: hash.clone(),
            connection: connection.clone(),
            settings,
            operation,
            warnings: warnings.iter().map(|one| one.code).collect(),
            made_at: self.now(),
        });
        Ok(FleetPlan {
            hash,
            reference,
            description: fixed.description,
            reason: fixed.reason,
            amount: fixed.amount,
            sign: draft.sign,
            driver: named.driver,
            category: named.category,
            manner: draft.manner,
            balance: balance.ok(),
            balance_min: fixed.balance_min,
            warnings,
            hold_seconds: seconds(HOLD),
            lifetime_seconds: seconds(LIFETIME),
        })
    }

    async fn named(
        &self,
        connection: &ConnectionId,
        fleet: &Fleet,
        draft: &FleetDraft,
    ) -> DeskResult<Named> {
        let driver = one_driver(fleet, &draft.driver_id).await?;
        let profile = driver.driver_profile.as_ref();
        let driver = profile.map(crate::fleet::driver_name).unwrap_or_default();
        let category = match &draft.manner {
            FleetManner::Event => "other".to_owned(),
            FleetManner::Category { category_id } => {
                let known = self.fleet_categories(connection, false).await?;
                let known = known.into_iter().find(|one| one.id == *category_id);
                match known {
                    None => return Err(invalid("category_id", "category_unknown")),
                    Some(one) if !(one.creatable && one.enabled) => {
                        return Err(invalid("category_id", "category_closed"));
                    }
                    Some(one) => one.name,
                }
            }
        };
        Ok(Named {
            driver: match driver.is_empty() {
                true => draft.driver_id.clone(),
                false => driver,
            },
            category,
        })
    }

    async fn fleet_duplicates(
        &self,
        connection: &ConnectionId,
        fleet: &Fleet,
        draft: &FleetDraft,
        amount: Amount,
    ) -> Vec<Warning> {
        let Some(window) = self.looked_back() else {
            return Vec::new();
        };
        let asked = signed(draft.sign, amount);
        let listed = fleet_transactions_of(fleet, &draft.driver_id, window).await;
        let listed = listed.map(|mut listing| {
            // The order of the list is not documented.
            let newest = |row: &FleetTransaction| Reverse(row.event_at.timestamp());
            listing.rows.sort_by_key(newest);
            let rows = listing.rows.into_iter();
            let alike = rows.filter(|row| row.amount == asked && row.order_id.is_none());
            Listed {
                complete: listing.complete,
                rows: alike.map(listed_row).collect(),
            }
        });
        let moved = Moved {
            connection,
            driver: draft.driver_id.clone(),
            kind: kind_of(draft.sign),
            amount,
        };
        self.duplicates_among(&moved, window.0, listed)
    }

    fn fleet_planned(
        &self,
        connection: &ConnectionId,
        draft: &FleetDraft,
        fixed: &Fixed,
        named: &Named,
        reference: &str,
    ) -> DeskResult<NewOperation> {
        let id = self.new_operation_id(connection).0;
        Ok(NewOperation {
            // Our own id is in it, so that two equal honest transactions have two tokens; hexadecimal, 64 characters.
            token: Some(sha256(&format!("{}/{id}/{reference}", connection.0))),
            id,
            reference: reference.to_owned(),
            connection: connection.0.clone(),
            connection_name: self.0.connections.record(connection)?.name,
            service: Service::Yandex,
            kind: kind_of(draft.sign),
            creates_payment: false,
            include_commission: false,
            driver_id: draft.driver_id.clone(),
            driver: named.driver.clone(),
            balance_id: match &draft.manner {
                FleetManner::Event => String::new(),
                FleetManner::Category { category_id } => category_id.clone(),
            },
            balance: named.category.clone(),
            target: None,
            target_balance_id: None,
            amount: fixed.amount.decimal(),
            message: fixed.description.clone(),
            requisite: None,
            body: fixed.body.clone(),
            register: None,
            repeats: draft.repeats.as_ref().map(|id| id.0.clone()),
        })
    }
}

/// What would leave, or what is wrong with the draft.
fn fixed(draft: &FleetDraft, park: &str, reference: &str) -> DeskResult<Fixed> {
    let mut problems = Vec::new();
    let amount = typed_amount(&draft.amount).unwrap_or_else(|fault| {
        problems.push(fault);
        Amount::ZERO
    });
    let event = draft.manner == FleetManner::Event;
    let description = marked(&draft.description, reference);
    problems.extend(too_long("description", &description, LONGEST_DESCRIPTION));
    let reason = event.then(|| draft.reason.trim().to_owned());
    if let Some(reason) = &reason {
        problems.extend(too_long("reason", reason, LONGEST_REASON));
    }
    let balance_min = match event {
        true => least_balance(&draft.balance_min).unwrap_or_else(|fault| {
            problems.push(fault);
            None
        }),
        false => None,
    };
    let amount_sent = signed(draft.sign, amount);
    let (body, found) = match &draft.manner {
        FleetManner::Event => {
            let create = CreateV3 {
                park_id: park.to_owned(),
                contractor_profile_id: draft.driver_id.clone(),
                amount: amount_sent,
                data: DataV3::other(reason.clone().unwrap_or_default()),
                description: Some(description.clone()),
                condition: balance_min.map(|balance_min| BalanceCondition { balance_min }),
                version: 1,
            };
            (create.body(), create.validate())
        }
        FleetManner::Category { category_id } => {
            let create = CreateV2 {
                park_id: park.to_owned(),
                driver_profile_id: draft.driver_id.clone(),
                category_id: category_id.clone(),
                amount: amount_sent,
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
        // What is wrong with a typed field was said by its typing.
        if !problems
            .iter()
            .any(|known: &FieldProblem| known.field == field)
        {
            problems.push(problem(field, code_of(&found.problem)));
        }
    }
    match problems.is_empty() {
        true => Ok(Fixed {
            body,
            amount,
            balance_min,
            description,
            reason,
        }),
        false => Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)),
    }
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

fn of_balance(
    draft: &FleetDraft,
    amount: Amount,
    balance: &DeskResult<FleetBalance>,
) -> Option<Warning> {
    match balance {
        Err(error) => {
            let reason = [("reason", code_name(error.code))];
            Some(warning(WarningCode::BalanceUnknown, &reason))
        }
        Ok(balance) if draft.sign == FleetSign::Debit && amount > balance.free => {
            let free = [("free", balance.free.to_string())];
            Some(warning(WarningCode::AboveBalance, &free))
        }
        Ok(_) => None,
    }
}

fn of_repeat(repeated: Option<&Operation>) -> Option<Warning> {
    let former = [("reference", repeated?.new.reference.clone())];
    Some(warning(WarningCode::Repeat, &former))
}

fn listed_row(row: FleetTransaction) -> ListedRow {
    ListedRow {
        at: row.event_at.to_string(),
        amount: row.amount,
        description: row.description.unwrap_or_default(),
    }
}

const fn kind_of(sign: FleetSign) -> Kind {
    match sign {
        FleetSign::Debit => Kind::Debit,
        FleetSign::Credit => Kind::Credit,
    }
}

fn signed(sign: FleetSign, amount: Amount) -> Amount {
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
