//! Reading an answer member by member, leniently. Yume's objects are kept as they came beside what is understood of
//! them: what no page describes must survive being sent back.

use serde::Deserializer;
use serde::de::{Deserialize, Error as _};
use serde_json::{Map, Value};
use transport::lenient::text_of;

use crate::id::YumeId;

/// An object as it came.
pub(crate) type Members = Map<String, Value>;

/// Reads an object and nothing else.
pub(crate) fn members<'de, D: Deserializer<'de>>(input: D) -> Result<Members, D::Error> {
    match Value::deserialize(input)? {
        Value::Object(members) => Ok(members),
        _ => Err(D::Error::custom("expected an object")),
    }
}

/// The id without which an object is none.
pub(crate) fn own_id<E: serde::de::Error>(members: &Members) -> Result<YumeId, E> {
    id(members, "id").ok_or_else(|| E::custom("expected an id"))
}

pub(crate) fn id(members: &Members, name: &str) -> Option<YumeId> {
    YumeId::read(members.get(name)?)
}

/// Empty texts are absent ones: the vendor has both for "nothing".
pub(crate) fn text(members: &Members, name: &str) -> Option<String> {
    text_of(members.get(name)?).filter(|text| !text.is_empty())
}

pub(crate) fn flag(members: &Members, name: &str) -> Option<bool> {
    members.get(name)?.as_bool()
}

/// The rows of a list that is plain, or wrapped as this vendor's paged lists are, or under one of these names.
pub(crate) fn rows<'a>(answer: &'a Value, names: &[&str]) -> Option<&'a Vec<Value>> {
    match answer {
        Value::Array(rows) => Some(rows),
        Value::Object(members) => names.iter().find_map(|name| members.get(*name)?.as_array()),
        _ => None,
    }
}
