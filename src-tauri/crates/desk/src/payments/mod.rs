//! Payments: a register opened by filter. What every register does stands in [`registers`](crate::registers).
//!
//! [`columns`] keeps the rows small; [`source`] asks for them and says what the columns are made of.

mod columns;
mod filter;
mod source;
#[cfg(test)]
mod tests;
pub mod types;

use jump::Id;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
pub(crate) use columns::Payments;
use types::{PaymentDetails, PaymentRow, PaymentsFilter};

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
        let asked = filter::query(&filter, self.now(), &self.zone())?;
        self.open_register::<Payments>(connection, asked).await
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows, as in all that follow.
    pub fn payments_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow<PaymentRow>> {
        Ok(self.register::<Payments>(handle)?.window(from, count))
    }

    /// # Errors
    /// `NotFound` when the register does not hold the payment (any more).
    pub fn payment_details(&self, handle: &RegisterHandle, id: Id) -> DeskResult<PaymentDetails> {
        self.register::<Payments>(handle)?.details(id)
    }
}
