//! Operations that may have had an effect and are not settled: until they are, their driver gets no new one.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use journal::{Operation, State};

use super::types::OperationId;
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// Sent or unknown.
pub(crate) const fn is_unsettled(operation: &Operation) -> bool {
    matches!(operation.state, State::Sent | State::Unknown)
}

impl Desk {
    /// Of this connection, or of one that was removed since: it may be the same park, added anew.
    fn may_be_of(&self, connection: &ConnectionId, operation: &Operation) -> bool {
        let own = &operation.new.connection;
        *own == connection.0
            || self
                .0
                .connections
                .record(&ConnectionId(own.clone()))
                .is_err()
    }

    /// References of the unsettled operations of a connection, by driver; those of removed connections too.
    pub(crate) fn unsettled_drivers(
        &self,
        connection: &ConnectionId,
    ) -> BTreeMap<String, Vec<String>> {
        let mut drivers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let operations = self.journal_of(connection).operations();
        let own = operations
            .iter()
            .filter(|one| is_unsettled(one) && self.may_be_of(connection, one));
        for operation in own {
            let references = drivers.entry(operation.new.driver_id.clone()).or_default();
            references.push(operation.new.reference.clone());
        }
        drivers
    }

    /// Whether more will be known of an unknown operation within this time: a look at it is under way, due, or planned.
    pub(crate) fn is_soon_looked_up(&self, id: &OperationId, within: Duration) -> bool {
        let soon = self.now().saturating_add(within).unwrap_or(Timestamp::MAX);
        let watched = self.0.operations.watched.lock();
        watched.get(&id.0).is_some_and(|one| {
            let planned = one.planned && one.next_at.is_none_or(|at| at <= soon);
            one.checking || planned
        })
    }

    /// # Errors
    /// `DriverUnsettled` with `references` and `operations` (ids), separated by commas.
    pub(super) fn settled_but_for(
        &self,
        connection: &ConnectionId,
        driver: &str,
        except: Option<&OperationId>,
    ) -> DeskResult<()> {
        let operations = self.journal_of(connection).operations();
        let open: Vec<_> = operations
            .iter()
            .filter(|one| is_unsettled(one))
            .filter(|one| one.new.driver_id == driver && self.may_be_of(connection, one))
            .filter(|one| except.is_none_or(|except| one.new.id != except.0))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let listed = |of: fn(&Operation) -> &str| {
            let texts: Vec<&str> = open.iter().map(|one| of(one)).collect();
            texts.join(",")
        };
        Err(DeskError::new(DeskErrorCode::DriverUnsettled)
            .with("references", listed(|one| &one.new.reference))
            .with("operations", listed(|one| &one.new.id)))
    }
}
