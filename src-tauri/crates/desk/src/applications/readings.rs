//! The applications that were read last: an edit says which of them it was made from.

use std::{collections::VecDeque, sync::Arc};

use jump::{Application, Id};
use parking_lot::Mutex;

use crate::{
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// So many are remembered; older ones have to be read again.
const REMEMBERED: usize = 64;

#[derive(Default)]
pub struct Readings(Mutex<VecDeque<(String, Arc<Reading>)>>);

pub(super) struct Reading {
    pub connection: ConnectionId,
    pub application: Application,
}

impl Readings {
    pub(super) fn keep(&self, name: String, reading: Reading) {
        let mut kept = self.0.lock();
        if kept.len() == REMEMBERED {
            kept.pop_front();
        }
        kept.push_back((name, Arc::new(reading)));
    }

    /// # Errors
    /// `ReviewExpired` when it is of another connection, or no longer remembered.
    pub(super) fn find(&self, name: &str, connection: &ConnectionId) -> DeskResult<Arc<Reading>> {
        let kept = self.0.lock();
        let found = kept
            .iter()
            .find(|(known, reading)| known == name && reading.connection == *connection);
        found
            .map(|(_, reading)| Arc::clone(reading))
            .ok_or_else(|| DeskError::new(DeskErrorCode::ReviewExpired))
    }

    /// The same, of this application.
    ///
    /// # Errors
    /// `ReviewExpired` also when it is of another application.
    pub(super) fn of(
        &self,
        name: &str,
        connection: &ConnectionId,
        application: Id,
    ) -> DeskResult<Arc<Reading>> {
        let reading = self.find(name, connection)?;
        match reading.application.id == application {
            true => Ok(reading),
            false => Err(DeskError::new(DeskErrorCode::ReviewExpired)),
        }
    }
}
