//! The register of transactions, opened by filter. What every register does stands in
//! [`registers`](crate::registers).
//!
//! [`columns`] and [`trips`] keep the rows small; [`source`] asks for them and says what the columns are made of.

mod columns;
mod source;
#[cfg(test)]
mod tests;
mod trips;

use jump::Id;

use super::types::{TransactionDetails, TransactionRow, TransactionsFilter};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
use columns::Transactions;

impl Desk {
    /// Opens a register and starts collecting it; progress comes as events.
    ///
    /// # Errors
    /// `InvalidInput` naming `period`; those of finding the connection and its key.
    pub async fn open_transactions(
        &self,
        connection: &ConnectionId,
        filter: TransactionsFilter,
    ) -> DeskResult<RegisterState> {
        let asked = source::query(&filter, self.now(), &self.zone())?;
        self.open_register::<Transactions>(connection, asked).await
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows, as in all that follow.
    pub fn transactions_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow<TransactionRow>> {
        Ok(self.register::<Transactions>(handle)?.window(from, count))
    }

    /// # Errors
    /// `NotFound` when the register does not hold the transaction (any more).
    pub fn transaction_details(
        &self,
        handle: &RegisterHandle,
        id: Id,
    ) -> DeskResult<TransactionDetails> {
        self.register::<Transactions>(handle)?.details(id)
    }
}
