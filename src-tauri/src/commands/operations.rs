//! Money operations: planned, confirmed by a plan's hash, looked up; and the journal that keeps them.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    operations::{PlanOf, types::*},
};
use tauri::{State, Window};

use crate::drop;

/// Checks a draft, asks the service for its preview, looks for duplicates, and fixes what would be sent. Moves nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_operation(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    draft: OperationDraft,
) -> DeskResult<OperationPlan> {
    desk.plan_operation(&connection, draft).await
}

/// Carries out a plan, once: writes it down and holds it; the sending follows by itself.
#[tauri::command]
#[specta::specta]
pub async fn jump_create_transaction(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    plan: PlanHash,
    agreed: Vec<WarningCode>,
) -> DeskResult<OperationView> {
    desk.confirm_plan_of(&connection, PlanOf::Jump, &plan, agreed)
        .await
}

/// Cancels an operation in its hold: nothing has left.
#[tauri::command]
#[specta::specta]
pub async fn cancel_operation(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: OperationId,
) -> DeskResult<OperationView> {
    desk.cancel_operation(&connection, &id).await
}

/// Looks an unknown operation up now.
#[tauri::command]
#[specta::specta]
pub async fn check_operation(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: OperationId,
) -> DeskResult<OperationView> {
    desk.check_operation(&connection, &id).await
}

/// Looks up every unknown operation of the connection now; answers how many.
#[tauri::command]
#[specta::specta]
pub async fn check_unknown_operations(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<u32> {
    desk.check_unknown_operations(&connection).await
}

/// Writes down a person's word about an operation that nobody could settle.
#[tauri::command]
#[specta::specta]
pub async fn close_operation(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: OperationId,
    closing: Closing,
) -> DeskResult<OperationView> {
    desk.close_operation(&connection, &id, closing).await
}

/// Everything about one operation, and its place in the list.
#[tauri::command]
#[specta::specta]
pub async fn operation_details(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: OperationId,
    filter: JournalFilter,
) -> DeskResult<OperationDetails> {
    desk.operation_details(&connection, &id, &filter).await
}

/// A part of the journal's list.
#[tauri::command]
#[specta::specta]
pub async fn journal_window(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: JournalFilter,
    from: u32,
    count: u32,
) -> DeskResult<JournalWindow> {
    desk.journal_window(&connection, &filter, from, count).await
}

/// How the journal of a connection is.
#[tauri::command]
#[specta::specta]
pub async fn journal_state(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<JournalState> {
    desk.journal_state(&connection).await
}

/// Opens a journal in trouble again, and checks the chain.
#[tauri::command]
#[specta::specta]
pub async fn retry_journal(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<JournalState> {
    desk.retry_journal(&connection).await
}

/// Sets a damaged journal aside and begins a new chain that carries the old head.
#[tauri::command]
#[specta::specta]
pub async fn archive_journal(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<JournalState> {
    desk.archive_journal(&connection).await
}

/// Limits and the name that the journal writes.
#[tauri::command]
#[specta::specta]
pub async fn money_settings(desk: State<'_, Desk>) -> DeskResult<MoneySettings> {
    desk.money_settings()
}

/// Keeps the limits and the name.
#[tauri::command]
#[specta::specta]
pub async fn set_money_settings(
    desk: State<'_, Desk>,
    settings: MoneySettings,
) -> DeskResult<MoneySettings> {
    desk.set_money_settings(settings)
}

/// Asks where to and writes the papers for a dispute: a sheet to print, and the same as JSON beside it. `None` when the
/// dialog was closed, else the names of the files.
#[tauri::command]
#[specta::specta]
pub async fn save_dispute(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
    ask: DisputeAsk,
    kind: String,
) -> DeskResult<Option<Vec<String>>> {
    let name = desk.name_dispute(&connection, &ask)?;
    let place = drop::NewFile {
        title: &ask.words.title,
        name: &name,
        kind: &kind,
        extension: "html",
    };
    let Some(path) = drop::choose_new_file(&window, place).await else {
        return Ok(None);
    };
    // The system's dialog has asked whether a file that is there may be replaced.
    let replace = path.exists();
    let written = desk.write_dispute(&connection, &ask, path, replace);
    written.await.map(Some)
}
