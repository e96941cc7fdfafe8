//! Payouts by a list: from a sheet to a register that is carried out row by row.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    operations::types::{PlanHash, WarningCode},
    payouts::types::*,
};
use tauri::{State, Window};

use crate::{clipboard::Clipboard, drop};

/// Reads pasted rows.
#[tauri::command]
#[specta::specta]
pub async fn open_payout_text(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    text: String,
) -> DeskResult<PayoutView> {
    desk.open_payout_text(&connection, text).await
}

/// Opens a confirmed register from the journal.
#[tauri::command]
#[specta::specta]
pub async fn open_payout(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    id: PayoutId,
) -> DeskResult<PayoutView> {
    desk.open_payout(&connection, &id).await
}

/// Confirmed registers, newest first.
#[tauri::command]
#[specta::specta]
pub async fn payouts(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    ask: PayoutsAsk,
) -> DeskResult<Vec<PayoutListed>> {
    desk.payouts(&connection, ask).await
}

/// Forgets a register that is not confirmed.
#[tauri::command]
#[specta::specta]
pub async fn close_payout(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<()> {
    desk.close_payout(&id)
}

/// How far a register is.
#[tauri::command]
#[specta::specta]
pub async fn payout_state(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutView> {
    desk.payout_state(&id)
}

/// A part of its rows.
#[tauri::command]
#[specta::specta]
pub async fn payout_window(
    desk: State<'_, Desk>,
    id: PayoutId,
    filter: PayoutFilter,
    from: u32,
    count: u32,
) -> DeskResult<PayoutWindow> {
    desk.payout_window(&id, &filter, from, count)
}

/// Reads another sheet of the workbook.
#[tauri::command]
#[specta::specta]
pub async fn choose_payout_sheet(
    desk: State<'_, Desk>,
    id: PayoutId,
    sheet: String,
) -> DeskResult<PayoutView> {
    desk.choose_payout_sheet(&id, sheet).await
}

/// Corrects the columns; remembered for sheets with the same header.
#[tauri::command]
#[specta::specta]
pub async fn choose_payout_columns(
    desk: State<'_, Desk>,
    id: PayoutId,
    choice: ColumnChoice,
) -> DeskResult<PayoutView> {
    desk.choose_payout_columns(&id, choice).await
}

/// What every row has in common; rows are checked anew.
#[tauri::command]
#[specta::specta]
pub async fn set_payout_settings(
    desk: State<'_, Desk>,
    id: PayoutId,
    settings: PayoutSettings,
) -> DeskResult<PayoutView> {
    desk.set_payout_settings(&id, settings).await
}

/// Mends a row in place.
#[tauri::command]
#[specta::specta]
pub async fn change_payout_row(
    desk: State<'_, Desk>,
    id: PayoutId,
    row: u32,
    change: RowChange,
) -> DeskResult<PayoutView> {
    desk.change_payout_row(&id, row, change).await
}

/// Finds the drivers and asks the service about every row that is not checked.
#[tauri::command]
#[specta::specta]
pub async fn check_payout(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutView> {
    desk.check_payout(&id).await
}

/// Stops the check; what is known stays.
#[tauri::command]
#[specta::specta]
pub async fn stop_payout_check(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutView> {
    desk.stop_payout_check(&id)
}

/// Fixes what would be sent.
#[tauri::command]
#[specta::specta]
pub async fn plan_payout(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutPlan> {
    desk.plan_payout(&id).await
}

/// Writes the register down and holds it; the sending follows by itself.
#[tauri::command]
#[specta::specta]
pub async fn confirm_payout(
    desk: State<'_, Desk>,
    id: PayoutId,
    plan: PlanHash,
    agreed: Vec<WarningCode>,
) -> DeskResult<PayoutView> {
    desk.confirm_payout(&id, &plan, agreed).await
}

/// Cancels a register in its hold, or what still waits in a register under way.
#[tauri::command]
#[specta::specta]
pub async fn cancel_payout(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutView> {
    desk.cancel_payout(&id).await
}

/// Stops after the operation under way.
#[tauri::command]
#[specta::specta]
pub async fn pause_payout(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutView> {
    desk.pause_payout(&id).await
}

/// Goes on with what waits.
#[tauri::command]
#[specta::specta]
pub async fn resume_payout(desk: State<'_, Desk>, id: PayoutId) -> DeskResult<PayoutView> {
    desk.resume_payout(&id).await
}

/// Asks for a workbook or a text table in the system's dialog and reads it; `None` when it was closed. `title` and
/// `kind` (the name of such files) are what the dialog says.
#[tauri::command]
#[specta::specta]
pub async fn choose_payout_file(
    desk: State<'_, Desk>,
    window: Window,
    connection: ConnectionId,
    title: String,
    kind: String,
) -> DeskResult<Option<PayoutView>> {
    let chosen =
        drop::choose_one_file(&window, &title, &kind, &["xlsx", "csv", "txt", "tsv"]).await;
    match chosen {
        Some(path) => desk.open_payout_file(&connection, path).await.map(Some),
        None => Ok(None),
    }
}

/// Reads the file that was dropped last; `None` when nothing was. Of several the first is read.
#[tauri::command]
#[specta::specta]
pub async fn take_dropped_payout(
    desk: State<'_, Desk>,
    dropped: State<'_, drop::Dropped>,
    connection: ConnectionId,
) -> DeskResult<Option<PayoutView>> {
    match dropped.take().into_iter().next() {
        Some(path) => desk.open_payout_file(&connection, path).await.map(Some),
        None => Ok(None),
    }
}

/// Puts rows of the result on the clipboard as TSV and HTML; answers how many.
#[tauri::command]
#[specta::specta]
pub async fn copy_payout(
    desk: State<'_, Desk>,
    clipboard: State<'_, Clipboard>,
    id: PayoutId,
    part: ResultPart,
    words: ResultWords,
) -> DeskResult<u32> {
    let table = desk.payout_result(&id, part, &words)?;
    clipboard.set_table(&table)
}

/// Asks where to and writes rows of the result as XLSX; `None` when the dialog was closed, else the file's name.
#[tauri::command]
#[specta::specta]
pub async fn export_payout(
    desk: State<'_, Desk>,
    window: Window,
    id: PayoutId,
    part: ResultPart,
    words: ResultWords,
    kind: String,
) -> DeskResult<Option<String>> {
    let name = desk.name_payout_result(&id, part, &words)?;
    let place = drop::NewFile {
        title: &words.title,
        name: &name,
        kind: &kind,
        extension: "xlsx",
    };
    let Some(path) = drop::choose_new_file(&window, place).await else {
        return Ok(None);
    };
    // The system's dialog has asked whether a file that is there may be replaced.
    let replace = path.exists();
    let written = desk.write_payout_result(&id, part, &words, path, replace);
    written.await.map(Some)
}
