//! Drivers and their requisites.

use desk::{
    Desk, DeskResult,
    checks::FieldCheck,
    connections::types::ConnectionId,
    drivers::book::types::{DriverRow, DriversFilter},
    drivers::types::{
        Confirmations, DriverCard, DriverDraft, DriverReview, DriversPage, DriversQuery, FieldEdit,
        SaveOutcome,
    },
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
    requisites::types::{RequisiteDraft, RequisiteForm, RequisiteTypeView},
};
use jump::Id;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn jump_list_drivers(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    query: DriversQuery,
) -> DeskResult<DriversPage> {
    desk.list_drivers(&connection, query).await
}

/// Opens the register of drivers and starts collecting every page of it.
#[tauri::command]
#[specta::specta]
pub async fn open_drivers(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: DriversFilter,
) -> DeskResult<RegisterState> {
    desk.open_drivers(&connection, filter).await
}

#[tauri::command]
#[specta::specta]
pub async fn drivers_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow<DriverRow>> {
    desk.drivers_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn jump_get_driver(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    driver_id: Id,
) -> DeskResult<DriverCard> {
    desk.driver_card(&connection, driver_id).await
}

/// Carries out a reviewed change, once. `token` comes from `review_driver`.
#[tauri::command]
#[specta::specta]
pub async fn jump_update_driver(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    token: String,
    confirmations: Confirmations,
) -> DeskResult<SaveOutcome> {
    desk.save_driver(&connection, &token, confirmations).await
}

#[tauri::command]
#[specta::specta]
pub async fn check_driver(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fields: Vec<FieldEdit>,
) -> DeskResult<Vec<FieldCheck>> {
    desk.check_driver(&connection, &fields)
}

/// Reads the card again and says what saving would do.
#[tauri::command]
#[specta::specta]
pub async fn review_driver(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    draft: DriverDraft,
) -> DeskResult<DriverReview> {
    desk.review_driver(&connection, draft).await
}

#[tauri::command]
#[specta::specta]
pub async fn requisite_types(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<RequisiteTypeView>> {
    desk.requisite_types(&connection).await
}

#[tauri::command]
#[specta::specta]
pub async fn confirm_requisite_form(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    type_id: Id,
    form: RequisiteForm,
) -> DeskResult<()> {
    desk.confirm_requisite_form(&connection, type_id, form)
}

#[tauri::command]
#[specta::specta]
pub async fn check_requisite(
    desk: State<'_, Desk>,
    form: RequisiteForm,
    draft: RequisiteDraft,
) -> DeskResult<Vec<FieldCheck>> {
    Ok(desk.check_requisite(form, &draft))
}
