//! One client per service of a connection, made when first needed and forgotten when its settings or key change.

use std::collections::HashMap;

use fleet::Fleet;
use http::HeaderName;
use jump::{Jump, Overrides};
use parking_lot::Mutex;
use transport::{BaseAddress, Limits, Service, ServiceSettings};
use yume::Yume;

use super::{
    keys::KeyOf,
    types::{ConnectionId, DEMO},
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult},
};

#[derive(Default)]
pub struct Clients(Mutex<Kept>);

#[derive(Default)]
pub(crate) struct Kept {
    jump: HashMap<ConnectionId, Jump>,
    fleet: HashMap<ConnectionId, Fleet>,
    yume: HashMap<ConnectionId, Yume>,
    /// Grows when a client is forgotten: one that was being made meanwhile has old settings or an old key.
    forgotten: u64,
    /// Grows with it where the client moves money: what was planned with it may be out of date.
    outdated: u64,
}

/// A client that is kept by connection.
pub(crate) trait Client: Clone {
    const MOVES_MONEY: bool = true;

    fn among(kept: &mut Kept) -> &mut HashMap<ConnectionId, Self>;
}

impl Client for Jump {
    fn among(kept: &mut Kept) -> &mut HashMap<ConnectionId, Self> {
        &mut kept.jump
    }
}

impl Client for Fleet {
    fn among(kept: &mut Kept) -> &mut HashMap<ConnectionId, Self> {
        &mut kept.fleet
    }
}

impl Client for Yume {
    const MOVES_MONEY: bool = false;

    fn among(kept: &mut Kept) -> &mut HashMap<ConnectionId, Self> {
        &mut kept.yume
    }
}

impl Clients {
    fn forget<C: Client>(&self, id: &ConnectionId) {
        let mut kept = self.0.lock();
        C::among(&mut kept).remove(id);
        kept.forgotten += 1;
        kept.outdated += u64::from(C::MOVES_MONEY);
    }

    fn known<C: Client>(&self, id: &ConnectionId) -> (Option<C>, u64) {
        let mut kept = self.0.lock();
        let known = C::among(&mut kept).get(id).cloned();
        (known, kept.forgotten)
    }

    /// Keeps a client that was begun at `begun`; `None` when a client was forgotten since.
    fn keep<C: Client>(&self, id: &ConnectionId, client: C, begun: u64) -> Option<C> {
        let mut kept = self.0.lock();
        if kept.forgotten != begun {
            return None;
        }
        // Two screens may have come here at once: the first client stays, so that they share one limit.
        let clients = C::among(&mut kept);
        Some(clients.entry(id.clone()).or_insert(client).clone())
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
        self.client(id, || self.new_jump(id)).await
    }

    /// The client that is known, or a new one as `make` makes it.
    pub(crate) async fn client<C: Client, M: Future<Output = DeskResult<C>>>(
        &self,
        id: &ConnectionId,
        make: impl Fn() -> M,
    ) -> DeskResult<C> {
        let clients = &self.0.connections.clients;
        loop {
            let (known, begun) = clients.known(id);
            if let Some(client) = known {
                return Ok(client);
            }
            // The keychain may take its time; settings or key may change under way.
            let client = make().await?;
            if let Some(client) = clients.keep(id, client, begun) {
                return Ok(client);
            }
        }
    }

    async fn new_jump(&self, id: &ConnectionId) -> DeskResult<Jump> {
        let record = self.0.connections.record(id)?;
        let invalid = || DeskError::new(DeskErrorCode::InvalidInput);
        let base = BaseAddress::parse(&record.advanced.base_address).map_err(|_| invalid())?;
        let overrides = Overrides::new(record.advanced.overrides).map_err(|_| invalid())?;
        let wires = self.0.parts.wires.wires(&base, id.0 == DEMO)?;
        let service = Service::new(ServiceSettings {
            name: "jump",
            base,
            auth: vec![(CLIENT_KEY, self.key(id, KeyOf::Jump).await?)],
            reads: wires.reads,
            writes: wires.writes,
            clock: self.0.parts.clock.clone(),
            limits: Limits {
                per_second: record.advanced.requests_per_second,
                // A service that counts strictly refuses what a burst adds to the first second.
                burst: 1,
                concurrency: CONCURRENCY,
            },
            observer: self.observer(id, "jump"),
        });
        #[cfg(feature = "trial")]
        let service = match self.0.parts.trial.seed {
            Some(seed) => service.seeded(seed),
            None => service,
        };
        Ok(Jump::new(service, overrides))
    }

    /// Differs from an earlier answer when a client that moves money was forgotten since: what was planned then may be out
    /// of date.
    pub(crate) fn clients_forgotten(&self) -> u64 {
        self.0.connections.clients.0.lock().outdated
    }

    /// Forgets what was made with, or read under, the connection's former settings or key of Jump. The client of Yandex
    /// Fleet stays: it counts the calls of the hour.
    pub(super) fn forget_client(&self, id: &ConnectionId) {
        self.0.connections.clients.forget::<Jump>(id);
        self.0.dictionaries.forget(id);
    }

    /// The same for the access to Yandex Fleet.
    pub(crate) fn forget_fleet(&self, id: &ConnectionId) {
        self.0.connections.clients.forget::<Fleet>(id);
    }

    /// The same for the access to Yume, with the token in use and what was read with it.
    pub(crate) fn forget_yume(&self, id: &ConnectionId) {
        self.forget_yume_client(id);
        self.0.yume.forget(id);
    }

    /// The client alone, which knows address, pace and company; the token stays.
    pub(crate) fn forget_yume_client(&self, id: &ConnectionId) {
        self.0.connections.clients.forget::<Yume>(id);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_planned_is_out_of_date_whichever_service_has_another_key() {
        let clients = Clients::default();
        let park = ConnectionId("park".to_owned());
        let outdated = || clients.0.lock().outdated;
        let before = outdated();
        clients.forget::<Fleet>(&park);
        assert_ne!(outdated(), before);
        let before = outdated();
        clients.forget::<Jump>(&park);
        assert_ne!(outdated(), before);
        let before = outdated();
        clients.forget::<Yume>(&park);
        assert_eq!(outdated(), before, "messages move no money");
    }
}
