//! Putting a file into a folder so that it is there whole or not at all, and under a name that nobody had: the bytes
//! go to a temporary file first, and a hard link gives them their name. A link, unlike a rename, fails when the name
//! is taken, even if it was taken this very moment.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use bytes::Bytes;

use super::name::numbered;
use crate::error::{DeskError, DeskErrorCode, DeskResult};

/// After so many taken names something else is wrong.
const MOST_NUMBERS: u32 = 1000;

/// Removes the temporary file, however the writing ends.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0)
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(kind = ?error.kind(), "a temporary file stays");
        }
    }
}

impl Temporary {
    fn with(folder: &Path, mark: &str, bytes: &[u8]) -> io::Result<Self> {
        let path = folder.join(format!(".parkdesk-{mark}.part"));
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        let temporary = Self(path);
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(temporary)
    }
}

/// Can anything be written there at all? Asked before anything is fetched.
///
/// # Errors
/// `FileNotSaved`.
pub(super) async fn probe(folder: &Path, mark: &str) -> DeskResult<()> {
    let (folder, mark) = (folder.to_owned(), mark.to_owned());
    let tried =
        tokio::task::spawn_blocking(move || Temporary::with(&folder, &mark, &[]).map(drop)).await;
    match tried {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(kind = ?error.kind(), "the folder takes no file");
            Err(DeskError::new(DeskErrorCode::FileNotSaved))
        }
        Err(_) => Err(DeskError::new(DeskErrorCode::Internal)),
    }
}

/// Writes the bytes under this name, or under the first free number of it. Gives the name as written; `None` when it
/// could not be written.
pub(super) async fn write(
    folder: &Path,
    name: String,
    bytes: Bytes,
    mark: String,
) -> Option<String> {
    let folder = folder.to_owned();
    let written = tokio::task::spawn_blocking(move || shelved(&folder, &name, &bytes, &mark)).await;
    match written {
        Ok(Ok(name)) => Some(name),
        Ok(Err(error)) => {
            tracing::warn!(kind = ?error.kind(), "a file was not written");
            None
        }
        Err(_) => None,
    }
}

fn shelved(folder: &Path, name: &str, bytes: &[u8], mark: &str) -> io::Result<String> {
    let temporary = Temporary::with(folder, mark, bytes)?;
    for number in 1..=MOST_NUMBERS {
        let candidate = match number {
            1 => name.to_owned(),
            number => numbered(name, number),
        };
        let target = folder.join(&candidate);
        let placed = match fs::hard_link(&temporary.0, &target) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => written_new(&target, bytes),
            placed => placed,
        };
        match placed {
            Ok(()) => return Ok(candidate),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// For disks that know no links (FAT, some network shares): the name is taken first, as exclusively, and given back
/// when the bytes do not fit.
fn written_new(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(target)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(file);
        drop(Temporary(target.to_owned()));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_there_is_never_overwritten_even_by_writers_at_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("скан.jpg"), b"mine").unwrap();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    let mark = writer.to_string();
                    shelved(folder, "скан.jpg", mark.as_bytes(), &mark).unwrap()
                });
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
    fn a_disk_without_links_takes_the_name_as_exclusively() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("скан.jpg");
        written_new(&target, b"first").unwrap();
        let error = written_new(&target, b"second").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&target).unwrap(), b"first");
    }

    #[test]
    fn a_name_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert!(shelved(folder.path(), "no/such/folder.jpg", b"x", "1").is_err());
        assert!(listed(folder.path()).is_empty());
    }

    #[test]
    fn a_dangling_link_is_not_written_through() {
        #[cfg(unix)]
        {
            let folder = tempfile::tempdir().unwrap();
            let elsewhere = folder.path().join("elsewhere");
            std::os::unix::fs::symlink(&elsewhere, folder.path().join("a.jpg")).unwrap();
            let name = shelved(folder.path(), "a.jpg", b"x", "1").unwrap();
            assert_eq!(name, "a (2).jpg");
            assert!(!elsewhere.exists());
        }
    }
}
