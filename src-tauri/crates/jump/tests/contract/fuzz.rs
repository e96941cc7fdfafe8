//! Any JSON at all, and the contract's own examples with a part replaced: no panic, and what is read can be shown.

use jump::{
    Application, ApplicationCounts, ApplicationEvent, ApplicationListItem, Dictionary,
    DriverListItem, DriverProfile, DriverRequisite, Id, Page, Payment, Period, Phone, Reference,
    Transaction, Webhook, WithdrawPreviewAnswer,
};
use proptest::prelude::*;
use proptest::sample::Index;
use rig::fuzz::{cut, deep, json, try_one, with_a_part_replaced};
use serde_json::Value;
use transport::Cause;

use crate::calls::{self, Known};
use crate::contract::{CONTRACT, events};
use crate::wires::Script;

fn try_all(wire: &str) {
    try_one::<Id>(wire);
    try_one::<Phone>(wire);
    try_one::<Reference>(wire);
    try_one::<Period>(wire);
    try_one::<Dictionary>(wire);
    try_one::<Page<DriverListItem>>(wire);
    try_one::<DriverListItem>(wire);
    try_one::<DriverProfile>(wire);
    try_one::<DriverRequisite>(wire);
    try_one::<Page<Payment>>(wire);
    try_one::<Payment>(wire);
    try_one::<Page<ApplicationListItem>>(wire);
    try_one::<ApplicationCounts>(wire);
    try_one::<Application>(wire);
    try_one::<Page<Transaction>>(wire);
    try_one::<Transaction>(wire);
    try_one::<WithdrawPreviewAnswer>(wire);
    if let Ok(webhook) = serde_json::from_str::<Webhook>(wire) {
        assert!(format!("{webhook:?}").starts_with("Webhook"));
    }
    if let Ok(event) = ApplicationEvent::decode(wire.as_bytes()) {
        serde_json::to_string(&event).unwrap();
    }
}

/// Decoders that only an answer reaches: of one job, and of what a change tells.
fn try_answers(answer: &Value) {
    let script = Script::saying(200, &answer.to_string());
    let jump = script.client();
    let told = async {
        let mut known = Known::ANY;
        for operation in [
            "getApplicationIntegration",
            "editApplication",
            "createApplicationIntegration",
            "createWebhook",
            "uploadApplicationFile",
        ] {
            let outcome = calls::one(&jump, &mut known, operation).await;
            let sent_once = outcome.err().is_none_or(|error| {
                matches!(
                    error.cause,
                    Cause::Undecodable | Cause::NotJson | Cause::Other
                )
            });
            assert!(sent_once, "{operation}");
        }
    };
    futures::executor::block_on(told);
}

/// Keys that the types look for.
const KNOWN: &[&str] = &[
    "id",
    "item",
    "data",
    "items",
    "meta",
    "value",
    "title",
    "name",
    "slug",
    "phone",
    "amount",
    "balance",
    "cards",
    "requisites",
    "requisite",
    "type",
    "contract",
    "vehicle",
    "files",
    "person_info",
    "car",
    "integrations",
    "status",
    "count",
    "total",
    "current_page",
    "last_page",
    "history",
    "number",
    "trip",
    "order",
    "commission",
    "application_integrations",
    "application_integration",
    "delivery_type",
    "token",
    "action",
];

fn examples() -> Vec<Value> {
    let answers = CONTRACT
        .operations
        .iter()
        .flat_map(|operation| CONTRACT.success(operation).1);
    let events = events().into_iter().cloned();
    answers.chain(events).collect()
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
        ("{\"item\":", "}"),
        ("{\"data\":", "}"),
        ("{\"files\":", "}"),
    ] {
        let deep = deep(open, close);
        try_all(&deep);
        assert!(serde_json::from_str::<DriverProfile>(&deep).is_err());
    }
}
