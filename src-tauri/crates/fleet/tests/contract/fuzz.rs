//! Whatever comes in the place of an answer: an error or data, never a panic.

use std::collections::BTreeMap;

use fleet::{
    BlockedBalance, CreateV2, CreateV3, FleetDriversPage, FleetTime, FleetTransaction,
    FleetTransactionsPage, StatusV3, TransactionCategory, V2Created, V3Created, WorkRule,
    error_envelope,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};
use transport::{Cause, Outcome};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

fn try_one<T: DeserializeOwned + Serialize>(wire: &str) {
    if let Ok(value) = serde_json::from_str::<T>(wire) {
        serde_json::to_string(&value).unwrap();
    }
}

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
    let fleet = script.fleet();
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

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,12})?",
        Just("12345.1434".to_owned()),
    ]
    .prop_map(|text| Value::Number(text.parse::<Number>().unwrap()))
}

/// Keys that the types look for, so that the arbitrary is not merely ignored.
fn key() -> impl Strategy<Value = String> {
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
        "$serde_json::private::Number",
        "park_id",
        "driver_profile_id",
        "description",
        "data",
        "kind",
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
        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})"
            .prop_map(Value::from),
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
    let operations = CONTRACT.operations.iter();
    operations
        .flat_map(|operation| {
            let mut all = CONTRACT.examples(operation, 200);
            all.extend(CONTRACT.request_examples(operation));
            all
        })
        .collect()
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
        ("{\"transactions\":", "}"),
        ("{\"details\":", "}"),
    ] {
        let deep = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        try_all(&deep);
    }
}
