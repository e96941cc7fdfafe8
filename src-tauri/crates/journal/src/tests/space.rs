//! A full disk.

use super::rig::*;
use crate::{Condition, JournalError, State, Trouble};

#[test]
fn a_full_disk_writes_nothing_by_halves_and_money_stops() {
    let rig = Rig::new();
    rig.confirm(&["a", "b"]);
    rig.journal.append("a", &intent()).unwrap();
    let before = rig.journal.facts();
    rig.journal.limit_pages();

    let rows: Vec<_> = (1..=50).map(|row| row_of("r", row)).collect();
    let full = Err(JournalError::ReadOnly(Trouble::NoSpace));
    let register = register("r", 50);
    assert_eq!(
        rig.journal.confirm(Some(&register), &rows, &confirmation()),
        full
    );
    assert_eq!(
        rig.journal.condition(),
        Condition::ReadOnly(Trouble::NoSpace)
    );
    assert_eq!(
        rig.journal.append("b", &intent()).map(drop),
        full,
        "until it is opened anew"
    );
    assert_eq!(rig.journal.facts(), before);
    assert!(rig.journal.registers().is_empty());
    assert_eq!(
        rig.journal.operation("a").unwrap().state,
        State::Sent,
        "still shown"
    );
    assert_eq!(rig.journal.history("a").unwrap().len(), 2);
    assert_eq!(rig.journal.archive(), Err(JournalError::NotDamaged));

    assert!(matches!(rig.journal.retry(), Condition::Good { .. }));
    assert_eq!(rig.journal.facts().events, before.events);
    rig.journal
        .confirm(Some(&register), &rows, &confirmation())
        .unwrap();
    rig.journal.append("a", &accepted()).unwrap();
    let folder = rig.close();
    assert_good(&open(folder.path()));
}

#[test]
fn a_file_that_somebody_holds_for_long_is_busy_and_stays_good() {
    let rig = Rig::new();
    rig.confirm(&["a"]);
    let other = rusqlite::Connection::open(database(rig.folder.path())).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = rig.journal.append("a", &intent()).map(drop);
    assert_eq!(answer, Err(JournalError::Busy));
    assert_eq!(rig.journal.operation("a").unwrap().state, State::Waiting);
    other.execute_batch("ROLLBACK").unwrap();
    rig.journal.append("a", &intent()).unwrap();
}

#[test]
fn another_hand_in_the_same_file_stops_the_journal() {
    let rig = Rig::new();
    rig.confirm(&["a"]);
    let other = rusqlite::Connection::open(database(rig.folder.path())).unwrap();
    other
        .execute_batch(
            "INSERT INTO events SELECT max(seq) + 1, at, utc_offset, os_user, person, operation, register,
             'intent', '{\"intent\":{\"body_sha256\":\"\"}}', prev, hash FROM events",
        )
        .unwrap();
    let answer = rig.journal.append("a", &intent()).map(drop);
    assert!(
        matches!(answer, Err(JournalError::ReadOnly(Trouble::Damaged { .. }))),
        "the number is taken: {answer:?}"
    );
    rig.journal.retry();
    damage(&rig.journal);
}
