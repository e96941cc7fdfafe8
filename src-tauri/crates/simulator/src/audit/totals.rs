//! Registers: the sums of their rows and what the screen showed of them, to the kopeck.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    Report, Rule, Shown,
    book::{Book, State},
};

pub fn check(book: &Book, shown: &[Shown], report: &mut Report) {
    for (number, register) in &book.registers {
        let rows = || {
            let operations = book.operations.values();
            operations.filter(|one| one.register == Some(*number))
        };
        let sum: Decimal = rows().map(|one| one.amount).sum();
        let places: BTreeSet<_> = rows().filter_map(|one| one.row).collect();
        let distinct = places.len() == rows().count();
        let inside = places.iter().all(|row| (1..=register.rows).contains(row));
        if sum != register.control || !distinct || !inside {
            let what = format!("{}: {sum} of {}", register.id, register.control);
            report.broke(Rule::Totals, what);
        }
        let ended = book.events.iter().any(|event| {
            event.register == Some(*number)
                && matches!(event.kind.as_str(), "finished" | "cancelled")
        });
        let waits = rows().any(|one| one.state == State::Waiting);
        if ended && waits {
            let what = format!("{} is over and rows wait", register.id);
            report.broke(Rule::WrongRow, what);
        }
        let shown = shown.iter().filter(|one| one.register == register.id);
        for totals in shown {
            let count: u32 = totals.states.iter().map(|(_, count, _)| count).sum();
            let sum: Option<Decimal> = totals.states.iter().map(|(_, _, sum)| *sum).sum();
            let all = usize::try_from(count).is_ok_and(|count| count == rows().count());
            if sum != Some(register.control) || totals.control != register.control || !all {
                report.broke(Rule::Totals, format!("shown: {totals:?}"));
            }
        }
    }
}
