//! Real journals in a folder that goes with the test.

use std::{path::Path, sync::Arc};

use desk::{parts::Scribe, preferences::Preferences};
use journal::Journal;
use tempfile::TempDir;
use transport::Clock;

pub struct Journals {
    pub journal: Journal,
    pub practice: Journal,
    pub scribe: Arc<Scribe>,
    pub folder: TempDir,
}

impl Journals {
    /// Where the demo park's journal lies.
    pub fn practice_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("practice")
    }
}

pub fn journals(clock: Arc<dyn Clock>, preferences: &dyn Preferences) -> Journals {
    let scribe = Arc::new(Scribe::new(clock, preferences));
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str| opened(&folder.path().join(name), &scribe);
    Journals {
        journal: open("journal"),
        practice: open("practice"),
        scribe,
        folder,
    }
}

pub fn opened(folder: &Path, scribe: &Arc<Scribe>) -> Journal {
    Journal::open(folder, scribe.clone())
}
