//! A journal that fails under the program: nobody reads that money is on its way when nothing left, and a record that may
//! have been changed is told from the others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::time::Duration;

use desk::operations::types::{
    CancelledBy, HistoryKind, JournalFilter, JournalWindow, ListedState, OperationId, OperationView,
};
use journal::{Damage, State, Trouble};
use rig::money::{Bench, UNTOUCHED};
use rusqlite::Connection;

const HOLD: Duration = Duration::from_secs(5);

/// Past the program, as another one would.
fn meddle(bench: &Bench, sql: &str) {
    let folder = bench.rig.journals.practice_folder();
    let connection = Connection::open(folder.join("journal.sqlite")).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn fill_the_disk(bench: &Bench) {
    let full = "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END";
    meddle(bench, full);
}

/// Changes rows that the journal's own guards keep from being changed, and leaves the guards as they were.
fn forge(bench: &Bench, sql: &str) {
    let folder = bench.rig.journals.practice_folder();
    let connection = Connection::open(folder.join("journal.sqlite")).unwrap();
    let guards: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &guards {
        let drop = format!("DROP TRIGGER {name}");
        connection.execute_batch(&drop).unwrap();
    }
    connection.execute_batch(sql).unwrap();
    for (name, guard) in &guards {
        if name != "full" {
            connection.execute_batch(guard).unwrap();
        }
    }
}

async fn window(bench: &Bench) -> JournalWindow {
    let all = JournalFilter {
        oldest_first: true,
        ..JournalFilter::default()
    };
    let desk = &bench.rig.desk;
    desk.journal_window(&bench.rig.park, &all, 0, 10)
        .await
        .unwrap()
}

/// Three that were carried out, then the record was changed and read again.
async fn forged(sql: &str) -> (Bench, Vec<OperationId>, Trouble) {
    let bench = Bench::new().await;
    let mut ids = Vec::new();
    for amount in ["100", "110", "120"] {
        ids.push(bench.carried(amount, State::Accepted).await);
    }
    assert_eq!(window(&bench).await.doubtful, None);
    let plan = bench.plan("50").await;
    fill_the_disk(&bench);
    bench.try_confirm(&plan).await.unwrap_err();
    forge(&bench, sql);
    let state = bench.rig.desk.retry_journal(&bench.rig.park).await.unwrap();
    (bench, ids, state.trouble.unwrap())
}

#[tokio::test]
async fn a_disk_that_fills_up_in_the_hold_is_told_as_nothing_sent() {
    let bench = Bench::still().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let id = bench.begin("100").await;
    fill_the_disk(&bench);
    while bench.rig.clock.sleepers() == 0 {
        tokio::task::yield_now().await;
    }
    bench.advance(HOLD);
    let told = |view: &OperationView| {
        (
            view.state,
            view.cancelled,
            view.reason.clone(),
            view.hold_until.clone(),
        )
    };
    let refused = (
        State::Cancelled,
        Some(CancelledBy::Refused),
        "money_closed".to_owned(),
        None,
    );
    let view = bench.until(&id, State::Cancelled).await;
    assert_eq!(told(&view), refused);
    assert!(desk.journal_state(park).await.unwrap().trouble.is_some());
    // The journal's list says the same, and counts it so.
    let listed = window(&bench).await;
    assert_eq!(told(&listed.rows[0]), refused);
    let states: Vec<ListedState> = listed.by_state.iter().map(|one| one.state).collect();
    assert_eq!(states, [ListedState::Cancelled]);
    assert_eq!(bench.history(&id).await, [HistoryKind::Confirmed]);
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));

    // Written as it was told, as soon as that can be done; it leaves no more.
    meddle(&bench, "DROP TRIGGER full");
    let state = desk.retry_journal(park).await.unwrap();
    assert_eq!(state.trouble, None);
    let steps = [HistoryKind::Confirmed, HistoryKind::Cancelled];
    assert_eq!(bench.history(&id).await, steps);
    assert_eq!(told(&bench.details(&id).await.operation), refused);
    bench.advance(Duration::from_secs(3600));
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn what_a_person_took_back_on_a_full_disk_does_not_read_as_being_sent() {
    let bench = Bench::still().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let id = bench.begin("100").await;
    fill_the_disk(&bench);
    desk.cancel_operation(park, &id).await.unwrap_err();
    let view = bench.until(&id, State::Cancelled).await;
    assert_eq!(
        (view.cancelled, view.hold_until),
        (Some(CancelledBy::Person), None)
    );
    bench.advance(HOLD);
    assert_eq!((bench.sent(), bench.truth()), (vec![], UNTOUCHED));
}

#[tokio::test]
async fn a_forged_sum_is_told_from_the_operations_that_were_left_alone() {
    let forging = "UPDATE operations SET amount = '99999.00' WHERE number = 2";
    let (bench, ids, trouble) = forged(forging).await;
    let Trouble::Damaged { what, subject, .. } = trouble else {
        panic!("{trouble:?}");
    };
    assert_eq!(what, Damage::OperationChanged);
    let listed = window(&bench).await;
    assert_eq!(subject, Some(listed.rows[1].reference.clone()));
    assert_eq!(listed.doubtful, Some(vec![ids[1].clone()]));
}

#[tokio::test]
async fn nothing_after_the_place_where_the_chain_broke_is_vouched_for() {
    // The first event of the second operation; one event begins the journal, three are of each operation.
    let forging = "UPDATE events SET person = 'Другая' WHERE seq = 5";
    let (bench, ids, trouble) = forged(forging).await;
    let Trouble::Damaged { event, .. } = trouble else {
        panic!("{trouble:?}");
    };
    assert_eq!(event, Some(5));
    assert_eq!(window(&bench).await.doubtful, Some(ids[1..].to_vec()));
}
