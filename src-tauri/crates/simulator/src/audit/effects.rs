//! The park's ledger at Jump against the journal: each effect belongs to one confirmed operation, and is what was confirmed.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use sandbox::{TransactionTruth, TransactionsFilter};

use super::{
    Case, Report, Rule,
    book::{Book, Operation, State},
    witness::reference,
};

pub fn check(book: &Book, case: &Case<'_>, report: &mut Report) {
    let made = TransactionsFilter {
        made: true,
        ..TransactionsFilter::default()
    };
    let mut effects: BTreeMap<String, Vec<TransactionTruth>> = BTreeMap::new();
    for row in case.park.transactions_of(&made) {
        match reference(&row.description).filter(|mark| is_ours(book, mark)) {
            Some(mark) => effects.entry(mark.to_owned()).or_default().push(row),
            None => report.broke(
                Rule::EffectWithoutIntent,
                format!(
                    "transaction {} ({}) belongs to no operation",
                    row.id, row.description
                ),
            ),
        }
    }
    for operation in book.operations.values().filter(|one| !one.at_yandex()) {
        let rows = effects.remove(&operation.reference).unwrap_or_default();
        judge(operation, &rows, case.skew, report);
    }
}

fn is_ours(book: &Book, mark: &str) -> bool {
    book.by_reference(mark).is_some_and(|one| !one.at_yandex())
}

fn judge(operation: &Operation, rows: &[TransactionTruth], skew: i64, report: &mut Report) {
    let name = &operation.reference;
    let times = rows.iter().filter(|row| at_source(operation, row)).count();
    if times > 1 {
        report.broke(Rule::DoubleEffect, format!("{name}: {times} effects"));
    }
    let mut expected = sides(operation, times);
    for row in rows {
        let side = (row.balance_id.to_string(), row.amount);
        match expected.iter().position(|one| *one == side) {
            Some(place) => drop(expected.swap_remove(place)),
            None => report.broke(
                Rule::AnotherThanConfirmed,
                format!("{name}: {} on balance {}", row.amount, row.balance_id),
            ),
        }
        if row.payment_id.is_some() != operation.with_payment {
            report.broke(Rule::AnotherThanConfirmed, format!("{name}: the payment"));
        }
        let intent = operation.intent_at.map(|at| at.as_second());
        if intent.is_none_or(|at| at > row.date.as_second() - skew) {
            let what = format!("{name}: transaction {} at {}", row.id, row.date);
            report.broke(Rule::EffectWithoutIntent, what);
        }
    }
    if !expected.is_empty() {
        report.broke(Rule::AnotherThanConfirmed, format!("{name}: half of it"));
    }
    fits_state(operation, rows, times, report);
}

fn fits_state(operation: &Operation, rows: &[TransactionTruth], times: usize, report: &mut Report) {
    let (name, state) = (&operation.reference, operation.state);
    let said = format!("{name} is {state:?} and has {times} effects");
    match state {
        State::Accepted | State::ClosedExists if times == 0 => {
            report.broke(Rule::FalseAccepted, said);
        }
        State::Rejected
        | State::NotSent
        | State::Cancelled
        | State::ClosedAbsent
        | State::Waiting
            if !rows.is_empty() =>
        {
            report.broke(Rule::FalseRejected, said);
        }
        State::Sent => report.broke(Rule::LeftUnknown, said),
        State::Unknown if rows.iter().any(|row| row.listed) => {
            report.broke(Rule::LeftUnknown, said);
        }
        _ => {}
    }
}

fn at_source(operation: &Operation, row: &TransactionTruth) -> bool {
    let out = operation.kind != "deposit";
    row.balance_id.to_string() == operation.balance && row.amount.is_sign_negative() == out
}

/// What so many effects of an operation look like, by balance and sum.
fn sides(operation: &Operation, times: usize) -> Vec<(String, Decimal)> {
    let source = match operation.kind.as_str() {
        "deposit" => operation.amount,
        "withdraw" => -debit(operation),
        _ => -operation.amount,
    };
    let mut sides = vec![(operation.balance.clone(), source)];
    if let Some(target) = &operation.target {
        sides.push((target.clone(), operation.amount));
    }
    (0..times).flat_map(|_| sides.clone()).collect()
}

/// What the park takes: 1.5 %, at least twenty roubles, out of the sum or on top of it.
fn debit(operation: &Operation) -> Decimal {
    if operation.commission_included {
        return operation.amount;
    }
    let share = operation.amount * Decimal::new(15, 3);
    let share = share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    operation.amount + share.max(Decimal::new(20, 0))
}
