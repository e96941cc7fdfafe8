//! A person's word about an operation that nobody could settle. Codes of `reason`: `reason_too_short` (`least`).

use journal::{Event, JournalError};

use super::{
    ledger::journal_error,
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
    /// Writes down a person's word. What the records showed is not weighed against it: it stands beside it.
    ///
    /// # Errors
    /// `InvalidInput` naming `reason`, code as above; `NotFound`; `ReviewExpired` when it is not unknown any more, or while
    /// it may leave once more; `MoneyClosed`.
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
        if self.to_look_up(connection, id).await?.is_none() {
            return Err(settled());
        }
        let verdict = closing.verdict;
        let closed = Event::Closed { verdict, reason };
        match self.record(connection, id, closed).await {
            Ok(()) => self.viewed(connection, id),
            Err(JournalError::IllegalStep { .. }) => Err(settled()),
            Err(error) => Err(journal_error(error)),
        }
    }
}
