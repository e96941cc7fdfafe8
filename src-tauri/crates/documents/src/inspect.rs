//! Whether a file may be sent, and what exactly it is. One pass in small pieces: the bytes that are judged are the
//! bytes that are hashed.

use crate::fingerprint::hex;
use crate::kind::{HEAD, Kind, sniff};
use crate::structure::{self, Skeleton};
use serde::Serialize;
use sha2::{Digest, Sha256};
use specta::Type;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// What may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub kinds: Vec<Kind>,
    /// The largest size that passes, in bytes.
    pub max_bytes: u64,
}

impl Default for Rules {
    /// JPEG, PNG and PDF up to 10 MB (10 × 1024 × 1024 bytes).
    fn default() -> Self {
        Self {
            kinds: vec![Kind::Jpeg, Kind::Png, Kind::Pdf],
            max_bytes: 10 * 1024 * 1024,
        }
    }
}

/// A file that may be sent. Sizes fit a JavaScript number, so they go over as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Inspected {
    pub kind: Kind,
    #[specta(type = u32)]
    pub bytes: u64,
    /// 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// Pixels as a person sees the picture, orientation applied; `None` for what is no picture.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// EXIF value, 1 (upright) to 8; `None` when the file says nothing.
    pub orientation: Option<u8>,
}

/// Why a file may not be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type, thiserror::Error)]
#[serde(tag = "code", content = "details", rename_all = "snake_case")]
pub enum DocumentFault {
    /// A folder, a device, a pipe.
    #[error("not a file")]
    NotAFile,
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        #[specta(type = u32)]
        bytes: u64,
        #[specta(type = u32)]
        limit: u64,
    },
    /// By content, whatever the name says.
    #[error("the kind of the file is not accepted")]
    WrongKind { found: Kind },
    /// Absent, no right to read, a disk that went away.
    #[error("the file cannot be read")]
    Unreadable,
    /// Cut off or broken: the end that its format asks for is not there.
    #[error("the file is damaged")]
    Damaged,
}

/// Judges a file by its content. Reads it once with flat memory, and never changes it.
pub fn inspect(path: &Path, rules: &Rules) -> Result<Inspected, DocumentFault> {
    let unreadable = |_| DocumentFault::Unreadable;
    let about = fs::metadata(path).map_err(unreadable)?;
    // Asked before opening: opening a pipe would wait for its other end.
    if !about.is_file() {
        return Err(DocumentFault::NotAFile);
    }
    refuse_size(about.len(), rules)?;
    let file = File::open(path).map_err(unreadable)?;
    let looked = look(file, rules.max_bytes, &rules.kinds).map_err(unreadable)?;
    refuse_size(looked.bytes, rules)?;
    if !rules.kinds.contains(&looked.kind) {
        return Err(DocumentFault::WrongKind { found: looked.kind });
    }
    if !looked.skeleton.whole {
        return Err(DocumentFault::Damaged);
    }
    Ok(looked.into_inspected())
}

/// Whether two files hold the same bytes.
pub fn same(a: &Inspected, b: &Inspected) -> bool {
    a.bytes == b.bytes && a.sha256 == b.sha256
}

fn refuse_size(bytes: u64, rules: &Rules) -> Result<(), DocumentFault> {
    let limit = rules.max_bytes;
    match bytes {
        0 => Err(DocumentFault::Empty),
        _ if bytes > limit => Err(DocumentFault::TooLarge { bytes, limit }),
        _ => Ok(()),
    }
}

struct Looked {
    kind: Kind,
    bytes: u64,
    sha256: String,
    skeleton: Skeleton,
}

impl Looked {
    fn into_inspected(self) -> Inspected {
        let Skeleton {
            size, orientation, ..
        } = self.skeleton;
        // 5 to 8 lie on their side.
        let size = match orientation {
            Some(5..=8) => size.map(|(width, height)| (height, width)),
            _ => size,
        };
        Inspected {
            kind: self.kind,
            bytes: self.bytes,
            sha256: self.sha256,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            orientation,
        }
    }
}

/// Reads everything (one byte over the limit at most: the file can grow meanwhile).
fn look(source: impl Read, limit: u64, wanted: &[Kind]) -> io::Result<Looked> {
    let mut tee = Tee {
        source: source.take(limit.saturating_add(1)),
        hash: Sha256::new(),
        bytes: 0,
    };
    let mut head = Vec::with_capacity(HEAD);
    tee.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let kind = sniff(&head);
    let mut skeleton = Skeleton::default();
    if wanted.contains(&kind) {
        let mut reader = BufReader::with_capacity(64 * 1024, Cursor::new(head).chain(&mut tee));
        skeleton = match kind {
            Kind::Jpeg => structure::jpeg(&mut reader)?,
            Kind::Png => structure::png(&mut reader)?,
            Kind::Pdf => structure::pdf(&mut reader)?,
            Kind::Heic | Kind::Other(_) => Skeleton {
                whole: true,
                ..Skeleton::default()
            },
        };
        io::copy(&mut reader, &mut io::sink())?;
    }
    Ok(Looked {
        kind,
        bytes: tee.bytes,
        sha256: hex(&tee.hash.finalize()),
        skeleton,
    })
}

/// Hashes and counts what passes.
struct Tee<R> {
    source: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
