//! Any JSON at all, and the contract's own examples with a part replaced: no panic, and what is read can be shown.

use std::collections::BTreeMap;

use jump::{
    Application, ApplicationCounts, ApplicationEvent, ApplicationListItem, Dictionary,
    DriverListItem, DriverProfile, DriverRequisite, Id, Page, Payment, Period, Phone, Reference,
    Transaction, Webhook, WithdrawPreviewAnswer,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};
use transport::Cause;

use crate::calls::{self, Known};
use crate::contract::CONTRACT;
use crate::wires::Script;

fn try_one<T: DeserializeOwned + Serialize>(wire: &str) {
    if let Ok(value) = serde_json::from_str::<T>(wire) {
        serde_json::to_string(&value).unwrap();
    }
}

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
    let jump = script.hasty_jump();
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

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,12})?",
        Just("12.5".to_owned()),
        Just("12345.1434".to_owned()),
    ]
    .prop_map(|text| Value::Number(text.parse::<Number>().unwrap()))
}

/// Keys that the types look for, so that the arbitrary is not merely ignored.
fn key() -> impl Strategy<Value = String> {
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
        "$serde_json::private::Number",
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
    prop_oneof![4 => prop::sample::select(KNOWN).prop_map(str::to_owned), 1 => ".{0,8}"]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        "\\PC{0,12}".prop_map(Value::from),
        "[+-]?[0-9]{0,25}([.,][0-9]{0,5})?".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key(), inner, 0..6)
                .prop_map(|members: BTreeMap<String, Value>| members.into_iter().collect()),
        ]
    })
}

fn examples() -> Vec<Value> {
    let answers = CONTRACT
        .operations
        .iter()
        .flat_map(|operation| CONTRACT.examples(operation).1);
    let events = CONTRACT.events().into_iter().cloned();
    answers.chain(events).collect()
}

/// Pointers to every part of a value.
fn parts(value: &Value, at: String, found: &mut Vec<String>) {
    found.push(at.clone());
    match value {
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, part)| parts(part, format!("{at}/{index}"), found)),
        Value::Object(members) => members
            .iter()
            .for_each(|(key, part)| parts(part, format!("{at}/{key}"), found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_json_is_answered_without_panic(wire in json()) {
        try_all(&wire.to_string());
        try_answers(&wire);
    }

    #[test]
    fn any_broken_text_is_answered_without_panic(wire in json(), cut in any::<prop::sample::Index>()) {
        let text = wire.to_string();
        let end = (0..=cut.index(text.len() + 1)).rev().find(|end| text.is_char_boundary(*end)).unwrap();
        try_all(&text[..end]);
    }

    #[test]
    fn example_with_a_part_replaced_is_answered_without_panic(
        which in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), other in json()
    ) {
        let mut example = which.get(&examples()).clone();
        let mut places = Vec::new();
        parts(&example, String::new(), &mut places);
        *example.pointer_mut(place.get(places.as_slice()).as_str()).unwrap() = other;
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
        let deep = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        try_all(&deep);
        assert!(serde_json::from_str::<DriverProfile>(&deep).is_err());
    }
}
