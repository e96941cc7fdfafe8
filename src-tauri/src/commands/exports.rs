//! Registers written to files. The system's dialog says where to; the page sees names only.

use desk::{
    Desk, DeskError, DeskErrorCode, DeskResult,
    exports::types::{ExportAsk, ExportId, ExportState},
};
use tauri::{State, Window};

use crate::drop;

/// Asks where to and begins to write; `None` when the dialog was closed. `title` and `kind` (the name of the file's
/// kind) are what the dialog says.
#[tauri::command]
#[specta::specta]
pub async fn export_register(
    desk: State<'_, Desk>,
    window: Window,
    ask: ExportAsk,
    title: String,
    kind: String,
) -> DeskResult<Option<ExportState>> {
    let name = desk.name_export(&ask)?;
    let extension = ask.format.extension();
    let place = drop::NewFile {
        title: &title,
        name: &name,
        kind: &kind,
        extension,
    };
    let Some(path) = drop::choose_new_file(&window, place).await else {
        return Ok(None);
    };
    // The system's dialog has asked whether a file that is there may be replaced.
    let replace = path.exists();
    desk.begin_export(ask, path, replace).map(Some)
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_export(desk: State<'_, Desk>, id: ExportId) -> DeskResult<()> {
    desk.cancel_export(&id);
    Ok(())
}

/// Shows a finished export in the system's file manager.
#[tauri::command]
#[specta::specta]
pub async fn reveal_export(desk: State<'_, Desk>, id: ExportId) -> DeskResult<()> {
    let path = desk.exported_to(&id)?;
    // The file manager may take its time to answer.
    let shown = tokio::task::spawn_blocking(|| tauri_plugin_opener::reveal_item_in_dir(path));
    let shown = shown
        .await
        .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    shown.map_err(|error| {
        tracing::warn!(%error, "no file manager could be opened");
        DeskError::new(DeskErrorCode::FileUnreadable)
    })
}
