//! The service against the contract: the same operations, requests that it takes, answers that fit.

#[path = "../common/contract.rs"]
mod published;

use crate::client::*;
use http::StatusCode;
use published::Contract;
use sandbox::{FLEET_OPERATIONS, FLEET_PARK, FLEET_ROUTES, FleetQuirks, Options};
use serde_json::{Value, json};
use std::sync::LazyLock;

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let yaml = include_str!("../../../fleet/contract.yaml");
    Contract::new(yaml, FLEET_ROUTES)
});

fn assert_fits(name: &str, got: &Got) {
    let schema = CONTRACT.answer(name, got.status);
    let schema = schema.unwrap_or_else(|| panic!("{name} declares no JSON of {}", got.status));
    let faults = CONTRACT.faults(schema, &got.json());
    assert!(faults.is_empty(), "{name} {}: {faults:#?}", got.status);
    assert!(
        got.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("application/json")
    );
}

/// Bodies (or addresses) that an operation can be asked with here; each body fits the contract.
fn questions(fleet: &Fleet, name: &str) -> Vec<Value> {
    let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
    let park = json!({"id": FLEET_PARK});
    match name {
        "createDriverTransactionV2" => vec![v2(&driver, "-500.0000", "Списание №13")],
        "createDriverTransactionV3" => vec![
            v3(&driver, "-30.0000", "test"),
            json!({
                "park_id": FLEET_PARK, "contractor_profile_id": driver, "amount": "-30.0000",
                "condition": {"balance_min": "30.5000"},
                "data": {"kind": "payout", "fee_amount": "-0.5000"},
            }),
        ],
        "listParkTransactions" => vec![
            json!({"query": days(31), "limit": 1_000}),
            json!({"query": days(0)}),
        ],
        "listDriverTransactions" => vec![
            json!({"query": of_driver(days(31), &driver)}),
            json!({"query": of_driver(days(31), "nobody")}),
        ],
        "listOrderTransactions" => {
            vec![json!({"query": {"park": {"id": FLEET_PARK, "order": {"ids": ["a", "b"]}}}})]
        }
        "listTransactionCategories" => vec![
            json!({"query": {"park": park}}),
            json!({"query": {"park": park, "category": {"is_creatable": true}}}),
        ],
        _ => vec![
            json!({"query": {"park": park}}),
            json!({"query": {"park": park}, "fields": {"account": [], "car": ["brand"], "park": []}}),
            json!({
                "query": {"park": {"id": FLEET_PARK, "driver_profile": {"work_status": ["working"]}}},
                "sort_order": [{"direction": "asc", "field": "driver_profile.created_date"}],
                "limit": 10, "offset": 5,
            }),
        ],
    }
}

async fn ask(fleet: &Fleet, name: &str) -> Vec<Got> {
    let (method, path, contract) = CONTRACT.operation(name);
    if method == "GET" {
        return vec![fleet.get(&address(fleet, name).await).await];
    }
    let schema = &contract["requestBody"]["content"]["application/json"]["schema"];
    let mut got = Vec::new();
    for (place, body) in questions(fleet, name).iter().enumerate() {
        let faults = CONTRACT.faults(schema, body);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        got.push(
            fleet
                .create(path, &format!("{TOKEN}{name}{place}"), body)
                .await,
        );
    }
    got
}

async fn address(fleet: &Fleet, name: &str) -> String {
    let path = CONTRACT.operation(name).1;
    let driver = fleet.sandbox.fleet_drivers()[0].id.clone();
    match name {
        "listWorkRules" => format!("{path}?park_id={FLEET_PARK}"),
        "getBlockedBalance" => format!("{path}?contractor_id={driver}"),
        _ => {
            let made = fleet.create(V3, TOKEN, &v3(&driver, "1", "test")).await;
            let id = serde_json::from_slice::<Value>(&made.body).unwrap_or_default()["id"].clone();
            let id = id.as_str().unwrap_or("none");
            format!("{path}?park_id={FLEET_PARK}&contractor_profile_id={driver}&id={id}&version=1")
        }
    }
}

#[test]
fn every_route_is_the_contracts_operation_of_this_name() {
    CONTRACT.assert_routes(&FLEET_OPERATIONS);
}

#[tokio::test]
async fn every_answer_fits_the_contract() {
    let odd = FleetQuirks {
        two_currencies: true,
        absent_last_cursor: true,
        v3_open_status: Some("queued".to_owned()),
        v3_fail_every: Some(1),
        ..FleetQuirks::default()
    };
    for fleet_quirks in [FleetQuirks::default(), odd] {
        let fleet = Fleet::new(Options {
            fleet_quirks,
            ..small()
        });
        for name in FLEET_OPERATIONS {
            for got in ask(&fleet, name).await {
                assert_eq!(got.status, StatusCode::OK, "{name}: {:?}", got.body);
                assert_fits(name, &got);
                assert_eq!(got.headers["x-yarequestid"].len(), 32);
            }
        }
        let rows = fleet.all(PARK_LIST, &days(31), 1_000).await;
        let whole = json!({"transactions": rows, "limit": 1_000, "cursor": ""});
        let schema = CONTRACT.answer("listParkTransactions", StatusCode::OK);
        let faults = CONTRACT.faults(schema.unwrap(), &whole);
        assert!(
            rows.len() >= 2_600 && faults.is_empty(),
            "{} {faults:#?}",
            rows.len()
        );
        let order = rows
            .iter()
            .find_map(|row| row["order_id"].as_str())
            .unwrap();
        let query = json!({"query": {"park": {"id": FLEET_PARK, "order": {"ids": [order]}}}});
        let got = fleet.post(ORDER_LIST, &query).await;
        assert!(!got.ok()["transactions"].as_array().unwrap().is_empty());
        assert_fits("listOrderTransactions", &got);
    }
}

#[tokio::test]
async fn every_refusal_fits_the_contract() {
    for status in [400, 401, 403, 429, 500, 502, 503] {
        let fleet = Fleet::new(small());
        fleet
            .sandbox
            .set_faults(vec![format!("*:{status}").parse().unwrap()]);
        for name in FLEET_OPERATIONS {
            for got in ask(&fleet, name).await {
                assert_eq!(got.status.as_u16(), status);
                assert_fits(name, &got);
                assert!(got.json()["message"].is_string() && got.json()["code"].is_string());
            }
        }
    }
    let fleet = Fleet::new(small());
    for name in FLEET_OPERATIONS {
        let (method, path, contract) = CONTRACT.operation(name);
        let got = match method {
            "GET" => fleet.get(path).await,
            _ => fleet.create(path, TOKEN, &json!({"nobody": "knows"})).await,
        };
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{name}");
        assert!(contract["responses"].get("400").is_some());
        assert_fits(name, &got);
    }
}
