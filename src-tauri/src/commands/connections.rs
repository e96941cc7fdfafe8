//! Parks: adding, editing, keys, advanced settings, the check. A key comes in and never goes out.

use desk::{
    Desk, DeskResult,
    connections::types::{
        AdvancedSettings, CheckLine, ConnectionEdit, ConnectionId, ConnectionView, EndpointView,
        KeepKey, KeychainState, ParkColor,
    },
};
use serde::Deserialize;
use specta::Type;
use tauri::State;

/// A park as typed on the first screen.
#[derive(Deserialize, Type)]
pub struct NewConnection {
    pub name: String,
    pub color: ParkColor,
    pub key: String,
    pub base_address: String,
    pub keep: KeepKey,
}

#[tauri::command]
#[specta::specta]
pub async fn connections(desk: State<'_, Desk>) -> DeskResult<Vec<ConnectionView>> {
    Ok(desk.connections().await)
}

#[tauri::command]
#[specta::specta]
pub async fn add_connection(
    desk: State<'_, Desk>,
    connection: NewConnection,
) -> DeskResult<ConnectionView> {
    let NewConnection {
        name,
        color,
        key,
        base_address,
        keep,
    } = connection;
    desk.add_connection(&name, color, &key, &base_address, keep)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn open_demo(desk: State<'_, Desk>, name: String) -> DeskResult<ConnectionView> {
    desk.open_demo(&name).await
}

#[tauri::command]
#[specta::specta]
pub async fn edit_connection(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    edit: ConnectionEdit,
) -> DeskResult<ConnectionView> {
    desk.edit_connection(&connection, edit)?;
    desk.connection(&connection).await
}

#[tauri::command]
#[specta::specta]
pub async fn select_connection(desk: State<'_, Desk>, connection: ConnectionId) -> DeskResult<()> {
    desk.select_connection(&connection)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_connection(desk: State<'_, Desk>, connection: ConnectionId) -> DeskResult<()> {
    desk.remove_connection(&connection).await
}

#[tauri::command]
#[specta::specta]
pub async fn replace_key(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    key: String,
    keep: KeepKey,
) -> DeskResult<ConnectionView> {
    desk.replace_key(&connection, &key, keep).await?;
    desk.connection(&connection).await
}

#[tauri::command]
#[specta::specta]
pub async fn delete_key(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<ConnectionView> {
    desk.delete_key(&connection).await?;
    desk.connection(&connection).await
}

#[tauri::command]
#[specta::specta]
pub async fn retry_keychain(desk: State<'_, Desk>) -> DeskResult<KeychainState> {
    Ok(desk.retry_keychain().await)
}

#[tauri::command]
#[specta::specta]
pub async fn advanced_settings(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<AdvancedSettings> {
    desk.advanced_settings(&connection)
}

#[tauri::command]
#[specta::specta]
pub async fn set_advanced_settings(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    advanced: AdvancedSettings,
) -> DeskResult<()> {
    desk.set_advanced_settings(&connection, advanced)
}

#[tauri::command]
#[specta::specta]
pub async fn endpoints(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<EndpointView>> {
    desk.endpoints(&connection)
}

/// Calls the read operations one by one; each line also comes as an event.
#[tauri::command]
#[specta::specta]
pub async fn check_connection(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<CheckLine>> {
    desk.check_connection(&connection).await
}
