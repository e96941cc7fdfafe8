//! Files that the user dropped or chose in this run. The page gets an opaque token; the path stays here.

use std::{
    collections::{BTreeMap, VecDeque},
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use documents::{DocumentFault, Inspected, Kind, Rules};
use parking_lot::Mutex;

use super::{
    picture,
    types::{FileToken, GrantedFile},
};
use crate::{
    connections::types::{ConnectionId, DocumentSettings},
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// More than anybody drops before sending; the oldest are forgotten first.
const MOST_KEPT: usize = 1000;
const MEGABYTE: u64 = 1024 * 1024;

/// A file after a look inside, with the rules it was judged by. No `Debug`: a path is personal.
pub(super) struct Grant {
    pub connection: ConnectionId,
    pub path: PathBuf,
    pub rules: Rules,
    pub kind: Kind,
    pub shown: GrantedFile,
}

#[derive(Default)]
pub(super) struct Grants(Mutex<VecDeque<Arc<Grant>>>);

impl Grants {
    pub fn keep(&self, grant: Grant) {
        let mut kept = self.0.lock();
        if kept.len() == MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back(Arc::new(grant));
    }

    pub fn forget(&self, token: &FileToken) {
        self.0.lock().retain(|grant| grant.shown.token != *token);
    }

    /// The file of a token, if it was granted for this connection and may be sent.
    pub fn sendable(&self, connection: &ConnectionId, token: &FileToken) -> DeskResult<Arc<Grant>> {
        let kept = self.0.lock();
        let grant = kept
            .iter()
            .find(|grant| grant.shown.token == *token && grant.connection == *connection)
            .ok_or_else(|| DeskError::new(DeskErrorCode::FileNotGranted))?;
        match &grant.shown.refused {
            None => Ok(grant.clone()),
            Some(reason) => {
                let mut error =
                    DeskError::new(DeskErrorCode::FileRefused).with("reason", reason.clone());
                error.params.extend(grant.shown.refused_params.clone());
                Err(error)
            }
        }
    }
}

/// What the connection's settings let through.
pub(super) fn rules_of(settings: &DocumentSettings) -> Rules {
    let kinds = [
        (settings.jpeg, Kind::Jpeg),
        (settings.png, Kind::Png),
        (settings.pdf, Kind::Pdf),
    ];
    Rules {
        kinds: kinds
            .into_iter()
            .filter_map(|(allowed, kind)| allowed.then_some(kind))
            .collect(),
        max_bytes: u64::from(settings.max_megabytes) * MEGABYTE,
    }
}

/// Looks inside a file and judges it. Reads it, and never changes it.
pub(super) fn judged(
    token: FileToken,
    connection: ConnectionId,
    path: PathBuf,
    rules: Rules,
) -> Grant {
    let inspected = documents::inspect(&path, &rules);
    let thumbnail = inspected
        .is_ok()
        .then(|| documents::thumbnail_of_file(&path, &rules, picture::LONGER_SIDE).ok())
        .flatten();
    let seen = match inspected {
        Ok(inspected) => Seen::fit(inspected),
        Err(fault) => Seen::refused(&path, &fault),
    };
    let shown = GrantedFile {
        token,
        name: name_of(&path),
        bytes: u32::try_from(seen.bytes).unwrap_or(u32::MAX),
        kind: picture::kind_name(seen.kind).to_owned(),
        sha256: seen.sha256,
        thumbnail: thumbnail.map(|small| picture::data_url(&small)),
        refused: seen.refused.map(str::to_owned),
        refused_params: seen.params,
    };
    Grant {
        connection,
        path,
        rules,
        kind: seen.kind,
        shown,
    }
}

struct Seen {
    kind: Kind,
    bytes: u64,
    /// Empty for a file that was refused: it was not read to its end.
    sha256: String,
    refused: Option<&'static str>,
    params: BTreeMap<String, String>,
}

impl Seen {
    fn fit(inspected: Inspected) -> Self {
        Self {
            kind: inspected.kind,
            bytes: inspected.bytes,
            sha256: inspected.sha256,
            refused: None,
            params: BTreeMap::new(),
        }
    }

    fn refused(path: &Path, fault: &DocumentFault) -> Self {
        let kind = match fault {
            DocumentFault::WrongKind { found } => *found,
            _ => documents::sniff(&head_of(path)),
        };
        let mut params = BTreeMap::new();
        let mut told = |name: &str, text: String| params.insert(name.to_owned(), text);
        let refused = match fault {
            DocumentFault::NotAFile => "not_a_file",
            DocumentFault::Empty => "empty",
            DocumentFault::TooLarge { bytes, limit } => {
                told("megabytes", megabytes(*bytes));
                told("limit", megabytes(*limit));
                "too_large"
            }
            DocumentFault::WrongKind { found: Kind::Heic } => "heic",
            DocumentFault::WrongKind { found } => {
                told("found", guess_of(*found));
                "wrong_kind"
            }
            DocumentFault::Unreadable => "unreadable",
            DocumentFault::Damaged => "damaged",
        };
        Self {
            kind,
            bytes: fs::metadata(path)
                .map_or(0, |about| if about.is_file() { about.len() } else { 0 }),
            sha256: String::new(),
            refused: Some(refused),
            params,
        }
    }
}

/// The first bytes, to say what was dropped. Only of files: a pipe would make us wait.
fn head_of(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    if fs::metadata(path).is_ok_and(|about| about.is_file())
        && let Ok(file) = File::open(path)
    {
        // What cannot be read has no kind.
        let _ = file.take(1024).read_to_end(&mut head);
    }
    head
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// `12`, `12.4`: rounded up, so that what is over the limit never reads as the limit.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(MEGABYTE);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part}"),
    }
}

/// `gif`, `text`, `pdf`…: the catalogue has a word for each.
fn guess_of(kind: Kind) -> String {
    let Kind::Other(guess) = kind else {
        return picture::kind_name(kind).to_owned();
    };
    let named = serde_json::to_value(guess).ok();
    named
        .as_ref()
        .and_then(|name| name.as_str())
        .unwrap_or("unknown")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_never_reads_as_the_limit() {
        assert_eq!(megabytes(10 * MEGABYTE), "10");
        assert_eq!(megabytes(10 * MEGABYTE + 1), "10.1");
        assert_eq!(megabytes(1), "0.1");
    }

    #[test]
    fn what_was_dropped_is_named() {
        assert_eq!(guess_of(documents::sniff(b"GIF89a")), "gif");
        assert_eq!(
            guess_of(documents::sniff(b"7z\xBC\xAF\x27\x1C")),
            "seven_zip"
        );
        assert_eq!(guess_of(Kind::Pdf), "pdf");
    }
}
