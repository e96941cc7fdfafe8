//! What left this computer against the journal: each sending once, with the very bytes, after its intent; each withdrawal
//! after a preview of the same. What leaves for Yandex is judged in `fleet`, but for what is asked of both.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Moves, Report, Request, Rule,
    book::{Book, Operation, State},
    witness::reference,
};

pub fn check(book: &Book, requests: &[Request], report: &mut Report) {
    let mut sent: BTreeMap<&str, u32> = BTreeMap::new();
    for request in requests
        .iter()
        .filter(|one| one.moves() == Some(Moves::Jump))
    {
        let mark = reference(&request.body);
        let operation = mark.and_then(|mark| book.by_reference(mark));
        let operation = operation.filter(|one| !one.at_yandex());
        match operation {
            Some(operation) => {
                *sent.entry(&operation.reference).or_default() += 1;
                let path = format!("/drivers/{}/transactions", operation.driver);
                as_confirmed(operation, request, &path, report);
            }
            None => report.broke(
                Rule::EffectWithoutIntent,
                format!("a request of no operation: {}", request.body),
            ),
        }
    }
    for operation in book.operations.values().filter(|one| !one.at_yandex()) {
        let times = sent.get(operation.reference.as_str()).copied();
        let times = times.unwrap_or(0);
        if times > 1 {
            let what = format!("{}: {times} times", operation.reference);
            report.broke(Rule::SentTwice, what);
        }
        fits_state(operation, times > 0, report);
        if operation.kind == "withdraw" && !was_previewed(operation, requests) {
            let name = operation.reference.clone();
            report.broke(Rule::OtherPreview, name);
        }
    }
}

/// The very bytes of the record, to this path, after the intent.
pub fn as_confirmed(operation: &Operation, request: &Request, path: &str, report: &mut Report) {
    let name = &operation.reference;
    if request.body != operation.body || !request.path.ends_with(path) {
        let what = format!("{name}: {} {}", request.path, request.body);
        report.broke(Rule::AnotherThanConfirmed, what);
    }
    let intended = request.written.is_some_and(|written| written.intent);
    if !intended || operation.intent_at.is_none_or(|at| at > request.at) {
        let what = format!("{name} left at {} before its intent", request.at);
        report.broke(Rule::EffectWithoutIntent, what);
    }
    let sha256: String = Sha256::digest(&request.body)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if operation.intent_sha256.as_deref() != Some(&sha256) {
        let what = format!("{name}: the intent is of another body");
        report.broke(Rule::AnotherThanConfirmed, what);
    }
}

/// Whether it left, against what became of it.
pub fn fits_state(operation: &Operation, left: bool, report: &mut Report) {
    let (name, state) = (&operation.reference, operation.state);
    let nothing_left = matches!(state, State::Waiting | State::Cancelled);
    if nothing_left && left {
        report.broke(Rule::FalseRejected, format!("{name} is {state:?} and left"));
    }
    if matches!(state, State::Accepted | State::Rejected) && !left {
        let what = format!("{name} is {state:?} and never left");
        report.broke(Rule::FalseAccepted, what);
    }
}

/// Whether the service was asked about the same balance, sum and flag before the confirmation.
fn was_previewed(operation: &Operation, requests: &[Request]) -> bool {
    let before = |request: &&Request| operation.confirmed_at.is_some_and(|at| request.at <= at);
    let path = format!("/drivers/{}/", operation.driver);
    let asked = requests
        .iter()
        .filter(|one| one.method == "POST" && one.path.contains(&path))
        .filter(before);
    let mut asked = asked.filter_map(|one| serde_json::from_str::<Value>(&one.body).ok());
    asked.any(|body| {
        let text = |name: &str| body.get(name).map(Value::to_string);
        let amount = text("amount").and_then(|sum| sum.parse::<Decimal>().ok());
        let included = body.get("include_commission").and_then(Value::as_bool);
        amount == Some(operation.amount)
            && text("balance_id").as_ref() == Some(&operation.balance)
            && included.unwrap_or(false) == operation.commission_included
    })
}
