//! What differs between two contents of a trigger, member by member, as a person reads it.

use serde::Serialize;
use serde_json::Value;
use yume::{YumeTriggerContent, timeout_seconds};

use crate::yume::types::TriggerChange;

/// In the order of the form.
const FIELDS: [&str; 15] = [
    "type",
    "order_status_from",
    "order_status_to",
    "order_payment_status_from",
    "order_payment_status_to",
    "sale_status_from",
    "sale_status_to",
    "delivery_type",
    "delivery_status",
    "timeout",
    "text",
    "template_id",
    "template_keys",
    "documents",
    "order",
];

/// Members that differ. Outer blanks of a text and the spelling of a delay are no difference: the service has its own.
pub(super) fn differences(
    before: &YumeTriggerContent,
    after: &YumeTriggerContent,
) -> Vec<TriggerChange> {
    let changes = FIELDS.into_iter().map(|field| TriggerChange {
        field: field.to_owned(),
        before: shown(before, field),
        after: shown(after, field),
    });
    changes.filter(|change| !is_same(change)).collect()
}

fn is_same(change: &TriggerChange) -> bool {
    let TriggerChange {
        field,
        before,
        after,
    } = change;
    match field.as_str() {
        "text" => {
            let trimmed = |texts: &[String]| texts.first().map(|text| text.trim().to_owned());
            trimmed(before) == trimmed(after)
        }
        "timeout" => {
            let seconds = |texts: &[String]| texts.first().and_then(|text| timeout_seconds(text));
            before == after || (seconds(before).is_some() && seconds(before) == seconds(after))
        }
        _ => before == after,
    }
}

/// A member's value as texts; nothing, empty texts included, is an empty list.
pub(super) fn shown(content: &YumeTriggerContent, field: &str) -> Vec<String> {
    let text = |text: &Option<String>| match text {
        Some(text) if !text.trim().is_empty() => vec![text.clone()],
        _ => Vec::new(),
    };
    match field {
        "type" => coded(&content.kind),
        "order_status_from" => coded(&content.order_status_from),
        "order_status_to" => coded(&content.order_status_to),
        "order_payment_status_from" => coded(&content.order_payment_status_from),
        "order_payment_status_to" => coded(&content.order_payment_status_to),
        "sale_status_from" => coded(&content.sale_status_from),
        "sale_status_to" => coded(&content.sale_status_to),
        "delivery_type" => coded(&content.delivery_type),
        "delivery_status" => coded(&content.delivery_status),
        "timeout" => text(&content.timeout),
        "text" => text(&content.text),
        "template_id" => text(&content.template_id),
        "template_keys" => content.template_keys.clone(),
        "documents" => content.documents.iter().map(ToString::to_string).collect(),
        "order" => content.order.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// `reserve`; a value that nobody knows as it came.
fn coded<T: Serialize>(value: &Option<T>) -> Vec<String> {
    match value.as_ref().map(serde_json::to_value) {
        Some(Ok(Value::String(code))) => vec![code],
        Some(Ok(Value::Object(unknown))) => {
            let raw = unknown.values().filter_map(Value::as_str);
            raw.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use yume::{YumeId, YumeOrderStatus, YumeTriggerKind};

    use super::*;

    fn content() -> YumeTriggerContent {
        YumeTriggerContent {
            kind: Some(YumeTriggerKind::Order),
            order_status_to: Some(YumeOrderStatus::Unknown("archived".to_owned())),
            text: Some("Здравствуйте!".to_owned()),
            timeout: Some("00:15:00".to_owned()),
            documents: vec![YumeId(4), YumeId(9)],
            order: Some(3),
            ..YumeTriggerContent::default()
        }
    }

    #[test]
    fn every_member_that_was_changed_is_told_and_no_other() {
        let after = YumeTriggerContent {
            order_status_to: Some(YumeOrderStatus::Inrent),
            documents: vec![YumeId(9), YumeId(4)],
            timeout: Some("0:15:00".to_owned()),
            text: Some(" Здравствуйте!\n".to_owned()),
            template_id: Some(String::new()),
            order: None,
            ..content()
        };
        let told: Vec<_> = differences(&content(), &after)
            .into_iter()
            .map(|one| (one.field, one.before.join(","), one.after.join(",")))
            .collect();
        let told: Vec<_> = told
            .iter()
            .map(|(field, before, after)| (field.as_str(), before.as_str(), after.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("order_status_to", "archived", "inrent"),
                ("documents", "4,9", "9,4"),
                ("order", "3", ""),
            ]
        );
    }

    #[test]
    fn no_member_of_the_content_is_left_out_of_the_difference() {
        let whole = serde_json::to_value(YumeTriggerContent::default()).unwrap();
        let mut members: Vec<&str> = whole
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut fields = FIELDS.to_vec();
        members.sort_unstable();
        fields.sort_unstable();
        assert_eq!(fields, members);
    }
}
