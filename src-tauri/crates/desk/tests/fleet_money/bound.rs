//! The bounds of a repeat: a minute from the first sending, this run, these settings, and no person's word meanwhile.

use std::{sync::Arc, time::Duration};

use desk::{
    DeskErrorCode,
    connections::types::{ConnectionEdit, ParkColor},
    operations::{
        trial::{Step, Steps},
        types::{Closing, HistoryKind, OperationAction, OperationId, OperationView},
    },
};
use futures::{FutureExt, future::BoxFuture};
use journal::{State, Verdict};
use parking_lot::Mutex;
use rusqlite::Connection;
use rust_decimal::Decimal;
use sandbox::{Options, Replay, ReplayAnswer};
use tokio::sync::Notify;
use transport::ManualClock;

use super::{
    access_bench::{connected, typed},
    bench::{FleetBench, V2, V3, replaying, runtime},
};

const HOLD: Duration = Duration::from_secs(5);

/// Forgets a token a minute after its effect and lists nothing: each later repeat would be a second effect.
fn forgetful() -> Options {
    Options {
        fleet_visible_after: u32::MAX,
        ..replaying(Replay {
            answer: ReplayAnswer::First,
            refuses_other_body: true,
            forgotten_after: Some(61),
        })
    }
}

/// Does something when a create is about to leave for the second time.
struct AtRepeat<F> {
    reached: Mutex<usize>,
    act: F,
}

impl<F> AtRepeat<F> {
    fn new(act: F) -> Arc<Self> {
        Arc::new(Self {
            reached: Mutex::default(),
            act,
        })
    }
}

impl<F: Fn() -> BoxFuture<'static, ()> + Send + Sync + 'static> Steps for AtRepeat<F> {
    fn reached<'a>(&'a self, step: Step, _: &'a OperationId) -> BoxFuture<'a, ()> {
        let is_repeat = step == Step::BeforeSend && {
            let mut reached = self.reached.lock();
            *reached += 1;
            *reached == 2
        };
        match is_repeat {
            true => (self.act)(),
            false => futures::future::ready(()).boxed(),
        }
    }
}

#[tokio::test]
async fn nothing_leaves_later_than_a_minute_after_the_first_sending() {
    for (slow, delays) in [
        (0, vec![0, 3, 13, 38]),
        (5, vec![0, 8, 23, 53]),
        (20, vec![0, 23, 53]),
        (30, vec![0, 33]),
        (57, vec![0, 60]),
        (58, vec![0]),
        (600, vec![0]),
    ] {
        for operation in [V2, V3] {
            let bench = FleetBench::of(forgetful()).await;
            bench.faults(&[&format!("{operation}:drop/after")]);
            bench.slow(Duration::from_secs(slow));
            let draft = match operation {
                V2 => bench.old_debit("100"),
                _ => bench.debit("100"),
            };
            let id = bench.begin(draft).await;
            bench.given_up(&id).await;
            assert_eq!(bench.delays(), delays, "{operation} {slow}");
            assert_eq!(bench.made()[0].effects, 1, "{operation} {slow}");
            assert_eq!(bench.balance(), Decimal::from(900));
        }
    }
}

/// With the usual patience of a minute, the bound would be over before anybody knew that no answer comes.
#[tokio::test]
async fn a_create_that_nobody_answered_leaves_again_within_the_bound() {
    for (silent, lost, delays) in [
        (1, true, vec![0, 18]),
        (1, false, vec![0, 18]),
        (2, true, vec![0, 18, 43]),
        (2, false, vec![0, 18, 43]),
        // The third pause would end after the bound.
        (3, true, vec![0, 18, 43]),
        (3, false, vec![0, 18, 43]),
    ] {
        for operation in [V2, V3] {
            let bench = FleetBench::of(forgetful()).await;
            let rule = format!("{operation}:drop@first={silent}");
            if lost {
                bench.faults(&[&rule]);
            }
            bench.silent(silent);
            let draft = match operation {
                V2 => bench.old_debit("100"),
                _ => bench.debit("100"),
            };
            let case = format!("{operation} {silent} {lost}");
            match silent {
                3 => {
                    let id = bench.begin(draft).await;
                    bench.given_up(&id).await;
                }
                _ => drop(bench.carried(draft, State::Accepted).await),
            }
            assert_eq!(bench.delays(), delays, "{case}");
            let effects: usize = bench.made().iter().map(|one| one.effects).sum();
            let expected = usize::from(!(lost && silent == 3));
            assert_eq!(effects, expected, "{case}");
        }
    }
}

#[tokio::test]
async fn a_repeat_that_was_held_up_past_the_bound_does_not_leave() {
    let mut bench = FleetBench::of(forgetful()).await;
    let clock: ManualClock = bench.bench.rig.clock.clone();
    // As the rate limit might hold it.
    let steps = AtRepeat::new(move || {
        clock.advance(Duration::from_secs(60));
        futures::future::ready(()).boxed()
    });
    bench.begin_anew(Some(steps));
    bench.faults(&[&format!("{V2}:drop/after")]);
    let id = bench.begin(bench.old_debit("100")).await;
    bench.given_up(&id).await;
    assert_eq!(bench.lines(&id, HistoryKind::Repeated).await.len(), 1);
    assert_eq!((bench.creates().len(), bench.made()[0].effects), (1, 1));
}

#[test]
fn nothing_leaves_again_after_a_restart_however_soon() {
    for at_repeat in [false, true] {
        let stopped = Arc::new(Notify::new());
        let (mut bench, id) = runtime().block_on(async {
            let mut bench = FleetBench::still(forgetful()).await;
            let tell = Arc::clone(&stopped);
            let steps = AtRepeat::new(move || {
                tell.notify_one();
                futures::future::pending().boxed()
            });
            bench.begin_anew(Some(steps));
            bench.faults(&[&format!("{V2}:drop/after@nth=1")]);
            let id = bench.begin(bench.old_debit("100")).await;
            bench.bench.advance(HOLD);
            bench.bench.until(&id, State::Unknown).await;
            if at_repeat {
                // Its repeat is in the journal and has not left.
                while bench.bench.rig.clock.sleepers() == 0 {
                    tokio::task::yield_now().await;
                }
                bench.bench.advance(Duration::from_secs(3));
                stopped.notified().await;
            }
            (bench, id)
        });
        runtime().block_on(async {
            bench.recovered().await;
            let over = |view: &OperationView| view.checks >= 5 && view.next_check_at.is_none();
            let view = bench.moved_until(&id, over).await;
            let close = [OperationAction::Check, OperationAction::Close];
            assert_eq!(
                (view.state, view.actions.as_slice()),
                (State::Unknown, &close[..])
            );
            let repeated = bench.lines(&id, HistoryKind::Repeated).await;
            assert_eq!(repeated.len(), usize::from(at_repeat));
            assert_eq!((bench.creates().len(), bench.made()[0].effects), (1, 1));
        });
    }
}

/// Unknown, and waiting to leave again.
async fn between(bench: &FleetBench) -> OperationId {
    bench.faults(&[&format!("{V3}:drop@nth=1")]);
    let id = bench.begin(bench.debit("100")).await;
    bench.bench.advance(HOLD);
    bench.bench.until(&id, State::Unknown).await;
    while bench.bench.rig.clock.sleepers() == 0 {
        tokio::task::yield_now().await;
    }
    id
}

fn word() -> Closing {
    Closing {
        verdict: Verdict::Absent,
        reason: "В кабинете операции нет".to_owned(),
    }
}

#[tokio::test]
async fn nobody_may_say_that_it_is_absent_while_it_may_leave_again() {
    let bench = FleetBench::still(super::bench::park()).await;
    let id = between(&bench).await;
    let (desk, park) = (&bench.bench.rig.desk, &bench.bench.rig.park);
    let view = bench.bench.shown(&id).unwrap();
    assert_eq!(view.actions, [OperationAction::Check]);
    let early = desk.close_operation(park, &id, word()).await;
    assert_eq!(early.unwrap_err().code, DeskErrorCode::ReviewExpired);
    let paid = |view: &OperationView| view.state == State::Accepted;
    bench.moved_until(&id, paid).await;
    assert_eq!((bench.creates().len(), bench.balance()), (2, 900.into()));
}

#[tokio::test]
async fn reading_only_or_other_settings_end_the_repeats() {
    for by_settings in [false, true] {
        let bench = FleetBench::still(super::bench::park()).await;
        let id = between(&bench).await;
        let rig = &bench.bench.rig;
        match by_settings {
            true => drop(connected(rig, typed()).await),
            false => {
                let edit = ConnectionEdit {
                    name: "Демо-парк".to_owned(),
                    color: ParkColor::Teal,
                    read_only: true,
                };
                rig.desk.edit_connection(&rig.park, edit).unwrap();
            }
        }
        bench.bench.advance(Duration::from_secs(3));
        let over = |view: &OperationView| view.actions.contains(&OperationAction::Close);
        let view = bench.bench.until_seen(&id, over).await;
        assert_eq!(view.state, State::Unknown);
        bench.bench.advance(Duration::from_secs(120));
        assert_eq!((bench.creates().len(), bench.made().len()), (1, 0));
        rig.desk
            .close_operation(&rig.park, &id, word())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_could_not_be_written_of_the_same_driver_holds_no_repeat_up_for_ever() {
    let bench = FleetBench::still(super::bench::park()).await;
    bench.faults(&[&format!("{V3}:drop@nth=1")]);
    let id = bench.begin(bench.debit("100")).await;
    bench.bench.advance(Duration::from_secs(1));
    let second = bench.begin(bench.debit("200")).await;
    bench.bench.advance(Duration::from_secs(4));
    bench.bench.until(&id, State::Unknown).await;
    let rig = &bench.bench.rig;
    let file = rig.journals.practice_folder().join("journal.sqlite");
    let held = Connection::open(file).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Cancelled all the same, and that is not on the disk.
    let cancelled = rig.desk.cancel_operation(&rig.park, &second).await;
    assert_eq!(cancelled.unwrap_err().code, DeskErrorCode::MoneyClosed);
    drop(held);
    let rig = &bench.bench.rig;
    let by_hand = {
        let (desk, park, id) = (rig.desk.clone(), rig.park.clone(), id.clone());
        tokio::spawn(async move { desk.check_operation(&park, &id).await })
    };
    let paid = |view: &OperationView| view.state == State::Accepted;
    bench.moved_until(&id, paid).await;
    by_hand.await.unwrap().unwrap();
    bench.bench.until(&second, State::Cancelled).await;
    assert_eq!((bench.creates().len(), bench.balance()), (2, 900.into()));
}
