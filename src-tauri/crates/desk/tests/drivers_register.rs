//! The register of drivers over the demo park: whole, as the park has them, filtered and searched by the service.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{collections::BTreeMap, sync::Arc};

use desk::{
    DeskErrorCode,
    dictionaries::Dictionary,
    drivers::book::types::{DriverRow, DriversFilter},
    registers::types::{RegisterHandle, RegisterName, RegisterOrder, RegisterPhase, RegisterState},
};
use jump::Id;
use parking_lot::Mutex;
use rig::{
    FULL_KEY, Rig,
    register::{every_row, faults, meddled_rig, settled},
    small_park,
};
use sandbox::{Options, Sandbox, WithdrawalBlock};
use serde_json::Value;

/// 900 drivers: five pages.
fn park() -> Options {
    Options {
        drivers: 900,
        payments: 0,
        ..small_park()
    }
}

async fn collected(rig: &Rig, filter: DriversFilter) -> RegisterState {
    let opened = rig.desk.open_drivers(&rig.park, filter).await.unwrap();
    settled(rig, &opened.handle).await
}

fn rows(rig: &Rig, handle: &RegisterHandle) -> Vec<DriverRow> {
    every_row(|from, count| rig.desk.drivers_window(handle, from, count))
}

/// Ascending.
fn ids(rig: &Rig, handle: &RegisterHandle) -> Vec<i64> {
    let rows = rows(rig, handle);
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    ids.sort_unstable();
    ids
}

/// The drivers whose truth fits, ascending.
fn fitting(sandbox: &Sandbox, fits: impl Fn(&Value) -> bool) -> Vec<i64> {
    let ids = sandbox.driver_ids().into_iter();
    ids.filter(|id| fits(&sandbox.driver(*id).unwrap()))
        .collect()
}

fn searched(text: &str) -> DriversFilter {
    DriversFilter {
        search: text.to_owned(),
        ..DriversFilter::default()
    }
}

// Complete, and as they are.

/// The park's own account of a driver, under the titles of its dictionaries.
struct Truth<'a> {
    sandbox: &'a Sandbox,
    titles: BTreeMap<&'static str, BTreeMap<i64, String>>,
}

impl<'a> Truth<'a> {
    async fn of(rig: &'a Rig) -> Self {
        let mut titles = BTreeMap::new();
        for (name, dictionary) in [
            ("groups", Dictionary::Groups),
            ("statuses", Dictionary::AntiFraudStatuses),
            ("integrations", Dictionary::Integrations),
        ] {
            let items = rig.desk.dictionary(&rig.park, dictionary, None, true).await;
            let items = items.unwrap().into_iter();
            let titled = items.map(|item| (item.code.parse().unwrap(), item.title));
            titles.insert(name, titled.collect());
        }
        let sandbox = &rig.sandbox;
        Self { sandbox, titles }
    }

    fn title(&self, dictionary: &str, id: &Value) -> String {
        self.titles[dictionary][&id.as_i64().unwrap()].clone()
    }

    fn name(&self, truth: &Value) -> String {
        let parts = ["last_name", "first_name", "middle_name"].map(|key| truth[key].as_str());
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }

    fn row(&self, id: i64) -> DriverRow {
        let truth = self.sandbox.driver(id).unwrap();
        let text = |key: &str| truth[key].as_str().map(str::to_owned);
        let balances = truth["balances"].as_array().unwrap().iter();
        let mut integrations: Vec<String> = balances
            .map(|balance| &balance["integration_id"])
            .filter(|id| !id.is_null())
            .map(|id| self.title("integrations", id))
            .collect();
        integrations.sort();
        let invited_by = truth["referrer_id"].as_i64();
        let invited_by = invited_by.map(|id| self.name(&self.sandbox.driver(id).unwrap()));
        DriverRow {
            id: Id(id),
            driver: self.name(&truth),
            phone: text("phone").unwrap().replace('+', ""),
            group: self.title("groups", &truth["group_id"]),
            balance: Some(text("balance").unwrap().parse().unwrap()),
            anti_fraud: self.title("statuses", &truth["anti_fraud_status_id"]),
            integrations: integrations.join(", "),
            invited_by: invited_by.unwrap_or_default(),
            in_blacklist: truth["blacklist_reason"] != "",
            created_at: text("created_at"),
            first_trip_at: text("first_trip_at"),
            last_trip_at: text("last_trip_at"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_drivers_are_all_there_once_and_as_the_park_has_them() {
    let options = Options {
        drivers: 5_000,
        payments: 0,
        ..small_park()
    };
    let rig = Rig::of(options, FULL_KEY).await;
    let state = collected(&rig, DriversFilter::default()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(state.register, RegisterName::Drivers);
    assert_eq!((state.received, state.total), (5_000, Some(5_000)));
    // The pages, and a look at the newest before and after them.
    assert_eq!(rig.sandbox.calls("listDrivers"), 25 + 2);
    let truth = Truth::of(&rig).await;
    let rows = rows(&rig, &state.handle);
    // Those who came first stand first.
    let expected = rig.sandbox.driver_ids().into_iter().map(|id| truth.row(id));
    for (row, expected) in rows.iter().zip(expected) {
        assert_eq!(*row, expected);
    }
    assert_eq!(rows.len(), 5_000);
    let told = |fits: fn(&DriverRow) -> bool| rows.iter().filter(|row| fits(row)).count();
    assert!(told(|row| row.in_blacklist) > 0);
    assert!(told(|row| row.invited_by.is_empty()) > 0);
    assert!(told(|row| !row.invited_by.is_empty()) > 0);
    assert!(told(|row| row.integrations.contains(", ")) > 0);
}

// Asked of the service.

#[tokio::test]
async fn each_filter_finds_those_it_names_and_nobody_else() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let referred = |truth: &Value| truth["referrer_id"].as_i64();
    let drivers = rig.sandbox.driver_ids().into_iter();
    let mut referrers = drivers.filter_map(|id| referred(&rig.sandbox.driver(id).unwrap()));
    let referrer = referrers.next().unwrap();
    let all = DriversFilter::default;
    type Fits = Box<dyn Fn(&Value) -> bool>;
    let cases: [(DriversFilter, Fits); 4] = [
        (
            DriversFilter {
                group_ids: vec![Id(2), Id(5)],
                ..all()
            },
            Box::new(|truth| truth["group_id"] == 2 || truth["group_id"] == 5),
        ),
        (
            DriversFilter {
                anti_fraud_status_ids: vec![Id(3)],
                ..all()
            },
            Box::new(|truth| truth["anti_fraud_status_id"] == 3),
        ),
        (
            DriversFilter {
                integration_ids: vec![Id(1)],
                ..all()
            },
            Box::new(|truth| {
                let mut balances = truth["balances"].as_array().unwrap().iter();
                balances.any(|balance| balance["integration_id"] == 1)
            }),
        ),
        (
            DriversFilter {
                referrer_ids: vec![Id(referrer)],
                ..all()
            },
            Box::new(move |truth| referred(truth) == Some(referrer)),
        ),
    ];
    for (filter, fits) in cases {
        let state = collected(&rig, filter.clone()).await;
        assert_eq!(state.phase, RegisterPhase::Complete);
        let found = ids(&rig, &state.handle);
        assert_eq!(found, fitting(&rig.sandbox, fits), "{filter:?}");
        assert!(!found.is_empty() && found.len() < 900, "{filter:?}");
    }
}

fn named(truth: &Value, name: &str) -> bool {
    let parts = ["last_name", "first_name", "middle_name"];
    let mut parts = parts.iter().filter_map(|key| truth[*key].as_str());
    parts.any(|part| part.to_lowercase().contains(name))
}

#[tokio::test]
async fn a_name_typed_in_the_wrong_layout_or_a_phone_in_any_writing_finds_the_driver() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let ivanov = fitting(&rig.sandbox, |truth| named(truth, "иванов"));
    assert!(!ivanov.is_empty());
    for (typed, told) in [("иванов", None), (" Bdfyjd ", Some("Иванов"))] {
        let state = collected(&rig, searched(typed)).await;
        assert_eq!(state.phase, RegisterPhase::Complete);
        assert_eq!(state.found_as.as_deref(), told);
        assert_eq!(ids(&rig, &state.handle), ivanov, "{typed}");
    }
    let local = |truth: &Value| truth["phone"].as_str().unwrap().starts_with("+79");
    let id = fitting(&rig.sandbox, local)[0];
    let truth = rig.sandbox.driver(id).unwrap();
    let phone = truth["phone"].as_str().unwrap();
    for typed in [
        format!("8 ({}) {}", &phone[2..5], &phone[5..]),
        id.to_string(),
        truth["aggregator_id"].as_str().unwrap().to_owned(),
    ] {
        let state = collected(&rig, searched(&typed)).await;
        assert!(ids(&rig, &state.handle).contains(&id), "{typed}");
        assert!(state.received < 900, "{typed}");
    }
}

#[tokio::test]
async fn what_was_typed_is_asked_for_when_the_guess_finds_nobody() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, searched("qqqq")).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!((state.received, state.total), (0, Some(0)));
    assert_eq!(state.found_as, None);
    assert_eq!(rig.sandbox.calls("listDrivers"), 2);
}

// Complete while the park goes on.

#[tokio::test]
async fn drivers_who_are_entered_while_it_is_read_are_in_it() {
    let rig = Rig::of(park(), FULL_KEY).await;
    faults(&rig.sandbox, &["listDrivers:insert=3@page=2"]);
    let state = collected(&rig, DriversFilter::default()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!((state.received, state.total), (903, Some(903)));
    assert_eq!(ids(&rig, &state.handle), rig.sandbox.driver_ids());
}

#[tokio::test]
async fn a_balance_that_changes_all_the_time_never_makes_the_register_incomplete() {
    let (rig, meddling) = meddled_rig(park()).await;
    let sandbox = rig.sandbox.clone();
    let touched: Vec<i64> = sandbox
        .driver_ids()
        .into_iter()
        .rev()
        .step_by(90)
        .map(|id| sandbox.balances(id)[0].id)
        .collect();
    *meddling.lock() = Some(Box::new(move |request| {
        for balance in &touched {
            assert!(sandbox.set_balance(*balance, request as i64 * 100));
        }
    }));
    let state = collected(&rig, DriversFilter::default()).await;
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(ids(&rig, &state.handle), rig.sandbox.driver_ids());
    // One round was enough.
    assert_eq!(rig.sandbox.calls("listDrivers"), 5 + 2);
}

#[tokio::test]
async fn a_driver_who_leaves_the_filter_while_it_is_read_takes_nobody_along() {
    let (rig, meddling) = meddled_rig(park()).await;
    let allowed = |truth: &Value| truth["anti_fraud_status_id"] == 1;
    let before = fitting(&rig.sandbox, allowed);
    assert!(before.len() > 400, "three pages and more");
    // The first of the list goes before its second page is read: the rows after him move up by one.
    let (sandbox, leaver) = (rig.sandbox.clone(), before[0]);
    let seen = Arc::new(Mutex::new(None));
    let first = seen.clone();
    *meddling.lock() = Some(Box::new(move |request| {
        let begun = *first.lock().get_or_insert(request);
        if request == begun + 2 {
            assert!(sandbox.set_withdrawal_block(leaver, &WithdrawalBlock::AntiFraud));
        }
    }));
    let filter = DriversFilter {
        anti_fraud_status_ids: vec![Id(1)],
        ..DriversFilter::default()
    };
    let state = collected(&rig, filter).await;
    assert!(seen.lock().is_some());
    assert_eq!(state.phase, RegisterPhase::Complete);
    assert_eq!(ids(&rig, &state.handle), before[1..]);
}

// Beside the others.

#[tokio::test]
async fn drivers_are_ordered_and_summed_up_like_any_register() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, DriversFilter::default()).await;
    for column in [
        "id",
        "driver",
        "phone",
        "group",
        "balance",
        "anti_fraud",
        "integrations",
        "invited_by",
        "blacklist",
        "created_at",
        "first_trip_at",
        "last_trip_at",
    ] {
        let order = RegisterOrder {
            column: column.to_owned(),
            descending: true,
        };
        rig.desk.order_register(&state.handle, &order).unwrap();
        assert_eq!(
            ids(&rig, &state.handle),
            rig.sandbox.driver_ids(),
            "{column}"
        );
    }
    let rows = rows(&rig, &state.handle);
    let balances = rows.iter().map(|row| row.balance.unwrap().decimal());
    let totals = rig.desk.register_totals(&state.handle, None).unwrap();
    assert_eq!(totals.count, 900);
    assert_eq!(totals.columns.len(), 1);
    assert_eq!(totals.columns[0].column, "balance");
    assert_eq!(totals.columns[0].sum.decimal(), balances.sum());

    let listed = rows.iter().filter(|row| row.in_blacklist).count();
    let groups = rig.desk.register_groups(&state.handle, "blacklist");
    let groups = groups.unwrap();
    let of = |key: &str| groups.iter().find(|group| group.key == key).unwrap();
    assert!(listed > 0);
    assert_eq!(of("да").totals.count as usize, listed);
    assert_eq!(of("").totals.count as usize, 900 - listed);
}

#[tokio::test]
async fn a_register_of_drivers_is_not_taken_for_one_of_payments() {
    let rig = Rig::new().await;
    let state = collected(&rig, DriversFilter::default()).await;
    let wrong = rig.desk.payments_window(&state.handle, 0, 1).unwrap_err();
    assert_eq!(wrong.code, DeskErrorCode::NoRegister);
}

#[tokio::test]
async fn a_card_opened_from_the_register_does_not_ask_who_its_referrer_is() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let state = collected(&rig, DriversFilter::default()).await;
    let rows = rows(&rig, &state.handle);
    let invited = rows.iter().find(|row| !row.invited_by.is_empty()).unwrap();
    let card = rig.desk.driver_card(&rig.park, invited.id).await.unwrap();
    let referrer = card.referrer.unwrap();
    assert_eq!(referrer.name, invited.invited_by);
    assert_eq!(rig.sandbox.calls("getDriver"), 1);
}
