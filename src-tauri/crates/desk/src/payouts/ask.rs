//! What a driver's card and the service's preview say of one row: whether it would be carried out, at what cost, to whom.

use std::future::Future;

use jiff::Timestamp;
use jump::{Balance, DriverProfile, Id, WithdrawPreview, WithdrawPreviewAnswer};
use money::Amount;

use super::{
    asking::failed,
    row::{Params, Said, told},
    types::{JumpWay, RowVerdict},
};
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{balance_name, marked, requisite_of, too_long},
};

/// As long as any other.
const ANY_REFERENCE: &str = "7K3F9Q";

/// What a row would send.
pub struct Asked {
    pub amount: Amount,
    pub comment: String,
}

pub async fn said_of_row<F>(
    profile: &DriverProfile,
    way: &JumpWay,
    asked: &Asked,
    now: Timestamp,
    preview: impl FnOnce(WithdrawPreview) -> F,
) -> Said
where
    F: Future<Output = DeskResult<WithdrawPreviewAnswer>>,
{
    let withdraws = way.withdraws();
    let pays = withdraws && way.create_payment;
    let mut said = Said {
        requisite: requisite_of(profile).filter(|_| pays).unwrap_or_default(),
        ..Said::default()
    };
    let chosen = balance(profile, way.integration_id);
    if let Ok(card) = chosen {
        said.balance_id = card.id;
        said.balance = balance_name(card);
        said.available = card.balance;
        said.free = free(card);
    }
    said.problem = known_problem(profile, way, asked, now, &chosen);
    if let (Some(balance_id), true, None) = (said.balance_id, withdraws, &said.problem) {
        let question = WithdrawPreview {
            amount: asked.amount,
            balance_id,
            include_commission: way.include_commission,
        };
        match preview(question).await {
            Ok(answer) => {
                said.commission = answer.commission;
                said.amount_paid = answer.amount_paid;
            }
            Err(error) => said.problem = Some(refusal(&error, asked.amount, &chosen)),
        }
    }
    said
}

/// What forbids the row without asking.
fn known_problem(
    profile: &DriverProfile,
    way: &JumpWay,
    asked: &Asked,
    now: Timestamp,
    chosen: &Result<&Balance, Params>,
) -> Option<(RowVerdict, Params)> {
    let withdraws = way.withdraws();
    if withdraws && way.create_payment && has_no_requisites(profile) {
        return Some((RowVerdict::NoRequisites, Params::new()));
    }
    if let Err(params) = chosen {
        return Some((RowVerdict::NoBalance, params.clone()));
    }
    if withdraws && let Some(detail) = block(profile, now) {
        return Some((RowVerdict::Blocked, told([("detail", detail.as_str())])));
    }
    let long = too_long(&marked(&asked.comment, ANY_REFERENCE))?;
    let mut params = long.params;
    params.insert("code".to_owned(), long.code);
    Some((RowVerdict::Refused, params))
}

/// The one balance of this integration, or the main one. Of several alike none is chosen.
fn balance(profile: &DriverProfile, integration: Option<Id>) -> Result<&Balance, Params> {
    let cards = profile.cards.as_deref().unwrap_or_default();
    let fits = |card: &&Balance| {
        let own = card.integration.as_ref().and_then(|one| one.id);
        card.id.is_some()
            && own == integration
            && (card.integration.is_none() == integration.is_none())
    };
    let mut fitting = cards.iter().filter(fits);
    match (fitting.next(), fitting.count()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err(Params::new()),
        (Some(_), others) => Err(told([("balances", (others + 1).to_string().as_str())])),
    }
}

/// Why withdrawals are forbidden, in the service's words as far as it has some.
fn block(profile: &DriverProfile, now: Timestamp) -> Option<String> {
    let comment = profile
        .withdrawal_forbidden_comment
        .as_deref()
        .map(str::trim);
    if let Some(comment) = comment.filter(|comment| !comment.is_empty()) {
        return Some(comment.to_owned());
    }
    let until = profile
        .withdraw_blocked_until_at
        .as_deref()
        .unwrap_or_default();
    let later = until.parse::<Timestamp>().is_ok_and(|until| until > now);
    (later || profile.is_withdraw_temporary_blocked == Some(true)).then(|| until.to_owned())
}

/// A list that is not shown may hold some.
fn has_no_requisites(profile: &DriverProfile) -> bool {
    let requisites = profile.requisites.as_deref();
    requisites.is_some_and(|all| all.iter().all(|one| one.is_available == Some(false)))
}

/// Why the service would refuse the withdrawal.
fn refusal(
    error: &DeskError,
    amount: Amount,
    chosen: &Result<&Balance, Params>,
) -> (RowVerdict, Params) {
    if error.code != DeskErrorCode::RefusedByService {
        return failed(error);
    }
    let words = |field: &str| {
        let said = error
            .fields
            .iter()
            .filter(|one| field.is_empty() || one.field == field);
        let texts: Vec<&str> = said
            .filter_map(|one| one.params.get("text"))
            .map(String::as_str)
            .collect();
        texts.join(" ")
    };
    let about = |field: &str| error.fields.iter().any(|one| one.field == field);
    let detail = match words("") {
        none if none.is_empty() => error.params.get("detail").cloned().unwrap_or_default(),
        words => words,
    };
    let short = chosen
        .as_ref()
        .ok()
        .and_then(|card| free(card))
        .is_some_and(|free| free < amount);
    let verdict = if about("driver_id") {
        RowVerdict::Blocked
    } else if about("amount") && (short || is_about_balance(&words("amount"))) {
        RowVerdict::NotEnough
    } else {
        RowVerdict::Refused
    };
    (verdict, told([("detail", detail.as_str())]))
}

/// What is not frozen.
fn free(card: &Balance) -> Option<Amount> {
    let frozen = card.frozen_balance.unwrap_or_default();
    let left = card.balance?.decimal().checked_sub(frozen.decimal())?;
    Some(Amount::new(left))
}

fn is_about_balance(words: &str) -> bool {
    let words = words.to_lowercase();
    [
        "недостаточно",
        "не хватает",
        "баланс",
        "insufficient",
        "not enough",
        "balance",
    ]
    .iter()
    .any(|word| words.contains(word))
}
