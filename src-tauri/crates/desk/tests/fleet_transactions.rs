//! The register of Yandex Fleet's transactions over the demo park: whole, to the end of the cursor.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{collections::BTreeSet, sync::Arc};

use desk::{
    Desk,
    fleet::types::{FleetSign, FleetTransactionsFilter},
    registers::types::{
        Narrowing, Period, RegisterHandle, RegisterName, RegisterPhase, ValueFilter,
    },
};
use parking_lot::Mutex;
use rig::{FULL_KEY, Rig, fleet::*, register::*, small_park};
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, LargePages, NewFleetTransaction};
use serde_json::json;

const PATH: &str = "/v2/parks/transactions/list";

// Complete.

#[tokio::test]
async fn no_row_is_lost_behind_empty_pages_and_the_end_is_only_where_the_cursor_ends() {
    for quirks in [
        FleetQuirks::default(),
        FleetQuirks {
            empty_pages: Some(2),
            lingering_cursor: true,
            ..FleetQuirks::default()
        },
        FleetQuirks {
            absent_last_cursor: true,
            ..FleetQuirks::default()
        },
    ] {
        let rig = fleet_rig(quirks).await;
        let state = read(&rig, all_transactions()).await;
        assert_eq!(state.phase, RegisterPhase::Complete, "{:?}", state.error);
        assert_eq!(state.register, RegisterName::FleetTransactions);
        let truth = rig.sandbox.fleet_transactions(&Default::default());
        assert!(truth.len() > 2_500);
        assert_eq!(transaction_ids(&rig, &state.handle), ids_of(&truth));
        // Nobody tells how many there are, so nothing is claimed.
        assert_eq!(state.total, None);
        assert_eq!(state.received as usize, truth.len());
        assert_eq!(u64::from(state.pages_done), rig.sandbox.calls(LIST));
    }
}

#[tokio::test]
async fn a_cursor_that_leads_back_ends_the_register_and_it_says_that_it_is_not_complete() {
    let mut first = None;
    let rig = tampered_rig(
        fleet_park(FleetQuirks::default()),
        PATH,
        move |number, _, answer| match number {
            1 => first = Some(answer["cursor"].clone()),
            4 => answer["cursor"] = first.clone().unwrap(),
            _ => {}
        },
    )
    .await;
    let state = read(&rig, all_transactions()).await;
    assert_eq!(
        (state.phase, state.pages_done),
        (RegisterPhase::Incomplete, 4)
    );
    assert_eq!(state.received, 2_000);
    // Going on reads it from the beginning, and rows that were there are not doubled.
    rig.desk.resume_register(&state.handle).unwrap();
    let again = settled(&rig, &state.handle).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    assert_eq!(again.phase, RegisterPhase::Complete);
    assert_eq!(again.received as usize, truth.len());
}

#[tokio::test]
async fn a_stopped_register_goes_on_where_it_was() {
    let stopper: Arc<Mutex<Option<(Desk, RegisterHandle)>>> = Arc::default();
    let called = stopper.clone();
    let rig = tampered_rig(
        fleet_park(FleetQuirks::default()),
        PATH,
        move |number, _, _| {
            if number == 3 {
                let (desk, handle) = called.lock().take().unwrap();
                desk.stop_register(&handle).unwrap();
            }
        },
    )
    .await;
    let opened = rig
        .desk
        .open_fleet_transactions(&rig.park, all_transactions())
        .await
        .unwrap();
    *stopper.lock() = Some((rig.desk.clone(), opened.handle.clone()));
    let stopped = settled(&rig, &opened.handle).await;
    assert_eq!(
        (stopped.phase, stopped.received),
        (RegisterPhase::Stopped, 1_000)
    );
    rig.desk.resume_register(&opened.handle).unwrap();
    let state = settled(&rig, &opened.handle).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(transaction_ids(&rig, &opened.handle), ids_of(&truth));
    let pages = truth.len().div_ceil(500) as u64;
    assert_eq!(
        rig.sandbox.calls(LIST),
        pages + 1,
        "only the third page came twice"
    );
}

#[tokio::test]
async fn a_cursor_that_died_meanwhile_costs_a_second_reading_and_no_row() {
    let rig = tampered_rig(
        fleet_park(FleetQuirks::default()),
        PATH,
        |number, status, answer| {
            if number == 3 {
                *status = http::StatusCode::BAD_REQUEST;
                *answer = json!({"code": "bad", "message": "cursor"});
            }
        },
    )
    .await;
    let state = read(&rig, all_transactions()).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    assert_eq!(state.phase, RegisterPhase::Complete, "{:?}", state.error);
    assert_eq!(transaction_ids(&rig, &state.handle), ids_of(&truth));
    let pages = truth.len().div_ceil(500) as u64;
    assert_eq!(rig.sandbox.calls(LIST), 3 + pages);
}

#[tokio::test]
async fn large_pages_that_the_service_cannot_carry_are_read_in_smaller_ones() {
    for status in [429, 504] {
        let rig = fleet_rig(FleetQuirks {
            large_pages: Some(LargePages { over: 130, status }),
            ..FleetQuirks::default()
        })
        .await;
        let state = read(&rig, all_transactions()).await;
        let truth = rig.sandbox.fleet_transactions(&Default::default());
        assert_eq!(state.phase, RegisterPhase::Complete, "{:?}", state.error);
        assert_eq!(state.received as usize, truth.len());
    }
}

#[tokio::test]
async fn a_request_to_wait_is_obeyed_and_shown() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    faults(&rig.sandbox, &["listParkTransactions:429=300s@nth=2"]);
    let state = read(&rig, all_transactions()).await;
    assert_eq!(state.phase, RegisterPhase::Complete, "{:?}", state.error);
    assert!(told_phases(&rig).contains(&RegisterPhase::Waiting));
}

#[tokio::test]
async fn rows_that_are_made_while_it_is_read_are_not_doubled_and_displace_none() {
    let rig = fleet_rig(FleetQuirks {
        cursor_by_offset: true,
        ..FleetQuirks::default()
    })
    .await;
    let before = rig.sandbox.fleet_transactions(&Default::default());
    faults(&rig.sandbox, &["listParkTransactions:insert=7@nth=3"]);
    let state = read(&rig, all_transactions()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    let found: BTreeSet<String> = transaction_ids(&rig, &state.handle).into_iter().collect();
    assert_eq!(found.len(), state.received as usize);
    assert!(before.iter().all(|one| found.contains(&one.id)));
}

#[tokio::test]
async fn midnight_belongs_to_one_month_alone() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let driver_id = rig.sandbox.fleet_drivers()[0].id.clone();
    let add = |at: &str| {
        let new = NewFleetTransaction {
            driver_id: driver_id.clone(),
            category_id: "bonus".to_owned(),
            amount: Decimal::ONE,
            description: String::new(),
            event_at: Some(moscow(at)),
        };
        rig.sandbox.add_fleet_transaction(&new).unwrap()
    };
    let moments = [
        "2020-02-29T23:59:59.999",
        "2020-03-01T00:00:00",
        "2020-03-31T23:59:59",
    ];
    let added = moments.map(add);
    let of = |from: &str, to: &str| FleetTransactionsFilter {
        period: Period {
            from: from.to_owned(),
            to: to.to_owned(),
        },
        ..all_transactions()
    };
    let february = read(&rig, of("2020-02-01", "2020-02-29")).await;
    assert_eq!(transaction_ids(&rig, &february.handle), added[..1]);
    assert_eq!(february.until, "2020-02-29T23:59:59+03:00");
    let march = read(&rig, of("2020-03-01", "2020-03-31")).await;
    assert_eq!(transaction_ids(&rig, &march.handle), added[1..]);
    // Fractions of a second come back as they came.
    let row = &fleet_rows(&rig, &february.handle)[0];
    assert!(row.at.contains(":59.999"), "{}", row.at);
}

#[tokio::test]
async fn a_register_without_a_proper_period_is_refused_and_nothing_is_asked() {
    let rig = Rig::of(small_park(), FULL_KEY).await;
    let filter = FleetTransactionsFilter {
        period: Period {
            from: "2026-02-02".to_owned(),
            to: "2026-02-01".to_owned(),
        },
        ..all_transactions()
    };
    let refused = rig.desk.open_fleet_transactions(&rig.park, filter).await;
    assert_eq!(refused.unwrap_err().fields[0].field, "period");
    assert_eq!(rig.sandbox.calls(LIST), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_thousand_rows_are_all_there_once() {
    let options = sandbox::Options {
        fleet_transactions: 40_000,
        fleet_drivers: 1_000,
        ..fleet_park(FleetQuirks::default())
    };
    let rig = Rig::of(options, FULL_KEY).await;
    let state = read(&rig, all_transactions()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    assert_eq!(transaction_ids(&rig, &state.handle), ids_of(&truth));
    let moved = truth.iter().filter(|one| one.moves_balance);
    let sum: Decimal = moved.map(|one| one.amount).sum();
    assert_eq!(amount_of(&rig, &state.handle), sum);
}

// Narrowed.

#[tokio::test]
async fn what_was_given_and_what_was_taken_are_told_apart_cash_and_other_currencies_too() {
    let rig = fleet_rig(FleetQuirks {
        two_currencies: true,
        ..FleetQuirks::default()
    })
    .await;
    let state = read(&rig, all_transactions()).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    let mut seen = 0;
    for (key, sign) in [("debit", FleetSign::Debit), ("credit", FleetSign::Credit)] {
        let only = Narrowing {
            values: vec![ValueFilter {
                column: "sign".to_owned(),
                key: key.to_owned(),
                title: String::new(),
                excluded: false,
            }],
            ..Narrowing::default()
        };
        let narrowed = rig.desk.narrow_register(&state.handle, only);
        let shown = narrowed.unwrap().shown as usize;
        let rows = fleet_rows(&rig, &state.handle);
        assert_eq!(rows.len(), shown);
        assert!(rows.iter().all(|row| row.sign == Some(sign)));
        let below = |amount: Decimal| match sign {
            FleetSign::Debit => amount < Decimal::ZERO,
            FleetSign::Credit => amount > Decimal::ZERO,
        };
        let fitting = truth.iter().filter(|row| below(row.amount));
        assert_eq!(shown, fitting.count(), "{key}");
        assert!(rows.iter().any(|row| row.outside.is_some()) || sign == FleetSign::Debit);
        seen += shown;
    }
    let nothing = truth.iter().filter(|row| row.amount.is_zero()).count();
    assert_eq!(seen + nothing, truth.len());
}
