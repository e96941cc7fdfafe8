//! The demo park: what it really answers fits the contract, the client reads it, and what it makes happens once.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::{
    CategoryFilter, CreateV2, CreateV3, DataV3, DriversReading, Fleet, FleetDriversQuery,
    FleetTransactionsQuery, Identity, TimeWindow, TransactionsReading, V3State,
};
use jiff::{SignedDuration, Timestamp};
use money::Amount;
use sandbox::{
    Effect, FLEET_PARK, Fault, FleetQuirks, FleetTransactionsFilter, LargePages, Options, Replay,
    ReplayAnswer, Sandbox,
};
use transport::{Cause, ManualClock, Outcome, ServiceWire, Wire};

use crate::calls::token;
use crate::contract::CONTRACT;
use crate::wires::{KEY, client_with_key, identity};

const ROWS: usize = 2_500;

fn park(fleet_quirks: FleetQuirks) -> Sandbox {
    Sandbox::new(Options {
        drivers: 40,
        payments: 60,
        applications: 10,
        transactions: 60,
        fleet_drivers: 130,
        fleet_transactions: ROWS,
        fleet_quirks,
        ..Options::default()
    })
}

fn over(wire: Arc<dyn Wire>, key: &str, identity: Identity) -> Fleet {
    let clock = Arc::new(ManualClock::eager(now()));
    client_with_key(wire, clock, identity, key)
}

/// Every answer is held against the contract.
fn checked(sandbox: &Sandbox) -> Fleet {
    let wire = CONTRACT.checking(ServiceWire::new(sandbox.router()));
    over(wire, KEY, identity(FLEET_PARK))
}

/// Answers may be broken.
fn unchecked(sandbox: &Sandbox, key: &str, identity: Identity) -> Fleet {
    over(Arc::new(ServiceWire::new(sandbox.router())), key, identity)
}

fn now() -> Timestamp {
    Options::default().now
}

fn all_time() -> FleetTransactionsQuery {
    let day = SignedDuration::from_hours(24);
    FleetTransactionsQuery::new(TimeWindow::new(now() - 60 * day, now() + day).unwrap())
}

async fn listed(fleet: &Fleet) -> Vec<String> {
    let reading = TransactionsReading::of_park(fleet.clone(), all_time());
    let rows = reading.collect().await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

fn truth(sandbox: &Sandbox) -> BTreeSet<String> {
    let rows = sandbox.fleet_transactions(&FleetTransactionsFilter::default());
    rows.into_iter().map(|row| row.id).collect()
}

fn v2(driver: &str) -> CreateV2 {
    CreateV2 {
        park_id: FLEET_PARK.to_owned(),
        driver_profile_id: driver.to_owned(),
        category_id: "partner_service_manual".to_owned(),
        amount: "-12.5".parse().unwrap(),
        description: "Списание [#7K3F9Q]".to_owned(),
    }
}

fn v3(driver: &str) -> CreateV3 {
    CreateV3 {
        park_id: FLEET_PARK.to_owned(),
        contractor_profile_id: driver.to_owned(),
        amount: "12.5".parse().unwrap(),
        data: DataV3::other("Возврат"),
        description: Some("[#7K3F9Q]".to_owned()),
        condition: None,
        version: 1,
    }
}

fn a_driver(sandbox: &Sandbox) -> String {
    sandbox.fleet_drivers().swap_remove(0).id
}

fn balance(sandbox: &Sandbox, driver: &str) -> Amount {
    Amount::new(sandbox.fleet_balance(driver).unwrap())
}

#[tokio::test]
async fn every_answer_of_the_park_fits_the_contract_and_is_read() {
    let sandbox = park(FleetQuirks {
        two_currencies: true,
        ..FleetQuirks::default()
    });
    let fleet = checked(&sandbox);
    let driver = a_driver(&sandbox);
    assert!(!fleet.list_work_rules().await.unwrap().is_empty());
    let categories = fleet
        .list_transaction_categories(CategoryFilter::default())
        .await
        .unwrap();
    assert_eq!(categories.len(), sandbox.fleet_categories().len());
    let blocked = fleet.get_blocked_balance(&driver).await.unwrap();
    assert_eq!(blocked.balance, balance(&sandbox, &driver));
    let reading = TransactionsReading::of_driver(fleet.clone(), driver.clone(), all_time());
    let rows = reading.collect().await.unwrap();
    assert!(
        rows.iter()
            .all(|row| row.driver_profile_id.as_ref() == Some(&driver))
    );
    let all = TransactionsReading::of_park(fleet.clone(), all_time())
        .collect()
        .await
        .unwrap();
    let order = all.iter().find_map(|row| row.order_id.clone()).unwrap();
    let of_order = fleet
        .list_order_transactions(std::slice::from_ref(&order), None)
        .await
        .unwrap();
    assert!(
        of_order
            .iter()
            .all(|row| row.order_id.as_ref() == Some(&order))
    );
    assert!(
        all.iter()
            .all(|row| row.event_at.timestamp().is_some() && row.created_by.is_some())
    );
    fleet
        .create_driver_transaction_v2(&v2(&driver).body(), &token())
        .await
        .unwrap();
    let created = fleet
        .create_driver_transaction_v3(&v3(&driver).body(), &token())
        .await
        .unwrap();
    fleet
        .get_driver_transaction_status_v3(&driver, &created.id, 1)
        .await
        .unwrap();
    for operation in sandbox::FLEET_OPERATIONS {
        // The drivers' list has a test of its own.
        assert!(
            sandbox.calls(operation) > 0 || operation == "listDriverProfiles",
            "{operation}"
        );
    }
}

#[test]
fn parks_operations_are_those_of_the_client() {
    let ours: BTreeSet<&str> = fleet::OPERATIONS.iter().copied().collect();
    assert_eq!(ours, sandbox::FLEET_OPERATIONS.iter().copied().collect());
}

#[tokio::test]
async fn every_driver_of_the_park_is_read_with_his_balance() {
    let sandbox = park(FleetQuirks::default());
    let fleet = checked(&sandbox);
    let drivers = DriversReading::new(fleet, FleetDriversQuery::default())
        .collect()
        .await
        .unwrap();
    let told: BTreeSet<(String, Amount)> = drivers
        .iter()
        .map(|row| {
            let profile = row.driver_profile.as_ref().unwrap();
            assert!(profile.created_date.as_ref().unwrap().timestamp().is_some());
            let account = row.current_account().unwrap();
            (profile.id.clone().unwrap(), account.balance.unwrap())
        })
        .collect();
    let truth = sandbox.fleet_drivers().into_iter();
    assert_eq!(
        told,
        truth
            .map(|one| (one.id, Amount::new(one.balance)))
            .collect()
    );
}

#[tokio::test]
async fn list_is_read_whole_however_the_service_ends_and_cuts_it() {
    let usual = FleetQuirks::default;
    for (name, quirks) in [
        ("usual", usual()),
        (
            "empty pages",
            FleetQuirks {
                empty_pages: Some(2),
                ..usual()
            },
        ),
        (
            "lingering",
            FleetQuirks {
                lingering_cursor: true,
                ..usual()
            },
        ),
        (
            "no cursor",
            FleetQuirks {
                absent_last_cursor: true,
                ..usual()
            },
        ),
        (
            "429",
            FleetQuirks {
                large_pages: Some(LargePages {
                    over: 130,
                    status: 429,
                }),
                ..usual()
            },
        ),
        (
            "504",
            FleetQuirks {
                large_pages: Some(LargePages {
                    over: 499,
                    status: 504,
                }),
                ..usual()
            },
        ),
    ] {
        let sandbox = park(quirks);
        let told = listed(&checked(&sandbox)).await;
        let ids: BTreeSet<String> = told.iter().cloned().collect();
        assert_eq!(ids.len(), told.len(), "{name}: a row twice");
        assert_eq!(ids, truth(&sandbox), "{name}");
    }
}

#[tokio::test]
async fn rows_that_come_while_a_list_is_read_hide_none_of_those_before() {
    for cursor_by_offset in [false, true] {
        let sandbox = park(FleetQuirks {
            cursor_by_offset,
            ..FleetQuirks::default()
        });
        let before = truth(&sandbox);
        sandbox.set_faults(vec![Fault::on("listParkTransactions", Effect::Insert(3))]);
        let told: BTreeSet<String> = listed(&checked(&sandbox)).await.into_iter().collect();
        assert!(told.is_superset(&before));
        assert!(truth(&sandbox).len() > before.len(), "nothing came");
    }
}

#[tokio::test]
async fn create_whose_answer_was_lost_and_that_is_repeated_moves_money_once() {
    for answer in [ReplayAnswer::First, ReplayAnswer::Conflict409] {
        let quirks = FleetQuirks {
            replay: Replay {
                answer,
                refuses_other_body: true,
                forgotten_after: None,
            },
            ..FleetQuirks::default()
        };
        let sandbox = park(quirks);
        let fleet = unchecked(&sandbox, KEY, identity(FLEET_PARK));
        let driver = a_driver(&sandbox);
        let before = balance(&sandbox, &driver);
        let body = v2(&driver).body();
        sandbox.set_faults(vec![
            Fault::on("createDriverTransactionV2", Effect::Drop).after(),
        ]);
        let lost = fleet
            .create_driver_transaction_v2(&body, &token())
            .await
            .unwrap_err();
        assert_eq!(lost.outcome, Outcome::MaybeSent);
        sandbox.set_faults(Vec::new());
        let again = fleet.create_driver_transaction_v2(&body, &token()).await;
        match answer {
            ReplayAnswer::First => assert_eq!(again.unwrap().amount, "-12.5".parse().unwrap()),
            ReplayAnswer::Conflict409 => {
                let error = again.unwrap_err();
                assert_eq!(
                    (error.outcome, error.cause),
                    (Outcome::MaybeSent, Cause::Conflict)
                );
            }
        }
        let made = sandbox.fleet_transactions_made();
        assert_eq!((made.len(), made[0].requests, made[0].effects), (1, 2, 1));
        assert_eq!(
            (made[0].body.as_str(), made[0].other_bodies),
            (body.as_str(), 0)
        );
        let moved = before.checked_add("-12.5".parse().unwrap());
        assert_eq!(Some(balance(&sandbox, &driver)), moved);
        let rows = TransactionsReading::of_driver(fleet, driver, all_time())
            .collect()
            .await
            .unwrap();
        let marked = rows
            .iter()
            .filter(|row| row.description.as_deref() == Some("Списание [#7K3F9Q]"));
        assert_eq!(marked.count(), 1, "the mark finds it again");
    }
}

#[tokio::test]
async fn v3_is_paid_only_when_its_status_says_so() {
    for (fails, last) in [(None, V3State::Success), (Some(1), V3State::Fail)] {
        let sandbox = park(FleetQuirks {
            v3_fail_every: fails,
            ..FleetQuirks::default()
        });
        let fleet = checked(&sandbox);
        let driver = a_driver(&sandbox);
        let before = balance(&sandbox, &driver);
        let body = v3(&driver).body();
        let created = fleet
            .create_driver_transaction_v3(&body, &token())
            .await
            .unwrap();
        assert!(!created.status.is_some_and(|state| state.is_paid()));
        let mut states = Vec::new();
        while states
            .last()
            .is_none_or(|state: &V3State| !state.is_final())
        {
            assert!(states.len() < 10, "it never ends: {states:?}");
            let status = fleet
                .get_driver_transaction_status_v3(&driver, &created.id, 1)
                .await
                .unwrap();
            states.push(status.state_of(1));
        }
        assert_eq!(
            (&states[0], states.last()),
            (&V3State::InProgress, Some(&last))
        );
        let sum: Amount = if last.is_paid() { "12.5" } else { "0" }.parse().unwrap();
        assert_eq!(Some(balance(&sandbox, &driver)), before.checked_add(sum));
    }
}

#[tokio::test]
async fn state_that_nobody_knows_is_neither_final_nor_paid() {
    let sandbox = park(FleetQuirks {
        v3_open_status: Some("reviewing".to_owned()),
        ..FleetQuirks::default()
    });
    let fleet = checked(&sandbox);
    let driver = a_driver(&sandbox);
    let created = fleet
        .create_driver_transaction_v3(&v3(&driver).body(), &token())
        .await
        .unwrap();
    let status = fleet
        .get_driver_transaction_status_v3(&driver, &created.id, 1)
        .await
        .unwrap();
    assert_eq!(status.state_of(1), V3State::Unknown("reviewing".to_owned()));
}

#[tokio::test]
async fn refusals_of_the_park_are_told_and_move_nothing() {
    let sandbox = park(FleetQuirks::default());
    let driver = a_driver(&sandbox);
    let create = async |fleet: Fleet, body: CreateV2| {
        let made = fleet
            .create_driver_transaction_v2(&body.body(), &token())
            .await;
        let error = made.unwrap_err();
        assert!(error.vendor.is_some_and(|vendor| vendor.detail.is_some()));
        (error.outcome, error.cause)
    };
    let own = || identity(FLEET_PARK);
    let wrong_key = unchecked(&sandbox, "demo-other-key", own());
    assert_eq!(
        create(wrong_key, v2(&driver)).await,
        (Outcome::Rejected, Cause::Unauthorized)
    );
    let readonly = unchecked(&sandbox, "demo-fleet-readonly-key", own());
    assert_eq!(
        create(readonly, v2(&driver)).await,
        (Outcome::Rejected, Cause::Forbidden)
    );
    let other_client = Identity {
        client_id: "taxi/park/other".into(),
        ..own()
    };
    let other_client = unchecked(&sandbox, KEY, other_client);
    assert_eq!(
        create(other_client, v2(&driver)).await,
        (Outcome::Rejected, Cause::Forbidden)
    );
    let closed = CreateV2 {
        category_id: "card".into(),
        ..v2(&driver)
    };
    assert_eq!(
        create(checked(&sandbox), closed).await,
        (Outcome::Rejected, Cause::Invalid)
    );
    let effects: usize = sandbox
        .fleet_transactions_made()
        .iter()
        .map(|made| made.effects)
        .sum();
    assert_eq!(effects, 0);

    let abroad = park(FleetQuirks {
        wrong_host: true,
        ..FleetQuirks::default()
    });
    let error = unchecked(&abroad, KEY, own())
        .list_work_rules()
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.status),
        (Outcome::Unreadable, Some(410))
    );
}
