//! Confirmed operations over the demo park: written down before they leave, sent once, taken back while they are held.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::time::Duration;

use desk::{
    DeskErrorCode,
    connections::types::{KeepKey, ParkColor},
    operations::types::{HistoryKind, OperationAction, OperationDraft, PlanHash, WarningCode},
};
use journal::State;
use rig::{
    FULL_KEY,
    money::{Bench, UNTOUCHED, payable, warned},
};
use rust_decimal::Decimal;

const HOLD: Duration = Duration::from_secs(5);

#[tokio::test]
async fn the_intent_is_on_the_disk_before_exactly_the_planned_body_leaves_once() {
    let bench = Bench::new().await;
    let plan = bench.plan("100,10").await;
    let id = bench.confirm(&plan).await;
    let view = bench.until(&id, State::Accepted).await;
    let sent = bench.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].intended, "it left before the intent was written");
    let path = format!("/drivers/{}/transactions", bench.driver);
    assert!(sent[0].path.ends_with(&path));
    let details = bench.details(&id).await;
    assert_eq!(details.body, sent[0].body);
    let expected = format!(
        r#"{{"operation":"withdraw","amount":100.1,"balance_id":{},"transaction_type_id":14,"message":"Аренда [#{}]","create_payment":false,"include_commission":true}}"#,
        bench.balance, plan.reference
    );
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(read(&details.body), read(&expected));
    let steps = [
        HistoryKind::Confirmed,
        HistoryKind::Intent,
        HistoryKind::Accepted,
    ];
    assert_eq!(bench.history(&id).await, steps);
    assert_eq!(details.history[0].params["plan"], plan.hash.0);
    assert_eq!(details.history[0].params["agreed"], "no_payment");
    assert_eq!(
        details.history[1].params["body_sha256"],
        details.body_sha256
    );
    assert_eq!(
        (view.reference, view.message),
        (plan.reference, plan.message)
    );
    assert_eq!(bench.truth(), (Decimal::new(89_990, 2), 1));
}

#[tokio::test]
async fn nothing_goes_out_unless_exactly_the_warnings_were_agreed_to() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    for agreed in [
        vec![],
        vec![WarningCode::Duplicate],
        vec![WarningCode::NoPayment, WarningCode::Duplicate],
    ] {
        let error = bench.confirm_as(&plan.hash, agreed).await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, "agreed");
    }
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
    // Said twice is said once; the plan has stayed good.
    let twice = vec![WarningCode::NoPayment, WarningCode::NoPayment];
    let view = bench.confirm_as(&plan.hash, twice).await.unwrap();
    bench.until(&view.id, State::Accepted).await;
}

#[tokio::test]
async fn a_plan_works_once_not_for_long_and_only_as_it_was_made() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    let base = "http://127.0.0.1/taxi-public/v1";
    let desk = &bench.rig.desk;
    let adding = desk.add_connection("Другой", ParkColor::Teal, FULL_KEY, base, KeepKey::ThisRun);
    let other = adding.await.unwrap().id;
    // Adding a connection does not touch the settings of this one.
    let foreign = desk.confirm_operation(&other, &plan.hash, warned(&plan));
    assert_eq!(
        foreign.await.unwrap_err().code,
        DeskErrorCode::ReviewExpired
    );
    let forged = PlanHash("0".repeat(64));
    let error = bench.confirm_as(&forged, warned(&plan)).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReviewExpired);
    let id = bench.confirm(&plan).await;
    assert_eq!(bench.refused(&plan).await, DeskErrorCode::ReviewExpired);
    bench.until(&id, State::Accepted).await;

    let old = bench.plan("50").await;
    bench.rig.clock.advance(Duration::from_secs(301));
    assert_eq!(bench.refused(&old).await, DeskErrorCode::ReviewExpired);

    let elsewhere = bench.plan("50").await;
    let mut advanced = desk.advanced_settings(&bench.rig.park).unwrap();
    advanced.requests_per_second = 7;
    desk.set_advanced_settings(&bench.rig.park, advanced)
        .unwrap();
    let refused = bench.refused(&elsewhere).await;
    assert_eq!(refused, DeskErrorCode::ReviewExpired);
    assert_eq!((bench.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn two_impatient_confirmations_move_the_money_once() {
    let bench = Bench::new().await;
    let plan = bench.plan("100").await;
    let both = tokio::join!(bench.try_confirm(&plan), bench.try_confirm(&plan));
    let done: Vec<_> = [both.0, both.1].into_iter().flatten().collect();
    assert_eq!(done.len(), 1);
    bench.until(&done[0].id, State::Accepted).await;
    assert_eq!((bench.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn two_equal_honest_payouts_both_go_out_after_the_warning() {
    let bench = Bench::new().await;
    let first = bench.carried("100", State::Accepted).await;
    let plan = bench.plan("100").await;
    assert!(warned(&plan).contains(&WarningCode::Duplicate));
    let second = bench.confirm(&plan).await;
    bench.until(&second, State::Accepted).await;
    assert_ne!(first, second);
    assert_eq!(bench.truth(), (Decimal::from(800), 2));
}

#[tokio::test]
async fn two_equal_plans_confirmed_at_once_leave_one_after_the_other_under_marks_of_their_own() {
    let bench = Bench::still().await;
    let plans = [bench.plan("100").await, bench.plan("100").await];
    let mut ids = Vec::new();
    for plan in &plans {
        ids.push(bench.confirm(plan).await);
    }
    assert_eq!(bench.sent(), []);
    bench.advance(HOLD);
    for id in &ids {
        bench.until(id, State::Accepted).await;
    }
    let sent = bench.sent();
    assert!(sent.iter().all(|one| one.intended) && sent[0].body != sent[1].body);
    assert_eq!(bench.truth(), (Decimal::from(800), 2));
}

#[tokio::test]
async fn what_is_cancelled_in_its_hold_never_leaves() {
    let bench = Bench::still().await;
    let id = bench.begin("100").await;
    let held = bench.details(&id).await.operation;
    assert_eq!(
        (held.state, held.actions),
        (State::Waiting, vec![OperationAction::Cancel])
    );
    assert!(held.hold_until.is_some());
    bench.advance(Duration::from_millis(4_900));
    let desk = &bench.rig.desk;
    let view = desk.cancel_operation(&bench.rig.park, &id).await.unwrap();
    assert_eq!((view.state, view.hold_until), (State::Cancelled, None));
    bench.advance(Duration::from_secs(60));
    tokio::task::yield_now().await;
    let details = bench.details(&id).await;
    assert_eq!(details.history[1].params["why"], "person");
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn a_cancellation_that_comes_too_late_says_how_it_stands() {
    let bench = Bench::new().await;
    let id = bench.carried("100", State::Accepted).await;
    let desk = &bench.rig.desk;
    let view = desk.cancel_operation(&bench.rig.park, &id).await.unwrap();
    assert_eq!(view.state, State::Accepted);
    assert_eq!(bench.history(&id).await.len(), 3);
}

#[tokio::test]
async fn another_parks_key_put_in_during_the_hold_gets_nothing() {
    let bench = Bench::still().await;
    let id = bench.begin("100").await;
    let desk = &bench.rig.desk;
    let mut advanced = desk.advanced_settings(&bench.rig.park).unwrap();
    advanced.base_address = "http://127.0.0.1:9/other".to_owned();
    desk.set_advanced_settings(&bench.rig.park, advanced)
        .unwrap();
    bench.advance(HOLD);
    bench.until(&id, State::Cancelled).await;
    let details = bench.details(&id).await;
    assert_eq!(details.history[1].params["why"], "review_expired");
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn a_refusal_is_a_rejection_in_the_services_words_and_the_money_is_safe() {
    let bench = Bench::new().await;
    let plan = bench.plan("900").await;
    assert!(bench.rig.sandbox.set_balance(bench.balance.0, 10_000));
    let id = bench.confirm(&plan).await;
    let view = bench.until(&id, State::Rejected).await;
    assert!(
        view.reason.contains("Недостаточно средств"),
        "{}",
        view.reason
    );
    assert!(view.reason.starts_with("422"), "{}", view.reason);
    assert_eq!(
        (view.actions, bench.truth()),
        (vec![], (Decimal::from(100), 0))
    );
    let steps = [
        HistoryKind::Confirmed,
        HistoryKind::Intent,
        HistoryKind::Rejected,
    ];
    assert_eq!(bench.history(&id).await, steps);
    // It is settled: the next one may go.
    bench.carried("50", State::Accepted).await;
}

#[tokio::test]
async fn other_drivers_do_not_wait_for_one_that_is_slow_to_be_settled() {
    let bench = Bench::new().await;
    bench.faults(&["createTransaction:drop@nth=1", "listTransactions:500"]);
    let lost = bench.carried("100", State::Unknown).await;
    let error = bench.try_plan(bench.withdrawal("5")).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::DriverUnsettled);
    let lost = bench.details(&lost).await.operation;
    assert_eq!(error.params["references"], lost.reference);
    assert_eq!(error.params["operations"], lost.id.0);

    let (driver_id, balance_id) = payable(&bench.rig, 1);
    let draft = OperationDraft {
        driver_id,
        balance_id,
        ..bench.withdrawal("5000")
    };
    assert!(bench.rig.sandbox.set_balance(balance_id.0, 1_000_000));
    let plan = bench.try_plan(draft).await.unwrap();
    let id = bench.confirm(&plan).await;
    bench.until(&id, State::Accepted).await;
}

#[tokio::test]
async fn a_driver_who_became_unsettled_since_the_plan_gets_nothing_more() {
    let bench = Bench::still().await;
    let plans = [
        bench.plan("100").await,
        bench.plan("50").await,
        bench.plan("70").await,
    ];
    bench.faults(&["createTransaction:drop@nth=1"]);
    let mut ids = Vec::new();
    for plan in &plans[..2] {
        ids.push(bench.confirm(plan).await);
    }
    bench.advance(HOLD);
    // One of them went first; the other waited for its turn, and then was not sent.
    let mut left = Vec::new();
    for id in &ids {
        let ended = |state| matches!(state, State::Unknown | State::Cancelled);
        left.push(bench.until_seen(id, |view| ended(view.state)).await);
    }
    left.sort_by_key(|view| view.state);
    let states: Vec<State> = left.iter().map(|view| view.state).collect();
    assert_eq!(states, [State::Unknown, State::Cancelled]);
    let refused = bench.refused(&plans[2]).await;
    assert_eq!(refused, DeskErrorCode::DriverUnsettled);
    let details = bench.details(&left[1].id).await;
    assert_eq!(details.history[1].params["why"], "driver_unsettled");
    assert_eq!((bench.sent().len(), bench.truth()), (1, UNTOUCHED));
}
