//! What writes really do.

use crate::client::*;
use sandbox::YumeQuirks;
use serde_json::{Value, json};

fn truth(yume: &Yume, id: &Value) -> Value {
    let all = yume.sandbox.yume_triggers();
    let mut found = all.into_iter().filter(|one| one["id"] == *id);
    found.next().unwrap_or(Value::Null)
}

#[tokio::test]
async fn same_trigger_created_twice_is_two_triggers() {
    let yume = Yume::new(small()).await;
    let body = json!({"type": 0, "order_status_to": "inrent", "text": " Здравствуйте! ", "timeout": "26:00:00"});
    let first = yume.call("POST", TRIGGERS, &body).await;
    assert_eq!(first.status, 201);
    let second = yume.call("POST", TRIGGERS, &body).await.ok();
    let first = first.json();
    assert_ne!(first["id"], second["id"]);
    assert_eq!(yume.triggers().await.len(), 16);
    assert_eq!(
        (&first["text"], &first["timeout"], &first["delivery_type"]),
        (&json!("Здравствуйте!"), &json!("1 02:00:00"), &Value::Null),
        "as Django keeps them"
    );
}

#[tokio::test]
async fn put_leaves_what_it_does_not_name_unless_it_resets() {
    for put_resets in [false, true] {
        let yume = Yume::new(with(YumeQuirks {
            put_resets,
            ..YumeQuirks::default()
        }))
        .await;
        let before = yume.triggers().await[1].clone();
        assert!(before["template_id"].is_string());
        yume.call("PUT", &at(&before), &json!({"type": 0, "text": "Новый"}))
            .await
            .ok();
        let after = truth(&yume, &before["id"]);
        assert_eq!(after["text"], "Новый");
        assert_eq!(after["template_id"].is_null(), put_resets);
        yume.call("PATCH", &at(&before), &json!({"order": 77}))
            .await
            .ok();
        let patched = truth(&yume, &before["id"]);
        assert_eq!(
            (&patched["order"], &patched["text"]),
            (&json!(77), &json!("Новый"))
        );
    }
}

#[tokio::test]
async fn deleted_trigger_is_gone_and_cannot_be_deleted_again() {
    let yume = Yume::new(small()).await;
    let first = yume.triggers().await[0].clone();
    let gone = yume.bare("DELETE", &at(&first)).await;
    assert_eq!((gone.status.as_u16(), gone.body.len()), (204, 0));
    assert_eq!(truth(&yume, &first["id"]), Value::Null);
    assert_eq!(yume.bare("DELETE", &at(&first)).await.status, 404);
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once_and_nothing_is_kept() {
    let yume = Yume::new(small()).await;
    let before = yume.sandbox.yume_triggers();
    let body = json!({
        "type": 4, "order_status_from": "archived", "order_status_to": 2, "sale_status_to": 3, "order": 3_000_000_000_i64,
        "template_id": "x".repeat(256), "template_keys": [1], "documents": ["a"], "timeout": "soon", "text": 5,
    });
    let refused = yume.call("POST", TRIGGERS, &body).await;
    assert_eq!(refused.status, 400);
    let told = refused.json();
    for name in body.as_object().unwrap().keys() {
        assert!(told[name][0].is_string(), "{name}: {told}");
    }
    assert_eq!(
        told["type"],
        json!(["Значения 4 нет среди допустимых вариантов."])
    );
    assert_eq!(yume.sandbox.yume_triggers(), before);
    let list = yume.call("POST", TRIGGERS, &json!([])).await;
    assert!(list.status == 400 && list.json()["non_field_errors"].is_array());
    let broken = yume.send("POST", TRIGGERS, "{".to_owned()).await.unwrap();
    assert!(broken.status == 400 && broken.refusal().1.starts_with("JSON parse error"));
}

#[tokio::test]
async fn statuses_are_taken_and_shown_in_one_form() {
    let yume = Yume::new(with(YumeQuirks {
        int_statuses: true,
        ..YumeQuirks::default()
    }))
    .await;
    let trigger = yume.triggers().await[1].clone();
    assert_eq!(
        (&trigger["order_status_from"], &trigger["order_status_to"]),
        (&json!(1), &json!(2))
    );
    let word = yume
        .call(
            "PATCH",
            &at(&trigger),
            &json!({"order_status_to": "cancel"}),
        )
        .await;
    assert_eq!(word.status, 400);
    let number = yume
        .call("PATCH", &at(&trigger), &json!({"order_status_to": 3}))
        .await
        .ok();
    assert_eq!(number["order_status_to"], 3);
    assert_eq!(truth(&yume, &trigger["id"])["order_status_to"], "cancel");
}

#[tokio::test]
async fn message_goes_out_as_often_as_it_is_sent_and_wazzup_tells_what_became_of_it() {
    let yume = Yume::new(small()).await;
    let body = json!({"phone": "+7 (900) 000-00-00", "message": "Проверка", "files": ["https://files.example.com/a.pdf"]});
    for _ in 0..2 {
        assert_eq!(yume.call("POST", MESSAGE, &body).await.ok(), json!({}));
    }
    let sent = yume.sandbox.yume_messages();
    assert_eq!(sent.len(), 2);
    assert_eq!(
        (
            sent[0].phone.as_str(),
            sent[0].by.as_str(),
            sent[0].files.len()
        ),
        ("79000000000", "demo-yume", 1)
    );
    let told = json!({"statuses": [{"messageId": sent[1].id, "status": "delivered"}, {"messageId": "other", "status": "read"}, 5]});
    let webhook = Yume::with(&yume, "authorization", "");
    let path = "/v1/crm/integrations/wazzup/webhook/";
    assert_eq!(webhook.call("POST", path, &told).await.status, 200);
    let sent = yume.sandbox.yume_messages();
    assert_eq!(
        (sent[0].status.as_str(), sent[1].status.as_str()),
        ("sent", "delivered")
    );
    for wrong in [
        json!({}),
        json!({"phone": "123", "message": "x"}),
        json!({"phone": "+79000000000"}),
        json!({"phone": "+79000000000", "files": ["a.pdf"]}),
    ] {
        assert_eq!(
            yume.call("POST", MESSAGE, &wrong).await.status,
            400,
            "{wrong}"
        );
    }
    assert_eq!(yume.sandbox.yume_messages().len(), 2);
}

#[tokio::test]
async fn settings_are_kept_and_a_patch_keeps_the_key() {
    let yume = Yume::new(small()).await;
    let path = "/v1/crm/integrations/wazzup/settings/";
    yume.call("PATCH", path, &json!({"stage_id": 9})).await.ok();
    assert_eq!(
        yume.get(path).await.ok(),
        json!({"api_key": "demo-wazzup-api-key", "funnel_id": 3, "stage_id": 9})
    );
    let wrong = yume
        .call("PUT", path, &json!({"api_key": "", "funnel_id": "x"}))
        .await;
    assert_eq!(wrong.status, 400);
    assert_eq!(wrong.json().as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn fault_may_strike_before_or_after_the_effect() {
    let yume = Yume::new(small()).await;
    let rules = [
        "createWazzupTrigger:500@nth=1",
        "createWazzupTrigger:502/after@nth=2",
        "createWazzupTrigger:drop/after@nth=3",
        "listWazzupTriggers:insert=2@nth=1",
    ];
    yume.sandbox
        .set_faults(rules.iter().map(|rule| rule.parse().unwrap()).collect());
    let create = async || {
        yume.send("POST", TRIGGERS, json!({"text": "x"}).to_string())
            .await
    };
    assert_eq!(create().await.unwrap().status, 500);
    assert_eq!(yume.sandbox.yume_triggers().len(), 14);
    assert_eq!(create().await.unwrap().status, 502);
    assert!(create().await.is_err(), "the connection breaks");
    assert_eq!(yume.sandbox.yume_triggers().len(), 16);
    assert_eq!(yume.triggers().await.len(), 18);
}
