//! The small objects that point into a dictionary: `{id, name}`, `{id, title}`, `{id, slug, title}`, `{value, title}`.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::Id;
use crate::lenient::{Lenient, text_at};

/// What something belongs to, as far as the vendor says: a group, a status, an integration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
pub struct Reference {
    /// From `id`, or from a numeric `value`.
    pub id: Option<Id>,
    /// From `slug`, or from a textual `value`: the key to act on, where there is one; titles repeat.
    pub slug: Option<String>,
    /// From `name` or `title`.
    pub title: Option<String>,
}

impl Reference {
    /// A bare id or text is understood too (`invited_by`, `referrer`); `None` for anything else.
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Object(_) => Some(Self::from_object(value)),
            // PHP writes an object without members as an empty list.
            Value::Array(list) if list.is_empty() => Some(Self::default()),
            Value::Number(_) => Some(Self {
                id: Some(Id::from_value(value)?),
                ..Self::default()
            }),
            Value::String(text) => Some(match Id::from_value(value) {
                Some(id) => Self {
                    id: Some(id),
                    ..Self::default()
                },
                None => Self {
                    title: Some(text.clone()),
                    ..Self::default()
                },
            }),
            _ => None,
        }
    }

    fn from_object(object: &Value) -> Self {
        let value = object.get("value");
        Self {
            id: object
                .get("id")
                .and_then(Id::from_value)
                .or_else(|| value.and_then(Id::from_value)),
            slug: text_at(object, &["slug"]).or_else(|| match value {
                Some(Value::String(text)) => Some(text.clone()),
                _ => None,
            }),
            title: text_at(object, &["name", "title"]),
        }
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::from_value(&Value::deserialize(input)?)
            .ok_or_else(|| D::Error::custom("expected an id with a name"))
    }
}

impl Lenient for Reference {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}
