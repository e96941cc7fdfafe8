//! The table of operations against the contract.

use jump::ENDPOINTS;

use crate::contract::CONTRACT;

#[test]
fn table_repeats_the_contracts_operations_methods_paths_and_confidence() {
    CONTRACT.check_table(ENDPOINTS);
}
