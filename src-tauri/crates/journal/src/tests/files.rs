//! Files: who may read them, who may write them, what a power cut leaves.

use std::{fs, path::Path};

use super::rig::*;
use crate::{Condition, Damage, Journal, JournalError, State, Trouble};

#[cfg(unix)]
#[test]
fn nobody_else_on_this_computer_reads_the_journal() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = tempfile::TempDir::new().unwrap();
    let folder = place.path().join("new").join("journal");
    let journal = open(&folder);
    journal
        .confirm(None, &[operation("a")], &confirmation())
        .unwrap();
    assert_eq!(mode(&folder), 0o700);
    let check = || {
        let files: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        assert!(
            files.len() >= 4,
            "the database, its companions, the lock and the note: {files:?}"
        );
        for file in files {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    };
    check();
    drop(journal);
    // Made readable by somebody, closed again at the next start.
    fs::set_permissions(database(&folder), fs::Permissions::from_mode(0o644)).unwrap();
    let _journal = open(&folder);
    check();
}

#[test]
fn a_second_program_reads_but_never_writes() {
    let rig = Rig::full();
    let second = open(rig.folder.path());
    assert_eq!(second.condition(), Condition::ReadOnly(Trouble::Locked));
    assert_eq!(second.operations(), rig.journal.operations());
    assert_eq!(
        second.history("c").unwrap(),
        rig.journal.history("c").unwrap()
    );
    let refused = second.append("f", &intent()).unwrap_err();
    assert_eq!(refused, JournalError::ReadOnly(Trouble::Locked));
    assert_eq!(second.archive(), Err(JournalError::NotDamaged));

    rig.journal.append("f", &intent()).unwrap();
    assert_eq!(second.retry(), Condition::ReadOnly(Trouble::Locked));
    assert_eq!(
        second.operation("f").unwrap().state,
        State::Sent,
        "looked at anew"
    );
    let folder = rig.close();
    assert!(
        matches!(second.retry(), Condition::Good { .. }),
        "the other one ended"
    );
    second.append("f", &accepted()).unwrap();
    drop(folder);
}

#[test]
fn a_clone_keeps_the_folder() {
    let rig = Rig::new();
    let clone = rig.journal.clone();
    let folder = rig.close();
    assert_eq!(
        open(folder.path()).condition(),
        Condition::ReadOnly(Trouble::Locked)
    );
    drop(clone);
    assert_good(&open(folder.path()));
}

#[test]
fn what_was_written_survives_a_power_cut() {
    let rig = Rig::new();
    rig.confirm(&["a", "b"]);
    rig.journal.append("a", &intent()).unwrap();
    // What stands in the files at this moment; nothing was closed.
    let cut = copy(rig.folder.path());
    rig.journal.append("a", &unknown()).unwrap();
    let journal = open(cut.path());
    assert_good(&journal);
    assert_eq!(journal.operation("a").unwrap().state, State::Sent);
    journal.append("a", &unknown()).unwrap();
    journal.append("b", &cancelled()).unwrap();
}

#[test]
fn a_commit_torn_by_a_power_cut_is_wholly_absent() {
    let rig = Rig::new();
    rig.confirm(&["a"]);
    let before = copy(rig.folder.path());
    let rows: Vec<_> = (1..=200).map(|row| row_of("r", row)).collect();
    rig.journal
        .confirm(Some(&register("r", 200)), &rows, &confirmation())
        .unwrap();
    let after = fs::read(rig.folder.path().join("journal.sqlite-wal")).unwrap();
    let wal = before.path().join("journal.sqlite-wal");
    let start = fs::metadata(&wal).unwrap().len() as usize;
    assert!(after.len() > start + 20 * 4096, "a commit of many pages");
    for cut in (start..after.len()).step_by(9973) {
        let torn = copy(before.path());
        fs::write(torn.path().join("journal.sqlite-wal"), &after[..cut]).unwrap();
        let journal = open(torn.path());
        assert_good(&journal);
        assert_eq!(
            journal.operations().len(),
            1,
            "nothing of the register at {cut}"
        );
        assert!(journal.registers().is_empty());
        journal.append("a", &intent()).unwrap();
    }
    let whole = copy(before.path());
    fs::write(whole.path().join("journal.sqlite-wal"), &after).unwrap();
    assert_eq!(open(whole.path()).register_operations("r").len(), 200);
}

#[test]
fn a_lost_file_of_newest_events_is_missed() {
    let rig = Rig::full();
    let cut = copy(rig.folder.path());
    for end in ["-wal", "-shm"] {
        fs::remove_file(cut.path().join(format!("journal.sqlite{end}"))).unwrap();
    }
    let (what, _) = damage(&open(cut.path()));
    assert!(
        matches!(
            what,
            Damage::TailMissing | Damage::FileMissing | Damage::Unreadable
        ),
        "{what:?}"
    );
}

#[test]
fn a_torn_or_older_note_does_no_harm() {
    let rig = Rig::full();
    let folder = rig.close();
    let note = folder.path().join("journal.head");
    let whole = fs::read(&note).unwrap();
    for torn in [&b""[..], b"\xff\xfe", &whole[..40], b"0000000002"] {
        fs::write(&note, torn).unwrap();
        assert_good(&open(folder.path()));
        assert_eq!(
            fs::read(&note).unwrap()[..whole.len()],
            whole[..],
            "written anew"
        );
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_a_condition() {
    let place = tempfile::TempDir::new().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let journal = open(&file.join("journal"));
    assert!(
        matches!(journal.condition(), Condition::ReadOnly(Trouble::Io { .. })),
        "{:?}",
        journal.condition()
    );
    assert!(journal.operations().is_empty());
    assert!(
        journal
            .confirm(None, &[operation("a")], &confirmation())
            .is_err()
    );
    fs::remove_file(&file).unwrap();
    assert!(matches!(journal.retry(), Condition::Good { .. }));
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_a_condition() {
    // Not even the superuser makes files here.
    let journal = open(Path::new("/proc/self/task"));
    assert!(matches!(journal.condition(), Condition::ReadOnly(_)));
}

#[test]
fn two_journals_of_two_folders_do_not_meet() {
    let (one, two) = (Rig::new(), Rig::new());
    one.confirm(&["a"]);
    assert!(two.journal.operation("a").is_none());
    fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    is_shared::<Journal>(&one.journal);
}
