//! What every register does, on payments: their rows are made here as the service sends them.

use jump::{Id, PaymentsQuery};

use super::columns::Payments;
use crate::registers::{
    bench::{Bench, window},
    types::{Narrowing, Period, ValueFilter},
};

fn bench(payments: &[&str]) -> Bench<Payments> {
    Bench::of(payments, PaymentsQuery::new(window()))
}

fn found(text: &str) -> Vec<i64> {
    let bench = bench(&[
        r#"{"id": 48141222, "amount": 1234.5, "amount_paid": 1200, "status": {"id": 1, "title": "Выплачен"},
            "driver": {"id": 1, "full_name": "Фёдоров Пётр Ильич", "phone": "+79110000017"}}"#,
        r#"{"id": 48141333, "amount": 99, "status": {"id": 2, "title": "Отклонен"},
            "requisites": {"id": 5, "title": "Карта ****0007"},
            "driver": {"id": 2, "full_name": "Иванова Мария", "phone": "+79220000018"}}"#,
    ]);
    bench.find(text);
    bench.sorted_ids()
}

#[test]
fn a_payment_is_found_in_whatever_writing_it_is_looked_for() {
    let first = [
        "фЕДОРОВ",
        "петр фёдоров",
        "1 234,50",
        "1234.5",
        "1\u{A0}234,5",
        "48141222",
        "141222",
        "+7 (911) 000-00-17",
        "89110000017",
        "выпл",
        "1200,00",
        "пётр 1234",
        "atljhjd",
    ];
    for text in first {
        assert_eq!(found(text), [48_141_222], "{text}");
    }
    for text in ["****0007", "отклон", "99,00", "мария иванова"] {
        assert_eq!(found(text), [48_141_333], "{text}");
    }
    assert_eq!(found("  ").len(), 2);
    assert_eq!(found("48141").len(), 2);
    assert!(found("сидоров").is_empty());
    assert!(found("1234,51").is_empty());
}

#[test]
fn words_in_the_wrong_layout_are_told_and_only_when_the_typed_ones_find_nothing() {
    let bench = bench(&[r#"{"id": 1, "status": {"id": 1, "title": "Выплачен"}}"#]);
    bench.find("dsgk");
    let found = bench.state();
    assert_eq!((found.shown, found.found_as.as_deref()), (1, Some("выпл")));
    // A row that has the typed words comes: now they are meant.
    bench.take(r#"{"id": 2, "status": {"id": 2, "title": "DSGK"}}"#);
    let found = bench.state();
    assert_eq!((found.shown, found.found_as), (1, None));
    assert_eq!(bench.ids(), [2]);
    bench.find("nothing");
    assert_eq!((bench.state().shown, bench.state().found_as), (0, None));
}

#[test]
fn rows_that_come_while_words_stand_are_counted_and_shown_like_those_before() {
    let bench = bench(&[r#"{"id": 1, "driver": {"id": 1, "full_name": "Анна"}}"#]);
    bench.find("анна");
    for (id, name) in [(2, "Пётр"), (3, "Жанна"), (4, "анна мария"), (2, "Анна")]
    {
        bench.take(&format!(
            r#"{{"id": {id}, "driver": {{"id": {id}, "full_name": "{name}"}}}}"#
        ));
    }
    assert_eq!(bench.state().shown, 4);
    assert_eq!(bench.sorted_ids(), [1, 2, 3, 4]);
    bench.find("");
    bench.find("жанна");
    assert_eq!(bench.ids(), [3]);
}

const VARIED: [&str; 6] = [
    r#"{"id": 1, "amount": 100, "commission": 1.5, "created_at": "2026-10-30T23:59:59+03:00",
        "status": {"id": 1, "title": "Выплачен"}, "driver": {"id": 7, "full_name": "Яков", "group": {"id": 3, "title": "Парк"}}}"#,
    r#"{"id": 2, "amount": 50.005, "created_at": "2026-10-30T21:00:00+00:00",
        "status": {"id": 2, "title": "Отклонен"}, "driver": {"id": 7, "full_name": "Яков Второй", "group": {"id": 3, "title": "Парк"}}}"#,
    r#"{"id": 3, "amount": 100.00, "created_at": "2026-10-31T00:00:00+03:00",
        "status": {"id": 2, "title": "Отклонен"}, "driver": {"id": 8, "full_name": "Ёлкин", "phone": "+79110000017"}}"#,
    r#"{"id": 4, "created_at": "скоро", "status": {"title": "Новый"}, "driver": {"id": 9, "full_name": ""}}"#,
    r#"{"id": 5, "amount": 0.000000000000000001}"#,
    r#"{"id": 6, "amount": "-5", "created_at": "2026-10-31T10:00:00.250+03:00", "driver": {"id": 10, "full_name": "Елкин"}}"#,
];

fn keys(column: &str) -> Vec<(String, String, u32)> {
    let groups = bench(&VARIED).groups(column);
    let told = groups
        .into_iter()
        .map(|one| (one.key, one.title, one.totals.count));
    told.collect()
}

fn group(key: &str, title: &str, count: u32) -> (String, String, u32) {
    (key.to_owned(), title.to_owned(), count)
}

#[test]
fn groups_go_by_what_names_a_value_for_ever() {
    let statuses = [
        group("", "", 2),
        group("id:2", "Отклонен", 2),
        group("id:1", "Выплачен", 1),
        group("Новый", "Новый", 1),
    ];
    assert_eq!(keys("status"), statuses);
    // Renamed meanwhile, still one driver.
    assert_eq!(keys("driver")[0], group("id:7", "Яков", 2));
    let days = [
        group("скоро", "скоро", 1),
        group("2026-10-31", "31.10.2026", 3),
        group("2026-10-30", "30.10.2026", 1),
        group("", "", 1),
    ];
    assert_eq!(keys("created_at"), days);
    assert_eq!(keys("amount")[0], group("100.00", "100,00", 2));
    let groups = bench(&VARIED).groups("group");
    let park = groups.iter().find(|one| one.key == "id:3").unwrap();
    let sums = park.totals.columns.iter().map(|one| one.sum.to_string());
    assert_eq!(sums.collect::<Vec<_>>(), ["150.005", "1.50", "0.00"]);
}

fn narrowed(values: &[(&str, &str, bool)], days: Option<(&str, &str)>) -> Vec<i64> {
    let bench = bench(&VARIED);
    let values = values.iter().map(|(column, key, excluded)| ValueFilter {
        column: (*column).to_owned(),
        key: (*key).to_owned(),
        title: String::new(),
        excluded: *excluded,
    });
    let narrowing = Narrowing {
        values: values.collect(),
        days: days.map(|(from, to)| Period {
            from: from.to_owned(),
            to: to.to_owned(),
        }),
        ..Narrowing::default()
    };
    bench.narrow(narrowing).unwrap();
    bench.sorted_ids()
}

#[test]
fn values_of_one_column_are_alternatives_and_those_of_several_hold_together() {
    let (one, other) = (("status", "id:1", false), ("status", "id:2", false));
    assert_eq!(narrowed(&[one, other], None), [1, 2, 3]);
    assert_eq!(narrowed(&[other, ("amount", "100", false)], None), [3]);
    assert_eq!(narrowed(&[("status", "id:2", true)], None), [1, 4, 5, 6]);
    assert_eq!(narrowed(&[other, ("driver", "id:7", true)], None), [3]);
    assert_eq!(narrowed(&[("status", "", false)], None), [5, 6]);
    assert_eq!(narrowed(&[("amount", "", false)], None), [4]);
    let odd = "0.000000000000000001";
    assert_eq!(narrowed(&[("amount", odd, false)], None), [5]);
    assert_eq!(
        narrowed(&[("created_at", "2026-10-31", false)], None),
        [2, 3, 6]
    );
    assert_eq!(narrowed(&[("created_at", "скоро", false)], None), [4]);
    assert_eq!(narrowed(&[("id", "5", false)], None), [5]);
    assert_eq!(narrowed(&[("phone", "79110000017", false)], None), [3]);
    assert_eq!(narrowed(&[("driver", "id:9", false)], None), [4]);
    assert!(narrowed(&[("amount", "sto", false)], None).is_empty());
}

#[test]
fn each_value_of_a_row_keeps_that_row() {
    let bench = bench(&VARIED);
    for id in 1..=6 {
        for column in Bench::<Payments>::columns() {
            let value = bench.value(Id(id), &column);
            let narrowing = Narrowing {
                values: vec![value.clone()],
                ..Narrowing::default()
            };
            bench.narrow(narrowing).unwrap();
            assert!(bench.ids().contains(&id), "{column} {value:?}");
            let groups = bench.groups(&column);
            assert_eq!(groups.len(), 1, "{column} {value:?}");
            assert_eq!(
                (&groups[0].key, groups[0].totals.count as usize),
                (&value.key, bench.ids().len())
            );
        }
    }
}

#[test]
fn days_are_those_of_the_park_and_a_chart_ignores_them() {
    assert_eq!(narrowed(&[], Some(("2026-10-30", "2026-10-30"))), [1]);
    assert_eq!(narrowed(&[], Some(("2026-10-31", "2026-11-05"))), [2, 3, 6]);
    let bench = bench(&VARIED);
    let narrowing = Narrowing {
        days: Some(Period {
            from: "2026-10-30".to_owned(),
            to: "2026-10-30".to_owned(),
        }),
        ..Narrowing::default()
    };
    bench.narrow(narrowing).unwrap();
    let chart = bench.chart(Some("amount"), Some("status"));
    assert_eq!(chart.days, ["2026-10-30", "2026-10-31"]);
    assert_eq!(chart.undated, 2);
    let told = chart.series.iter().map(|one| {
        let sums: Vec<String> = one.sums.iter().map(ToString::to_string).collect();
        (one.key.as_str(), one.counts.clone(), sums.join(" "))
    });
    let expected = [
        ("id:2", vec![0, 2], "0.00 150.005".to_owned()),
        ("id:1", vec![1, 0], "100.00 0.00".to_owned()),
        ("", vec![0, 1], "0.00 -5.00".to_owned()),
        ("Новый", vec![0, 0], "0.00 0.00".to_owned()),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn more_values_than_a_chart_shows_are_one_series_and_none_is_lost() {
    let rows: Vec<String> = (1..=12)
        .map(|id| format!(r#"{{"id": {id}, "amount": {id}, "created_at": "2026-10-31T10:00:00+03:00", "agent": {{"id": {id}, "title": "{id}"}}}}"#))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let chart = bench(&rows).chart(Some("amount"), Some("agent"));
    let keys: Vec<&str> = chart.series.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "id:12", "id:11", "id:10", "id:9", "id:8", "id:7", "id:6", "id:5", "…"
        ]
    );
    assert_eq!(chart.series[8].sums[0].to_string(), "10.00");
    let whole = bench(&rows).chart(None, None);
    assert_eq!((whole.series.len(), whole.series[0].counts[0]), (1, 12));
}

#[test]
fn sums_are_exact_and_count_what_has_an_amount() {
    let bench = bench(&[
        r#"{"id": 1, "amount": 0.1, "commission": "0.2"}"#,
        r#"{"id": 2, "amount": 0.2, "amount_paid": 12345.1434}"#,
        r#"{"id": 3, "commission": 0.10}"#,
        r#"{"id": 4, "amount": 0.000000000000000001}"#,
    ]);
    let totals = bench.totals();
    let told = totals
        .columns
        .iter()
        .map(|one| (one.column.as_str(), one.count, one.sum.to_string()));
    let expected = [
        ("amount", 3, "0.300000000000000001".to_owned()),
        ("commission", 2, "0.30".to_owned()),
        ("amount_paid", 1, "12345.1434".to_owned()),
    ];
    assert_eq!(totals.count, 4);
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn order_is_exact_and_empty_ones_stand_last_whichever_way_it_runs() {
    let bench = bench(&VARIED);
    for (column, ascending, descending) in [
        ("id", [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]),
        ("amount", [6, 5, 2, 1, 3, 4], [3, 1, 2, 5, 6, 4]),
        ("created_at", [1, 2, 3, 6, 4, 5], [6, 3, 2, 1, 5, 4]),
        ("driver", [6, 3, 1, 2, 4, 5], [2, 1, 3, 6, 5, 4]),
        ("status", [1, 4, 2, 3, 5, 6], [3, 2, 4, 1, 6, 5]),
    ] {
        bench.order(column, false);
        assert_eq!(bench.ids(), ascending, "{column}");
        bench.order(column, true);
        assert_eq!(bench.ids(), descending, "{column} down");
    }
}

#[test]
fn amounts_that_differ_beyond_any_column_are_still_in_order() {
    let amounts = [
        "0.00001",
        "79228162514264337593543950335",
        "0.0000",
        "0.000019",
        "0.0001",
        "79228162514264337593543950334",
        "-0.00001",
        "-922337203685477.5808",
        "-79228162514264337593543950335",
    ];
    let rows: Vec<String> = (1..)
        .zip(amounts)
        .map(|(id, amount)| format!(r#"{{"id": {id}, "amount": "{amount}"}}"#))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bench = bench(&rows);
    bench.order("amount", false);
    assert_eq!(bench.ids(), [9, 8, 7, 3, 1, 4, 5, 6, 2]);
}

#[test]
fn typing_ahead_finds_the_next_row_that_begins_so_and_goes_round() {
    let bench = bench(&VARIED);
    bench.order("id", false);
    for (column, text, from, found) in [
        ("driver", "як", 0, Some(0)),
        ("driver", "Як", 1, Some(1)),
        ("driver", "яков ", 2, Some(0)),
        ("driver", "ков", 0, None),
        ("amount", "100,0", 1, Some(2)),
        ("amount", "−5", 0, Some(5)),
        ("created_at", "31.10.2026", 2, Some(2)),
        ("created_at", "31.10.2026 10", 0, Some(5)),
        ("created_at", "ско", 0, Some(3)),
        ("phone", "7911", 0, Some(2)),
        ("id", "4", 0, Some(3)),
        ("id", " ", 0, None),
    ] {
        assert_eq!(bench.seek(column, text, from), found, "{column} {text}");
    }
}

#[test]
fn a_name_that_is_a_formula_and_a_number_that_is_an_account_arrive_as_text() {
    let bench = bench(&[
        r#"{"id": 48141222, "amount": 12345.1434, "created_at": "2026-10-31T20:39:00+00:00",
            "requisites": {"id": 1, "title": "40817810000000000001"},
            "driver": {"id": 1, "full_name": "=HYPERLINK(\"http://x\")"}}"#,
        r#"{"id": 2, "created_at": "скоро"}"#,
    ]);
    let tsv = bench.tsv(&["driver", "requisites", "created_at", "amount"]);
    let guarded =
        "'=HYPERLINK(\"http://x\")\t'40817810000000000001\t31.10.2026 23:39:00\t12345,1434";
    assert_eq!(tsv, [guarded, "\t\tскоро\t"]);
}

#[test]
fn a_column_that_there_is_not_is_refused_by_name() {
    let bench = bench(&VARIED);
    let narrowing = Narrowing {
        values: vec![ValueFilter {
            column: "wage".to_owned(),
            key: String::new(),
            title: String::new(),
            excluded: false,
        }],
        ..Narrowing::default()
    };
    let refused = bench.narrow(narrowing).unwrap_err();
    assert_eq!(refused.fields[0].field, "column");
    let whole = Narrowing {
        days: Some(Period {
            from: "2026-10-31".to_owned(),
            to: "2026-10-30".to_owned(),
        }),
        ..Narrowing::default()
    };
    assert_eq!(bench.narrow(whole).unwrap_err().fields[0].field, "period");
    // And nothing has changed.
    assert_eq!(bench.ids().len(), 6);
}

#[test]
fn a_file_is_never_written_from_rows_that_changed_meanwhile() {
    let bench = bench(&VARIED);
    let fixed = bench.fixed();
    bench.order("amount", true);
    bench.find("яков");
    let lines = bench.cells(&fixed, &["id"]).unwrap();
    assert_eq!(lines.len(), 6);
    bench.take(VARIED[0]);
    let refused = bench.cells(&fixed, &["id"]).unwrap_err();
    assert_eq!(refused.code, crate::DeskErrorCode::RegisterChanged);
}
