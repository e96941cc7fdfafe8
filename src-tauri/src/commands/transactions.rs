//! The register of transactions, what a withdrawal would cost.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
    transactions::types::{
        PreviewAsk, PreviewView, TransactionDetails, TransactionRow, TransactionsFilter,
    },
};
use jump::Id;
use tauri::State;

/// Opens a register and starts collecting every page of it.
#[tauri::command]
#[specta::specta]
pub async fn jump_list_transactions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: TransactionsFilter,
) -> DeskResult<RegisterState> {
    desk.open_transactions(&connection, filter).await
}

#[tauri::command]
#[specta::specta]
pub async fn transactions_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow<TransactionRow>> {
    desk.transactions_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn transaction_details(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
) -> DeskResult<TransactionDetails> {
    desk.transaction_details(&handle, id)
}

/// Asks the service what a withdrawal would cost; moves nothing.
#[tauri::command]
#[specta::specta]
pub async fn jump_preview_withdraw(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    ask: PreviewAsk,
) -> DeskResult<PreviewView> {
    desk.preview_withdraw(&connection, ask).await
}
