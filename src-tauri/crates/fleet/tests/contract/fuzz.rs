//! Whatever comes in the place of an answer: an error or data, never a panic.

use fleet::{
    BlockedBalance, CreateV2, CreateV3, FleetDriversPage, FleetTime, FleetTransaction,
    FleetTransactionsPage, StatusV3, TransactionCategory, V2Created, V3Created, WorkRule,
    error_envelope,
};
use proptest::prelude::*;
use proptest::sample::Index;
use rig::fuzz::{cut, deep, json, try_one, with_a_part_replaced};
use serde_json::Value;
use transport::{Cause, Outcome};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

fn try_all(wire: &str) {
    try_one::<FleetTime>(wire);
    try_one::<FleetTransaction>(wire);
    try_one::<FleetTransactionsPage>(wire);
    try_one::<FleetDriversPage>(wire);
    try_one::<TransactionCategory>(wire);
    try_one::<WorkRule>(wire);
    try_one::<BlockedBalance>(wire);
    try_one::<StatusV3>(wire);
    try_one::<V2Created>(wire);
    try_one::<V3Created>(wire);
    if let Ok(create) = serde_json::from_str::<CreateV2>(wire) {
        let _ = (create.validate(), create.body());
    }
    if let Ok(create) = serde_json::from_str::<CreateV3>(wire) {
        let _ = (create.validate(), create.body());
    }
}

/// A 200 that says anything: a create is sent once and is never refused.
fn try_answers(answer: &Value) {
    let _ = error_envelope(answer);
    let script = Script::saying(200, &answer.to_string());
    let fleet = script.client();
    for (operation, outcome) in futures::executor::block_on(calls::everything(&fleet)) {
        let Err(error) = outcome else { continue };
        let is_expected = matches!(
            error.cause,
            Cause::Undecodable | Cause::NotJson | Cause::Other
        );
        assert!(is_expected, "{operation} {error}");
        if operation.starts_with("create") {
            assert_eq!(error.outcome, Outcome::MaybeSent);
        }
    }
    let sent = script.sent.lock().unwrap();
    let creates = sent
        .iter()
        .filter(|sent| sent.operation.id.starts_with("create"));
    assert_eq!(creates.count(), 2);
}

/// Keys that the types look for.
const KNOWN: &[&str] = &[
    "id",
    "transactions",
    "cursor",
    "limit",
    "amount",
    "event_at",
    "category_id",
    "currency_code",
    "created_by",
    "identity",
    "categories",
    "rules",
    "driver_profiles",
    "driver_profile",
    "accounts",
    "balance",
    "phones",
    "blocked_balance",
    "details",
    "version_info",
    "status",
    "version",
    "code",
    "message",
    "parks",
    "total",
    "car",
    "year",
    "park_id",
    "driver_profile_id",
    "description",
    "data",
    "kind",
];

fn examples() -> Vec<Value> {
    let operations = CONTRACT.operations.iter();
    operations
        .flat_map(|operation| {
            let mut all = CONTRACT.examples(operation, 200);
            all.extend(CONTRACT.request_examples(operation));
            all
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_json_is_answered_without_panic(wire in json(KNOWN)) {
        try_all(&wire.to_string());
        try_answers(&wire);
    }

    #[test]
    fn any_broken_text_is_answered_without_panic(wire in json(KNOWN), at in any::<Index>()) {
        try_all(cut(&wire.to_string(), at));
    }

    #[test]
    fn example_with_a_part_replaced_is_answered_without_panic(
        example in with_a_part_replaced(examples(), KNOWN)
    ) {
        try_all(&example.to_string());
        try_answers(&example);
    }
}

#[test]
fn deeply_nested_json_is_an_error_not_a_crash() {
    for (open, close) in [
        ("[", "]"),
        ("{\"transactions\":", "}"),
        ("{\"details\":", "}"),
    ] {
        try_all(&deep(open, close));
    }
}
