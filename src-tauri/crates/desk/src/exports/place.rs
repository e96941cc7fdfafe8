//! Where a file goes. It is written beside its place under a temporary name and gets its own in one step when it is
//! whole: what was there stays whole until then, and nothing is left behind when it does not come to that.

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::name::{completed, numbered};
use crate::error::{DeskError, DeskErrorCode, DeskResult};

/// After so many taken names something else is wrong.
const MOST_NUMBERS: u32 = 1000;

/// The place and the temporary file beside it, which goes when this is dropped.
pub struct Target {
    temporary: NamedTempFile,
    folder: PathBuf,
    name: String,
    extension: &'static str,
    replace: bool,
}

impl Target {
    /// # Errors
    /// `FileNotSaved` when the path names no file, or nothing can be written in its folder.
    pub fn new(
        path: &Path,
        replace: bool,
        mark: Option<&str>,
        extension: &'static str,
    ) -> DeskResult<Self> {
        let chosen = path.file_name().and_then(OsStr::to_str);
        let folder = path.parent().filter(|folder| folder.is_absolute());
        let (Some(chosen), Some(folder)) = (chosen, folder) else {
            return Err(DeskError::new(DeskErrorCode::FileNotSaved));
        };
        let name = completed(chosen, mark, extension);
        let temporary = temporary(folder).map_err(|error| not_saved(&error))?;
        Ok(Self {
            temporary,
            folder: folder.to_owned(),
            // The user agreed to lose the file of the name that was chosen, not of another one.
            replace: replace && name == chosen,
            name,
            extension,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn file(&self) -> &File {
        self.temporary.as_file()
    }

    /// Gives the file its name once its bytes are on the disk. Answers where it is.
    ///
    /// # Errors
    /// `FileNotSaved`; nothing is left then.
    pub fn keep(self) -> DeskResult<PathBuf> {
        let folder = self.folder.clone();
        let kept = self.kept().map_err(|error| not_saved(&error))?;
        // The name is on the disk too, where folders can be asked for that.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(kept)
    }

    fn kept(self) -> io::Result<PathBuf> {
        self.temporary.as_file().sync_all()?;
        if self.replace {
            let path = self.folder.join(&self.name);
            self.temporary
                .persist(&path)
                .map_err(|failed| failed.error)?;
            return Ok(path);
        }
        let mut temporary = self.temporary;
        for number in 1..=MOST_NUMBERS {
            let path = match number {
                1 => self.folder.join(&self.name),
                number => {
                    let name = numbered(&self.name, number, self.extension);
                    self.folder.join(name)
                }
            };
            let failed = match temporary.persist_noclobber(&path) {
                Ok(_) => return Ok(path),
                Err(failed) => failed,
            };
            temporary = failed.file;
            if failed.error.kind() == ErrorKind::AlreadyExists {
                continue;
            }
            match taken(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => return put_over_own(temporary, path),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }
}

/// For disks that cannot rename without replacing (FAT, some network shares): the name is taken first, exclusively.
fn taken(path: &Path) -> io::Result<()> {
    let mut taking = OpenOptions::new();
    taking.write(true).create_new(true).open(path).map(drop)
}

/// Puts the file in the place of the empty one that took its name.
fn put_over_own(temporary: NamedTempFile, path: PathBuf) -> io::Result<PathBuf> {
    match temporary.persist(&path) {
        Ok(_) => Ok(path),
        Err(failed) => {
            fs::remove_file(&path)?;
            Err(failed.error)
        }
    }
}

fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".parkdesk-").suffix(".part");
    // As any other file the user saves: who may read it the system says.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
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

    fn target(path: &Path, replace: bool) -> Target {
        let target = Target::new(path, replace, None, "csv").unwrap();
        target.file().write_all(b"ours").unwrap();
        target
    }

    fn listed(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_is_there_is_never_lost_without_a_word() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("а.csv");
        fs::write(&path, "theirs").unwrap();
        let kept = target(&path, false).keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert_eq!(kept, folder.path().join("а (2).csv"));
        assert_eq!(listed(folder.path()), ["а (2).csv", "а.csv"]);
    }

    #[test]
    fn a_file_whose_loss_was_agreed_to_is_replaced_in_one_step() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("а.csv");
        fs::write(&path, "theirs").unwrap();
        let target = target(&path, true);
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        target.keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"ours");
        assert_eq!(listed(folder.path()), ["а.csv"]);
    }

    #[test]
    fn agreeing_to_lose_one_file_loses_no_other() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("а.csv"), "theirs").unwrap();
        let kept = target(&folder.path().join("а"), true).keep().unwrap();
        assert_eq!(kept, folder.path().join("а (2).csv"));
    }

    #[test]
    fn a_disk_without_exclusive_renames_gets_the_file_through_a_taken_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("а.csv");
        taken(&path).unwrap();
        let again = taken(&path).unwrap_err();
        assert_eq!(again.kind(), ErrorKind::AlreadyExists);
        let target = target(&path, false);
        put_over_own(target.temporary, path.clone()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"ours");
    }

    #[test]
    fn a_target_that_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(target(&folder.path().join("а.csv"), false));
        assert!(listed(folder.path()).is_empty());
    }
}
