//! What a stop of the program left undone: asked for at start, and after a journal in trouble can be written again.

use journal::{Event, Operation, State};

use super::{types::OperationId, views::BY_RESTART};
use crate::{Desk, connections::types::ConnectionId};

impl Desk {
    /// Takes over what another run left behind, in both journals: what was sent without a recorded outcome is unknown, a
    /// single operation that waited is cancelled, and the unknown are looked up as far as that can be done now (one whose
    /// connection has no key stays unknown). Rows of registers wait for a person. To be called once, before anything is
    /// confirmed.
    pub async fn recover_operations(&self) {
        for journal in [self.0.parts.journal.clone(), self.0.parts.practice.clone()] {
            for operation in journal.operations().iter() {
                self.recover(operation).await;
            }
        }
    }

    pub(super) async fn recover_of(&self, connection: &ConnectionId) {
        for operation in self.journal_of(connection).operations().iter() {
            self.recover(operation).await;
        }
    }

    async fn recover(&self, known: &Operation) {
        let connection = ConnectionId(known.new.connection.clone());
        let id = OperationId(known.new.id.clone());
        let own = self.0.operations.holds.lock().contains_key(&id.0);
        // As it stands now: others may be at work already.
        let Ok(operation) = self.operation(&connection, &id) else {
            return;
        };
        let why = || BY_RESTART.to_owned();
        match self.standing(&operation) {
            State::Waiting if operation.new.register.is_none() && !own => {
                self.left_behind(&connection, &id, Event::Cancelled { why: why() })
                    .await;
            }
            State::Unknown => {
                if operation.state == State::Sent {
                    let unknown = Event::Unknown {
                        why: why(),
                        trace_id: None,
                        answer: String::new(),
                    };
                    self.left_behind(&connection, &id, unknown).await;
                }
                self.watch_unknown(&connection, &id);
            }
            _ => {}
        }
    }

    async fn left_behind(&self, connection: &ConnectionId, id: &OperationId, event: Event) {
        if let Err(error) = self.record(connection, id, event).await {
            tracing::warn!(%error, operation = %id.0, "what was left behind was not recorded");
        }
    }
}
