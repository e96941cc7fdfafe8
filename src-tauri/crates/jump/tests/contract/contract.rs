//! The contract, and that a check against it is no formality.

use std::sync::LazyLock;

use rig::Contract;
use serde_json::{Value, json};

/// Parsed once: it is large, and every check needs it.
pub static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| Contract::parse(include_str!("../../contract.yaml"), "/taxi-public/v1"));

/// Examples of what the vendor sends to a subscriber.
pub fn events() -> Vec<&'static Value> {
    let callbacks = &CONTRACT.operation("createWebhook").description["callbacks"];
    let request = &callbacks["applicationChanged"]["{$request.body#/url}"]["post"];
    let examples = &request["requestBody"]["content"]["application/json"]["examples"];
    let examples = examples.as_object().unwrap().values();
    examples.map(|example| &example["value"]).collect()
}

/// A check that lets everything pass would prove nothing.
#[test]
fn broken_requests_and_answers_do_not_pass_the_contract() {
    let breaks = |check: Box<dyn FnOnce() + std::panic::UnwindSafe>| {
        assert!(std::panic::catch_unwind(check).is_err());
    };
    let query = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    for broken in [
        query("payment_status_ids", "1"),
        query("driver_ids", "1,,2"),
        query("per_page", "25"),
        query("period_from", "2025-05-01"),
        query("page", "0"),
    ] {
        breaks(Box::new(move || {
            CONTRACT.check_parameters(CONTRACT.operation("listPayments"), "query", &broken)
        }));
    }
    let update = CONTRACT.operation("updateDriver");
    let body = json!({
        "group_id": 1, "anti_fraud_status_id": 1, "last_name": "Иванов", "first_name": "Иван",
        "requisites": [{"id": 1, "type_id": 1, "account_number": "1"}],
    });
    breaks(Box::new(move || {
        CONTRACT.check(CONTRACT.body_schema(update).unwrap(), &body, "update")
    }));
    let list = CONTRACT.operation("listDrivers");
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 200, "application/json", br#"{"items":[{"id":"x"}]}"#)
    }));
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 418, "application/json", b"{}")
    }));
}
