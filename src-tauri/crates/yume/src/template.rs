//! WABA templates. No page describes the answer: the shape of Wazzup's own list is the likeliest, and what does not fit
//! it is kept as JSON.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::CallError;

use crate::client::Yume;
use crate::endpoint::named;
use crate::wire::{self, Members};

/// A text that was approved beforehand.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct YumeTemplate {
    /// What a trigger's `template_id` names.
    pub id: String,
    pub title: Option<String>,
    pub name: Option<String>,
    pub language: Option<String>,
    /// `marketing`, `utility`, `authentication`.
    pub category: Option<String>,
    /// Of its moderation, e.g. `approved`.
    pub status: Option<String>,
    /// Header, body and footer, a line for each.
    pub text: Option<String>,
    /// How many values it takes: the largest of `{{1}}`, `{{2}}`, …
    pub variables: u32,
    #[serde(skip)]
    wire: Value,
}

impl YumeTemplate {
    /// The document as it came.
    pub fn wire(&self) -> &Value {
        &self.wire
    }

    /// `None` without an id: nothing could name it.
    fn read(row: &Value) -> Option<Self> {
        let members = row.as_object()?;
        let first = |names: &[&str]| names.iter().find_map(|name| wire::text(members, name));
        let text = template_text(members);
        Some(Self {
            id: first(&["templateGuid", "guid", "template_id", "id", "code"])?,
            title: first(&["title"]),
            name: first(&["name"]),
            language: first(&["language", "lang"]),
            category: first(&["category"]),
            status: first(&["status"]),
            variables: text.as_deref().map_or(0, variables),
            text,
            wire: row.clone(),
        })
    }
}

fn template_text(members: &Members) -> Option<String> {
    let parts = members.get("components").and_then(Value::as_array);
    let lines: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter_map(|part| wire::text(part.as_object()?, "text"))
        .collect();
    if !lines.is_empty() {
        return Some(lines.join("\n"));
    }
    ["text", "body"]
        .iter()
        .find_map(|name| wire::text(members, name))
}

/// The largest number in double braces.
fn variables(text: &str) -> u32 {
    let inside = text.split("{{").skip(1);
    let numbers = inside.filter_map(|rest| rest.split_once("}}")?.0.trim().parse().ok());
    numbers.max().unwrap_or(0)
}

/// The templates that were understood, and whether those are all that came.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct YumeTemplates {
    pub templates: Vec<YumeTemplate>,
    /// The answer held something that is not understood; it can still be looked at.
    pub is_partial: bool,
    #[serde(skip)]
    wire: Value,
}

impl YumeTemplates {
    /// The whole answer as it came.
    pub fn wire(&self) -> &Value {
        &self.wire
    }

    pub fn find(&self, id: &str) -> Option<&YumeTemplate> {
        self.templates.iter().find(|template| template.id == id)
    }
}

impl<'de> Deserialize<'de> for YumeTemplates {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let wire = Value::deserialize(input)?;
        let rows = wire::rows(&wire, &["templates", "results", "data", "items"]);
        let found = rows.map_or(0, Vec::len);
        let templates: Vec<YumeTemplate> = rows
            .into_iter()
            .flatten()
            .filter_map(YumeTemplate::read)
            .collect();
        // An empty object and null may stand for an empty list.
        let is_nothing = wire.is_null() || wire.as_object().is_some_and(Members::is_empty);
        let is_understood = rows.is_some() || is_nothing;
        Ok(Self {
            is_partial: !is_understood || templates.len() < found,
            templates,
            wire,
        })
    }
}

impl Yume {
    pub async fn list_wazzup_templates(&self) -> Result<YumeTemplates, CallError> {
        self.get(const { named("listWazzupTemplates") }, Vec::new())
            .await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(answer: Value) -> YumeTemplates {
        serde_json::from_value(answer).unwrap()
    }

    #[test]
    fn template_is_found_in_every_wrapping() {
        let row = json!({
            "templateGuid": "11111111-1111-4111-8111-111111111111", "title": "Аренда началась", "name": "rent_started",
            "language": "ru", "category": "utility", "status": "approved",
            "components": [{ "type": "HEADER", "format": "IMAGE" }, { "type": "BODY", "text": "Здравствуйте, {{1}}! Аренда № {{ 2 }}." }],
        });
        for answer in [
            json!([row]),
            json!({ "results": [row] }),
            json!({ "templates": [row], "total": 1 }),
        ] {
            let list = read(answer);
            assert!(!list.is_partial);
            let found = list.find("11111111-1111-4111-8111-111111111111").unwrap();
            assert_eq!(found.variables, 2);
            assert_eq!(
                found.text.as_deref(),
                Some("Здравствуйте, {{1}}! Аренда № {{ 2 }}.")
            );
            assert_eq!(found.wire(), &row);
        }
    }

    #[test]
    fn answer_of_another_shape_is_kept_and_not_shown_as_an_empty_list() {
        for odd in [
            json!("templates"),
            json!({ "channels": [] }),
            json!([{ "title": "without an id" }]),
            json!([7]),
        ] {
            let list = read(odd.clone());
            assert!(list.is_partial && list.templates.is_empty(), "{odd}");
            assert_eq!(list.wire(), &odd);
        }
        for nothing in [json!([]), json!({}), json!(null)] {
            assert!(!read(nothing).is_partial);
        }
    }
}
