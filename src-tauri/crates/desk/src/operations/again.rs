//! Sending again what a person closed as absent: as a new operation, once, and with all that the former one had.

use std::sync::Arc;

use journal::{Kind, NewOperation, Operation, State, Verdict};
use jump::{Id, TransactionCreate, TransactionOperation};
use money::Amount;

use super::{
    plan::invalid,
    reference::without_marks,
    sending::manner_of,
    types::{BalanceName, OperationId, SendAgain},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    fleet::types::{FleetAgain, FleetSign},
};

impl Desk {
    /// The operation that a draft sends again.
    ///
    /// # Errors
    /// `InvalidInput` naming `repeats` (`not_repeatable`).
    pub(super) fn repeated(
        &self,
        connection: &ConnectionId,
        repeats: Option<&OperationId>,
        driver: &str,
    ) -> DeskResult<Option<Arc<Operation>>> {
        let Some(id) = repeats else {
            return Ok(None);
        };
        let known = self.operation(connection, id).ok();
        let fits = |one: &Arc<Operation>| one.new.driver_id == driver && self.may_be_repeated(one);
        match known.filter(fits) {
            Some(one) => Ok(Some(one)),
            None => Err(invalid("repeats", "not_repeatable")),
        }
    }

    /// What it repeats, if it repeats something, may still be sent again: another plan of the same may have been
    /// confirmed since.
    pub(super) fn is_first_repeat(&self, connection: &ConnectionId, new: &NewOperation) -> bool {
        new.repeats.as_ref().is_none_or(|id| {
            let known = self.operation(connection, &OperationId(id.clone()));
            known.is_ok_and(|one| self.may_be_repeated(&one))
        })
    }

    /// Closed as absent, and nothing repeats it that ever left: of several in a row only the last can be repeated.
    pub(super) fn may_be_repeated(&self, operation: &Operation) -> bool {
        if operation.state != State::Closed(Verdict::Absent) {
            return false;
        }
        let connection = ConnectionId(operation.new.connection.clone());
        let never_left =
            |state: State| matches!(state, State::Rejected | State::NotSent | State::Cancelled);
        let operations = self.journal_of(&connection).operations();
        !operations.iter().any(|other| {
            other.new.repeats.as_deref() == Some(&operation.new.id) && !never_left(other.state)
        })
    }
}

/// Where the repeated transfer went: the record tells its name, and not whose it is. `None` for any other balance.
pub(super) fn recorded_target(repeated: &Operation, target: Id) -> Option<BalanceName> {
    let same = repeated.new.target_balance_id.as_deref() == Some(&*target.to_string());
    let name = repeated.new.target.clone().filter(|_| same)?;
    Some(BalanceName {
        id: target,
        name,
        amount: None,
        frozen: None,
    })
}

/// The same of an operation of Yandex.
pub(crate) fn fleet_again(operation: &Operation) -> Option<FleetAgain> {
    let new = &operation.new;
    let sign = match new.kind {
        Kind::Credit => FleetSign::Credit,
        Kind::Debit => FleetSign::Debit,
        Kind::Withdraw | Kind::Deposit | Kind::Transfer => return None,
    };
    let sent = serde_json::from_str::<fleet::CreateV3>(&new.body).ok();
    let reason = sent.as_ref().and_then(|sent| match &sent.data {
        fleet::DataV3::Other(other) => Some(other.reason.clone()),
        _ => None,
    });
    let least = sent.and_then(|sent| sent.condition);
    Some(FleetAgain {
        repeats: OperationId(new.id.clone()),
        driver_id: new.driver_id.clone(),
        sign,
        amount: Amount::new(new.amount),
        manner: manner_of(&new.body)?,
        reason: reason.unwrap_or_default(),
        description: without_marks(&new.message),
        balance_min: least
            .map(|least| as_typed(least.balance_min))
            .unwrap_or_default(),
    })
}

/// As a person may type it: the stored body has more zeros than a kopeck takes.
fn as_typed(amount: Amount) -> String {
    amount.decimal().normalize().to_string()
}

/// What a form begins with that sends it again; `None` for what no form makes.
pub(super) fn send_again(operation: &Operation) -> Option<SendAgain> {
    let new = &operation.new;
    let sent: TransactionCreate = serde_json::from_str(&new.body).ok()?;
    let kind = match new.kind {
        Kind::Withdraw => TransactionOperation::Withdraw,
        Kind::Deposit => TransactionOperation::Deposit,
        Kind::Transfer => TransactionOperation::Transfer,
        Kind::Credit | Kind::Debit => return None,
    };
    Some(SendAgain {
        repeats: OperationId(new.id.clone()),
        driver_id: new.driver_id.parse().ok()?,
        operation: kind,
        amount: Amount::new(new.amount),
        balance_id: sent.balance_id,
        target_balance_id: sent.target_balance_id,
        target: new.target.clone().filter(|name| !name.is_empty()),
        transaction_type_id: sent.transaction_type_id,
        message: without_marks(&new.message),
        create_payment: new.creates_payment,
        include_commission: new.include_commission,
    })
}
