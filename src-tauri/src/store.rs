//! Preferences on disk, in tauri-plugin-store.
//!
//! The plugin writes in place and ignores a file it cannot read. So the file is parsed here before the
//! plugin sees it; a broken one is set aside by name, and an atomic last-good copy takes its place.

use std::path::{Path, PathBuf};

use desk::{
    DeskError, DeskErrorCode, DeskResult,
    preferences::{LoadedSettings, Preferences, Settings},
};
use parking_lot::Mutex;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_store::{Store, StoreBuilder};

use crate::bundle::write_whole;

const FILE: &str = "settings.json";
const LAST_GOOD: &str = "settings.last-good.json";
const KEY: &str = "settings";

/// The store, and what was found in it at start.
pub struct StoredPreferences {
    store: Option<std::sync::Arc<Store<Wry>>>,
    folder: PathBuf,
    found: Mutex<LoadedSettings>,
}

impl StoredPreferences {
    pub fn open(app: &AppHandle) -> Self {
        let folder = app.path().app_data_dir().unwrap_or_default();
        let mut found = read(&folder);
        let store = StoreBuilder::new(app, folder.join(FILE))
            .disable_auto_save()
            .build();
        let store = store
            .inspect_err(|error| tracing::warn!(%error, "settings store"))
            .ok();
        found.not_writable |= store.is_none();
        Self {
            store,
            folder,
            found: Mutex::new(found),
        }
    }
}

impl Preferences for StoredPreferences {
    fn load(&self) -> LoadedSettings {
        self.found.lock().clone()
    }

    fn save(&self, settings: &Settings) -> DeskResult<()> {
        let failed = || DeskError::new(DeskErrorCode::SettingsNotSaved);
        let store = self.store.as_ref().ok_or_else(failed)?;
        if self.found.lock().settings.version > Settings::VERSION {
            // Written by a newer program: keeping it whole matters more than a changed theme.
            return Err(failed().with("reason", "newer"));
        }
        let value = serde_json::to_value(settings).map_err(|_| failed())?;
        let whole = serde_json::json!({ KEY: value });
        let bytes = serde_json::to_vec_pretty(&whole).map_err(|_| failed())?;
        // First the copy, atomically: should the plugin's own write break off, this one is whole.
        let written = std::fs::create_dir_all(&self.folder)
            .and_then(|()| write_whole(&self.folder.join(LAST_GOOD), &bytes));
        written.map_err(|error| {
            tracing::warn!(%error, "last-good settings");
            failed()
        })?;
        store.set(KEY, value);
        store.save().map_err(|error| {
            tracing::warn!(%error, "settings");
            failed()
        })?;
        self.found.lock().settings = settings.clone();
        Ok(())
    }
}

enum Read {
    Absent,
    Broken,
    Whole(Box<Settings>),
}

fn parse(path: &Path) -> Read {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Read::Absent,
        Err(_) => return Read::Broken,
    };
    let Ok(mut whole) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
        return Read::Broken;
    };
    match serde_json::from_value(whole[KEY].take()) {
        Ok(settings) => Read::Whole(Box::new(settings)),
        Err(_) => Read::Broken,
    }
}

/// Reads the settings of a folder, mending a broken file from the last-good copy.
fn read(folder: &Path) -> LoadedSettings {
    let not_writable = std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::NamedTempFile::new_in(folder).map(drop))
        .is_err();
    let file = folder.join(FILE);
    let mut loaded = LoadedSettings {
        not_writable,
        ..LoadedSettings::default()
    };
    match parse(&file) {
        Read::Absent => {}
        Read::Whole(settings) => loaded.settings = *settings,
        Read::Broken => {
            let aside = format!(
                "settings.broken-{}.json",
                jiff::Timestamp::now().as_second()
            );
            if std::fs::rename(&file, folder.join(&aside)).is_ok() {
                loaded.set_aside = Some(aside);
            } else {
                loaded.not_writable = true;
            }
            let copy = folder.join(LAST_GOOD);
            if let Read::Whole(settings) = parse(&copy) {
                loaded.settings = *settings;
                loaded.restored = true;
                let back = std::fs::read(&copy).and_then(|bytes| write_whole(&file, &bytes));
                loaded.not_writable |= back.is_err();
            }
        }
    }
    loaded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(file: &str, text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
        folder
    }

    const GOOD: &str = r#"{"settings":{"version":1,"ui":{"theme":"dark","language":"en","zone":"Europe/Moscow"}}}"#;

    #[test]
    fn a_broken_settings_file_is_set_aside_and_never_overwritten_silently() {
        let folder = folder_with(FILE, "{\"settings\": {\"ver");
        let loaded = read(folder.path());
        assert_eq!(loaded.settings, Settings::default());
        let aside = folder.path().join(loaded.set_aside.unwrap());
        assert_eq!(
            std::fs::read_to_string(aside).unwrap(),
            "{\"settings\": {\"ver"
        );
        assert!(!loaded.restored);
    }

    #[test]
    fn the_last_good_copy_comes_back_for_a_broken_file() {
        let folder = folder_with(FILE, "");
        std::fs::write(folder.path().join(LAST_GOOD), GOOD).unwrap();
        let loaded = read(folder.path());
        assert!(loaded.restored && loaded.set_aside.is_some());
        assert_eq!(loaded.settings.ui.theme, desk::preferences::Theme::Dark);
        assert!(matches!(parse(&folder.path().join(FILE)), Read::Whole(_)));
    }

    #[test]
    fn a_whole_file_is_read_as_it_is() {
        let folder = folder_with(FILE, GOOD);
        let loaded = read(folder.path());
        assert!(loaded.set_aside.is_none() && !loaded.not_writable);
        assert_eq!(loaded.settings.ui.language, desk::preferences::Language::En);
    }

    #[test]
    fn no_settings_at_all_is_a_first_run_not_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        let loaded = read(folder.path());
        assert_eq!(loaded.settings, Settings::default());
        assert!(loaded.set_aside.is_none() && !loaded.restored && !loaded.not_writable);
    }
}
