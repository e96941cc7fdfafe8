//! The service against the contract: the same operations, requests that it takes, answers that fit.

#[path = "../common/contract.rs"]
mod published;

use crate::client::*;
use http::StatusCode;
use published::Contract;
use sandbox::{YUME_OPERATIONS, YUME_ROUTES, YumeAnswers, YumeQuirks};
use serde_json::{Value, json};
use std::sync::LazyLock;

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let yaml = include_str!("../../../yume/contract.yaml");
    Contract::new(yaml, YUME_ROUTES)
});

/// Every status that an operation answers is declared, and its JSON fits.
fn assert_fits(name: &str, got: &Got) {
    match CONTRACT.answer(name, got.status) {
        None => assert!(got.body.is_empty(), "{name}: {:?}", got.body),
        Some(_) if got.body.is_empty() && got.status == StatusCode::OK => {}
        Some(schema) => {
            let faults = CONTRACT.faults(schema, &got.json());
            assert!(faults.is_empty(), "{name} {}: {faults:#?}", got.status);
            assert_eq!(got.headers["content-type"], "application/json");
        }
    }
}

/// The contract's own bodies, which the service must take; `None` for an operation without one. The vendor's own example
/// names types where values belong.
fn bodies(name: &str) -> Vec<Option<Value>> {
    let examples = CONTRACT
        .operation(name)
        .2
        .pointer("/requestBody/content/application~1json/examples");
    let Some(examples) = examples.and_then(Value::as_object) else {
        return vec![None];
    };
    let real = examples.iter().filter(|(name, _)| *name != "official");
    real.map(|(_, one)| Some(one["value"].clone())).collect()
}

async fn ask(name: &str, quirks: YumeQuirks, fault: Option<&str>) -> Vec<Got> {
    let mut got = Vec::new();
    for body in bodies(name) {
        let yume = Yume::new(with(quirks.clone())).await;
        let id = yume.triggers().await[0]["id"].clone();
        let (method, path, _) = CONTRACT.operation(name);
        let path = path.replace("{id}", &id.to_string());
        // Wazzup's own is another operation's path.
        let slug = if method == "GET" {
            "wazzup"
        } else {
            "telephony"
        };
        let path = path.replace("{slug}", slug);
        if name == "disconnectIntegration" {
            let connect = path.replace("disconnect", "connect");
            yume.call("POST", &connect, &json!({})).await.ok();
        }
        let body = match (name, body) {
            ("login", Some(_)) => Some(json!({"username": "demo-yume", "password": PASSWORD})),
            ("refreshToken" | "logout", Some(_)) => {
                let pair = yume.login("demo-yume", PASSWORD).await.ok();
                Some(json!({"refresh": pair["refresh"]}))
            }
            (_, body) => body,
        };
        if let Some(rule) = fault {
            yume.sandbox.set_faults(vec![rule.parse().unwrap()]);
        }
        let text = body.map(|body| body.to_string()).unwrap_or_default();
        got.push(yume.send(method, &path, text).await.unwrap());
    }
    got
}

#[test]
fn every_route_is_the_contracts_operation_of_this_name() {
    CONTRACT.assert_routes(&YUME_OPERATIONS);
}

#[tokio::test]
async fn every_answer_fits_the_contract() {
    for answers in [
        YumeAnswers::Objects,
        YumeAnswers::Nothing,
        YumeAnswers::Texts,
    ] {
        let quirks = YumeQuirks {
            answers,
            unknown_values: true,
            ..YumeQuirks::default()
        };
        for name in YUME_OPERATIONS {
            for got in ask(name, quirks.clone(), None).await {
                assert!(got.status.is_success(), "{name}: {:?}", got.body);
                assert_fits(name, &got);
            }
        }
    }
    let ints = YumeQuirks {
        int_statuses: true,
        unknown_values: true,
        ..YumeQuirks::default()
    };
    for got in ask("listWazzupTriggers", ints, None).await {
        assert_fits("listWazzupTriggers", &got);
    }
}

#[tokio::test]
async fn every_refusal_fits_the_contract() {
    for status in [400, 401, 403, 404, 405, 429, 500, 502, 503] {
        let declares = |name: &&str| {
            let declared = &CONTRACT.operation(name).2["responses"][status.to_string()];
            declared.is_object()
        };
        for name in YUME_OPERATIONS.into_iter().filter(declares) {
            for got in ask(name, YumeQuirks::default(), Some(&format!("*:{status}"))).await {
                assert_eq!(got.status.as_u16(), status);
                assert_fits(name, &got);
                assert!(got.json()["detail"].is_string());
            }
        }
    }
}
