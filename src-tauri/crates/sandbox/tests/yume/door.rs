//! The control door: a test in another process sees and changes Yume.

use crate::client::*;
use sandbox::Options;
use serde_json::{Value, json};

#[tokio::test]
async fn another_process_sees_and_changes_the_truth() {
    let yume = Yume::new(Options {
        control: true,
        ..small()
    })
    .await;
    let truth = async |path: &str| -> Value {
        yume.get(&format!("/_sandbox/truth/yume/{path}")).await.ok()
    };
    let first = truth("triggers").await[0].clone();
    yume.call("PATCH", &at(&first), &json!({"order": 9}))
        .await
        .ok();
    assert_eq!(truth("triggers").await[0]["order"], 9);
    let asked = truth("requests?operation=patchWazzupTrigger").await;
    assert_eq!(asked.as_array().unwrap().len(), 1);
    assert_eq!(
        (&asked[0]["body"], &asked[0]["status"]),
        (&json!({"order": 9}), &json!(200))
    );
    let logins = truth("requests?operation=login").await;
    assert_eq!(
        logins[0]["body"],
        json!({"username": "demo-yume", "password": "*"})
    );
    let message = json!({"phone": "+79000000000", "message": "Проверка"});
    yume.call("POST", MESSAGE, &message).await.ok();
    assert_eq!(truth("messages").await[0]["text"], "Проверка");

    let change = async |path: &str, body: &str| {
        let path = format!("/_sandbox/yume/{path}");
        yume.send("POST", &path, body.to_owned()).await.unwrap()
    };
    let added = change("triggers", r#"{"text": "Чужой"}"#).await.ok();
    let path = format!("triggers/{}", added["id"]);
    assert_eq!(change(&path, r#"{"order": 3}"#).await.status, 204);
    assert_eq!(change("triggers/1", "{}").await.status, 404);
    assert_eq!(change("integration", "sometimes").await.status, 400);
    assert_eq!(change("integration", "expired").await.status, 204);
    assert_eq!(
        yume.call("PATCH", &at(&first), &json!({"order": 1}))
            .await
            .status,
        403
    );
    assert_eq!(change("expire", "").await.status, 204);
    assert_eq!(yume.get(TRIGGERS).await.status, 401);
}
