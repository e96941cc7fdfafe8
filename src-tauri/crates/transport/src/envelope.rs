//! The vendor's refusal inside an answer. Without it a refusal may come from anybody in between.

use serde_json::Value;

use crate::outcome::{FieldFault, VendorError};

/// Finds the vendor's error in an answer that is JSON; `None` if the vendor did not write it.
pub type EnvelopeReader = fn(&Value) -> Option<VendorError>;

/// `{"error": {"title", "detail", "fields": null | [{"field", "messages": []}], "code"}}`, every member optional.
/// Lenient about the types inside: `fields` may be a map, messages a single text, the code a text.
pub fn error_envelope(answer: &Value) -> Option<VendorError> {
    let error = answer.get("error")?.as_object()?;
    let text = |name| error.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(VendorError {
        title: text("title"),
        detail: text("detail"),
        fields: error.get("fields").map(field_faults).unwrap_or_default(),
        code: error.get("code").and_then(integer),
    })
}

fn field_faults(fields: &Value) -> Vec<FieldFault> {
    match fields {
        Value::Array(list) => list.iter().filter_map(field_fault).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(field, told)| FieldFault {
                field: field.clone(),
                messages: messages(told),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn field_fault(entry: &Value) -> Option<FieldFault> {
    let field = entry.get("field")?.as_str()?.to_owned();
    Some(FieldFault {
        field,
        messages: entry.get("messages").map(messages).unwrap_or_default(),
    })
}

fn messages(told: &Value) -> Vec<String> {
    match told {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

fn integer(code: &Value) -> Option<i64> {
    code.as_i64().or_else(|| code.as_str()?.trim().parse().ok())
}
