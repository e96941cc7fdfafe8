//! Registers: a list of the service collected whole, proved complete, kept in columns, served by windows.
//!
//! [`kind`] says what a kind of row brings along, and [`cells`] what its columns are made of; everything else serves
//! every kind. A kind is collected one [`way`] or the other: [`reading`] decides what to read and when the register is
//! complete, [`collect`] reads it, [`register`] holds what came; a [`store`] of [`columns`], with [`dictionary`],
//! [`moment`] and [`sum`], keeps it small. [`view`] is what is shown of it: narrowed by a [`sieve`], put into [`order`],
//! added up by [`totals`]; a [`snapshot`] is what leaves the program.

#[cfg(test)]
pub(crate) mod bench;
pub(crate) mod cells;
pub(crate) mod collect;
pub(crate) mod columns;
mod days;
pub(crate) mod dictionary;
mod find;
mod kept;
pub(crate) mod kind;
mod lettering;
mod letters;
mod looking;
pub(crate) mod moment;
mod order;
mod presets;
mod reading;
pub(crate) mod register;
mod seek;
mod sieve;
mod snapshot;
pub(crate) mod store;
pub(crate) mod sum;
mod table;
mod totals;
pub mod types;
mod value;
pub(crate) mod values;
mod view;
pub(crate) mod way;
pub(crate) mod window;

use std::{any::Any, collections::HashMap, sync::Arc};

use ::register::Table;
use jiff::{Timestamp, tz::TimeZone};
use jump::Id;
use parking_lot::Mutex;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};
use kind::Rows;
use looking::Looked;
use register::{Opening, Register};
pub(crate) use snapshot::Snapshot;
use types::{
    ChartAsk, CopyColumn, Narrowing, Period, RegisterChart, RegisterGroup, RegisterHandle,
    RegisterOrder, RegisterState, RegisterTotals, Selection, ValueFilter,
};
use way::Client;
use window::Asked;

/// Registers that are open, of every kind. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Registers(Arc<Mutex<HashMap<RegisterHandle, Arc<dyn Opened>>>>);

/// A register, whichever rows it holds.
trait Opened: Looked + Any + Send + Sync {
    fn connection(&self) -> &ConnectionId;
    /// The one that the rows come from.
    fn service(&self) -> &'static str;
    fn zone(&self) -> &TimeZone;
    /// What was opened, for kinds that are opened by days.
    fn period(&self) -> Option<&Period>;
    fn state(&self) -> RegisterState;
    fn tell(&self);
    fn stop(&self);
    fn waits(&self, until: Timestamp);
    /// Begins or goes on collecting, if anything is left to read.
    fn go_on(self: Arc<Self>, desk: &Desk) -> RegisterState;
}

impl<K: Rows> Opened for Register<K> {
    fn connection(&self) -> &ConnectionId {
        &self.connection
    }

    fn service(&self) -> &'static str {
        K::Client::SERVICE
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn period(&self) -> Option<&Period> {
        self.period.as_ref()
    }

    fn state(&self) -> RegisterState {
        self.state()
    }

    fn tell(&self) {
        self.tell();
    }

    fn stop(&self) {
        self.stop();
    }

    fn waits(&self, until: Timestamp) {
        self.waits(until);
    }

    fn go_on(self: Arc<Self>, desk: &Desk) -> RegisterState {
        if let Some(run) = self.start() {
            self.tell();
            let collecting = collect::collect(desk.clone(), self.clone(), run);
            self.runtime.spawn(collecting);
        }
        self.state()
    }
}

impl Registers {
    fn any(&self, handle: &RegisterHandle) -> DeskResult<Arc<dyn Opened>> {
        let found = self.0.lock().get(handle).cloned();
        found.ok_or_else(|| DeskError::new(DeskErrorCode::NoRegister))
    }

    /// A service of this connection asked to wait: its registers under way say so.
    pub(crate) fn waiting(&self, connection: &ConnectionId, service: &str, until: Timestamp) {
        let all: Vec<_> = self.0.lock().values().cloned().collect();
        let waits =
            |one: &&Arc<dyn Opened>| one.connection() == connection && one.service() == service;
        for register in all.iter().filter(waits) {
            register.waits(until);
        }
    }
}

// For each kind of rows.
impl Desk {
    /// Opens a register and starts collecting it; progress comes as events.
    ///
    /// # Errors
    /// Those of finding the connection and its key.
    pub(crate) async fn open_register<K: Rows>(
        &self,
        connection: &ConnectionId,
        asked: Asked<K::Query>,
    ) -> DeskResult<RegisterState> {
        // A missing key is told at once, not by a register that fails.
        K::Client::of(self, connection).await?;
        let register = Arc::new(Register::<K>::new(Opening {
            handle: RegisterHandle(self.new_id()),
            connection: connection.clone(),
            asked,
            zone: self.zone(),
            clock: self.0.parts.clock.clone(),
            events: self.0.parts.events.clone(),
        }));
        let handle = register.handle.clone();
        self.0.registers.0.lock().insert(handle, register.clone());
        Ok(register.go_on(self))
    }

    /// The open registers of this kind that belong to a connection.
    pub(crate) fn registers_of<K: Rows>(&self, connection: &ConnectionId) -> Vec<Arc<Register<K>>> {
        let all: Vec<_> = self.0.registers.0.lock().values().cloned().collect();
        all.into_iter()
            .filter(|one| one.connection() == connection)
            .filter_map(|one| {
                let any: Arc<dyn Any + Send + Sync> = one;
                any.downcast().ok()
            })
            .collect()
    }

    /// The register of this handle.
    ///
    /// # Errors
    /// `NoRegister`, also when it holds rows of another kind.
    pub(crate) fn register<K: Rows>(
        &self,
        handle: &RegisterHandle,
    ) -> DeskResult<Arc<Register<K>>> {
        let any: Arc<dyn Any + Send + Sync> = self.0.registers.any(handle)?;
        any.downcast()
            .map_err(|_| DeskError::new(DeskErrorCode::NoRegister))
    }
}

impl Desk {
    /// # Errors
    /// `NoRegister`, as in all that follow.
    pub fn register_state(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> {
        Ok(self.0.registers.any(handle)?.state())
    }

    /// Narrows the rows that came; nothing is asked of the service.
    ///
    /// # Errors
    /// `InvalidInput` naming `column` or `period`.
    pub fn narrow_register(
        &self,
        handle: &RegisterHandle,
        narrowing: Narrowing,
    ) -> DeskResult<RegisterState> {
        let register = self.0.registers.any(handle)?;
        register.narrow(narrowing)?;
        Ok(register.state())
    }

    /// The kind's usual order stands until this is called.
    ///
    /// # Errors
    /// `InvalidInput` naming `column`, as in all that follow.
    pub fn order_register(
        &self,
        handle: &RegisterHandle,
        order: &RegisterOrder,
    ) -> DeskResult<RegisterState> {
        let register = self.0.registers.any(handle)?;
        register.order(order)?;
        Ok(register.state())
    }

    /// Sums of the shown rows, or of a selection of them.
    ///
    /// # Errors
    /// `Internal` when a sum has more digits than can be kept exactly.
    pub fn register_totals(
        &self,
        handle: &RegisterHandle,
        selection: Option<&Selection>,
    ) -> DeskResult<RegisterTotals> {
        self.0.registers.any(handle)?.totals(selection)
    }

    /// The shown rows by the value they have in a column, the one with the most rows first; moments by their local
    /// day, the latest first.
    pub fn register_groups(
        &self,
        handle: &RegisterHandle,
        column: &str,
    ) -> DeskResult<Vec<RegisterGroup>> {
        self.0.registers.any(handle)?.groups(column)
    }

    /// The shown rows day by day.
    ///
    /// # Errors
    /// `InvalidInput` naming `column` also for a kind without a moment to go by.
    pub fn register_chart(
        &self,
        handle: &RegisterHandle,
        ask: &ChartAsk,
    ) -> DeskResult<RegisterChart> {
        self.0.registers.any(handle)?.chart(ask)
    }

    /// The value that a row has in a column, as a filter.
    ///
    /// # Errors
    /// `NotFound` when the register does not hold the row (any more).
    pub fn register_value(
        &self,
        handle: &RegisterHandle,
        id: Id,
        column: &str,
    ) -> DeskResult<ValueFilter> {
        self.0.registers.any(handle)?.value(id, column)
    }

    /// Type-ahead: the position, at `from` or after it and then from the beginning, of the first row whose cell in this
    /// column begins with `text`.
    pub fn register_seek(
        &self,
        handle: &RegisterHandle,
        column: &str,
        text: &str,
        from: u32,
    ) -> DeskResult<Option<u32>> {
        self.0.registers.any(handle)?.seek(column, text, from)
    }

    /// Where a row stands in the present order; `None` when it is not shown.
    pub fn register_position(&self, handle: &RegisterHandle, id: Id) -> DeskResult<Option<u32>> {
        Ok(self.0.registers.any(handle)?.position(id))
    }

    /// The ids of the rows `from..from+count` of the present order.
    pub fn register_ids(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<Vec<Id>> {
        Ok(self.0.registers.any(handle)?.ids(from, count))
    }

    /// The selected rows with the given columns, in the present order, for the clipboard.
    pub fn register_table(
        &self,
        handle: &RegisterHandle,
        selection: &Selection,
        columns: &[CopyColumn],
    ) -> DeskResult<Table> {
        self.0.registers.any(handle)?.table(selection, columns)
    }

    /// Fixes which rows are written, and in which order: every shown one, or a selection of them.
    ///
    /// # Errors
    /// `RegisterBusy` while rows still come.
    pub(crate) fn register_snapshot(
        &self,
        handle: &RegisterHandle,
        selection: Option<&Selection>,
    ) -> DeskResult<Snapshot> {
        Snapshot::of(self.0.registers.any(handle)?, selection)
    }

    /// Stops collecting; what came stays.
    pub fn stop_register(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> {
        let register = self.0.registers.any(handle)?;
        register.stop();
        register.tell();
        Ok(register.state())
    }

    /// Goes on collecting a stopped or failed register with the pages that are missing; an incomplete one is
    /// read again. The window stays as it was frozen.
    pub fn resume_register(&self, handle: &RegisterHandle) -> DeskResult<RegisterState> {
        Ok(self.0.registers.any(handle)?.go_on(self))
    }

    pub fn close_register(&self, handle: &RegisterHandle) {
        let closed = self.0.registers.0.lock().remove(handle);
        if let Some(register) = closed {
            register.stop();
        }
    }
}
