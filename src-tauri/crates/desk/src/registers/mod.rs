//! Registers: a list of the service collected whole, proved complete, kept in columns, served by windows.
//!
//! [`kind`] says what a kind of row brings along; everything else serves every kind. [`reading`] decides what to read
//! and when the register is complete, [`collect`] reads it, [`register`] holds what came; [`columns`], [`dictionary`],
//! [`moment`] and [`sum`] keep it small, [`order`], [`find`] and [`selection`] work on it.

mod collect;
pub(crate) mod columns;
pub(crate) mod dictionary;
pub(crate) mod find;
pub(crate) mod kind;
pub(crate) mod moment;
pub(crate) mod order;
mod presets;
mod reading;
mod register;
pub(crate) mod selection;
pub(crate) mod sum;
pub mod types;
pub(crate) mod values;
pub(crate) mod window;

use std::{any::Any, collections::HashMap, sync::Arc};

use jiff::Timestamp;
use parking_lot::Mutex;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};
use kind::Rows;
use register::{Opening, Register};
use types::{RegisterHandle, RegisterState};
use window::Asked;

/// Registers that are open, of every kind. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Registers(Arc<Mutex<HashMap<RegisterHandle, Arc<dyn Opened>>>>);

/// A register, whichever rows it holds.
trait Opened: Any + Send + Sync {
    fn connection(&self) -> &ConnectionId;
    fn state(&self) -> RegisterState;
    fn tell(&self);
    fn find(&self, text: &str);
    fn stop(&self);
    fn waits(&self, until: Timestamp);
    /// Begins or goes on collecting, if anything is left to read.
    fn go_on(self: Arc<Self>, desk: &Desk) -> RegisterState;
}

impl<K: Rows> Opened for Register<K> {
    fn connection(&self) -> &ConnectionId {
        &self.connection
    }

    fn state(&self) -> RegisterState {
        self.state()
    }

    fn tell(&self) {
        self.tell();
    }

    fn find(&self, text: &str) {
        self.find(text);
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

    /// The service of this connection asked to wait: its registers under way say so.
    pub(crate) fn waiting(&self, connection: &ConnectionId, until: Timestamp) {
        let all: Vec<_> = self.0.lock().values().cloned().collect();
        for register in all.iter().filter(|one| one.connection() == connection) {
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
        self.jump(connection).await?;
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

    /// Narrows the loaded rows to those that contain `text`; which cells are looked at depends on the kind of rows.
    pub fn find_in_register(
        &self,
        handle: &RegisterHandle,
        text: &str,
    ) -> DeskResult<RegisterState> {
        let register = self.0.registers.any(handle)?;
        register.find(text);
        Ok(register.state())
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
