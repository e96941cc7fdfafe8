//! The table of operations against the contract.

use rig::verdict::is_read;
use yume::{ENDPOINTS, YumeHeaders};

use crate::contract::CONTRACT;

#[test]
fn table_repeats_the_contracts_operations_methods_paths_and_certainty() {
    CONTRACT.check_table(ENDPOINTS);
}

/// A write that passed for a read would be sent again by itself.
#[test]
fn only_what_is_asked_by_get_or_changes_nothing_is_a_read() {
    const POSTED_QUESTIONS: [&str; 3] = ["wazzupIframe", "login", "refreshToken"];
    for endpoint in ENDPOINTS {
        let operation = CONTRACT.operation(endpoint.operation);
        let asks = operation.method == "GET" || POSTED_QUESTIONS.contains(&endpoint.operation);
        assert_eq!(is_read(endpoint.kind), asks, "{}", endpoint.operation);
    }
}

#[test]
fn token_and_company_are_named_where_the_contract_has_them() {
    for endpoint in ENDPOINTS {
        let description = &CONTRACT.operation(endpoint.operation).description;
        let parameters = description["parameters"].as_array();
        let names_company = parameters
            .into_iter()
            .flatten()
            .any(|parameter| CONTRACT.resolved(parameter)["name"] == "X-Tenant-Id");
        let is_open = description["security"]
            .as_array()
            .is_some_and(Vec::is_empty);
        let wants = match (is_open, names_company) {
            (true, _) => YumeHeaders::Open,
            (false, true) => YumeHeaders::Company,
            (false, false) => YumeHeaders::Token,
        };
        assert_eq!(endpoint.wants, wants, "{}", endpoint.operation);
    }
}

/// Django answers a path without its last slash by a redirect, and a redirect loses the body.
#[test]
fn every_path_ends_in_a_slash() {
    assert!(ENDPOINTS.iter().all(|one| one.path.ends_with('/')));
}
