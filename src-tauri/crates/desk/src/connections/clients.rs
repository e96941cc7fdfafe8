//! One client per connection, made when first needed and forgotten when its settings or key change.

use std::collections::HashMap;

use http::HeaderName;
use jump::{Jump, Overrides};
use parking_lot::Mutex;
use transport::{BaseAddress, Limits, Service, ServiceSettings};

use super::types::{ConnectionId, DEMO};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
};

#[derive(Default)]
pub struct Clients(Mutex<HashMap<ConnectionId, Jump>>);

impl Clients {
    pub fn forget(&self, id: &ConnectionId) {
        self.0.lock().remove(id);
    }
}

/// The header that carries the key (reference: section 0); never the query.
const CLIENT_KEY: HeaderName = HeaderName::from_static("client-key");

/// Pages of a register are asked for side by side, up to this many.
pub const CONCURRENCY: usize = 6;

impl Desk {
    /// The Jump.Finance client of a connection.
    ///
    /// # Errors
    /// `NoConnection`, `NoKey`, `Keychain…`, or `InvalidInput` for settings that no longer fit.
    pub(crate) async fn jump(&self, id: &ConnectionId) -> DeskResult<Jump> {
        if let Some(client) = self.0.connections.clients.0.lock().get(id) {
            return Ok(client.clone());
        }
        let record = self.0.connections.record(id)?;
        let invalid = || DeskError::new(DeskErrorCode::InvalidInput);
        let base = BaseAddress::parse(&record.advanced.base_address).map_err(|_| invalid())?;
        let overrides = Overrides::new(record.advanced.overrides).map_err(|_| invalid())?;
        let wires = self.0.parts.wires.wires(&base, id.0 == DEMO)?;
        let service = Service::new(ServiceSettings {
            name: "jump",
            base,
            auth: vec![(CLIENT_KEY, self.key(id).await?)],
            reads: wires.reads,
            writes: wires.writes,
            clock: self.0.parts.clock.clone(),
            limits: Limits {
                per_second: record.advanced.requests_per_second,
                burst: record.advanced.requests_per_second.max(1),
                concurrency: CONCURRENCY,
            },
            observer: self.observer(id),
        });
        let client = Jump::new(service, overrides);
        let mut clients = self.0.connections.clients.0.lock();
        // Two screens may have come here at once: the first client stays, so that they share one limit.
        Ok(clients.entry(id.clone()).or_insert(client).clone())
    }

    /// The client, unless the connection is switched to read-only.
    ///
    /// # Errors
    /// `ReadOnly`, and those of [`Desk::jump`].
    pub(crate) async fn jump_for_writing(&self, id: &ConnectionId) -> DeskResult<Jump> {
        if self.0.connections.record(id)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        self.jump(id).await
    }
}
