//! The contract, and that a check against it is no formality.

use std::sync::LazyLock;

use rig::Contract;
use serde_json::{Value, json};

/// Parsed once: it is large, and every check needs it.
pub static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| Contract::parse(include_str!("../../contract.yaml"), ""));

const JSON: &str = "application/json";

/// A check that lets everything pass would prove nothing.
#[test]
fn broken_requests_and_answers_do_not_pass_the_contract() {
    let fits = |id: &str, change: &dyn Fn(&mut Value)| {
        let operation = CONTRACT.operation(id);
        let mut body = CONTRACT.request_examples(operation).remove(0);
        change(&mut body);
        CONTRACT.fits(CONTRACT.body_schema(operation).unwrap(), &body)
    };
    assert!(fits("createWazzupTrigger", &|_| ()));
    for (member, odd) in [
        ("order_status_to", json!(2)),
        ("order_status_to", json!("archived")),
        ("type", json!(4)),
        ("type", json!(null)),
        ("timeout", json!(null)),
        ("documents", json!(["1"])),
        ("more", json!(1)),
        ("id", json!(45)),
    ] {
        assert!(
            !fits("createWazzupTrigger", &|body| body[member] = odd.clone()),
            "{member} {odd}"
        );
    }
    assert!(!fits("sendWazzupMessage", &|body| body["phone"] = json!("")));
    let breaks = |check: Box<dyn FnOnce() + std::panic::UnwindSafe>| {
        assert!(std::panic::catch_unwind(check).is_err());
    };
    let list = CONTRACT.operation("listWazzupTriggers");
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 200, JSON, br#"[{"id":1}]"#)
    }));
    let company = [("x-tenant-id".to_owned(), "twelve".to_owned())];
    breaks(Box::new(move || {
        CONTRACT.check_parameters(list, "header", &company)
    }));
}
