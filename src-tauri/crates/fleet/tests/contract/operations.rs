//! The table of operations against the contract.

use fleet::ENDPOINTS;
use transport::endpoint::Kind;

use crate::contract::CONTRACT;

#[test]
fn table_repeats_the_contracts_operations_methods_paths_and_certainty() {
    CONTRACT.check_table(ENDPOINTS);
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
            endpoint.kind == Kind::Write,
            takes_token,
            "{}",
            endpoint.operation
        );
    }
}
