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
    assert!(fits("createDriverTransactionV2", &|_| ()));
    for id in ["createDriverTransactionV2", "createDriverTransactionV3"] {
        for amount in [
            json!("+1"),
            json!("1.00001"),
            json!(5),
            json!("1e3"),
            json!(""),
        ] {
            assert!(
                !fits(id, &|body| body["amount"] = amount.clone()),
                "{id} {amount}"
            );
        }
        assert!(!fits(id, &|body| body["more"] = json!(1)));
    }
    assert!(!fits("createDriverTransactionV3", &|body| body["amount"] =
        json!("-0.0")));
    assert!(!fits("listParkTransactions", &|body| body["cursor"] = json!("")));
    assert!(!fits("listParkTransactions", &|body| body["limit"] = json!(1001)));
    let breaks = |check: Box<dyn FnOnce() + std::panic::UnwindSafe>| {
        assert!(std::panic::catch_unwind(check).is_err());
    };
    let list = CONTRACT.operation("listParkTransactions");
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 200, JSON, br#"{"transactions":[{"id":1}]}"#)
    }));
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 403, JSON, br#"{"code":"c"}"#)
    }));
    breaks(Box::new(|| CONTRACT.check_parameters(list, "header", &[])));
}
