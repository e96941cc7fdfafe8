//! Files on their way to an application. The page holds tokens, never paths.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    uploads::types::{FileToken, GrantedFile, UploadItem, UploadView},
};
use jump::Id;
use tauri::{State, Window};

use crate::drop;

/// Opens the system's file dialog; an empty list when it was closed.
#[tauri::command]
#[specta::specta]
pub async fn choose_files(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
) -> DeskResult<Vec<GrantedFile>> {
    let paths = drop::choose(&window).await;
    desk.grant_files(&connection, paths).await
}

/// The files of the drop that was announced last, judged by the rules of `connection`.
#[tauri::command]
#[specta::specta]
pub async fn take_dropped_files(
    desk: State<'_, Desk>,
    dropped: State<'_, drop::Dropped>,
    connection: ConnectionId,
) -> DeskResult<Vec<GrantedFile>> {
    desk.grant_files(&connection, dropped.take()).await
}

#[tauri::command]
#[specta::specta]
pub async fn revoke_file(desk: State<'_, Desk>, token: FileToken) -> DeskResult<()> {
    desk.revoke_file(&token);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn jump_upload_application_file(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    items: Vec<UploadItem>,
) -> DeskResult<Vec<UploadView>> {
    desk.start_uploads(&connection, application_id, items).await
}

#[tauri::command]
#[specta::specta]
pub async fn uploads(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Option<Id>,
) -> DeskResult<Vec<UploadView>> {
    Ok(desk.uploads(&connection, application_id))
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_upload(desk: State<'_, Desk>, id: String) -> DeskResult<UploadView> {
    desk.cancel_upload(&id)
}

#[tauri::command]
#[specta::specta]
pub async fn retry_upload(desk: State<'_, Desk>, id: String) -> DeskResult<UploadView> {
    desk.retry_upload(&id)
}

#[tauri::command]
#[specta::specta]
pub async fn dismiss_upload(desk: State<'_, Desk>, id: String) -> DeskResult<()> {
    desk.dismiss_upload(&id);
    Ok(())
}
