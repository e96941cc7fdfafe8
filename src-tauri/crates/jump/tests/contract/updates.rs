//! The one write of this client that can destroy: an update of a driver.

use jump::{DriverUpdate, Id, Problem, Referrer, RequisiteWrite};
use serde_json::{Value, json};
use transport::{Cause, Outcome};

use crate::calls::update;
use crate::contract::CONTRACT;
use crate::wires::Script;

fn minimal() -> DriverUpdate {
    DriverUpdate {
        phone: None,
        group_id: Id(1),
        anti_fraud_status_id: Id(2),
        referrer: Referrer::Keep,
        last_name: "Иванов".to_owned(),
        first_name: "Иван".to_owned(),
        middle_name: None,
        license: None,
        email: None,
        withdrawal_forbidden_comment: None,
        park_note: None,
        park_comment: None,
        inn: None,
        contract_number: None,
        contract_full_name: None,
        contract_signed_at: None,
        passport_number: None,
        passport_issue_date: None,
        enable_car_sync: None,
        car_number: None,
        car_license_number: None,
        requisites: vec![kept(501, false)],
    }
}

fn kept(id: i64, is_default: bool) -> RequisiteWrite {
    RequisiteWrite::Keep {
        id: Id(id),
        type_id: Id(1),
        name: None,
        is_default,
    }
}

fn check(update: &DriverUpdate) -> Value {
    let body = update.body();
    let operation = CONTRACT.operation("updateDriver");
    CONTRACT.check(CONTRACT.body_schema(operation).unwrap(), &body, "update");
    body
}

fn problems(update: &DriverUpdate) -> Vec<(String, Problem)> {
    let found = update.validate().err().unwrap_or_default();
    found
        .into_iter()
        .map(|problem| (problem.field, problem.problem))
        .collect()
}

#[test]
fn undecided_members_are_left_out_never_null() {
    let body = check(&minimal());
    let expected = json!({
        "group_id": 1, "anti_fraud_status_id": 2, "last_name": "Иванов", "first_name": "Иван",
        "requisites": [{"id": 501, "type_id": 1}],
    });
    assert_eq!(body, expected);
}

#[test]
fn referrer_is_cut_only_when_asked() {
    assert_eq!(check(&minimal()).get("referrer_id"), None);
    let cut = DriverUpdate {
        referrer: Referrer::Cut,
        ..minimal()
    };
    assert_eq!(check(&cut).get("referrer_id"), Some(&Value::Null));
    let set = DriverUpdate {
        referrer: Referrer::Set(Id(1233)),
        ..minimal()
    };
    assert_eq!(check(&set).get("referrer_id"), Some(&json!(1233)));
}

#[test]
fn kept_requisite_never_carries_a_number_and_the_list_is_always_sent() {
    let body = check(&minimal());
    assert!(body["requisites"][0].get("account_number").is_none());
    assert!(
        body["requisites"][0].get("is_default").is_none(),
        "only true is sent"
    );
    let none_left = DriverUpdate {
        requisites: Vec::new(),
        ..minimal()
    };
    assert_eq!(check(&none_left)["requisites"], json!([]));
}

#[test]
fn full_update_fits_the_contract_and_writes_ids_as_integers() {
    let body = check(&update());
    assert_eq!(body["phone"], "+79991234567");
    assert_eq!(body["withdrawal_forbidden_comment"], "");
    assert_eq!(
        body["requisites"][0]["sbp_bank_id"],
        json!(100_000_000_004_i64)
    );
    assert_eq!(body["requisites"][0]["is_default"], true);
    assert_eq!(update().validate(), Ok(()));
}

#[test]
fn update_that_the_service_would_refuse_is_found_before_it_leaves() {
    let text = |text: &str| Some(text.to_owned());
    let update = DriverUpdate {
        phone: text("+79991234567"),
        last_name: " ".to_owned(),
        contract_signed_at: text("2022-09-03"),
        passport_issue_date: text(""),
        requisites: vec![
            kept(501, true),
            kept(501, false),
            RequisiteWrite::Create {
                type_id: Id(1),
                account_number: String::new(),
                name: None,
                is_default: true,
                sbp_bank_id: None,
                bik: None,
                bank_name: None,
                inn: None,
                payment_text: None,
                last_name: None,
                first_name: None,
                middle_name: None,
            },
        ],
        ..minimal()
    };
    let expected = [
        ("last_name", Problem::Required),
        ("phone", Problem::NotAPhone),
        ("contract_signed_at", Problem::NotATime),
        ("requisites.1.id", Problem::Repeated),
        ("requisites.2.account_number", Problem::Required),
        ("requisites.2.is_default", Problem::SecondDefault),
    ];
    assert_eq!(
        problems(&update),
        expected.map(|(field, problem)| (field.to_owned(), problem))
    );
}

#[tokio::test]
async fn unfit_update_is_never_sent() {
    let script = Script::saying(204, "");
    let unfit = DriverUpdate {
        first_name: String::new(),
        ..minimal()
    };
    let error = script
        .client()
        .update_driver(Id(1), &unfit)
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::Invalid)
    );
    assert_eq!(error.vendor.unwrap().fields[0].field, "first_name");
    assert!(script.sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn every_form_of_success_is_a_success() {
    for (status, body) in [(204, ""), (200, ""), (200, "{}"), (201, "{}")] {
        let outcome = Script::saying(status, body)
            .client()
            .update_driver(Id(1), &minimal())
            .await;
        assert_eq!(outcome, Ok(()), "{status} {body}");
    }
}

#[test]
fn screen_can_write_an_update_with_ids_as_text() {
    let json = json!({
        "phone": null, "group_id": "1", "anti_fraud_status_id": "2", "referrer": {"set": "9007199254740993"},
        "last_name": "Иванов", "first_name": "Иван",
        "requisites": [
            {"keep": {"id": "501", "type_id": "1", "name": null, "is_default": false}},
            {"create": {"type_id": "2", "account_number": "1", "is_default": false, "sbp_bank_id": "100000000004"}},
        ],
    });
    let update: DriverUpdate = serde_json::from_value(json).unwrap();
    assert_eq!(update.referrer, Referrer::Set(Id(9_007_199_254_740_993)));
    assert_eq!(update.requisites.len(), 2);
}
