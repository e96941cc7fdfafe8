//! The last calls and the support bundle: keys and types, never values.

use desk::{Desk, DeskResult, diagnostics::CallNote};
use tauri::{AppHandle, State, Window};

use crate::{bundle, state};

#[tauri::command]
#[specta::specta]
pub async fn recent_calls(desk: State<'_, Desk>, errors_only: bool) -> DeskResult<Vec<CallNote>> {
    Ok(desk.recent_calls(errors_only))
}

/// Asks where and saves the bundle; answers the file's name, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn save_support_bundle(
    desk: State<'_, Desk>,
    app: AppHandle,
    window: Window,
) -> DeskResult<Option<String>> {
    let program = format!("Parkdesk {}", env!("CARGO_PKG_VERSION"));
    let contents = desk.support_bundle(program, state::system());
    bundle::save(&app, &window, &contents).await
}

/// Where the log lies, for the user to find it.
#[tauri::command]
#[specta::specta]
pub async fn log_folder(app: AppHandle) -> DeskResult<String> {
    Ok(crate::log::folder(&app).map_or_else(String::new, |path| path.display().to_string()))
}
