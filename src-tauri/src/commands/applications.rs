//! Applications and their files.

use desk::{
    Desk, DeskResult,
    applications::types::{
        ApplicationDesk, ApplicationsPage, ApplicationsQuery, FilePreview, StatusCount,
    },
    connections::types::ConnectionId,
};
use jump::Id;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn jump_list_applications(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    query: ApplicationsQuery,
) -> DeskResult<ApplicationsPage> {
    desk.list_applications(&connection, query).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_count_applications(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    query: ApplicationsQuery,
) -> DeskResult<Vec<StatusCount>> {
    desk.count_applications(&connection, query).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_get_application(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
) -> DeskResult<ApplicationDesk> {
    desk.application_desk(&connection, application_id).await
}

/// Fetches a file for its thumbnail; the bytes stay in memory.
#[tauri::command]
#[specta::specta]
pub async fn jump_download_application_file(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    file_id: Id,
) -> DeskResult<FilePreview> {
    desk.file_preview(&connection, application_id, file_id)
        .await
}
