//! Applications and their files.

use desk::{
    Desk, DeskResult,
    applications::book::types::{ApplicationRow, ApplicationsFilter},
    applications::types::{
        ActionOutcome, ApplicationDesk, ApplicationFieldEdit, ApplicationSaved, FilePreview,
        FileView, RejectionAsk, RejectionOrder, RejectionOutcome, RejectionPlan, SavedFiles,
        StatusCount,
    },
    checks::FieldCheck,
    connections::types::ConnectionId,
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
use jump::{ApplicationJob, Id};
use tauri::{State, Window};

use crate::drop;

/// Opens the register of applications and starts collecting every page of it.
#[tauri::command]
#[specta::specta]
pub async fn jump_list_applications(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: ApplicationsFilter,
) -> DeskResult<RegisterState> {
    desk.open_applications(&connection, filter).await
}

#[tauri::command]
#[specta::specta]
pub async fn applications_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow<ApplicationRow>> {
    desk.applications_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn jump_count_applications(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: ApplicationsFilter,
) -> DeskResult<Vec<StatusCount>> {
    desk.count_applications(&connection, filter).await
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

/// The file whole, for the viewer; the bytes stay in memory.
#[tauri::command]
#[specta::specta]
pub async fn view_application_file(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    file_id: Id,
) -> DeskResult<FileView> {
    desk.view_file(&connection, application_id, file_id).await
}

/// Asks for a folder in a dialog with this title and writes the files there; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn save_application_files(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
    application_id: Id,
    file_ids: Vec<Id>,
    title: String,
) -> DeskResult<Option<SavedFiles>> {
    let Some(folder) = drop::choose_folder(&window, &title).await else {
        return Ok(None);
    };
    desk.save_files(&connection, application_id, &file_ids, &folder)
        .await
        .map(Some)
}

#[tauri::command]
#[specta::specta]
pub async fn check_application(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    reading: String,
    edits: Vec<ApplicationFieldEdit>,
) -> DeskResult<Vec<FieldCheck>> {
    desk.check_application(&connection, &reading, &edits)
}

#[tauri::command]
#[specta::specta]
pub async fn jump_edit_application(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    reading: String,
    edits: Vec<ApplicationFieldEdit>,
) -> DeskResult<ApplicationSaved> {
    desk.save_application(&connection, application_id, &reading, edits)
        .await
}

/// Collects what a batch rejection would touch; changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_rejection(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    ask: RejectionAsk,
) -> DeskResult<RejectionPlan> {
    desk.plan_rejection(&connection, ask).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_batch_reject_applications(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    order: RejectionOrder,
) -> DeskResult<RejectionOutcome> {
    desk.reject_applications(&connection, order).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_reject_application(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    comment: String,
) -> DeskResult<ActionOutcome> {
    desk.reject_application(&connection, application_id, &comment)
        .await
}

/// Begins the registration in an aggregator.
#[tauri::command]
#[specta::specta]
pub async fn jump_create_application_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    integration_id: Id,
) -> DeskResult<ActionOutcome> {
    desk.register_application(&connection, application_id, integration_id)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_get_application_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    job_id: Id,
) -> DeskResult<ApplicationJob> {
    desk.application_job(&connection, application_id, job_id)
        .await
}

/// Registers after moderation.
#[tauri::command]
#[specta::specta]
pub async fn jump_register_application_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    job_id: Id,
) -> DeskResult<ActionOutcome> {
    desk.approve_job(&connection, application_id, job_id).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_reject_application_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
    job_id: Id,
    comment: String,
) -> DeskResult<ActionOutcome> {
    desk.reject_job(&connection, application_id, job_id, &comment)
        .await
}

/// Watches the unfinished jobs of an application; news come as events. Answers all its jobs as they are now.
#[tauri::command]
#[specta::specta]
pub async fn watch_application_jobs(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    application_id: Id,
) -> DeskResult<Vec<ApplicationJob>> {
    desk.watch_jobs(&connection, application_id).await
}

#[tauri::command]
#[specta::specta]
pub async fn unwatch_application_jobs(desk: State<'_, Desk>) -> DeskResult<()> {
    desk.unwatch_jobs();
    Ok(())
}
