//! The register of drivers. What every register does stands in [`registers`](crate::registers).
//!
//! [`columns`] keeps the rows small, [`source`] asks for them.

mod columns;
mod source;
pub mod types;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
use columns::Drivers;
use types::{DriverRow, DriversFilter};

impl Desk {
    /// Opens a register and starts collecting it; progress comes as events.
    ///
    /// # Errors
    /// Those of finding the connection and its key.
    pub async fn open_drivers(
        &self,
        connection: &ConnectionId,
        filter: DriversFilter,
    ) -> DeskResult<RegisterState> {
        let asked = source::query(filter, self.now());
        self.open_register::<Drivers>(connection, asked).await
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows.
    pub fn drivers_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow<DriverRow>> {
        let register = self.register::<Drivers>(handle)?;
        let window = register.window(from, count);
        // A card that is opened from here names its referrer without asking.
        self.remember_shown(&register.connection, &window.rows, register.started_at);
        Ok(window)
    }
}
