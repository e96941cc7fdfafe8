//! Saved views of the registers.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    registers::types::RegisterName,
    views::types::{ImportedViews, SavedView, ViewBook, ViewColumn},
};
use tauri::{State, Window};

use crate::drop;

#[tauri::command]
#[specta::specta]
pub async fn view_book(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    register: RegisterName,
) -> DeskResult<ViewBook> {
    desk.view_book(&connection, register)
}

/// Saves a view in the place of the one with its id; one without an id is new.
#[tauri::command]
#[specta::specta]
pub async fn save_view(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    register: RegisterName,
    view: SavedView,
) -> DeskResult<ViewBook> {
    desk.save_view(&connection, register, view)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_view(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    register: RegisterName,
    id: String,
) -> DeskResult<ViewBook> {
    desk.delete_view(&connection, register, &id)
}

/// The view that the register opens with.
#[tauri::command]
#[specta::specta]
pub async fn set_usual_view(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    register: RegisterName,
    id: Option<String>,
) -> DeskResult<ViewBook> {
    desk.set_usual_view(&connection, register, id)
}

/// The columns as they stand now, of a view or outside of every view.
#[tauri::command]
#[specta::specta]
pub async fn keep_columns(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    register: RegisterName,
    id: Option<String>,
    columns: Vec<ViewColumn>,
) -> DeskResult<ViewBook> {
    desk.keep_columns(&connection, register, id.as_deref(), columns)
}

/// Writes all views of the connection to a file of the user's choice; `None` when the dialog was closed. `name` is
/// proposed, `kind` is what the dialog calls such files.
#[tauri::command]
#[specta::specta]
pub async fn write_views(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
    title: String,
    name: String,
    kind: String,
) -> DeskResult<Option<u32>> {
    let place = drop::NewFile {
        title: &title,
        name: &name,
        kind: &kind,
        extension: "json",
    };
    match drop::choose_new_file(&window, place).await {
        None => Ok(None),
        Some(path) => desk.write_views(&connection, &path).map(Some),
    }
}

/// Adds the views of a file to those of the connection; `None` when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn read_views(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
    title: String,
    kind: String,
) -> DeskResult<Option<ImportedViews>> {
    match drop::choose_one_file(&window, &title, &kind, &["json"]).await {
        None => Ok(None),
        Some(path) => desk.read_views(&connection, &path).map(Some),
    }
}
