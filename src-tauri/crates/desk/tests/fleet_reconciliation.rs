//! Jump beside Yandex Fleet over the demo park: what the seed paired is found, and nothing else is claimed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::collections::BTreeMap;

use desk::{
    DeskErrorCode, DeskResult,
    fleet::types::{
        Reconciliation, ReconciliationAsk, ReconciliationCount, ReconciliationRow,
        ReconciliationVerdict::{self, *},
    },
    registers::types::Period,
};
use journal::State;
use jump::Id;
use rig::{FULL_KEY, Rig, fleet::*, money::Bench};
use rust_decimal::Decimal;
use sandbox::{
    FleetQuirks, FleetTransactionsFilter as FleetFilter, FleetTwinKind, NewFleetTransaction,
    NewTransaction, Options, TransactionTruth, TransactionsFilter,
};
use serde_json::json;

const JUMP_LIST: &str = "listTransactions";
const FLEET_PATH: &str = "/v2/parks/transactions/list";

fn marked_park() -> Options {
    Options {
        reconciliation_marks: true,
        ..fleet_park(FleetQuirks::default())
    }
}

async fn marked_rig() -> Rig {
    Rig::of(marked_park(), FULL_KEY).await
}

fn days(from: &str, to: &str) -> Period {
    Period {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

/// The park's whole time with Fleet, its present day included.
fn month() -> Period {
    days("2025-05-15", "2025-06-16")
}

async fn try_reconcile(
    rig: &Rig,
    period: Period,
    driver: Option<&str>,
) -> DeskResult<Reconciliation> {
    let ask = ReconciliationAsk {
        period,
        driver_id: driver.map(str::to_owned),
        reading: 1,
    };
    let (desk, park) = (rig.desk.clone(), rig.park.clone());
    // As the screen does: on another thread.
    let work = tokio::spawn(async move { desk.reconcile_fleet(&park, ask).await });
    work.await.unwrap()
}

async fn reconcile(rig: &Rig, driver: Option<&str>) -> Reconciliation {
    try_reconcile(rig, month(), driver).await.unwrap()
}

fn of_jump(made: &Reconciliation, id: i64) -> &ReconciliationRow {
    let id = id.to_string();
    let own = |row: &&ReconciliationRow| row.jump.as_ref().is_some_and(|side| side.id == id);
    let mut rows = made.rows.iter().filter(own);
    let row = rows.next().expect("a row of Jump's is missing");
    assert!(rows.next().is_none(), "a row of Jump's stands twice");
    row
}

fn of_fleet<'a>(made: &'a Reconciliation, id: &str) -> &'a ReconciliationRow {
    let own = |row: &&ReconciliationRow| row.yandex.as_ref().is_some_and(|side| side.id == id);
    let mut rows = made.rows.iter().filter(own);
    let row = rows.next().expect("a row of Yandex's is missing");
    assert!(rows.next().is_none(), "a row of Yandex's stands twice");
    row
}

fn count(made: &Reconciliation, verdict: ReconciliationVerdict) -> &ReconciliationCount {
    let mut counts = made.by_verdict.iter();
    counts.find(|one| one.verdict == verdict).unwrap()
}

/// Jump's rows of the month that no trip stands behind: trips bear no description.
fn manual_at_jump(rig: &Rig) -> Vec<TransactionTruth> {
    let filter = TransactionsFilter {
        from: Some("2025-05-14T21:00:00Z".parse().unwrap()),
        ..TransactionsFilter::default()
    };
    let mut rows = rig.sandbox.transactions_of(&filter);
    rows.retain(|one| !one.description.is_empty());
    rows
}

// As the seed says.

#[tokio::test]
async fn every_twin_of_the_park_comes_out_as_it_was_seeded() {
    let rig = marked_rig().await;
    let made = reconcile(&rig, None).await;
    assert!(made.complete);
    let mut seen: BTreeMap<ReconciliationVerdict, u32> = BTreeMap::new();
    for twin in rig.sandbox.fleet_twins() {
        let (verdict, row) = match (twin.kind, twin.jump, twin.fleet.as_deref()) {
            (FleetTwinKind::Marked, Some(id), Some(_)) => (Matched, of_jump(&made, id)),
            (FleetTwinKind::AmountAndTime, Some(id), Some(_)) => (LooksAlike, of_jump(&made, id)),
            (FleetTwinKind::OtherAmount, Some(id), Some(_)) => (AmountDiffers, of_jump(&made, id)),
            (FleetTwinKind::OnlyJump, Some(id), None) => (OnlyJump, of_jump(&made, id)),
            (FleetTwinKind::OnlyFleet, None, Some(id)) => (OnlyYandex, of_fleet(&made, id)),
            odd => panic!("{odd:?}"),
        };
        assert_eq!(row.verdict, verdict, "{twin:?}");
        *seen.entry(verdict).or_default() += 1;
        let own = row.yandex.as_ref().map(|side| side.id.clone());
        assert_eq!(own, twin.fleet, "beside its own twin");
        if twin.fleet.is_some() && twin.mark.is_some() {
            let mark = row.reference.as_ref().map(|mark| format!("[#{mark}]"));
            assert_eq!(mark, twin.mark);
        }
    }
    assert!(
        seen.len() == 5 && seen.values().all(|count| *count >= 5),
        "{seen:?}"
    );
    // Marks and seeded pairs are all there are: nothing else is claimed to be one.
    for verdict in [Matched, AmountDiffers] {
        assert_eq!(count(&made, verdict).count, seen[&verdict], "{verdict:?}");
    }
    assert_eq!(count(&made, OnlyJournal).count, 0);
}

#[tokio::test]
async fn every_manual_movement_is_there_once_and_the_sums_are_those_of_the_services() {
    let rig = marked_rig().await;
    let made = reconcile(&rig, None).await;
    let theirs = manual_at_jump(&rig);
    assert_eq!(made.jump_rows as usize, theirs.len());
    for one in &theirs {
        let row = of_jump(&made, one.id);
        let side = row.jump.as_ref().unwrap();
        assert_eq!(side.amount.decimal(), one.amount);
        assert_eq!(row.jump_driver, Some(Id(one.driver_id)));
    }
    let sum: Decimal = made.by_verdict.iter().map(|one| one.jump.decimal()).sum();
    assert_eq!(sum, theirs.iter().map(|one| one.amount).sum());
    let truth = rig.sandbox.fleet_transactions(&FleetFilter::default());
    let own = made.rows.iter().filter_map(|row| row.yandex.as_ref());
    let mut total = Decimal::ZERO;
    for side in own {
        let row = truth.iter().find(|row| row.id == side.id).unwrap();
        assert_eq!(side.amount.decimal(), row.amount);
        assert!(row.moves_balance && row.category_id.starts_with("partner_service_"));
        assert!(!row.category_id.contains("recur"), "{}", row.category_id);
        total += row.amount;
    }
    let sum: Decimal = made.by_verdict.iter().map(|one| one.yandex.decimal()).sum();
    assert_eq!(sum, total);
    let by_hand = |id: &str| {
        id.starts_with("partner_service_manual") || id.starts_with("partner_service_external_event")
    };
    for row in truth.iter().filter(|row| by_hand(&row.category_id)) {
        of_fleet(&made, &row.id);
    }
    let numbers = made.rows.iter().map(|row| row.number);
    assert!(numbers.eq(1..=made.rows.len() as u32));
}

#[tokio::test]
async fn without_marks_at_jump_the_same_money_only_looks_alike() {
    let rig = Rig::of(fleet_park(FleetQuirks::default()), FULL_KEY).await;
    let made = reconcile(&rig, None).await;
    assert_eq!(count(&made, Matched).count, 0);
    assert_eq!(count(&made, AmountDiffers).count, 0);
    let twins = rig.sandbox.fleet_twins();
    let marked = twins.iter().filter(|one| one.kind == FleetTwinKind::Marked);
    let mut looked = 0;
    for twin in marked {
        let row = of_jump(&made, twin.jump.unwrap());
        assert_eq!(row.verdict, LooksAlike, "{twin:?}");
        assert_eq!(
            row.yandex.as_ref().map(|side| &side.id),
            twin.fleet.as_ref()
        );
        looked += 1;
    }
    assert!(looked >= 5);
}

// Drivers.

#[tokio::test]
async fn one_driver_is_compared_with_himself_and_with_nobody_else() {
    let rig = marked_rig().await;
    let whole = reconcile(&rig, None).await;
    let paired = whole
        .rows
        .iter()
        .find(|row| row.verdict == Matched)
        .unwrap();
    let (fleet, jump) = (
        paired.fleet_driver.clone().unwrap(),
        paired.jump_driver.unwrap(),
    );
    let asked = rig.sandbox.calls("listParkTransactions");
    let made = reconcile(&rig, Some(&fleet)).await;
    assert!(made.complete);
    assert_eq!(rig.sandbox.calls("listParkTransactions"), asked);
    assert!(made.rows.iter().all(|row| row.jump_driver == Some(jump)));
    assert!(
        made.rows
            .iter()
            .all(|row| row.fleet_driver.as_ref() == Some(&fleet))
    );
    let plain = |rows: &[ReconciliationRow]| {
        let own = rows.iter().filter(|row| row.jump_driver == Some(jump));
        own.map(|row| (row.verdict, row.jump.clone(), row.yandex.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(plain(&made.rows), plain(&whole.rows));
}

#[tokio::test]
async fn a_driver_whom_nobody_knows_at_jump_is_refused_until_a_person_says_who_he_is() {
    let rig = marked_rig().await;
    let drivers = rig.sandbox.fleet_drivers();
    let stranger = drivers.iter().find(|one| one.jump_id.is_none()).unwrap();
    let refused = try_reconcile(&rig, month(), Some(&stranger.id))
        .await
        .unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::InvalidInput);
    assert_eq!(refused.fields[0].field, "driver_id");
    assert_eq!(refused.fields[0].code, "not_linked");
    let jump = Id(rig.sandbox.driver_ids()[0]);
    let linked = rig
        .desk
        .link_fleet_driver(&rig.park, &stranger.id, Some(jump));
    linked.await.unwrap();
    let made = reconcile(&rig, Some(&stranger.id)).await;
    assert!(!made.rows.is_empty());
    assert!(made.rows.iter().all(|row| row.jump_driver == Some(jump)));
}

#[tokio::test]
async fn what_a_person_said_of_a_driver_outweighs_even_a_mark() {
    let rig = marked_rig().await;
    let twins = rig.sandbox.fleet_twins();
    let twin = twins
        .iter()
        .find(|one| one.kind == FleetTwinKind::Marked)
        .unwrap();
    let fleet_row = twin.fleet.as_deref().unwrap();
    let before = reconcile(&rig, None).await;
    let row = of_fleet(&before, fleet_row);
    assert_eq!(row.verdict, Matched);
    let (fleet, jump) = (row.fleet_driver.clone().unwrap(), row.jump_driver.unwrap());
    let ids = rig.sandbox.driver_ids().into_iter().map(Id);
    let other = ids.into_iter().find(|id| *id != jump).unwrap();
    let linked = rig.desk.link_fleet_driver(&rig.park, &fleet, Some(other));
    linked.await.unwrap();
    let made = reconcile(&rig, None).await;
    assert_eq!(of_jump(&made, twin.jump.unwrap()).verdict, OnlyJump);
    let row = of_fleet(&made, fleet_row);
    assert_eq!((row.verdict, row.jump_driver), (OnlyYandex, Some(other)));
}

#[tokio::test]
async fn drivers_who_cannot_be_asked_about_leave_the_result_incomplete() {
    let rig = marked_rig().await;
    rig::card::faults(&rig, &["listDrivers:403"]);
    let made = reconcile(&rig, None).await;
    assert!(!made.complete);
    // Marks still say what they say.
    assert!(count(&made, Matched).count > 5);
    assert_eq!(count(&made, LooksAlike).count, 0);
    // Of one driver nothing can be said then, and it is not said that nobody knows him.
    let driver = &rig.sandbox.fleet_drivers()[0].id;
    let failed = try_reconcile(&rig, month(), Some(driver)).await;
    assert_eq!(failed.unwrap_err().params["operation"], "listDrivers");
}

// Whole, or said not to be.

#[tokio::test]
async fn a_list_of_yandex_that_does_not_end_is_said_to_be_unread() {
    let mut first = None;
    let rig = tampered_rig(
        marked_park(),
        FLEET_PATH,
        move |number, _, answer| match number {
            1 => first = Some(answer["cursor"].clone()),
            3 => answer["cursor"] = first.clone().unwrap(),
            _ => {}
        },
    )
    .await;
    let made = reconcile(&rig, None).await;
    assert!(!made.complete);
    assert!(made.yandex_rows > 0 && made.jump_rows > 0);
}

#[tokio::test]
async fn a_total_of_jump_that_is_not_met_is_read_for_once_more_and_then_said() {
    for (lies, complete) in [(1, true), (9, false)] {
        let mut told = 0;
        let rig = tampered_rig(marked_park(), "/transactions", move |_, _, answer| {
            if answer["meta"]["current_page"] == json!(1) && told < lies {
                told += 1;
                let total = answer["meta"]["total"].as_u64().unwrap();
                answer["meta"]["total"] = json!(total + 1);
            }
        })
        .await;
        let made = reconcile(&rig, None).await;
        assert_eq!(made.complete, complete, "{lies}");
        assert_eq!(made.jump_rows as usize, manual_at_jump(&rig).len());
    }
}

#[tokio::test]
async fn a_page_that_does_not_come_leaves_what_came_and_a_first_page_is_an_error() {
    let rig = marked_rig().await;
    let broken: Vec<String> = (3..60)
        .map(|nth| format!("listTransactions:500@nth={nth}"))
        .collect();
    let broken: Vec<&str> = broken.iter().map(String::as_str).collect();
    rig::card::faults(&rig, &broken);
    let made = reconcile(&rig, None).await;
    assert!(!made.complete && made.jump_rows > 0);
    rig::card::faults(&rig, &["listTransactions:500"]);
    let failed = try_reconcile(&rig, month(), None).await.unwrap_err();
    assert_eq!(failed.params["operation"], JUMP_LIST);
    rig::card::faults(&rig, &["listParkTransactions:401"]);
    let failed = try_reconcile(&rig, month(), None).await.unwrap_err();
    assert_eq!(failed.params["operation"], "listParkTransactions");
}

#[tokio::test]
async fn a_request_to_wait_costs_time_and_no_row() {
    let rig = marked_rig().await;
    let plain = reconcile(&rig, None).await;
    let before = transport::Clock::now(&rig.clock);
    rig::card::faults(&rig, &["listParkTransactions:429=90s@first=7"]);
    let waited = reconcile(&rig, None).await;
    assert!(waited.complete);
    assert_eq!(waited.rows, plain.rows);
    let wait = transport::Clock::now(&rig.clock).duration_since(before);
    assert!(wait.as_secs() >= 90, "{wait}");
}

#[tokio::test]
async fn empty_pages_of_yandex_end_nothing() {
    let quirks = FleetQuirks {
        empty_pages: Some(2),
        lingering_cursor: true,
        ..FleetQuirks::default()
    };
    let options = Options {
        fleet_quirks: quirks,
        ..marked_park()
    };
    let odd = reconcile(&Rig::of(options, FULL_KEY).await, None).await;
    let plain = reconcile(&marked_rig().await, None).await;
    assert!(odd.complete);
    assert_eq!(odd.rows, plain.rows);
}

// Edges.

#[tokio::test]
async fn a_twin_on_the_other_side_of_midnight_is_found() {
    let rig = marked_rig().await;
    let drivers = rig.sandbox.fleet_drivers();
    let driver = drivers.iter().find(|one| one.jump_id.is_some()).unwrap();
    let jump = rig.sandbox.add_transaction(&NewTransaction {
        driver_id: driver.jump_id.unwrap(),
        type_id: 14,
        amount: -1_234_567,
        description: "Выдано в офисе".to_owned(),
        date: Some("2025-06-10T20:59:30Z".parse().unwrap()),
    });
    let fleet = rig.sandbox.add_fleet_transaction(&NewFleetTransaction {
        driver_id: driver.id.clone(),
        category_id: "partner_service_manual".to_owned(),
        amount: Decimal::new(-1_234_567, 2),
        description: "Выдано".to_owned(),
        event_at: Some("2025-06-10T21:00:30Z".parse().unwrap()),
    });
    for day in ["2025-06-10", "2025-06-11"] {
        let made = try_reconcile(&rig, days(day, day), None).await.unwrap();
        let row = of_jump(&made, jump.unwrap());
        assert_eq!(row.verdict, LooksAlike, "{day}");
        assert_eq!(row.yandex.as_ref().map(|side| &side.id), fleet.as_ref());
        let begins = |at: &str| at.starts_with(day);
        let inside = |row: &ReconciliationRow| {
            let sides = [&row.jump, &row.yandex].into_iter().flatten();
            sides.into_iter().any(|side| begins(&side.at))
        };
        assert!(made.rows.iter().all(inside), "{day}");
    }
}

#[tokio::test]
async fn a_period_that_has_not_begun_is_empty_and_one_that_is_none_is_refused() {
    let rig = marked_rig().await;
    let made = try_reconcile(&rig, days("2026-01-01", "2026-01-31"), None).await;
    let made = made.unwrap();
    assert!(made.rows.is_empty() && made.complete);
    assert_eq!(made.by_verdict.len(), 6);
    let refused = try_reconcile(&rig, days("2025-06-10", "2025-06-01"), None).await;
    assert_eq!(refused.unwrap_err().fields[0].field, "period");
}

#[tokio::test]
async fn tenge_are_shown_as_tenge_and_paired_with_nothing() {
    let quirks = FleetQuirks {
        two_currencies: true,
        ..FleetQuirks::default()
    };
    let options = Options {
        fleet_transactions: 40_000,
        ..fleet_park(quirks)
    };
    let made = reconcile(&Rig::of(options, FULL_KEY).await, None).await;
    let is_foreign = |row: &&ReconciliationRow| {
        let side = row.yandex.as_ref();
        side.is_some_and(|side| side.currency != "RUB")
    };
    let foreign: Vec<&ReconciliationRow> = made.rows.iter().filter(is_foreign).collect();
    assert!(!foreign.is_empty());
    assert!(foreign.iter().all(|row| row.verdict == OnlyYandex));
    let rubles = made.rows.iter().filter(|row| !is_foreign(row));
    let only = rubles.filter(|row| row.verdict == OnlyYandex);
    let sum: Decimal = only
        .map(|row| row.yandex.as_ref().unwrap().amount.decimal())
        .sum();
    assert_eq!(count(&made, OnlyYandex).yandex.decimal(), sum);
}

// The journal.

#[tokio::test]
async fn an_accepted_operation_leads_to_its_movement_and_one_that_nobody_shows_is_told() {
    let bench = Bench::new().await;
    let id = bench.carried("100", State::Accepted).await;
    let made = try_reconcile(&bench.rig, days("2025-06-16", "2025-06-16"), None).await;
    let made = made.unwrap();
    let of = |row: &&ReconciliationRow| row.operation.as_ref() == Some(&id);
    let row = made.rows.iter().find(of).unwrap();
    assert_eq!(row.verdict, OnlyJump);
    let jump = row.jump.as_ref().unwrap();
    assert_eq!(jump.amount.to_string(), "-100");
    let journal = row.journal.as_ref().unwrap();
    assert_eq!((&journal.id, journal.amount), (&id.0, jump.amount));
    assert_eq!(row.journal_state, Some(State::Accepted));
    assert_eq!(count(&made, OnlyJournal).count, 0);
}

#[tokio::test]
async fn an_operation_whose_movement_is_not_listed_stands_alone() {
    let options = Options {
        transactions_visible_after: 86_400,
        ..rig::small_park()
    };
    let clock = transport::ManualClock::eager(options.now);
    let bench = Bench::on(clock, options).await;
    let id = bench.carried("100", State::Accepted).await;
    let made = try_reconcile(&bench.rig, days("2025-06-16", "2025-06-16"), None).await;
    let made = made.unwrap();
    let lost: Vec<_> = made
        .rows
        .iter()
        .filter(|row| row.verdict == OnlyJournal)
        .collect();
    let [lost] = lost.as_slice() else {
        panic!("{lost:?}");
    };
    assert_eq!(lost.operation.as_ref(), Some(&id));
    assert_eq!(lost.jump_driver, Some(bench.driver));
    assert!(lost.jump.is_none() && lost.yandex.is_none());
    // What the journal itself says of it, signed as the services would.
    let view = bench.details(&id).await.operation;
    let journal = lost.journal.as_ref().unwrap();
    assert_eq!(
        (journal.amount.to_string(), journal.currency.as_str()),
        ("-100".to_owned(), "RUB")
    );
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert_eq!(at(&journal.at), at(&view.confirmed_at));
    assert_eq!(journal.description, view.message);
    assert_eq!(lost.journal_state, Some(State::Accepted));
    assert_eq!(count(&made, OnlyJournal).journal, journal.amount);
    // Not of another day, and not of another driver.
    let before = try_reconcile(&bench.rig, days("2025-06-14", "2025-06-15"), None).await;
    assert_eq!(count(&before.unwrap(), OnlyJournal).count, 0);
    let drivers = bench.rig.sandbox.fleet_drivers();
    let other = |jump: Option<i64>| jump.is_some_and(|id| Id(id) != bench.driver);
    let other = drivers.iter().find(|one| other(one.jump_id)).unwrap();
    let made = reconcile(&bench.rig, Some(&other.id)).await;
    assert_eq!(count(&made, OnlyJournal).count, 0);
}
