//! The table of operations against the contract.

use std::collections::BTreeSet;

use jump::{Confidence, ENDPOINTS, OPERATIONS};

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
        let confidence = match operation.description["x-confidence"].as_str().unwrap() {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            _ => Confidence::Low,
        };
        let wanted = (
            operation.method.as_str(),
            operation.path.as_str(),
            confidence,
        );
        let method = endpoint.method.method();
        assert_eq!(
            (method.as_str(), endpoint.path, endpoint.confidence),
            wanted,
            "{}",
            endpoint.operation
        );
    }
}
