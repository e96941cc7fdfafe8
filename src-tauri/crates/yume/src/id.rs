//! Numbers that name things at Yume: triggers, companies, integrations, documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// An id. Reads a JSON integer or a string of digits; goes to the screen as a string and to the vendor as an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, specta::Type)]
pub struct YumeId(#[specta(type = String)] pub i64);

impl YumeId {
    /// As the vendor wants it: a JSON integer.
    pub fn as_json(self) -> Value {
        Value::from(self.0)
    }

    pub(crate) fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_i64().map(Self),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }
}

/// The text is not a whole number of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YumeIdFault;

impl fmt::Display for YumeIdFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not an id")
    }
}

impl std::error::Error for YumeIdFault {}

impl FromStr for YumeId {
    type Err = YumeIdFault;

    fn from_str(text: &str) -> Result<Self, YumeIdFault> {
        text.trim().parse().map(Self).map_err(|_| YumeIdFault)
    }
}

impl fmt::Display for YumeId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Serialize for YumeId {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for YumeId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(input)?;
        let expected = "an id, a whole number or its text";
        Self::read(&value).ok_or_else(|| serde::de::Error::custom(format!("expected {expected}")))
    }
}
