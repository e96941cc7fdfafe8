//! The Yandex Fleet client of a connection: made when first needed, forgotten when the access changes.

use fleet::{Fleet, Identity, LIMITS};
use transport::{BaseAddress, Limits, Service, ServiceSettings};

use super::connect::access_of;
use crate::{
    Desk,
    connections::{
        keys::KeyOf,
        types::{ConnectionId, DEMO},
    },
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// Names of categories and the service's messages are asked for in it.
const LANGUAGE: &str = "ru";

impl Desk {
    /// The Yandex Fleet client of a connection.
    ///
    /// # Errors
    /// `NoConnection`, `NoFleet`, `NoKey`, `Keychain…`, or `InvalidInput` for settings that no longer fit.
    pub(crate) async fn fleet(&self, id: &ConnectionId) -> DeskResult<Fleet> {
        self.client(id, || self.new_fleet(id)).await
    }

    /// The client, unless the connection is switched to read-only.
    ///
    /// # Errors
    /// `ReadOnly`, and those of [`Desk::fleet`].
    pub(crate) async fn fleet_for_writing(&self, id: &ConnectionId) -> DeskResult<Fleet> {
        if self.0.connections.record(id)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        self.fleet(id).await
    }

    async fn new_fleet(&self, id: &ConnectionId) -> DeskResult<Fleet> {
        let record = self.0.connections.record(id)?;
        let access = access_of(&record).ok_or_else(|| DeskError::new(DeskErrorCode::NoFleet))?;
        let base = BaseAddress::parse(&access.base_address)
            .map_err(|_| DeskError::new(DeskErrorCode::InvalidInput))?;
        let wires = self.0.parts.wires.wires(&base, id.0 == DEMO)?;
        let service = Service::new(ServiceSettings {
            name: "yandex",
            base,
            auth: vec![(fleet::API_KEY, self.key(id, KeyOf::Yandex).await?)],
            reads: wires.reads,
            writes: wires.writes,
            clock: self.0.parts.clock.clone(),
            limits: Limits {
                per_second: access.requests_per_second,
                ..LIMITS
            },
            observer: self.observer(id, "yandex"),
        });
        let service = match access.requests_per_hour {
            0 => service,
            most => service.at_most_hourly(most),
        };
        #[cfg(feature = "trial")]
        let service = match self.0.parts.trial.seed {
            Some(seed) => service.seeded(seed),
            None => service,
        };
        let identity = Identity {
            park_id: access.park_id,
            client_id: access.client_id,
            language: LANGUAGE.to_owned(),
        };
        Ok(Fleet::new(service, identity))
    }
}
