//! Jump's own kinds of records, besides those that every client reads: one in an envelope or without, and one with files.

use serde::de::MapAccess;
use serde::de::value::MapAccessDeserializer;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use transport::lenient::{FromMap, Lenient, Tap, object};

use crate::file::{self, ApplicationFile};

/// A record that may come bare or inside `{"item": …}` or `{"data": …}`.
pub(crate) struct Enveloped<T>(pub T);

/// A section of an application together with its `files`, whose shape is not documented.
pub(crate) struct WithFiles<T> {
    pub section: T,
    pub files: Vec<ApplicationFile>,
}

impl<'de, T: Deserialize<'de>> FromMap<'de> for Enveloped<T> {
    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error> {
        let mut inside = None;
        let take = |key: &str, map: &mut M| {
            let wraps = matches!(key, "item" | "data");
            if wraps {
                inside = map.next_value::<Option<T>>()?;
            }
            Ok(wraps)
        };
        let bare = T::deserialize(MapAccessDeserializer::new(Tap { map, take }));
        inside.map_or(bare, Ok).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> FromMap<'de> for WithFiles<T> {
    fn from_map<M: MapAccess<'de>>(map: M) -> Result<Self, M::Error> {
        let mut files = Vec::new();
        let take = |key: &str, map: &mut M| {
            let holds_files = key == "files";
            if holds_files {
                files = file::listed(&map.next_value::<Value>()?);
            }
            Ok(holds_files)
        };
        let section = T::deserialize(MapAccessDeserializer::new(Tap { map, take }))?;
        Ok(Self { section, files })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Enveloped<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for WithFiles<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}

impl<T: for<'de> Deserialize<'de>> Lenient for WithFiles<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        object(input)
    }
}
