//! The order of sendings: a driver's next one not before his former one is settled, a register's rows one after another.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Report, Rule,
    book::{Book, Event, Operation},
};

pub fn check(book: &Book, report: &mut Report) {
    let mut order = Order {
        book,
        open: BTreeMap::new(),
        settled_at: BTreeMap::new(),
        begun: BTreeSet::new(),
        started_at: BTreeMap::new(),
    };
    for (place, event) in book.events.iter().enumerate() {
        order.follow(place, event, report);
    }
    for operation in book.operations.values() {
        repeats_what_is_absent(book, operation, report);
    }
}

/// How things stood at each event.
struct Order<'a> {
    book: &'a Book,
    /// Operations that left and are not settled, by driver.
    open: BTreeMap<&'a str, BTreeSet<i64>>,
    /// Place of the event that settled a driver's last open operation.
    settled_at: BTreeMap<&'a str, usize>,
    /// Operations that do not wait any more.
    begun: BTreeSet<i64>,
    /// Place of the event that let a register run.
    started_at: BTreeMap<i64, usize>,
}

impl<'a> Order<'a> {
    fn follow(&mut self, place: usize, event: &'a Event, report: &mut Report) {
        if let Some(register) = event.register
            && matches!(event.kind.as_str(), "confirmed" | "resumed")
        {
            self.started_at.insert(register, place);
        }
        let Some(number) = event.operation else {
            return;
        };
        let Some(operation) = self.book.operations.get(&number) else {
            return;
        };
        let driver = operation.driver.as_str();
        match event.kind.as_str() {
            "confirmed" if operation.register.is_none() => {
                self.driver_is_settled(operation, "confirmed", report);
            }
            "confirmed" => {}
            "intent" => {
                self.driver_is_settled(operation, "sent", report);
                self.rows_before_are_done(operation, report);
                self.open.entry(driver).or_default().insert(number);
                self.begun.insert(number);
            }
            "unknown" | "checked" | "pending" | "repeated" => {}
            _ => {
                self.begun.insert(number);
                let open = self.open.entry(driver).or_default();
                if open.remove(&number) && open.is_empty() {
                    self.settled_at.insert(driver, place);
                }
            }
        }
    }

    fn driver_is_settled(&self, operation: &Operation, what: &str, report: &mut Report) {
        let open = self.open.get(operation.driver.as_str());
        if open.is_some_and(|open| !open.is_empty()) {
            let what = format!(
                "{} was {what} while another of driver {} was not settled",
                operation.reference, operation.driver
            );
            report.broke(Rule::UnsettledDriver, what);
        }
    }

    /// A row before this one may only wait because its driver was not settled at some time of this run of the register.
    fn rows_before_are_done(&self, operation: &Operation, report: &mut Report) {
        let (Some(register), Some(row)) = (operation.register, operation.row) else {
            return;
        };
        let started = self.started_at.get(&register).copied().unwrap_or(0);
        for (number, other) in &self.book.operations {
            let before = other.register == Some(register) && other.row < Some(row);
            if !before || self.begun.contains(number) {
                continue;
            }
            let driver = other.driver.as_str();
            let open = self.open.get(driver).is_some_and(|open| !open.is_empty());
            let lately = self.settled_at.get(driver).is_some_and(|at| *at >= started);
            if !open && !lately {
                let what = format!("row {row} was sent while row {:?} waited", other.row);
                report.broke(Rule::WrongRow, what);
            }
        }
    }
}

/// Only what a person closed as absent is sent again, and once.
fn repeats_what_is_absent(book: &Book, operation: &Operation, report: &mut Report) {
    let Some(former) = &operation.repeats else {
        return;
    };
    let known = book.operations.values().find(|one| one.id == *former);
    let absent = known.is_some_and(|one| one.state == super::State::ClosedAbsent);
    if !absent {
        let what = format!("{} repeats {former}", operation.reference);
        report.broke(Rule::UnsettledDriver, what);
    }
}
