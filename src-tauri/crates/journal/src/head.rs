//! The newest event's number and hash, in a small file beside the database.
//!
//! A chain cannot tell that its end was cut off, nor that an older copy of the whole file was put in its place. This note
//! can. It is written after the commit and not forced to the disk: one that is older than the database is good, one that is
//! newer means that events are missing.

use std::{
    fs::File,
    io::{Read as _, Result, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use crate::{
    chain::{Hash, hex, unhex},
    folder::private,
};

/// The newest event that is known to have been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub seq: u32,
    pub hash: Hash,
}

/// Always of the same length, so that writing it never changes the file's size.
fn line(head: Head) -> String {
    format!("{:010} {}\n", head.seq, hex(&head.hash))
}

/// `None` when there is none or it is torn.
pub fn read(path: &Path) -> Option<Head> {
    let mut text = String::new();
    // A line is 76 bytes; whatever else lies there is not read into memory.
    File::open(path)
        .ok()?
        .take(128)
        .read_to_string(&mut text)
        .ok()?;
    let (seq, hash) = text.strip_suffix('\n')?.split_once(' ')?;
    Some(Head {
        seq: seq.parse().ok()?,
        hash: unhex(hash)?,
    })
}

/// The file, kept open.
#[derive(Debug)]
pub struct Note(File);

impl Note {
    /// # Errors
    /// The folder cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self(private(path)?))
    }

    /// # Errors
    /// The disk's; the note is then older than the database, or torn: both are read as they should be.
    pub fn write(&mut self, head: Head) -> Result<()> {
        self.0.seek(SeekFrom::Start(0))?;
        self.0.write_all(line(head).as_bytes())
    }
}
