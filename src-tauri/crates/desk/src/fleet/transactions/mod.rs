//! The register of the park's transactions at Yandex Fleet, opened by filter. What every register does stands in
//! [`registers`](crate::registers).
//!
//! [`columns`] keeps the rows small; [`source`] asks for them and says what the columns are made of.

mod columns;
mod source;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use journal::Operation;
use jump::Id;

use super::types::{FleetTransactionDetails, FleetTransactionRow, FleetTransactionsFilter};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    operations::types::OperationId,
    registers::types::{RegisterHandle, RegisterState, RegisterWindow},
};
pub(crate) use columns::FleetTransactions;

impl Desk {
    /// Opens a register and starts collecting it; progress comes as events. There is no total to compare with: a complete
    /// register was read to the end of the service's cursor.
    ///
    /// # Errors
    /// `InvalidInput` naming `period`; `NoFleet`; those of finding the connection and its key.
    pub async fn open_fleet_transactions(
        &self,
        connection: &ConnectionId,
        filter: FleetTransactionsFilter,
    ) -> DeskResult<RegisterState> {
        let asked = source::query(&filter, self.now(), &self.zone())?;
        self.open_register::<FleetTransactions>(connection, asked)
            .await
    }

    /// Rows `from..from+count` of the present order, 500 at most; also while they are being collected.
    ///
    /// # Errors
    /// `NoRegister`, also for a register of other rows, as in all that follow.
    pub fn fleet_transactions_window(
        &self,
        handle: &RegisterHandle,
        from: u32,
        count: u32,
    ) -> DeskResult<RegisterWindow<FleetTransactionRow>> {
        let register = self.register::<FleetTransactions>(handle)?;
        Ok(register.window(from, count))
    }

    /// With the journal's operation, where the description bears the mark of one of this park's.
    ///
    /// # Errors
    /// `NotFound` when the register does not hold the transaction (any more).
    pub fn fleet_transaction_details(
        &self,
        handle: &RegisterHandle,
        id: Id,
    ) -> DeskResult<FleetTransactionDetails> {
        let register = self.register::<FleetTransactions>(handle)?;
        let mut details = register.details(id)?;
        let reference = details.row.reference.as_deref();
        details.operation = reference.and_then(|one| self.marked_by(&register.connection, one));
        Ok(details)
    }

    fn marked_by(&self, connection: &ConnectionId, reference: &str) -> Option<OperationId> {
        let known = self.operation_marked(connection, reference)?;
        Some(OperationId(known.new.id.clone()))
    }

    /// The operation of this park with this mark.
    pub(super) fn operation_marked(
        &self,
        connection: &ConnectionId,
        reference: &str,
    ) -> Option<Arc<Operation>> {
        let known = self.journal_of(connection).by_reference(reference)?;
        (known.new.connection == connection.0).then_some(known)
    }
}
