//! A changed record is found when it is opened, named, and never written to again.

use std::{
    fs::{self, OpenOptions},
    path::Path,
};

use rusqlite::Connection;

use super::rig::*;
use crate::{
    Condition, Damage, Journal, JournalError, State, Trouble,
    chain::{Of, ZERO, digest},
};

/// A closed journal with some of everything in it.
fn record() -> tempfile::TempDir {
    Rig::full().close()
}

fn meddled(original: &Path, sql: &str) -> (tempfile::TempDir, Journal) {
    let copy = copy(original);
    meddle(copy.path(), sql);
    let journal = open(copy.path());
    (copy, journal)
}

fn ask<T: rusqlite::types::FromSql>(folder: &Path, sql: &str) -> Vec<T> {
    let connection = Connection::open(database(folder)).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_change_in_any_column_of_any_row_is_found() {
    let original = record();
    let mut tried = 0;
    for (table, key) in [
        ("events", "seq"),
        ("operations", "number"),
        ("registers", "number"),
    ] {
        let columns: Vec<String> = ask(
            original.path(),
            &format!("SELECT name FROM pragma_table_info('{table}')"),
        );
        let rows: Vec<i64> = ask(original.path(), &format!("SELECT {key} FROM {table}"));
        for column in columns {
            // Every row of the small tables, and some of the events.
            for row in rows.iter().step_by(if table == "events" { 5 } else { 3 }) {
                let change = format!(
                    "UPDATE {table} SET {column} = CASE typeof({column})
                        WHEN 'integer' THEN {column} + 1000
                        WHEN 'text' THEN {column} || ' '
                        WHEN 'blob' THEN zeroblob(31) || x'01'
                        ELSE (SELECT CASE type WHEN 'INTEGER' THEN 1 ELSE '' END
                              FROM pragma_table_info('{table}') WHERE name = '{column}') END
                     WHERE {key} = {row}"
                );
                // `||` makes text of blobs, so those are set apart.
                let change = change.replace("zeroblob(31) || x'01'", "randomblob(32)");
                let (_copy, journal) = meddled(original.path(), &change);
                let (what, event) = damage(&journal);
                assert!(
                    event.is_some() || what == Damage::OperationUnconfirmed,
                    "{table}.{column} of {row}: {what:?} names no event"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "only {tried} changes were tried");
}

#[test]
fn an_emptied_column_is_found() {
    let original = record();
    for (table, column, row) in [
        ("operations", "target", "number = 6"),
        ("operations", "token", "number = 6"),
        ("operations", "repeats", "number = 6"),
        ("operations", "requisite", "number = 1"),
        ("operations", "register", "number = 7"),
        ("operations", "register_row", "number = 7"),
    ] {
        let change = format!("UPDATE {table} SET {column} = NULL WHERE {row}");
        let (_copy, journal) = meddled(original.path(), &change);
        assert_eq!(damage(&journal).0, Damage::OperationChanged, "{column}");
    }
}

#[test]
fn a_change_is_named_by_its_event_and_its_operation() {
    let original = record();
    let (_copy, journal) = meddled(
        original.path(),
        "UPDATE operations SET amount = '99999.00' WHERE id = 'c'",
    );
    let Condition::ReadOnly(Trouble::Damaged {
        what,
        event,
        subject,
        faults,
    }) = journal.condition()
    else {
        panic!("found");
    };
    assert_eq!((what, faults), (Damage::OperationChanged, 1));
    // The first event begins the chain, the confirmations follow in order.
    assert_eq!((event, subject.as_deref()), (Some(4), Some("REF-c")));
    assert_eq!(journal.operations().len(), 12, "all of it is still shown");

    let (_copy, journal) = meddled(
        original.path(),
        "UPDATE events SET details = replace(details, 'not_enough', 'all_is_well') WHERE seq = 10",
    );
    assert_eq!(damage(&journal), (Damage::EventChanged, Some(10)));
}

#[test]
fn a_damaged_journal_moves_no_money() {
    let original = record();
    let (_copy, journal) = meddled(original.path(), "UPDATE events SET at = '' WHERE seq = 3");
    let Condition::ReadOnly(trouble) = journal.condition() else {
        panic!("found");
    };
    let closed = Err(JournalError::ReadOnly(trouble));
    assert_eq!(journal.append("f", &intent()).map(drop), closed);
    assert_eq!(
        journal.confirm(None, &[operation("x")], &confirmation()),
        closed
    );
    assert!(journal.history("a").is_ok(), "what can be read is read");
    assert_eq!(journal.operation("f").unwrap().state, State::Waiting);
}

#[test]
fn a_removed_row_is_found_wherever_it_stood() {
    let original = record();
    for seq in ask::<i64>(original.path(), "SELECT seq FROM events") {
        let (copy, journal) = meddled(
            original.path(),
            &format!("DELETE FROM events WHERE seq = {seq}"),
        );
        damage(&journal);
        // Without the note beside it the database still remembers that there was one more.
        drop(journal);
        fs::remove_file(copy.path().join("journal.head")).unwrap();
        damage(&open(copy.path()));
    }
    for (table, missing) in [
        ("operations", Damage::OperationMissing),
        ("registers", Damage::RegisterMissing),
    ] {
        for number in ask::<i64>(original.path(), &format!("SELECT number FROM {table}")) {
            let change = format!("DELETE FROM {table} WHERE number = {number}");
            let (_copy, journal) = meddled(original.path(), &change);
            assert_eq!(damage(&journal).0, missing, "{table} {number}");
        }
    }
}

#[test]
fn events_cut_off_the_end_are_missed() {
    let original = record();
    let newest = ask::<u32>(original.path(), "SELECT max(seq) FROM events")[0];
    let cut = format!("DELETE FROM events WHERE seq > {}", newest - 2);
    let (_copy, journal) = meddled(original.path(), &cut);
    assert_eq!(damage(&journal), (Damage::TailMissing, Some(newest)));
    // Even when the database itself was made to forget them.
    let forgotten = format!("{cut}; UPDATE sqlite_sequence SET seq = {}", newest - 2);
    let (_copy, journal) = meddled(original.path(), &forgotten);
    assert_eq!(damage(&journal), (Damage::TailMissing, Some(newest)));
}

#[test]
fn an_older_copy_in_the_place_of_the_journal_is_not_believed() {
    let rig = Rig::full();
    let newer = rig.close();
    let older = copy(newer.path());
    let journal = open(newer.path());
    journal.append("f", &intent()).unwrap();
    let newest = journal.facts().events;
    drop(journal);
    fs::copy(database(older.path()), database(newer.path())).unwrap();
    let journal = open(newer.path());
    assert_eq!(damage(&journal), (Damage::TailMissing, Some(newest)));
}

#[test]
fn an_end_that_was_sealed_anew_is_not_believed() {
    let original = record();
    let copy = copy(original.path());
    meddle(
        copy.path(),
        "UPDATE events SET person = 'Другой' WHERE seq = (SELECT max(seq) FROM events)",
    );
    // With the right hash for the wrong words: the chain holds, the note beside it does not.
    let connection = Connection::open(database(copy.path())).unwrap();
    let (seq, hash) = connection
        .query_row("SELECT * FROM events ORDER BY seq DESC", [], |row| {
            let values = (0..10).map(|column| row.get_ref(column).unwrap());
            Ok((row.get::<_, u32>(0)?, digest(Of::Event, values)))
        })
        .unwrap();
    drop(connection);
    let hash = crate::chain::hex(&hash);
    meddle(
        copy.path(),
        &format!("UPDATE events SET hash = x'{hash}' WHERE seq = {seq}"),
    );
    assert_eq!(
        damage(&open(copy.path())),
        (Damage::EventChanged, Some(seq))
    );
}

#[test]
fn events_put_in_another_order_are_found() {
    let original = record();
    let (_copy, journal) = meddled(
        original.path(),
        "UPDATE events SET seq = -1 WHERE seq = 8; UPDATE events SET seq = 8 WHERE seq = 9;
         UPDATE events SET seq = 9 WHERE seq = -1",
    );
    assert_eq!(damage(&journal), (Damage::EventChanged, Some(8)));
}

#[test]
fn a_row_that_nobody_confirmed_is_found() {
    let original = record();
    for (table, columns, found) in [
        (
            "operations",
            "reference, connection, connection_name, service, kind, creates_payment,
          include_commission, driver_id, driver, balance_id, balance, amount, message, body",
            Damage::OperationUnconfirmed,
        ),
        (
            "registers",
            "name, connection, connection_name, rows, control, sha256, details",
            Damage::RegisterUnconfirmed,
        ),
    ] {
        for number in [0, 13, 5000] {
            let slip = format!(
                "INSERT INTO {table} (number, id, {columns}) SELECT {number}, 'new', {columns} FROM {table} LIMIT 1"
            );
            let (_copy, journal) = meddled(original.path(), &slip);
            assert_eq!(damage(&journal).0, found, "{number}");
        }
    }
}

#[test]
fn an_event_of_two_operations_or_none_is_found() {
    let original = record();
    for change in [
        "UPDATE events SET operation = 1, register = 1 WHERE seq = 9",
        "UPDATE events SET operation = NULL WHERE seq = 9",
        "UPDATE events SET operation = 4000000000 WHERE seq = 9",
        "UPDATE events SET seq = 9000000000000000000 WHERE seq = 9",
        "UPDATE events SET details = '{' WHERE seq = 9",
        "UPDATE events SET hash = x'00' WHERE seq = 9",
        "UPDATE operations SET number = 4000000000 WHERE number = 3",
        "UPDATE operations SET kind = 'gift' WHERE number = 3",
        "UPDATE operations SET amount = '1e5' WHERE number = 3",
        "UPDATE registers SET rows = -1 WHERE number = 1",
    ] {
        let (_copy, journal) = meddled(original.path(), change);
        damage(&journal);
        assert!(
            journal.operations().len() >= 8,
            "{change}: what can be read is shown"
        );
    }
}

#[test]
fn guards_that_were_taken_off_are_missed() {
    let original = record();
    for change in [
        "DROP TRIGGER events_stay",
        "CREATE TRIGGER more AFTER INSERT ON events BEGIN DELETE FROM registers; END",
    ] {
        let copy = copy(original.path());
        Connection::open(database(copy.path()))
            .unwrap()
            .execute_batch(change)
            .unwrap();
        assert_eq!(damage(&open(copy.path())).0, Damage::SchemaChanged);
    }
}

#[test]
fn rows_cannot_be_changed_while_the_guards_stand() {
    let original = record();
    let connection = Connection::open(database(original.path())).unwrap();
    connection
        .execute_batch("PRAGMA recursive_triggers = OFF")
        .unwrap();
    for table in ["events", "operations", "registers"] {
        let key = if table == "events" { "seq" } else { "number" };
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {key} = {key}"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1"),
        ] {
            let error = connection.execute_batch(&sql).unwrap_err();
            assert!(error.to_string().contains("append-only"), "{sql}: {error}");
        }
    }
}

#[test]
fn a_flipped_byte_anywhere_in_the_file_never_panics_nor_goes_unseen_in_a_row() {
    let original = record();
    let bytes = fs::read(database(original.path())).unwrap();
    let sound = open(original.path());
    let shown = (sound.operations(), sound.registers(), sound.facts().head);
    drop(sound);
    let place = tempfile::TempDir::new().unwrap();
    let head = original.path().join("journal.head");
    for at in (0..bytes.len()).step_by(97) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        fs::write(database(place.path()), &flipped).unwrap();
        fs::copy(&head, place.path().join("journal.head")).unwrap();
        let journal = open(place.path());
        if matches!(journal.condition(), Condition::Good { .. }) {
            // A byte that belongs to no row: free space, or a counter of the file's.
            let read = (
                journal.operations(),
                journal.registers(),
                journal.facts().head,
            );
            assert_eq!(read, shown, "byte {at}");
        }
        drop(journal);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(place.path().join(format!("journal.sqlite{end}")));
        }
    }
}

#[test]
fn a_truncated_file_is_shown_as_far_as_it_goes() {
    let original = record();
    let size = fs::metadata(database(original.path())).unwrap().len();
    for size in [0, 1, 50, 100, 4096, size / 2, size - 4096, size - 1] {
        let copy = copy(original.path());
        let file = OpenOptions::new()
            .write(true)
            .open(database(copy.path()))
            .unwrap();
        file.set_len(size).unwrap();
        drop(file);
        damage(&open(copy.path()));
    }
}

#[test]
fn garbage_in_the_place_of_the_journal_is_named() {
    for garbage in [&b"not a database at all"[..], &[0; 8192], &[0xFF; 5000]] {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(database(folder.path()), garbage).unwrap();
        let journal = open(folder.path());
        assert_eq!(damage(&journal).0, Damage::NotAJournal);
        assert!(journal.beginning().is_err() && journal.operations().is_empty());
        assert_eq!(fs::read(journal.archive().unwrap()).unwrap(), garbage);
        assert_good(&journal);
    }
}

#[test]
fn a_database_of_another_program_is_not_written_to() {
    let folder = tempfile::TempDir::new().unwrap();
    let connection = Connection::open(database(folder.path())).unwrap();
    connection
        .execute_batch("CREATE TABLE songs (name TEXT)")
        .unwrap();
    drop(connection);
    let before = fs::read(database(folder.path())).unwrap();
    assert_eq!(damage(&open(folder.path())).0, Damage::NotAJournal);
    assert_eq!(fs::read(database(folder.path())).unwrap(), before);
}

#[test]
fn a_lost_file_never_begins_a_new_chain_by_itself() {
    let original = record();
    let newest = ask::<u32>(original.path(), "SELECT max(seq) FROM events")[0];
    fs::remove_file(database(original.path())).unwrap();
    let journal = open(original.path());
    assert_eq!(damage(&journal), (Damage::FileMissing, Some(newest)));
    assert!(!database(original.path()).exists());
    journal.archive().unwrap();
    assert_good(&journal);
    let begun = format!("{:?}", journal.beginning().unwrap().unwrap().event);
    assert!(
        begun.contains("former_head: Some") && begun.contains("former_file: None"),
        "{begun}"
    );
}

#[test]
fn a_field_cannot_be_moved_into_its_neighbour_unseen() {
    use rusqlite::types::ValueRef::{Blob, Integer, Null, Text};
    let of = |values: &[rusqlite::types::ValueRef<'_>]| digest(Of::Event, values.iter().copied());
    let all = [
        of(&[Text(b"ab"), Text(b"c")]),
        of(&[Text(b"a"), Text(b"bc")]),
        of(&[Text(b"abc"), Text(b"")]),
        of(&[Text(b"abc"), Null]),
        of(&[Null, Text(b"abc")]),
        of(&[Blob(b"abc")]),
        of(&[Integer(1)]),
        of(&[Text(&[1, 0, 0, 0, 0, 0, 0, 0])]),
        digest(Of::Operation, [Integer(1)].into_iter()),
        ZERO,
    ];
    // The third and the fourth differ: an empty text is written, an empty column is not.
    for (place, hash) in all.iter().enumerate() {
        assert!(
            !all[..place].contains(hash),
            "digest {place} is not its own"
        );
    }
    let padded = of(&[Text(b"abc"), Null, Null]);
    assert_eq!(
        padded,
        of(&[Text(b"abc")]),
        "a later, empty column changes no old digest"
    );
}
