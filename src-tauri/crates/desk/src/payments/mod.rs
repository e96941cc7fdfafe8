//! Payments: a register opened by filter. What every register does stands in [`registers`](crate::registers).
//!
//! [`columns`] keeps the rows small, [`source`] asks for them; [`order`], [`find`] and [`table`] say which cells
//! are ordered, looked at and copied how.

mod columns;
mod filter;
mod find;
mod order;
mod source;
mod table;
pub mod types;

use ::register::Table;
use jump::Id;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    registers::types::{
        CopyColumn, RegisterHandle, RegisterOrder, RegisterState, RegisterWindow, Selection,
    },
};
use columns::Payments;
use types::{PaymentColumn, PaymentDetails, PaymentRow, PaymentTotals, PaymentsFilter};

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

    /// The newest stand first until this is called.
    pub fn order_payments(
        &self,
        handle: &RegisterHandle,
        order: RegisterOrder<PaymentColumn>,
    ) -> DeskResult<RegisterState> {
        let register = self.register::<Payments>(handle)?;
        register.arrange(order);
        Ok(register.state())
    }

    /// Sums of the shown rows, or of a selection of them.
    ///
    /// # Errors
    /// `Internal` when a sum has more digits than can be kept exactly.
    pub fn payments_totals(
        &self,
        handle: &RegisterHandle,
        selection: Option<Selection>,
    ) -> DeskResult<PaymentTotals> {
        self.register::<Payments>(handle)?
            .totals(selection.as_ref())
    }

    /// The selected rows with the given columns, in the present order, for the clipboard.
    pub fn payments_table(
        &self,
        handle: &RegisterHandle,
        selection: &Selection,
        columns: &[CopyColumn<PaymentColumn>],
    ) -> DeskResult<Table> {
        self.register::<Payments>(handle)?.table(selection, columns)
    }

    /// # Errors
    /// `NotFound` when the register does not hold the payment (any more).
    pub fn payment_details(&self, handle: &RegisterHandle, id: Id) -> DeskResult<PaymentDetails> {
        self.register::<Payments>(handle)?.details(id)
    }
}
