//! The park against the contract: the same operations, and answers that fit its schemas.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;
#[path = "common/contract.rs"]
mod published;

use client::{Client, Got, small};
use http::StatusCode;
use published::Contract;
use sandbox::{OPERATIONS, Options, ROUTES, WithdrawalBlock};
use serde_json::{Value, json};
use std::sync::LazyLock;

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let yaml = include_str!("../../jump/contract.yaml");
    Contract::new(yaml, ROUTES)
});

fn assert_fits(name: &str, got: &Got) {
    match CONTRACT.answer(name, got.status) {
        None if name == "downloadApplicationFile" => assert!(!got.body.is_empty()),
        None => assert!(
            got.body.is_empty(),
            "{name}: a body where none is documented"
        ),
        Some(schema) => {
            let faults = CONTRACT.faults(schema, &got.json());
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
                let path = format!("{}?profession_id={profession}", CONTRACT.operation(name).1);
                got.push(client.get(&path).await);
            }
        }
        "listDrivers" | "listPayments" | "listApplications" | "listTransactions" => {
            for page in [1, 9_999] {
                got.push(
                    client
                        .get(&format!(
                            "{}?per_page=200&page={page}",
                            CONTRACT.operation(name).1
                        ))
                        .await,
                );
            }
        }
        _ if name.contains("Webhook") => got.push(ask_about_a_webhook(client, name).await),
        _ if name.contains("Application") && !name.starts_with("count") => {
            got.extend(moderate(client, name).await);
        }
        "previewWithdraw" | "createTransaction" => got.extend(move_money(client, name).await),
        _ => got.push(client.get(CONTRACT.operation(name).1).await),
    }
    got
}

/// An operation with the ids put into its path, in their order.
async fn send(client: &Client, name: &str, ids: &[i64], body: Option<Value>) -> Got {
    let (method, path, _) = CONTRACT.operation(name);
    let mut ids = ids.iter();
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => ids.next().unwrap().to_string(),
        false => part.to_owned(),
    });
    let path = parts.collect::<Vec<_>>().join("/");
    match body {
        Some(body) => client.call(method, &path, &body).await,
        None => client.bare(method, &path).await,
    }
}

async fn move_money(client: &Client, name: &str) -> Vec<Got> {
    let driver = client.sandbox.driver_ids()[0];
    client
        .sandbox
        .set_withdrawal_block(driver, &WithdrawalBlock::None);
    let balance = client.sandbox.balances(driver)[0].id;
    client.sandbox.set_balance(balance, 100_000);
    let body = json!({"amount": 100.1, "balance_id": balance, "include_commission": true});
    if name == "previewWithdraw" {
        return vec![send(client, name, &[driver], Some(body)).await];
    }
    let mut got = Vec::new();
    for (operation, other) in [
        ("withdraw", json!({"transaction_type_id": 14})),
        ("deposit", json!({"message": "Бонус"})),
        (
            "transfer",
            json!({"target_balance_id": client.sandbox.balances(driver_two(client))[0].id}),
        ),
    ] {
        let mut body = body.clone();
        body["operation"] = json!(operation);
        for (name, value) in other.as_object().unwrap() {
            body[name] = value.clone();
        }
        got.push(send(client, name, &[driver], Some(body)).await);
    }
    got
}

fn driver_two(client: &Client) -> i64 {
    client.sandbox.driver_ids()[1]
}

/// A courier on foot who waits, the next one at each call, with his job through integration 2 where he has one.
fn courier(client: &Client, has_job: bool) -> (i64, i64) {
    let ids = client
        .sandbox
        .application_ids_of(Some("not_processed"), Some("walking_courier"));
    let mut couriers = ids.into_iter().filter_map(|id| {
        let truth = client.sandbox.application(id)?;
        let job = truth["jobs"][0]["id"].as_i64();
        (job.is_some() == has_job).then_some((id, job.unwrap_or(0)))
    });
    couriers.next_back().unwrap()
}

async fn moderate(client: &Client, name: &str) -> Vec<Got> {
    let comment = Some(json!({"comment": "Нет документов"}));
    let (waiting, with_job) = (courier(client, false).0, courier(client, true));
    let (ids, body) = match name {
        "batchRejectApplications" => {
            let all =
                json!({"is_all": true, "ids": null, "comment": "Дубль", "new_status": "reject"});
            let mut got = vec![
                client
                    .call("PATCH", "/autoreg/applications?status[]=draft", &all)
                    .await,
            ];
            let one = json!({"is_all": false, "ids": [waiting], "comment": "Дубль", "new_status": "reject"});
            got.push(send(client, name, &[], Some(one)).await);
            return got;
        }
        "editApplication" => {
            let edit = json!({"person_info": {"city": "Тула"}, "delivery_type": 3, "integrations": [1, 2]});
            (vec![waiting], Some(edit))
        }
        "rejectApplication" => (vec![waiting], comment),
        "createApplicationIntegration" => (vec![waiting], Some(json!({"integration_id": 2}))),
        "rejectApplicationIntegration" => (vec![with_job.0, with_job.1], comment),
        _ => (vec![with_job.0, with_job.1], None),
    };
    vec![send(client, name, &ids, body).await]
}

async fn ask_about_a_webhook(client: &Client, name: &str) -> Got {
    let body =
        json!({"url": "https://crm.example.com/hooks", "method": "post", "token": "demo-token"});
    let created = send(client, "createWebhook", &[], Some(body)).await;
    if name == "createWebhook" {
        return created;
    }
    let id = created.json()["data"]["id"].as_i64().unwrap_or(1);
    let change = (name == "updateWebhook").then(|| json!({"method": "put"}));
    send(client, name, &[id], change).await
}

/// The park whose couriers are moderated here.
fn with_couriers() -> Options {
    Options {
        couriers: Some(24),
        ..small()
    }
}

#[test]
fn every_route_is_the_contracts_operation_of_this_name() {
    CONTRACT.assert_routes(&OPERATIONS);
}

#[tokio::test]
async fn every_answer_fits_the_contract() {
    let mut odd = with_couriers();
    odd.quirks.writes_answer_200 = true;
    odd.quirks.wrapped_jobs = true;
    odd.quirks.webhooks_echo_token = true;
    for options in [with_couriers(), odd] {
        assert_answers_fit(&Client::new(options)).await;
    }
}

async fn assert_answers_fit(client: &Client) {
    for name in OPERATIONS {
        for got in ask(client, name).await {
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
        let schema = CONTRACT.answer("listDrivers", StatusCode::OK).unwrap();
        let body = json!({"items": items, "meta": meta});
        let faults = CONTRACT.faults(schema, &body);
        assert_eq!(faults.is_empty(), fits, "{body}");
    }
}

#[tokio::test]
async fn every_refusal_fits_the_contract() {
    for status in [400, 401, 403, 429, 500, 502, 503] {
        let fault = format!("*:{status}").parse().unwrap();
        let client = Client::new(Options {
            faults: vec![fault],
            ..with_couriers()
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
    for name in OPERATIONS {
        let (method, path, contract) = CONTRACT.operation(name);
        if method == "GET" && !path.contains('{') {
            continue;
        }
        let got = send(&client, name, &[1, 1], Some(json!({"nobody": "knows"}))).await;
        assert!(got.status.is_client_error(), "{name}: {}", got.status);
        let declared = contract["responses"].get(got.status.as_str());
        assert!(declared.is_some(), "{name}: {}", got.status);
        assert_fits(name, &got);
    }
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
