//! Yandex Fleet: a park's access to it, its registers, what is created there, and both services side by side.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    exports::types::ExportState,
    fleet::types::*,
    operations::{
        PlanOf,
        types::{OperationId, OperationView, PlanHash, WarningCode},
    },
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
use jump::Id;
use tauri::{State, Window};

use crate::drop;

// Access.

/// Keeps how the park is reached; a key goes to the keychain.
#[tauri::command]
#[specta::specta]
pub async fn connect_fleet(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    access: FleetConnect,
) -> DeskResult<FleetAccessView> {
    desk.connect_fleet(&connection, access).await
}

/// Null for a park that has none.
#[tauri::command]
#[specta::specta]
pub async fn fleet_access(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Option<FleetAccessView>> {
    desk.fleet_access(&connection).await
}

/// Forgets the access with its key.
#[tauri::command]
#[specta::specta]
pub async fn disconnect_fleet(desk: State<'_, Desk>, connection: ConnectionId) -> DeskResult<()> {
    desk.disconnect_fleet(&connection).await
}

/// Calls the read operations one by one; creates nothing.
#[tauri::command]
#[specta::specta]
pub async fn check_fleet(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<FleetCheck> {
    desk.check_fleet(&connection).await
}

// Transactions.

/// Opens the register of the park's transactions and starts collecting it.
#[tauri::command]
#[specta::specta]
pub async fn yandex_list_park_transactions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: FleetTransactionsFilter,
) -> DeskResult<RegisterState> {
    let whole = FleetTransactionsFilter {
        driver_id: None,
        ..filter
    };
    desk.open_fleet_transactions(&connection, whole).await
}

/// The same of one driver.
#[tauri::command]
#[specta::specta]
pub async fn yandex_list_driver_transactions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    driver_id: String,
    filter: FleetTransactionsFilter,
) -> DeskResult<RegisterState> {
    let own = FleetTransactionsFilter {
        driver_id: Some(driver_id),
        ..filter
    };
    desk.open_fleet_transactions(&connection, own).await
}

#[tauri::command]
#[specta::specta]
pub async fn fleet_transactions_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow<FleetTransactionRow>> {
    desk.fleet_transactions_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn fleet_transaction_details(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
) -> DeskResult<FleetTransactionDetails> {
    desk.fleet_transaction_details(&handle, id)
}

/// All transactions of one order; `at`: when one of them was made, to look around.
#[tauri::command]
#[specta::specta]
pub async fn yandex_list_order_transactions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    order_id: String,
    at: Option<String>,
) -> DeskResult<FleetOrder> {
    desk.fleet_order(&connection, &order_id, at).await
}

#[tauri::command]
#[specta::specta]
pub async fn yandex_list_transaction_categories(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    refresh: bool,
) -> DeskResult<Vec<FleetCategory>> {
    desk.fleet_categories(&connection, refresh).await
}

// Drivers.

/// Opens the register of the park's drivers and starts collecting it.
#[tauri::command]
#[specta::specta]
pub async fn yandex_list_driver_profiles(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    filter: FleetDriversFilter,
) -> DeskResult<RegisterState> {
    desk.open_fleet_drivers(&connection, filter).await
}

#[tauri::command]
#[specta::specta]
pub async fn fleet_drivers_window(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<RegisterWindow<FleetDriverRow>> {
    desk.fleet_drivers_window(&handle, from, count)
}

#[tauri::command]
#[specta::specta]
pub async fn fleet_driver_details(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
) -> DeskResult<FleetDriverDetails> {
    desk.fleet_driver_details(&handle, id)
}

#[tauri::command]
#[specta::specta]
pub async fn yandex_list_work_rules(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    refresh: bool,
) -> DeskResult<Vec<FleetWorkRule>> {
    desk.fleet_work_rules(&connection, refresh).await
}

/// The driver's balance and what of it is blocked, now.
#[tauri::command]
#[specta::specta]
pub async fn yandex_get_blocked_balance(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    driver_id: String,
) -> DeskResult<FleetBalance> {
    desk.fleet_balance(&connection, &driver_id).await
}

/// Drivers of Jump who may be this one, the likeliest first.
#[tauri::command]
#[specta::specta]
pub async fn fleet_link_suggestions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    driver_id: String,
) -> DeskResult<Vec<FleetLinkSuggestion>> {
    desk.fleet_link_suggestions(&connection, &driver_id).await
}

/// A person says who this is in Jump; null takes it back.
#[tauri::command]
#[specta::specta]
pub async fn link_fleet_driver(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    driver_id: String,
    jump_id: Option<Id>,
) -> DeskResult<Option<FleetLink>> {
    desk.link_fleet_driver(&connection, &driver_id, jump_id)
        .await
}

// Money.

/// Checks a draft, looks for duplicates, and fixes what would be sent. Moves nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_fleet_transaction(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    draft: FleetDraft,
) -> DeskResult<FleetPlan> {
    desk.plan_fleet_transaction(&connection, draft).await
}

/// Carries out a plan, once, by the operation that it was planned for.
#[tauri::command]
#[specta::specta]
pub async fn yandex_create_driver_transaction_v3(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    plan: PlanHash,
    agreed: Vec<WarningCode>,
) -> DeskResult<OperationView> {
    desk.confirm_plan_of(&connection, PlanOf::YandexEvent, &plan, agreed)
        .await
}

/// The same for a plan in a category of the park's.
#[tauri::command]
#[specta::specta]
pub async fn yandex_create_driver_transaction_v2(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    plan: PlanHash,
    agreed: Vec<WarningCode>,
) -> DeskResult<OperationView> {
    desk.confirm_plan_of(&connection, PlanOf::YandexCategory, &plan, agreed)
        .await
}

/// Asks what became of a transaction that the service carries out later, and writes it down.
#[tauri::command]
#[specta::specta]
pub async fn yandex_get_driver_transaction_status_v3(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: OperationId,
) -> DeskResult<OperationView> {
    desk.check_operation(&connection, &id).await
}

/// Both services' movements of a driver's or the park's money beside each other and the journal.
#[tauri::command]
#[specta::specta]
pub async fn reconcile_fleet(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    ask: ReconciliationAsk,
) -> DeskResult<Reconciliation> {
    desk.reconcile_fleet(&connection, ask).await
}

/// Stops this reading and any before it: nobody waits for it any more.
#[tauri::command]
#[specta::specta]
pub async fn cancel_reconciliation(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    reading: u32,
) -> DeskResult<()> {
    desk.cancel_reconciliation(&connection, reading);
    Ok(())
}

/// Asks where to and begins to write rows of a reconciliation; `None` when the dialog was closed. `title` and `kind` (the
/// name of the file's kind) are what the dialog says.
#[tauri::command]
#[specta::specta]
pub async fn export_reconciliation(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
    ask: ReconciliationExport,
    title: String,
    kind: String,
) -> DeskResult<Option<ExportState>> {
    let name = desk.name_reconciliation(&connection, &ask)?;
    let extension = ask.format.extension();
    let place = drop::NewFile {
        title: &title,
        name: &name,
        kind: &kind,
        extension,
    };
    let Some(path) = drop::choose_new_file(&window, place).await else {
        return Ok(None);
    };
    // The system's dialog has asked whether a file that is there may be replaced.
    let replace = path.exists();
    desk.export_reconciliation(&connection, ask, path, replace)
        .map(Some)
}
