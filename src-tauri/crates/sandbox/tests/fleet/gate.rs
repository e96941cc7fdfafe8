//! Keys, headers, limits and faults of Fleet.

use crate::client::*;
use http::StatusCode;
use sandbox::{FLEET_PARK, FleetLimit, FleetQuirks, LargePages, Options};
use serde_json::{Value, json};
use std::time::Duration;

async fn categories(fleet: &Fleet) -> StatusCode {
    let body = json!({"query": {"park": {"id": FLEET_PARK}}});
    fleet.post(CATEGORIES, &body).await.status
}

#[tokio::test]
async fn a_wrong_key_client_or_park_is_told_apart() {
    let fleet = Fleet::new(small());
    let with = |name, value: &str| fleet.with(name, value);
    assert_eq!(categories(&fleet).await, StatusCode::OK);
    assert_eq!(
        categories(&with("x-api-key", "demo-unknown-key")).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        categories(&with("x-api-key", "demo-park-key")).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        categories(&with("x-api-key", "")).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        categories(&with("x-client-id", "")).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        categories(&with("x-client-id", "taxi/park/other")).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        categories(&with("x-park-id", "other")).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        categories(&with("accept-language", "")).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        categories(&with("content-type", "")).await,
        StatusCode::BAD_REQUEST
    );
    let other = json!({"query": {"park": {"id": "other"}}});
    let got = fleet.post(CATEGORIES, &other).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    fleet.sandbox.set_fleet_quirks(FleetQuirks {
        wrong_park_is_404: true,
        ..FleetQuirks::default()
    });
    assert_eq!(
        fleet.post(CATEGORIES, &other).await.status,
        StatusCode::NOT_FOUND
    );
    let nowhere = fleet.get("/v1/parks/info").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(
        nowhere.json()["message"].is_string(),
        "the envelope is Yandex's"
    );
    assert!(
        fleet.get("/nowhere").await.json()["error"].is_object(),
        "elsewhere it is Jump's"
    );
}

#[tokio::test]
async fn a_key_without_the_right_reads_and_cannot_create() {
    let fleet = Fleet::new(small()).with("x-api-key", "demo-fleet-readonly-key");
    assert_eq!(categories(&fleet).await, StatusCode::OK);
    let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
    for (path, body) in [(V2, v2(&driver, "-1", "")), (V3, v3(&driver, "-1", "x"))] {
        assert_eq!(
            fleet.create(path, TOKEN, &body).await.status,
            StatusCode::FORBIDDEN
        );
    }
    assert!(fleet.sandbox.fleet_transactions_made().is_empty());
}

#[tokio::test]
async fn an_international_park_is_sent_to_another_host() {
    let fleet_quirks = FleetQuirks {
        wrong_host: true,
        ..FleetQuirks::default()
    };
    let fleet = Fleet::new(Options {
        fleet_quirks,
        ..small()
    });
    let got = fleet.get("/v1/parks/driver-work-rules").await;
    assert_eq!(
        (got.status, &got.json()["message"]),
        (StatusCode::GONE, &json!("bad request host"))
    );
}

#[tokio::test(start_paused = true)]
async fn above_the_limit_of_a_second_or_an_hour_there_is_429() {
    let limit = FleetLimit {
        per_second: 2,
        per_hour: 5,
        retry_after: true,
    };
    let fleet = Fleet::new(Options {
        fleet_limit: Some(limit),
        ..small()
    });
    let mut statuses = Vec::new();
    for _ in 0..3 {
        for _ in 0..3 {
            statuses.push(categories(&fleet).await.as_u16());
        }
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(statuses, [200, 200, 429, 200, 200, 429, 200, 429, 429]);
    let got = fleet
        .get(&format!("/v1/parks/driver-work-rules?park_id={FLEET_PARK}"))
        .await;
    let wait: u64 = got.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(wait, 3_597);
    tokio::time::advance(Duration::from_secs(wait)).await;
    assert_eq!(categories(&fleet).await, StatusCode::OK);
    let silent = FleetLimit {
        per_second: 0,
        ..limit
    };
    let silent = FleetLimit {
        retry_after: false,
        ..silent
    };
    let fleet = Fleet::new(Options {
        fleet_limit: Some(silent),
        ..small()
    });
    let got = fleet.get("/v1/parks/driver-work-rules").await;
    assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(got.headers.get("retry-after").is_none());
}

#[tokio::test]
async fn a_page_that_is_too_large_is_refused_and_a_smaller_one_is_not() {
    let large = LargePages {
        over: 500,
        status: 504,
    };
    let fleet_quirks = FleetQuirks {
        large_pages: Some(large),
        ..FleetQuirks::default()
    };
    let fleet = Fleet::new(Options {
        fleet_quirks,
        ..small()
    });
    for (limit, status) in [(1_000, 504), (501, 504), (500, 200)] {
        let got = fleet
            .post(PARK_LIST, &json!({"query": days(31), "limit": limit}))
            .await;
        assert_eq!(got.status.as_u16(), status);
    }
    let everybody = json!({"query": {"park": {"id": FLEET_PARK}}});
    assert_eq!(
        fleet.post(PROFILES, &everybody).await.status,
        StatusCode::GATEWAY_TIMEOUT
    );
}

#[tokio::test]
async fn a_fault_before_has_no_effect_and_a_fault_after_has_it() {
    for (path, body_of) in [(V2, v2 as fn(&str, &str, &str) -> Value), (V3, v3)] {
        let name = if path == V2 {
            "createDriverTransactionV2"
        } else {
            "createDriverTransactionV3"
        };
        for effect in [
            "drop", "429=5s", "500", "503", "html", "redirect", "empty", "bare=502",
        ] {
            let fleet = Fleet::new(Options {
                fleet_v3_takes: 0,
                ..small()
            });
            let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
            let before = fleet.sandbox.fleet_balance(&driver).unwrap();
            let rules = [
                format!("{name}:{effect}@nth=1"),
                format!("{name}:{effect}/after@nth=2"),
            ];
            fleet
                .sandbox
                .set_faults(rules.map(|rule| rule.parse().unwrap()).to_vec());
            let body = body_of(&driver, "-100", "fault");
            let fleet = fleet.with("x-idempotency-token", TOKEN);
            let _ = fleet.send("POST", path, body.to_string()).await;
            assert!(
                fleet.sandbox.fleet_transactions_made().is_empty(),
                "{name} {effect}"
            );
            assert_eq!(fleet.sandbox.fleet_balance(&driver), Some(before));
            let _ = fleet.send("POST", path, body.to_string()).await;
            assert_eq!(
                fleet.sandbox.fleet_transactions_made()[0].effects,
                1,
                "{name} {effect}"
            );
            let after = before - rust_decimal::Decimal::ONE_HUNDRED;
            assert_eq!(
                fleet.sandbox.fleet_balance(&driver),
                Some(after),
                "{name} {effect}"
            );
            assert_eq!(fleet.sandbox.calls(name), 2);
        }
    }
}

#[tokio::test]
async fn scopes_know_which_operations_read() {
    let fleet = Fleet::new(small());
    let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
    fleet.sandbox.set_faults(vec!["reads:503".parse().unwrap()]);
    assert_eq!(categories(&fleet).await, StatusCode::SERVICE_UNAVAILABLE);
    let got = fleet.create(V2, TOKEN, &v2(&driver, "1", "")).await;
    assert_eq!(got.status, StatusCode::OK);
    fleet
        .sandbox
        .set_faults(vec!["writes:503".parse().unwrap()]);
    assert_eq!(categories(&fleet).await, StatusCode::OK);
    let got = fleet.create(V2, TOKEN, &v2(&driver, "1", "")).await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
}
