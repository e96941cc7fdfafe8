//! A file is written beside its place under a temporary name and gets its own in one step when it is whole: nobody sees
//! half of it, and nothing is left behind when it does not come to that.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::error::{DeskError, DeskErrorCode};

/// After so many taken names something else is wrong.
const MOST_NUMBERS: u32 = 1000;

/// An empty file that goes when it is dropped.
pub fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".parkdesk-").suffix(".part");
    // As any other file the user saves: who may read it the system says.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Gives a file of this folder, its bytes on the disk, the first of its names (by number, from 1) that nobody had, even
/// if it was taken this very moment. Answers the name.
pub fn under_free_name(
    mut temporary: NamedTempFile,
    folder: &Path,
    name: impl Fn(u32) -> String,
) -> io::Result<String> {
    for number in 1..=MOST_NUMBERS {
        let name = name(number);
        let path = folder.join(&name);
        let failed = match temporary.persist_noclobber(&path) {
            Ok(_) => return Ok(name),
            Err(failed) => failed,
        };
        temporary = failed.file;
        if failed.error.kind() == ErrorKind::AlreadyExists {
            continue;
        }
        match taken(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(()) => return put_over_own(temporary, &path).map(|()| name),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// For disks that cannot rename without replacing (FAT, some network shares): the name is taken first, exclusively.
fn taken(path: &Path) -> io::Result<()> {
    let mut taking = OpenOptions::new();
    taking.write(true).create_new(true).open(path).map(drop)
}

/// Puts the file in the place of the empty one that took its name.
fn put_over_own(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    match temporary.persist(path) {
        Ok(_) => Ok(()),
        Err(failed) => {
            fs::remove_file(path)?;
            Err(failed.error)
        }
    }
}

pub fn not_saved(error: &io::Error) -> DeskError {
    tracing::warn!(kind = ?error.kind(), "a file was not saved");
    let error = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disk_full",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "no_right",
        ErrorKind::NotFound => "no_folder",
        _ => "other",
    };
    DeskError::new(DeskErrorCode::FileNotSaved).with("reason", error)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::files::name::numbered;

    fn listed(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn of(folder: &Path, bytes: &[u8]) -> NamedTempFile {
        let mut file = temporary(folder).unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn put(folder: &Path, stem: &str, bytes: &[u8]) -> io::Result<String> {
        let name = |number| numbered(stem, Some("jpg"), number);
        under_free_name(of(folder, bytes), folder, name)
    }

    #[test]
    fn what_is_there_is_never_overwritten_even_by_writers_at_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("скан.jpg"), b"mine").unwrap();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let folder = folder.path();
                scope.spawn(move || put(folder, "скан", writer.to_string().as_bytes()).unwrap());
            }
        });
        assert_eq!(fs::read(folder.path().join("скан.jpg")).unwrap(), b"mine");
        let names = listed(folder.path());
        assert_eq!(names.len(), 9, "{names:?}");
        let mut contents: Vec<_> = names
            .iter()
            .map(|name| fs::read(folder.path().join(name)).unwrap())
            .collect();
        contents.sort();
        contents.dedup();
        assert_eq!(contents.len(), 9, "one writer's bytes took another's place");
    }

    #[test]
    fn a_disk_without_exclusive_renames_gets_the_file_through_a_taken_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("скан.jpg");
        taken(&path).unwrap();
        let again = taken(&path).unwrap_err();
        assert_eq!(again.kind(), ErrorKind::AlreadyExists);
        put_over_own(of(folder.path(), b"ours"), &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"ours");
        assert_eq!(listed(folder.path()), ["скан.jpg"]);
    }

    #[test]
    fn a_name_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert!(put(folder.path(), "no/such/folder", b"x").is_err());
        assert!(listed(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_dangling_link_is_not_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("a.jpg")).unwrap();
        assert_eq!(put(folder.path(), "a", b"x").unwrap(), "a (2).jpg");
        assert!(!elsewhere.exists());
    }
}
