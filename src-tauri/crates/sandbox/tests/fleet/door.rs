//! The control door: a test in another process sees and changes Fleet.

use crate::client::*;
use sandbox::Options;
use serde_json::{Value, json};

#[tokio::test]
async fn another_process_sees_and_changes_the_truth() {
    let fleet = Fleet::new(Options {
        control: true,
        ..small()
    });
    let truth = async |path: &str| -> Value {
        fleet
            .get(&format!("/_sandbox/truth/fleet/{path}"))
            .await
            .ok()
    };
    let driver = truth("drivers").await[0]["id"].as_str().unwrap().to_owned();
    let before = truth(&format!("balances/{driver}")).await;
    fleet
        .create(V2, TOKEN, &v2(&driver, "-100.0001", "Выплата [#7K3F9Q]"))
        .await
        .ok();
    let made = truth("made").await;
    assert_eq!(made[0]["token"], TOKEN);
    assert_eq!(
        (&made[0]["requests"], &made[0]["effects"]),
        (&json!(1), &json!(1))
    );
    let rows = truth("transactions?made=1").await;
    assert_eq!(rows[0]["id"], made[0]["transactions"][0]);
    assert_eq!(rows[0]["amount"], "-100.0001");
    let after = truth(&format!("balances/{driver}")).await;
    let amount = |value: &Value| {
        let text = value["balance"].as_str().unwrap();
        text.parse::<rust_decimal::Decimal>().unwrap()
    };
    assert_eq!(
        amount(&after) - amount(&before),
        "-100.0001".parse().unwrap()
    );
    let new = json!({
        "driver_id": driver, "category_id": "partner_service_manual", "amount": "5.00",
        "description": "мимо", "event_at": "2025-06-15T10:00:00+03:00",
    });
    let added = fleet.post("/_sandbox/fleet/transactions", &new).await.ok();
    let query = "transactions?from=2025-06-15T10:00:00Z&to=2025-06-16T00:00:00Z&description=%D0%BC";
    let holds = |found: Value| {
        let rows = found.as_array().unwrap().clone();
        rows.iter().any(|row| row["id"] == added["id"])
    };
    assert!(
        !holds(truth(query).await),
        "it was seven in the morning there"
    );
    assert!(holds(truth(&query.replace("T10", "T07")).await));
    assert_eq!(truth("categories").await.as_array().unwrap().len(), 84);
    assert!(!truth("twins").await.as_array().unwrap().is_empty());
    let closed = json!({"is_enabled": true, "is_creatable": false});
    let got = fleet
        .post("/_sandbox/fleet/category/partner_service_manual_3", &closed)
        .await;
    assert_eq!(got.status, 204);
    let refused = fleet
        .create(V2, &format!("{TOKEN}2"), &v2(&driver, "-1", ""))
        .await;
    assert_eq!(refused.status, 400);
    let calls = fleet.get("/_sandbox/calls").await.ok();
    assert_eq!(calls["calls"]["createDriverTransactionV2"], 2);
}
