//! Subscriptions: created, read, edited, deleted; the token never comes back, unless a quirk says otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, small};
use http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const ALL: &str = "/autoreg/webhooks";
const TOKEN: &str = "demo-token-one";

fn draft() -> Value {
    json!({"url": "https://crm.example.com/hooks/jump", "method": "POST", "token": TOKEN})
}

async fn created(client: &Client) -> String {
    let got = client.call("POST", ALL, &draft()).await;
    assert_eq!(got.status, StatusCode::CREATED, "{:?}", got.body);
    format!("{ALL}/{}", got.json()["data"]["id"])
}

fn sha256(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_subscription_is_read_edited_and_gone_after_its_deletion() {
    let client = Client::new(small());
    let path = created(&client).await;
    let read = async || client.get(&path).await.json()["item"].clone();
    let item = read().await;
    assert_eq!(
        (&item["url"], &item["method"]),
        (&draft()["url"], &json!("post"))
    );
    let edit = json!({"method": "put", "token": "demo-token-two"});
    let got = client.call("PATCH", &path, &edit).await;
    assert_eq!((got.status, got.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(
        (&read().await["url"], &read().await["method"]),
        (&draft()["url"], &json!("put"))
    );
    assert_eq!(
        client.sandbox.webhooks()[0].token_sha256,
        sha256("demo-token-two")
    );
    assert_eq!(
        client.bare("DELETE", &path).await.status,
        StatusCode::NO_CONTENT
    );
    for method in ["GET", "PATCH", "DELETE"] {
        let got = client.call(method, &path, &edit).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{method}");
    }
    assert_eq!(client.sandbox.webhooks(), []);
}

#[tokio::test]
async fn a_token_comes_back_only_by_the_quirk() {
    for echoes in [false, true] {
        let mut options = small();
        options.quirks.webhooks_echo_token = echoes;
        let client = Client::new(options);
        let body = client.get(&created(&client).await).await.body;
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(text.contains(TOKEN), echoes, "{text}");
        assert_eq!(client.sandbox.webhooks()[0].token_sha256, sha256(TOKEN));
    }
}

#[tokio::test]
async fn a_subscription_that_could_not_be_called_is_refused() {
    let client = Client::new(small());
    let path = created(&client).await;
    for (name, value) in [
        ("url", json!("ftp://crm.example.com")),
        ("url", json!("crm.example.com/hooks")),
        ("url", json!("")),
        ("method", json!("head")),
        ("method", json!("Post")),
        ("token", json!("")),
        ("token", json!(5)),
        ("secret", json!("x")),
    ] {
        let mut body = draft();
        body[name] = value.clone();
        for got in [
            client.call("POST", ALL, &body).await,
            client.call("PATCH", &path, &json!({name: value})).await,
        ] {
            let fields = got.fields();
            assert!(
                !fields.is_empty() && fields.iter().all(|field| field == name),
                "{fields:?}"
            );
        }
    }
    let got = client.call("POST", ALL, &json!({})).await;
    assert_eq!(got.fields(), ["url", "method", "token"]);
    assert_eq!(client.call("PATCH", &path, &json!({})).await.fields(), [""]);
    assert_eq!(client.sandbox.webhooks().len(), 1);
    assert_eq!(
        client.sandbox.webhooks()[0].url,
        "https://crm.example.com/hooks/jump"
    );
}

#[tokio::test]
async fn a_key_that_may_not_write_subscribes_nobody() {
    let client = Client::new(small());
    let path = created(&client).await;
    let before = client.sandbox.webhooks();
    let readonly = client.with_key("demo-readonly-key");
    readonly.call("POST", ALL, &draft()).await;
    readonly
        .call("PATCH", &path, &json!({"method": "get"}))
        .await;
    readonly.bare("DELETE", &path).await;
    assert_eq!(client.sandbox.webhooks(), before);
}
