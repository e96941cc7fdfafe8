//! Runs that meet the end of the program, lost answers and no network: no row leaves twice, nothing unknown is taken for
//! failed, and the sums by state add up to the kopeck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use std::sync::atomic::Ordering;

use desk::payouts::types::*;
use journal::State;
use payouts_rig::{World, adds_up, in_all, life, paying, sent_at_least, sheet, table, words};
use rig::small_park;
use sandbox::Options;

#[test]
fn a_register_killed_at_row_k_goes_on_at_the_next_and_adds_up_to_the_kopeck() {
    for (kill_at, reaches) in [(1, false), (1, true), (3, false), (3, true), (5, true)] {
        let world = World::new();
        let text = sheet(&world, 5);
        world.gate.hang_at(kill_at);
        world.gate.reaches.store(reaches, Ordering::SeqCst);
        let id = life(&world, async |world, program| {
            let id = program.checked(&text).await;
            program.begin(&id).await;
            sent_at_least(world, program, kill_at).await;
            // The effect, if there is one, comes before the end.
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            id
        });
        world.gate.hang_at(0);
        let before = world.gate.sent();
        life(&world, async |world, program| {
            let view = program.desk.open_payout(&program.park, &id).await.unwrap();
            adds_up(&view);
            let journal = program.desk.journal_state(&program.park).await.unwrap();
            assert_eq!(journal.paused_payouts.len(), usize::from(kill_at < 5));
            let waits = 5 - kill_at;
            if waits > 0 {
                assert_eq!(view.phase, PayoutPhase::Paused);
                assert_eq!(view.pause_reason, Some(PauseReason::Restart));
                assert_eq!(world.gate.sent(), before, "nothing leaves by itself");
                program.desk.resume_payout(&id).await.unwrap();
            }
            let view = program.until_phase(&id, PayoutPhase::Finished).await;
            adds_up(&view);
            assert_eq!(
                world.gate.sent(),
                5,
                "killed at {kill_at}: each row leaves once"
            );
            let effects = if reaches { 5 } else { 4 };
            assert_eq!(world.effects().0, effects);
            // The row of the kill is settled by what the service lists, or stays unknown; the others are accepted.
            let states = program.states(&id);
            let hit = kill_at as usize - 1;
            for (row, state) in states.iter().enumerate().filter(|(row, _)| *row != hit) {
                assert_eq!(*state, Some(State::Accepted), "row {row} of {states:?}");
            }
            assert!(
                matches!(states[hit], Some(State::Unknown | State::Accepted)),
                "{states:?}"
            );
        });
    }
}

#[test]
fn a_register_killed_in_its_hold_waits_for_a_person() {
    let world = World::new();
    let text = sheet(&world, 3);
    world.gate.holds.store(true, Ordering::SeqCst);
    let id = life(&world, async |_, program| {
        let id = program.checked(&text).await;
        program.begin(&id).await;
        id
    });
    world.gate.open();
    life(&world, async |world, program| {
        program.desk.recover_payouts().await;
        let journal = program.desk.journal_state(&program.park).await.unwrap();
        assert_eq!(
            journal.paused_payouts.as_slice(),
            std::slice::from_ref(&id),
            "the screen asks a person"
        );
        let listed = program
            .desk
            .payouts(&program.park, PayoutsAsk::default())
            .await
            .unwrap();
        assert_eq!(listed[0].phase, PayoutPhase::Paused);
        let view = program.desk.open_payout(&program.park, &id).await.unwrap();
        assert_eq!((view.phase, world.gate.sent()), (PayoutPhase::Paused, 0));
        assert_eq!(in_all(&view), (3, view.control.amount.decimal()));
        assert_eq!(view.settings, paying());
        let view = program.desk.cancel_payout(&id).await.unwrap();
        assert_eq!((view.phase, world.gate.sent()), (PayoutPhase::Cancelled, 0));
    });
}

#[tokio::test]
async fn a_register_whose_hold_a_sleeping_computer_stretched_to_hours_waits_for_a_person() {
    let world = World::new();
    let text = sheet(&world, 3);
    world.gate.sleeps.store(8 * 3600, Ordering::SeqCst);
    let program = world.start().await;
    let id = program.checked(&text).await;
    program.begin(&id).await;
    let view = program.until_phase(&id, PayoutPhase::Paused).await;
    assert_eq!(view.pause_reason, Some(PauseReason::Late));
    assert_eq!(world.gate.sent(), 0);
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    assert_eq!(world.gate.sent(), 3);
}

#[tokio::test]
async fn rows_whose_answer_was_lost_are_unknown_and_settled_by_what_the_service_lists() {
    let world = World::new();
    world.faults(&["createTransaction:drop/after@nth=2"]);
    let program = world.start().await;
    let (id, _) = program.sent(&sheet(&world, 4)).await;
    let settled = |view: &PayoutView| view.states.len() == 1;
    let view = program.until(&id, settled).await;
    adds_up(&view);
    assert_eq!(program.states(&id), [Some(State::Accepted); 4]);
    assert_eq!((world.gate.sent(), world.effects().0), (4, 4));
}

#[tokio::test]
async fn a_driver_with_an_unknown_row_gets_no_other_and_the_register_waits() {
    let world = World::of(Options {
        transactions_visible_after: 86_400,
        ..small_park()
    });
    world.faults(&["createTransaction:504/after@nth=1"]);
    let program = world.start().await;
    let (one, two) = (world.payable(0), world.payable(1));
    let rows = [
        ["", one.phone.as_str(), "100", ""],
        ["", &one.phone, "200", ""],
        ["", &two.phone, "300,30", ""],
    ];
    let id = program.checked(&table(&rows)).await;
    program.begin(&id).await;
    let view = program.until_phase(&id, PayoutPhase::Paused).await;
    adds_up(&view);
    assert_eq!(view.pause_reason, Some(PauseReason::Unsettled));
    let states = program.states(&id);
    assert_eq!(
        states,
        [
            Some(State::Unknown),
            Some(State::Waiting),
            Some(State::Accepted)
        ]
    );
    let rows = program.rows(&id);
    assert_eq!(rows[1].verdict, RowVerdict::Unsettled);
    assert_eq!(
        Some(&rows[1].params["reference"]),
        rows[0].reference.as_ref()
    );
    assert_eq!(world.gate.sent(), 2);
    // A new register leaves the driver out.
    let other = program
        .checked(&table(&[["", &one.phone, "500", ""]]))
        .await;
    assert_eq!(program.verdicts(&other), [RowVerdict::Unsettled]);
    // Settled by a person, the row that waited goes out.
    let closing = desk::operations::types::Closing {
        verdict: journal::Verdict::Exists,
        reason: "видно в банке".to_owned(),
    };
    let unknown = rows[0].operation.clone().unwrap();
    program
        .desk
        .close_operation(&program.park, &unknown, closing)
        .await
        .unwrap();
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    assert_eq!((world.gate.sent(), world.effects().0), (3, 3));
}

#[tokio::test]
async fn three_unknown_outcomes_in_a_row_pause_the_run() {
    let world = World::new();
    world.faults(&["createTransaction:504@first=3"]);
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 6)).await;
    program.begin(&id).await;
    let view = program.until_phase(&id, PayoutPhase::Paused).await;
    assert_eq!(view.pause_reason, Some(PauseReason::ManyUnknown));
    assert_eq!(world.gate.sent(), 3);
    adds_up(&view);
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    assert_eq!((world.gate.sent(), world.effects().0), (6, 3));
    let unknown = program
        .states(&id)
        .into_iter()
        .filter(|state| *state == Some(State::Unknown));
    assert_eq!(unknown.count(), 3, "a miss never makes them failed");
}

#[tokio::test]
async fn a_row_that_did_not_leave_pauses_the_run_and_the_rest_goes_on_when_a_person_says_so() {
    let world = World::new();
    let program = world.start().await;
    let id = program.checked(&sheet(&world, 4)).await;
    world.gate.offline_at.store(2, Ordering::SeqCst);
    program.begin(&id).await;
    let view = program.until_phase(&id, PayoutPhase::Paused).await;
    assert_eq!(view.pause_reason, Some(PauseReason::NotSent));
    adds_up(&view);
    use State::{Accepted, NotSent, Waiting};
    let states = [Accepted, NotSent, Waiting, Waiting].map(Some);
    assert_eq!(program.states(&id), states);
    // What waits may still be sent: only what surely was not is given back.
    let failed = program
        .desk
        .payout_result(&id, ResultPart::Failed, &words())
        .unwrap();
    assert_eq!(failed.rows().len(), 1);
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    assert_eq!((world.gate.sent(), world.effects().0), (3, 3));
    assert_eq!(
        program.states(&id),
        [Accepted, NotSent, Accepted, Accepted].map(Some)
    );
}
