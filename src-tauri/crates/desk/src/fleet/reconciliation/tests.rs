//! Pairs and rows, case by case; whatever else may come stands in [`any`].

mod any;

use std::{collections::BTreeMap, sync::Arc};

use fleet::FleetTransaction;
use jiff::Timestamp;
use jump::{Id, Transaction};
use money::Amount;
use rust_decimal::Decimal;

use super::{
    super::{
        categories::unlisted,
        types::{
            FleetLink, ReconciliationRow,
            ReconciliationVerdict::{self, *},
        },
    },
    matching::{Pair, matched, worth_knowing},
    movement::{Movement, of_jump, of_yandex},
    people::People,
    result::{Beside, by_verdict},
    span::Span,
};
use crate::{registers::types::Period, time::zone};

const NOON: i64 = 1_750_075_200;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(NOON + second).unwrap()
}

/// Seconds after noon, driver, amount in kopecks, mark.
type Told<D> = (i64, Option<D>, i64, Option<&'static str>);

fn movement<D>(number: usize, (second, driver, kopecks, mark): Told<D>) -> Movement<D> {
    Movement {
        id: number.to_string(),
        driver,
        name: String::new(),
        at: Some(at(second)),
        told_at: at(second).to_string(),
        amount: Amount::new(Decimal::new(kopecks, 2)),
        currency: "RUB".to_owned(),
        mark: mark.map(str::to_owned),
        description: String::new(),
        category: String::new(),
    }
}

fn side<D>(told: impl IntoIterator<Item = Told<D>>) -> Vec<Movement<D>> {
    let numbered = told.into_iter().enumerate();
    numbered
        .map(|(number, told)| movement(number, told))
        .collect()
}

fn jump(told: &[(i64, i64, i64, Option<&'static str>)]) -> Vec<Movement<Id>> {
    let told = told.iter();
    side(told.map(|(second, driver, kopecks, mark)| (*second, Some(Id(*driver)), *kopecks, *mark)))
}

fn yandex(told: &[(i64, &str, i64, Option<&'static str>)]) -> Vec<Movement<String>> {
    let told = told.iter();
    side(told.map(|(second, driver, kopecks, mark)| {
        (*second, Some((*driver).to_owned()), *kopecks, *mark)
    }))
}

fn people(known: &[(&str, i64)]) -> People {
    let mut people = People::default();
    for (fleet, jump) in known {
        people.add((*fleet).to_owned(), Id(*jump));
    }
    people
}

/// Verdicts with places, in the order of the verdicts and of the places.
fn laid(
    jump: &[Movement<Id>],
    yandex: &[Movement<String>],
    people: &People,
) -> Vec<(ReconciliationVerdict, Option<usize>, Option<usize>)> {
    let pairs = matched(jump, yandex, people).into_iter();
    let mut laid: Vec<_> = pairs
        .map(|pair| (pair.verdict, pair.jump, pair.yandex))
        .collect();
    laid.sort_unstable();
    laid
}

fn rows(
    jump: &[Movement<Id>],
    yandex: &[Movement<String>],
    people: &People,
    period: &Period,
) -> Vec<ReconciliationRow> {
    let moscow = zone("");
    let span = Span::of(period, at(10 * 86_400), &moscow).unwrap();
    let pairs: Vec<Pair> = matched(jump, yandex, people);
    let beside = Beside {
        zone: moscow,
        span: &span,
        people,
        names: Arc::default(),
        operation: |_: &str| None,
        jump,
        yandex,
    };
    beside.rows(&pairs, &[])
}

fn days(from: &str, to: &str) -> Period {
    Period {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

// Matching.

#[test]
fn a_mark_with_its_sum_is_matched_before_the_same_mark_with_another_sum() {
    // Somebody copied the comment: three rows with one mark.
    let theirs = jump(&[(0, 1, -10_000, Some("AAAAAA"))]);
    let own = yandex(&[
        (1, "a", -9_999, Some("AAAAAA")),
        (50_000, "a", -10_000, Some("AAAAAA")),
    ]);
    let known = people(&[("a", 1)]);
    assert_eq!(
        laid(&theirs, &own, &known),
        [(Matched, Some(0), Some(1)), (OnlyYandex, None, Some(0))]
    );
    assert_eq!(
        laid(&theirs, &own[..1], &known),
        [(AmountDiffers, Some(0), Some(0))]
    );
    // A mark tells enough where nobody knows the driver.
    assert_eq!(
        laid(&theirs, &own[1..], &People::default()),
        [(Matched, Some(0), Some(0))]
    );
}

#[test]
fn a_mark_never_joins_two_drivers_who_are_known_to_be_two() {
    let theirs = jump(&[(0, 1, -10_000, Some("AAAAAA"))]);
    let own = yandex(&[(0, "b", -10_000, Some("AAAAAA"))]);
    for known in [
        people(&[("b", 2)]),
        people(&[("a", 1)]),
        people(&[("a", 1), ("b", 2)]),
    ] {
        assert_eq!(
            laid(&theirs, &own, &known),
            [(OnlyJump, Some(0), None), (OnlyYandex, None, Some(0))]
        );
    }
}

#[test]
fn without_marks_the_nearest_in_time_is_taken_and_each_only_once() {
    let known = people(&[("a", 1), ("b", 2)]);
    let theirs = jump(&[(0, 1, -5_000, None), (3_600, 1, -5_000, None)]);
    let own = yandex(&[
        (3_500, "a", -5_000, None),
        (100, "b", -5_000, None),
        (100, "a", 5_000, None),
        (-200, "a", -5_000, None),
        (-300, "a", -5_000, None),
    ]);
    assert_eq!(
        laid(&theirs, &own, &known),
        [
            (LooksAlike, Some(0), Some(3)),
            (LooksAlike, Some(1), Some(0)),
            (OnlyYandex, None, Some(1)),
            (OnlyYandex, None, Some(2)),
            (OnlyYandex, None, Some(4)),
        ]
    );
    assert!(
        laid(&theirs, &own, &People::default())
            .iter()
            .all(|(verdict, ..)| matches!(verdict, OnlyJump | OnlyYandex)),
        "without a link and a mark nobody knows whose money it is"
    );
}

#[test]
fn a_day_apart_still_looks_alike_and_a_second_more_does_not() {
    let known = people(&[("a", 1)]);
    let theirs = jump(&[(0, 1, 700, None)]);
    for (second, alike) in [
        (86_400, true),
        (-86_400, true),
        (86_401, false),
        (-86_401, false),
    ] {
        let own = yandex(&[(second, "a", 700, None)]);
        let laid = laid(&theirs, &own, &known);
        assert_eq!(laid[0].0 == LooksAlike, alike, "{second}");
    }
}

#[test]
fn a_mark_on_one_side_only_may_look_alike_and_two_marks_may_not() {
    let known = people(&[("a", 1)]);
    let theirs = jump(&[(0, 1, 700, None), (10, 1, 800, Some("AAAAAA"))]);
    let own = yandex(&[
        (0, "a", 700, Some("BBBBBB")),
        (10, "a", 800, Some("CCCCCC")),
    ]);
    assert_eq!(
        laid(&theirs, &own, &known),
        [
            (LooksAlike, Some(0), Some(0)),
            (OnlyJump, Some(1), None),
            (OnlyYandex, None, Some(1)),
        ]
    );
}

#[test]
fn another_currency_is_never_matched_and_never_added_to_roubles() {
    let known = people(&[("a", 1)]);
    let theirs = jump(&[(0, 1, 700, Some("AAAAAA")), (0, 1, 800, None)]);
    let mut own = yandex(&[(0, "a", 700, Some("AAAAAA")), (0, "a", 800, None)]);
    for one in &mut own {
        one.currency = "KZT".to_owned();
    }
    let rows = rows(&theirs, &own, &known, &days("2025-06-16", "2025-06-16"));
    assert_eq!(rows.len(), 4);
    let counts = by_verdict(&rows).unwrap();
    let only = counts.iter().find(|one| one.verdict == OnlyYandex).unwrap();
    assert_eq!(
        (only.count, only.yandex.to_string()),
        (2, "0.00".to_owned())
    );
    let of = |row: &ReconciliationRow| row.yandex.as_ref().map(|side| side.currency.clone());
    let foreign = rows.iter().filter_map(of);
    assert!(foreign.eq(["KZT", "KZT"]));
}

#[test]
fn only_those_are_asked_about_to_whom_it_makes_a_difference() {
    let theirs = jump(&[(0, 1, 700, None), (0, 1, 100, Some("AAAAAA"))]);
    let own = yandex(&[
        (-86_400, "sum", 700, None),
        (86_401, "late", 700, None),
        (0, "other-sum", 701, None),
        (900_000, "mark", 500, Some("AAAAAA")),
        (0, "other-mark", 500, Some("BBBBBB")),
        (0, "known", 700, None),
    ]);
    let asked = worth_knowing(&theirs, &own, &people(&[("known", 1)]));
    assert!(asked.into_iter().eq(["mark", "sum"]));
}

// Rows.

#[test]
fn a_twin_after_midnight_is_found_and_what_lies_outside_altogether_is_not_shown() {
    let known = people(&[("a", 1)]);
    // 15:00 in Moscow is noon here: midnight is nine hours on.
    let midnight = 9 * 3_600;
    let theirs = jump(&[(midnight - 60, 1, 700, None), (midnight + 60, 1, 900, None)]);
    let own = yandex(&[
        (midnight + 60, "a", 700, None),
        (midnight + 60, "a", 500, None),
    ]);
    let of = |day: &str| rows(&theirs, &own, &known, &days(day, day));
    let first = of("2025-06-16");
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].verdict, LooksAlike);
    assert_eq!(
        first[0].yandex.as_ref().unwrap().at,
        "2025-06-17T00:01:00+03:00"
    );
    let second = of("2025-06-17");
    let verdicts: Vec<_> = second.iter().map(|row| (row.number, row.verdict)).collect();
    assert_eq!(verdicts, [(1, LooksAlike), (2, OnlyJump), (3, OnlyYandex)]);
    assert!(of("2025-06-18").is_empty());
}

#[test]
fn a_row_names_its_driver_by_whatever_is_known_of_him() {
    let links = BTreeMap::from([(
        "a".to_owned(),
        FleetLink {
            fleet_id: "a".to_owned(),
            jump_id: Id(1),
            name: "Тестов Тест".to_owned(),
            since: String::new(),
        },
    )]);
    let known = People::linked(&links);
    let theirs = jump(&[(0, 1, 100, None), (1, 1, 200, None)]);
    let own = yandex(&[
        (0, "a", 110, None),
        (1, "a", 200, None),
        (2, "b", 300, None),
    ]);
    let told: Vec<_> = rows(&theirs, &own, &known, &days("2025-06-16", "2025-06-16"))
        .into_iter()
        .map(|row| {
            let difference = row.difference.map(|sum| sum.to_string());
            (row.driver, row.jump_driver, row.fleet_driver, difference)
        })
        .collect();
    let (name, a, b) = ("Тестов Тест".to_owned(), "a".to_owned(), "b".to_owned());
    assert_eq!(
        told,
        [
            (name.clone(), Some(Id(1)), Some(a.clone()), None),
            (name.clone(), Some(Id(1)), Some(a.clone()), None),
            (name, Some(Id(1)), Some(a), Some("0.00".to_owned())),
            (b.clone(), None, Some(b), None),
        ]
    );
}

#[test]
fn of_several_profiles_of_one_driver_none_is_named_for_a_movement_of_jumps() {
    let theirs = jump(&[(0, 1, 100, None), (9, 2, 500, None)]);
    let own = yandex(&[(5, "b", 300, None)]);
    let known = people(&[("a", 1), ("b", 1), ("c", 2)]);
    let rows = rows(&theirs, &own, &known, &days("2025-06-16", "2025-06-16"));
    let told = rows
        .iter()
        .map(|row| (row.jump_driver, row.fleet_driver.as_deref()));
    assert!(told.eq([
        (Some(Id(1)), None),
        (Some(Id(1)), Some("b")),
        (Some(Id(2)), Some("c")),
    ]));
}

// What counts as a movement.

#[test]
fn a_trip_is_no_manual_movement_and_a_row_without_an_amount_is_said_to_be_unreadable() {
    let read = |text: &str| of_jump(serde_json::from_str::<Transaction>(text).unwrap());
    assert_eq!(read(r#"{"id": 1, "amount": 5, "trip": {}}"#), Ok(None));
    assert_eq!(read(r#"{"id": 2, "description": "Аренда"}"#), Err(Id(2)));
    let text = r#"{"id": 3, "amount": -5.5, "date": "2026-03-01T12:00:00+03:00", "description": "x [#7k3f9q]",
        "type": {"id": 14, "name": "Вывод"}, "driver": {"id": 7, "last_name": "Тестов", "first_name": "Тест"}}"#;
    let one = read(text).unwrap().unwrap();
    assert_eq!(
        (one.driver, one.name.as_str()),
        (Some(Id(7)), "Тестов Тест")
    );
    assert_eq!(one.at, "2026-03-01T09:00:00Z".parse().ok());
    assert_eq!(
        (one.mark.as_deref(), one.category.as_str()),
        (Some("7K3F9Q"), "Вывод")
    );
    assert_eq!(one.amount.to_string(), "-5.5");
}

#[test]
fn rides_fees_and_cash_stay_out_and_what_a_person_or_a_program_wrote_comes_in() {
    let kept = |category: &str, by: &str, more: &str| {
        let text = format!(
            r#"{{"id": "1", "event_at": "2026-03-01T09:00:00Z", "category_id": "{category}", "amount": "1",
                "currency_code": "RUB", "driver_profile_id": "d", "created_by": {{"identity": "{by}"}}{more}}}"#
        );
        let row: FleetTransaction = serde_json::from_str(&text).unwrap();
        of_yandex(row, &unlisted(category, None)).is_some()
    };
    for category in [
        "partner_service_manual",
        "partner_service_manual_7",
        "partner_service_external_event_payout",
        "partner_service_other",
        "partner_service_transfer",
        "partner_service_balance_transfer",
    ] {
        assert!(kept(category, "platform", ""), "{category}");
    }
    let of_order = r#", "order_id": "o-1""#;
    for (category, by, more) in [
        ("card", "platform", of_order),
        ("platform_ride_fee", "platform", of_order),
        ("partner_ride_card", "dispatcher", of_order),
        ("partner_service_recurring_payment", "platform", ""),
        ("compensation", "tech-support", ""),
        ("cash_collected", "dispatcher", ""),
    ] {
        assert!(!kept(category, by, more), "{category} {by}");
    }
    assert!(kept("bonus", "dispatcher", ""));
    assert!(kept("of_tomorrow", "fleet-api", ""));
    // Our mark says it all.
    assert!(kept("card", "platform", r#", "description": "[#7K3F9Q]""#));
}
