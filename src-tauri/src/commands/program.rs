//! The program itself: what the first screen needs, preferences, clipboard, closing.

use std::time::Duration;

use desk::{
    Desk, DeskResult,
    connections::types::{ConnectionId, ConnectionView, KeychainState},
    preferences::UiPreferences,
};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, State, Window};

use crate::{
    clipboard::Clipboard,
    state::{Closing, Launch},
};

/// How long closing waits for files that are being written to be given up.
const PATIENCE: Duration = Duration::from_secs(3);

/// Something the user should know before working. `code` is a key of the message catalogue.
#[derive(Serialize, Type)]
pub struct StartupNotice {
    pub code: String,
    pub detail: String,
}

/// All that the first screen needs, in one answer.
#[derive(Serialize, Type)]
pub struct Startup {
    pub version: String,
    pub system: String,
    pub preferences: UiPreferences,
    pub connections: Vec<ConnectionView>,
    pub current: Option<ConnectionId>,
    pub keychain: KeychainState,
    pub notices: Vec<StartupNotice>,
    /// Started to show the demo park.
    pub open_demo: bool,
    pub default_base_address: String,
}

#[tauri::command]
#[specta::specta]
pub async fn startup(desk: State<'_, Desk>, launch: State<'_, Launch>) -> DeskResult<Startup> {
    Ok(Startup {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system: crate::state::system(),
        preferences: desk.ui_preferences(),
        connections: desk.connections().await,
        current: desk.current_connection(),
        keychain: desk.keychain_state().await,
        notices: notices(&desk, &launch),
        open_demo: launch.demo,
        default_base_address: desk::connections::DEFAULT_BASE.to_owned(),
    })
}

fn notices(desk: &Desk, launch: &Launch) -> Vec<StartupNotice> {
    let found = desk.settings_found();
    let mut notices = Vec::new();
    let mut tell = |code: &str, detail: &str| {
        notices.push(StartupNotice {
            code: code.to_owned(),
            detail: detail.to_owned(),
        });
    };
    if let Some(file) = &found.set_aside {
        let code = if found.restored {
            "settings_restored"
        } else {
            "settings_set_aside"
        };
        tell(code, file);
    }
    if found.not_writable {
        tell("settings_not_writable", "");
    }
    if !launch.log_kept {
        tell("log_not_kept", "");
    }
    notices
}

#[tauri::command]
#[specta::specta]
pub async fn set_preferences(desk: State<'_, Desk>, preferences: UiPreferences) -> DeskResult<()> {
    desk.set_ui_preferences(preferences)
}

#[tauri::command]
#[specta::specta]
pub async fn copy_text(clipboard: State<'_, Clipboard>, text: String) -> DeskResult<()> {
    clipboard.set_text(&text)
}

/// The page says that a screen is usable; the first time is the program's start-up time.
#[tauri::command]
#[specta::specta]
pub async fn screen_ready(launch: State<'_, Launch>, screen: String) -> DeskResult<()> {
    launch.tell_ready(&screen);
    Ok(())
}

/// What the page knows of unsaved work, so that closing the window can ask or not.
#[tauri::command]
#[specta::specta]
pub async fn unsaved_work(closing: State<'_, Closing>, unsaved: bool) -> DeskResult<()> {
    closing.set_unsaved(unsaved);
    Ok(())
}

/// The page has heard that the window wants to close, and asks the user.
#[tauri::command]
#[specta::specta]
pub async fn close_heard(closing: State<'_, Closing>) -> DeskResult<()> {
    closing.heard();
    Ok(())
}

/// Uploads under way, of one connection or of all.
#[tauri::command]
#[specta::specta]
pub async fn work_under_way(
    desk: State<'_, Desk>,
    connection: Option<ConnectionId>,
) -> DeskResult<u32> {
    Ok(desk.uploads_under_way(connection.as_ref()))
}

/// The user has confirmed that the program may close.
#[tauri::command]
#[specta::specta]
pub async fn close_program(
    desk: State<'_, Desk>,
    app: AppHandle,
    window: Window,
) -> DeskResult<()> {
    tracing::info!("closing on the user's word");
    // A file half written would stay on the user's disk. Gone or not, the program closes.
    let desk = desk.inner().clone();
    let stopping = tokio::task::spawn_blocking(move || desk.stop_exports(PATIENCE));
    if stopping.await.is_err() {
        tracing::warn!("exports could not be stopped");
    }
    if window.destroy().is_err() {
        app.exit(0);
    }
    Ok(())
}
