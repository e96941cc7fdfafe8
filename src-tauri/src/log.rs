//! The program's log: a file a day, seven kept. What is written was redacted where it arose:
//! operations, codes, trace ids, durations; no names, phones, accounts, bodies or keys.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{Builder, Rotation},
};

/// The folder of the log files.
pub fn folder(app: &AppHandle) -> Option<PathBuf> {
    app.path().app_log_dir().ok()
}

/// Starts the log. Without a place to write the program goes on without one, and says so.
pub fn start(app: &AppHandle) -> Option<WorkerGuard> {
    log_panics();
    let folder = folder(app)?;
    std::fs::create_dir_all(&folder).ok()?;
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .max_log_files(7)
        .filename_prefix("parkdesk")
        .filename_suffix("log")
        .build(&folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    // Only our own crates: a library's text could hold an address with its query, or a path with the user's name.
    let ours = "off,parkdesk_lib=info,desk=info,jump=info,transport=info,vault=info,documents=info";
    let started = tracing_subscriber::fmt()
        .with_writer(writer)
        .with_ansi(false)
        .with_env_filter(tracing_subscriber::EnvFilter::new(ours))
        .try_init()
        .is_ok();
    started.then_some(guard)
}

/// A panic is logged by its place only: its text may hold what the user typed.
fn log_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
        if cfg!(debug_assertions) {
            usual(info);
        }
    }));
}
