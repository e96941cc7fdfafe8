//! Driver profiles, work rules, blocked money.

use crate::client::*;
use http::StatusCode;
use sandbox::FLEET_PARK;
use serde_json::{Value, json};

fn query(park: Value) -> Value {
    let mut whole = json!({"query": {"park": park}});
    whole["query"]["park"]["id"] = json!(FLEET_PARK);
    whole
}

async fn list(fleet: &Fleet, body: &Value) -> Vec<Value> {
    let page = fleet.post(PROFILES, body).await.ok();
    page["driver_profiles"].as_array().unwrap().clone()
}

#[tokio::test]
async fn pages_by_offset_hold_everybody_once() {
    let fleet = Fleet::new(small());
    let mut seen = Vec::new();
    for offset in [0, 40, 80, 120] {
        let mut body = query(json!({}));
        body["limit"] = json!(40);
        body["offset"] = json!(offset);
        body["sort_order"] = json!([{"direction": "asc", "field": "driver_profile.created_date"}]);
        let page = fleet.post(PROFILES, &body).await.ok();
        assert_eq!((&page["total"], &page["limit"]), (&json!(90), &json!(40)));
        seen.extend(page["driver_profiles"].as_array().unwrap().iter().cloned());
    }
    let created = |one: &Value| {
        one["driver_profile"]["created_date"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(seen.is_sorted_by_key(created));
    let mut read: Vec<&str> = seen
        .iter()
        .map(|one| one["driver_profile"]["id"].as_str().unwrap())
        .collect();
    let truth = fleet.sandbox.fleet_drivers();
    let mut ids: Vec<&str> = truth.iter().map(|one| one.id.as_str()).collect();
    read.sort_unstable();
    ids.sort_unstable();
    assert_eq!(read, ids);
}

#[tokio::test]
async fn times_have_an_offset_without_a_colon() {
    let fleet = Fleet::new(small());
    for one in list(&fleet, &query(json!({}))).await {
        for at in [
            &one["driver_profile"]["created_date"],
            &one["current_status"]["status_updated_at"],
            &one["updated_at"],
        ] {
            assert!(at.as_str().unwrap().ends_with("+0000"), "{at}");
            assert!(
                at.as_str().unwrap().parse::<jiff::Timestamp>().is_err()
                    || !at.as_str().unwrap().contains("+00:00")
            );
        }
        let birth = one["driver_profile"]["driver_license"]["birth_date"]
            .as_str()
            .unwrap();
        assert!(birth.parse::<jiff::civil::Date>().is_ok(), "{birth}");
        let phone = one["driver_profile"]["phones"][0].as_str().unwrap();
        assert!(phone.starts_with('+') && phone.len() <= 16);
    }
}

#[tokio::test]
async fn only_the_blocks_that_are_asked_for_come() {
    let fleet = Fleet::new(small());
    let mut body = query(json!({}));
    body["fields"] = json!({
        "account": ["balance"], "car": [], "current_status": [], "park": [], "updated_at": false,
        "driver_profile": ["id", "phones"],
    });
    for one in list(&fleet, &body).await {
        let names: Vec<&String> = one.as_object().unwrap().keys().collect();
        assert_eq!(names, ["accounts", "driver_profile"]);
        assert_eq!(one["driver_profile"].as_object().unwrap().len(), 2);
        assert_eq!(one["accounts"][0].as_object().unwrap().len(), 1);
    }
    body["fields"] = json!({"driver_profile": ["secret"]});
    assert_eq!(
        fleet.post(PROFILES, &body).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn filters_are_joined_by_and() {
    let fleet = Fleet::new(small());
    let all = list(&fleet, &query(json!({}))).await;
    let body = query(json!({
        "driver_profile": {"work_status": ["working"]},
        "current_status": {"status": ["offline", "free"]},
    }));
    let fits = |one: &&Value| {
        let status = one["current_status"]["status"].as_str().unwrap();
        one["driver_profile"]["work_status"] == "working" && ["offline", "free"].contains(&status)
    };
    let expected: Vec<Value> = all.iter().filter(fits).cloned().collect();
    let read = list(&fleet, &body).await;
    assert!(!read.is_empty() && read.len() < all.len());
    assert_eq!(read, expected);
    let one = &all[7]["driver_profile"];
    let mut body = query(json!({}));
    body["query"]["text"] = json!(one["phones"][0]);
    assert!(list(&fleet, &body).await.contains(&all[7]));
    let half = query(json!({"updated_at": {"from": "2025-06-01T00:00:00+03:00"}}));
    let some = list(&fleet, &half).await.len();
    assert!(some > 0 && some < all.len(), "{some}");
    for wrong in [
        json!({"updated_at": {}}),
        json!({"driver_profile": {"work_status": ["ill"]}}),
    ] {
        assert_eq!(
            fleet.post(PROFILES, &query(wrong)).await.status,
            StatusCode::BAD_REQUEST
        );
    }
}

#[tokio::test]
async fn blocked_money_is_the_sum_of_its_details() {
    let fleet = Fleet::new(small());
    let mut blocked = 0;
    for driver in fleet.sandbox.fleet_drivers() {
        let path = format!(
            "/v1/parks/contractors/blocked-balance?contractor_id={}",
            driver.id
        );
        let got = fleet.get(&path).await.ok();
        let amount = |value: &Value| {
            value
                .as_str()
                .unwrap()
                .parse::<rust_decimal::Decimal>()
                .unwrap()
        };
        assert_eq!(amount(&got["balance"]), driver.balance);
        assert_eq!(amount(&got["blocked_balance"]), driver.blocked);
        let details = got["details"].as_object().unwrap();
        assert_eq!(
            details.values().map(amount).sum::<rust_decimal::Decimal>(),
            driver.blocked
        );
        blocked += usize::from(!details.is_empty());
    }
    assert!((3..60).contains(&blocked), "{blocked}");
    let path = "/v1/parks/contractors/blocked-balance?contractor_id=";
    assert_eq!(
        fleet.get(&format!("{path}nobody")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        fleet
            .with("x-park-id", "")
            .get(&format!("{path}nobody"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn people_come_and_go_while_pages_are_read() {
    let fleet = Fleet::new(small());
    let rule = |text: &str| vec![text.parse().unwrap()];
    fleet
        .sandbox
        .set_faults(rule("listDriverProfiles:insert=2@nth=1"));
    assert_eq!(list(&fleet, &query(json!({}))).await.len(), 92);
    let working = query(json!({"driver_profile": {"work_status": ["working"]}}));
    let before = list(&fleet, &working).await.len();
    fleet
        .sandbox
        .set_faults(rule("listDriverProfiles:flip=4@nth=1"));
    assert_eq!(list(&fleet, &working).await.len(), before - 4);
}
