//! Looking for an operation in the records of its service.

mod fleet;
mod jump;

pub(super) use fleet::fleet_transactions_of;

use jiff::Timestamp;
use journal::{Evidence, Operation, Service};

use super::reconcile::CLOCKS_APART;
use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

/// What a look showed.
pub(super) enum Seen {
    /// It had its effect.
    Done(Evidence),
    /// The service says of this very operation that it failed.
    Failed { answer: String, evidence: Evidence },
    /// The service says of this very operation that it has not finished.
    InProgress(Evidence),
    /// Nothing that settles it.
    Nothing(Evidence),
}

impl Seen {
    /// By what carries our mark.
    fn of(evidence: Evidence) -> Self {
        match evidence.found {
            Some(_) => Self::Done(evidence),
            None => Self::Nothing(evidence),
        }
    }
}

impl Desk {
    /// `intent`: when it was written.
    ///
    /// # Errors
    /// Those of the call and of the connection, when nothing could be read.
    pub(super) async fn seek(
        &self,
        connection: &ConnectionId,
        operation: &Operation,
        intent: Timestamp,
    ) -> DeskResult<Seen> {
        match operation.new.service {
            Service::Jump => self.seek_in_jump(connection, operation, intent).await,
            Service::Yandex => self.seek_in_fleet(connection, operation, intent).await,
        }
    }
}

/// From well before the intent to well after now.
fn window(intent: Timestamp, now: Timestamp) -> (Timestamp, Timestamp) {
    let from = intent.saturating_sub(CLOCKS_APART).unwrap_or(intent);
    (from, now.saturating_add(CLOCKS_APART).unwrap_or(now))
}
