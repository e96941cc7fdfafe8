//! What the client makes of the vendor's answers.

use fleet::{
    BlockedBalance, CreatedBy, FleetDriversPage, FleetTransaction, FleetTransactionsPage, StatusV3,
    V3State,
};
use serde_json::{Value, json};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

fn examples(id: &str) -> Vec<Value> {
    CONTRACT.examples(CONTRACT.operation(id), 200)
}

#[tokio::test]
async fn every_example_of_the_contract_is_read() {
    for id in fleet::OPERATIONS {
        let examples = examples(id);
        assert!(!examples.is_empty(), "{id}");
        for example in examples {
            let script = Script::saying(200, &example.to_string());
            assert_eq!(
                calls::one(&script.client(), id).await,
                Ok(()),
                "{id} {example}"
            );
        }
    }
}

fn page(example: Value) -> FleetTransactionsPage {
    serde_json::from_value(example).unwrap()
}

#[test]
fn transaction_is_read_whole() {
    let expected = json!({
        "id": "100200401", "event_at": "2026-01-15T10:00:00.123+03:00", "category_id": "card",
        "category_name": "Оплата по карте", "amount": "400.4000", "currency_code": "RUB", "description": "test",
        "created_by": {"kind": "platform"}, "driver_profile_id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01",
        "order_id": "dddddddddddddddddddddddddddddd01", "event_id": null,
    });
    let all: Vec<Value> = examples("listParkTransactions")
        .into_iter()
        .flat_map(|example| page(example).transactions)
        .map(|row| serde_json::to_value(row).unwrap())
        .collect();
    assert!(all.contains(&expected), "{all:#?}");
}

fn row(change: impl FnOnce(&mut Value)) -> Result<FleetTransaction, serde_json::Error> {
    let mut row = json!({
        "id": "1", "event_at": "2026-01-15T10:00:00+03:00", "category_id": "card", "category_name": "n",
        "amount": "1.0000", "currency_code": "RUB", "description": "d", "created_by": {"identity": "platform"},
    });
    change(&mut row);
    serde_json::from_str(&row.to_string())
}

#[test]
fn amounts_of_any_length_are_exact() {
    for (wire, amount) in [
        (json!("400.40"), "400.40"),
        (json!("-900"), "-900"),
        (json!("12345.1434"), "12345.1434"),
        (json!("0.123456789"), "0.123456789"),
        (json!("-99999999999999.9999"), "-99999999999999.9999"),
        (json!(-5), "-5"),
    ] {
        let row = row(|row| row["amount"] = wire.clone()).unwrap();
        assert_eq!(row.amount.to_string(), amount, "{wire}");
    }
    let exact: FleetTransaction = serde_json::from_str(
        r#"{"id": 7, "event_at": "", "category_id": "c", "currency_code": "RUB", "amount": 0.30000000000000004}"#,
    )
    .unwrap();
    assert_eq!(exact.amount.to_string(), "0.30000000000000004");
    assert_eq!(exact.id, "7");
}

#[test]
fn row_without_its_amount_or_id_is_an_error_and_not_a_zero() {
    for member in ["id", "amount", "category_id", "currency_code", "event_at"] {
        for odd in [Value::Null, json!([]), json!({})] {
            assert!(
                row(|row| row[member] = odd.clone()).is_err(),
                "{member} {odd}"
            );
        }
    }
    let bare = row(|row| {
        let members = row.as_object_mut().unwrap();
        members.retain(|name, _| {
            ["id", "amount", "category_id", "currency_code", "event_at"].contains(&name.as_str())
        });
        row["more"] = json!({ "unheard": "of" });
    });
    assert_eq!(bare.unwrap().created_by, None);
}

#[test]
fn maker_of_every_kind_is_told_and_an_unknown_one_too() {
    let maker = |told: Value| row(|row| row["created_by"] = told).unwrap().created_by;
    assert_eq!(
        maker(json!({ "identity": "tech-support" })),
        Some(CreatedBy::TechSupport)
    );
    assert_eq!(
        maker(json!({ "identity": "platform", "more": [] })),
        Some(CreatedBy::Platform)
    );
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        maker(json!({ "identity": "fleet-api", "client_id": "c", "key_id": 521 })),
        Some(CreatedBy::FleetApi {
            client_id: text("c"),
            key_id: text("521")
        })
    );
    let unknown = |identity: &str| {
        Some(CreatedBy::Unknown {
            identity: identity.to_owned(),
        })
    };
    assert_eq!(
        maker(json!({ "identity": "robot", "client_id": "c" })),
        unknown("robot")
    );
    assert_eq!(maker(json!({})), unknown(""));
    let shown = serde_json::to_value(unknown("robot")).unwrap();
    assert_eq!(shown, json!({ "kind": "unknown", "identity": "robot" }));
}

#[test]
fn error_in_a_200_is_not_an_empty_list() {
    for odd in [
        json!({}),
        json!({ "message": "m" }),
        json!([[]]),
        json!({ "transactions": null }),
    ] {
        assert!(
            serde_json::from_str::<FleetTransactionsPage>(&odd.to_string()).is_err(),
            "{odd}"
        );
    }
    let end = page(json!({ "transactions": [], "cursor": null }));
    assert_eq!((end.transactions.len(), end.cursor), (0, None));
}

#[test]
fn driver_is_read_with_the_times_that_others_refuse() {
    let example = examples("listDriverProfiles").remove(0);
    let page: FleetDriversPage = serde_json::from_value(example).unwrap();
    let driver = &page.driver_profiles[0];
    let account = driver.current_account().unwrap();
    assert_eq!(account.balance.unwrap().to_string(), "700.0000");
    let profile = driver.driver_profile.as_ref().unwrap();
    let created = profile.created_date.as_ref().unwrap();
    assert_eq!(created.timestamp(), "2020-04-23T13:08:05.552Z".parse().ok());
    assert_eq!(
        (page.total, driver.id()),
        (Some(1), Some("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01"))
    );
    let odd: FleetDriversPage = serde_json::from_str(
        r#"{"driver_profiles": [{"accounts": null, "car": {"year": "2020", "amenities": null}}], "parks": [{"id": null}], "total": null}"#,
    )
    .unwrap();
    assert_eq!(
        odd.driver_profiles[0].car.as_ref().unwrap().year,
        Some(2020)
    );
    assert_eq!(odd.driver_profiles[0].current_account(), None);
}

#[test]
fn blocked_parts_that_are_not_known_yet_are_kept() {
    let read: BlockedBalance = serde_json::from_value(json!({
        "balance": "700.0000", "blocked_balance": "150.0000",
        "details": { "blocked_tips": "50.0000", "blocked_unheard_of": "100", "blocked_bonuses": null },
    }))
    .unwrap();
    let names: Vec<&str> = read.details.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["blocked_tips", "blocked_unheard_of"]);
    assert_eq!(read.free().unwrap().to_string(), "550.0000");
    for odd in [
        json!({ "balance": "1" }),
        json!({ "balance": "1", "blocked_balance": null }),
    ] {
        assert!(serde_json::from_value::<BlockedBalance>(odd).is_err());
    }
}

#[test]
fn status_of_each_example_is_told_and_only_success_is_paid() {
    let told: Vec<(V3State, bool)> = examples("getDriverTransactionStatusV3")
        .into_iter()
        .map(|example| serde_json::from_value::<StatusV3>(example).unwrap())
        .map(|status| (status.state_of(1), status.state_of(1).is_paid()))
        .collect();
    assert!(told.contains(&(V3State::Success, true)) && told.contains(&(V3State::Fail, false)));
}
