//! The table of operations against the contract.

use std::collections::BTreeSet;

use fleet::{ENDPOINTS, FleetConfidence, FleetKind, OPERATIONS};

use crate::contract::CONTRACT;

#[test]
fn operations_are_those_of_the_contract() {
    let described: BTreeSet<&str> = CONTRACT
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(described, OPERATIONS.iter().copied().collect());
    assert_eq!(
        described.len(),
        ENDPOINTS.len(),
        "an operation stands twice in the table"
    );
}

#[test]
fn table_repeats_the_contracts_methods_paths_and_confidence() {
    for endpoint in ENDPOINTS {
        let operation = CONTRACT.operation(endpoint.operation);
        let source = operation.description["x-source"].as_str().unwrap();
        let confidence = match source.starts_with("OFFICIAL") {
            true => FleetConfidence::Official,
            false => FleetConfidence::Documented,
        };
        let method = endpoint.method.method();
        assert_eq!(
            (method.as_str(), endpoint.path, endpoint.confidence),
            (
                operation.method.as_str(),
                operation.path.as_str(),
                confidence
            ),
            "{}",
            endpoint.operation
        );
    }
}

/// A write that passed for a read would be sent again by itself.
#[test]
fn what_takes_a_token_is_a_write_and_nothing_else_is() {
    for endpoint in ENDPOINTS {
        let parameters = &CONTRACT.operation(endpoint.operation).description["parameters"];
        let takes_token = parameters
            .as_array()
            .unwrap()
            .iter()
            .any(|parameter| CONTRACT.resolved(parameter)["name"] == "X-Idempotency-Token");
        assert_eq!(
            endpoint.kind == FleetKind::Write,
            takes_token,
            "{}",
            endpoint.operation
        );
    }
}
