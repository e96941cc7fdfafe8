//! Subscriptions: created, changed and deleted in the settings; the token is nowhere on the page or on disk.

use crate::{
    connecting::written_by_the_program,
    park::{KEY, Park},
    window::Window,
};

#[tokio::test]
async fn a_subscription_is_created_changed_and_deleted_and_its_token_is_never_shown() {
    const TOKEN: &str = "demo-webhook-token-7415";
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-settings").await;
    window.click("settings-tab-webhooks").await;
    window.click("webhooks-create").await;
    window
        .fill("webhook-url", "https://park.example/hooks/jump")
        .await;
    window.fill("webhook-token", TOKEN).await;
    window.click("webhook-save").await;
    window
        .css("[data-testid=webhook-outcome][data-state=done]")
        .await;
    let held = park.truth("truth/webhooks").await;
    let id = held[0]["id"].to_string();
    assert_eq!(held[0]["url"], "https://park.example/hooks/jump");
    assert_eq!(held[0]["method"], "post");
    window.find(&format!("webhook-{id}")).await;
    assert!(!window.page_text().await.contains(TOKEN));

    window.click(&format!("webhook-edit-{id}")).await;
    window
        .fill("webhook-url", "https://park.example/hooks/jump/v2")
        .await;
    window.click("webhook-save").await;
    window
        .until("the address is changed", async || {
            park.truth("truth/webhooks").await[0]["url"] == "https://park.example/hooks/jump/v2"
        })
        .await;
    let changed = park.truth("truth/webhooks").await;
    assert_eq!(changed[0]["token_sha256"], held[0]["token_sha256"]);
    window.gone("webhook-dialog").await;

    window.click(&format!("webhook-delete-{id}")).await;
    window.confirm("webhook-delete-confirm").await;
    window.gone(&format!("webhook-{id}")).await;
    assert_eq!(park.truth("truth/webhooks").await, serde_json::json!([]));
    window.close().await;
    let written = written_by_the_program();
    assert!(written.contains("Север-Запад"), "the settings were written");
    assert!(!written.contains(TOKEN), "the token is on disk");
}
