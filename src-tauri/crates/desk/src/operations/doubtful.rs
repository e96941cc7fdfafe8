//! Which operations a damaged journal cannot vouch for: the one that was changed, and whatever was written after the
//! chain broke.

use std::sync::Arc;

use journal::{Condition, Damage, Journal, Operation, State, Trouble};

use super::types::OperationId;
use crate::{Desk, connections::types::ConnectionId};

impl Desk {
    /// Those of `shown` whose record may be another than was written; `None` unless the journal is damaged.
    pub(super) async fn doubtful(
        &self,
        connection: &ConnectionId,
        shown: &[Arc<Operation>],
    ) -> Option<Vec<OperationId>> {
        let condition = self.journal_of(connection).condition();
        let Condition::ReadOnly(trouble @ Trouble::Damaged { .. }) = condition else {
            return None;
        };
        let every = |shown: &[Arc<Operation>]| shown.iter().map(id).collect();
        let asked = shown.to_vec();
        let found = self.in_journal(connection, move |journal| {
            let doubted = asked.iter().filter(|one| doubts(journal, &trouble, one));
            Ok(doubted.map(id).collect())
        });
        Some(found.await.unwrap_or_else(|_| every(shown)))
    }
}

fn id(operation: &Arc<Operation>) -> OperationId {
    OperationId(operation.new.id.clone())
}

fn doubts(journal: &Journal, trouble: &Trouble, operation: &Operation) -> bool {
    let Trouble::Damaged {
        what,
        event,
        subject,
        faults,
    } = trouble
    else {
        return false;
    };
    match (what, event) {
        // Its confirmation and the whole chain are as they were written: nothing else is touched.
        (Damage::OperationChanged, _) if *faults == 1 => {
            subject.as_ref() == Some(&operation.new.reference)
        }
        // What is left is whole, but what was not settled by then may have been settled since.
        (Damage::TailMissing, _) => matches!(
            operation.state,
            State::Waiting | State::Sent | State::Unknown
        ),
        (_, Some(first)) => {
            let history = journal.history(&operation.new.id).unwrap_or_default();
            let newest = history.last().map_or(u64::MAX, |entry| entry.seq);
            newest >= u64::from(*first)
        }
        (_, None) => true,
    }
}
