//! Whatever may come in the place of an answer: any JSON at all, text that is cut off, and the contract's own examples
//! with a part replaced.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

/// What is read can be shown; what cannot be read is an error, and no panic.
pub fn try_one<T: DeserializeOwned + Serialize>(wire: &str) {
    if let Ok(value) = serde_json::from_str::<T>(wire) {
        serde_json::to_string(&value).unwrap();
    }
}

/// Any JSON. `keys` are those that the client's types look for, so that the arbitrary is not merely ignored.
pub fn json(keys: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        "\\PC{0,12}".prop_map(Value::from),
        "[+-]?[0-9]{0,25}([.,][0-9]{0,5})?".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key(keys), inner, 0..6)
                .prop_map(|members: BTreeMap<String, Value>| members.into_iter().collect()),
        ]
    })
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,12})?",
        Just("12.5".to_owned()),
        Just("12345.1434".to_owned()),
    ]
    .prop_map(|text| Value::Number(text.parse::<Number>().unwrap()))
}

fn key(keys: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(keys).prop_map(str::to_owned),
        1 => Just(transport::lenient::EXACT_NUMBER.to_owned()),
        1 => ".{0,8}",
    ]
}

/// The beginning of a text, as a broken connection leaves it.
pub fn cut(text: &str, at: Index) -> &str {
    &text[..text.floor_char_boundary(at.index(text.len() + 1))]
}

/// One of the examples with one of its parts, or all of it, replaced by any JSON.
pub fn with_a_part_replaced(
    examples: Vec<Value>,
    keys: &'static [&'static str],
) -> impl Strategy<Value = Value> {
    let example = prop::sample::select(examples);
    (example, any::<Index>(), json(keys)).prop_map(|(mut example, place, other)| {
        let mut places = Vec::new();
        parts(&example, String::new(), &mut places);
        *example
            .pointer_mut(place.get(places.as_slice()).as_str())
            .unwrap() = other;
        example
    })
}

/// Pointers to every part of a value.
fn parts(value: &Value, at: String, found: &mut Vec<String>) {
    found.push(at.clone());
    match value {
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, part)| parts(part, format!("{at}/{index}"), found)),
        Value::Object(members) => members.iter().for_each(|(key, part)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            parts(part, format!("{at}/{key}"), found);
        }),
        _ => {}
    }
}

/// Nested deeper than any reader should follow: `open` and `close` around one another.
pub fn deep(open: &str, close: &str) -> String {
    format!("{}1{}", open.repeat(20_000), close.repeat(20_000))
}
