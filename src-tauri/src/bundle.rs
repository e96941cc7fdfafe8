//! The support bundle: one JSON file the user saves and may send. Written whole or not at all.

use std::{io::Write, path::Path};

use desk::{DeskError, DeskErrorCode, DeskResult, diagnostics::SupportBundle};
use tauri::{AppHandle, Window};
use tauri_plugin_dialog::DialogExt;

/// Lines of the newest log file that go into the bundle.
const LOG_LINES: usize = 400;

#[derive(serde::Serialize)]
struct WithLog<'a> {
    #[serde(flatten)]
    bundle: &'a SupportBundle,
    log: Vec<String>,
}

/// Asks where and saves; answers the file's name, or nothing when the dialog was closed.
///
/// # Errors
/// `FileNotSaved`: nothing was left behind.
pub async fn save(
    app: &AppHandle,
    window: &Window,
    bundle: &SupportBundle,
) -> DeskResult<Option<String>> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_parent(window)
        .set_file_name("parkdesk-support.json")
        .add_filter("JSON", &["json"])
        .save_file(move |file| {
            // The receiver is gone only when the program is closing.
            let _ = answer.send(file);
        });
    let Some(path) = chosen.await.ok().flatten().and_then(|f| f.into_path().ok()) else {
        return Ok(None);
    };
    let with_log = WithLog {
        bundle,
        log: log_tail(app),
    };
    let failed = || DeskError::new(DeskErrorCode::FileNotSaved);
    let json = serde_json::to_vec_pretty(&with_log).map_err(|_| failed())?;
    write_whole(&path, &json).map_err(|error| {
        // Its text holds the path, which the log and the next bundle must not.
        tracing::warn!(kind = %error.kind(), "support bundle");
        failed()
    })?;
    Ok(path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned()))
}

fn log_tail(app: &AppHandle) -> Vec<String> {
    let newest = crate::log::folder(app)
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .and_then(|files| files.flatten().map(|file| file.path()).max());
    let text = newest.and_then(|path| std::fs::read_to_string(path).ok());
    let text = text.unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(LOG_LINES);
    lines[from..]
        .iter()
        .map(|line| (*line).to_owned())
        .collect()
}

/// Writes beside the target and renames, so that a half-written file is never seen.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
