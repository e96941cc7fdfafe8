//! Where money might have moved twice, or a screen told something else than the journal: each doubt with its answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use std::{sync::Arc, time::Duration};

use desk::{
    Desk, DeskErrorCode,
    connections::types::{ConnectionEdit, ConnectionId, KeepKey, ParkColor},
    operations::types::{
        CancelledBy, Closing, OperationAction, OperationDraft, OperationId, OperationView,
        SendAgain,
    },
    payouts::types::PayoutPhase,
};
use futures::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use journal::{State, Verdict};
use jump::TransactionOperation;
use parking_lot::Mutex;
use payouts_rig::{World, adds_up, sheet};
use rig::{
    FULL_KEY, Rig,
    money::{Bench, UNTOUCHED, payable, warned},
    small_park,
};
use sandbox::Options;
use transport::{ManualClock, Wire, WireBody, WireError};

const HOLD: Duration = Duration::from_secs(5);

fn absent() -> Closing {
    Closing {
        verdict: Verdict::Absent,
        reason: "В Jump проверил: операции нет".to_owned(),
    }
}

/// Unknown, all looks made, closed by a person as absent.
async fn closed_as_absent(bench: &Bench, draft: OperationDraft) -> OperationId {
    bench.faults(&["createTransaction:drop"]);
    let plan = bench.try_plan(draft).await.unwrap();
    let id = bench.confirm(&plan).await;
    bench
        .until_seen(&id, |view| view.checks == 5 && view.next_check_at.is_none())
        .await;
    bench.faults(&[]);
    let desk = &bench.rig.desk;
    desk.close_operation(&bench.rig.park, &id, absent())
        .await
        .unwrap();
    id
}

fn draft_of(again: SendAgain) -> OperationDraft {
    OperationDraft {
        driver_id: again.driver_id,
        operation: again.operation,
        amount: again.amount.to_string(),
        balance_id: again.balance_id,
        target_balance_id: again.target_balance_id,
        target_driver_id: None,
        transaction_type_id: again.transaction_type_id,
        message: again.message,
        create_payment: again.create_payment,
        include_commission: again.include_commission,
        repeats: Some(again.repeats),
    }
}

#[tokio::test]
async fn one_lost_operation_planned_anew_twice_is_sent_again_once() {
    let bench = Bench::new().await;
    let lost = closed_as_absent(&bench, bench.withdrawal("100")).await;
    let again = OperationDraft {
        repeats: Some(lost.clone()),
        ..bench.withdrawal("100")
    };
    let first = bench.try_plan(again.clone()).await.unwrap();
    let second = bench.try_plan(again.clone()).await.unwrap();
    let third = bench.try_plan(again).await.unwrap();
    let both = tokio::join!(bench.try_confirm(&first), bench.try_confirm(&second));
    let done: Vec<OperationView> = [both.0, both.1].into_iter().flatten().collect();
    assert_eq!(done.len(), 1, "two at once");
    bench.until(&done[0].id, State::Accepted).await;
    let late = bench.refused(&third).await;
    assert_eq!(late, DeskErrorCode::ReviewExpired);
    assert_eq!((bench.sent().len(), bench.truth().1), (2, 1));
    let details = bench.details(&lost).await;
    assert_eq!(details.operation.actions, []);
    assert_eq!(details.again, None);
}

#[tokio::test]
async fn of_several_repeats_in_a_row_only_the_last_can_be_sent_again() {
    let bench = Bench::new().await;
    let first = closed_as_absent(&bench, bench.withdrawal("100")).await;
    let repeat_of = |id: &OperationId| OperationDraft {
        repeats: Some(id.clone()),
        ..bench.withdrawal("100")
    };
    let second = closed_as_absent(&bench, repeat_of(&first)).await;
    let error = bench.try_plan(repeat_of(&first)).await.unwrap_err();
    assert_eq!(error.fields[0].code, "not_repeatable");
    let plan = bench.try_plan(repeat_of(&second)).await.unwrap();
    let id = bench.confirm(&plan).await;
    bench.until(&id, State::Accepted).await;
    assert_eq!(bench.truth().1, 1);
}

#[tokio::test]
async fn a_repeat_begins_with_everything_that_the_lost_operation_had() {
    let bench = Bench::new().await;
    let (other, target) = payable(&bench.rig, 1);
    let transfer = OperationDraft {
        operation: TransactionOperation::Transfer,
        transaction_type_id: None,
        target_balance_id: Some(target),
        target_driver_id: Some(other),
        include_commission: false,
        ..bench.withdrawal("100,05")
    };
    let withdrawal = OperationDraft {
        create_payment: true,
        ..bench.withdrawal("50")
    };
    for draft in [withdrawal, transfer] {
        let lost = closed_as_absent(&bench, draft.clone()).await;
        let details = bench.details(&lost).await;
        assert_eq!(details.operation.actions, [OperationAction::SendAgain]);
        let again = details.again.unwrap();
        assert_eq!(again.target, details.operation.target);
        let begun = draft_of(again);
        let same = OperationDraft {
            amount: begun.amount.clone(),
            target_driver_id: None,
            repeats: Some(lost),
            ..draft
        };
        assert_eq!(begun, same);
        let plan = bench.try_plan(begun.clone()).await.unwrap();
        let named = plan.target.clone().map(|target| target.name);
        assert_eq!(
            named, details.operation.target,
            "of another driver, by both names"
        );
        let id = bench.confirm(&plan).await;
        let view = bench.until(&id, State::Accepted).await;
        assert_eq!(view.target, details.operation.target);
    }
    // A withdrawal, and both ends of a transfer.
    assert_eq!((bench.sent().len(), bench.truth().1), (4, 3));
    let there = bench.rig.sandbox.balances(other.0)[0].amount;
    assert_eq!(there.to_string(), "1100.05");
}

#[tokio::test]
async fn a_repeat_goes_to_no_other_balance_unseen() {
    let bench = Bench::new().await;
    let (other, target) = payable(&bench.rig, 1);
    let (_, elsewhere) = payable(&bench.rig, 2);
    let transfer = OperationDraft {
        operation: TransactionOperation::Transfer,
        transaction_type_id: None,
        target_balance_id: Some(target),
        target_driver_id: Some(other),
        include_commission: false,
        ..bench.withdrawal("100")
    };
    let lost = closed_as_absent(&bench, transfer.clone()).await;
    for repeats in [None, Some(lost)] {
        let target = repeats.as_ref().map_or(target, |_| elsewhere);
        let draft = OperationDraft {
            target_balance_id: Some(target),
            target_driver_id: None,
            repeats,
            ..transfer.clone()
        };
        let error = bench.try_plan(draft).await.unwrap_err();
        assert_eq!(error.fields[0].code, "balance_unknown");
    }
}

#[tokio::test]
async fn a_driver_stays_closed_when_the_park_of_the_unknown_operation_is_removed_and_added_anew() {
    let bench = Bench::new().await;
    let desk = &bench.rig.desk;
    let base = "http://127.0.0.1/taxi-public/v1";
    let add = || desk.add_connection("Парк", ParkColor::Teal, FULL_KEY, base, KeepKey::ThisRun);
    let park = add().await.unwrap().id;
    // The records cannot be read either.
    bench.faults(&["createTransaction:drop/after", "listTransactions:422"]);
    let plan = desk
        .plan_operation(&park, bench.withdrawal("100"))
        .await
        .unwrap();
    let stopped = desk
        .confirm_operation(&park, &plan.hash, warned(&plan))
        .await
        .unwrap();
    bench.until(&stopped.id, State::Unknown).await;
    desk.remove_connection(&park).await.unwrap();
    let anew = add().await.unwrap().id;
    assert_ne!(anew, park);
    let planned = desk.plan_operation(&anew, bench.withdrawal("100")).await;
    let error = planned.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::DriverUnsettled);
    assert_eq!(error.params["references"], stopped.reference);
    // A person settles it, and the driver is open again.
    desk.close_operation(&anew, &stopped.id, absent())
        .await
        .unwrap();
    let plan = desk.plan_operation(&anew, bench.withdrawal("100")).await;
    assert!(plan.is_ok());
    assert_eq!(bench.truth().1, 1);
}

#[tokio::test]
async fn a_lost_operation_is_found_though_the_clock_of_this_computer_is_hours_off() {
    for hours in [-23, -3, 3, 23] {
        let options = small_park();
        let off = jiff::SignedDuration::from_hours(hours);
        let clock = ManualClock::eager(options.now + off);
        let bench = Bench::on(clock, options).await;
        bench.faults(&["createTransaction:drop/after"]);
        let id = bench.begin("100").await;
        let settled = |view: &OperationView| view.state == State::Accepted || view.checks == 5;
        let view = bench.until_seen(&id, settled).await;
        assert_eq!(view.state, State::Accepted, "{hours} h");
        assert_eq!((bench.sent().len(), bench.truth().1), (1, 1));
    }
}

#[tokio::test]
async fn an_operation_whose_hold_a_sleeping_computer_stretched_to_hours_is_not_sent() {
    let bench = Bench::still().await;
    let id = bench.begin("100").await;
    while bench.rig.clock.sleepers() == 0 {
        tokio::task::yield_now().await;
    }
    bench.advance(Duration::from_secs(8 * 3600));
    let view = bench.until(&id, State::Cancelled).await;
    assert_eq!(
        (view.cancelled, view.reason.as_str()),
        (Some(CancelledBy::Refused), "review_expired")
    );
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn who_or_what_cancelled_an_operation_is_told() {
    let bench = Bench::still().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let by_person = bench.begin("100").await;
    let view = desk.cancel_operation(park, &by_person).await.unwrap();
    assert_eq!(
        (view.cancelled, view.reason.as_str()),
        (Some(CancelledBy::Person), "")
    );

    let left_behind = bench.begin("100").await;
    Desk::new(bench.rig.parts.clone())
        .recover_operations()
        .await;
    let view = bench.details(&left_behind).await.operation;
    assert_eq!(
        (view.cancelled, view.reason.as_str()),
        (Some(CancelledBy::Restart), "")
    );

    let refused = bench.begin("100").await;
    assert_eq!(bench.details(&refused).await.operation.cancelled, None);
    let edit = ConnectionEdit {
        name: "Демо".to_owned(),
        color: ParkColor::Ochre,
        read_only: true,
    };
    desk.edit_connection(park, edit).unwrap();
    bench.advance(HOLD);
    let view = bench.until(&refused, State::Cancelled).await;
    assert_eq!(
        (view.cancelled, view.reason.as_str()),
        (Some(CancelledBy::Refused), "read_only")
    );
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn a_sum_as_long_as_a_book_is_no_sum_and_costs_nothing() {
    let bench = Bench::new().await;
    for typed in ["1".repeat(65), "-".repeat(1_000_000), " ".repeat(65)] {
        let error = bench.try_plan(bench.withdrawal(&typed)).await.unwrap_err();
        assert_eq!(error.fields[0].code, "amount_not_a_number");
    }
    // As long as it may be, with room for spaces.
    let fitting = format!("{}100", " ".repeat(61));
    assert!(bench.try_plan(bench.withdrawal(&fitting)).await.is_ok());
}

#[tokio::test]
async fn a_row_that_is_settled_after_its_register_ended_is_told_with_its_register() {
    let options = Options {
        transactions_visible_after: 300,
        ..small_park()
    };
    let now = options.now;
    let world = World::of(options);
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 3)).await;
    world.faults(&["createTransaction:drop/after@nth=2"]);
    program.begin(&id).await;
    program.until_phase(&id, PayoutPhase::Finished).await;
    let row = program.rows(&id)[1].clone();
    assert_eq!(row.state, Some(State::Unknown));
    let operation = row.operation.unwrap();
    // All looks by itself are over.
    let over = || {
        let events = program.events.all().into_iter().rev();
        let mut views = events.filter_map(|event| match event {
            desk::DeskEvent::Operation(view) if view.id == operation => Some(view),
            _ => None,
        });
        views
            .next()
            .filter(|view| view.checks == 5 && view.next_check_at.is_none())
    };
    program.events.until(over).await;
    world
        .sandbox
        .set_now(now + jiff::SignedDuration::from_secs(301));
    let looked = program.desk.check_operation(&program.park, &operation);
    assert_eq!(looked.await.unwrap().state, State::Accepted);
    let told = program.told().pop().unwrap();
    assert_eq!(told.id, id);
    adds_up(&told);
    let states: Vec<_> = told
        .states
        .iter()
        .map(|one| (one.state, one.count))
        .collect();
    assert_eq!(states, [(State::Accepted, 3)]);
}

/// Notes what is asked, in order.
struct Listening(Arc<dyn Wire>, Arc<Mutex<Vec<String>>>);

impl Wire for Listening {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        self.1.lock().push(request.uri().path().to_owned());
        self.0.send(request).boxed()
    }
}

#[tokio::test]
async fn a_plan_does_not_wait_behind_what_lists_have_asked_for() {
    const OTHERS: usize = 60;
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = asked.clone();
    let options = small_park();
    let clock = ManualClock::new(options.now);
    let way = |wire| -> Arc<dyn Wire> { Arc::new(Listening(wire, noted)) };
    let rig = Rig::on(clock, options, FULL_KEY, way).await;
    let (driver, balance) = payable(&rig, 0);
    let mut advanced = rig.desk.advanced_settings(&rig.park).unwrap();
    advanced.requests_per_second = 5;
    rig.desk.set_advanced_settings(&rig.park, advanced).unwrap();
    let cards = (0..OTHERS).map(|_| {
        let (desk, park): (Desk, ConnectionId) = (rig.desk.clone(), rig.park.clone());
        tokio::spawn(async move { desk.driver_card(&park, driver).await.map(drop) })
    });
    let cards: Vec<_> = cards.collect();
    settle().await;
    let (desk, park) = (rig.desk.clone(), rig.park.clone());
    let draft = OperationDraft {
        driver_id: driver,
        operation: TransactionOperation::Withdraw,
        amount: "100".to_owned(),
        balance_id: balance,
        target_balance_id: None,
        target_driver_id: None,
        transaction_type_id: Some(rig::money::WITHDRAWAL),
        message: String::new(),
        create_payment: false,
        include_commission: true,
        repeats: None,
    };
    let plan = tokio::spawn(async move { desk.plan_operation(&park, draft).await });
    while !plan.is_finished() {
        settle().await;
        rig.clock.advance_to_next();
    }
    plan.await.unwrap().unwrap();
    // Three questions, each with at most two calls of the lists ahead of it.
    let before = asked.lock().len();
    assert!(before <= 3 * 3 + 3, "{before} of {OTHERS}");
    for card in cards {
        card.abort();
    }
}

/// Everything that can go on without time has gone on.
async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}
