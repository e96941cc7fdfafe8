//! What is particular to rows of Yandex Fleet: they are made here as the service sends them.

use std::sync::Arc;

use fleet::FleetTransaction;

use super::{
    super::types::{FleetCategory, FleetOrigin, FleetTransactionsFilter},
    columns::FleetTransactions,
    source::query,
};
use crate::registers::{
    bench::Bench,
    columns::gone,
    store::Stored,
    types::{Narrowing, Period, ValueFilter},
};

const FULL: &str = r#"{
    "id": "9f-1", "event_at": "2026-03-01T12:00:00.87+03:00", "category_id": "partner_service_manual_3",
    "category_name": "Аренда", "amount": "-1234.5678", "currency_code": "RUB",
    "description": "Аренда за день [#7K3F9Q]", "driver_profile_id": "d-1", "order_id": "o-1", "event_id": "e-1",
    "created_by": {"identity": "dispatcher", "dispatcher_name": "Тестова Тата"}
}"#;

fn category(id: &str, moves_balance: bool) -> FleetCategory {
    FleetCategory {
        id: id.to_owned(),
        name: format!("Категория {id}"),
        group_id: "group".to_owned(),
        group: "Группа".to_owned(),
        enabled: true,
        creatable: false,
        moves_balance,
        partner: false,
    }
}

fn of(texts: &[&str]) -> FleetTransactions {
    let mut rows = FleetTransactions::default();
    let names = [("d-1".to_owned(), "Тестов Тест".to_owned())];
    let listed = [category("card", true), category("cash", false)];
    rows.know(&listed, Arc::new(names.into()));
    for text in texts {
        let one: FleetTransaction = serde_json::from_str(text).unwrap();
        rows.take(one, 1);
    }
    rows
}

fn plain(id: &str, category: &str, amount: &str, currency: &str) -> String {
    format!(
        r#"{{"id": "{id}", "event_at": "2026-03-01T09:00:00Z", "category_id": "{category}", "amount": "{amount}",
            "currency_code": "{currency}", "driver_profile_id": "d-2"}}"#
    )
}

#[test]
fn nothing_that_the_table_shows_is_lost_by_packing_it() {
    let rows = of(&[FULL, &plain("2", "card", "1", "RUB")]);
    let row = rows.row(0).unwrap();
    assert_eq!(row.transaction_id, "9f-1");
    assert_eq!(row.at, "2026-03-01T12:00:00.87+03:00");
    assert_eq!(
        (row.driver.as_str(), row.driver_id.as_deref()),
        ("Тестов Тест", Some("d-1"))
    );
    assert_eq!((row.category.as_str(), row.group.as_str()), ("Аренда", ""));
    assert!(row.partner_category);
    assert_eq!(row.amount.unwrap().to_string(), "-1234.5678");
    assert_eq!((row.outside, row.foreign.as_str()), (None, ""));
    assert_eq!(
        (row.origin, row.origin_name.as_str()),
        (FleetOrigin::Dispatcher, "Тестова Тата")
    );
    assert_eq!(row.order_id.as_deref(), Some("o-1"));
    assert_eq!(row.reference.as_deref(), Some("7K3F9Q"));
    assert_eq!(rows.made_by(0), (Some("e-1".to_owned()), None));
    let bare = rows.row(1).unwrap();
    assert_eq!(
        (bare.at.as_str(), bare.driver.as_str()),
        ("2026-03-01T09:00:00+00:00", "d-2")
    );
    assert_eq!(
        (bare.origin, bare.reference, bare.order_id),
        (FleetOrigin::Unknown, None, None)
    );
    assert_eq!(
        (bare.category.as_str(), bare.group.as_str()),
        ("Категория card", "Группа")
    );
    assert_eq!(rows.row(2), None);
}

#[test]
fn every_writing_of_a_time_comes_back_as_the_client_reads_it() {
    for (written, shown) in [
        (
            "2026-03-01T12:00:00.000001+03:00",
            "2026-03-01T12:00:00.000001+03:00",
        ),
        (
            "2026-03-01T12:00:00.500+0000",
            "2026-03-01T12:00:00.5+00:00",
        ),
        ("2026-03-01T12:00:00-10:30", "2026-03-01T12:00:00-10:30"),
        ("вчера.", "вчера."),
    ] {
        let text = FULL.replace("2026-03-01T12:00:00.87+03:00", written);
        assert_eq!(of(&[&text]).row(0).unwrap().at, shown);
    }
}

#[test]
fn ids_that_are_texts_are_never_taken_for_one_another_and_a_row_read_again_is_one() {
    let texts: Vec<String> = ["a", "b", "A", "a", "card", "b"]
        .map(|id| plain(id, "card", "1", "RUB"))
        .into();
    let rows = of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(rows.index().len(), 4);
    let mut rows = rows;
    let newer: FleetTransaction = serde_json::from_str(&plain("b", "card", "5", "RUB")).unwrap();
    rows.take(newer, 2);
    assert_eq!(rows.row(1).unwrap().amount.unwrap().to_string(), "5.00");
    assert_eq!((rows.forget_unseen(2), rows.index().len()), (3, 1));
    assert_eq!(rows.row(0).unwrap().transaction_id, "b");
    assert_eq!(gone(&[true]), 0);
}

#[test]
fn cash_and_other_currencies_stand_in_columns_of_their_own() {
    let rows = of(&[
        &plain("1", "card", "10.5", "RUB"),
        &plain("2", "cash", "-20", "RUB"),
        &plain("3", "card", "-1000", "KZT"),
        &plain("4", "of_tomorrow", "7", "RUB"),
        &plain("5", "cash_collected", "9", "RUB"),
    ]);
    let told = |place| {
        let row = rows.row(place).unwrap();
        let text = |amount: Option<money::Amount>| amount.map(|one| one.to_string());
        (text(row.amount), text(row.outside), row.foreign)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(told(0), (some("10.50"), None, String::new()));
    assert_eq!(told(1), (None, some("-20.00"), String::new()));
    assert_eq!(told(2), (None, None, "-1000,00 KZT".to_owned()));
    assert_eq!(told(3), (some("7.00"), None, String::new()));
    assert_eq!(told(4), (None, some("9.00"), String::new()));
}

#[test]
fn a_filter_by_driver_or_category_goes_by_the_id_and_not_by_the_name() {
    let filter = FleetTransactionsFilter {
        period: Period {
            from: "2026-03-01".to_owned(),
            to: "2026-03-01".to_owned(),
        },
        category_ids: Vec::new(),
        driver_id: None,
    };
    let now = "2026-04-01T00:00:00Z".parse().unwrap();
    let asked = query(&filter, now, &crate::time::zone("")).unwrap();
    let rows = [FULL.to_owned(), plain("2", "card", "1", "RUB")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bench = Bench::<FleetTransactions>::of(&rows, asked.query);
    bench.find("7K3F9Q");
    let id = jump::Id(bench.ids()[0]);
    for (column, key) in [
        ("driver", "d-1"),
        ("category", "partner_service_manual_3"),
        ("origin", "dispatcher"),
        ("reference", "7K3F9Q"),
        ("transaction_id", "9f-1"),
        ("amount", "-1234.5678"),
        ("sign", "debit"),
        ("at", "2026-03-01"),
    ] {
        let value = bench.value(id, column);
        assert_eq!(value.key, key, "{column}");
        let narrowing = Narrowing {
            values: vec![ValueFilter { ..value }],
            ..Narrowing::default()
        };
        bench.narrow(narrowing).unwrap();
        let shown = if column == "at" { 2 } else { 1 };
        assert_eq!(bench.ids().len(), shown, "{column}");
    }
    assert_eq!(Bench::<FleetTransactions>::columns().len(), 13);
}

#[test]
fn one_row_from_abroad_that_came_first_does_not_turn_the_roubles_into_a_foreign_currency() {
    let rows = of(&[
        &plain("1", "card", "5000.5", "KZT"),
        &plain("2", "cash", "7000", "KZT"),
        &plain("3", "card", "640", "RUB"),
        &plain("4", "card", "3", "USD"),
    ]);
    let told = |place: u32| {
        let row = rows.row(place).unwrap();
        let text = |amount: Option<money::Amount>| amount.map(|one| one.to_string());
        (text(row.amount), text(row.outside), row.foreign)
    };
    let foreign = |text: &str| (None, None, text.to_owned());
    assert_eq!(told(0), foreign("5000,50 KZT"));
    assert_eq!(told(1), foreign("7000,00 KZT"));
    assert_eq!(told(2), (Some("640.00".to_owned()), None, String::new()));
    assert_eq!(told(3), foreign("3,00 USD"));
    // A park without roubles is added up in what its first row is in.
    let rows = of(&[
        &plain("1", "card", "5000", "KZT"),
        &plain("2", "card", "3", "USD"),
    ]);
    assert_eq!(rows.row(0).unwrap().foreign, "");
    assert_eq!(rows.row(1).unwrap().foreign, "3,00 USD");
}
