//! Money that moves: what is sent when a transaction is made, and what is read of those that were.

use jump::{
    Id, Page, PreviewMember, Problem, Transaction, TransactionCreate, TransactionOperation, Trip,
    WithdrawPreview, WithdrawPreviewAnswer,
};
use money::Amount;
use serde_json::{Value, json};
use transport::{Cause, Outcome};

use crate::calls::{self, Known};
use crate::contract::CONTRACT;
use crate::wires::Script;

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn withdrawal(sum: &str) -> TransactionCreate {
    TransactionCreate {
        operation: TransactionOperation::Withdraw,
        amount: amount(sum),
        balance_id: Id(14_095_751),
        target_balance_id: None,
        transaction_type_id: Some(Id(14)),
        message: "Тест списания".to_owned(),
        create_payment: true,
        include_commission: true,
    }
}

fn preview(sum: &str) -> WithdrawPreview {
    WithdrawPreview {
        amount: amount(sum),
        balance_id: Id(1232),
        include_commission: true,
    }
}

fn check(operation: &str, body: &Value) {
    let operation = CONTRACT.operation(operation);
    CONTRACT.check(
        CONTRACT.body_schema(operation).unwrap(),
        body,
        &operation.id,
    );
}

fn problems(transaction: &TransactionCreate) -> Vec<(String, Problem)> {
    let found = transaction.validate().err().unwrap_or_default();
    found
        .into_iter()
        .map(|problem| (problem.field, problem.problem))
        .collect()
}

#[test]
fn official_samples_are_written_digit_for_digit() {
    let body = withdrawal("100").body();
    let official = json!({
        "operation": "withdraw", "transaction_type_id": 14, "balance_id": 14_095_751, "amount": 100,
        "message": "Тест списания", "create_payment": true, "include_commission": true,
    });
    assert_eq!(body, official);
    check("createTransaction", &body);
    let body = preview("100.1").body();
    assert_eq!(
        body.to_string(),
        r#"{"amount":100.1,"balance_id":1232,"include_commission":true}"#
    );
    check("previewWithdraw", &body);
}

#[test]
fn no_amount_passes_through_a_binary_float() {
    for (sum, sent) in [
        ("0.01", "0.01"),
        ("100.10", "100.1"),
        ("100.00", "100"),
        ("1000000000000000.07", "1000000000000000.07"),
        (
            "79228162514264337593543950.33",
            "79228162514264337593543950.33",
        ),
    ] {
        let transaction = withdrawal(sum);
        assert_eq!(problems(&transaction), [], "{sum}");
        let text = transaction.body().to_string();
        assert!(text.contains(&format!(r#""amount":{sent},"#)), "{text}");
        assert!(
            preview(sum)
                .body()
                .to_string()
                .contains(&format!(r#""amount":{sent},"#))
        );
    }
}

/// Left out, `create_payment` means "pay nobody": what was decided is always written.
#[test]
fn flags_that_are_off_are_written_and_nothing_is_null() {
    let deposit = TransactionCreate {
        operation: TransactionOperation::Deposit,
        transaction_type_id: None,
        create_payment: false,
        include_commission: false,
        ..withdrawal("250.5")
    };
    let body = deposit.body();
    check("createTransaction", &body);
    let expected = json!({
        "operation": "deposit", "amount": 250.5, "balance_id": 14_095_751, "message": "Тест списания",
        "create_payment": false, "include_commission": false,
    });
    assert_eq!(body.to_string(), expected.to_string());
    check("createTransaction", &calls::transfer(Known::ANY).body());
}

#[test]
fn transaction_that_the_service_would_refuse_is_found_before_it_leaves() {
    let field = |name: &str, problem| vec![(name.to_owned(), problem)];
    for (sum, problem) in [
        ("0", Problem::NotPositive),
        ("0.00", Problem::NotPositive),
        ("-5", Problem::NotPositive),
        ("0.001", Problem::TooManyDecimals),
        ("100.005", Problem::TooManyDecimals),
    ] {
        assert_eq!(
            problems(&withdrawal(sum)),
            field("amount", problem),
            "{sum}"
        );
        assert_eq!(preview(sum).validate().unwrap_err()[0].problem, problem);
    }
    let typeless = TransactionCreate {
        transaction_type_id: None,
        ..withdrawal("1")
    };
    let wanted = field("transaction_type_id", Problem::Required);
    assert_eq!(problems(&typeless), wanted);
    let to = |target| TransactionCreate {
        operation: TransactionOperation::Transfer,
        target_balance_id: target,
        ..withdrawal("1")
    };
    let wanted = field("target_balance_id", Problem::Required);
    assert_eq!(problems(&to(None)), wanted);
    let wanted = field("target_balance_id", Problem::Repeated);
    assert_eq!(problems(&to(Some(Id(14_095_751)))), wanted);
    assert_eq!(problems(&to(Some(Id(2)))), []);
}

#[tokio::test]
async fn unfit_transaction_is_never_sent() {
    let script = Script::saying(200, "{}");
    let jump = script.client();
    let made = jump.create_transaction(Id(1), &withdrawal("0")).await;
    let asked = jump.preview_withdraw(Id(1), &preview("-1")).await;
    for error in [made.unwrap_err(), asked.unwrap_err()] {
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::Invalid)
        );
        assert_eq!(error.vendor.unwrap().fields[0].field, "amount");
    }
    assert!(script.sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn every_form_of_success_of_a_transaction_is_one_and_is_not_sent_again() {
    for (status, body) in [
        (204, ""),
        (200, "{}"),
        (201, r#"{"data":{"id":1}}"#),
        (200, "[]"),
    ] {
        let script = Script::saying(status, body);
        let made = script
            .client()
            .create_transaction(Id(1), &withdrawal("5"))
            .await;
        assert_eq!(made, Ok(()), "{status} {body}");
        assert_eq!(script.sent.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_success_without_a_word_is_not_taken_for_the_services_yes() {
    for (status, body) in [(200, ""), (201, ""), (200, " \n"), (200, "\u{feff}")] {
        let script = Script::saying(status, body);
        let jump = script.client();
        let made = jump.create_transaction(Id(1), &withdrawal("5")).await;
        let error = made.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause, error.status),
            (Outcome::MaybeSent, Cause::NotJson, Some(status)),
            "{status} {body:?}"
        );
        assert!(!error.trace_id.is_empty());
        assert_eq!(script.sent.lock().unwrap().len(), 1);
    }
}

fn answered(wire: Value) -> WithdrawPreviewAnswer {
    serde_json::from_value(wire).unwrap()
}

fn member(key: &str, value: &str) -> PreviewMember {
    PreviewMember {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn preview_answer_is_read_in_every_envelope_and_of_every_kind_of_number() {
    for wire in [
        json!({"data": {"amount": 100.1, "commission": "3.10", "amount_paid": 97}}),
        json!({"item": {"amount": "100.1", "commission": 3.10, "amount_paid": "97"}}),
        json!({"amount": "100.1", "commission": "3.1", "amount_paid": "97.00"}),
        json!({"data": {"data": {"amount": 100.1, "commission": 3.1, "amount_paid": 97}}}),
    ] {
        let answer = answered(wire);
        let amounts = [answer.amount, answer.commission, answer.amount_paid];
        let expected = ["100.1", "3.1", "97"].map(|text| Some(amount(text)));
        assert_eq!(amounts, expected);
        assert_eq!(answer.others, []);
    }
    for empty in [
        json!({}),
        json!([]),
        json!({"data": []}),
        json!({"data": null}),
        json!({"data": {"amount": null, "commission": null}}),
    ] {
        assert_eq!(answered(empty), WithdrawPreviewAnswer::default());
    }
    assert!(serde_json::from_value::<WithdrawPreviewAnswer>(json!("no")).is_err());
}

/// The members are not documented: one that says "not possible" must reach the person under whatever name.
#[test]
fn no_member_of_a_preview_is_lost() {
    let answer: WithdrawPreviewAnswer = serde_json::from_str(
        r#"{"data": {"amount": {"value": 5}, "is_available": false, "rate": 1.50, "note": "Блокировка",
            "limits": [1, 2.10], "nothing": null}, "message": "Недостаточно средств", "amount": 7}"#,
    )
    .unwrap();
    assert_eq!(answer.amount, Some(amount("7")));
    let mut others = answer.others;
    others.sort_by(|left, right| left.key.cmp(&right.key));
    let expected = [
        member("amount", r#"{"value":5}"#),
        member("is_available", "false"),
        member("limits", "[1,2.10]"),
        member("message", "Недостаточно средств"),
        member("note", "Блокировка"),
        member("nothing", "null"),
        member("rate", "1.50"),
    ];
    assert_eq!(others, expected);
}

#[test]
fn transaction_of_any_dialect_is_read() {
    let lists: [Page<Transaction>; 2] = [
        json!({
            "id": 9001, "date": "2023-06-15T11:00:00+03:00", "description": null,
            "driver": {"id": 1232, "phone": 79_999_999_999_i64, "middle_name": null, "full_name": "Иванов Иван"},
            "type": {"id": 14, "name": "Списание"}, "integration": null, "amount": -100.5, "payment_id": 7001,
            "trip": null, "surprise": {"a": [1]},
        }),
        json!({
            "id": "9001", "date": "2023-06-15T11:00:00+03:00",
            "driver": {"id": "1232", "phone": "+7 999 999-99-99", "full_name": "Иванов Иван"},
            "type": {"value": 14, "title": "Списание"}, "amount": "-100.50", "payment_id": "7001",
        }),
    ]
    .map(|row| {
        let page = json!({"items": [row], "meta": {"total": 1, "current_page": 1, "last_page": 1}});
        serde_json::from_str(&page.to_string()).unwrap()
    });
    let [left, right] = lists.map(|page| page.items.into_iter().next().unwrap());
    assert_eq!(left, right);
    assert_eq!(left.amount, Some(amount("-100.5")));
    assert_eq!(left.driver.unwrap().phone.unwrap().digits(), "79999999999");
}

#[test]
fn trip_keeps_every_sum_to_the_kopeck_whatever_is_a_number_and_whatever_a_text() {
    let read = |wire: &str| -> Trip {
        let row: Transaction =
            serde_json::from_str(&format!(r#"{{"id":1,"trip":{wire}}}"#)).unwrap();
        row.trip.unwrap()
    };
    let numbers = read(
        r#"{"date": null, "address_from": "А", "duration": 1260, "distance": 12.4, "payment_type": {"id": 1, "name": "Наличные"},
            "amount": {"order": 350.10, "tip": 0.3000000000000000444, "cash": 1e2, "aggregator_commission": -70.02, "total": 280}}"#,
    );
    let texts = read(
        r#"{"address_from": "А", "duration": "1260", "distance": "12.4", "payment_type": {"value": "1", "title": "Наличные"},
            "amount": {"order": "350.10", "tip": "0.3000000000000000444", "cash": "100", "aggregator_commission": "-70.02",
            "total": "280.00", "cashless": null}}"#,
    );
    assert_eq!(numbers.amount, texts.amount);
    assert_eq!(numbers.distance.as_deref(), Some("12.4"));
    assert_eq!(
        (numbers.distance, numbers.duration),
        (texts.distance, texts.duration)
    );
    let sums = numbers.amount.unwrap();
    assert_eq!(sums.tip, Some(amount("0.3000000000000000444")));
    assert_eq!(sums.cash, Some(amount("100")));
    assert!(
        read(r#"{"amount": [], "payment_type": null}"#)
            .amount
            .unwrap()
            .total
            .is_none()
    );
    assert!(read("{}").amount.is_none());
}
