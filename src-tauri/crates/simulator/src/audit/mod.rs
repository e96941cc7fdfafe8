//! The auditor: compares the journal's file with the park's ledger and with what went over the wire. It uses nothing of
//! the program that it judges: it reads the file by SQL, folds the events by its own rules, and computes the hashes from
//! their description.

mod book;
mod chain;
mod effects;
mod fleet;
mod order;
#[cfg(test)]
mod tests;
mod totals;
mod wire;
mod witness;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
};

use jiff::Timestamp;
use rust_decimal::Decimal;
use sandbox::Sandbox;

pub use witness::Witness;

use book::{Book, State};

/// What went over the wire.
#[derive(Debug, Clone)]
pub struct Request {
    pub at: Timestamp,
    pub method: String,
    pub path: String,
    pub body: String,
    /// The idempotency token, where there is one.
    pub token: Option<String>,
    /// Which life of the program it left in, from 1.
    pub life: u32,
    /// Of a request that moves money: what the journal's file held of it when it left.
    pub written: Option<Written>,
}

/// What the journal's file holds of an operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    pub intent: bool,
    /// Repeats that are announced.
    pub repeats: u32,
}

/// The service whose money a request moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    Jump,
    Yandex,
}

impl Moves {
    /// `None`: it is a question.
    pub fn of(method: &str, path: &str) -> Option<Self> {
        match method {
            "PUT" => Some(Self::Jump),
            "POST" if path.ends_with("/parks/driver-profiles/transactions") => Some(Self::Yandex),
            _ => None,
        }
    }
}

impl Request {
    pub fn moves(&self) -> Option<Moves> {
        Moves::of(&self.method, &self.path)
    }
}

/// The totals of a register by state, as the screen showed them.
#[derive(Debug, Clone)]
pub struct Shown {
    pub register: String,
    pub control: Decimal,
    pub states: Vec<(String, u32, Option<Decimal>)>,
}

/// What is judged.
pub struct Case<'a> {
    /// The journal's folder; nobody else has it open.
    pub journal: &'a Path,
    pub park: &'a Sandbox,
    /// How far the park's clock is ahead, in seconds.
    pub skew: i64,
    pub requests: &'a [Request],
    pub shown: &'a [Shown],
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A confirmed operation has one effect at most, and is sent once at most where no token makes one of several.
    DoubleEffect,
    SentTwice,
    /// Nothing leaves or happens before its intent is on the disk.
    EffectWithoutIntent,
    /// The same bytes leave again only within the bound after the first sending, in the same life of the program.
    RepeatedTooLate,
    /// And not before that is on the disk.
    RepeatedUnwritten,
    /// What left and what happened is what was confirmed: driver, balance, sum, bytes, token.
    AnotherThanConfirmed,
    /// Accepted, or closed as existing: one effect.
    FalseAccepted,
    /// Rejected, not sent, cancelled, waiting, or closed as absent: none.
    FalseRejected,
    /// No new operation of a driver while one of his is unsettled.
    UnsettledDriver,
    /// An effect that the service's list shows does not stay unknown, and nothing stays sent.
    LeftUnknown,
    /// The preview asked about the very withdrawal that was confirmed.
    OtherPreview,
    /// Row k + 1 of a register follows row k.
    WrongRow,
    /// Totals by state add up to the control total.
    Totals,
    /// The chain of hashes holds, and every event may follow the one before.
    Chain,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub rule: Rule,
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}: {}", self.rule, self.what)
    }
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub operations: u32,
    pub registers: u32,
    /// Of them, those at Yandex.
    pub yandex_registers: u32,
    /// Operations that were unknown at some time, and those of them that the service's records settled.
    pub unknown: u32,
    pub reconciled: u32,
    /// Of the operations, those at Yandex; how often their bytes left again; how many the service took and did not finish.
    pub yandex: u32,
    pub repeats: u32,
    pub pending: u32,
    /// Operations by the state at the end.
    pub states: BTreeMap<State, u32>,
    pub violations: Vec<Violation>,
}

impl Report {
    fn broke(&mut self, rule: Rule, what: impl Into<String>) {
        let what = what.into();
        self.violations.push(Violation { rule, what });
    }
}

/// Judges a run that is over.
pub fn audit(case: &Case<'_>) -> Report {
    let mut report = Report::default();
    let file = case.journal.join("journal.sqlite");
    chain::check(&file, &mut report);
    let book = match Book::read(&file) {
        Ok(book) => book,
        Err(error) => {
            report.broke(Rule::Chain, format!("the journal cannot be read: {error}"));
            return report;
        }
    };
    count(&book, &mut report);
    effects::check(&book, case, &mut report);
    wire::check(&book, case.requests, &mut report);
    fleet::check(&book, case, &mut report);
    order::check(&book, &mut report);
    totals::check(&book, case.shown, &mut report);
    report
}

fn count(book: &Book, report: &mut Report) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    report.operations = number(book.operations.len());
    report.registers = number(book.registers.len());
    let at_yandex = book.operations.values().filter(|one| one.at_yandex());
    let at_yandex: BTreeSet<_> = at_yandex.filter_map(|one| one.register).collect();
    report.yandex_registers = number(at_yandex.len());
    for operation in book.operations.values() {
        *report.states.entry(operation.state).or_default() += 1;
        report.yandex += u32::from(operation.at_yandex());
        report.repeats += operation.repeated;
        report.pending += u32::from(operation.named);
        report.unknown += u32::from(operation.was_unknown);
        report.reconciled += u32::from(operation.was_unknown && operation.state == State::Accepted);
        if let Some(step) = &operation.illegal {
            let what = format!("{}: {step}", operation.reference);
            report.broke(Rule::Chain, what);
        }
    }
}
