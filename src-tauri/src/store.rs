//! Preferences on disk, in tauri-plugin-store.
//!
//! The plugin writes in place and ignores a file it cannot read. So the file is parsed here before the
//! plugin sees it; a broken one is set aside by name, and an atomic last-good copy takes its place.
//! A file that is not ours to change (a newer program's, or one that cannot even be read) is left alone.

use std::{
    io,
    path::{Path, PathBuf},
};

use desk::{
    DeskError, DeskErrorCode, DeskResult,
    preferences::{LoadedSettings, Preferences, Settings},
};
use serde_json::Value;
use tauri::{AppHandle, Manager};
use tauri_plugin_store::StoreBuilder;

use crate::bundle::write_whole;

const FILE: &str = "settings.json";
const LAST_GOOD: &str = "settings.last-good.json";
const KEY: &str = "settings";

/// The settings' folder, and what was found in it at start.
pub struct StoredPreferences {
    app: AppHandle,
    /// `None`: this system names no place for them.
    folder: Option<PathBuf>,
    found: Found,
}

impl StoredPreferences {
    pub fn open(app: &AppHandle) -> Self {
        let folder = app.path().app_data_dir().ok();
        let found = folder.as_deref().map_or_else(Found::nowhere, read);
        Self {
            app: app.clone(),
            folder,
            found,
        }
    }
}

impl Preferences for StoredPreferences {
    fn load(&self) -> LoadedSettings {
        self.found.loaded.clone()
    }

    fn save(&self, settings: &Settings) -> DeskResult<()> {
        if let Some(reason) = self.found.hands_off {
            return Err(not_saved().with("reason", reason));
        }
        let folder = self.folder.as_deref().ok_or_else(not_saved)?;
        write(folder, settings, |value| self.write_in_place(folder, value))
    }
}

impl StoredPreferences {
    /// The plugin's write. Its store is open for this moment only: the plugin writes every open store once more when
    /// the program ends, an empty one over a missing file and one whose save has failed, too.
    fn write_in_place(&self, folder: &Path, value: Value) -> Result<(), tauri_plugin_store::Error> {
        let store = StoreBuilder::new(&self.app, folder.join(FILE))
            .disable_auto_save()
            .create_new()
            .build()?;
        store.set(KEY, value);
        let written = store.save();
        store.close_resource();
        written
    }
}

fn not_saved() -> DeskError {
    DeskError::new(DeskErrorCode::SettingsNotSaved)
}

/// Writes the last-good copy, atomically, and then the file itself by `in_place`: should that break off, the copy is
/// whole. When `in_place` says that it failed, both are put back as they were, as far as the disk lets us.
fn write<E: std::fmt::Display>(
    folder: &Path,
    settings: &Settings,
    in_place: impl FnOnce(Value) -> Result<(), E>,
) -> DeskResult<()> {
    let value = serde_json::to_value(settings).map_err(|_| not_saved())?;
    let whole = serde_json::json!({ KEY: value });
    let bytes = serde_json::to_vec_pretty(&whole).map_err(|_| not_saved())?;
    let (file, copy) = (folder.join(FILE), folder.join(LAST_GOOD));
    let former = [&file, &copy].map(|path| std::fs::read(path).ok());
    let copied = std::fs::create_dir_all(folder).and_then(|()| write_whole(&copy, &bytes));
    copied.map_err(|error| {
        tracing::warn!(kind = %error.kind(), "last-good settings");
        not_saved()
    })?;
    in_place(value).map_err(|error| {
        tracing::warn!(%error, "settings");
        for (path, bytes) in [&file, &copy].into_iter().zip(former) {
            put_back(path, bytes);
        }
        not_saved()
    })
}

fn put_back(path: &Path, bytes: Option<Vec<u8>>) {
    let done = match bytes {
        Some(bytes) => write_whole(path, &bytes),
        None => std::fs::remove_file(path),
    };
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(kind = %error.kind(), "settings could not be put back");
        }
        _ => {}
    }
}

/// What a folder of settings held.
#[derive(Default)]
struct Found {
    loaded: LoadedSettings,
    /// Why the file must not be written over, if so.
    hands_off: Option<&'static str>,
}

impl Found {
    fn nowhere() -> Self {
        let mut found = Self::default();
        found.loaded.not_writable = true;
        found
    }

    fn leave_alone(&mut self, reason: &'static str) {
        self.loaded.not_writable = true;
        self.hands_off = Some(reason);
    }
}

enum Read {
    Absent,
    Broken,
    /// There, but the system does not let us read it.
    Unreadable,
    /// Of a newer layout; with its settings as far as they still fit.
    Newer(Option<Box<Settings>>),
    Whole(Box<Settings>),
}

fn parse(path: &Path) -> Read {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Read::Absent,
        Err(error) => {
            tracing::warn!(kind = %error.kind(), "settings cannot be read");
            return Read::Unreadable;
        }
    };
    let Ok(Value::Object(mut whole)) = serde_json::from_slice(&bytes) else {
        return Read::Broken;
    };
    if whole.is_empty() {
        return Read::Absent;
    }
    let settings = whole.remove(KEY).unwrap_or_default();
    let version = settings.get("version").and_then(Value::as_u64);
    let newer = version.is_some_and(|version| version > u64::from(Settings::VERSION));
    match (newer, serde_json::from_value(settings).ok()) {
        (true, settings) => Read::Newer(settings.map(Box::new)),
        (false, Some(settings)) => Read::Whole(Box::new(settings)),
        (false, None) => Read::Broken,
    }
}

/// Reads the settings of a folder, mending a broken file from the last-good copy.
fn read(folder: &Path) -> Found {
    let (file, copy) = (folder.join(FILE), folder.join(LAST_GOOD));
    let mut found = Found::default();
    found.loaded.not_writable = std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::NamedTempFile::new_in(folder).map(drop))
        .is_err();
    match parse(&file) {
        Read::Absent => {}
        Read::Whole(settings) => found.loaded.settings = *settings,
        Read::Newer(settings) => {
            found.loaded.settings = settings.map(|known| *known).unwrap_or_default();
            found.leave_alone("newer");
        }
        Read::Unreadable => {
            if let Read::Whole(settings) = parse(&copy) {
                found.loaded.settings = *settings;
            }
            found.leave_alone("unreadable");
        }
        Read::Broken => mend(&mut found, folder, &file, &copy),
    }
    found
}

fn mend(found: &mut Found, folder: &Path, file: &Path, copy: &Path) {
    let now = jiff::Timestamp::now().as_second();
    let aside = format!("settings.broken-{now}.json");
    let moved = std::fs::rename(file, folder.join(&aside)).is_ok();
    if moved {
        found.loaded.set_aside = Some(aside);
    } else {
        found.leave_alone("unreadable");
    }
    if let Read::Whole(settings) = parse(copy) {
        found.loaded.settings = *settings;
        if moved {
            found.loaded.restored = true;
            let back = std::fs::read(copy).and_then(|bytes| write_whole(file, &bytes));
            found.loaded.not_writable |= back.is_err();
        }
    }
}

#[cfg(test)]
mod tests;
