//! Texts, numbers and flags read in one pass, without a JSON tree in between: a register has a million of them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::Deserialize;
use serde_json::Number;

/// The one key of the map as which `serde_json` passes a number that no Rust number holds exactly.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

/// A plain value that comes as a text or as a number, whichever the vendor chose; `None` where it does not fit.
pub(crate) trait Scalar: Sized {
    /// What the error says that was expected.
    const EXPECTED: &'static str;

    fn from_text(text: &str) -> Option<Self>;

    fn from_owned(text: String) -> Option<Self> {
        Self::from_text(&text)
    }

    /// The digits as they came.
    fn from_number(digits: &str) -> Option<Self> {
        Self::from_text(digits)
    }

    fn from_unsigned(number: u64) -> Option<Self> {
        Self::from_number(&number.to_string())
    }

    fn from_signed(number: i64) -> Option<Self> {
        Self::from_number(&number.to_string())
    }

    fn from_bool(_flag: bool) -> Option<Self> {
        None
    }
}

pub(crate) fn scalar<'de, T: Scalar, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    Loose::deserialize(input)?
        .0
        .ok_or_else(|| D::Error::custom(format_args!("expected {}", T::EXPECTED)))
}

/// A scalar, or nothing where anything else stands: null, a list, an object, a text that does not fit.
pub(crate) struct Loose<T>(pub Option<T>);

impl<'de, T: Scalar> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(LooseVisitor(PhantomData)).map(Self)
    }
}

struct LooseVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for LooseVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(T::EXPECTED)
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<T>, E> {
        Ok(T::from_text(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Option<T>, E> {
        Ok(T::from_owned(text))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Option<T>, E> {
        Ok(T::from_bool(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<T>, E> {
        Ok(T::from_unsigned(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<T>, E> {
        Ok(T::from_signed(number))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Option<T>, E> {
        Ok(T::from_number(&number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Option<T>, E> {
        Ok(T::from_number(&number.to_string()))
    }

    /// Comes only from a tree that is already decoded, and only where it stands for the very digits.
    fn visit_f64<E>(self, number: f64) -> Result<Option<T>, E> {
        Ok(Number::from_f64(number).and_then(|number| T::from_number(number.as_str())))
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Option<T>, S::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Option<T>, M::Error> {
        match map.next_key::<FirstKey>()? {
            Some(FirstKey::ExactNumber) => {
                Ok(T::from_number(&exact_digits(&mut map)?))
            }
            Some(FirstKey::Other) => {
                map.next_value::<IgnoredAny>()?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(None)
            }
            None => Ok(None),
        }
    }
}

/// The digits of a number after its key.
pub(super) fn exact_digits<'de, M: MapAccess<'de>>(map: &mut M) -> Result<String, M::Error> {
    map.next_value()
}
