//! Messages through Yume CRM in the real window: a message is changed whole and nothing else with it, the order is the one on the
//! screen, and a session that ends in the middle of a save takes nothing away.

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::Value;

use crate::{
    park::{KEY, Park},
    window::Window,
};

const LOGIN: &str = "demo-yume";
const PASSWORD: &str = "demo-yume-password";
/// The company in which the user may do everything.
const COMPANY: &str = "12";
/// A press that was taken shows something within this time.
const ANSWER: Duration = Duration::from_secs(3);
const NEW_TEXT: &str = "Машина готова, ждём вас до девяти вечера.";

/// A park with Yume, signed in by login and password, at its list of messages.
async fn sign_in(window: &Window, park: &Park) {
    window.connect(&park.base, KEY).await;
    window.click("nav-yume").await;
    window.screen("yume").await;
    credentials(window).await;
    window.click("yume-advanced").await;
    window.click("yume-host-own").await;
    let base = park.base.trim_end_matches("/taxi-public/v1");
    window.fill("yume-base", base).await;
    window.click("yume-sign-in").await;
    window.find("yume-company").await;
    window
        .until("the company is chosen", async || {
            let company = window.find("yume-company").await;
            company.select_by_value(COMPANY).await.is_ok()
        })
        .await;
    window
        .until("the messages", async || {
            if window.has("yume-continue").await {
                window.click("yume-continue").await;
            }
            window.has("yume-triggers").await
        })
        .await;
}

async fn credentials(window: &Window) {
    window.fill("yume-login", LOGIN).await;
    window.fill("yume-password", PASSWORD).await;
}

async fn triggers(park: &Park) -> Vec<Value> {
    let truth = park.truth("truth/yume/triggers").await;
    truth.as_array().expect("a list").clone()
}

/// Ids of the rentals' messages in the order in which they are sent.
fn rentals(triggers: &[Value]) -> Vec<i64> {
    let mut rentals: Vec<(i64, i64)> = triggers
        .iter()
        .filter(|one| one["type"] == 0)
        .map(|one| {
            let number = |name: &str| one[name].as_i64().expect("a number");
            (number("order"), number("id"))
        })
        .collect();
    rentals.sort_unstable();
    rentals.into_iter().map(|(_, id)| id).collect()
}

async fn requests(park: &Park, operation: &str) -> Vec<Value> {
    let path = format!("truth/yume/requests?operation={operation}");
    park.truth(&path).await.as_array().expect("a list").clone()
}

fn answered(requests: &[Value]) -> Vec<u64> {
    let statuses = requests.iter().map(|one| one["status"].as_u64());
    statuses.map(|status| status.expect("a status")).collect()
}

/// Opens the first message of the rentals and types another text.
async fn retype(window: &Window, id: i64, text: &str) {
    window.click(&format!("yume-open-{id}")).await;
    window.find("yume-editor").await;
    window.fill("yume-text", text).await;
    window.find("yume-dirty").await;
    window.click("yume-save").await;
    window.find("yume-review").await;
    window.find("yume-change-text").await;
}

/// All but what a save changes of itself.
fn but_text(triggers: &[Value]) -> Vec<Value> {
    let mut triggers = triggers.to_vec();
    for one in &mut triggers {
        let members = one.as_object_mut().expect("an object");
        members.remove("text");
        members.remove("updated_at");
    }
    triggers
}

#[tokio::test]
async fn a_message_is_changed_whole_and_put_in_order_and_the_service_holds_just_that() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    sign_in(&window, &park).await;
    let before = triggers(&park).await;
    let order = rentals(&before);

    retype(&window, order[0], NEW_TEXT).await;
    window.confirm("yume-review-confirm").await;
    window
        .until("the text is the service's", async || {
            let now = triggers(&park).await;
            now.iter()
                .any(|one| one["id"] == order[0] && one["text"] == NEW_TEXT)
        })
        .await;
    window.find("yume-triggers").await;
    let after = triggers(&park).await;
    assert_eq!(but_text(&after), but_text(&before));
    let sent = requests(&park, "replaceWazzupTrigger").await;
    assert_eq!(answered(&sent), [200], "one PUT: {sent:?}");
    let body = sent[0]["body"].as_object().expect("an object");
    let own = before.iter().find(|one| one["id"] == order[0]);
    let own = own.and_then(Value::as_object).expect("an object");
    for (member, value) in own {
        let other = ["id", "tenant", "created_at", "updated_at", "text"];
        let same = other.contains(&member.as_str()) || body.get(member) == Some(value);
        assert!(same, "{member}: {body:?}");
    }

    // By the keyboard, one place down.
    window.click(&format!("yume-grip-{}", order[0])).await;
    let row = window.find(&format!("yume-trigger-{}", order[0])).await;
    let down = format!(
        "{}{}{}",
        char::from(Key::Alt),
        char::from(Key::Down),
        char::from(Key::Null)
    );
    row.send_keys(&down).await.expect("pressed");
    let mut moved = order.clone();
    moved.swap(0, 1);
    window
        .until("the order is the service's", async || {
            rentals(&triggers(&park).await) == moved
        })
        .await;
    let shown = window
        .look("return [...document.querySelectorAll('[data-testid=yume-group-0] [data-id]')].map((one) => Number(one.dataset.id))")
        .await;
    assert_eq!(shown, serde_json::json!(moved));
    let all = triggers(&park).await;
    assert_eq!(all.len(), before.len());
    window.close().await;
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_of_a_save_loses_nothing_of_what_was_typed() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    sign_in(&window, &park).await;
    let first = rentals(&triggers(&park).await)[0];

    // The access token alone: it is renewed, and the save goes on by itself.
    retype(&window, first, NEW_TEXT).await;
    park.post("yume/expire").await;
    window.confirm("yume-review-confirm").await;
    window.find("yume-triggers").await;
    assert_eq!(requests(&park, "refreshToken").await.len(), 1);
    let text = async || {
        let now = triggers(&park).await;
        let own = now.into_iter().find(|one| one["id"] == first);
        own.expect("the message")["text"].clone()
    };
    assert_eq!(text().await, NEW_TEXT);

    // Both tokens: a person signs in over the review, and presses once more.
    let again = "Машина готова. Паспорт не забудьте.";
    retype(&window, first, again).await;
    park.post("yume/expire?all=1").await;
    let written = requests(&park, "replaceWazzupTrigger").await.len();
    window
        .until("the question to sign in", async || {
            window.click("yume-review-confirm").await;
            window.appears("yume-over", ANSWER).await
        })
        .await;
    assert_eq!(text().await, NEW_TEXT, "nothing was written yet");
    window
        .css("[data-testid=yume-over] [data-testid=yume-login]")
        .await;
    credentials(&window).await;
    window.click("yume-over-sign-in").await;
    window.gone("yume-over").await;
    window.find("yume-change-text").await;
    window.confirm("yume-review-confirm").await;
    window
        .until("the save goes on", async || text().await == again)
        .await;
    let puts = requests(&park, "replaceWazzupTrigger").await;
    let done = answered(&puts[written..]);
    assert_eq!(done.iter().filter(|status| **status == 200).count(), 1);
    window.close().await;
}
