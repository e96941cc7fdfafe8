//! Subscriptions: what is sent, what is read, and that the token stays a secret.

use jump::{Id, Webhook, WebhookChange, WebhookCreate, WebhookMethod};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use transport::{Cause, Outcome};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

const TOKEN: &str = "demo-webhook-token";

fn body_of(sent: &rig::Sent) -> Value {
    let body = serde_json::from_slice(&sent.body).unwrap();
    let schema = CONTRACT.body_schema(sent.operation).unwrap();
    CONTRACT.check(schema, &body, &sent.operation.id);
    body
}

#[tokio::test]
async fn subscription_is_sent_whole_and_its_method_in_lower_case() {
    let script = Script::saying(201, r#"{"data":{"id":1}}"#);
    let told = script.client().create_webhook(&calls::new_webhook()).await;
    assert_eq!(told, Ok(Some(Id(1))));
    let expected =
        json!({"url": "https://crm.example.com/hooks/jump", "method": "post", "token": TOKEN});
    assert_eq!(body_of(&script.only()), expected);
    for (method, name) in [
        (WebhookMethod::Get, "get"),
        (WebhookMethod::default(), "post"),
        (WebhookMethod::Put, "put"),
        (WebhookMethod::Patch, "patch"),
        (WebhookMethod::Delete, "delete"),
    ] {
        let change = WebhookChange {
            method: Some(method),
            ..WebhookChange::default()
        };
        let script = Script::saying(204, "");
        script
            .client()
            .update_webhook(Id(1), &change)
            .await
            .unwrap();
        assert_eq!(body_of(&script.only()), json!({"method": name}));
        assert_eq!(serde_json::to_value(method).unwrap(), name);
    }
}

#[tokio::test]
async fn every_form_of_success_is_a_success() {
    for (status, body, id) in [
        (201, r#"{"data":{"webhook_id":"5"}}"#, Some(Id(5))),
        (200, r#"{"data":{"id":5}}"#, Some(Id(5))),
        (201, r#"{"id":5}"#, Some(Id(5))),
        (201, r#"{"data":{}}"#, None),
        (200, "{}", None),
        (200, "", None),
        (204, "", None),
    ] {
        let jump = Script::saying(status, body).client();
        assert_eq!(
            jump.create_webhook(&calls::new_webhook()).await,
            Ok(id),
            "{status} {body}"
        );
        assert_eq!(
            jump.update_webhook(Id(5), &calls::webhook_change()).await,
            Ok(())
        );
        assert_eq!(jump.delete_webhook(Id(5)).await, Ok(()));
    }
}

#[tokio::test]
async fn subscription_without_address_token_or_change_is_not_sent() {
    let script = Script::saying(201, "{}");
    let jump = script.client();
    let blank = WebhookCreate {
        url: " ".to_owned(),
        token: String::new().into(),
        ..calls::new_webhook()
    };
    let fields = |error: transport::CallError| -> Vec<String> {
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::Invalid)
        );
        let told = error.vendor.unwrap().fields;
        told.into_iter().map(|one| one.field).collect()
    };
    assert_eq!(
        fields(jump.create_webhook(&blank).await.unwrap_err()),
        ["url", "token"]
    );
    let nothing = WebhookChange::default();
    let error = jump.update_webhook(Id(1), &nothing).await.unwrap_err();
    assert_eq!(fields(error), ["url", "method", "token"]);
    let cleared = WebhookChange {
        token: Some(String::new().into()),
        ..WebhookChange::default()
    };
    let error = jump.update_webhook(Id(1), &cleared).await.unwrap_err();
    assert_eq!(fields(error), ["token"]);
    assert!(script.sent.lock().unwrap().is_empty());
}

async fn read(body: &Value) -> Webhook {
    let jump = Script::saying(200, &body.to_string()).client();
    jump.get_webhook(Id(1)).await.unwrap()
}

#[tokio::test]
async fn subscription_of_every_shape_is_read() {
    for wire in [
        json!({"item": {"id": 1, "url": "https://crm.example.com", "method": "POST"}}),
        json!({"data": {"webhook_id": "1", "url": "https://crm.example.com", "method": "POST", "token": null}}),
        json!({"id": 1, "url": "https://crm.example.com", "method": "POST", "events": ["all"]}),
    ] {
        let webhook = read(&wire).await;
        let told = (
            webhook.id,
            webhook.url.as_deref(),
            webhook.method.as_deref(),
        );
        assert_eq!(
            told,
            (Some(Id(1)), Some("https://crm.example.com"), Some("POST")),
            "{wire}"
        );
        assert!(webhook.token.is_none());
    }
    for empty in [
        json!({"item": {}}),
        json!({"item": []}),
        json!({}),
        json!({"item": null}),
    ] {
        let webhook = read(&empty).await;
        assert!(
            webhook.id.is_none() && webhook.url.is_none() && webhook.method.is_none(),
            "{empty}"
        );
    }
}

#[tokio::test]
async fn token_is_never_seen() {
    let echoed = read(&json!({"item": {"id": 1, "token": TOKEN}})).await;
    assert_eq!(echoed.token.as_ref().unwrap().expose_secret(), TOKEN);
    let shown = [
        format!("{echoed:?}"),
        format!("{:?}", calls::new_webhook()),
        format!("{:?}", calls::webhook_change()),
    ];
    for text in shown {
        assert!(!text.contains("demo-"), "{text}");
    }
}

/// A refusal may quote what it refuses, and refusals are shown and logged.
#[tokio::test]
async fn token_that_a_refusal_quotes_is_hidden() {
    let refusal = json!({"error": {"title": format!("«{TOKEN}»"), "detail": TOKEN, "code": 422,
        "fields": [{"field": "token", "messages": [format!("Токен {TOKEN} слишком короткий")]}]}});
    let jump = Script::saying(422, &refusal.to_string()).client();
    let change = WebhookChange {
        token: Some(TOKEN.to_owned().into()),
        ..WebhookChange::default()
    };
    let errors = [
        jump.create_webhook(&calls::new_webhook())
            .await
            .unwrap_err(),
        jump.update_webhook(Id(1), &change).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::Rejected, Cause::Invalid)
        );
        let vendor = error.vendor.as_ref().unwrap();
        assert_eq!(vendor.fields[0].messages, ["Токен * слишком короткий"]);
        assert!(!format!("{error} {error:?}").contains(TOKEN));
    }
}
