//! How long a long record takes to open: every hash is checked. Makes one of OPERATIONS operations with five events each in
//! a folder of its own and prints a line of JSON with `seconds`.
//!
//! `cargo run -p journal --release --example opening -- FOLDER [OPERATIONS]`
#![allow(clippy::print_stdout)]

mod record;

use std::time::Instant;

use journal::{Condition, Event, Evidence, FoundTransaction, Journal};
use record::{Outcome, asked, confirm, id, intent, opened};

/// Operations in one commit.
const BATCH: u32 = 5_000;
const TRIES: usize = 3;

fn main() -> Outcome<()> {
    let (place, operations) = asked(100_000)?;
    let journal = opened(place.path());
    for start in (0..operations).step_by(BATCH as usize) {
        fill(&journal, start..operations.min(start + BATCH))?;
    }
    drop(journal);
    let bytes = std::fs::metadata(place.path().join("journal.sqlite"))?.len();
    let mut seconds = Vec::new();
    for _ in 0..TRIES {
        let start = Instant::now();
        let journal = opened(place.path());
        seconds.push(start.elapsed().as_secs_f64());
        let Condition::Good { events, .. } = journal.condition() else {
            return Err(format!("{:?}", journal.condition()).into());
        };
        if events != operations * 5 + 1 {
            return Err(format!("{events} events").into());
        }
    }
    seconds.sort_by(f64::total_cmp);
    let middle = seconds.get(TRIES / 2).copied().unwrap_or_default();
    println!(r#"{{"operations":{operations},"bytes":{bytes},"seconds":{middle:.3}}}"#);
    Ok(())
}

/// Confirmed, sent, unknown, checked, accepted.
fn fill(journal: &Journal, numbers: std::ops::Range<u32>) -> Outcome<()> {
    confirm(journal, numbers.clone())?;
    let events = [
        intent(),
        Event::Unknown {
            why: "timeout".to_owned(),
            trace_id: Some("8c1f5a0e-trace".to_owned()),
            answer: String::new(),
        },
        Event::Checked {
            number: 1,
            evidence: evidence(None),
        },
        Event::Accepted {
            evidence: evidence(Some(FoundTransaction {
                id: "123456".to_owned(),
                date: Some("2026-11-22T03:15:00+03:00".to_owned()),
                amount: Some("-1234.50".to_owned()),
                payment_id: Some("654321".to_owned()),
                description: "Выплата [#7K3F9Q]".to_owned(),
            })),
        },
    ];
    for event in events {
        let step: Vec<_> = numbers
            .clone()
            .map(|number| (id(number), event.clone()))
            .collect();
        journal.append_all(&step)?;
    }
    Ok(())
}

fn evidence(found: Option<FoundTransaction>) -> Evidence {
    Evidence {
        source: "transactions".to_owned(),
        window_from: Some("2026-11-22T00:00:00+03:00".to_owned()),
        window_to: Some("2026-11-22T04:00:00+03:00".to_owned()),
        received: Some(12),
        told: Some(12),
        complete: true,
        sought: "[#7K3F9Q]".to_owned(),
        balance: Some("100.10".to_owned()),
        found,
        alike: Vec::new(),
        trace_id: Some("8c1f5a0e-trace".to_owned()),
    }
}
