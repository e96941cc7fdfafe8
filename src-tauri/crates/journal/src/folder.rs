//! The journal's folder: whose it is, and that one program holds it.

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io::{Result, Write as _},
    path::{Path, PathBuf},
};

use crate::trouble::Trouble;

/// Bytes that a journal wants to be free before it promises to write: a few commits.
const ROOM: usize = 64 * 1024;

/// Names of the files in a journal's folder.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn database(&self) -> PathBuf {
        self.0.join("journal.sqlite")
    }

    /// SQLite's own files beside the database: what is not yet in it, and the index of that.
    pub fn companions(&self) -> [(&'static str, PathBuf); 2] {
        ["-wal", "-shm"].map(|end| (end, self.0.join(format!("journal.sqlite{end}"))))
    }

    pub fn head(&self) -> PathBuf {
        self.0.join("journal.head")
    }

    fn lock_file(&self) -> PathBuf {
        self.0.join("journal.lock")
    }

    /// Makes the folder for its owner only; one that exists is left as it is.
    pub fn make(&self) -> Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(&self.0)
    }

    /// Keeps a second program out for as long as the file is open.
    pub fn lock(&self) -> std::result::Result<File, Trouble> {
        let file = private(&self.lock_file()).map_err(|error| Trouble::of_io(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Trouble::Locked),
            Err(TryLockError::Error(error)) => Err(Trouble::of_io(&error)),
        }
    }

    /// Whether there is room, tried with a file that is gone afterwards: `None` when there is. SQLite alone would tell only at
    /// the first commit, and of an index file that it cannot make only that it cannot.
    pub fn probe(&self) -> Option<Trouble> {
        let path = self.0.join("journal.probe");
        let tried = private(&path).and_then(|mut file| file.write_all(&[1; ROOM]));
        let _ = std::fs::remove_file(&path);
        tried.err().map(|error| Trouble::of_io(&error))
    }

    /// Bytes of the database and of what is not yet in it; zero for a file that is not there.
    pub fn sizes(&self) -> (u64, u64) {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |data| data.len());
        let [(_, wal), _] = self.companions();
        (size(&self.database()), size(&wal))
    }

    /// The names of a free file in the folder: `name.sqlite`, `name-2.sqlite`…
    pub fn free(&self, name: &str) -> PathBuf {
        (1_u32..)
            .map(|number| match number {
                1 => self.0.join(format!("{name}.sqlite")),
                _ => self.0.join(format!("{name}-{number}.sqlite")),
            })
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.0.join(name))
    }
}

/// Opens a file to read and write, made if it is not there, for its owner only.
pub fn private(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        options.mode(0o600);
        let file = options.open(path)?;
        let mode = file.metadata()?.permissions().mode() & 0o777;
        if mode != 0o600 {
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        }
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}
