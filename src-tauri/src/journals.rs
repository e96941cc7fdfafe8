//! Where the journals of money lie: that of real parks among the data of this computer (not of the roaming profile),
//! that of the demo park in a folder that goes with the program.

use std::{path::PathBuf, sync::Arc};

use desk::parts::Scribe;
use journal::Journal;
use tauri::{AppHandle, Manager};
use tempfile::TempDir;

pub struct Journals {
    pub real: Journal,
    pub practice: Journal,
    /// Name of the folder of the real one, for the screen.
    pub folder: String,
    /// Removed when it is dropped.
    _practice_folder: Option<TempDir>,
}

impl Journals {
    /// Never fails: what is wrong with a journal is its condition, and closes the money.
    pub fn open(app: &AppHandle, scribe: &Arc<Scribe>) -> Self {
        let folder = app.path().app_local_data_dir();
        let folder = folder.map_or_else(|_| nowhere(), |data| data.join("journal"));
        let practice_folder = tempfile::Builder::new().prefix("parkdesk-demo.").tempdir();
        let practice_folder = practice_folder
            .inspect_err(|error| tracing::warn!(%error, "no place for the demo park's journal"))
            .ok();
        let practice = practice_folder
            .as_ref()
            .map_or_else(nowhere, |folder| folder.path().to_path_buf());
        Self {
            real: Journal::open(&folder, scribe.clone()),
            practice: Journal::open(&practice, scribe.clone()),
            folder: folder.display().to_string(),
            _practice_folder: practice_folder,
        }
    }
}

/// No folder can be made below a file that is not there: the journal says that it cannot be written.
fn nowhere() -> PathBuf {
    PathBuf::from("\0")
}
