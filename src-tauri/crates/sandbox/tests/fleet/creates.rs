//! The create of v2 and what the service does with a token that it has seen.

use crate::client::*;
use http::StatusCode;
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, FleetTransactionsFilter, Options, Replay, ReplayAnswer};
use serde_json::{Value, json};
use std::sync::Arc;

fn fleet_with(replay: Replay) -> (Fleet, String) {
    let fleet_quirks = FleetQuirks {
        replay,
        ..FleetQuirks::default()
    };
    let fleet = Fleet::new(Options {
        fleet_quirks,
        fleet_visible_after: 60,
        ..small()
    });
    let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
    (fleet, driver)
}

fn usual() -> Replay {
    FleetQuirks::default().replay
}

#[tokio::test]
async fn the_balance_moves_at_once_and_the_row_shows_later() {
    let (fleet, driver) = fleet_with(usual());
    let before = fleet.sandbox.fleet_balance(&driver).unwrap();
    let got = fleet
        .create(V2, TOKEN, &v2(&driver, "-1234.5678", "Выплата [#7K3F9Q]"))
        .await
        .ok();
    assert_eq!(got["created_by"]["identity"], "fleet-api");
    assert_eq!(got["amount"], "-1234.5678");
    assert!(got.get("id").is_none(), "v2 tells no id");
    let after = fleet.sandbox.fleet_balance(&driver).unwrap();
    assert_eq!(after - before, "-1234.5678".parse::<Decimal>().unwrap());
    let query = of_driver(days(1), &driver);
    let found = |rows: Vec<Value>| {
        let mut rows = rows.into_iter();
        rows.find(|row| row["description"] == "Выплата [#7K3F9Q]")
    };
    assert_eq!(found(fleet.all(DRIVER_LIST, &query, 100).await), None);
    later(&fleet, 59);
    assert_eq!(found(fleet.all(DRIVER_LIST, &query, 100).await), None);
    later(&fleet, 60);
    let row = found(fleet.all(DRIVER_LIST, &query, 100).await).unwrap();
    assert_eq!(row["event_at"], got["event_at"]);
    assert_eq!(row["category_id"], "partner_service_manual_3");
    assert_eq!(row["driver_profile_id"], json!(driver));
}

#[tokio::test]
async fn what_is_not_creatable_or_not_an_amount_is_refused_without_an_effect() {
    let (fleet, driver) = fleet_with(usual());
    let mut wrong = Vec::new();
    for category in [
        "card",
        "partner_service_manual_7",
        "partner_service_manual_10",
        "nothing",
    ] {
        let mut body = v2(&driver, "-1", "");
        body["category_id"] = json!(category);
        wrong.push(body);
    }
    for amount in [
        "0",
        "-0.0000",
        "+5",
        "1.00001",
        "1,5",
        "",
        "123456789012345678901",
    ] {
        wrong.push(v2(&driver, amount, ""));
    }
    wrong.push(v2("nobody", "-1", ""));
    let mut body = v2(&driver, "-1", "");
    body["extra"] = json!(1);
    wrong.push(body);
    let mut body = v2(&driver, "-1", "");
    body.as_object_mut().unwrap().remove("description");
    wrong.push(body);
    for (place, body) in wrong.iter().enumerate() {
        let got = fleet.create(V2, &format!("{TOKEN}{place}"), body).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{body}");
    }
    for token in ["", "short", &"x".repeat(65)] {
        let got = fleet.create(V2, token, &v2(&driver, "-1", "")).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{token}");
    }
    let made = fleet.sandbox.fleet_transactions_made();
    assert!(made.iter().all(|one| one.effects == 0 && one.requests == 1));
    assert!(
        fleet
            .sandbox
            .set_fleet_category("partner_service_manual_7", true, true)
    );
    let mut body = v2(&driver, "-1", "");
    body["category_id"] = json!("partner_service_manual_7");
    fleet.create(V2, &format!("{TOKEN}0"), &body).await.ok();
}

#[tokio::test]
async fn a_remembered_token_never_has_a_second_effect() {
    for answer in [ReplayAnswer::First, ReplayAnswer::Conflict409] {
        for refuses_other_body in [true, false] {
            for path in [V2, V3] {
                let replay = Replay {
                    answer,
                    refuses_other_body,
                    forgotten_after: Some(60),
                };
                replayed(replay, path).await;
            }
        }
    }
}

async fn replayed(replay: Replay, path: &str) {
    let (fleet, driver) = fleet_with(replay);
    let body = |amount| {
        if path == V2 {
            v2(&driver, amount, "x")
        } else {
            v3(&driver, amount, "x")
        }
    };
    let first = fleet.create(path, TOKEN, &body("-5")).await;
    first.ok();
    later(&fleet, 59);
    let again = fleet.create(path, TOKEN, &body("-5")).await;
    let other = fleet.create(path, TOKEN, &body("-6")).await;
    let expected = match replay.answer {
        ReplayAnswer::First => StatusCode::OK,
        ReplayAnswer::Conflict409 => StatusCode::CONFLICT,
    };
    assert_eq!(again.status, expected, "{replay:?}");
    if replay.answer == ReplayAnswer::First {
        assert_eq!(again.body, first.body, "byte for byte");
    }
    let of_other = if replay.refuses_other_body {
        StatusCode::BAD_REQUEST
    } else {
        expected
    };
    assert_eq!(other.status, of_other, "{replay:?}");
    let made = &fleet.sandbox.fleet_transactions_made()[0];
    assert_eq!((made.requests, made.other_bodies, made.effects), (3, 1, 1));
    assert_eq!(made.body, body("-5").to_string());
    later(&fleet, 60);
    fleet.create(path, TOKEN, &body("-5")).await.ok();
    let made = fleet.sandbox.fleet_transactions_made();
    assert_eq!(
        (made.len(), made[0].effects),
        (1, 2),
        "a forgotten token pays twice"
    );
}

#[tokio::test]
async fn two_tokens_are_two_transactions_and_a_refusal_is_not_remembered() {
    let (fleet, driver) = fleet_with(usual());
    let (one, two) = (format!("{TOKEN}1"), format!("{TOKEN}2"));
    fleet.create(V2, &one, &v2(&driver, "-5", "x")).await.ok();
    fleet.create(V2, &two, &v2(&driver, "-5", "x")).await.ok();
    let three = format!("{TOKEN}3");
    let refused = fleet.create(V2, &three, &v2(&driver, "0", "x")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    fleet.create(V2, &three, &v2(&driver, "-5", "x")).await.ok();
    // The same token in the other operation is another intent.
    fleet.create(V3, &one, &v3(&driver, "-5", "x")).await.ok();
    let filter = FleetTransactionsFilter {
        made: true,
        ..FleetTransactionsFilter::default()
    };
    assert_eq!(fleet.sandbox.fleet_transactions(&filter).len(), 3);
    let effects: Vec<usize> = fleet
        .sandbox
        .fleet_transactions_made()
        .iter()
        .map(|one| one.effects)
        .collect();
    assert_eq!(effects, [1, 1, 1, 1]);
}

#[tokio::test]
async fn a_lost_answer_is_given_again_to_the_same_token_and_body() {
    for (path, operation) in [
        (V2, "createDriverTransactionV2"),
        (V3, "createDriverTransactionV3"),
    ] {
        let (fleet, driver) = fleet_with(usual());
        let body = if path == V2 {
            v2(&driver, "-5", "x")
        } else {
            v3(&driver, "-5", "x")
        };
        fleet.sandbox.set_faults(vec![
            format!("{operation}:drop/after@nth=1").parse().unwrap(),
        ]);
        let with_token = fleet.with("x-idempotency-token", TOKEN);
        assert!(
            with_token
                .send("POST", path, body.to_string())
                .await
                .is_err()
        );
        fleet.create(path, TOKEN, &body).await.ok();
        let made = &fleet.sandbox.fleet_transactions_made()[0];
        assert_eq!((made.requests, made.effects), (2, 1), "{operation}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_token_at_the_same_moment_has_one_effect() {
    let (fleet, driver) = fleet_with(usual());
    let fleet = Arc::new(fleet);
    let body = v2(&driver, "-5", "x");
    let calls = (0..16).map(|_| {
        let (fleet, body) = (Arc::clone(&fleet), body.clone());
        tokio::spawn(async move { fleet.create(V2, TOKEN, &body).await.body })
    });
    let all = futures::future::try_join_all(calls).await.unwrap();
    assert!(all.iter().all(|body| *body == all[0]));
    let made = &fleet.sandbox.fleet_transactions_made()[0];
    assert_eq!((made.requests, made.effects), (16, 1));
}
