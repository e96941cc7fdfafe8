//! The body with which Wazzup calls Yume.

use serde_json::{Value, json};
use yume::WazzupWebhook;

use crate::contract::CONTRACT;

fn read(body: Value) -> WazzupWebhook {
    serde_json::from_value(body).unwrap()
}

#[test]
fn example_of_the_contract_is_read() {
    let example = CONTRACT
        .request_examples(CONTRACT.operation("wazzupWebhook"))
        .remove(0);
    let webhook = read(example);
    let message = &webhook.messages[0];
    assert!(message.is_inbound() && !message.is_echo);
    assert_eq!(message.text.as_deref(), Some("Добрый день"));
    assert_eq!(message.chat_type.as_deref(), Some("whatsapp"));
    assert_eq!(message.kind.as_deref(), Some("text"));
    let status = &webhook.statuses[0];
    assert_eq!(status.message_id, message.message_id);
    assert_eq!(
        (status.status.as_deref(), &status.error),
        (Some("delivered"), &None)
    );
    assert!(webhook.create_deal.is_none() && webhook.others.is_empty());
}

#[test]
fn part_that_nobody_knows_hides_none_that_is_known() {
    let webhook = read(json!({
        "messages": [
            5, null,
            { "messageId": 7, "type": "sticker", "chatType": "max", "status": "seen", "isEcho": "yes", "more": {} },
        ],
        "statuses": [{ "messageId": "m", "status": "error", "error": { "code": 12.5 } }],
        "createDeal": { "id": 1 }, "createContact": [], "test": true, "channelsUpdates": [],
    }));
    assert_eq!(webhook.messages.len(), 1);
    assert_eq!(webhook.messages[0].kind.as_deref(), Some("sticker"));
    assert_eq!(webhook.messages[0].message_id.as_deref(), Some("7"));
    assert_eq!(webhook.statuses[0].error, Some(json!({ "code": 12.5 })));
    assert_eq!(webhook.create_deal, Some(json!({ "id": 1 })));
    assert_eq!(webhook.create_contact, Some(json!([])));
    let others: Vec<&str> = webhook.others.keys().map(String::as_str).collect();
    assert_eq!(others, ["channelsUpdates", "test"]);
    for empty in [json!({}), json!({ "messages": null, "statuses": "x" })] {
        let webhook = read(empty);
        assert!(webhook.messages.is_empty() && webhook.statuses.is_empty());
    }
    assert!(serde_json::from_value::<WazzupWebhook>(json!([])).is_err());
}

#[test]
fn what_people_write_is_not_logged() {
    let webhook = read(json!({
        "messages": [{ "chatId": "79000000000", "text": "секрет", "authorName": "Анна", "type": "text" }],
        "createContact": { "phone": "79000000000" },
    }));
    let shown = format!("{webhook:?}");
    assert!(shown.contains("text"));
    for personal in ["79000000000", "секрет", "Анна"] {
        assert!(!shown.contains(personal), "{shown}");
    }
}
