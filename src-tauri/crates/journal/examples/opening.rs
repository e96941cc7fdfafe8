//! How long a long record takes to open: every hash is checked. Makes one of OPERATIONS operations with five events each in
//! a folder of its own and prints a line of JSON with `seconds`.
//!
//! `cargo run -p journal --release --example opening -- FOLDER [OPERATIONS]`
#![allow(clippy::print_stdout)]

use std::{error::Error, sync::Arc, time::Instant};

use journal::{
    Condition, Confirmation, Event, Evidence, FoundTransaction, Journal, Kind, NewOperation,
    Service, Stamp, Who,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Operations in one commit.
const BATCH: u32 = 5_000;
const TRIES: usize = 3;

struct Here;

impl Stamp for Here {
    fn now(&self) -> jiff::Zoned {
        jiff::Zoned::now()
    }

    fn who(&self) -> Who {
        Who {
            os_user: "bench".to_owned(),
            name: "Проба Пробная".to_owned(),
        }
    }
}

fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1);
    let folder = given.next().ok_or("where to?")?;
    let operations: u32 = given.next().map_or(Ok(100_000), |count| count.parse())?;
    let place = tempfile::Builder::new()
        .prefix("journal-bench-")
        .tempdir_in(folder)?;
    let journal = Journal::open(place.path(), Arc::new(Here));
    for start in (0..operations).step_by(BATCH as usize) {
        fill(&journal, start..operations.min(start + BATCH))?;
    }
    drop(journal);
    let bytes = std::fs::metadata(place.path().join("journal.sqlite"))?.len();
    let mut seconds = Vec::new();
    for _ in 0..TRIES {
        let start = Instant::now();
        let journal = Journal::open(place.path(), Arc::new(Here));
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
    let confirmation = Confirmation {
        plan: "0123456789abcdef".repeat(4),
        agreed: vec!["duplicate".to_owned()],
    };
    let operations: Vec<_> = numbers.clone().map(operation).collect();
    journal.confirm(None, &operations, &confirmation)?;
    let events = [
        Event::Intent {
            body_sha256: "0123456789abcdef".repeat(4),
        },
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
            .map(|number| (format!("operation-{number}"), event.clone()))
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

fn operation(number: u32) -> NewOperation {
    NewOperation {
        id: format!("operation-{number}"),
        reference: format!("{number:06}"),
        connection: "park-of-the-benchmark".to_owned(),
        connection_name: "Парк «Заря»".to_owned(),
        service: Service::Jump,
        kind: Kind::Withdraw,
        creates_payment: true,
        include_commission: false,
        driver_id: format!("{}", number % 900),
        driver: "Водителев Водитель Водителевич".to_owned(),
        balance_id: "777".to_owned(),
        balance: "Основной".to_owned(),
        target: None,
        target_balance_id: None,
        amount: rust_decimal::Decimal::new(123_450, 2),
        message: format!("Выплата [#{number:06}]"),
        requisite: Some("•••• 4471".to_owned()),
        body: format!(
            r#"{{"operation":"withdraw","amount":1234.50,"balance_id":777,"message":"Выплата [#{number:06}]"}}"#
        ),
        token: None,
        register: None,
        repeats: None,
    }
}
