//! Lenient reading: null, absent and number-or-string are all understood, unknown members are passed over; a truly
//! wrong type is an error whose path the transport names. Public types stay plain (`Option<String>`, `bool`); the
//! leniency lives here.
//!
//! A client declares what it reads with [`read_type!`](crate::read_type), and what it works on first with
//! [`lenient_record!`](crate::lenient_record): a member that may be missing is an `Option`, a list that must be there is
//! a [`Listed`]. A type of one value (an id, a time) implements [`Scalar`] and says `read_as_scalar!`, or implements
//! [`Lenient`] by `String::read`. The macros want `serde` and `specta` in the client's own dependencies.

mod object;
mod scalar;

use std::fmt;
use std::marker::PhantomData;

use money::Amount;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub use object::{FromMap, Object, Seen, Tap, WithOthers, object};
pub use scalar::{EXACT_NUMBER, Loose, Scalar, scalar};

pub use crate::{lenient_record, read_as_scalar, read_type};

/// How a plain Rust type is read from what the vendor sends.
pub trait Lenient: Sized {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error>;
}

/// A member of a wire record: reads `T` leniently. An absent member reads as null.
pub struct Soft<T>(pub T);

impl<'de, T: Lenient> Deserialize<'de> for Soft<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        T::read(input).map(Soft)
    }
}

struct Nullable<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for Nullable<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Option<T>, D::Error> {
        T::read(input).map(Some)
    }
}

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_option(Nullable(PhantomData))
    }
}

/// Null and absent read as an empty list; where they mean "not known", the type says `Option<Vec<_>>`, and where the
/// list must be there, [`Listed`].
impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let items = Option::<Listed<T>>::read(input)?;
        Ok(items.map(|items| items.0).unwrap_or_default())
    }
}

/// A list without which an answer is no answer.
pub struct Listed<T>(pub Vec<T>);

impl<T: Lenient> Lenient for Listed<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let items = Vec::<Soft<T>>::deserialize(input)?;
        Ok(Self(items.into_iter().map(|item| item.0).collect()))
    }
}

/// Scalars of Rust itself, which have a `Deserialize` of their own.
macro_rules! lenient_scalar {
    ($($name:ty),*) => {$(
        impl Lenient for $name {
            fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                scalar(input)
            }
        }
    )*};
}

lenient_scalar!(String, bool, u32, Amount);

/// A member whose shape is not documented, kept as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct RawJson(pub String);

impl Lenient for RawJson {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Value::deserialize(input).map(|value| Self(value.to_string()))
    }
}

/// A member that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OtherMember {
    /// Dotted inside a section: `car.some_key`.
    pub key: String,
    pub json: RawJson,
}

/// A record that knows the names of its members.
pub trait Known {
    fn knows(key: &str) -> bool;
}

/// The text of a string, a number or nothing else; a number keeps its digits as they came.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first of `keys` in `object` that holds a text or a number.
pub fn text_at(object: &Value, keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|key| object.get(key).and_then(text_of))
}

/// Declares a record that is read leniently: plain members and a `Deserialize`.
#[macro_export]
macro_rules! lenient_record {
    (
        $(#[$meta:meta])*
        $seen:vis struct $name:ident { $( $(#[$note:meta])* $member:ident : $kind:ty ),* $(,)? }
    ) => {
        $(#[$meta])*
        $seen struct $name { $( $(#[$note])* pub $member: $kind ),* }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                struct Members { $( $member: $crate::lenient::Soft<$kind> ),* }
                let read = $crate::lenient::Object::<Members>::deserialize(input)?.0;
                Ok(Self { $( $member: read.$member.0 ),* })
            }
        }

        impl $crate::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(input)
            }
        }

        impl $crate::lenient::Known for $name {
            fn knows(key: &str) -> bool {
                // A name that is a word of Rust is written `r#type`.
                [$( stringify!($member) ),*]
                    .iter()
                    .any(|name| name.trim_start_matches("r#") == key)
            }
        }
    };
}

/// Declares a read type: a lenient record that the screen gets as it is.
#[macro_export]
macro_rules! read_type {
    ($(#[$meta:meta])* $seen:vis struct $($rest:tt)*) => {
        $crate::lenient::lenient_record! {
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, specta::Type)]
            $seen struct $($rest)*
        }
    };
}
