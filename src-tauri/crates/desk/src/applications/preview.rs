//! A file of the service as a small picture: fetched into memory, shrunk, forgotten. Only the small
//! picture is kept, in memory, so that opening an application again does not fetch its scans again.

use std::collections::HashMap;

use jump::Id;
use parking_lot::Mutex;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::types::FilePreview;
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    uploads::picture,
};

/// All small pictures together, in bytes of their `data:` URLs: some thousand scans.
const KEPT_BYTES: usize = 16 * 1024 * 1024;
/// What an entry weighs besides its picture.
const ENTRY_BYTES: usize = 256;

type Key = (ConnectionId, Id, Id);

/// Whole scans stand in memory while they are fetched and drawn; so many at a time.
const FETCHED_AT_A_TIME: usize = 4;

/// Previews by connection, application and file; the one not looked at for longest goes first.
pub(crate) struct Previews {
    shelf: Mutex<Shelf>,
    fetching: Semaphore,
}

impl Default for Previews {
    fn default() -> Self {
        Self {
            shelf: Mutex::default(),
            fetching: Semaphore::new(FETCHED_AT_A_TIME),
        }
    }
}

#[derive(Default)]
struct Shelf {
    entries: HashMap<Key, (u64, FilePreview)>,
    /// Counts the looks, so that the age of an entry is known.
    looks: u64,
    bytes: usize,
}

impl Previews {
    /// A place among the few whose files are in memory at once, until it is dropped.
    pub(super) async fn one_of_few(&self) -> Option<SemaphorePermit<'_>> {
        self.fetching.acquire().await.ok()
    }

    fn get(&self, key: &Key) -> Option<FilePreview> {
        let mut shelf = self.shelf.lock();
        shelf.looks += 1;
        let now = shelf.looks;
        let (looked_at, preview) = shelf.entries.get_mut(key)?;
        *looked_at = now;
        Some(preview.clone())
    }

    fn put(&self, key: Key, preview: FilePreview) {
        let mut shelf = self.shelf.lock();
        shelf.looks += 1;
        let now = shelf.looks;
        shelf.bytes += weight(&preview);
        if let Some((_, former)) = shelf.entries.insert(key, (now, preview)) {
            shelf.bytes -= weight(&former);
        }
        while shelf.bytes > KEPT_BYTES {
            let oldest = shelf.entries.iter().min_by_key(|(_, (at, _))| *at);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            if let Some((_, gone)) = shelf.entries.remove(&key) {
                shelf.bytes -= weight(&gone);
            }
        }
    }
}

fn weight(preview: &FilePreview) -> usize {
    ENTRY_BYTES + preview.thumbnail.as_ref().map_or(0, String::len)
}

impl Desk {
    /// Fetches a file of the application and makes a small picture of it; nothing is left on disk.
    ///
    /// # Errors
    /// Those of the call; `UnexpectedAnswer` for a file that is larger than any scan.
    pub async fn file_preview(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        file_id: Id,
    ) -> DeskResult<FilePreview> {
        let previews = &self.0.uploads.previews;
        let key = (connection.clone(), application_id, file_id);
        if let Some(known) = previews.get(&key) {
            return Ok(known);
        }
        let jump = self.jump(connection).await?;
        let _one_of_few = previews.one_of_few().await;
        let fetched = jump
            .download_application_file(application_id, file_id)
            .await?;
        let drawn = tokio::task::spawn_blocking(move || preview_of(&fetched.bytes)).await;
        let preview = drawn.map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
        previews.put(key, preview.clone());
        Ok(preview)
    }
}

fn preview_of(bytes: &[u8]) -> FilePreview {
    FilePreview {
        kind: picture::kind_name(documents::sniff(bytes)).to_owned(),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        sha256: documents::fingerprint(bytes),
        // A broken picture has no thumbnail; the screen shows its kind instead.
        thumbnail: documents::thumbnail(bytes, picture::LONGER_SIDE)
            .ok()
            .map(|small| picture::data_url(&small)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(file: i64) -> Key {
        (ConnectionId("demo".to_owned()), Id(1), Id(file))
    }

    fn preview(length: usize) -> FilePreview {
        FilePreview {
            kind: "jpeg".to_owned(),
            bytes: 1,
            sha256: String::new(),
            thumbnail: Some("x".repeat(length)),
        }
    }

    #[test]
    fn a_day_of_scans_does_not_fill_the_memory() {
        let previews = Previews::default();
        let third = KEPT_BYTES / 3;
        previews.put(key(1), preview(third));
        previews.put(key(2), preview(third));
        assert!(previews.get(&key(1)).is_some());
        previews.put(key(3), preview(third));
        assert!(previews.get(&key(2)).is_none(), "the oldest look goes");
        assert!(previews.get(&key(1)).is_some());
        assert!(previews.get(&key(3)).is_some());
        assert!(previews.shelf.lock().bytes <= KEPT_BYTES);
    }

    #[test]
    fn an_entry_put_twice_is_counted_once() {
        let previews = Previews::default();
        previews.put(key(1), preview(10));
        previews.put(key(1), preview(20));
        assert_eq!(previews.shelf.lock().bytes, ENTRY_BYTES + 20);
    }
}
