//! The park against the contract: the same operations, and answers that fit its schemas.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, Got, small};
use http::StatusCode;
use sandbox::{OPERATIONS, Options, ROUTES};
use serde_json::{Value, json};
use std::{fs, sync::LazyLock};

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../jump/contract.yaml");
    serde_norway::from_str(&fs::read_to_string(path).unwrap()).unwrap()
});

fn operation(name: &str) -> (&'static str, &'static str, &'static Value) {
    let (_, method, path) = ROUTES.iter().find(|(known, _, _)| *known == name).unwrap();
    (
        method,
        path,
        &CONTRACT["paths"][path][method.to_lowercase()],
    )
}

/// The schema of an answer's JSON, with the components that it refers to.
fn schema_of(name: &str, status: StatusCode) -> Option<Value> {
    let mut answer = &operation(name).2["responses"][status.as_str()];
    if let Some(reference) = answer["$ref"].as_str() {
        answer = CONTRACT.pointer(reference.trim_start_matches('#')).unwrap();
    }
    assert!(answer.is_object(), "{name} declares no {status}");
    let schema = answer.pointer("/content/application~1json/schema")?;
    Some(json!({"allOf": [schema], "components": CONTRACT["components"]}))
}

fn assert_fits(name: &str, got: &Got) {
    match schema_of(name, got.status) {
        None if name == "downloadApplicationFile" => assert!(!got.body.is_empty()),
        None => assert!(
            got.body.is_empty(),
            "{name}: a body where none is documented"
        ),
        Some(schema) => {
            let validator = jsonschema::validator_for(&schema).unwrap();
            let body = got.json();
            let faults: Vec<String> = validator
                .iter_errors(&body)
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{name} {}: {faults:#?}", got.status);
        }
    }
}

/// Everything that an operation can be asked here, with ids of the seeded park.
async fn ask(client: &Client, name: &str) -> Vec<Got> {
    let sandbox = &client.sandbox;
    let mut got = Vec::new();
    match name {
        "getDriver" => {
            for id in sandbox.driver_ids() {
                got.push(client.get(&format!("/drivers/{id}")).await);
            }
        }
        "updateDriver" => {
            let truth = sandbox.driver(sandbox.driver_ids()[0]).unwrap();
            let body = json!({
                "phone": truth["phone"], "group_id": 1, "anti_fraud_status_id": 1,
                "last_name": "Иванов", "first_name": "Иван", "requisites": [],
            });
            got.push(
                client
                    .put(&format!("/drivers/{}", truth["id"]), &body)
                    .await,
            );
        }
        "getApplication" => {
            for id in sandbox.application_ids() {
                got.push(client.get(&format!("/autoreg/applications/{id}")).await);
            }
        }
        "uploadApplicationFile" => {
            got.push(
                client
                    .upload(sandbox.application_ids()[0], "a.jpg", b"abc", Some(1))
                    .await,
            );
        }
        "downloadApplicationFile" => {
            let files = |id: &i64| Some((*id, sandbox.application_files(*id).first()?.id));
            let (id, file) = sandbox.application_ids().iter().find_map(files).unwrap();
            got.push(
                client
                    .get(&format!("/autoreg/applications/{id}/files/{file}"))
                    .await,
            );
        }
        "dictAutoregDocuments" => {
            for profession in 1..=3 {
                let path = format!("{}?profession_id={profession}", operation(name).1);
                got.push(client.get(&path).await);
            }
        }
        "listDrivers" | "listPayments" | "listApplications" => {
            for page in [1, 9_999] {
                got.push(
                    client
                        .get(&format!("{}?per_page=200&page={page}", operation(name).1))
                        .await,
                );
            }
        }
        _ => got.push(client.get(operation(name).1).await),
    }
    got
}

#[test]
fn every_route_is_the_contracts_operation_of_this_name() {
    for (name, method, path) in ROUTES {
        let found = &CONTRACT["paths"][path][method.to_lowercase()]["operationId"];
        assert_eq!(found, name, "{method} {path}");
    }
    assert_eq!(OPERATIONS.len(), ROUTES.len());
    assert!(OPERATIONS.contains(&"downloadApplicationFile"));
}

#[tokio::test]
async fn every_answer_fits_the_contract() {
    let client = Client::new(small());
    for name in OPERATIONS {
        for got in ask(&client, name).await {
            assert!(
                got.status.is_success(),
                "{name}: {} {:?}",
                got.status,
                got.body
            );
            assert_fits(name, &got);
        }
    }
}

#[test]
fn an_answer_that_does_not_fit_would_be_noticed() {
    let meta = json!({"total": 1, "current_page": 1, "last_page": 1});
    for (items, fits) in [
        (json!([{"id": 1, "balance": "0.00"}]), true),
        (json!([{"balance": "0.00"}]), false),
        (json!([{"id": 1, "balance": []}]), false),
    ] {
        let schema = schema_of("listDrivers", StatusCode::OK).unwrap();
        let body = json!({"items": items, "meta": meta});
        assert_eq!(jsonschema::is_valid(&schema, &body), fits, "{body}");
    }
}

#[tokio::test]
async fn every_refusal_fits_the_contract() {
    for status in [400, 401, 403, 429, 500, 502, 503] {
        let fault = format!("*:{status}").parse().unwrap();
        let client = Client::new(Options {
            faults: vec![fault],
            ..small()
        });
        for name in OPERATIONS {
            for got in ask(&client, name).await.into_iter().take(1) {
                assert_eq!(got.status.as_u16(), status);
                assert_fits(name, &got);
            }
        }
    }
    let client = Client::new(small());
    let got = client
        .put(
            &format!("/drivers/{}", client.sandbox.driver_ids()[0]),
            &json!({}),
        )
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_fits("updateDriver", &got);
    assert_fits("getDriver", &client.get("/drivers/1").await);
}

#[tokio::test]
async fn dictionaries_hold_what_the_documents_name() {
    let client = Client::new(small());
    let count = async |path: &str| {
        client
            .get(&format!("/dictionaries/{path}"))
            .await
            .json()
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count("autoreg/statuses").await, 8);
    assert_eq!(count("autoreg/integration_statuses").await, 5);
    assert_eq!(count("autoreg/documents?profession_id=1").await, 7);
    assert_eq!(count("autoreg/documents?profession_id=3").await, 3);
    assert_eq!(count("agents").await, 4);
    let banks = client.get("/dictionaries/sbp_banks").await.json();
    assert!(
        banks
            .as_array()
            .unwrap()
            .contains(&json!({"value": 100_000_000_004_i64, "title": "Тинькофф Банк"}))
    );
    let pay_types = client.get("/dictionaries/pay_types").await.json();
    assert_eq!(
        pay_types[0],
        json!({"value": 1, "title": "Банковский счет"})
    );
}
