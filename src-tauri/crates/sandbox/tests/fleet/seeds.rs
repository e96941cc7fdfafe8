//! What the seed grows: the same people on both sides, balances that add up, and pairs to reconcile.

use crate::client::*;
use rust_decimal::Decimal;
use sandbox::{
    FLEET_PARK, FleetQuirks, FleetTransactionsFilter, FleetTwinKind, NewTransaction, Options,
    Sandbox, TransactionsFilter,
};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

#[test]
fn most_people_are_known_to_both_services() {
    let park = Sandbox::new(Options {
        fleet_drivers: 400,
        drivers: 200,
        ..small()
    });
    let fleet = park.fleet_drivers();
    assert_eq!(fleet.len(), 400);
    let both: Vec<_> = fleet.iter().filter(|one| one.jump_id.is_some()).collect();
    assert!(
        (180..200).contains(&both.len()),
        "some are only at Jump: {}",
        both.len()
    );
    for one in &both {
        let jump = park.driver(one.jump_id.unwrap()).unwrap();
        assert_eq!(jump["aggregator_id"], Value::from(one.id.as_str()));
        assert_eq!(jump["phone"], Value::from(one.phone.as_str()));
        if jump["license"] != "" {
            assert_eq!(jump["license"], Value::from(one.licence.as_str()));
        }
    }
    let phones: HashSet<&str> = fleet.iter().map(|one| one.phone.as_str()).collect();
    assert!(
        (390..400).contains(&phones.len()),
        "a few share a phone: {}",
        phones.len()
    );
}

#[test]
fn a_balance_is_its_opening_and_what_moved_it() {
    let park = Sandbox::new(Options {
        fleet_quirks: FleetQuirks {
            two_currencies: true,
            ..FleetQuirks::default()
        },
        ..small()
    });
    let rows = park.fleet_transactions(&FleetTransactionsFilter::default());
    assert_eq!(rows.len(), 2_600);
    let mut sums: HashMap<&str, Decimal> = HashMap::new();
    for row in rows.iter().filter(|row| row.moves_balance) {
        *sums.entry(row.driver_id.as_deref().unwrap()).or_default() += row.amount;
    }
    for one in park.fleet_drivers() {
        let sum = sums.get(one.id.as_str()).copied().unwrap_or_default();
        assert_eq!(one.opening + sum, one.balance, "{}", one.id);
    }
    let cash = rows
        .iter()
        .filter(|row| row.category_id.ends_with("cash_collected"));
    assert!(cash.clone().count() > 50 && cash.clone().all(|row| !row.moves_balance));
    assert!(rows.iter().any(|row| row.currency == "KZT"));
    assert!(rows.iter().any(|row| row.driver_id.is_none()));
}

#[tokio::test]
async fn rows_are_of_all_kinds() {
    let fleet = Fleet::new(Options {
        fleet_transactions: 8_000,
        ..small()
    });
    let rows = fleet.all(PARK_LIST, &days(31), 1_000).await;
    let authors: HashSet<&str> = rows
        .iter()
        .map(|row| row["created_by"]["identity"].as_str().unwrap())
        .collect();
    assert_eq!(
        authors,
        HashSet::from(["platform", "tech-support", "dispatcher", "fleet-api"])
    );
    let decimals = |row: &Value| {
        let amount = row["amount"].as_str().unwrap();
        amount.split_once('.').map_or(0, |(_, part)| part.len())
    };
    assert_eq!(
        rows.iter().map(decimals).collect::<HashSet<_>>(),
        HashSet::from([2, 3, 4])
    );
    let categories: HashSet<&str> = rows
        .iter()
        .map(|row| row["category_id"].as_str().unwrap())
        .collect();
    assert!(categories.len() > 35, "{}", categories.len());
    assert!(rows.iter().all(|row| row["currency_code"] == "RUB"));
}

#[test]
fn jumps_side_is_the_same_whatever_fleet_is() {
    let fingerprint = |options: Options| {
        let park = Sandbox::new(options);
        let drivers: Vec<_> = park
            .driver_ids()
            .iter()
            .map(|id| park.driver(*id))
            .collect();
        (drivers, park.transactions(), park.payment_ids())
    };
    let other = Options {
        fleet_drivers: 7,
        fleet_transactions: 10,
        ..small()
    };
    assert!(fingerprint(small()) == fingerprint(other));
    // Asking Fleet first changes nothing at Jump, and what was done at Jump changes nothing at Fleet.
    let (asked, untouched) = (Sandbox::new(small()), Sandbox::new(small()));
    let drivers = asked.fleet_drivers();
    assert_eq!(asked.transactions(), untouched.transactions());
    let id = untouched.driver_ids()[0];
    let new = NewTransaction {
        driver_id: id,
        type_id: 14,
        amount: -100,
        description: "x".to_owned(),
        date: None,
    };
    assert!(untouched.add_transaction(&new).is_some());
    untouched.set_balance(untouched.balances(id)[0].id, 1);
    assert_eq!(untouched.fleet_drivers(), drivers);
    assert_eq!(untouched.fleet_twins(), asked.fleet_twins());
}

#[test]
fn the_same_seed_gives_the_same_fleet() {
    let grown = |seed| {
        let park = Sandbox::new(Options { seed, ..small() });
        (
            park.fleet_drivers(),
            park.fleet_transactions(&FleetTransactionsFilter::default()),
        )
    };
    assert_eq!(grown(7), grown(7));
    assert_ne!(grown(7).1, grown(8).1);
}

#[test]
fn a_reconciliation_finds_pairs_of_every_kind() {
    let park = Sandbox::new(Options {
        reconciliation_marks: true,
        ..small()
    });
    let rows = park.fleet_transactions(&FleetTransactionsFilter::default());
    let jump = park.transactions_of(&TransactionsFilter::default());
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    for twin in park.fleet_twins() {
        let here = twin
            .fleet
            .as_ref()
            .map(|id| rows.iter().find(|row| row.id == *id).unwrap());
        let there = twin
            .jump
            .map(|id| jump.iter().find(|row| row.id == id).unwrap());
        if let Some(mark) = &twin.mark {
            assert!(there.unwrap().description.ends_with(mark.as_str()));
        }
        let kind = match (twin.kind, here, there) {
            (FleetTwinKind::Marked, Some(here), Some(there)) => {
                assert_eq!(here.amount, there.amount);
                assert!(here.description.contains(twin.mark.as_ref().unwrap()));
                "marked"
            }
            (FleetTwinKind::AmountAndTime, Some(here), Some(there)) => {
                assert_eq!(here.amount, there.amount);
                let apart = here.event_at.as_second() - there.date.as_second();
                assert!((0..=900).contains(&apart) && !here.description.contains("[#"));
                "alike"
            }
            (FleetTwinKind::OtherAmount, Some(here), Some(there)) => {
                assert_ne!(here.amount, there.amount);
                "other"
            }
            (FleetTwinKind::OnlyJump, None, Some(_)) => "jump",
            (FleetTwinKind::OnlyFleet, Some(_), None) => "fleet",
            wrong => panic!("{wrong:?}"),
        };
        *kinds.entry(kind).or_default() += 1;
    }
    assert!(
        kinds.len() == 5 && kinds.values().all(|count| *count >= 5),
        "{kinds:?}"
    );
    let plain = Sandbox::new(small()).transactions();
    assert!(
        plain.iter().all(|row| !row.description.contains("[#")),
        "only by the option"
    );
}

#[tokio::test]
async fn a_tiny_park_is_a_park_too() {
    for (drivers, fleet_drivers, fleet_transactions) in [
        (0, 0, 0),
        (0, 0, 50),
        (0, 1, 50),
        (3, 0, 50),
        (60, 1, 3),
        (60, 90, 0),
    ] {
        let fleet = Fleet::new(Options {
            drivers,
            fleet_drivers,
            fleet_transactions,
            ..small()
        });
        assert_eq!(fleet.sandbox.fleet_drivers().len(), fleet_drivers);
        let rows = fleet.all(PARK_LIST, &days(31), 40).await;
        assert_eq!(rows.len(), fleet_transactions);
        fleet.sandbox.set_faults(vec![
            "listDriverProfiles:insert=1".parse().unwrap(),
            "listParkTransactions:insert=1@nth=1".parse().unwrap(),
        ]);
        let everybody = json!({"query": {"park": {"id": FLEET_PARK}}});
        fleet.post(PROFILES, &everybody).await.ok();
        let rows = fleet.all(PARK_LIST, &days(31), 40).await;
        assert_eq!(rows.len(), fleet_transactions + 1);
    }
}
