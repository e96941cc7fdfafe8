//! Payouts by a list («Выплаты списком»): a sheet is read, its drivers found, every row asked about beforehand, the whole
//! confirmed by its control totals, and carried out row by row through the journal.
//!
//! [`opening`] reads a [`sheet`] or a register of the journal; [`check`] finds the [`drivers`] and asks about every row
//! ([`collect`], [`ask`], [`recent`]); [`row`] judges what is known; [`plan`] fixes and confirms it; [`run`] sends it,
//! [`recover`] takes over what a stop left under way, [`kept`] what it left out;
//! [`view`] and [`result`] show what became of it.

mod ask;
mod check;
mod collect;
mod control;
mod drivers;
mod kept;
mod names;
mod opening;
mod payout;
mod place;
mod plan;
mod recent;
mod recover;
mod result;
mod row;
mod run;
mod sheet;
pub mod types;
mod view;

pub(crate) use place::Payouts;
use types::{PayoutFilter, PayoutId, PayoutView, PayoutWindow};

use crate::{Desk, error::DeskResult};

impl Desk {
    /// How far a register is.
    ///
    /// # Errors
    /// `NoRegister`.
    pub fn payout_state(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        Ok(self.payout_view(&*self.payout(id)?))
    }

    /// Rows `from..from+count` of those that the filter lets through, 500 at most.
    ///
    /// # Errors
    /// `NoRegister`.
    pub fn payout_window(
        &self,
        id: &PayoutId,
        filter: &PayoutFilter,
        from: u32,
        count: u32,
    ) -> DeskResult<PayoutWindow> {
        let payout = self.payout(id)?;
        Ok(self.payout_window_of(&payout, filter, from, count))
    }
}
