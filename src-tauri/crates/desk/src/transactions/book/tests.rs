//! What every register does, on transactions: numbers of other lists, texts in plenty, routes made of two addresses.

use jump::TransactionsQuery;

use super::columns::Transactions;
use crate::registers::{
    bench::{Bench, window},
    types::{Narrowing, ValueFilter},
};

fn bench(transactions: &[&str]) -> Bench<Transactions> {
    Bench::of(transactions, TransactionsQuery::new(window()))
}

fn found(text: &str) -> Vec<i64> {
    let bench = bench(&[
        r#"{"id": 88000001, "amount": -1234.5, "type": {"id": 2, "name": "Вывод средств"},
            "description": "Выплата по заявке", "payment_id": 48141222,
            "driver": {"id": 1, "full_name": "Фёдоров Пётр Ильич", "phone": 79110000017}}"#,
        r#"{"id": 88000777, "amount": 99, "type": {"id": 1, "name": "Поездка"},
            "trip": {"address_from": "Москва, Берёзовая аллея, 3", "address_to": "Химки", "distance": "4321"},
            "driver": {"id": 2, "last_name": "Иванова", "first_name": "Мария"}}"#,
    ]);
    bench.find(text);
    bench.sorted_ids()
}

#[test]
fn what_is_copied_off_the_screen_finds_its_row_and_no_other() {
    for text in [
        "88 000 001",
        "88\u{A0}000\u{A0}001",
        "\u{2212}1\u{A0}234,50",
        "пётр \u{2212}1 234,50",
        "–1234",
    ] {
        assert_eq!(found(text), [88_000_001], "{text}");
    }
    // The groups are in the id of the second row, the number is not.
    assert!(found("777 000").is_empty());
    assert!(found("1 777").is_empty());
}

#[test]
fn a_phone_typed_from_eight_does_not_lose_its_driver_half_way() {
    for text in ["8911", "8 911 000", "8 (911) 000-00", "8 911 000-00-17"] {
        assert_eq!(found(text), [88_000_001], "{text}");
    }
}

#[test]
fn a_transaction_is_found_in_whatever_writing_it_is_looked_for() {
    let first = [
        "петр фёдоров",
        "1 234,50",
        "-1234.5",
        "88000001",
        "48141222",
        "8 (911) 000-00-17",
        "по заявке",
        "ВЫВОД",
        "пётр 1234",
    ];
    for text in first {
        assert_eq!(found(text), [88_000_001], "{text}");
    }
    for text in ["березовая", "химки", "99,00", "мария иванова", "поездка 99"]
    {
        assert_eq!(found(text), [88_000_777], "{text}");
    }
    assert_eq!(found("  ").len(), 2);
    assert_eq!(found("88000").len(), 2);
    // Not shown in a row, so not found by it.
    assert!(found("4321").is_empty());
}

const VARIED: [&str; 5] = [
    r#"{"id": 1, "trip": {"address_from": "Ясная", "address_to": "Адмирала"}}"#,
    r#"{"id": 2, "trip": {"address_from": "Ёлочная", "address_to": "Южная"}, "payment_id": 9}"#,
    r#"{"id": 3, "trip": {}, "description": "ремонт"}"#,
    r#"{"id": 4, "trip": {"address_from": "ёлочная", "address_to": "Вокзал"}, "payment_id": 10}"#,
    r#"{"id": 5, "description": "Аренда"}"#,
];

fn ordered(column: &str, descending: bool) -> Vec<i64> {
    let bench = bench(&VARIED);
    bench.order(column, descending);
    bench.ids()
}

#[test]
fn routes_stand_by_their_beginning_then_by_their_end_and_rows_without_one_last() {
    assert_eq!(ordered("route", false), [4, 2, 1, 3, 5]);
    assert_eq!(ordered("route", true), [1, 2, 4, 5, 3]);
}

#[test]
fn payments_stand_by_number_and_descriptions_by_the_alphabet() {
    assert_eq!(ordered("payment", false), [2, 4, 1, 3, 5]);
    assert_eq!(ordered("description", false), [5, 3, 1, 2, 4]);
}

#[test]
fn a_route_and_a_payment_are_values_like_any_other() {
    let bench = bench(&VARIED);
    for (column, key, ids) in [
        ("route", "Ясная → Адмирала", vec![1]),
        ("route", "", vec![3, 5]),
        ("payment", "9", vec![2]),
        ("payment", "", vec![1, 3, 5]),
        ("description", "Аренда", vec![5]),
    ] {
        let narrowing = Narrowing {
            values: vec![ValueFilter {
                column: column.to_owned(),
                key: key.to_owned(),
                title: String::new(),
                excluded: false,
            }],
            ..Narrowing::default()
        };
        bench.narrow(narrowing).unwrap();
        assert_eq!(bench.sorted_ids(), ids, "{column} {key}");
        assert_eq!(bench.groups(column)[0].key, key);
    }
    bench.find("");
    bench.order("id", false);
    assert_eq!(bench.seek("route", "ясная → а", 0), Some(0));
    assert_eq!(bench.seek("route", "елоч", 2), Some(3));
    assert_eq!(bench.seek("payment", "1", 0), Some(3));
}

#[test]
fn income_and_outcome_are_exact_and_make_up_the_amount() {
    let bench = bench(&[
        r#"{"id": 1, "amount": 0.1}"#,
        r#"{"id": 2, "amount": "0.2"}"#,
        r#"{"id": 3, "amount": -12345.1434}"#,
        r#"{"id": 4, "amount": -0.000000000000000001}"#,
        r#"{"id": 5}"#,
        r#"{"id": 6, "amount": 0}"#,
    ]);
    let totals = bench.totals();
    let sums = &totals.columns[0];
    assert_eq!(sums.income.to_string(), "0.30");
    assert_eq!(sums.outcome.to_string(), "-12345.143400000000000001");
    assert_eq!(sums.sum.to_string(), "-12344.843400000000000001");
    assert_eq!((totals.count, sums.count), (6, 5));
}

#[test]
fn ids_phones_and_descriptions_arrive_as_text_and_amounts_as_amounts() {
    let bench = bench(&[
        r#"{"id": 88000001, "amount": -1234.5, "date": "2026-10-31T20:39:00+00:00",
            "payment_id": 48141222, "description": "=1+1", "driver": {"phone": 79110000017},
            "trip": {"address_from": "А", "address_to": "Б"}}"#,
        r#"{"id": 2, "date": "скоро"}"#,
    ]);
    let columns = [
        "id",
        "date",
        "amount",
        "payment",
        "description",
        "phone",
        "route",
    ];
    let first = "88000001\t31.10.2026 23:39:00\t-1234,50\t48141222\t'=1+1\t79110000017\tА → Б";
    assert_eq!(bench.tsv(&columns), [first, "2\tскоро\t\t\t\t\t"]);
}
