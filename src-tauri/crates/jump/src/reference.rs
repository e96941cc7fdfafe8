//! The small objects that point into a dictionary: `{id, name}`, `{id, title}`, `{id, slug, title}`, `{value, title}`.

use std::fmt;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use transport::lenient::{EXACT_NUMBER, Lenient, Loose, Scalar};

use crate::Id;

/// What something belongs to, as far as the vendor says: a group, a status, an integration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
pub struct Reference {
    /// From `id`, or from a numeric `value`.
    pub id: Option<Id>,
    /// From `slug`, or from a textual `value`: the key to act on, where there is one; titles repeat.
    pub slug: Option<String>,
    /// From `name` or `title`; of a person from `full_name`.
    pub title: Option<String>,
}

/// A bare id or text is understood too (`invited_by`, `referrer`).
impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(ReferenceVisitor)
    }
}

impl Lenient for Reference {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

struct ReferenceVisitor;

impl ReferenceVisitor {
    fn bare<E: Error>(self, id: Option<Id>) -> Result<Reference, E> {
        let id = id.ok_or_else(|| E::custom("expected an id with a name"))?;
        Ok(Reference {
            id: Some(id),
            ..Reference::default()
        })
    }
}

impl<'de> Visitor<'de> for ReferenceVisitor {
    type Value = Reference;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an id with a name")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Reference, E> {
        self.bare(Id::from_unsigned(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Reference, E> {
        self.bare(Id::from_signed(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Reference, E> {
        Ok(match Id::from_text(text) {
            Some(id) => Reference {
                id: Some(id),
                ..Reference::default()
            },
            None => Reference {
                title: Some(text.to_owned()),
                ..Reference::default()
            },
        })
    }

    /// PHP writes an object without members as an empty list.
    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Reference, S::Error> {
        match list.next_element::<IgnoredAny>()? {
            None => Ok(Reference::default()),
            Some(_) => self.bare(None),
        }
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Reference, M::Error> {
        let mut members = Members::default();
        while let Some(key) = map.next_key()? {
            match key {
                Key::Id => members.id = map.next_value::<Loose<Id>>()?.0,
                Key::Value => members.value = map.next_value::<Loose<Coded>>()?.0,
                Key::Slug => members.slug = map.next_value::<Loose<String>>()?.0,
                Key::Name => members.name = map.next_value::<Loose<String>>()?.0,
                Key::Title => members.title = map.next_value::<Loose<String>>()?.0,
                Key::FullName => members.full_name = map.next_value::<Loose<String>>()?.0,
                Key::ExactNumber => return self.bare(Id::from_text(&map.next_value::<String>()?)),
                Key::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(members.into())
    }
}

/// What an object held; of a repeated key the last one counts.
#[derive(Default)]
struct Members {
    id: Option<Id>,
    value: Option<Coded>,
    slug: Option<String>,
    name: Option<String>,
    title: Option<String>,
    full_name: Option<String>,
}

impl From<Members> for Reference {
    fn from(members: Members) -> Self {
        let value = members.value.unwrap_or_default();
        Self {
            id: members.id.or(value.id),
            slug: members.slug.or(value.text),
            title: members.name.or(members.title).or(members.full_name),
        }
    }
}

/// A `value`: an id if it can be one, a slug if it is a text.
#[derive(Default)]
struct Coded {
    id: Option<Id>,
    text: Option<String>,
}

impl Scalar for Coded {
    const EXPECTED: &'static str = "an id or a slug";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self {
            id: Id::from_text(text),
            text: Some(text.to_owned()),
        })
    }

    fn from_number(digits: &str) -> Option<Self> {
        Some(Self {
            id: Id::from_text(digits),
            text: None,
        })
    }
}

enum Key {
    Id,
    Value,
    Slug,
    Name,
    Title,
    FullName,
    ExactNumber,
    Other,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_identifier(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match key {
            "id" => Key::Id,
            "value" => Key::Value,
            "slug" => Key::Slug,
            "name" => Key::Name,
            "title" => Key::Title,
            "full_name" => Key::FullName,
            EXACT_NUMBER => Key::ExactNumber,
            _ => Key::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(wire: &str) -> Option<(Option<i64>, Option<String>, Option<String>)> {
        let found: Reference = serde_json::from_str(wire).ok()?;
        Some((found.id.map(Id::get), found.slug, found.title))
    }

    fn expected(
        id: Option<i64>,
        slug: &str,
        title: &str,
    ) -> Option<(Option<i64>, Option<String>, Option<String>)> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some((id, some(slug), some(title)))
    }

    #[test]
    fn reference_of_every_shape_keeps_its_id_slug_and_title() {
        for (wire, id, slug, title) in [
            (r#"{"id": 1, "name": "A"}"#, Some(1), "", "A"),
            (
                r#"{"title": "T", "name": "N", "id": "2"}"#,
                Some(2),
                "",
                "N",
            ),
            (r#"{"title": "T", "name": null}"#, None, "", "T"),
            (r#"{"value": "draft", "title": 7.5}"#, None, "draft", "7.5"),
            (r#"{"value": 9, "id": null}"#, Some(9), "", ""),
            (
                r#"{"value": "9", "id": [1, {"id": 2}], "slug": "s"}"#,
                Some(9),
                "s",
                "",
            ),
            (
                r#"{"id": 1, "id": {"x": []}, "theme": {"id": 3}}"#,
                None,
                "",
                "",
            ),
            (
                r#"{"id": 7, "full_name": "Тестов Тест"}"#,
                Some(7),
                "",
                "Тестов Тест",
            ),
            ("{}", None, "", ""),
            ("[]", None, "", ""),
            ("5", Some(5), "", ""),
            (r#""6""#, Some(6), "", ""),
            (r#""Группа""#, None, "", "Группа"),
        ] {
            assert_eq!(read(wire), expected(id, slug, title), "{wire}");
        }
        for unfit in ["null", "true", "[1]", "1.5", "18446744073709551616", "-0.1"] {
            assert_eq!(read(unfit), None, "{unfit}");
        }
    }
}
