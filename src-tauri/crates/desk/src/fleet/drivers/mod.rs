//! The register of the park's drivers at Yandex Fleet, and their balances. What every register does stands in
//! [`registers`](crate::registers).
//!
//! [`columns`] keeps the rows small, [`source`] asks for them.

pub mod columns;
mod source;
#[cfg(test)]
mod tests;

use fleet::{Fleet, FleetDriver, FleetDriversQuery};
use jump::Id;

use super::types::{
    FleetBalance, FleetBlocked, FleetDriverDetails, FleetDriverRow, FleetDriversFilter,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
pub(crate) use columns::FleetDrivers;

impl Desk {
    /// Opens a register and starts collecting it; progress comes as events.
    ///
    /// # Errors
    /// `InvalidInput` naming `work_statuses`; `NoFleet`; those of finding the connection and its key.
    pub async fn open_fleet_drivers(
        &self,
        connection: &ConnectionId,
        filter: FleetDriversFilter,
    ) -> DeskResult<RegisterState> {
        let asked = source::query(filter, self.now())?;
        self.open_register::<FleetDrivers>(connection, asked).await
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows, as in all that follow.
    pub fn fleet_drivers_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow<FleetDriverRow>> {
        Ok(self.register::<FleetDrivers>(handle)?.window(from, count))
    }

    /// # Errors
    /// `NotFound` when the register does not hold the driver (any more).
    pub fn fleet_driver_details(
        &self,
        handle: &RegisterHandle,
        id: Id,
    ) -> DeskResult<FleetDriverDetails> {
        self.register::<FleetDrivers>(handle)?.details(id)
    }

    /// Balance and what of it is blocked, as one answer tells both; asked anew each time.
    ///
    /// # Errors
    /// Those of finding the connection, its access and its key; those of the call; `Internal` when the difference has
    /// more digits than can be kept exactly.
    pub async fn fleet_balance(
        &self,
        connection: &ConnectionId,
        driver_id: &str,
    ) -> DeskResult<FleetBalance> {
        let fleet = self.fleet(connection).await?;
        let told = fleet.get_blocked_balance(driver_id).await?;
        let free = told.free();
        let parts = told.details.into_iter().map(|part| FleetBlocked {
            what: part.name.trim_start_matches("blocked_").to_owned(),
            amount: part.amount,
        });
        Ok(FleetBalance {
            balance: told.balance,
            blocked: told.blocked_balance,
            free: free.ok_or_else(|| DeskError::new(DeskErrorCode::Internal))?,
            parts: parts.collect(),
            at: self.now_iso(),
        })
    }
}

/// One driver's profile with what the register shows of it.
///
/// # Errors
/// `NotFound`; those of the call.
pub async fn one_driver(fleet: &Fleet, driver_id: &str) -> DeskResult<FleetDriver> {
    let query = FleetDriversQuery {
        ids: vec![driver_id.to_owned()],
        fields: Some(source::fields()),
        ..FleetDriversQuery::default()
    };
    let page = fleet.list_driver_profiles(&query, 1, 0).await?;
    let mut found = page.driver_profiles.into_iter();
    let found = found.find(|driver| driver.id() == Some(driver_id));
    found.ok_or_else(|| {
        DeskError::new(DeskErrorCode::NotFound).with("operation", "listDriverProfiles")
    })
}
