//! A person's word about an operation that nobody could settle. Codes of `reason`: `reason_too_short` (`least`); of
//! `verdict`: `in_progress`.

use journal::{Event, JournalError, Verdict};

use super::{
    ledger::journal_error,
    reconcile::Look,
    types::{Closing, OperationId, OperationView},
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// Letters that a reason has at least.
const LEAST_REASON: usize = 10;

impl Desk {
    /// Writes down a person's word. What the records showed is not weighed against it: it stands beside it. But what the
    /// service itself carries out later is not absent while it says so: it is asked before that is written down, and
    /// what it answers stands in the journal.
    ///
    /// # Errors
    /// `InvalidInput` naming `reason` or `verdict`, codes as above; `NotFound`; `ReviewExpired` when it is not unknown any
    /// more, or while it may leave once more; `MoneyClosed`; those of asking the service.
    pub async fn close_operation(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        closing: Closing,
    ) -> DeskResult<OperationView> {
        let reason = closing.reason.trim().to_owned();
        if reason.chars().count() < LEAST_REASON {
            let mut short = problem("reason", "reason_too_short");
            let least = LEAST_REASON.to_string();
            short.params.insert("least".to_owned(), least);
            return Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![short]));
        }
        let connection = &self.connection_of(connection, id)?;
        let settled = || DeskError::new(DeskErrorCode::ReviewExpired);
        if self.is_being_sent(&id.0) {
            return Err(settled());
        }
        self.write_unwritten(connection).await;
        let Some(operation) = self.to_look_up(connection, id).await? else {
            return Err(settled());
        };
        let verdict = closing.verdict;
        if verdict == Verdict::Absent && operation.remote.is_some() {
            match self.asked_of_its_service(connection, id).await? {
                Look::Settled => return Err(settled()),
                Look::InProgress => {
                    return Err(DeskError::new(DeskErrorCode::InvalidInput)
                        .with_fields(vec![problem("verdict", "in_progress")]));
                }
                Look::Unsettled => {}
            }
        }
        let closed = Event::Closed { verdict, reason };
        match self.record(connection, id, closed).await {
            Ok(()) => self.viewed(connection, id),
            Err(JournalError::IllegalStep { .. }) => Err(settled()),
            Err(error) => Err(journal_error(error)),
        }
    }

    /// Of an operation under a name that the service does not know any more a person may say what became of it.
    async fn asked_of_its_service(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<Look> {
        match self.look_now(connection, id).await {
            Err(error) if error.code == DeskErrorCode::NotFound => Ok(Look::Unsettled),
            looked => looked,
        }
    }
}
