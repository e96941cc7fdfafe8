//! The register of payments: opened by a filter, then served by its handle.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    payments::types::{PaymentColumn, PaymentDetails, PaymentRow, PaymentTotals, PaymentsFilter},
    registers::types::{
        CopyColumn, RegisterHandle, RegisterOrder, RegisterState, RegisterWindow, Selection,
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
pub async fn payments_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow<PaymentRow>> {
    desk.payments_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn order_payments(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    order: RegisterOrder<PaymentColumn>,
) -> DeskResult<RegisterState> {
    desk.order_payments(&handle, order)
}

#[tauri::command]
#[specta::specta]
pub async fn payments_totals(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    selection: Option<Selection>,
) -> DeskResult<PaymentTotals> {
    desk.payments_totals(&handle, selection)
}

/// Puts the selected rows on the clipboard as TSV and HTML; answers how many rows.
#[tauri::command]
#[specta::specta]
pub async fn copy_payments(
    desk: State<'_, Desk>,
    clipboard: State<'_, Clipboard>,
    handle: RegisterHandle,
    selection: Selection,
    columns: Vec<CopyColumn<PaymentColumn>>,
) -> DeskResult<u32> {
    let table = desk.payments_table(&handle, &selection, &columns)?;
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
