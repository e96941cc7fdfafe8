//! What happened while the journal could not be written: kept in memory, and written as soon as that can be done. Until
//! then such an operation is unknown like any other, also after a restart; one that was taken back before its intent is
//! cancelled.

use journal::{Event, JournalError, Operation, State};

use super::types::OperationId;
use crate::{Desk, connections::types::ConnectionId};

impl Desk {
    /// `events`: the first that may follow is what happened; those that were remembered before come first.
    pub(super) fn remember_unwritten(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        events: Vec<Event>,
    ) {
        let mut unwritten = self.0.operations.unwritten.lock();
        let of = || (connection.clone(), Vec::new());
        let (_, known) = unwritten.entry(id.0.clone()).or_insert_with(of);
        known.extend(events);
    }

    /// Why a single operation that waits by the journal does so no longer: nobody sends it any more, and it is cancelled
    /// also by the next start. Rows of registers wait for a person.
    pub(super) fn taken_back(&self, operation: &Operation) -> Option<Event> {
        if operation.state != State::Waiting || operation.new.register.is_some() {
            return None;
        }
        let unwritten = self.0.operations.unwritten.lock();
        let (_, events) = unwritten.get(&operation.new.id)?;
        let cancelled = |event: &&Event| matches!(event, Event::Cancelled { .. });
        events.iter().find(cancelled).cloned()
    }

    /// Tries to write what could not be written before, in the journal of this connection.
    pub(super) async fn write_unwritten(&self, connection: &ConnectionId) {
        if self.money_open(connection).is_err() {
            return;
        }
        for (id, of) in self.unwritten_of(connection) {
            let Ok(operation) = self.operation(&of, &id) else {
                // Its journal was set aside.
                self.0.operations.unwritten.lock().remove(&id.0);
                continue;
            };
            // Not while it is being sent: what is remembered of an earlier attempt is not how this one ends.
            let turn = self.0.operations.turn(&of, &operation.new.driver_id);
            let _turn = turn.lock().await;
            let taken = self.0.operations.unwritten.lock().remove(&id.0);
            let Some((_, events)) = taken else {
                continue;
            };
            if !self.write_first(&of, &id, &events).await {
                self.remember_unwritten(&of, &id, events);
                self.tell_operation(&of, &id);
            }
        }
    }

    fn unwritten_of(&self, connection: &ConnectionId) -> Vec<(OperationId, ConnectionId)> {
        let journal = std::ptr::from_ref(self.journal_of(connection));
        let unwritten = self.0.operations.unwritten.lock();
        let own = unwritten
            .iter()
            .filter(|(_, (of, _))| std::ptr::eq(self.journal_of(of), journal));
        own.map(|(id, (of, _))| (OperationId(id.clone()), of.clone()))
            .collect()
    }

    /// In the operation's turn: nothing that was remembered of a waiting operation matters once it is begun anew.
    pub(super) fn forget_unwritten(&self, id: &OperationId, state: State) {
        if state == State::Waiting {
            self.0.operations.unwritten.lock().remove(&id.0);
        }
    }

    /// True when nothing is left to write.
    async fn write_first(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        events: &[Event],
    ) -> bool {
        for event in events {
            match self.record(connection, id, event.clone()).await {
                Ok(()) => return true,
                Err(JournalError::IllegalStep { .. }) => {}
                Err(_) => return false,
            }
        }
        true
    }
}
