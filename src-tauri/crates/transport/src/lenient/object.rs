//! Looking at the keys of an object while it is decoded, without buffering it: buffering would lose the path of an
//! error and the exact digits of a number.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{
    DeserializeSeed, Error as _, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Known, Lenient, OtherMember, RawJson};

/// Passes an object's members on, except those that `take` has consumed (it answers true).
pub struct Tap<M, F> {
    pub map: M,
    pub take: F,
}

impl<'de, M, F> MapAccess<'de> for Tap<M, F>
where
    M: MapAccess<'de>,
    F: FnMut(&str, &mut M) -> Result<bool, M::Error>,
{
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, M::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if !(self.take)(&key, &mut self.map)? {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A record together with the keys it came with, in their order: absent is not null.
pub struct Seen<T> {
    pub value: T,
    pub keys: Vec<String>,
}

/// A record together with the members that it does not know.
pub struct WithOthers<T> {
    pub value: T,
    pub others: Vec<OtherMember>,
}

/// An object and nothing else: derived types take lists too, member by member.
pub struct Object<T>(pub T);

/// What is decoded from the members of an object; a client's own kinds of records are made of it and of a [`Tap`].
pub trait FromMap<'de>: Sized {
    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error>;
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: FromMap<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
        T::from_map(map)
    }

    /// PHP writes an object without members as an empty list.
    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<T, S::Error> {
        match list.next_element::<IgnoredAny>()? {
            None => T::from_map(MapDeserializer::new(std::iter::empty::<(String, String)>())),
            Some(_) => Err(S::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }
}

/// For the `Deserialize` of such a kind.
pub fn object<'de, T: FromMap<'de>, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    input.deserialize_any(ObjectVisitor(PhantomData))
}

impl<'de, T: Deserialize<'de>> FromMap<'de> for Object<T> {
    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> FromMap<'de> for Seen<T> {
    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error> {
        let mut keys = Vec::new();
        let take = |key: &str, _: &mut M| {
            keys.push(key.to_owned());
            Ok(false)
        };
        let value = T::deserialize(MapAccessDeserializer::new(Tap { map, take }))?;
        Ok(Self { value, keys })
    }
}

impl<'de, T: Deserialize<'de> + Known> FromMap<'de> for WithOthers<T> {
    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error> {
        let mut others = Vec::new();
        let take = |key: &str, map: &mut M| {
            let is_other = !T::knows(key);
            if is_other {
                others.push(OtherMember {
                    key: key.to_owned(),
                    json: RawJson(map.next_value::<Value>()?.to_string()),
                });
            }
            Ok(is_other)
        };
        let value = T::deserialize(MapAccessDeserializer::new(Tap { map, take }))?;
        Ok(Self { value, others })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Seen<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}

impl<'de, T: Deserialize<'de> + Known> Deserialize<'de> for WithOthers<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}

impl<T: for<'de> Deserialize<'de>> Lenient for Seen<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}
