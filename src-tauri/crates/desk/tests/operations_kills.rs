//! The program ends at every step of an operation, and the next run takes it over: one effect at most, and none that is
//! not in the journal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{path::PathBuf, sync::Arc};

use desk::{
    Desk, DeskErrorCode, DeskParts,
    operations::{
        trial::{Step, Steps, Trial},
        types::OperationId,
    },
};
use futures::{FutureExt, future::BoxFuture};
use journal::State;
use parking_lot::Mutex;
use rig::money::Bench;
use rusqlite::Connection;
use tokio::{
    runtime::{Builder, Runtime},
    sync::Notify,
};

/// Never comes back from this step.
struct Stop {
    at: Step,
    reached: Notify,
}

impl Steps for Stop {
    fn reached<'a>(&'a self, step: Step, _: &'a OperationId) -> BoxFuture<'a, ()> {
        async move {
            if step == self.at {
                self.reached.notify_one();
                futures::future::pending::<()>().await;
            }
        }
        .boxed()
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The same computer, with these steps.
fn tried(bench: &Bench, steps: Option<Arc<dyn Steps>>) -> Desk {
    Desk::new(DeskParts {
        trial: Trial {
            steps,
            ..Trial::default()
        },
        ..bench.rig.parts.clone()
    })
}

/// Confirms an operation in a run that ends at a step.
fn killed(at: Step, fault: &str) -> (Bench, OperationId) {
    let stop = Arc::new(Stop {
        at,
        reached: Notify::new(),
    });
    runtime().block_on(async {
        let mut bench = Bench::new().await;
        bench.rig.desk = tried(&bench, Some(stop.clone()));
        let plan = bench.plan("100").await;
        bench.faults(&[fault]);
        let id = bench.confirm(&plan).await;
        stop.reached.notified().await;
        (bench, id)
    })
}

#[test]
fn a_kill_at_any_step_never_moves_the_money_twice_nor_unseen() {
    let sound = "listPayments:500";
    let lost = "createTransaction:drop/after";
    for (at, fault, settled, effects) in [
        (Step::Confirmed, sound, State::Cancelled, 0),
        (Step::BeforeIntent, sound, State::Cancelled, 0),
        (Step::AfterIntent, sound, State::Unknown, 0),
        (Step::BeforeSend, sound, State::Unknown, 0),
        (Step::AfterSend, sound, State::Accepted, 1),
        (Step::AfterOutcome, sound, State::Accepted, 1),
        (Step::AfterSend, lost, State::Accepted, 1),
        (Step::AfterOutcome, lost, State::Accepted, 1),
        (Step::BeforeCheck, lost, State::Accepted, 1),
        (Step::AfterCheck, lost, State::Accepted, 1),
    ] {
        let (mut bench, id) = killed(at, fault);
        runtime().block_on(async {
            bench.rig.desk = tried(&bench, None);
            bench.rig.desk.recover_operations().await;
            let over = |checks, next: &Option<String>| checks == 5 && next.is_none();
            if settled == State::Unknown {
                let looked = bench.until_seen(&id, |view| over(view.checks, &view.next_check_at));
                assert_eq!(looked.await.state, State::Unknown, "{at:?}");
            } else {
                while bench.details(&id).await.operation.state != settled {
                    tokio::task::yield_now().await;
                }
            }
            let made = (bench.sent().len(), bench.truth().1);
            assert_eq!(made, (effects, effects), "{at:?} {fault}");
        });
    }
}

/// Holds the journal's file, as a program that makes copies might, from the moment a step is reached.
struct Hold {
    at: Step,
    file: PathBuf,
    held: Mutex<Option<Connection>>,
}

impl Steps for Hold {
    fn reached<'a>(&'a self, step: Step, _: &'a OperationId) -> BoxFuture<'a, ()> {
        async move {
            if step == self.at {
                let connection = Connection::open(&self.file).unwrap();
                connection.execute_batch("BEGIN IMMEDIATE").unwrap();
                *self.held.lock() = Some(connection);
            }
        }
        .boxed()
    }
}

async fn held(at: Step) -> (Bench, Arc<Hold>, OperationId) {
    let mut bench = Bench::still().await;
    let hold = Arc::new(Hold {
        at,
        file: bench.rig.journals.practice_folder().join("journal.sqlite"),
        held: Mutex::default(),
    });
    bench.rig.desk = tried(&bench, Some(hold.clone()));
    let id = bench.begin("100").await;
    bench.advance(std::time::Duration::from_secs(5));
    (bench, hold, id)
}

#[tokio::test]
async fn an_outcome_that_cannot_be_written_is_unknown_until_it_is() {
    let (bench, hold, id) = held(Step::AfterSend).await;
    let view = bench.until(&id, State::Unknown).await;
    bench
        .until_seen(&id, |view| view.next_check_at.is_some())
        .await;
    assert_eq!(view.checks, 0);
    let refused = bench.try_plan(bench.withdrawal("1")).await;
    assert_eq!(refused.unwrap_err().code, DeskErrorCode::DriverUnsettled);
    *hold.held.lock() = None;
    let desk = &bench.rig.desk;
    let view = desk.check_operation(&bench.rig.park, &id).await.unwrap();
    assert_eq!(view.state, State::Accepted);
    // By its own answer: nothing had to be looked up.
    let details = bench.details(&id).await;
    let evidence = details.history.last().unwrap().evidence.clone().unwrap();
    assert_eq!(evidence.source, "answer");
    assert_eq!((bench.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn an_intent_that_cannot_be_written_lets_nothing_leave_then_or_later() {
    let (bench, hold, id) = held(Step::BeforeIntent).await;
    // Neither the intent nor, after it, the cancellation can be written.
    let view = bench.until(&id, State::Cancelled).await;
    assert_eq!(
        (view.reason.as_str(), view.hold_until),
        ("money_closed", None)
    );
    let journal = &bench.rig.journals.practice;
    assert_eq!(journal.operation(&id.0).unwrap().state, State::Waiting);
    assert_eq!((bench.sent().len(), bench.truth().1), (0, 0));
    *hold.held.lock() = None;
    let desk = &bench.rig.desk;
    desk.retry_journal(&bench.rig.park).await.unwrap();
    let state = bench.details(&id).await.operation.state;
    assert_eq!(state, State::Cancelled);
    assert_eq!((bench.sent().len(), bench.truth().1), (0, 0));
}
