//! Damaged, foreign and unwritable settings, without a window.

use desk::preferences::{Language, Theme};
use tempfile::TempDir;

use super::*;

const GOOD: &str =
    r#"{"settings":{"version":1,"ui":{"theme":"dark","language":"en","zone":"Europe/Moscow"}}}"#;
const NEWER: &str =
    r#"{"settings":{"version":2,"ui":{"theme":"dark","language":"en","zone":"Europe/Moscow"}}}"#;
const NEWER_AND_STRANGE: &str = r#"{"settings":{"version":7,"ui":["another","layout"]}}"#;

fn folder_with(file: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), text).unwrap();
    folder
}

fn text(folder: &TempDir, file: &str) -> String {
    std::fs::read_to_string(folder.path().join(file)).unwrap()
}

fn names(folder: &TempDir) -> Vec<String> {
    let files = std::fs::read_dir(folder.path()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn light() -> Settings {
    let mut settings = Settings::default();
    settings.ui.theme = Theme::Light;
    settings
}

/// Writes as the plugin does: over the old contents.
fn plainly(folder: &TempDir) -> impl FnOnce(Value) -> io::Result<()> {
    let file = folder.path().join(FILE);
    move |value| std::fs::write(file, serde_json::json!({ KEY: value }).to_string())
}

#[test]
fn a_broken_settings_file_is_set_aside_and_never_overwritten_silently() {
    for broken in [
        "{\"settings\": {\"ver",
        "",
        "[]",
        "7",
        "\"settings\"",
        "null",
        "{\"settings\": []}",
        "{\"other\": 1}",
        "\0\0\0\0",
    ] {
        let folder = folder_with(FILE, broken);
        let found = read(folder.path());
        assert_eq!(found.loaded.settings, Settings::default());
        assert_eq!(text(&folder, &found.loaded.set_aside.unwrap()), broken);
        assert!(!found.loaded.restored && found.hands_off.is_none());
    }
}

#[test]
fn the_last_good_copy_comes_back_for_a_broken_file() {
    let folder = folder_with(FILE, "");
    std::fs::write(folder.path().join(LAST_GOOD), GOOD).unwrap();
    let loaded = read(folder.path()).loaded;
    assert!(loaded.restored && loaded.set_aside.is_some());
    assert_eq!(loaded.settings.ui.theme, Theme::Dark);
    assert_eq!(text(&folder, FILE), GOOD);
}

#[test]
fn a_whole_file_is_read_as_it_is() {
    let folder = folder_with(FILE, GOOD);
    let found = read(folder.path());
    assert!(found.loaded.set_aside.is_none() && !found.loaded.not_writable);
    assert!(found.hands_off.is_none());
    assert_eq!(found.loaded.settings.ui.language, Language::En);
}

#[test]
fn no_settings_at_all_is_a_first_run_not_a_fault() {
    let empty = tempfile::tempdir().unwrap();
    for folder in [empty, folder_with(FILE, "{}")] {
        let found = read(folder.path());
        assert_eq!(found.loaded.settings, Settings::default());
        assert!(found.loaded.set_aside.is_none() && !found.loaded.restored);
        assert!(!found.loaded.not_writable && found.hands_off.is_none());
    }
}

#[test]
fn settings_of_a_newer_program_are_left_as_they_are() {
    for newer in [NEWER, NEWER_AND_STRANGE] {
        let folder = folder_with(FILE, newer);
        std::fs::write(folder.path().join(LAST_GOOD), GOOD).unwrap();
        let found = read(folder.path());
        assert_eq!(found.hands_off, Some("newer"));
        assert!(found.loaded.not_writable, "the user is told");
        assert_eq!(names(&folder), [FILE, LAST_GOOD]);
        assert_eq!(text(&folder, FILE), newer);
        assert_eq!(text(&folder, LAST_GOOD), GOOD);
    }
    let fits = read(folder_with(FILE, NEWER).path());
    assert_eq!(fits.loaded.settings.ui.theme, Theme::Dark);
}

#[test]
fn file_that_cannot_be_read_is_neither_moved_nor_written_over() {
    let folder = tempfile::tempdir().unwrap();
    // A folder in its place: not even an administrator can read it as a file.
    std::fs::create_dir(folder.path().join(FILE)).unwrap();
    std::fs::write(folder.path().join(LAST_GOOD), GOOD).unwrap();
    let found = read(folder.path());
    assert_eq!(found.hands_off, Some("unreadable"));
    assert!(found.loaded.not_writable && found.loaded.set_aside.is_none());
    assert_eq!(found.loaded.settings.ui.theme, Theme::Dark);
    assert_eq!(names(&folder), [FILE, LAST_GOOD]);
}

#[test]
fn folder_that_cannot_be_written_is_told_at_start() {
    let outer = folder_with("data", "a file where the folder should be");
    for folder in [outer.path().join("data"), outer.path().join("data/inside")] {
        let found = read(&folder);
        assert!(found.loaded.not_writable, "{}", folder.display());
        assert_eq!(found.loaded.settings, Settings::default());
        let saved = write(&folder, &light(), |_| -> io::Result<()> { Ok(()) });
        assert_eq!(saved.unwrap_err().code, DeskErrorCode::SettingsNotSaved);
    }
    assert_eq!(text(&outer, "data"), "a file where the folder should be");
    let nowhere = Found::nowhere();
    assert!(nowhere.loaded.not_writable);
}

#[test]
fn saved_settings_are_read_again_and_leave_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &light(), plainly(&folder)).unwrap();
    assert_eq!(names(&folder), [FILE, LAST_GOOD]);
    assert_eq!(read(folder.path()).loaded.settings, light());
    std::fs::write(folder.path().join(FILE), "half a fi").unwrap();
    let mended = read(folder.path()).loaded;
    assert!(mended.restored);
    assert_eq!(mended.settings, light());
}

#[test]
fn disk_that_fills_up_in_the_middle_loses_neither_file_nor_copy() {
    let folder = folder_with(FILE, GOOD);
    std::fs::write(folder.path().join(LAST_GOOD), GOOD).unwrap();
    let file = folder.path().join(FILE);
    let saved = write(folder.path(), &light(), |_| {
        std::fs::write(&file, "").and(Err(io::Error::from(io::ErrorKind::StorageFull)))
    });
    assert_eq!(saved.unwrap_err().code, DeskErrorCode::SettingsNotSaved);
    assert_eq!(text(&folder, FILE), GOOD);
    assert_eq!(text(&folder, LAST_GOOD), GOOD);
    assert_eq!(
        names(&folder),
        [FILE, LAST_GOOD],
        "nothing half-written is left"
    );
}

#[test]
fn disk_that_is_full_from_the_start_leaves_the_file_alone() {
    let folder = folder_with(FILE, GOOD);
    // The copy cannot be put in place.
    std::fs::create_dir(folder.path().join(LAST_GOOD)).unwrap();
    let saved = write(folder.path(), &light(), |_| -> io::Result<()> {
        panic!("the file is not touched before its copy is whole")
    });
    assert_eq!(saved.unwrap_err().code, DeskErrorCode::SettingsNotSaved);
    assert_eq!(text(&folder, FILE), GOOD);
    assert_eq!(names(&folder), [FILE, LAST_GOOD]);
}

#[test]
fn first_save_that_fails_leaves_no_settings_behind() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let saved = write(folder.path(), &light(), |_| {
        std::fs::write(&file, "{").and(Err(io::Error::from(io::ErrorKind::StorageFull)))
    });
    assert_eq!(saved.unwrap_err().code, DeskErrorCode::SettingsNotSaved);
    assert!(names(&folder).is_empty());
}
