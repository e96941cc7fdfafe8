//! The run: what was confirmed leaves once, row by row, in its order; a person takes it back, pauses it, cancels what waits.
//! The sums by state add up to the control total all the time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use std::sync::atomic::Ordering;

use desk::{
    DeskErrorCode,
    operations::types::{JournalFilter, OperationId},
    payouts::types::*,
};
use journal::State;
use payouts_rig::{World, adds_up, by, paying_way, sent_at_least, sheet, warned};

#[tokio::test]
async fn a_confirmed_register_leaves_once_in_order_and_adds_up() {
    let world = World::new();
    let program = world.start().await;
    let (id, view) = program.sent(&sheet(&world, 5)).await;
    assert_eq!(program.states(&id), [Some(State::Accepted); 5]);
    assert_eq!((view.done, view.of), (5, 5));
    adds_up(&view);
    assert_eq!(world.effects(), (5, view.control.amount.decimal()));
    assert_eq!(world.gate.sent(), 5);
    let made = world
        .sandbox
        .transactions()
        .into_iter()
        .filter(|one| one.made);
    let drivers: Vec<_> = made.map(|one| Some(one.driver_id.to_string())).collect();
    let rows = program.rows(&id);
    assert_eq!(
        drivers,
        rows.iter()
            .map(|row| row.driver_id.clone())
            .collect::<Vec<_>>()
    );
    for view in program
        .told()
        .iter()
        .filter(|view| view.confirmed_at.is_some())
    {
        adds_up(view);
    }
    let listed = program
        .desk
        .payouts(&program.park, PayoutsAsk::default())
        .await
        .unwrap();
    assert_eq!((listed.len(), listed[0].phase), (1, PayoutPhase::Finished));
    assert_eq!(listed[0].amount, view.control.amount);
}

#[tokio::test]
async fn a_register_taken_back_in_its_hold_leaves_no_request() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 3)).await;
    world.gate.holds.store(true, Ordering::SeqCst);
    let view = program.begin(&id).await;
    assert_eq!(view.phase, PayoutPhase::Holding);
    assert!(view.hold_until.is_some());
    adds_up(&view);
    let view = program.desk.cancel_payout(&id).await.unwrap();
    assert_eq!(view.phase, PayoutPhase::Cancelled);
    world.gate.open();
    tokio::task::yield_now().await;
    assert_eq!(program.states(&id), [Some(State::Cancelled); 3]);
    adds_up(&program.view(&id));
    assert_eq!((world.gate.sent(), world.effects().0), (0, 0));
    // Nothing brings it back.
    let view = program.desk.resume_payout(&id).await.unwrap();
    assert_eq!(view.phase, PayoutPhase::Cancelled);
    assert_eq!(world.gate.sent(), 0);
}

#[tokio::test]
async fn a_plan_works_once_and_only_for_the_rows_that_were_shown() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 3)).await;
    let plan = program.desk.plan_payout(&id).await.unwrap();
    assert_eq!((plan.hash.0.len(), plan.hold_seconds), (64, 30));
    let excluded = RowChange {
        included: Some(false),
        ..RowChange::default()
    };
    program
        .desk
        .change_payout_row(&id, 2, excluded)
        .await
        .unwrap();
    let error = program.try_confirm(&id, &plan).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReviewExpired);
    let plan = program.desk.plan_payout(&id).await.unwrap();
    assert_eq!((plan.control.included, plan.control.left_out), (2, 1));
    let both = tokio::join!(
        program.try_confirm(&id, &plan),
        program.try_confirm(&id, &plan)
    );
    let yes = [both.0, both.1].into_iter().filter(Result::is_ok).count();
    assert_eq!(yes, 1, "an impatient second confirmation is none");
    program.until_phase(&id, PayoutPhase::Finished).await;
    assert_eq!(
        program.try_confirm(&id, &plan).await.unwrap_err().code,
        DeskErrorCode::ReviewExpired
    );
    assert_eq!(world.effects(), (2, plan.control.amount.decimal()));
    assert_eq!(
        program
            .desk
            .payouts(&program.park, PayoutsAsk::default())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn exactly_the_warnings_that_were_told_have_to_be_agreed_to() {
    let world = World::new();
    let program = world.start().await;
    let unpaid = by(JumpWay {
        create_payment: false,
        ..paying_way()
    });
    let id = program.open_with(&sheet(&world, 2), unpaid).await;
    program.check(&id).await;
    let plan = program.desk.plan_payout(&id).await.unwrap();
    assert_eq!(warned(&plan).len(), 1, "nobody is paid");
    let error = program
        .desk
        .confirm_payout(&id, &plan.hash, Vec::new())
        .await
        .unwrap_err();
    assert_eq!(error.fields[0].field, "agreed");
    program.try_confirm(&id, &plan).await.unwrap();
    program.until_phase(&id, PayoutPhase::Finished).await;
    let made: Vec<_> = world
        .sandbox
        .transactions()
        .into_iter()
        .filter(|one| one.made)
        .collect();
    assert!(made.iter().all(|one| one.payment_id.is_none()));
}

#[tokio::test]
async fn a_pause_waits_for_the_operation_under_way_and_goes_on_with_the_next() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 4)).await;
    world.gate.holds.store(true, Ordering::SeqCst);
    program.begin(&id).await;
    let view = program.desk.pause_payout(&id).await.unwrap();
    assert_eq!(
        (view.phase, view.pause_reason),
        (PayoutPhase::Paused, Some(PauseReason::Person))
    );
    world.gate.open();
    tokio::task::yield_now().await;
    assert_eq!(world.gate.sent(), 0);
    let journal = program.desk.journal_state(&program.park).await.unwrap();
    assert_eq!(journal.paused_payouts.as_slice(), std::slice::from_ref(&id));
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    assert_eq!(world.effects(), (4, view.control.amount.decimal()));
}

#[tokio::test]
async fn what_is_cancelled_under_way_is_what_still_waited() {
    let world = World::new();
    // The second answer takes long enough for a person to change their mind.
    world.faults(&["createTransaction:latency=50ms@nth=2"]);
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 6)).await;
    program.begin(&id).await;
    sent_at_least(&world, &program, 2).await;
    program.desk.cancel_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    let states = program.states(&id);
    let done = states
        .iter()
        .filter(|state| **state == Some(State::Accepted))
        .count();
    assert!((1..6).contains(&done), "{states:?}");
    assert!(
        states[done..]
            .iter()
            .all(|state| *state == Some(State::Cancelled)),
        "{states:?}"
    );
    assert_eq!(world.effects().0 as usize, done);
    let register = program.desk.open_payout(&program.park, &id).await.unwrap();
    assert_eq!(register.phase, PayoutPhase::Finished);
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_or_a_read_only_park_sends_nothing() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 2)).await;
    let plan = program.desk.plan_payout(&id).await.unwrap();
    let edit = desk::connections::types::ConnectionEdit {
        name: "Демо".to_owned(),
        color: desk::connections::types::ParkColor::Ochre,
        read_only: true,
    };
    program.desk.edit_connection(&program.park, edit).unwrap();
    assert_eq!(
        program.try_confirm(&id, &plan).await.unwrap_err().code,
        DeskErrorCode::ReadOnly
    );
    assert_eq!(
        program.desk.plan_payout(&id).await.unwrap_err().code,
        DeskErrorCode::ReadOnly
    );
    drop(program);
    // Another program holds the journal.
    let holder = world.start().await;
    let second = world.start().await;
    let id = second.checked(&sheet(&world, 2)).await;
    assert_eq!(
        second.desk.plan_payout(&id).await.unwrap_err().code,
        DeskErrorCode::ReadOnly
    );
    let edit = desk::connections::types::ConnectionEdit {
        name: "Демо".to_owned(),
        color: desk::connections::types::ParkColor::Ochre,
        read_only: false,
    };
    second.desk.edit_connection(&second.park, edit).unwrap();
    assert_eq!(
        second.desk.plan_payout(&id).await.unwrap_err().code,
        DeskErrorCode::MoneyClosed
    );
    assert_eq!(world.gate.sent(), 0);
    drop(holder);
}

#[tokio::test]
async fn every_row_is_in_the_journal_before_the_first_leaves() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 3)).await;
    world.gate.hang_at(1);
    program.begin(&id).await;
    sent_at_least(&world, &program, 1).await;
    let filter = JournalFilter {
        payout: Some(id.clone()),
        oldest_first: true,
        ..JournalFilter::default()
    };
    let window = program
        .desk
        .journal_window(&program.park, &filter, 0, 10)
        .await
        .unwrap();
    assert_eq!(window.total, 3);
    let rows: Vec<_> = window.rows.iter().map(|one| one.row).collect();
    assert_eq!(rows, [Some(1), Some(2), Some(3)]);
    let first: &OperationId = &window.rows[0].id;
    let details = program
        .desk
        .operation_details(&program.park, first, &filter)
        .await
        .unwrap();
    assert!(
        details
            .body
            .contains(&format!("[#{}]", window.rows[0].reference))
    );
    assert_eq!(window.rows[0].state, State::Sent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_at_any_moment_leaves_every_row_sent_once_or_not_at_all() {
    for moment in 1..=5 {
        let world = World::new();
        let program = world.start().await;
        let id = program.checked(&sheet(&world, 6)).await;
        program.begin(&id).await;
        sent_at_least(&world, &program, moment).await;
        program.desk.pause_payout(&id).await.unwrap();
        let stands = |view: &PayoutView| view.phase != PayoutPhase::Running;
        let view = program.until(&id, stands).await;
        adds_up(&view);
        let paused = world.effects().0;
        if view.phase == PayoutPhase::Paused {
            assert_eq!(view.done, paused, "nothing leaves while it is paused");
            program.desk.resume_payout(&id).await.unwrap();
            sent_at_least(&world, &program, paused + 1).await;
        }
        program.desk.cancel_payout(&id).await.unwrap();
        let view = program.until_phase(&id, PayoutPhase::Finished).await;
        adds_up(&view);
        let states = program.states(&id);
        let accepted = states
            .iter()
            .filter(|state| **state == Some(State::Accepted))
            .count();
        let cancelled = states
            .iter()
            .filter(|state| **state == Some(State::Cancelled))
            .count();
        assert_eq!(accepted + cancelled, 6, "{states:?}");
        assert_eq!(world.effects().0 as usize, accepted);
        assert_eq!(world.gate.sent() as usize, accepted);
    }
}

#[tokio::test]
async fn cancelling_the_rest_is_not_forgotten_when_the_row_under_way_pauses_the_run() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 4)).await;
    world.gate.offline_at.store(2, Ordering::SeqCst);
    world.gate.waits_at.store(2, Ordering::SeqCst);
    program.begin(&id).await;
    sent_at_least(&world, &program, 2).await;
    program.desk.cancel_payout(&id).await.unwrap();
    world.gate.go();
    let over =
        |view: &PayoutView| matches!(view.phase, PayoutPhase::Paused | PayoutPhase::Finished);
    let view = program.until(&id, over).await;
    adds_up(&view);
    use State::{Accepted, Cancelled, NotSent};
    let view = match view.phase {
        PayoutPhase::Finished => view,
        // Told paused on the way.
        _ => program.until_phase(&id, PayoutPhase::Finished).await,
    };
    adds_up(&view);
    let states = [Accepted, NotSent, Cancelled, Cancelled].map(Some);
    assert_eq!(program.states(&id), states);
    assert_eq!(world.effects().0, 1);
}

#[tokio::test]
async fn a_register_paused_in_its_hold_is_never_run_twice_by_an_impatient_person() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 3)).await;
    world.gate.holds.store(true, Ordering::SeqCst);
    world.gate.waits_at.store(1, Ordering::SeqCst);
    program.begin(&id).await;
    // Both at once: the pause is still being written when the other comes.
    let (paused, resumed) = tokio::join!(
        program.desk.pause_payout(&id),
        program.desk.resume_payout(&id)
    );
    paused.unwrap();
    resumed.unwrap();
    let view = program.view(&id);
    assert_eq!(
        view.phase,
        PayoutPhase::Paused,
        "paused, and so it must stand: {view:?}"
    );
    let ran = |view: &PayoutView| view.phase == PayoutPhase::Running;
    assert!(
        !program.told().iter().any(ran),
        "nothing leaves what is called paused"
    );
    world.gate.open();
    world.gate.go();
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    assert_eq!((world.gate.sent(), world.effects().0), (3, 3));
}
