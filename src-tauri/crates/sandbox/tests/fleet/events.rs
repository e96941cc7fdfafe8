//! v3: answered at once, carried out or refused later.

use crate::client::*;
use http::StatusCode;
use rust_decimal::Decimal;
use sandbox::{FLEET_PARK, FleetQuirks, Options};
use serde_json::{Value, json};

fn fleet_with(reads: Option<u32>, fleet_quirks: FleetQuirks) -> (Fleet, String, Decimal) {
    let fleet = Fleet::new(Options {
        fleet_v3_takes: 10,
        fleet_v3_reads: reads,
        fleet_quirks,
        ..small()
    });
    let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
    assert!(fleet.sandbox.set_fleet_balance(&driver, Decimal::from(500)));
    (fleet, driver, Decimal::from(500))
}

fn state(status: &Value) -> &str {
    status["version_info"]["status"].as_str().unwrap()
}

#[tokio::test]
async fn money_does_not_move_before_the_event_succeeds() {
    let (fleet, driver, before) = fleet_with(None, FleetQuirks::default());
    let made = fleet
        .create(V3, TOKEN, &v3(&driver, "-30.25", "Выплата [#7K3F9Q]"))
        .await
        .ok();
    assert_eq!(
        (&made["status"], &made["version"]),
        (&json!("in_progress"), &json!(1))
    );
    let id = made["id"].as_str().unwrap();
    for seconds in [0, 5, 9] {
        later(&fleet, seconds);
        let status = fleet.status(&driver, id).await;
        assert_eq!(state(&status), "in_progress");
        assert!(status.get("latest_success_version").is_none());
        assert_eq!(fleet.sandbox.fleet_balance(&driver), Some(before));
    }
    later(&fleet, 10);
    let status = fleet.status(&driver, id).await;
    assert_eq!(
        (state(&status), &status["latest_success_version"]),
        ("success", &json!(1))
    );
    let after = before - "30.25".parse::<Decimal>().unwrap();
    assert_eq!(fleet.sandbox.fleet_balance(&driver), Some(after));
    let rows = fleet
        .all(DRIVER_LIST, &of_driver(days(1), &driver), 50)
        .await;
    let row = rows.iter().find(|row| row["event_id"] == id).unwrap();
    assert_eq!(row["category_id"], "partner_service_external_event_other");
    assert_eq!(row["description"], "Выплата [#7K3F9Q]");
    let truth = &fleet.sandbox.fleet_transactions_made()[0];
    assert_eq!(truth.events, [(id.to_owned(), "success")]);
    assert_eq!(truth.transactions, [row["id"].as_str().unwrap().to_owned()]);
}

#[tokio::test]
async fn a_clock_that_stands_still_keeps_nobody_waiting() {
    let (fleet, driver, _) = fleet_with(Some(3), FleetQuirks::default());
    let made = fleet.create(V3, TOKEN, &v3(&driver, "-30", "x")).await.ok();
    let mut seen = Vec::new();
    for _ in 0..4 {
        let status = fleet.status(&driver, made["id"].as_str().unwrap()).await;
        seen.push(state(&status).to_owned());
    }
    assert_eq!(seen, ["in_progress", "in_progress", "success", "success"]);
}

#[tokio::test]
async fn an_unmet_condition_fails_later_and_moves_nothing() {
    let (fleet, driver, before) = fleet_with(None, FleetQuirks::default());
    let mut ids = Vec::new();
    for (place, least) in ["500.0001", "500"].iter().enumerate() {
        let mut body = v3(&driver, "-100", "x");
        body["condition"] = json!({"balance_min": least});
        let made = fleet
            .create(V3, &format!("{TOKEN}{place}"), &body)
            .await
            .ok();
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    later(&fleet, 10);
    let failed = fleet.status(&driver, &ids[0]).await;
    assert_eq!(state(&failed), "fail");
    assert!(failed["version_info"]["status_description"].is_string());
    assert!(failed.get("latest_success_version").is_none());
    assert_eq!(state(&fleet.status(&driver, &ids[1]).await), "success");
    let after = before - Decimal::ONE_HUNDRED;
    assert_eq!(fleet.sandbox.fleet_balance(&driver), Some(after));
}

#[tokio::test]
async fn by_switches_events_fail_and_stand_in_a_state_that_nobody_knows() {
    let quirks = FleetQuirks {
        v3_fail_every: Some(2),
        v3_open_status: Some("queued".to_owned()),
        ..FleetQuirks::default()
    };
    let (fleet, driver, _) = fleet_with(None, quirks);
    let mut states = Vec::new();
    for place in 0..4 {
        let made = fleet
            .create(V3, &format!("{TOKEN}{place}"), &v3(&driver, "1", "x"))
            .await
            .ok();
        assert_eq!(made["status"], "queued");
        states.push(made["id"].as_str().unwrap().to_owned());
    }
    later(&fleet, 10);
    for one in &mut states {
        *one = state(&fleet.status(&driver, one).await).to_owned();
    }
    assert_eq!(states, ["success", "fail", "success", "fail"]);
}

#[tokio::test]
async fn a_version_above_one_and_a_body_that_is_not_the_contracts_are_refused() {
    let (fleet, driver, _) = fleet_with(None, FleetQuirks::default());
    let change = |member: &str, value: Value| {
        let mut body = v3(&driver, "-1", "x");
        body[member] = value;
        body
    };
    for body in [
        change("version", json!(2)),
        change("version", json!(0)),
        change("amount", json!("0.00")),
        change("amount", json!(-1)),
        change("description", json!("")),
        change("description", json!("x".repeat(257))),
        change("data", json!({"kind": "other"})),
        change("data", json!({"kind": "other", "reason": "x", "extra": 1})),
        change("data", json!({"kind": "loan"})),
        change("data", json!({"kind": "payout", "fee_amount": "a"})),
        change("condition", json!({"balance_min": "x"})),
        change("category_id", json!("partner_service_manual")),
    ] {
        let got = fleet.create(V3, TOKEN, &body).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{body}");
    }
    let nobody = change("contractor_profile_id", json!("nobody"));
    assert_eq!(
        fleet.create(V3, TOKEN, &nobody).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(fleet.sandbox.fleet_transactions_made()[0].effects, 0);
    let unknown = format!(
        "{V3}/status?park_id={FLEET_PARK}&contractor_profile_id={driver}&id=none&version=1"
    );
    assert_eq!(fleet.get(&unknown).await.status, StatusCode::NOT_FOUND);
}
