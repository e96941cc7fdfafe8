//! «Сводка»: figures out of two registers of payments, and licences that end soon.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    registers::types::RegisterHandle,
    summary::types::{ExpiringLicence, PaymentsSummary},
};
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn payments_summary(
    desk: State<'_, Desk>,
    month: RegisterHandle,
    before: RegisterHandle,
) -> DeskResult<PaymentsSummary> {
    desk.payments_summary(&month, &before)
}

#[tauri::command]
#[specta::specta]
pub async fn expiring_licences(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<ExpiringLicence>> {
    desk.expiring_licences(&connection)
}
