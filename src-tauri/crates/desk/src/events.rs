//! What `desk` tells the screen without being asked.

use serde::Serialize;
use specta::Type;

use crate::{
    applications::types::JobChange,
    connections::types::{CheckLine, ConnectionId},
    exports::types::ExportState,
    fleet::types::ReconciliationProgress,
    operations::types::{JournalState, OperationView},
    payouts::types::PayoutView,
    registers::types::RegisterState,
    uploads::types::UploadView,
    yume::types::YumeChange,
};

/// How a service of a connection is doing, for the footer of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ServiceHealth {
    pub connection: ConnectionId,
    pub service: String,
    pub state: HealthState,
    pub millis: u32,
    pub waiting_until: Option<String>,
    /// Since when there has been no answer.
    pub since: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    Ok,
    Waiting,
    Offline,
    Failing,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct CheckProgress {
    pub connection: ConnectionId,
    pub line: CheckLine,
    pub done: u32,
    pub of: u32,
}

#[derive(Debug, Clone)]
pub enum DeskEvent {
    Register(RegisterState),
    Upload(UploadView),
    Health(ServiceHealth),
    Check(CheckProgress),
    Job(JobChange),
    Export(ExportState),
    Operation(OperationView),
    Journal(JournalState),
    Payout(PayoutView),
    Reconciliation(ReconciliationProgress),
    Yume(YumeChange),
}

/// Where events go: the shell's window, or a test's list.
pub trait Events: Send + Sync + 'static {
    fn emit(&self, event: DeskEvent);
}
