//! The lists of transactions: cursors, filters, and rows that move while pages are read.

use crate::client::*;
use http::StatusCode;
use sandbox::{FLEET_PARK, FleetQuirks, FleetTransactionsFilter, Options};
use serde_json::{Value, json};
use std::collections::HashSet;

fn fleet_with(fleet_quirks: FleetQuirks) -> Fleet {
    Fleet::new(Options {
        fleet_quirks,
        ..small()
    })
}

fn quirks() -> FleetQuirks {
    FleetQuirks::default()
}

#[tokio::test]
async fn every_row_is_read_once_whatever_the_cursors_do() {
    for quirks in [
        quirks(),
        FleetQuirks {
            empty_pages: Some(2),
            ..quirks()
        },
        FleetQuirks {
            lingering_cursor: true,
            empty_pages: Some(3),
            ..quirks()
        },
        FleetQuirks {
            absent_last_cursor: true,
            ..quirks()
        },
        FleetQuirks {
            cursor_by_offset: true,
            empty_pages: Some(2),
            ..quirks()
        },
    ] {
        let fleet = fleet_with(quirks.clone());
        let all = fleet
            .sandbox
            .fleet_transactions(&FleetTransactionsFilter::default());
        let mut truth: Vec<String> = all.into_iter().map(|one| one.id).collect();
        truth.reverse();
        for limit in [1_000, 37, 650] {
            let read = ids(&fleet.all(PARK_LIST, &days(32), limit).await);
            assert_eq!(read, truth, "{quirks:?}");
        }
    }
}

#[tokio::test]
async fn without_a_limit_forty_rows_come_with_a_cursor() {
    let fleet = fleet_with(quirks());
    let page = fleet
        .post(PARK_LIST, &json!({"query": days(31)}))
        .await
        .ok();
    assert_eq!(page["transactions"].as_array().unwrap().len(), 40);
    assert_eq!(page["limit"], 40);
    assert!(!page["cursor"].as_str().unwrap().is_empty());
    for wrong in [
        json!({"query": days(31), "limit": 1_001}),
        json!({"query": days(31), "limit": 0}),
        json!({"query": days(31), "cursor": ""}),
        json!({"query": days(31), "cursor": "opaque-cursor-1"}),
        json!({"query": days(30), "cursor": page["cursor"]}),
        json!({"query": {"park": {"id": FLEET_PARK}}}),
        json!({"query": of_driver(days(31), "x")}),
    ] {
        let got = fleet.post(PARK_LIST, &wrong).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn an_empty_page_with_a_cursor_is_not_the_end() {
    let fleet = fleet_with(FleetQuirks {
        empty_pages: Some(2),
        ..quirks()
    });
    let mut body = json!({"query": days(31), "limit": 500});
    body["cursor"] = fleet.post(PARK_LIST, &body).await.ok()["cursor"].clone();
    let empty = fleet.post(PARK_LIST, &body).await.ok();
    assert_eq!(empty["transactions"], json!([]));
    assert!(!empty["cursor"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_window_holds_its_start_and_not_its_end() {
    let fleet = fleet_with(quirks());
    let rows = fleet.all(PARK_LIST, &days(31), 1_000).await;
    let (to, from) = (&rows[3]["event_at"], &rows[9]["event_at"]);
    let period = json!({"from": from, "to": to});
    let query = json!({"park": {"id": FLEET_PARK, "transaction": {"event_at": period}}});
    let read = ids(&fleet.all(PARK_LIST, &query, 2).await);
    let at = |row: &Value| row["event_at"].as_str().unwrap().to_owned();
    let inside = rows
        .iter()
        .filter(|row| at(row) >= at(&rows[9]) && at(row) < at(&rows[3]));
    assert_eq!(
        read,
        inside
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    );
    for wrong in [
        json!({"from": "2025-06-01", "to": to}),
        json!({"from": "2025-06-01T10:00:00", "to": to}),
        json!({"from": to, "to": from}),
        json!({"from": from}),
    ] {
        let query = json!({"park": {"id": FLEET_PARK, "transaction": {"event_at": wrong}}});
        let got = fleet.post(PARK_LIST, &json!({"query": query})).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn filters_let_through_what_they_name() {
    let fleet = fleet_with(quirks());
    let all = fleet.all(PARK_LIST, &days(31), 1_000).await;
    let mut query = days(31);
    query["park"]["transaction"]["category_ids"] = json!(["tip", "card", "unheard_of"]);
    let read = fleet.all(PARK_LIST, &query, 100).await;
    let wanted = ["tip", "card"];
    let fits = |row: &&Value| wanted.contains(&row["category_id"].as_str().unwrap());
    assert_eq!(read.len(), all.iter().filter(fits).count());
    assert!(!read.is_empty() && read.iter().all(|row| fits(&row)));
    query["park"]["transaction"]["category_ids"] = json!(["tip", "tip"]);
    let got = fleet.post(PARK_LIST, &json!({"query": query})).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    let driver = all
        .iter()
        .find_map(|row| row["driver_profile_id"].as_str())
        .unwrap();
    let read = fleet
        .all(DRIVER_LIST, &of_driver(days(31), driver), 7)
        .await;
    let of_driver: Vec<Value> = all
        .iter()
        .filter(|row| row["driver_profile_id"] == driver)
        .cloned()
        .collect();
    assert_eq!(read, of_driver);
}

#[tokio::test]
async fn an_order_has_several_rows_and_is_found_by_its_id() {
    let fleet = fleet_with(quirks());
    let all = fleet.all(PARK_LIST, &days(31), 1_000).await;
    let with_order: Vec<&Value> = all
        .iter()
        .filter(|row| row["order_id"].is_string())
        .collect();
    let orders: HashSet<&str> = with_order
        .iter()
        .map(|row| row["order_id"].as_str().unwrap())
        .collect();
    assert!(
        orders.len() * 2 < with_order.len(),
        "{} {}",
        orders.len(),
        with_order.len()
    );
    let two: Vec<&str> = orders.into_iter().take(2).collect();
    let query = json!({"query": {"park": {"id": FLEET_PARK, "order": {"ids": two}}}});
    let read = fleet.post(ORDER_LIST, &query).await.ok();
    let expected: Vec<&Value> = with_order
        .into_iter()
        .filter(|row| two.contains(&row["order_id"].as_str().unwrap()))
        .collect();
    assert_eq!(read["transactions"], json!(expected));
}

#[tokio::test]
async fn rows_inserted_while_pages_are_read_are_missed_or_shown_twice() {
    let insert = || vec!["listParkTransactions:insert=3@page=2".parse().unwrap()];
    for (by_offset, repeated) in [(false, 0), (true, 3)] {
        let fleet = fleet_with(FleetQuirks {
            cursor_by_offset: by_offset,
            ..quirks()
        });
        let before = ids(&fleet.all(PARK_LIST, &days(31), 100).await);
        fleet.sandbox.set_faults(insert());
        let read = ids(&fleet.all(PARK_LIST, &days(31), 100).await);
        let once: HashSet<&String> = read.iter().collect();
        assert_eq!(read.len() - once.len(), repeated);
        assert_eq!(
            once,
            before.iter().collect(),
            "the new rows are seen by the next reading only"
        );
        let next = ids(&fleet.all(PARK_LIST, &days(31), 100).await);
        assert_eq!(next.len(), before.len() + 3);
    }
}

#[tokio::test]
async fn names_follow_the_language_and_ids_do_not() {
    let fleet = fleet_with(quirks());
    let body = json!({"query": days(31), "limit": 5});
    let russian = fleet.post(PARK_LIST, &body).await.ok();
    let english = fleet
        .with("accept-language", "en")
        .post(PARK_LIST, &body)
        .await
        .ok();
    for (one, other) in russian["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .zip(english["transactions"].as_array().unwrap())
    {
        assert_eq!(one["category_id"], other["category_id"]);
        assert_ne!(one["category_name"], other["category_name"]);
    }
}
