//! What the register of Yandex Fleet's transactions shows: exact, under its names, and never two currencies or cash in one
//! sum.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::collections::{BTreeMap, BTreeSet};

use desk::{
    DeskErrorCode,
    fleet::types::{FleetOrigin, FleetTransactionsFilter},
    registers::types::{ChartAsk, CopyColumn, Narrowing, Period, Selection, ValueFilter},
};
use rig::{fleet::*, register::*};
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, FleetTwinKind, NewFleetTransaction};
use serde_json::json;

const PATH: &str = "/v2/parks/transactions/list";

// Exact, and never mixed.

#[tokio::test]
async fn cash_is_shown_apart_and_never_in_the_sum_of_the_balance() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let state = read(&rig, all_transactions()).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    let sum = |moves: bool| -> Decimal {
        let rows = truth.iter().filter(|one| one.moves_balance == moves);
        rows.map(|one| one.amount).sum()
    };
    let totals = totals(&rig, &state.handle);
    assert_eq!(of(&totals, "amount").sum.decimal(), sum(true));
    assert_eq!(of(&totals, "outside").sum.decimal(), sum(false));
    assert!(of(&totals, "outside").count > 0);
    // What the park itself is paid moves nobody's balance.
    let rows = fleet_rows(&rig, &state.handle);
    let of_nobody: Vec<_> = rows.iter().filter(|row| row.driver_id.is_none()).collect();
    assert!(!of_nobody.is_empty() && of_nobody.iter().all(|row| row.amount.is_none()));
    // Balances are what was there before and what moved them.
    for driver in rig.sandbox.fleet_drivers().iter().take(5) {
        let filter = FleetTransactionsFilter {
            driver_id: Some(driver.id.clone()),
            ..all_transactions()
        };
        let state = read(&rig, filter).await;
        let moved = amount_of(&rig, &state.handle);
        assert_eq!(driver.opening + moved, driver.balance);
    }
    assert!(rig.sandbox.calls("listDriverTransactions") >= 5);
}

#[tokio::test]
async fn two_currencies_are_never_added() {
    let rig = fleet_rig(FleetQuirks {
        two_currencies: true,
        ..FleetQuirks::default()
    })
    .await;
    let state = read(&rig, all_transactions()).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    let rows = fleet_rows(&rig, &state.handle);
    let own = &rows[0].currency;
    let foreign: Vec<_> = truth.iter().filter(|one| one.currency != own).collect();
    assert!(!foreign.is_empty());
    for row in &rows {
        let is_foreign = row.currency != *own;
        assert_eq!(is_foreign, !row.foreign.is_empty());
        assert_eq!(is_foreign, row.amount.is_none() && row.outside.is_none());
        assert!(!is_foreign || row.foreign.ends_with(&row.currency));
    }
    let totals = totals(&rig, &state.handle);
    let flags: BTreeMap<String, bool> = rig
        .sandbox
        .fleet_categories()
        .into_iter()
        .map(|one| (one.id, one.is_affecting_driver_balance))
        .collect();
    let own_rows = truth.iter().filter(|one| one.currency == own);
    let sum: Decimal = own_rows
        .filter(|one| flags[&one.category_id] && one.driver_id.is_some())
        .map(|one| one.amount)
        .sum();
    assert_eq!(of(&totals, "amount").sum.decimal(), sum);
    let counted = of(&totals, "amount").count + of(&totals, "outside").count;
    assert_eq!(counted as usize, truth.len() - foreign.len());
}

#[tokio::test]
async fn categories_are_asked_for_and_groups_drivers_and_days_add_up() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let chosen = ["card", "tip"].map(str::to_owned);
    let filter = FleetTransactionsFilter {
        category_ids: chosen.to_vec(),
        ..all_transactions()
    };
    let state = read(&rig, filter).await;
    let truth = rig.sandbox.fleet_transactions(&Default::default());
    let fits = truth.iter().filter(|one| chosen.contains(&one.category_id));
    assert_eq!(state.received as usize, fits.count());
    let whole = read(&rig, all_transactions()).await;
    for column in ["category", "group", "driver", "origin", "at"] {
        let groups = rig.desk.register_groups(&whole.handle, column).unwrap();
        let rows: u32 = groups.iter().map(|group| group.totals.count).sum();
        assert_eq!(rows, whole.received, "{column}");
        let keys: BTreeSet<&str> = groups.iter().map(|group| group.key.as_str()).collect();
        assert_eq!(keys.len(), groups.len(), "{column}");
        assert!(groups.len() > 1, "{column}");
    }
    let ask = ChartAsk {
        measure: Some("amount".to_owned()),
        stack: Some("group".to_owned()),
    };
    let chart = rig.desk.register_chart(&whole.handle, &ask).unwrap();
    let sums = chart.series.iter().flat_map(|one| &one.sums);
    let sum: Decimal = sums.map(|sum| sum.decimal()).sum();
    assert_eq!(sum, amount_of(&rig, &whole.handle));
}

#[tokio::test]
async fn drivers_stand_under_their_names_and_unknown_ones_under_their_ids() {
    let rig = tampered_rig(
        fleet_park(FleetQuirks::default()),
        PATH,
        |number, _, answer| {
            if number == 1 {
                answer["transactions"][0]["driver_profile_id"] = json!("nobody-knows");
                answer["transactions"][1]["created_by"] = json!({"identity": "robot"});
                answer["transactions"][2]["category_id"] = json!("of_tomorrow");
            }
        },
    )
    .await;
    let state = read(&rig, all_transactions()).await;
    let names: BTreeMap<String, String> = rig
        .sandbox
        .fleet_drivers()
        .into_iter()
        .map(|one| (one.id, one.full_name))
        .collect();
    let rows = fleet_rows(&rig, &state.handle);
    for row in rows.iter().filter(|row| row.driver_id.is_some()) {
        let id = row.driver_id.as_deref().unwrap();
        let name = names.get(id).map_or(id, String::as_str);
        assert_eq!(row.driver, name);
    }
    assert!(rows.iter().any(|row| row.driver == "nobody-knows"));
    let robot = rows.iter().find(|row| row.origin_name == "robot").unwrap();
    assert_eq!(robot.origin, FleetOrigin::Unknown);
    let odd = rows
        .iter()
        .find(|row| row.category_id == "of_tomorrow")
        .unwrap();
    assert!(
        odd.amount.is_some(),
        "what is not known to stand apart moves the balance"
    );
    // The directory was read once for this park.
    let asked = rig.sandbox.calls("listDriverProfiles");
    read(&rig, all_transactions()).await;
    assert_eq!(rig.sandbox.calls("listDriverProfiles"), asked);
    assert_eq!(rig.sandbox.calls("listTransactionCategories"), 1);
}

#[tokio::test]
async fn our_mark_is_read_out_of_a_description_and_found_by_words() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let state = read(&rig, all_transactions()).await;
    let twins = rig.sandbox.fleet_twins();
    let twin = twins.iter().find(|one| one.kind == FleetTwinKind::Marked);
    let twin = twin.expect("the seeded park has marked movements");
    let reference = twin.mark.as_deref().unwrap().trim_matches(['[', '#', ']']);
    let found = find(&rig, &state.handle, reference);
    assert!(found.shown >= 1);
    let row = fleet_rows(&rig, &state.handle).remove(0);
    assert_eq!(row.reference.as_deref(), Some(reference));
    let details = rig.desk.fleet_transaction_details(&state.handle, row.id);
    let details = details.unwrap();
    // The mark is none of this journal's operations.
    assert_eq!((details.row, details.operation), (row, None));
    let missing = rig
        .desk
        .fleet_transaction_details(&state.handle, jump::Id(-1));
    assert_eq!(missing.unwrap_err().code, DeskErrorCode::NotFound);
}

#[tokio::test]
async fn a_row_with_our_mark_leads_to_the_journals_operation_and_another_to_none() {
    let bench = rig::money::Bench::new().await;
    let rig = &bench.rig;
    let plan = bench.plan("100,10").await;
    let operation = bench.confirm(&plan).await;
    bench.until(&operation, journal::State::Accepted).await;
    let driver_id = rig.sandbox.fleet_drivers()[0].id.clone();
    for (reference, known) in [(plan.reference.as_str(), Some(operation)), ("ABCDEF", None)] {
        let new = NewFleetTransaction {
            driver_id: driver_id.clone(),
            category_id: "partner_service_manual".to_owned(),
            amount: Decimal::new(-10_010, 2),
            description: format!("Аренда [#{reference}]"),
            event_at: Some(moscow("2020-03-01T12:00:00")),
        };
        let added = rig.sandbox.add_fleet_transaction(&new).unwrap();
        let filter = FleetTransactionsFilter {
            period: Period {
                from: "2020-03-01".to_owned(),
                to: "2020-03-01".to_owned(),
            },
            ..all_transactions()
        };
        let state = read(rig, filter).await;
        let rows = fleet_rows(rig, &state.handle);
        let row = rows.iter().find(|row| row.transaction_id == added).unwrap();
        let details = rig.desk.fleet_transaction_details(&state.handle, row.id);
        assert_eq!(details.unwrap().operation, known);
    }
}

#[tokio::test]
async fn rows_are_narrowed_to_a_driver_and_copied_with_the_sums_that_are_shown() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let state = read(&rig, all_transactions()).await;
    let row = fleet_rows(&rig, &state.handle).remove(7);
    let value = rig
        .desk
        .register_value(&state.handle, row.id, "driver")
        .unwrap();
    assert_eq!(Some(&value.key), row.driver_id.as_ref());
    let narrowing = Narrowing {
        values: vec![ValueFilter { ..value }],
        ..Narrowing::default()
    };
    let narrowed = rig.desk.narrow_register(&state.handle, narrowing).unwrap();
    let rows = fleet_rows(&rig, &state.handle);
    assert_eq!(narrowed.shown as usize, rows.len());
    assert!(rows.iter().all(|one| one.driver_id == row.driver_id));
    let all = Selection {
        all: true,
        ..Selection::default()
    };
    let columns =
        ["at", "driver", "amount", "outside", "transaction_id"].map(|column| CopyColumn {
            column: column.to_owned(),
            title: column.to_owned(),
        });
    let table = rig
        .desk
        .register_table(&state.handle, &all, &columns)
        .unwrap();
    assert_eq!(table.tsv().lines().count(), rows.len() + 1);
}

// Besides the register.

#[tokio::test]
async fn an_orders_transactions_are_all_there_and_cash_is_not_in_their_sum() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let state = read(&rig, all_transactions()).await;
    let rows = fleet_rows(&rig, &state.handle);
    let mut by_order: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        if let Some(order) = row.order_id.as_deref() {
            *by_order.entry(order).or_default() += 1;
        }
    }
    let (order, count) = by_order
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .unwrap();
    assert!(count > 1);
    let at = rows
        .iter()
        .find(|row| row.order_id.as_deref() == Some(order));
    for at in [None, at.map(|row| row.at.clone())] {
        let told = rig.desk.fleet_order(&rig.park, order, at).await.unwrap();
        assert_eq!(told.rows.len(), count);
        assert!(told.rows.is_sorted_by_key(|row| row.at.clone()));
        let sum: Decimal = told
            .rows
            .iter()
            .filter_map(|row| row.amount)
            .map(|amount| amount.decimal())
            .sum();
        assert_eq!(told.totals.len(), 1);
        assert_eq!(told.totals[0].sum.decimal(), sum);
    }
    let odd = rig
        .desk
        .fleet_order(&rig.park, order, Some("вчера".to_owned()));
    assert_eq!(odd.await.unwrap_err().code, DeskErrorCode::InvalidInput);
}

#[tokio::test]
async fn categories_are_read_once_and_anew_when_asked_to() {
    let rig = fleet_rig(FleetQuirks::default()).await;
    let read = rig.desk.fleet_categories(&rig.park, false).await.unwrap();
    assert_eq!(read.len(), rig.sandbox.fleet_categories().len());
    let card = |all: &[desk::fleet::types::FleetCategory]| {
        let found = all.iter().find(|one| one.id == "cash_collected");
        found.unwrap().clone()
    };
    assert!(!card(&read).moves_balance);
    let manual = read
        .iter()
        .find(|one| one.creatable && one.enabled)
        .unwrap();
    rig.sandbox.set_fleet_category(&manual.id, true, false);
    let creatable = |all: Vec<desk::fleet::types::FleetCategory>| {
        all.iter().any(|one| one.id == manual.id && one.creatable)
    };
    assert!(creatable(
        rig.desk.fleet_categories(&rig.park, false).await.unwrap()
    ));
    assert!(!creatable(
        rig.desk.fleet_categories(&rig.park, true).await.unwrap()
    ));
    let rules = rig.desk.fleet_work_rules(&rig.park, false).await.unwrap();
    assert!(!rules.is_empty() && rules.iter().all(|rule| !rule.name.is_empty()));
}
