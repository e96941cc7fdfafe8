//! Payments: one register opened by filter, collected until it proves complete, served by windows.
//!
//! [`reading`] decides what to read and when the register is complete, [`collect`] reads it, [`register`] holds
//! what came; [`columns`] keeps it small, [`order`], [`find`] and [`selection`] work on it.

mod collect;
mod columns;
mod dictionary;
mod filter;
mod find;
mod moment;
mod order;
mod presets;
mod reading;
mod register;
mod selection;
mod sum;
pub mod types;

use std::{collections::HashMap, sync::Arc};

use ::register::Table;
use jiff::Timestamp;
use jump::Id;
use parking_lot::Mutex;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};
use register::{Opening, Register};
use types::{
    CopyColumn, PaymentDetails, PaymentTotals, PaymentsFilter, RegisterHandle, RegisterOrder,
    RegisterState, RegisterWindow, Selection,
};

/// Registers that are open. Clones share them.
#[derive(Clone, Default)]
pub struct Registers(Arc<Mutex<HashMap<RegisterHandle, Arc<Register>>>>);

impl Registers {
    fn get(&self, handle: &RegisterHandle) -> DeskResult<Arc<Register>> {
        let found = self.0.lock().get(handle).cloned();
        found.ok_or_else(|| DeskError::new(DeskErrorCode::NoRegister))
    }

    /// The service of this connection asked to wait: its registers under way say so.
    pub(crate) fn waiting(&self, connection: &ConnectionId, until: Timestamp) {
        let all: Vec<_> = self.0.lock().values().cloned().collect();
        for register in all.iter().filter(|one| one.connection == *connection) {
            register.waits(until);
        }
    }
}

impl Desk {
    /// Opens a register and starts collecting it; progress comes as events.
    ///
    /// # Errors
    /// `InvalidInput` naming `period`; those of finding the connection and its key.
    pub async fn open_payments(
        &self,
        connection: &ConnectionId,
        filter: PaymentsFilter,
    ) -> DeskResult<RegisterState> {
        let zone = self.zone();
        let asked = filter::query(&filter, self.now(), &zone)?;
        // A missing key is told at once, not by a register that fails.
        self.jump(connection).await?;
        let register = Arc::new(Register::new(Opening {
            handle: RegisterHandle(self.new_id()),
            connection: connection.clone(),
            filter,
            asked,
            zone,
            clock: self.0.parts.clock.clone(),
            events: self.0.parts.events.clone(),
        }));
        let handle = register.handle.clone();
        self.0.registers.0.lock().insert(handle, register.clone());
        Ok(self.go_on(&register))
    }

    fn go_on(&self, register: &Arc<Register>) -> RegisterState {
        if let Some(run) = register.start() {
            register.tell();
            let collecting = collect::collect(self.clone(), register.clone(), run);
            register.runtime.spawn(collecting);
        }
        register.state()
    }

    /// # Errors
    /// `NoRegister`, as in all that follow.
    pub fn register_state(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> {
        Ok(self.0.registers.get(handle)?.state())
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    pub fn register_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow> {
        Ok(self.0.registers.get(handle)?.window(from, count))
    }

    /// The newest stand first until this is called.
    pub fn order_register(
        &self,
        handle: &RegisterHandle,
        order: RegisterOrder,
    ) -> DeskResult<RegisterState> {
        let register = self.0.registers.get(handle)?;
        register.arrange(order);
        Ok(register.state())
    }

    /// Narrows the loaded rows to those that contain `text` (name, phone, id, sum, status, requisite).
    pub fn find_in_register(
        &self,
        handle: &RegisterHandle,
        text: &str,
    ) -> DeskResult<RegisterState> {
        let register = self.0.registers.get(handle)?;
        register.find(text);
        Ok(register.state())
    }

    /// Sums of the shown rows, or of a selection of them.
    ///
    /// # Errors
    /// `Internal` when a sum has more digits than can be kept exactly.
    pub fn register_totals(
        &self,
        handle: &RegisterHandle,
        selection: Option<Selection>,
    ) -> DeskResult<PaymentTotals> {
        self.0.registers.get(handle)?.totals(selection.as_ref())
    }

    /// Stops collecting; what came stays.
    pub fn stop_register(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> {
        let register = self.0.registers.get(handle)?;
        register.stop();
        register.tell();
        Ok(register.state())
    }

    /// Goes on collecting a stopped or failed register with the pages that are missing; an incomplete one is
    /// read again. The window stays as it was frozen.
    pub fn resume_register(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> {
        let register = self.0.registers.get(handle)?;
        Ok(self.go_on(&register))
    }

    pub fn close_register(&self, handle: &RegisterHandle) {
        let closed = self.0.registers.0.lock().remove(handle);
        if let Some(register) = closed {
            register.stop();
        }
    }

    /// The selected rows with the given columns, in the present order, for the clipboard.
    pub fn register_table(
        &self,
        handle: &RegisterHandle,
        selection: &Selection,
        columns: &[CopyColumn],
    ) -> DeskResult<Table> {
        self.0.registers.get(handle)?.table(selection, columns)
    }

    /// # Errors
    /// `NotFound` when the register does not hold the payment (any more).
    pub fn payment_details(&self, handle: &RegisterHandle, id: Id) -> DeskResult<PaymentDetails> {
        self.0.registers.get(handle)?.details(id)
    }
}
