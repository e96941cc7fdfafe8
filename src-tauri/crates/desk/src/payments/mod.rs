//! Payments: one register opened by filter, collected until it proves complete, served by windows.

pub mod types;

use jump::Id;
use register::Table;

use crate::{Desk, connections::types::ConnectionId, error::DeskResult};
use types::{
    PaymentColumn, PaymentDetails, PaymentTotals, PaymentsFilter, PeriodPreset, RegisterHandle,
    RegisterOrder, RegisterState, RegisterWindow, Selection,
};

/// Registers that are open.
#[derive(Default)]
pub struct Registers;

impl Desk {
    /// Today, yesterday, this week, this month, this quarter, … as local days.
    pub fn period_presets(&self) -> Vec<PeriodPreset> { todo!() }
    /// Opens a register and starts collecting it; progress comes as events.
    pub async fn open_payments(&self, connection: &ConnectionId, filter: PaymentsFilter) -> DeskResult<RegisterState> { todo!() }
    pub fn register_state(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> { todo!() }
    /// Rows `from..from+count` of the present order.
    pub fn register_window(&self, handle: &RegisterHandle, from: u32, count: u32) -> DeskResult<RegisterWindow> { todo!() }
    pub fn order_register(&self, handle: &RegisterHandle, order: RegisterOrder) -> DeskResult<RegisterState> { todo!() }
    /// Narrows the loaded rows to those that contain `text` (name, phone, id, sum, status).
    pub fn find_in_register(&self, handle: &RegisterHandle, text: &str) -> DeskResult<RegisterState> { todo!() }
    /// Sums of the shown rows, or of a selection of them.
    pub fn register_totals(&self, handle: &RegisterHandle, selection: Option<Selection>) -> DeskResult<PaymentTotals> { todo!() }
    /// Stops collecting; what came stays.
    pub fn stop_register(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> { todo!() }
    /// Goes on collecting a stopped, failed or incomplete register.
    pub fn resume_register(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> { todo!() }
    pub fn close_register(&self, handle: &RegisterHandle) { todo!() }
    /// The selected rows with the given columns, for the clipboard.
    pub fn register_table(&self, handle: &RegisterHandle, selection: &Selection, columns: &[PaymentColumn]) -> DeskResult<Table> { todo!() }
    pub fn payment_details(&self, handle: &RegisterHandle, id: Id) -> DeskResult<PaymentDetails> { todo!() }
}
