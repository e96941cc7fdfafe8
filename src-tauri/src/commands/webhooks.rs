//! Subscriptions to changes of applications.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    webhooks::types::{KnownWebhook, WebhookDraft, WebhookEdit, WebhookOutcome, WebhookView},
};
use jump::Id;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn webhooks(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<KnownWebhook>> {
    desk.webhooks(&connection)
}

/// Reads a subscription; its number is known from then on.
#[tauri::command]
#[specta::specta]
pub async fn jump_get_webhook(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: Id,
) -> DeskResult<WebhookView> {
    desk.webhook(&connection, id).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_create_webhook(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    draft: WebhookDraft,
) -> DeskResult<WebhookOutcome> {
    desk.create_webhook(&connection, draft).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_update_webhook(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: Id,
    edit: WebhookEdit,
) -> DeskResult<WebhookOutcome> {
    desk.edit_webhook(&connection, id, edit).await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_delete_webhook(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: Id,
) -> DeskResult<WebhookOutcome> {
    desk.delete_webhook(&connection, id).await
}

/// Takes a subscription off the list here; the service keeps it.
#[tauri::command]
#[specta::specta]
pub async fn forget_webhook(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: Id,
) -> DeskResult<()> {
    desk.forget_webhook(&connection, id).await
}
