//! A damaged journal is kept, and the new one knows of it.

use std::fs;

use super::rig::*;
use crate::{Damage, EntryEvent, JournalError};

#[test]
fn archiving_keeps_the_damaged_record_and_carries_its_head() {
    let rig = Rig::full();
    let head = rig.journal.facts().head;
    let folder = rig.close();
    meddle(
        folder.path(),
        "UPDATE operations SET amount = '1.00' WHERE number = 2",
    );
    let before = fs::read(database(folder.path())).unwrap();
    let journal = open(folder.path());
    assert_eq!(damage(&journal).0, Damage::OperationChanged);
    assert_eq!(journal.operations().len(), 12, "still shown");

    let aside = journal.archive().unwrap();
    assert_eq!(fs::read(&aside).unwrap(), before, "renamed, not touched");
    assert_good(&journal);
    assert!(journal.operations().is_empty());
    let begun = journal.beginning().unwrap().unwrap();
    let EntryEvent::Begun(beginning) = begun.event else {
        panic!("the first event begins the chain: {begun:?}");
    };
    assert_eq!(beginning.former_head, Some(head));
    let name = aside.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(beginning.former_file, Some(name));

    journal
        .confirm(None, &[operation("a")], &confirmation())
        .unwrap();
    drop(journal);
    assert_good(&open(folder.path()));
}

#[test]
fn a_journal_that_is_good_is_never_set_aside() {
    let rig = Rig::full();
    assert_eq!(rig.journal.archive(), Err(JournalError::NotDamaged));
    assert_good(&rig.journal);
}

#[test]
fn a_second_archive_never_replaces_the_first() {
    let rig = Rig::full();
    let folder = rig.close();
    let mut names = Vec::new();
    for _ in 0..2 {
        meddle(
            folder.path(),
            "UPDATE events SET person = 'кто-то' WHERE seq = 1",
        );
        // The same clock, so the same stamp.
        names.push(open(folder.path()).archive().unwrap());
    }
    assert_ne!(names[0], names[1]);
    assert!(names.iter().all(|name| name.exists()));
}

#[test]
fn what_was_not_yet_in_the_database_goes_with_it() {
    let rig = Rig::full();
    // As after a power cut: the newest events are only in the file beside the database.
    let copy = copy(rig.folder.path());
    let wal = copy.path().join("journal.sqlite-wal");
    let size = fs::metadata(&wal).unwrap().len();
    assert!(size > 0);
    fs::write(
        copy.path().join("journal.head"),
        format!("{:010} {}\n", 999, "ab".repeat(32)),
    )
    .unwrap();
    let journal = open(copy.path());
    assert_eq!(damage(&journal), (Damage::TailMissing, Some(999)));
    let aside = journal.archive().unwrap();
    let beside = format!("{}-wal", aside.display());
    assert_eq!(fs::metadata(beside).unwrap().len(), size);
    assert_good(&journal);
}
