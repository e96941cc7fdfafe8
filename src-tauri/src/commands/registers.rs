//! What every register is asked, whichever rows it holds.

use desk::{
    Desk, DeskResult,
    registers::types::{
        ChartAsk, CopyColumn, Narrowing, PeriodPreset, RegisterChart, RegisterGroup,
        RegisterHandle, RegisterOrder, RegisterState, RegisterTotals, Selection, ValueFilter,
    },
};
use jump::Id;
use tauri::State;

use crate::clipboard::Clipboard;

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
pub async fn narrow_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    narrowing: Narrowing,
) -> DeskResult<RegisterState> {
    desk.narrow_register(&handle, narrowing)
}

#[tauri::command]
#[specta::specta]
pub async fn order_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    order: RegisterOrder,
) -> DeskResult<RegisterState> {
    desk.order_register(&handle, &order)
}

#[tauri::command]
#[specta::specta]
pub async fn register_totals(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    selection: Option<Selection>,
) -> DeskResult<RegisterTotals> {
    desk.register_totals(&handle, selection.as_ref())
}

#[tauri::command]
#[specta::specta]
pub async fn register_groups(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    column: String,
) -> DeskResult<Vec<RegisterGroup>> {
    desk.register_groups(&handle, &column)
}

#[tauri::command]
#[specta::specta]
pub async fn register_chart(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    ask: ChartAsk,
) -> DeskResult<RegisterChart> {
    desk.register_chart(&handle, &ask)
}

/// The value under the cursor, as a filter.
#[tauri::command]
#[specta::specta]
pub async fn register_value(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
    column: String,
) -> DeskResult<ValueFilter> {
    desk.register_value(&handle, id, &column)
}

/// Type-ahead in a column.
#[tauri::command]
#[specta::specta]
pub async fn register_seek(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    column: String,
    text: String,
    from: u32,
) -> DeskResult<Option<u32>> {
    desk.register_seek(&handle, &column, &text, from)
}

#[tauri::command]
#[specta::specta]
pub async fn register_position(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    id: Id,
) -> DeskResult<Option<u32>> {
    desk.register_position(&handle, id)
}

#[tauri::command]
#[specta::specta]
pub async fn register_ids(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    from: u32,
    count: u32,
) -> DeskResult<Vec<Id>> {
    desk.register_ids(&handle, from, count)
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
