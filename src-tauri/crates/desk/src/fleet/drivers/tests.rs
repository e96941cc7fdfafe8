//! What is particular to rows of drivers of Yandex Fleet.

use std::sync::Arc;

use fleet::FleetDriver;
use jump::Id;

use super::{
    super::types::{FleetLink, FleetWorkRule},
    columns::{FleetDrivers, Links},
};
use crate::registers::store::Stored;

const FULL: &str = r#"{
    "accounts": [{"id": "a", "type": "current", "balance": "700.1234", "balance_limit": "50", "currency": "RUB",
        "last_transaction_date": "2020-04-27T08:44:05.871+0000"}],
    "car": {"brand": "Kia", "model": "Rio", "number": "А123ВС77"},
    "current_status": {"status": "in_order_free"},
    "driver_profile": {"id": "d-1", "created_date": "2020-01-01T00:00:00+0000", "first_name": "Тест",
        "last_name": "Тестов", "phones": ["+79110000000", "+79220000000"], "work_rule_id": "r-1",
        "work_status": "working", "driver_license": {"number": "99 00 123456"}, "comment": "Ночью",
        "employment_type": "selfemployed"}
}"#;

fn of(texts: &[&str]) -> FleetDrivers {
    let mut rows = FleetDrivers::default();
    let rule = FleetWorkRule {
        id: "r-1".to_owned(),
        name: "50/50".to_owned(),
        enabled: true,
    };
    let link = Links::from([("d-1".to_owned(), link(7))]);
    rows.know(Arc::new(vec![rule]), link);
    for text in texts {
        let one: FleetDriver = serde_json::from_str(text).unwrap();
        rows.take(one, 1);
    }
    rows
}

fn link(jump_id: i64) -> FleetLink {
    FleetLink {
        fleet_id: "d-1".to_owned(),
        jump_id: Id(jump_id),
        name: "Тестов Тест".to_owned(),
        since: "2026-03-01T12:00:00+03:00".to_owned(),
    }
}

#[test]
fn nothing_that_the_table_shows_is_lost_by_packing_it() {
    let bare =
        r#"{"driver_profile": {"id": "d-2", "work_status": "asleep", "work_rule_id": "r-9"}}"#;
    let rows = of(&[FULL, bare]);
    let row = rows.row(0).unwrap();
    assert_eq!(
        (row.driver_id.as_str(), row.driver.as_str()),
        ("d-1", "Тестов Тест")
    );
    assert_eq!(
        (row.phone.as_str(), row.car.as_str()),
        ("79110000000", "Kia Rio А123ВС77")
    );
    assert_eq!(row.balance.unwrap().to_string(), "700.1234");
    assert_eq!(row.balance_limit.unwrap().to_string(), "50.00");
    assert_eq!(
        (row.currency.as_str(), row.work_rule.as_str()),
        ("RUB", "50/50")
    );
    assert_eq!(
        (row.work_status.as_str(), row.current_status.as_str()),
        ("working", "in_order_free")
    );
    assert_eq!(
        row.last_transaction_at.as_deref(),
        Some("2020-04-27T08:44:05.871+00:00")
    );
    assert_eq!(row.created_at.as_deref(), Some("2020-01-01T00:00:00+00:00"));
    assert_eq!(
        (row.license.as_str(), row.linked),
        ("99 00 123456", Some(Id(7)))
    );
    assert_eq!(
        rows.remarks(0),
        ("Ночью".to_owned(), "selfemployed".to_owned())
    );
    let bare = rows.row(1).unwrap();
    assert_eq!(
        (bare.work_status.as_str(), bare.work_rule.as_str()),
        ("asleep", "r-9")
    );
    assert_eq!((bare.balance, bare.linked), (None, None));
}

#[test]
fn a_link_goes_to_the_driver_it_was_made_for_and_to_nobody_else() {
    let mut rows = of(&[FULL, r#"{"driver_profile": {"id": "d-2"}}"#]);
    assert_eq!(rows.link("d-2", Some(link(8))), Some(1));
    assert_eq!(rows.link("d-1", None), Some(0));
    assert_eq!(rows.link("elsewhere", Some(link(9))), None);
    let linked = [0, 1].map(|place| rows.row(place).unwrap().linked);
    assert_eq!(linked, [None, Some(Id(8))]);
}

#[test]
fn balances_in_two_currencies_are_never_one_sum() {
    let with = |id: &str, balance: &str, currency: &str| {
        format!(
            r#"{{"accounts": [{{"id": "{id}", "type": "current", "balance": "{balance}", "balance_limit": "5"{currency}}}],
                "driver_profile": {{"id": "{id}"}}}}"#
        )
    };
    let rows = of(&[
        &with("k", "70000", r#", "currency": "KZT""#),
        &with("r", "100.5", r#", "currency": "RUB""#),
        &with("u", "-3", r#", "currency": "USD""#),
        &with("n", "9", ""),
    ]);
    let told = |place: u32| {
        let row = rows.row(place).unwrap();
        let sums = [row.balance, row.balance_limit];
        (sums.map(|sum| sum.map(|one| one.to_string())), row.foreign)
    };
    let own = |balance: &str| {
        let sums = [balance, "5.00"].map(|sum| Some(sum.to_owned()));
        (sums, String::new())
    };
    assert_eq!(told(0), ([None, None], "70000,00 KZT".to_owned()));
    assert_eq!(told(1), own("100.50"));
    assert_eq!(told(2), ([None, None], "-3,00 USD".to_owned()));
    // One that names none is in the list's own.
    assert_eq!(told(3), own("9.00"));
    assert_eq!(rows.row(0).unwrap().currency, "KZT");
}
