//! What left this computer against the journal: each sending once, with the very bytes, after its intent; each withdrawal
//! after a preview of the same.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Report, Request, Rule,
    book::{Book, Operation, State},
    witness::reference,
};

pub fn check(book: &Book, requests: &[Request], report: &mut Report) {
    let mut sent: BTreeMap<&str, u32> = BTreeMap::new();
    for request in requests.iter().filter(|one| one.method == "PUT") {
        let mark = reference(&request.body);
        let operation = mark.and_then(|mark| book.by_reference(mark));
        match operation {
            Some(operation) => {
                *sent.entry(&operation.reference).or_default() += 1;
                as_confirmed(operation, request, report);
            }
            None => report.broke(
                Rule::EffectWithoutIntent,
                format!("a request of no operation: {}", request.body),
            ),
        }
    }
    for operation in book.operations.values() {
        let times = sent.get(operation.reference.as_str()).copied();
        counted(operation, times.unwrap_or(0), report);
        if operation.kind == "withdraw" && !was_previewed(operation, requests) {
            let name = operation.reference.clone();
            report.broke(Rule::OtherPreview, name);
        }
    }
}

fn as_confirmed(operation: &Operation, request: &Request, report: &mut Report) {
    let name = &operation.reference;
    let path = format!("/drivers/{}/transactions", operation.driver);
    if request.body != operation.body || !request.path.ends_with(&path) {
        let what = format!("{name}: {} {}", request.path, request.body);
        report.broke(Rule::AnotherThanConfirmed, what);
    }
    if request.intended != Some(true) || operation.intent_at.is_none_or(|at| at > request.at) {
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

fn counted(operation: &Operation, times: u32, report: &mut Report) {
    let name = &operation.reference;
    if times > 1 {
        report.broke(Rule::SentTwice, format!("{name}: {times} times"));
    }
    let state = operation.state;
    let nothing_left = matches!(state, State::Waiting | State::Cancelled);
    if nothing_left && times > 0 {
        report.broke(Rule::FalseRejected, format!("{name} is {state:?} and left"));
    }
    if matches!(state, State::Accepted | State::Rejected) && times == 0 {
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
