//! The register of transactions, opened by filter. What every register does stands in
//! [`registers`](crate::registers).
//!
//! [`columns`] and [`trips`] keep the rows small, [`source`] asks for them; [`order`], [`find`] and [`table`] say
//! which cells are ordered, looked at and copied how.

mod columns;
mod find;
mod order;
mod source;
mod table;
mod trips;

use ::register::Table;
use jump::Id;

use super::types::{
    TransactionColumn, TransactionDetails, TransactionRow, TransactionTotals, TransactionsFilter,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    registers::types::{
        CopyColumn, RegisterHandle, RegisterOrder, RegisterState, RegisterWindow, Selection,
    },
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

    /// The newest stand first until this is called.
    pub fn order_transactions(
        &self,
        handle: &RegisterHandle,
        order: RegisterOrder<TransactionColumn>,
    ) -> DeskResult<RegisterState> {
        let register = self.register::<Transactions>(handle)?;
        register.arrange(order);
        Ok(register.state())
    }

    /// Sums of the shown rows, or of a selection of them.
    ///
    /// # Errors
    /// `Internal` when a sum has more digits than can be kept exactly.
    pub fn transactions_totals(
        &self,
        handle: &RegisterHandle,
        selection: Option<Selection>,
    ) -> DeskResult<TransactionTotals> {
        self.register::<Transactions>(handle)?
            .totals(selection.as_ref())
    }

    /// The selected rows with the given columns, in the present order, for the clipboard.
    pub fn transactions_table(
        &self,
        handle: &RegisterHandle,
        selection: &Selection,
        columns: &[CopyColumn<TransactionColumn>],
    ) -> DeskResult<Table> {
        self.register::<Transactions>(handle)?
            .table(selection, columns)
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
