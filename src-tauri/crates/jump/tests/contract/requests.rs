//! What really leaves, held against the contract.

use std::collections::BTreeMap;

use jump::{DriversQuery, Id, Override, Overrides, PaymentsQuery, TransactionsQuery, Verb};
use rig::Sent;

use crate::calls::{self, Known};
use crate::contract::CONTRACT;
use crate::wires::{Script, jump_over};

const KNOWN: Known = Known::ANY;

async fn all_sent() -> Vec<Sent> {
    let script = Script::exemplary();
    for (operation, outcome) in calls::everything(&script.client(), KNOWN).await {
        assert_eq!(outcome, Ok(()), "{operation}");
    }
    std::mem::take(&mut *script.sent.lock().unwrap())
}

#[tokio::test]
async fn every_request_fits_the_contract() {
    for sent in all_sent().await {
        CONTRACT.check_request(&sent);
    }
}

#[tokio::test]
async fn every_method_calls_its_own_operation() {
    let script = Script::exemplary();
    let called = calls::everything(&script.client(), KNOWN).await;
    let sent = script.sent.lock().unwrap();
    let pairs: Vec<(&str, &str)> = called
        .iter()
        .zip(sent.iter())
        .map(|((method, _), sent)| (*method, sent.operation.id.as_str()))
        .collect();
    assert_eq!(pairs.len(), jump::OPERATIONS.len());
    for (method, operation) in pairs {
        assert_eq!(method, operation);
    }
}

#[tokio::test]
async fn headers_are_those_the_vendor_demands() {
    for sent in all_sent().await {
        match sent.operation.id.as_str() {
            "uploadApplicationFile" => assert!(
                sent.content_type()
                    .starts_with("multipart/form-data; boundary=")
            ),
            _ => assert_eq!(
                sent.content_type(),
                "application/json",
                "{}",
                sent.operation.id
            ),
        }
        let accept = if sent.operation.id == "downloadApplicationFile" {
            "*/*"
        } else {
            "application/json"
        };
        assert_eq!(sent.header("accept"), Some(accept), "{}", sent.operation.id);
    }
}

#[tokio::test]
async fn plus_in_a_query_never_arrives_as_a_space() {
    let sent = all_sent().await;
    let query = |id: &str| {
        &sent
            .iter()
            .find(|sent| sent.operation.id == id)
            .unwrap()
            .raw_query
    };
    for list in ["listPayments", "listTransactions"] {
        assert!(query(list).contains("period_from=2025-05-01T00%3A00%3A00%2B03%3A00"));
    }
    assert!(query("listDrivers").contains("search=79991234567"));
}

#[tokio::test]
async fn lists_without_filters_still_carry_their_period() {
    let script = Script::exemplary();
    let jump = script.client();
    let period = calls::period();
    let payments = PaymentsQuery::new(period);
    jump.list_payments(&payments).await.unwrap();
    let transactions = TransactionsQuery::new(period);
    jump.list_transactions(&transactions).await.unwrap();
    for sent in script.sent.lock().unwrap().iter() {
        let names: Vec<&str> = sent.query.iter().map(|(name, _)| name.as_str()).collect();
        let expected = ["page", "per_page", "period_from", "period_to"];
        assert_eq!(names, expected, "{}", sent.operation.id);
    }
}

#[tokio::test]
async fn lists_are_encoded_as_each_operation_wants_them() {
    let sent = all_sent().await;
    let values = |id: &str, name: &str| -> Vec<String> {
        let sent = sent.iter().find(|sent| sent.operation.id == id).unwrap();
        sent.query
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    };
    assert_eq!(values("listPayments", "driver_ids"), ["1,2,3"]);
    assert_eq!(values("listPayments", "payment_status_id"), ["1,2"]);
    assert_eq!(values("listDrivers", "integration_ids[]"), ["1", "2"]);
    assert_eq!(
        values("listApplications", "direction[]"),
        ["taxi", "undefined"]
    );
    assert_eq!(values("listApplications", "order"), ["-date"]);
    assert_eq!(
        values("listTransactions", "transaction_type_ids[]"),
        ["2", "14"]
    );
    assert_eq!(values("listTransactions", "driver_ids[]"), ["1232"]);
    assert_eq!(values("listTransactions", "order"), ["-integrations"]);
    assert_eq!(
        values("batchRejectApplications", "status[]"),
        ["not_processed", "draft"]
    );
    assert_eq!(values("dictAutoregModelsSearch", "search"), ["Rio"]);
    assert_eq!(
        values("countApplications", "status[]"),
        ["not_processed", "draft"]
    );
}

#[tokio::test]
async fn empty_query_asks_for_the_first_page() {
    let script = Script::exemplary();
    script
        .client()
        .list_drivers(&DriversQuery::default())
        .await
        .unwrap();
    assert_eq!(script.only().raw_query, "page=1&per_page=20");
}

#[tokio::test]
async fn upload_carries_the_file_whole_and_its_type_before_it() {
    let script = Script::saying(200, r#"{"data":{"id":"77"}}"#);
    let receipt = script
        .client()
        .upload_application_file(
            KNOWN.application,
            calls::upload(),
            std::sync::Arc::new(|_| ()),
        )
        .await
        .unwrap();
    assert_eq!(receipt.file_id, Some(Id(77)));
    let body = script.only().body;
    let place = |needle: &[u8]| {
        body.windows(needle.len())
            .position(|window| window == needle)
    };
    let type_at = place(b"name=\"document_type_id\"").unwrap();
    assert!(type_at < place(b"name=\"file\"").unwrap());
    assert!(place(b"\xff\xd8\xff\xe0 a scan").is_some());
}

#[tokio::test]
async fn upload_receipts_of_any_shape_are_taken() {
    for (body, hint) in [
        ("{}", None),
        ("", None),
        (r#"{"id":5}"#, Some(Id(5))),
        (r#"{"item":{"id":5}}"#, Some(Id(5))),
        (r#"{"data":{"file_id":5}}"#, Some(Id(5))),
        (r#"{"data":[]}"#, None),
    ] {
        let jump = Script::saying(200, body).client();
        let receipt = jump
            .upload_application_file(
                KNOWN.application,
                calls::upload(),
                std::sync::Arc::new(|_| ()),
            )
            .await;
        assert_eq!(receipt.unwrap().file_id, hint, "{body}");
    }
}

#[tokio::test]
async fn override_is_what_is_called() {
    let script = Script::exemplary();
    let change = Override {
        method: Verb::Get,
        // Another path of the contract, so that the double knows it.
        path: "/dictionaries/pay_types".to_owned(),
    };
    let overrides = Overrides::new(BTreeMap::from([("dictGroups".to_owned(), change)])).unwrap();
    jump_over(script.clone(), overrides)
        .dict_groups()
        .await
        .unwrap();
    assert_eq!(script.only().operation.id, "dictPayTypes");
}

/// The body of a DELETE is the only place of the reason: a client that drops it rejects people without a word.
#[tokio::test]
async fn rejection_by_delete_carries_its_reason() {
    for sent in all_sent().await {
        let id = sent.operation.id.as_str();
        if sent.operation.method == "DELETE" && id.contains("reject") {
            let body: serde_json::Value = serde_json::from_slice(&sent.body).unwrap();
            assert_eq!(body, serde_json::json!({"comment": calls::REASON}), "{id}");
        }
    }
}

#[tokio::test]
async fn override_of_a_transaction_is_posted_once_with_its_body() {
    let script = Script::saying(200, "{}");
    let change = Override {
        method: Verb::Post,
        // A path that takes a driver and a POST, so that the double knows it.
        path: "/drivers/{driver_id}/transactions".to_owned(),
    };
    let overrides = BTreeMap::from([("createTransaction".to_owned(), change)]);
    let jump = jump_over(script.clone(), Overrides::new(overrides).unwrap());
    jump.create_transaction(KNOWN.driver, &calls::transfer(KNOWN))
        .await
        .unwrap();
    assert_eq!(script.only().method, "POST");
}
