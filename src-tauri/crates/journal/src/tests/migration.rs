//! From an older version to this one, and what a newer one means.

use std::fs;

use super::rig::*;
use crate::{
    Condition, Journal, Trouble,
    schema::{CURRENT, Schema, Step},
};

/// The version after the current one: a column more for operations, a table beside them.
const NEXT: Schema = Schema {
    version: CURRENT.version + 1,
    create: CURRENT.create,
    steps: &[Step {
        to: CURRENT.version + 1,
        sql: "ALTER TABLE operations ADD COLUMN cashier TEXT; CREATE TABLE cashiers (name TEXT) STRICT",
    }],
};

const BROKEN: Schema = Schema {
    steps: &[Step {
        to: CURRENT.version + 1,
        sql: "ALTER TABLE operations ADD COLUMN cashier TEXT; ALTER TABLE nowhere ADD COLUMN x TEXT",
    }],
    ..NEXT
};

fn copies(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .contains("-before-")
        })
        .collect()
}

#[test]
fn a_migration_keeps_the_chain_and_a_copy_of_what_was() {
    let rig = Rig::full();
    let (before, head) = (rig.journal.operations(), rig.journal.facts().head);
    let folder = rig.close();
    let journal = Journal::open_as(folder.path(), clock(), NEXT);
    assert_good(&journal);
    assert_eq!(
        (journal.operations(), journal.facts().head),
        (before.clone(), head)
    );
    journal.append("f", &intent()).unwrap();
    drop(journal);
    assert_good(&Journal::open_as(folder.path(), clock(), NEXT));

    let copies = copies(folder.path());
    assert_eq!(copies.len(), 1, "one copy, none at the second start");
    let name = copies[0]
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    assert!(name.starts_with("journal-before-2-2026"), "{name}");
    // The copy is a whole journal of the older version.
    let place = tempfile::TempDir::new().unwrap();
    fs::copy(&copies[0], database(place.path())).unwrap();
    let older = open(place.path());
    assert_good(&older);
    assert_eq!(older.operations(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&copies[0]).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_journal_of_a_newer_version_is_shown_and_not_written() {
    let folder = Rig::full().close();
    drop(Journal::open_as(folder.path(), clock(), NEXT));
    let before = fs::read(database(folder.path())).unwrap();
    let journal = open(folder.path());
    let newer = Trouble::Newer {
        version: 2,
        known: 1,
    };
    assert_eq!(journal.condition(), Condition::ReadOnly(newer));
    assert_eq!(journal.operations().len(), 12);
    assert!(journal.append("f", &intent()).is_err());
    drop(journal);
    assert_eq!(fs::read(database(folder.path())).unwrap(), before);
}

#[test]
fn a_migration_that_fails_leaves_everything_as_it_was() {
    let folder = Rig::full().close();
    let journal = Journal::open_as(folder.path(), clock(), BROKEN);
    assert!(
        matches!(
            journal.condition(),
            Condition::ReadOnly(Trouble::Migration { .. })
        ),
        "{:?}",
        journal.condition()
    );
    drop(journal);
    assert!(copies(folder.path()).is_empty());
    let journal = open(folder.path());
    assert_good(&journal);
    journal.append("f", &intent()).unwrap();
}

#[test]
fn a_damaged_journal_is_not_migrated() {
    let folder = Rig::full().close();
    meddle(folder.path(), "UPDATE events SET person = '' WHERE seq = 5");
    let journal = Journal::open_as(folder.path(), clock(), NEXT);
    damage(&journal);
    assert_eq!(journal.operations().len(), 12);
    drop(journal);
    let connection = rusqlite::Connection::open(database(folder.path())).unwrap();
    let version: u32 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, CURRENT.version);
}
