//! Collects a register of payments or transactions over real sockets and prints what it took, as one line of JSON.
//!
//! `collect <base address> <key> [<from> <to>] [--transactions] [--per-second N]`: days as `YYYY-MM-DD`, every row
//! without them; no limit of requests unless given.
#![allow(clippy::print_stdout)]

mod sockets;
mod stage;

use std::{sync::Arc, time::Instant};

use desk::{
    Desk, DeskResult,
    payments::types::PaymentsFilter,
    registers::types::{Period, RegisterHandle, RegisterPhase},
    transactions::types::TransactionsFilter,
};
use money::Amount;
use sockets::{Counts, Sockets};
use stage::{Outcome, Stage, memory_kb};

struct Arguments {
    base: String,
    key: String,
    period: Period,
    rows: Rows,
    per_second: u32,
}

enum Rows {
    Payments,
    Transactions,
}

fn arguments() -> Outcome<Arguments> {
    let mut plain = Vec::new();
    let (mut per_second, mut rows) = (0, Rows::Payments);
    let mut all = std::env::args().skip(1);
    while let Some(argument) = all.next() {
        match argument.as_str() {
            "--per-second" => {
                per_second = all.next().ok_or("--per-second wants a number")?.parse()?
            }
            "--transactions" => rows = Rows::Transactions,
            _ => plain.push(argument),
        }
    }
    let [base, key, days @ ..] = plain.as_slice() else {
        return Err(
            "collect <base address> <key> [<from> <to>] [--transactions] [--per-second N]".into(),
        );
    };
    let (from, to) = match days {
        [] => ("2015-01-01", "2034-12-31"),
        [from, to] => (from.as_str(), to.as_str()),
        _ => return Err("a period has two days".into()),
    };
    Ok(Arguments {
        base: base.clone(),
        key: key.clone(),
        period: Period {
            from: from.to_owned(),
            to: to.to_owned(),
        },
        rows,
        per_second,
    })
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments = arguments()?;
    let per_second = arguments.per_second;
    let counts = Arc::new(Counts::default());
    let sockets = Arc::new(Sockets(counts.clone()));
    let (base, key) = (&arguments.base, &arguments.key);
    let mut stage = Stage::set(sockets, base, key, per_second).await?;
    let (desk, park) = (stage.desk.clone(), stage.park.clone());

    counts.restart();
    let started = Instant::now();
    let opened = match arguments.rows {
        Rows::Payments => {
            desk.open_payments(&park, payments(arguments.period))
                .await?
        }
        Rows::Transactions => {
            let filter = transactions(arguments.period);
            desk.open_transactions(&park, filter).await?
        }
    };
    let state = stage.collected(&opened.handle).await?;
    let seconds = started.elapsed().as_secs_f64();
    let amount = amount_sum(&desk, &opened.handle)?;
    let report = serde_json::json!({
        "rows": state.received,
        "seconds": seconds,
        "requests": counts.requests(),
        "complete": state.phase == RegisterPhase::Complete,
        "amount_sum": amount,
        "peak_rss_kb": memory_kb("VmHWM:"),
        "used_percent": counts.used_percent(per_second, seconds),
        "rate_limited": counts.rate_limited(),
    });
    println!("{report}");
    match state.error {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn amount_sum(desk: &Desk, handle: &RegisterHandle) -> DeskResult<Option<Amount>> {
    let totals = desk.register_totals(handle, None)?;
    let amount = totals.columns.iter().find(|one| one.column == "amount");
    Ok(amount.map(|amount| amount.sum))
}

fn transactions(period: Period) -> TransactionsFilter {
    TransactionsFilter {
        period,
        integration_ids: Vec::new(),
        type_ids: Vec::new(),
        driver_ids: Vec::new(),
    }
}

fn payments(period: Period) -> PaymentsFilter {
    PaymentsFilter {
        period,
        agent_ids: Vec::new(),
        driver_ids: Vec::new(),
        group_ids: Vec::new(),
        integration_ids: Vec::new(),
        status_ids: Vec::new(),
        pay_type_ids: Vec::new(),
        request_type_ids: Vec::new(),
        search: String::new(),
    }
}
