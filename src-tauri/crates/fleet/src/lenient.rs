//! Lenient reading: null and absent are the same, a text may come as a number, unknown members are passed over; a truly
//! wrong type is an error whose path the transport names.

use std::fmt;
use std::marker::PhantomData;

use money::Amount;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Number;

/// How a plain Rust type is read from what the vendor sends.
pub(crate) trait Lenient: Sized {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error>;
}

/// A member of a wire record: reads `T` leniently. An absent member reads as null.
pub(crate) struct Soft<T>(pub T);

impl<'de, T: Lenient> Deserialize<'de> for Soft<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        T::read(input).map(Soft)
    }
}

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Option::<Soft<T>>::deserialize(input)?.map(|value| value.0))
    }
}

/// Null and absent read as an empty list; where a list must be there, the type says [`Listed`].
impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let items = Option::<Listed<T>>::read(input)?;
        Ok(items.map(|items| items.0).unwrap_or_default())
    }
}

/// A list without which an answer is no answer.
pub(crate) struct Listed<T>(pub Vec<T>);

impl<T: Lenient> Lenient for Listed<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let items = Vec::<Soft<T>>::deserialize(input)?;
        Ok(Self(items.into_iter().map(|item| item.0).collect()))
    }
}

impl Lenient for String {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        text(input)
    }
}

impl Lenient for bool {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

impl Lenient for u32 {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        text(input)?
            .parse()
            .map_err(|_| D::Error::custom("expected a whole number"))
    }
}

impl Lenient for Amount {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

/// A text, or the digits of a number as they came.
pub(crate) fn text<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = String;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a text")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_string<E>(self, text: String) -> Result<String, E> {
            Ok(text)
        }

        fn visit_u64<E>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_i64<E>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }

        /// Numbers that no integer of Rust holds come as a map that `Number` knows how to read.
        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<String, M::Error> {
            let number = Number::deserialize(MapAccessDeserializer::new(map));
            let number = number.map_err(|_| M::Error::custom("expected a text"))?;
            Ok(number.to_string())
        }
    }

    input.deserialize_any(Text)
}

/// An object and nothing else: derived types take lists too, member by member.
pub(crate) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }

        input.deserialize_any(Members(PhantomData)).map(Self)
    }
}

/// Declares a read type: a record that is read leniently and that the screen gets as it is.
macro_rules! read_type {
    (
        $(#[$meta:meta])*
        $seen:vis struct $name:ident { $( $(#[$note:meta])* $member:ident : $kind:ty ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, specta::Type)]
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
    };
}

pub(crate) use read_type;
