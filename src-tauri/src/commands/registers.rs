//! What every register is asked, whichever rows it holds.

use desk::{
    Desk, DeskResult,
    registers::types::{PeriodPreset, RegisterHandle, RegisterState},
};
use tauri::State;

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
pub async fn find_in_register(
    desk: State<'_, Desk>,
    handle: RegisterHandle,
    text: String,
) -> DeskResult<RegisterState> {
    desk.find_in_register(&handle, &text)
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
