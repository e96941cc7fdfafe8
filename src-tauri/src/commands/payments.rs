//! The register of payments: opened by a filter, then served by its handle.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    payments::types::{
        CopyColumn, PaymentDetails, PaymentTotals, PaymentsFilter, PeriodPreset, RegisterHandle,
        RegisterOrder, RegisterState, RegisterWindow, Selection,
    },
};
use jump::Id;
use tauri::State;

use crate::clipboard::Clipboard;

/// Opens a register and starts collecting every page of it.
#[tauri::command]
#[specta::specta]
pub async fn jump_list_payments(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: PaymentsFilter,
) -> DeskResult<RegisterState> {
    desk.open_payments(&connection, filter).await
}

#[tauri::command]
#[specta::specta]
pub async fn period_presets(desk: State<'_, Desk>) -> DeskResult<Vec<PeriodPreset>> {
    Ok(desk.period_presets())
}

#[tauri::command]
#[specta::specta]
pub async fn register_state(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
) -> DeskResult<RegisterState> {
    desk.register_state(&handle)
}

#[tauri::command]
#[specta::specta]
pub async fn register_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow> {
    desk.register_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn order_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    order: RegisterOrder,
) -> DeskResult<RegisterState> {
    desk.order_register(&handle, order)
}

#[tauri::command]
#[specta::specta]
pub async fn find_in_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    text: String,
) -> DeskResult<RegisterState> {
    desk.find_in_register(&handle, &text)
}

#[tauri::command]
#[specta::specta]
pub async fn register_totals(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    selection: Option<Selection>,
) -> DeskResult<PaymentTotals> {
    desk.register_totals(&handle, selection)
}

#[tauri::command]
#[specta::specta]
pub async fn stop_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
) -> DeskResult<RegisterState> {
    desk.stop_register(&handle)
}

#[tauri::command]
#[specta::specta]
pub async fn resume_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
) -> DeskResult<RegisterState> {
    desk.resume_register(&handle)
}

#[tauri::command]
#[specta::specta]
pub async fn close_register(desk: State<'_, Desk>, handle: RegisterHandle) -> DeskResult<()> {
    desk.close_register(&handle);
    Ok(())
}

/// Puts the selected rows on the clipboard as TSV and HTML; answers how many rows.
#[tauri::command]
#[specta::specta]
pub async fn copy_register(
    desk: State<'_, Desk>,
    clipboard: State<'_, Clipboard>,
    handle: RegisterHandle,
    selection: Selection,
    columns: Vec<CopyColumn>,
) -> DeskResult<u32> {
    let table = desk.register_table(&handle, &selection, &columns)?;
    clipboard.set_table(&table)
}

#[tauri::command]
#[specta::specta]
pub async fn payment_details(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
) -> DeskResult<PaymentDetails> {
    desk.payment_details(&handle, id)
}
