//! Yume CRM: a park's access to it, its triggers, and what else its Wazzup integration has.

use desk::{
    Desk, DeskError, DeskErrorCode, DeskResult, connections::types::ConnectionId, yume::types::*,
};
use tauri::State;

// Access.

/// Null for a park that has none.
#[tauri::command]
#[specta::specta]
pub async fn yume_access(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Option<YumeAccessView>> {
    desk.yume_access(&connection).await
}

/// Signs in; the password goes to Yume once and is kept nowhere.
#[tauri::command]
#[specta::specta]
pub async fn yume_login(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    sign_in: YumeSignIn,
) -> DeskResult<YumeSignedIn> {
    desk.sign_in_to_yume(&connection, sign_in).await
}

/// Takes a token that a person has already.
#[tauri::command]
#[specta::specta]
pub async fn paste_yume_token(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    pasted: YumePaste,
) -> DeskResult<YumeSignedIn> {
    desk.paste_yume_token(&connection, pasted).await
}

/// Renews the access now; it is done without asking where a call needs it.
#[tauri::command]
#[specta::specta]
pub async fn yume_refresh_token(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<YumeAccessView> {
    desk.renew_yume(&connection).await
}

/// Ends the session there and forgets its tokens here; the settings of the access stay.
#[tauri::command]
#[specta::specta]
pub async fn yume_logout(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<YumeSignedOut> {
    desk.sign_out_of_yume(&connection).await
}

/// The same, and the park has no access to Yume any more.
#[tauri::command]
#[specta::specta]
pub async fn disconnect_yume(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<YumeSignedOut> {
    desk.disconnect_yume(&connection).await
}

/// The companies of the account.
#[tauri::command]
#[specta::specta]
pub async fn yume_list_tenants(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<YumeCompany>> {
    desk.yume_companies(&connection).await
}

/// Null: the account's own.
#[tauri::command]
#[specta::specta]
pub async fn choose_yume_company(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    company: Option<YumeCompany>,
) -> DeskResult<YumeAccessView> {
    desk.choose_yume_company(&connection, company).await
}

/// Calls read operations one by one, renewing an access that is over; changes nothing.
/// Operations: getIntegration, refreshToken
#[tauri::command]
#[specta::specta]
pub async fn check_yume(desk: State<'_, Desk>, connection: ConnectionId) -> DeskResult<YumeCheck> {
    desk.check_yume(&connection).await
}

// Triggers.

/// All triggers, in sending order by kind.
#[tauri::command]
#[specta::specta]
pub async fn yume_list_wazzup_triggers(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<TriggerList> {
    desk.triggers(&connection).await
}

/// What a save would change, what keeps it from being sent, and what to think of. Null target: a new one. Sends nothing.
#[tauri::command]
#[specta::specta]
pub async fn review_trigger(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    target: Option<TriggerTarget>,
    draft: YumeTriggerContent,
) -> DeskResult<TriggerReview> {
    desk.review_trigger(&connection, target, draft).await
}

/// The message as an example client would get it; asks nobody.
#[tauri::command]
#[specta::specta]
pub async fn preview_trigger(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    draft: YumeTriggerContent,
    example: ExampleClient,
) -> DeskResult<TriggerPreview> {
    desk.preview_trigger(&connection, draft, &example)
}

/// A delay in the service's spelling.
#[tauri::command]
#[specta::specta]
pub async fn trigger_delay(seconds: u32) -> DeskResult<String> {
    Ok(desk::yume::trigger_delay(seconds))
}

/// Creates a trigger, once. An answer that was lost is settled by listing.
#[tauri::command]
#[specta::specta]
pub async fn yume_create_wazzup_trigger(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    draft: YumeTriggerContent,
) -> DeskResult<TriggerOutcome> {
    desk.create_trigger(&connection, draft).await
}

/// Saves the whole object; where it holds a value that requests refuse, only what changes.
#[tauri::command]
#[specta::specta]
pub async fn yume_replace_wazzup_trigger(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    target: TriggerTarget,
    draft: YumeTriggerContent,
) -> DeskResult<TriggerOutcome> {
    desk.replace_trigger(&connection, target, draft).await
}

/// Saves only what changes.
#[tauri::command]
#[specta::specta]
pub async fn yume_patch_wazzup_trigger(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    target: TriggerTarget,
    draft: YumeTriggerContent,
) -> DeskResult<TriggerOutcome> {
    desk.patch_trigger(&connection, target, draft).await
}

/// Deletes a trigger that is still as it was shown.
#[tauri::command]
#[specta::specta]
pub async fn yume_delete_wazzup_trigger(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    target: TriggerTarget,
) -> DeskResult<TriggerOutcome> {
    desk.delete_trigger(&connection, target).await
}

/// Puts the triggers of a group into this order.
#[tauri::command]
#[specta::specta]
pub async fn reorder_triggers(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    ids: Vec<YumeId>,
) -> DeskResult<ReorderOutcome> {
    desk.reorder_triggers(&connection, ids).await
}

// Messages, settings, integrations.

#[tauri::command]
#[specta::specta]
pub async fn yume_list_wazzup_templates(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<MessageTemplate>> {
    desk.message_templates(&connection).await
}

/// Sends a message now, once. An answer that was lost is never sent again.
#[tauri::command]
#[specta::specta]
pub async fn yume_send_wazzup_message(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    message: TestMessage,
) -> DeskResult<YumeWritten> {
    desk.send_test_message(&connection, message).await
}

/// Opens the chat window in the system's browser.
#[tauri::command]
#[specta::specta]
pub async fn yume_wazzup_iframe(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<ChatOpened> {
    let chat = desk.yume_chat(&connection).await?;
    let host = chat.host().to_owned();
    // The browser may take its time to start.
    let opened = tokio::task::spawn_blocking(move || {
        tauri_plugin_opener::open_url(chat.address(), None::<&str>)
    });
    let opened = opened
        .await
        .map_err(|_| DeskError::new(DeskErrorCode::Internal))?;
    // The error names the address, which is a key.
    opened.map_err(|_| DeskError::new(DeskErrorCode::BrowserFailed))?;
    Ok(ChatOpened { host })
}

/// Has Yume read Wazzup anew.
#[tauri::command]
#[specta::specta]
pub async fn yume_sync_wazzup(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<YumeWritten> {
    desk.sync_wazzup(&connection).await
}

/// Connects Wazzup with the settings as they are.
#[tauri::command]
#[specta::specta]
pub async fn yume_connect_wazzup(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<YumeWritten> {
    desk.connect_wazzup(&connection).await
}

#[tauri::command]
#[specta::specta]
pub async fn yume_get_wazzup_settings(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<WazzupSettings> {
    desk.wazzup_settings(&connection).await
}

/// Saves all settings; the key must be typed.
#[tauri::command]
#[specta::specta]
pub async fn yume_put_wazzup_settings(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    settings: WazzupSettingsDraft,
) -> DeskResult<WazzupSettingsOutcome> {
    desk.replace_wazzup_settings(&connection, settings).await
}

/// Saves what was changed; an empty key stays as it is.
#[tauri::command]
#[specta::specta]
pub async fn yume_patch_wazzup_settings(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    settings: WazzupSettingsDraft,
) -> DeskResult<WazzupSettingsOutcome> {
    desk.patch_wazzup_settings(&connection, settings).await
}

#[tauri::command]
#[specta::specta]
pub async fn yume_list_integrations(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: YumeIntegrationFilter,
) -> DeskResult<Vec<YumeIntegrationView>> {
    desk.integrations(&connection, filter).await
}

#[tauri::command]
#[specta::specta]
pub async fn yume_get_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    slug: String,
) -> DeskResult<YumeIntegrationView> {
    desk.integration(&connection, &slug).await
}

/// Connects an integration; `demo`: for trying it out.
#[tauri::command]
#[specta::specta]
pub async fn yume_connect_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    slug: String,
    demo: bool,
) -> DeskResult<YumeIntegrationOutcome> {
    desk.connect_integration(&connection, &slug, demo).await
}

#[tauri::command]
#[specta::specta]
pub async fn yume_disconnect_integration(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    slug: String,
) -> DeskResult<YumeIntegrationOutcome> {
    desk.disconnect_integration(&connection, &slug).await
}
