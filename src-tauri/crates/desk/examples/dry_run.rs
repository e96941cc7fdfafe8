//! The dry run of a pasted list of payouts over real sockets: how much of the allowed requests it makes use of, and how
//! often the service had to refuse one. Sends nothing. Prints one line of JSON.
//!
//! `dry_run <base address> <key> <requests per second> [ROWS]`
#![allow(clippy::print_stdout)]

mod sockets;
mod stage;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    sync::Arc,
    time::Instant,
};

use desk::{
    DeskEvent,
    drivers::book::types::DriversFilter,
    payouts::types::{
        JumpWay, PayoutId, PayoutOperation, PayoutPhase, PayoutSettings, PayoutView, PayoutWay,
        RowVerdict,
    },
};
use jump::Id;
use sockets::{Counts, Sockets};
use stage::{Outcome, Stage, memory_kb};

/// «Вывод средств» of the demo park's dictionary.
const WITHDRAWAL: Id = Id(14);
/// Two requests for each: the driver's card and the preview.
const ROWS: usize = 200;
/// As many rows as a window gives.
const WINDOW: u32 = 500;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [base, key, per_second, rows @ ..] = arguments.as_slice() else {
        return Err("dry_run <base address> <key> <requests per second> [ROWS]".into());
    };
    let per_second = per_second.parse()?;
    let rows = rows.first().map_or(Ok(ROWS), |rows| rows.parse())?;
    let counts = Arc::new(Counts::default());
    let sockets = Arc::new(Sockets(counts.clone()));
    let mut stage = Stage::set(sockets, base, key, per_second).await?;
    let sheet = sheet(&phones(&mut stage, rows).await?)?;
    let payout = stage.desk.open_payout_text(&stage.park, sheet).await?.id;
    stage.desk.set_payout_settings(&payout, paying()).await?;

    counts.restart();
    let started = Instant::now();
    stage.desk.check_payout(&payout).await?;
    let checked = checked(&mut stage, &payout).await?;
    let seconds = started.elapsed().as_secs_f64();
    let report = serde_json::json!({
        "rows": checked.control.rows,
        "verdicts": verdicts(&checked)?,
        "seconds": seconds,
        "requests": counts.requests(),
        "used_percent": counts.used_percent(per_second, seconds),
        "rate_limited": counts.rate_limited(),
        "peak_rss_kb": memory_kb("VmHWM:"),
    });
    println!("{report}");
    Ok(())
}

/// Of so many drivers whom their phone alone names.
async fn phones(stage: &mut Stage, count: usize) -> Outcome<Vec<String>> {
    let desk = stage.desk.clone();
    let filter = DriversFilter::default();
    let handle = desk.open_drivers(&stage.park, filter).await?.handle;
    stage.collected(&handle).await?;
    let (mut once, mut from) = (BTreeMap::new(), 0);
    loop {
        let rows = desk.drivers_window(&handle, from, WINDOW)?.rows;
        if rows.is_empty() {
            break;
        }
        from += WINDOW;
        for row in rows {
            *once.entry(row.phone).or_insert(0) += 1;
        }
    }
    desk.close_register(&handle);
    let named = once
        .into_iter()
        .filter(|(phone, drivers)| !phone.is_empty() && *drivers == 1);
    let phones: Vec<String> = named.map(|(phone, _)| phone).take(count).collect();
    if phones.len() < count {
        return Err(format!("the park has only {} drivers to name", phones.len()).into());
    }
    Ok(phones)
}

/// As it comes from a spreadsheet; no two sums are the same.
fn sheet(phones: &[String]) -> Outcome<String> {
    let mut sheet = "Телефон\tСумма".to_owned();
    for (number, phone) in phones.iter().enumerate() {
        write!(
            sheet,
            "\r\n{phone}\t{},{:02}",
            100 + number / 100,
            number % 100
        )?;
    }
    Ok(sheet)
}

fn paying() -> PayoutSettings {
    PayoutSettings {
        way: PayoutWay::Jump(JumpWay {
            operation: PayoutOperation::Withdraw,
            create_payment: true,
            include_commission: true,
            transaction_type_id: Some(WITHDRAWAL),
            integration_id: None,
        }),
        message: "Выплата".to_owned(),
    }
}

async fn checked(stage: &mut Stage, id: &PayoutId) -> Outcome<PayoutView> {
    let over = |view: &PayoutView| view.id == *id && view.phase == PayoutPhase::Checked;
    stage
        .until(|event| match event {
            DeskEvent::Payout(view) => Some(view).filter(over),
            _ => None,
        })
        .await
}

/// How many rows got which. A row that was not asked about would make the figures better than they are.
fn verdicts(checked: &PayoutView) -> Outcome<BTreeMap<String, u32>> {
    let unasked = [
        RowVerdict::NotChecked,
        RowVerdict::UnknownDriver,
        RowVerdict::AmbiguousDriver,
        RowVerdict::CheckFailed,
    ];
    let given: BTreeSet<RowVerdict> = checked.verdicts.iter().map(|one| one.verdict).collect();
    if unasked.iter().any(|verdict| given.contains(verdict)) {
        return Err(format!("rows were not asked about: {:?}", checked.verdicts).into());
    }
    let named = checked.verdicts.iter().map(|one| {
        let name = serde_json::to_value(one.verdict)?;
        Ok((name.as_str().unwrap_or_default().to_owned(), one.count))
    });
    named.collect()
}
