//! Registers at Yandex Fleet under way: a row that the service took is neither paid nor failed until it says so, every row
//! reaches its driver once, and the totals add up to the kopeck all the time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod payouts_rig;
mod rig;

use std::{collections::BTreeSet, sync::atomic::Ordering};

use desk::{
    operations::types::JournalFilter,
    payouts::types::{PauseReason, PayoutPhase, PayoutRow, PayoutsAsk, ResultPart, YandexWay},
};
use journal::{Service, State};
use payouts_rig::{
    World, adds_up, life, sent_at_least, words,
    yandex::{V2, V3, at_yandex, endless, events, fleet_park, old_way},
};
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, Options};

const BOTH: [fn() -> YandexWay; 2] = [events, old_way];

#[tokio::test]
async fn a_confirmed_register_reaches_every_driver_once_and_adds_up() {
    for way in BOTH {
        let world = World::with_fleet();
        let program = world.start().await;
        let (id, view) = program.sent_by(&world.fleet_sheet(5), way()).await;
        adds_up(&view);
        let settled = program
            .until(&id, |view| view.taken == 0 && view.states.len() == 1)
            .await;
        adds_up(&settled);
        assert_eq!(program.states(&id), [Some(State::Accepted); 5]);
        let rows = program.rows(&id);
        let mut expected: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.driver_id.clone().unwrap(),
                    -row.amount.unwrap().decimal(),
                )
            })
            .collect();
        let mut made = world.made_at_yandex();
        expected.sort();
        made.sort();
        assert_eq!(made, expected);
        assert_eq!(world.gate.sent(), 5);
        for view in program.told() {
            if !view.states.is_empty() {
                adds_up(&view);
            }
        }
        // Each row has a token of its own, and our mark.
        let made = world.sandbox.fleet_transactions_made();
        let tokens: BTreeSet<_> = made.iter().map(|one| one.token.clone()).collect();
        assert_eq!(tokens.len(), 5);
        for row in &rows {
            let mark = format!("[#{}]", row.reference.as_ref().unwrap());
            let marked = made.iter().filter(|one| one.body.contains(&mark));
            assert_eq!(marked.count(), 1);
        }
        let listed = program.desk.payouts(&program.park, PayoutsAsk::default());
        assert_eq!(listed.await.unwrap()[0].service, Service::Yandex);
    }
}

#[tokio::test]
async fn rows_that_the_service_only_took_stop_nothing_and_are_never_shown_as_paid() {
    let world = World::of(endless());
    let program = world.start().await;
    let (id, view) = program.sent_by(&world.fleet_sheet(6), events()).await;
    adds_up(&view);
    assert_eq!(view.taken, 6);
    assert_eq!(program.states(&id), [Some(State::Unknown); 6]);
    let taken = |row: &PayoutRow| {
        let remote = row.remote.as_ref();
        remote.is_some_and(|remote| remote.status == "in_progress")
    };
    assert!(program.rows(&id).iter().all(taken));
    assert_eq!((world.gate.sent(), world.made_at_yandex().len()), (6, 0));
    let paid = |view: &desk::payouts::types::PayoutView| {
        let mut states = view.states.iter();
        states.any(|one| one.state == State::Accepted)
    };
    assert!(!program.told().iter().any(paid));
    // Whoever pasted these again would pay twice.
    let failed = program
        .desk
        .payout_result(&id, ResultPart::Failed, &words());
    assert_eq!(failed.unwrap().rows().len(), 0);
}

#[tokio::test]
async fn three_outcomes_that_nobody_knows_pause_the_run_at_yandex_too() {
    let world = World::with_fleet();
    world.faults(&[&format!("{V2}:drop")]);
    let program = world.start().await;
    let id = program.opened_by(&world.fleet_sheet(5), old_way()).await;
    program.begin(&id).await;
    let view = program.until_phase(&id, PayoutPhase::Paused).await;
    assert_eq!(view.pause_reason, Some(PauseReason::ManyUnknown));
    adds_up(&view);
    assert_eq!((view.done, view.taken), (3, 0));
    world.faults(&[]);
    program.desk.resume_payout(&id).await.unwrap();
    let view = program.until_phase(&id, PayoutPhase::Finished).await;
    adds_up(&view);
    let states = program.states(&id);
    assert_eq!(states[3..], [Some(State::Accepted); 2]);
    assert_eq!(world.made_at_yandex().len(), 2);
}

#[tokio::test]
async fn several_rows_of_one_driver_go_one_after_another_as_the_service_finishes_them() {
    let world = World::with_fleet();
    let program = world.start().await;
    let (one, other) = (world.fleet_payable(0), world.fleet_payable(1));
    let text = format!(
        "ID водителя\tСумма\r\n{0}\t10\r\n{0}\t20\r\n{1}\t30\r\n{0}\t40",
        one.id, other.id
    );
    let (id, view) = program.sent_by(&text, events()).await;
    adds_up(&view);
    let over = |view: &desk::payouts::types::PayoutView| view.taken == 0;
    program.until(&id, over).await;
    assert_eq!(program.states(&id), [Some(State::Accepted); 4]);
    assert_eq!(
        world.sandbox.fleet_balance(&one.id),
        Some(Decimal::from(930))
    );
}

#[tokio::test]
async fn a_row_that_waits_for_one_that_is_never_finished_waits_for_a_person() {
    let world = World::of(endless());
    let program = world.start().await;
    let one = world.fleet_payable(0);
    let text = format!("ID водителя\tСумма\r\n{0}\t10\r\n{0}\t20", one.id);
    let id = program.opened_by(&text, events()).await;
    program.begin(&id).await;
    let view = program.until_phase(&id, PayoutPhase::Paused).await;
    assert_eq!(view.pause_reason, Some(PauseReason::Unsettled));
    adds_up(&view);
    assert_eq!(
        program.states(&id),
        [Some(State::Unknown), Some(State::Waiting)]
    );
    assert_eq!(world.gate.sent(), 1);
}

#[test]
fn a_register_killed_at_row_k_goes_on_at_the_next_and_pays_nobody_twice() {
    for way in BOTH {
        for (kill_at, reaches) in [(1, false), (2, true), (4, true)] {
            let world = World::with_fleet();
            let text = format!("{}\r\nnobody\t5", world.fleet_sheet(5));
            world.gate.hang_at(kill_at);
            world.gate.reaches.store(reaches, Ordering::SeqCst);
            let id = life(&world, async |world, program| {
                let id = program.opened_by(&text, way()).await;
                program.begin(&id).await;
                sent_at_least(world, program, kill_at).await;
                for _ in 0..20 {
                    tokio::task::yield_now().await;
                }
                id
            });
            world.gate.hang_at(0);
            let before = world.gate.sent();
            life(&world, async |world, program| {
                program.desk.recover_payouts().await;
                let view = program.desk.open_payout(&program.park, &id).await.unwrap();
                assert_eq!(view.phase, PayoutPhase::Paused);
                assert_eq!(view.pause_reason, Some(PauseReason::Restart));
                assert_eq!(view.settings, at_yandex(way()));
                assert_eq!((view.control.rows, view.control.left_out), (6, 1));
                adds_up(&view);
                program.desk.resume_payout(&id).await.unwrap();
                let view = program.until_phase(&id, PayoutPhase::Finished).await;
                adds_up(&view);
                assert_eq!(world.gate.sent(), before + 5 - kill_at);
                let rows = program.rows(&id);
                assert_eq!(rows.len(), 6, "the row that was left out is still told");
                let drivers: BTreeSet<_> = world.made_at_yandex().into_iter().collect();
                assert_eq!(drivers.len(), world.made_at_yandex().len());
            });
        }
    }
}

#[tokio::test]
async fn rows_that_the_service_refused_come_back_as_a_sheet_for_the_same_drivers() {
    let quirks = FleetQuirks {
        v3_fail_every: Some(2),
        ..FleetQuirks::default()
    };
    let world = World::of(Options {
        fleet_quirks: quirks,
        ..fleet_park()
    });
    world.faults(&[&format!("{V3}:400@nth=1")]);
    let program = world.start().await;
    let (id, _) = program.sent_by(&world.fleet_sheet(4), events()).await;
    let over = |view: &desk::payouts::types::PayoutView| view.taken == 0;
    let view = program.until(&id, over).await;
    adds_up(&view);
    let rejected: Vec<_> = program
        .rows(&id)
        .into_iter()
        .filter(|row| row.state == Some(State::Rejected))
        .collect();
    assert_eq!(rejected.len() + world.made_at_yandex().len(), 4);
    assert!(rejected.len() >= 2);
    let words = words();
    let failed = program.desk.payout_result(&id, ResultPart::Failed, &words);
    let again = program.opened_by(&failed.unwrap().tsv(), events()).await;
    let people = |rows: &[PayoutRow]| -> Vec<_> {
        let rows = rows.iter();
        rows.map(|row| (row.driver_id.clone(), row.amount))
            .collect()
    };
    assert_eq!(people(&program.rows(&again)), people(&rejected));
    // What moved nothing is no duplicate.
    assert_eq!(
        program.view(&again).control.included as usize,
        rejected.len()
    );
    let filter = JournalFilter {
        payout: Some(id),
        ..JournalFilter::default()
    };
    let window = program.desk.journal_window(&program.park, &filter, 0, 10);
    assert_eq!(window.await.unwrap().total, 4);
}
