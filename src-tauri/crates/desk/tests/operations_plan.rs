//! Plans over the demo park: nothing is guessed, nothing is computed by us, and whatever a person should know is told
//! before anything moves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::sync::atomic::Ordering;

use desk::{
    DeskError, DeskErrorCode, DeskResult,
    connections::types::{ConnectionEdit, ParkColor},
    operations::types::{MoneySettings, OperationDraft, Warning, WarningCode},
    transactions::types::{PreviewAsk, PreviewView},
};
use journal::State;
use jump::{Id, TransactionOperation};
use rig::money::{Bench, UNTOUCHED, payable, warned};
use rust_decimal::Decimal;
use sandbox::NewTransaction;

async fn preview(bench: &Bench, amount: &str) -> DeskResult<PreviewView> {
    let ask = PreviewAsk {
        driver_id: bench.driver,
        balance_id: bench.balance,
        amount: amount.to_owned(),
        include_commission: true,
    };
    bench.rig.desk.preview_withdraw(&bench.rig.park, ask).await
}

fn fields(error: &DeskError) -> Vec<(&str, &str)> {
    assert_eq!(error.code, DeskErrorCode::InvalidInput);
    let fields = error.fields.iter();
    fields
        .map(|one| (one.field.as_str(), one.code.as_str()))
        .collect()
}

fn deposit(bench: &Bench, amount: &str) -> OperationDraft {
    OperationDraft {
        operation: TransactionOperation::Deposit,
        transaction_type_id: None,
        include_commission: false,
        ..bench.withdrawal(amount)
    }
}

/// Typed amounts that must never be guessed, with the code of the refusal.
const REFUSED: [(&str, &str); 6] = [
    ("1,234", "amount_ambiguous"),
    ("1e3", "amount_exponent"),
    ("-5", "amount_negative"),
    ("0", "amount_zero"),
    ("0,125", "amount_too_many_decimals"),
    ("", "required"),
];

#[tokio::test]
async fn a_preview_asks_for_what_was_typed_and_computes_nothing() {
    let bench = Bench::new().await;
    let view = preview(&bench, "1 234,56").await;
    assert_eq!(view.unwrap_err().code, DeskErrorCode::RefusedByService);
    let view = preview(&bench, "234,56").await.unwrap();
    assert_eq!(
        (view.asked.to_string().as_str(), view.include_commission),
        ("234.56", true)
    );
    assert_eq!(view.answer.amount.unwrap(), view.asked);
    // The park takes 20 roubles at least.
    assert_eq!(view.answer.commission.unwrap().to_string(), "20");
    assert_eq!(view.answer.amount_paid.unwrap().to_string(), "214.56");
    assert_eq!(view.answer.others[0].key, "is_available");
    assert_eq!(bench.truth(), UNTOUCHED);
}

#[tokio::test]
async fn an_amount_that_can_be_read_in_two_ways_reaches_neither_preview_nor_plan() {
    let bench = Bench::new().await;
    for (typed, code) in REFUSED {
        let errors = [
            preview(&bench, typed).await.unwrap_err(),
            bench.try_plan(bench.withdrawal(typed)).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(fields(&error), [("amount", code)], "{typed}");
        }
    }
    assert_eq!(bench.rig.sandbox.calls("previewWithdraw"), 0);
}

#[tokio::test]
async fn every_amount_leaves_and_moves_exactly_as_typed() {
    let bench = Bench::new().await;
    let mut expected = Decimal::from(1_000);
    for (typed, literal) in [
        ("0,1", "0.1"),
        ("0.2", "0.2"),
        ("0,30", "0.3"),
        ("12 345,14", "12345.14"),
        ("1\u{A0}000\u{202F}000", "1000000"),
        ("99999999,99", "99999999.99"),
    ] {
        let plan = bench.try_plan(deposit(&bench, typed)).await.unwrap();
        assert_eq!(plan.amount.decimal(), literal.parse().unwrap());
        let id = bench.confirm(&plan).await;
        let view = bench.until(&id, State::Accepted).await;
        assert_eq!(view.amount, plan.amount);
        let body = bench.sent().pop().unwrap().body;
        assert!(body.contains(&format!(r#""amount":{literal},"#)), "{body}");
        expected += plan.amount.decimal();
        assert_eq!(bench.truth().0, expected, "{typed}");
    }
}

#[tokio::test]
async fn a_plan_lacks_nothing_that_its_operation_requires() {
    let bench = Bench::new().await;
    let transfer = |target| OperationDraft {
        operation: TransactionOperation::Transfer,
        transaction_type_id: None,
        target_balance_id: target,
        ..bench.withdrawal("1")
    };
    let untyped = OperationDraft {
        transaction_type_id: None,
        ..bench.withdrawal("1")
    };
    // With our mark it is longer than 255.
    let long = OperationDraft {
        message: "я".repeat(246),
        ..bench.withdrawal("1")
    };
    let (_, foreign) = payable(&bench.rig, 1);
    let not_own = OperationDraft {
        balance_id: foreign,
        ..bench.withdrawal("1")
    };
    for (draft, field, code) in [
        (untyped, "transaction_type_id", "required"),
        (transfer(None), "target_balance_id", "required"),
        (
            transfer(Some(bench.balance)),
            "target_balance_id",
            "target_same",
        ),
        (
            transfer(Some(foreign)),
            "target_balance_id",
            "balance_unknown",
        ),
        (long, "message", "message_too_long"),
        (not_own, "balance_id", "balance_unknown"),
    ] {
        let error = bench.try_plan(draft).await.unwrap_err();
        assert_eq!(fields(&error), [(field, code)]);
    }
    let fitting = OperationDraft {
        message: "я".repeat(245),
        ..bench.withdrawal("1000")
    };
    let plan = bench.try_plan(fitting).await.unwrap();
    assert_eq!(plan.message.chars().count(), 255);
    assert_eq!(bench.sent(), []);
}

#[tokio::test]
async fn a_transfer_names_both_ends_and_moves_what_was_shown() {
    let bench = Bench::new().await;
    let (other, target) = payable(&bench.rig, 1);
    let draft = OperationDraft {
        operation: TransactionOperation::Transfer,
        transaction_type_id: None,
        target_balance_id: Some(target),
        target_driver_id: Some(other),
        // No part of a transfer: left out.
        create_payment: true,
        ..bench.withdrawal("100,05")
    };
    let plan = bench.try_plan(draft).await.unwrap();
    let named = plan.target.clone().unwrap();
    assert_eq!(
        (named.id, named.amount.unwrap().to_string()),
        (target, "1000.00".to_owned())
    );
    assert!(plan.target_driver.is_some() && plan.preview.is_none() && !plan.create_payment);
    let id = bench.confirm(&plan).await;
    let view = bench.until(&id, State::Accepted).await;
    assert!(
        view.target
            .unwrap()
            .starts_with(&plan.target_driver.unwrap())
    );
    assert_eq!(bench.truth().0, Decimal::new(89_995, 2));
    let there = bench.rig.sandbox.balances(other.0)[0].amount;
    assert_eq!(there, Decimal::new(110_005, 2));
}

#[tokio::test]
async fn the_preview_asks_about_the_very_withdrawal_that_would_leave() {
    let bench = Bench::new().await;
    for include_commission in [true, false] {
        let draft = OperationDraft {
            include_commission,
            ..bench.withdrawal("200,50")
        };
        let plan = bench.try_plan(draft).await.unwrap();
        assert_eq!(plan.preview.unwrap().include_commission, include_commission);
        let asked = bench.previews().pop().unwrap().body;
        let expected = format!(
            r#"{{"amount":200.5,"balance_id":{},"include_commission":{include_commission}}}"#,
            bench.balance
        );
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&asked), read(&expected));
    }
}

#[tokio::test]
async fn what_the_service_would_refuse_is_not_planned() {
    let bench = Bench::new().await;
    let error = bench.try_plan(bench.withdrawal("5 000")).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    assert_eq!(error.fields[0].field, "amount");
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn a_read_only_park_gets_no_plan_and_carries_out_none_made_before() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    let edit = ConnectionEdit {
        name: "Демо".to_owned(),
        color: ParkColor::Ochre,
        read_only: true,
    };
    let desk = &bench.rig.desk;
    desk.edit_connection(&bench.rig.park, edit).unwrap();
    let error = bench.try_plan(bench.withdrawal("1")).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReadOnly);
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReadOnly);
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn where_a_payment_goes_is_shown_by_its_last_digits_only() {
    let bench = Bench::new().await;
    let draft = OperationDraft {
        create_payment: true,
        ..bench.withdrawal("100")
    };
    let plan = bench.try_plan(draft).await.unwrap();
    assert!(!warned(&plan).contains(&WarningCode::NoPayment));
    let requisite = plan.requisite.clone().unwrap();
    let digits: String = requisite.chars().filter(char::is_ascii_digit).collect();
    assert!(
        requisite.contains("•••• ") && digits.len() <= 4,
        "{requisite}"
    );
    let id = bench.confirm(&plan).await;
    let view = bench.until(&id, State::Accepted).await;
    assert_eq!(view.requisite, Some(requisite));
    let made = bench.rig.sandbox.transactions().pop().unwrap();
    assert!(made.payment_id.is_some());
}

fn warning(warnings: &[Warning], code: WarningCode) -> Option<&Warning> {
    warnings.iter().find(|one| one.code == code)
}

#[tokio::test]
async fn the_same_sum_given_lately_is_told_with_all_that_is_known_of_it() {
    let bench = Bench::new().await;
    let first = bench.carried("100", State::Accepted).await;
    // Somebody did the same in the vendor's own office, and something else.
    let office = |amount: i64, description: &str| NewTransaction {
        driver_id: bench.driver.0,
        type_id: 14,
        amount,
        description: description.to_owned(),
        date: None,
    };
    for row in [office(-10_000, "вручную"), office(-10_001, "другое")] {
        bench.rig.sandbox.add_transaction(&row).unwrap();
    }
    let plan = bench.plan("100").await;
    let found = warning(&plan.warnings, WarningCode::Duplicate).unwrap();
    let told: Vec<_> = found
        .similar
        .iter()
        .map(|one| (one.operation.clone(), one.state, one.description.as_str()))
        .collect();
    let known = bench.details(&first).await.operation;
    assert_eq!(
        told,
        [
            (Some(first), Some(State::Accepted), known.message.as_str()),
            (None, None, "вручную"),
        ]
    );
    assert_eq!(
        warned(&bench.plan("100,02").await),
        [WarningCode::NoPayment]
    );
}

#[tokio::test]
async fn a_search_for_duplicates_that_fails_is_a_warning_and_never_a_yes() {
    let bench = Bench::new().await;
    bench.faults(&["listTransactions:500"]);
    let plan = bench.plan("100").await;
    let unknown = warning(&plan.warnings, WarningCode::DuplicatesUnknown).unwrap();
    assert_eq!(unknown.params["reason"], "service_down");
    bench.faults(&[]);
    let none = MoneySettings {
        duplicate_days: 0,
        ..MoneySettings::default()
    };
    bench.rig.desk.set_money_settings(none).unwrap();
    bench.faults(&["listTransactions:500"]);
    assert_eq!(warned(&bench.plan("100").await), [WarningCode::NoPayment]);
}

#[tokio::test]
async fn a_commission_that_the_service_does_not_name_is_asked_about() {
    let bench = Bench::new().await;
    bench.noted.silent.store(true, Ordering::Relaxed);
    let plan = bench.plan("100").await;
    assert_eq!(
        warned(&plan),
        [WarningCode::CommissionUnknown, WarningCode::NoPayment]
    );
    let answer = plan.preview.unwrap().answer;
    assert_eq!(
        (answer.commission, answer.others[0].key.as_str()),
        (None, "note")
    );
}

#[tokio::test]
async fn two_plans_within_the_days_limit_do_not_pass_it_together() {
    let bench = Bench::new().await;
    let limits = MoneySettings {
        day_limit: "500".to_owned(),
        duplicate_days: 0,
        ..MoneySettings::default()
    };
    bench.rig.desk.set_money_settings(limits).unwrap();
    let plans = [bench.plan("300").await, bench.plan("300").await];
    for plan in &plans {
        assert_eq!(warned(plan), [WarningCode::NoPayment]);
    }
    let [first, second] = plans;
    let id = bench.confirm(&first).await;
    bench.until(&id, State::Accepted).await;
    assert_eq!(bench.refused(&second).await, DeskErrorCode::ReviewExpired);

    // Told of it anew, a person may agree.
    let told = bench.plan("300").await;
    assert!(warned(&told).contains(&WarningCode::AboveDayLimit));
    let id = bench.confirm(&told).await;
    bench.until(&id, State::Accepted).await;
}

#[tokio::test]
async fn limits_warn_to_the_kopeck_and_count_what_may_have_moved() {
    let bench = Bench::new().await;
    let limits = MoneySettings {
        operation_limit: "300".to_owned(),
        day_limit: "500,50".to_owned(),
        duplicate_days: 0,
        ..MoneySettings::default()
    };
    let kept = bench.rig.desk.set_money_settings(limits.clone()).unwrap();
    assert_eq!(kept, limits);
    assert_eq!(warned(&bench.plan("300").await), [WarningCode::NoPayment]);
    let above = bench.plan("300,01").await;
    let told = warning(&above.warnings, WarningCode::AboveOperationLimit).unwrap();
    assert_eq!(told.params["limit"], "300");

    bench.carried("300", State::Accepted).await;
    assert_eq!(
        warned(&bench.plan("200,50").await),
        [WarningCode::NoPayment]
    );
    let above = bench.plan("200,51").await;
    let told = warning(&above.warnings, WarningCode::AboveDayLimit).unwrap();
    let told = (told.params["limit"].as_str(), told.params["spent"].as_str());
    assert_eq!(told, ("500.50", "300"));

    // What the service refused moved nothing and does not count.
    let refused = bench.plan("200,50").await;
    assert!(bench.rig.sandbox.set_balance(bench.balance.0, 0));
    let id = bench.confirm(&refused).await;
    bench.until(&id, State::Rejected).await;
    assert!(bench.rig.sandbox.set_balance(bench.balance.0, 100_000));
    assert_eq!(
        warned(&bench.plan("200,50").await),
        [WarningCode::NoPayment]
    );
}

#[tokio::test]
async fn a_limit_that_cannot_be_read_is_not_kept() {
    let bench = Bench::new().await;
    let wrong = MoneySettings {
        name: "я".repeat(61),
        operation_limit: "1,234".to_owned(),
        day_limit: "много".to_owned(),
        duplicate_days: 29,
    };
    let error = bench.rig.desk.set_money_settings(wrong).unwrap_err();
    assert_eq!(
        fields(&error),
        [
            ("operation_limit", "amount_ambiguous"),
            ("day_limit", "amount_not_a_number"),
            ("duplicate_days", "duplicate_days"),
            ("name", "too_long"),
        ]
    );
    let kept = bench.rig.desk.money_settings().unwrap();
    assert_eq!(kept, MoneySettings::default());
}

#[tokio::test]
async fn a_foreign_mark_in_the_comment_never_leaves_with_a_new_operation() {
    let bench = Bench::new().await;
    let first = bench.plan("100").await;
    let draft = OperationDraft {
        message: first.message.clone(),
        ..bench.withdrawal("100")
    };
    let again = bench.try_plan(draft).await.unwrap();
    assert_eq!(again.message, format!("Аренда [#{}]", again.reference));
    assert_ne!(again.reference, first.reference);
    assert_ne!(again.hash, first.hash);
    assert_eq!(again.hash.0.len(), 64);
}

#[tokio::test]
async fn an_unknown_driver_is_told_as_the_service_tells_it() {
    let bench = Bench::new().await;
    let draft = OperationDraft {
        driver_id: Id(1),
        ..bench.withdrawal("100")
    };
    let error = bench.try_plan(draft).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::NotFound);
}
