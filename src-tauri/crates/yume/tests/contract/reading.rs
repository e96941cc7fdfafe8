//! What the client makes of the vendor's answers.

use serde_json::{Value, json};
use yume::{YumeCompanies, YumeIntegration, YumeOrderStatus, YumeSaleStatus, YumeTriggerKind};

use crate::calls::{self, read};
use crate::contract::CONTRACT;
use crate::wires::Script;

#[tokio::test]
async fn every_example_of_the_contract_is_read() {
    for id in yume::OPERATIONS {
        let (status, examples) = CONTRACT.success(CONTRACT.operation(id));
        assert!(!examples.is_empty(), "{id}");
        for example in examples {
            let script = Script::saying(status, &example.to_string());
            assert_eq!(
                calls::one(&script.client(), id).await,
                Ok(()),
                "{id} {example}"
            );
        }
    }
}

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = Value::Object(calls::trigger().wire().clone());
    change(&mut document);
    document
}

#[test]
fn trigger_is_read_whole_and_shown_without_its_document() {
    let shown = serde_json::to_value(calls::trigger()).unwrap();
    assert_eq!(
        shown,
        json!({
            "id": "45", "tenant": "12", "created_at": "2026-01-15T07:00:00Z", "updated_at": "2026-01-15T07:00:00Z",
            "content": {
                "type": "order", "order_status_from": "reserve", "order_status_to": "inrent",
                "order_payment_status_from": null, "order_payment_status_to": null, "sale_status_from": null,
                "sale_status_to": null, "delivery_type": null, "delivery_status": null,
                "text": "Здравствуйте! Ваша аренда началась.", "order": 1, "template_id": null, "template_keys": [],
                "documents": [], "timeout": "00:01:00",
            },
        })
    );
}

#[test]
fn trigger_of_the_newer_page_is_the_same_trigger() {
    let numbers = with(|document| {
        document["order_status_from"] = json!(1);
        document["order_status_to"] = json!(2);
    });
    assert_eq!(read(numbers).content, calls::trigger().content);
}

#[test]
fn value_that_nobody_knows_is_shown_as_it_came_and_named() {
    let odd = read(with(|document| {
        document["type"] = json!(9);
        document["order_status_to"] = json!("archived");
        document["sale_status_from"] = json!(-3);
    }));
    let unknown = |text: &str| text.to_owned();
    assert_eq!(
        odd.content.kind,
        Some(YumeTriggerKind::Unknown(unknown("9")))
    );
    assert_eq!(
        odd.content.order_status_to,
        Some(YumeOrderStatus::Unknown(unknown("archived")))
    );
    assert_eq!(
        odd.content.sale_status_from,
        Some(YumeSaleStatus::Unknown(unknown("-3")))
    );
    assert_eq!(
        odd.content.unknown_members(),
        ["type", "order_status_to", "sale_status_from"]
    );
    assert!(calls::trigger().content.unknown_members().is_empty());
    let shown = serde_json::to_value(&odd.content.order_status_to).unwrap();
    assert_eq!(shown, json!({ "unknown": "archived" }));
}

#[test]
fn trigger_without_an_id_is_no_trigger_and_all_else_may_be_missing() {
    for odd in [
        json!({}),
        json!({ "id": null }),
        json!({ "id": {} }),
        json!([45]),
    ] {
        assert!(
            serde_json::from_value::<yume::YumeTrigger>(odd.clone()).is_err(),
            "{odd}"
        );
    }
    let bare = read(json!({ "id": "45", "text": 7, "documents": null, "order": "x" }));
    assert_eq!(bare.content.text.as_deref(), Some("7"));
    assert_eq!(
        (
            bare.tenant,
            bare.content.order,
            bare.content.documents.len()
        ),
        (None, None, 0)
    );
}

#[test]
fn companies_are_read_plain_and_paged_and_an_error_is_not_an_empty_list() {
    let company = json!({ "id": 12, "name": "Парк", "currency": "RUB", "more": [] });
    for (answer, has_more) in [
        (json!([company]), false),
        (json!({ "results": [company], "next": null }), false),
        (json!({ "results": [company], "next": "https://…" }), true),
    ] {
        let companies: YumeCompanies = serde_json::from_value(answer).unwrap();
        assert_eq!(
            (companies.companies.len(), companies.has_more),
            (1, has_more)
        );
        assert_eq!(companies.companies[0].currency.as_deref(), Some("RUB"));
    }
    for odd in [
        json!({}),
        json!({ "detail": "нет" }),
        json!([{}]),
        json!(null),
    ] {
        assert!(serde_json::from_value::<YumeCompanies>(odd).is_err());
    }
}

#[test]
fn integration_keeps_what_no_page_describes() {
    let document = json!({ "id": 7, "code": "wazzup", "slogan": "", "type": "integration", "prices": [{ "price": 12.5 }] });
    let integration: YumeIntegration = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(integration.slogan, None);
    assert_eq!(&Value::Object(integration.wire().clone()), &document);
    let text = serde_json::to_string(integration.wire()).unwrap();
    assert!(text.contains("12.5"), "{text}");
}
