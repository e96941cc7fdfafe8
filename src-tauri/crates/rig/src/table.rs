//! A client's table of operations against the contract.

use std::collections::BTreeSet;

use transport::endpoint::{Confidence, Endpoint};

use crate::{Contract, Operation};

impl Contract {
    /// The same operations, each once, with the same methods, paths and confidence.
    pub fn check_table<W>(&self, table: &[Endpoint<W>]) {
        let served = self.operations.iter().filter(|one| one.is_served());
        let described: BTreeSet<&str> = served.map(|one| one.id.as_str()).collect();
        let listed: BTreeSet<&str> = table.iter().map(|one| one.operation).collect();
        assert_eq!(described, listed);
        assert_eq!(
            listed.len(),
            table.len(),
            "an operation stands twice in the table"
        );
        for endpoint in table {
            let operation = self.operation(endpoint.operation);
            let wanted = (
                operation.method.as_str(),
                operation.path.as_str(),
                operation.confidence(),
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
}

impl Operation {
    fn is_served(&self) -> bool {
        self.description["x-not-yet"] != true && self.description.get("x-not-applicable").is_none()
    }

    /// How sure the contract is, or where it has its knowledge from: only a vendor's document makes certain.
    fn confidence(&self) -> Confidence {
        let source = || self.description["x-source"].as_str().unwrap_or_default();
        match self.description["x-confidence"].as_str() {
            Some("high") => Confidence::High,
            Some("medium") => Confidence::Medium,
            Some(_) => Confidence::Low,
            None if source().starts_with("OFFICIAL") || source().starts_with("DOC") => {
                Confidence::High
            }
            None => Confidence::Low,
        }
    }
}
