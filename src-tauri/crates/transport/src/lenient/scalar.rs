//! Texts, numbers and flags read in one pass, without a JSON tree in between: a register has a million of them.

use std::fmt;
use std::marker::PhantomData;

use money::Amount;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

/// The only key of the map as which `serde_json` passes on a number that no integer of Rust holds: the value is its
/// digits. Not in its documentation, but relied upon by others too (`rust_decimal` for one), and tested below.
pub const EXACT_NUMBER: &str = "$serde_json::private::Number";

/// A plain value that comes as a text or as a number, whichever the vendor chose; `None` where it does not fit.
pub trait Scalar: Sized {
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

pub fn scalar<'de, T: Scalar, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    Loose::deserialize(input)?
        .0
        .ok_or_else(|| D::Error::custom(format_args!("expected {}", T::EXPECTED)))
}

/// A scalar, or nothing where anything else stands: null, a list, an object, a text that does not fit.
pub struct Loose<T>(pub Option<T>);

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

    /// An answer's text is read digit by digit and never comes here: whatever does has lost its digits already.
    fn visit_f64<E>(self, _: f64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Option<T>, S::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Option<T>, M::Error> {
        let Some(NumberKey(is_number)) = map.next_key()? else {
            return Ok(None);
        };
        if is_number {
            return Ok(T::from_number(&map.next_value::<String>()?));
        }
        map.next_value::<IgnoredAny>()?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Is a key [`EXACT_NUMBER`]?
struct NumberKey(bool);

impl<'de> Deserialize<'de> for NumberKey {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_identifier(NumberKeyVisitor)
    }
}

struct NumberKeyVisitor;

impl Visitor<'_> for NumberKeyVisitor {
    type Value = NumberKey;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<NumberKey, E> {
        Ok(NumberKey(key == EXACT_NUMBER))
    }
}

/// A type that is read leniently, and from JSON, as a scalar.
#[macro_export]
macro_rules! read_as_scalar {
    ($($name:ty),*) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::lenient::scalar(input)
            }
        }

        impl $crate::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::lenient::scalar(input)
            }
        }
    )*};
}

impl Scalar for String {
    const EXPECTED: &'static str = "a text";

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn from_owned(text: String) -> Option<Self> {
        Some(text)
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_text(text: &str) -> Option<Self> {
        match text {
            "1" | "true" => Some(true),
            "0" | "false" | "" => Some(false),
            _ => None,
        }
    }

    fn from_bool(flag: bool) -> Option<Self> {
        Some(flag)
    }
}

impl Scalar for u32 {
    const EXPECTED: &'static str = "a whole number";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn from_unsigned(number: u64) -> Option<Self> {
        number.try_into().ok()
    }
}

impl Scalar for Amount {
    const EXPECTED: &'static str = "an exact amount, a number or a string";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// A number may have an exponent, a text may not.
    fn from_number(digits: &str) -> Option<Self> {
        if digits.contains(['e', 'E']) {
            let number: Number = digits.parse().ok()?;
            return serde_json::from_value(Value::Number(number)).ok();
        }
        digits.parse().ok()
    }

    fn from_unsigned(number: u64) -> Option<Self> {
        Some(Self::new(number.into()))
    }

    fn from_signed(number: i64) -> Option<Self> {
        Some(Self::new(number.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_no_rust_number_holds_come_as_they_were() {
        for digits in [
            "12345.1434",
            "0.3000000000000000444",
            "40817810099910004312",
            "-0",
            "1e+400",
        ] {
            let read: String = scalar(&mut serde_json::Deserializer::from_str(digits)).unwrap();
            assert_eq!(read, digits);
        }
    }

    #[test]
    fn amount_reads_from_every_form_as_it_reads_alone() {
        for wire in [
            "0",
            "-5",
            "-0",
            "12.50",
            "1e2",
            "\"1e2\"",
            "\" 7.10 \"",
            "18446744073709551616",
            "null",
            "[1]",
            "{}",
        ] {
            let direct = scalar::<Amount, _>(&mut serde_json::Deserializer::from_str(wire)).ok();
            let alone = serde_json::from_str::<Amount>(wire).ok();
            assert_eq!(direct, alone, "{wire}");
            assert_eq!(
                direct.map(|sum| sum.to_string()),
                alone.map(|sum| sum.to_string()),
                "{wire}"
            );
        }
    }

    #[test]
    fn wrong_kind_is_an_error_where_it_must_be_and_nothing_where_it_may_be() {
        for wire in [
            "null",
            "[1, [2]]",
            "{\"a\": {\"b\": 1}, \"c\": 2}",
            "{}",
            "true",
        ] {
            assert!(
                scalar::<String, _>(&mut serde_json::Deserializer::from_str(wire)).is_err(),
                "{wire}"
            );
            let loose: Loose<String> = serde_json::from_str(wire).unwrap();
            assert_eq!(loose.0, None, "{wire}");
        }
    }
}
