//! The register of payments: opened by a filter, then served by its handle.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    payments::types::{PaymentDetails, PaymentRow, PaymentsFilter},
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
use jump::Id;
use tauri::State;

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
pub async fn payment_details(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
) -> DeskResult<PaymentDetails> {
    desk.payment_details(&handle, id)
}
