//! Whatever comes in the place of an answer: an error or data, never a panic.

use proptest::prelude::*;
use proptest::sample::Index;
use rig::fuzz::{cut, deep, json, try_one, with_a_part_replaced};
use rig::verdict::is_read;
use serde_json::Value;
use transport::{Cause, Outcome, endpoint};
use yume::{
    ENDPOINTS, TriggerForms, TriggerWrite, WazzupWebhook, YumeCompanies, YumeConnect,
    YumeConnection, YumeIntegration, YumeIntegrationsQuery, YumeMessage, YumeSettings,
    YumeTemplates, YumeTrigger, YumeTriggerContent, error_envelope,
};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

fn try_all(wire: &str) {
    try_one::<YumeTrigger>(wire);
    try_one::<YumeTriggerContent>(wire);
    try_one::<YumeTemplates>(wire);
    try_one::<YumeSettings>(wire);
    try_one::<YumeIntegration>(wire);
    try_one::<YumeConnection>(wire);
    try_one::<YumeCompanies>(wire);
    if let Ok(webhook) = serde_json::from_str::<WazzupWebhook>(wire) {
        assert!(!format!("{webhook:?}").is_empty());
    }
    if let Ok(message) = serde_json::from_str::<YumeMessage>(wire) {
        let _ = message.validate();
    }
    let _ = serde_json::from_str::<YumeConnect>(wire);
    let _ = serde_json::from_str::<YumeIntegrationsQuery>(wire);
    if let Ok(trigger) = serde_json::from_str::<YumeTrigger>(wire) {
        let forms = TriggerForms::seen_in(std::slice::from_ref(&trigger));
        let whole = TriggerWrite::replace(&trigger, &trigger.content, &forms).unwrap();
        assert!(whole.unsaved_in(&trigger).is_empty());
        let _ = TriggerWrite::create(&trigger.content, &forms);
    }
}

/// A 200 or a 201 that says anything: a change is sent once and is never taken for refused.
fn try_answers(status: u16, answer: &Value) {
    let _ = error_envelope(answer);
    let script = Script::saying(status, &answer.to_string());
    let yume = script.client();
    for (operation, outcome) in futures::executor::block_on(calls::everything(&yume)) {
        let Err(error) = outcome else { continue };
        let is_expected = matches!(
            error.cause,
            Cause::Undecodable | Cause::NotJson | Cause::Other | Cause::NoEnvelope
        );
        assert!(is_expected, "{operation} {error}");
        let kind = endpoint::find(ENDPOINTS, operation).unwrap().kind;
        let doubt = match is_read(kind) {
            true => Outcome::Unreadable,
            false => Outcome::MaybeSent,
        };
        assert_eq!(error.outcome, doubt, "{operation}");
    }
    for endpoint in ENDPOINTS.iter().filter(|one| !is_read(one.kind)) {
        let sent = script.sent.lock().unwrap();
        let times = sent
            .iter()
            .filter(|sent| sent.operation.id == endpoint.operation);
        assert_eq!(times.count(), 1, "{}", endpoint.operation);
    }
}

/// Keys that the types look for.
const KNOWN: &[&str] = &[
    "id",
    "tenant",
    "created_at",
    "type",
    "order_status_from",
    "order_status_to",
    "order_payment_status_to",
    "sale_status_from",
    "delivery_type",
    "delivery_status",
    "text",
    "order",
    "template_id",
    "template_keys",
    "documents",
    "timeout",
    "templateGuid",
    "components",
    "templates",
    "results",
    "next",
    "api_key",
    "funnel_id",
    "code",
    "slug",
    "disabled",
    "connected",
    "end_at",
    "integration",
    "access",
    "refresh",
    "url",
    "iframe",
    "detail",
    "retry_after",
    "non_field_errors",
    "messages",
    "statuses",
    "createDeal",
    "messageId",
    "phone",
    "message",
    "files",
];

fn examples() -> Vec<Value> {
    let operations = CONTRACT.operations.iter();
    operations
        .flat_map(|operation| {
            let mut all = CONTRACT.examples(operation, 200);
            all.extend(CONTRACT.examples(operation, 201));
            all.extend(CONTRACT.request_examples(operation));
            all
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_json_is_answered_without_panic(wire in json(KNOWN), status in prop::sample::select(vec![200_u16, 201])) {
        try_all(&wire.to_string());
        try_answers(status, &wire);
    }

    #[test]
    fn any_broken_text_is_answered_without_panic(wire in json(KNOWN), at in any::<Index>()) {
        try_all(cut(&wire.to_string(), at));
    }

    #[test]
    fn example_with_a_part_replaced_is_answered_without_panic(
        example in with_a_part_replaced(examples(), KNOWN)
    ) {
        try_all(&example.to_string());
        try_answers(201, &example);
    }
}

#[test]
fn deeply_nested_json_is_an_error_not_a_crash() {
    for (open, close) in [
        ("[", "]"),
        ("{\"components\":", "}"),
        ("{\"id\":1,\"text\":", "}"),
    ] {
        try_all(&deep(open, close));
    }
}
