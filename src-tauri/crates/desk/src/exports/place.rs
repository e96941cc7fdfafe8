//! Where a file goes whose name the user chose. What was there stays, unless its loss was agreed to; then it stays whole
//! until the new file is.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::name::{completed, numbered};
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    files::place::{not_saved, temporary, under_free_name},
};

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
        let Self {
            temporary,
            folder,
            name,
            extension,
            replace,
        } = self;
        let name = match replace {
            true => {
                let replaced = temporary.persist(folder.join(&name));
                replaced.map_err(|failed| failed.error)?;
                name
            }
            false => {
                let named = |number| numbered(&name, number, extension);
                under_free_name(temporary, &folder, named)?
            }
        };
        Ok(folder.join(name))
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write};

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
    fn a_target_that_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(target(&folder.path().join("а.csv"), false));
        assert!(listed(folder.path()).is_empty());
    }
}
