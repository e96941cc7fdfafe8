//! Yandex: what left and what its ledger shows, against the journal. A token makes one of several sendings, as long as the
//! service remembers it; v3 takes first and carries out later, so that only a success in the ledger is an effect, and only
//! a fail is none.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sandbox::{FleetMade, FleetTransactionTruth, FleetTransactionsFilter};
use serde_json::Value;

use super::{
    Case, Moves, Report, Request, Rule,
    book::{Book, Operation, State},
    wire::{as_confirmed, fits_state},
    witness::reference,
};

/// How long after the first sending the same bytes may leave again.
const BOUND: SignedDuration = SignedDuration::from_secs(60);

pub fn check(book: &Book, case: &Case<'_>, report: &mut Report) {
    let moves = case.requests.iter();
    let moves: Vec<&Request> = moves
        .filter(|one| one.moves() == Some(Moves::Yandex))
        .collect();
    let ledger = Ledger {
        made: case.park.fleet_transactions_made(),
        rows: case.park.fleet_transactions(&FleetTransactionsFilter {
            made: true,
            ..FleetTransactionsFilter::default()
        }),
    };
    strangers(book, &moves, &ledger, report);
    for operation in book.operations.values().filter(|one| one.at_yandex()) {
        let sent = moves.iter().copied();
        let sent: Vec<&Request> = sent
            .filter(|one| reference(&one.body) == Some(&operation.reference))
            .collect();
        sendings(operation, &sent, report);
        effects(operation, &ledger, case.skew, report);
    }
}

/// What the park did under our keys.
struct Ledger {
    /// By token.
    made: Vec<FleetMade>,
    rows: Vec<FleetTransactionTruth>,
}

/// What belongs to no operation.
fn strangers(book: &Book, moves: &[&Request], ledger: &Ledger, report: &mut Report) {
    let known = |text: &str| {
        let operation = reference(text).and_then(|mark| book.by_reference(mark));
        operation.is_some_and(Operation::at_yandex)
    };
    for request in moves.iter().filter(|one| !known(&one.body)) {
        let what = format!("a request of no operation: {}", request.body);
        report.broke(Rule::EffectWithoutIntent, what);
    }
    for made in &ledger.made {
        let mut operations = book.operations.values();
        if !operations.any(|one| one.token.as_ref() == Some(&made.token)) {
            let what = format!("a token of no operation: {}", made.token);
            report.broke(Rule::EffectWithoutIntent, what);
        }
    }
    for row in ledger.rows.iter().filter(|row| !known(&row.description)) {
        let what = format!("row {} ({}) of no operation", row.id, row.description);
        report.broke(Rule::EffectWithoutIntent, what);
    }
}

fn sendings(operation: &Operation, sent: &[&Request], report: &mut Report) {
    let name = &operation.reference;
    if !asks_what_is_recorded(operation) {
        let what = format!("{name}: its body is of something else: {}", operation.body);
        report.broke(Rule::AnotherThanConfirmed, what);
    }
    for (repeats, request) in (0..).zip(sent) {
        as_confirmed(operation, request, path(operation), report);
        if request.token != operation.token || request.token.is_none() {
            let what = format!("{name}: its token is another: {:?}", request.token);
            report.broke(Rule::AnotherThanConfirmed, what);
        }
        if request
            .written
            .is_none_or(|written| written.repeats < repeats)
        {
            let what = format!("{name}: repeat {repeats} left unannounced");
            report.broke(Rule::RepeatedUnwritten, what);
        }
        let first = sent[0];
        let late = request.at.duration_since(first.at);
        if late > BOUND || request.life != first.life {
            let (from, to) = (first.life, request.life);
            let what = format!("{name}: {late:#} after the first sending, life {from} and {to}");
            report.broke(Rule::RepeatedTooLate, what);
        }
    }
    fits_state(operation, !sent.is_empty(), report);
}

fn effects(operation: &Operation, ledger: &Ledger, skew: i64, report: &mut Report) {
    let name = &operation.reference;
    let own = ledger.made.iter().filter(|one| {
        one.token == operation.token.as_deref().unwrap_or_default()
            || reference(&one.body) == Some(name)
    });
    let own: Vec<&FleetMade> = own.collect();
    let times: usize = own.iter().map(|one| one.effects).sum();
    let rows = ledger.rows.iter();
    let rows: Vec<&FleetTransactionTruth> = rows
        .filter(|row| reference(&row.description) == Some(name))
        .collect();
    if times > 1 || rows.len() > 1 {
        let what = format!("{name}: {times} effects, {} rows", rows.len());
        report.broke(Rule::DoubleEffect, what);
    }
    if own.iter().any(|one| one.other_bodies > 0) {
        let what = format!("{name}: another body under its token");
        report.broke(Rule::AnotherThanConfirmed, what);
    }
    for row in &rows {
        is_as_confirmed(operation, row, skew, report);
    }
    let states: Vec<&str> = own
        .iter()
        .flat_map(|one| one.events.iter().map(|(_, state)| *state))
        .collect();
    agrees(operation, times, &rows, &states, report);
}

fn is_as_confirmed(
    operation: &Operation,
    row: &FleetTransactionTruth,
    skew: i64,
    report: &mut Report,
) {
    let name = &operation.reference;
    let category = match is_v3(operation) {
        true => "partner_service_external_event_other",
        false => operation.balance.as_str(),
    };
    if row.driver_id.as_ref() != Some(&operation.driver)
        || row.amount != signed(operation)
        || row.category_id != category
    {
        let of = &row.driver_id;
        let what = format!("{name}: {} of {of:?} as {}", row.amount, row.category_id);
        report.broke(Rule::AnotherThanConfirmed, what);
    }
    // The park's clock counts seconds.
    let happened = row.event_at.as_second() - skew;
    let seconds = |at: Option<Timestamp>| at.map(|at| at.as_second());
    if seconds(operation.intent_at).is_none_or(|at| at > happened) {
        let what = format!("{name}: row {} at {}", row.id, row.event_at);
        report.broke(Rule::EffectWithoutIntent, what);
    }
    if seconds(operation.accepted_at).is_some_and(|at| at < happened) {
        let what = format!("{name} was accepted before {}", row.event_at);
        report.broke(Rule::FalseAccepted, what);
    }
}

fn agrees(
    operation: &Operation,
    times: usize,
    rows: &[&FleetTransactionTruth],
    events: &[&str],
    report: &mut Report,
) {
    let (name, state) = (&operation.reference, operation.state);
    let seen = format!("{times} effects, {} rows, events {events:?}", rows.len());
    let said = format!("{name} is {state:?} and has {seen}");
    let moved_nothing = rows.is_empty() && events.iter().all(|state| *state == "fail");
    match state {
        State::Accepted | State::ClosedExists if rows.is_empty() => {
            report.broke(Rule::FalseAccepted, said);
        }
        State::Rejected | State::ClosedAbsent if !moved_nothing => {
            report.broke(Rule::FalseRejected, said);
        }
        State::Waiting | State::Cancelled | State::NotSent if times > 0 => {
            report.broke(Rule::FalseRejected, said);
        }
        State::Sent => report.broke(Rule::LeftUnknown, said),
        // By its name, or by our mark.
        State::Unknown if operation.named || rows.iter().any(|row| row.listed) => {
            report.broke(Rule::LeftUnknown, said);
        }
        _ => {}
    }
}

/// Whether the recorded body asks for what the record says otherwise.
fn asks_what_is_recorded(operation: &Operation) -> bool {
    let body: Value = serde_json::from_str(&operation.body).unwrap_or_default();
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let amount = text("/amount").filter(|amount| !amount.starts_with('+'));
    let amount = amount.and_then(|amount| amount.parse::<Decimal>().ok());
    let whom = match is_v3(operation) {
        true => {
            let first = body.get("version").is_none_or(|version| *version == 1);
            let kind = text("/data/kind") == Some("other") && first;
            text("/contractor_profile_id").filter(|_| kind)
        }
        false => {
            let category = text("/category_id") == Some(&operation.balance);
            text("/driver_profile_id").filter(|_| category)
        }
    };
    let marked = text("/description").and_then(reference) == Some(&operation.reference);
    whom == Some(&operation.driver) && amount == Some(signed(operation)) && marked
}

/// What has no category of the park's own.
fn is_v3(operation: &Operation) -> bool {
    operation.balance.is_empty()
}

fn path(operation: &Operation) -> &'static str {
    match is_v3(operation) {
        true => "/v3/parks/driver-profiles/transactions",
        false => "/v2/parks/driver-profiles/transactions",
    }
}

/// As the service counts: below zero what is taken from the driver.
fn signed(operation: &Operation) -> Decimal {
    match operation.kind.as_str() {
        "debit" => -operation.amount,
        _ => operation.amount,
    }
}
