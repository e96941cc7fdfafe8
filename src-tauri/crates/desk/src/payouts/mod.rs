//! Payouts by a list («Выплаты списком»), by Jump or by Yandex Fleet: a sheet is read, its drivers found, every row asked
//! about beforehand, the whole confirmed by its control totals, and carried out row by row through the journal.
//!
//! [`opening`] reads a [`sheet`] or a register of the journal; [`check`] finds the [`drivers`] ([`collect`], [`elsewhere`])
//! and asks about every row ([`asking`]: Jump's cards and previews in [`ask`], Yandex's balances in [`balance`]; [`recent`]
//! for duplicates); [`row`] judges what is known; [`plan`] fixes ([`bodies`]) and confirms it; [`run`] sends it
//! (in [`rounds`]),
//! [`recover`] takes over what a stop left under way, [`kept`] what it left out;
//! [`view`] and [`result`] show what became of it.

mod ask;
mod asking;
mod balance;
mod bodies;
mod check;
mod collect;
mod control;
mod drivers;
mod elsewhere;
mod kept;
mod names;
mod opening;
mod payout;
mod place;
mod plan;
mod recent;
mod recover;
mod result;
mod rounds;
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
