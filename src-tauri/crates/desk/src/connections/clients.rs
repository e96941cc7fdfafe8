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
pub struct Clients(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_connection: HashMap<ConnectionId, Jump>,
    /// Grows when a client is forgotten: one that was being made meanwhile has old settings or an old key.
    forgotten: u64,
}

impl Clients {
    pub fn forget(&self, id: &ConnectionId) {
        let mut kept = self.0.lock();
        kept.by_connection.remove(id);
        kept.forgotten += 1;
    }

    fn known(&self, id: &ConnectionId) -> (Option<Jump>, u64) {
        let kept = self.0.lock();
        (kept.by_connection.get(id).cloned(), kept.forgotten)
    }

    /// Keeps a client that was begun at `begun`; `None` when a client was forgotten since.
    fn keep(&self, id: &ConnectionId, client: Jump, begun: u64) -> Option<Jump> {
        let mut kept = self.0.lock();
        if kept.forgotten != begun {
            return None;
        }
        // Two screens may have come here at once: the first client stays, so that they share one limit.
        let client = kept.by_connection.entry(id.clone()).or_insert(client);
        Some(client.clone())
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
        let clients = &self.0.connections.clients;
        loop {
            let (known, begun) = clients.known(id);
            if let Some(client) = known {
                return Ok(client);
            }
            // The keychain may take its time; settings or key may change under way.
            let client = self.new_client(id).await?;
            if let Some(client) = clients.keep(id, client, begun) {
                return Ok(client);
            }
        }
    }

    async fn new_client(&self, id: &ConnectionId) -> DeskResult<Jump> {
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
                // A service that counts strictly refuses what a burst adds to the first second.
                burst: 1,
                concurrency: CONCURRENCY,
            },
            observer: self.observer(id),
        });
        #[cfg(feature = "trial")]
        let service = match self.0.parts.trial.seed {
            Some(seed) => service.seeded(seed),
            None => service,
        };
        Ok(Jump::new(service, overrides))
    }

    /// Differs from an earlier answer when a client was forgotten since: what was begun then may be out of date.
    pub(crate) fn clients_forgotten(&self) -> u64 {
        self.0.connections.clients.0.lock().forgotten
    }

    /// Forgets what was made with, or read under, the connection's former settings or key.
    pub(super) fn forget_client(&self, id: &ConnectionId) {
        self.0.connections.clients.forget(id);
        self.0.dictionaries.forget(id);
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
