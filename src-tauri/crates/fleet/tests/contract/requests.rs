//! What really leaves, held against the contract.

use fleet::{
    CategoryFilter, Fleet, FleetDriversQuery, FleetTransactionsQuery, Identity, OpenWindow,
};
use rig::Sent;
use serde_json::{Value, json};
use transport::{Cause, Outcome, Service};

use crate::calls::{self, DRIVER};
use crate::contract::CONTRACT;
use crate::wires::{KEY, PARK, Script, identity};

/// Sent with every call by the transport, whatever the service.
const ORDINARY: [&str; 2] = ["accept", "content-type"];

fn check(sent: &Sent) {
    CONTRACT.check_request(sent);
    let headers = sent.headers.iter();
    let headers: Vec<(String, String)> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .filter(|(name, _)| !ORDINARY.contains(&name.as_str()))
        .collect();
    CONTRACT.check_parameters(sent.operation, "header", &headers);
}

#[tokio::test]
async fn every_request_fits_the_contract_and_calls_its_own_operation() {
    let script = Script::exemplary();
    let called = calls::everything(&script.client()).await;
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent.len(), called.len());
    for ((method, outcome), sent) in called.iter().zip(sent.iter()) {
        assert_eq!(outcome, &Ok(()), "{method}");
        assert_eq!(method, &sent.operation.id);
        check(sent);
    }
}

#[tokio::test]
async fn requests_without_options_fit_the_contract_too() {
    let script = Script::exemplary();
    let fleet = script.client();
    let query = FleetTransactionsQuery::new(calls::window());
    fleet.list_park_transactions(&query, 1, None).await.unwrap();
    fleet
        .list_order_transactions(&["o".to_owned()], None)
        .await
        .unwrap();
    fleet
        .list_transaction_categories(CategoryFilter::default())
        .await
        .unwrap();
    fleet
        .list_driver_profiles(&FleetDriversQuery::default(), 1000, 0)
        .await
        .unwrap();
    for sent in script.sent.lock().unwrap().iter() {
        check(sent);
    }
    let bodies = script.bodies();
    let event_at =
        json!({ "from": "2026-01-15T00:00:00+03:00", "to": "2026-01-16T00:00:00+03:00" });
    let park = json!({ "id": PARK, "transaction": { "event_at": event_at } });
    assert_eq!(bodies[0], json!({ "query": { "park": park }, "limit": 1 }));
    assert_eq!(bodies[2], json!({ "query": { "park": { "id": PARK } } }));
}

#[tokio::test]
async fn every_call_names_the_key_and_the_client_and_only_some_the_language_and_the_park() {
    let script = Script::exemplary();
    calls::everything(&script.client()).await;
    for sent in script.sent.lock().unwrap().iter() {
        let id = sent.operation.id.as_str();
        assert_eq!(sent.header("x-api-key"), Some(KEY), "{id}");
        assert_eq!(
            sent.header("x-client-id"),
            Some(&*format!("taxi/park/{PARK}")),
            "{id}"
        );
        let is_list = id.starts_with("list");
        assert_eq!(
            sent.header("accept-language"),
            is_list.then_some("ru"),
            "{id}"
        );
        let park = (id == "getBlockedBalance").then_some(PARK);
        assert_eq!(sent.header("x-park-id"), park, "{id}");
        let token = id.starts_with("create").then_some("demo-token-0001-abcdef");
        assert_eq!(sent.header("x-idempotency-token"), token, "{id}");
    }
}

#[tokio::test]
async fn drivers_query_says_what_was_asked() {
    let script = Script::exemplary();
    let fleet = script.client();
    fleet
        .list_driver_profiles(&calls::drivers(), 100, 200)
        .await
        .unwrap();
    let body = script.only().json();
    let park = &body["query"]["park"];
    assert_eq!(
        park["driver_profile"]["work_status"],
        json!(["working", "not_working"])
    );
    assert_eq!(
        park["current_status"],
        json!({ "status": ["in_order_free", "offline"] })
    );
    assert_eq!(
        park["updated_at"],
        json!({ "from": "2026-01-15T00:00:00+00:00" })
    );
    assert_eq!(
        (&body["query"]["text"], &body["offset"]),
        (&json!("Иванов"), &json!(200))
    );
    assert_eq!(
        body["fields"]["car"],
        json!([]),
        "an empty list drops the block"
    );
    assert_eq!(
        body["sort_order"],
        json!([{ "field": "account.current.balance", "direction": "desc" }])
    );
}

#[tokio::test]
async fn request_that_would_be_refused_never_leaves() {
    let script = Script::exemplary();
    let fleet = script.client();
    let many = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
    let of = |category_ids: Vec<String>| FleetTransactionsQuery {
        category_ids,
        ..calls::transactions()
    };
    let mut errors = Vec::new();
    for query in [
        of(many(101)),
        of(vec!["a".into(), "a".into()]),
        of(vec![String::new()]),
    ] {
        errors.extend(fleet.list_park_transactions(&query, 40, None).await.err());
    }
    for limit in [0, 1001] {
        errors.extend(
            fleet
                .list_park_transactions(&calls::transactions(), limit, None)
                .await
                .err(),
        );
        errors.extend(
            fleet
                .list_driver_profiles(&calls::drivers(), limit, 0)
                .await
                .err(),
        );
    }
    for orders in [Vec::new(), many(101)] {
        errors.extend(fleet.list_order_transactions(&orders, None).await.err());
    }
    errors.extend(fleet.get_blocked_balance(&"x".repeat(101)).await.err());
    errors.extend(
        fleet
            .get_driver_transaction_status_v3(DRIVER, "", 1)
            .await
            .err(),
    );
    errors.extend(
        fleet
            .get_driver_transaction_status_v3(DRIVER, "e", 0)
            .await
            .err(),
    );
    let open = FleetDriversQuery {
        updated: Some(OpenWindow {
            from: None,
            to: None,
        }),
        ..FleetDriversQuery::default()
    };
    errors.extend(fleet.list_driver_profiles(&open, 100, 0).await.err());
    assert_eq!((errors.len(), script.times_sent()), (13, 0));
    for error in errors {
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::Invalid)
        );
        assert!(!error.vendor.unwrap().fields.is_empty());
    }
}

#[tokio::test]
async fn identity_that_no_header_can_carry_sends_nothing() {
    let odd = [
        Identity {
            park_id: String::new(),
            ..identity(PARK)
        },
        Identity {
            client_id: String::new(),
            ..identity(PARK)
        },
        Identity {
            client_id: "taxi/park/x\r\nX-Api-Key: y".into(),
            ..identity(PARK)
        },
        Identity {
            client_id: " taxi/park/x".into(),
            ..identity(PARK)
        },
        Identity {
            language: "r".into(),
            ..identity(PARK)
        },
    ];
    for identity in odd {
        let script = Script::exemplary();
        let fleet = Fleet::new(Service::new(script.settings()), identity.clone());
        let error = fleet.list_work_rules().await.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::Invalid),
            "{identity:?}"
        );
        assert_eq!(script.times_sent(), 0);
    }
}

#[tokio::test]
async fn vendors_name_of_the_exchange_is_kept_for_the_diagnostics() {
    let script = Script::saying(403, r#"{"message": "Нет прав"}"#);
    script.client().list_work_rules().await.unwrap_err();
    let records = script.records.0.lock().unwrap();
    assert_eq!(records[0].vendor_trace.as_deref(), Some("demo-request-1"));
}

/// Every request example of the contract for a create can be told and is written as the contract has it.
#[test]
fn create_bodies_of_the_contract_are_those_of_the_client() {
    fn round(id: &str, again: impl Fn(&str) -> String) {
        let operation = CONTRACT.operation(id);
        for example in CONTRACT.request_examples(operation) {
            let body = again(&example.to_string());
            let body: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(body, example, "{id}");
        }
    }
    round("createDriverTransactionV2", |text| {
        serde_json::from_str::<fleet::CreateV2>(text)
            .unwrap()
            .body()
    });
    round("createDriverTransactionV3", |text| {
        serde_json::from_str::<fleet::CreateV3>(text)
            .unwrap()
            .body()
    });
}
