//! Events of `desk` and of the window, as the page subscribes to them.

use desk::{
    DeskEvent, Events,
    applications::types::JobChange,
    events::{CheckProgress, ServiceHealth},
    exports::types::ExportState,
    fleet::types::ReconciliationProgress,
    operations::types::{JournalState, OperationView},
    payouts::types::PayoutView,
    registers::types::RegisterState,
    uploads::types::UploadView,
    yume::types::YumeChange,
};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::AppHandle;
use tauri_specta::Event;

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct RegisterChanged(pub RegisterState);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct UploadChanged(pub UploadView);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct HealthChanged(pub ServiceHealth);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct CheckAdvanced(pub CheckProgress);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct JobChanged(pub JobChange);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ExportChanged(pub ExportState);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct OperationChanged(pub OperationView);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct JournalChanged(pub JournalState);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct PayoutChanged(pub PayoutView);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ReconciliationAdvanced(pub ReconciliationProgress);

#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct YumeChanged(pub YumeChange);

/// The user wants to close the window while something is unsaved or under way.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct CloseAsked {
    pub unsaved: bool,
    pub uploads: u32,
    pub exports: u32,
    /// Operations held or being sent, and registers of payouts under way.
    pub money: u32,
}

/// Sends `desk`'s events to the window.
pub struct WindowEvents(pub AppHandle);

impl Events for WindowEvents {
    fn emit(&self, event: DeskEvent) {
        let told = match event {
            DeskEvent::Register(state) => RegisterChanged(state).emit(&self.0),
            DeskEvent::Upload(upload) => UploadChanged(upload).emit(&self.0),
            DeskEvent::Health(health) => HealthChanged(health).emit(&self.0),
            DeskEvent::Check(progress) => CheckAdvanced(progress).emit(&self.0),
            DeskEvent::Job(change) => JobChanged(change).emit(&self.0),
            DeskEvent::Export(state) => ExportChanged(state).emit(&self.0),
            DeskEvent::Operation(view) => OperationChanged(view).emit(&self.0),
            DeskEvent::Journal(state) => JournalChanged(state).emit(&self.0),
            DeskEvent::Payout(view) => PayoutChanged(view).emit(&self.0),
            DeskEvent::Reconciliation(progress) => ReconciliationAdvanced(progress).emit(&self.0),
            DeskEvent::Yume(change) => YumeChanged(change).emit(&self.0),
        };
        if let Err(error) = told {
            tracing::warn!(%error, "an event could not be told to the page");
        }
    }
}
