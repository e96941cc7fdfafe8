//! Numbers that name things in Jump: drivers, requisites, dictionary entries, files.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;
use transport::lenient::{Scalar, read_as_scalar, text_of};

/// An id. Reads a JSON integer or a string of digits; goes to the screen as a string, because ids of banks pass 2^53
/// soon enough; goes to the vendor through [`Id::as_json`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, specta::Type)]
pub struct Id(#[specta(type = String)] pub i64);

/// The text is not a whole number of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdFault;

impl Id {
    pub const fn get(self) -> i64 {
        self.0
    }

    /// As the vendor wants it: a JSON integer.
    pub fn as_json(self) -> Value {
        Value::from(self.0)
    }

    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        text_of(value)?.parse().ok()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl From<i64> for Id {
    fn from(value: i64) -> Self {
        Self(value)
    }
}

impl FromStr for Id {
    type Err = IdFault;

    fn from_str(text: &str) -> Result<Self, IdFault> {
        text.trim().parse().map(Self).map_err(|_| IdFault)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl Scalar for Id {
    const EXPECTED: &'static str = "an id, a whole number or its text";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn from_unsigned(number: u64) -> Option<Self> {
        number.try_into().ok().map(Self)
    }

    fn from_signed(number: i64) -> Option<Self> {
        Some(Self(number))
    }
}

read_as_scalar!(Id);
