//! The way to the journals: which one is a connection's, off the async threads, and the screen told of every change.

use journal::{Condition, Event, Journal, JournalError, Operation, State, Trouble};

use super::types::OperationId;
use crate::{
    Desk,
    connections::types::{ConnectionId, DEMO},
    error::{DeskError, DeskErrorCode, DeskResult},
    parts::Blocking,
    payouts::types::PayoutId,
};

impl Desk {
    /// Where the operations of a connection are kept: those of the demo park last for this run only.
    pub(crate) fn journal_of(&self, connection: &ConnectionId) -> &Journal {
        match connection.0 == DEMO {
            true => &self.0.parts.practice,
            false => &self.0.parts.journal,
        }
    }

    /// Does something that waits for the disk, in the name that the settings say.
    pub(crate) async fn in_journal<T: Send + 'static>(
        &self,
        connection: &ConnectionId,
        work: impl FnOnce(&Journal) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let name = self.0.connections.money().name;
        self.0.parts.scribe.follow(&name, self.zone());
        let journal = self.journal_of(connection).clone();
        match self.0.parts.blocking {
            Blocking::Inline => work(&journal),
            Blocking::Threads => {
                let done = tokio::task::spawn_blocking(move || work(&journal)).await;
                done.unwrap_or_else(|died| {
                    tracing::error!(%died, "work in the journal");
                    // What it has written is not known, so nothing may be built on it.
                    Err(JournalError::ReadOnly(Trouble::Io {
                        detail: "stopped".to_owned(),
                    }))
                })
            }
        }
    }

    /// Writes down what happened to an operation; on return it would survive a power cut.
    pub(super) async fn record(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        event: Event,
    ) -> Result<(), JournalError> {
        let name = id.0.clone();
        let written = self
            .in_journal(connection, move |journal| journal.append(&name, &event))
            .await;
        // A failure may be the first sign of a journal in trouble.
        self.tell_operation(connection, id);
        if written.is_ok() {
            self.tell_payout_of(connection, id);
        }
        written.map(drop)
    }

    /// A row may be settled long after its register is through.
    fn tell_payout_of(&self, connection: &ConnectionId, id: &OperationId) {
        let operation = self.operation(connection, id).ok();
        let register = operation.and_then(|one| one.new.register.clone());
        if let Some((register, _)) = register {
            self.tell_payout_row(&PayoutId(register));
        }
    }

    /// # Errors
    /// `MoneyClosed` with its `trouble`.
    pub(crate) fn money_open(&self, connection: &ConnectionId) -> DeskResult<()> {
        match self.journal_of(connection).condition() {
            Condition::ReadOnly(trouble) => Err(money_closed(&trouble)),
            Condition::Good { .. } => Ok(()),
        }
    }

    /// An operation of this connection.
    ///
    /// # Errors
    /// `NotFound`.
    pub(super) fn operation(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<std::sync::Arc<Operation>> {
        self.journal_of(connection)
            .operation(&id.0)
            .filter(|operation| operation.new.connection == connection.0)
            .ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    /// The connection of an operation of this journal: the list shows those of other connections too, and what a person
    /// does there goes by the operation's own.
    ///
    /// # Errors
    /// `NotFound`.
    pub(super) fn connection_of(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<ConnectionId> {
        let operation = self.journal_of(connection).operation(&id.0);
        operation
            .map(|operation| ConnectionId(operation.new.connection.clone()))
            .ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    /// It is being sent, or may leave once more.
    pub(super) fn is_being_sent(&self, id: &str) -> bool {
        self.0.operations.under_way.lock().contains(id)
    }

    /// How an operation stands: one that is `Sent` and no longer under way has an outcome that was not recorded, and a
    /// waiting one that was taken back is cancelled although that could not be written yet.
    pub(crate) fn standing(&self, operation: &Operation) -> State {
        match operation.state {
            State::Sent if !self.is_being_sent(&operation.new.id) => State::Unknown,
            State::Waiting if self.taken_back(operation).is_some() => State::Cancelled,
            state => state,
        }
    }
}

pub(crate) fn money_closed(trouble: &Trouble) -> DeskError {
    let code = match trouble {
        Trouble::Locked => "locked",
        Trouble::Newer { .. } => "newer",
        Trouble::Damaged { .. } => "damaged",
        Trouble::NoSpace => "no_space",
        Trouble::NoAccess => "no_access",
        Trouble::Io { .. } => "io",
        Trouble::Migration { .. } => "migration",
    };
    DeskError::new(DeskErrorCode::MoneyClosed).with("trouble", code)
}

/// What a refusal of the journal means to the user.
pub(crate) fn journal_error(error: JournalError) -> DeskError {
    match error {
        JournalError::ReadOnly(trouble) => money_closed(&trouble),
        JournalError::Busy => DeskError::new(DeskErrorCode::MoneyClosed).with("trouble", "busy"),
        JournalError::UnknownOperation(_) | JournalError::UnknownRegister(_) => {
            DeskError::new(DeskErrorCode::NotFound)
        }
        other => {
            tracing::error!(%other, "the journal refused");
            DeskError::new(DeskErrorCode::Internal)
        }
    }
}
