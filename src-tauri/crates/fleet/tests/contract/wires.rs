//! How a client is made that speaks to a script, or to the demo park.

use std::sync::Arc;

use fleet::{Fleet, Identity};
use http::HeaderName;
use rig::{Contract, Tried, settings};
use transport::{Clock, Secret, Service, ServiceSettings, Wire};

use crate::contract::CONTRACT;

pub const KEY: &str = "demo-fleet-key";
pub const PARK: &str = "ee6f33c4562b4e1f8646d157bd70b2c4";

pub struct Own;

pub type Script = rig::Script<Own>;

impl Tried for Own {
    type Client = Fleet;
    const NAME: &'static str = "fleet";
    const BASE: &'static str = "http://127.0.0.1";
    const NOW: &'static str = "2026-01-15T12:00:00Z";

    fn contract() -> &'static Contract {
        &CONTRACT
    }

    fn auth() -> Vec<(HeaderName, Secret)> {
        auth(KEY)
    }

    fn client(service: Service) -> Fleet {
        Fleet::new(service, identity(PARK))
    }
}

fn auth(key: &str) -> Vec<(HeaderName, Secret)> {
    vec![(fleet::API_KEY, key.to_owned().into())]
}

pub fn identity(park: &str) -> Identity {
    Identity {
        park_id: park.to_owned(),
        client_id: format!("taxi/park/{park}"),
        language: "ru".to_owned(),
    }
}

pub fn client_with_key(
    wire: Arc<dyn Wire>,
    clock: Arc<dyn Clock>,
    identity: Identity,
    key: &str,
) -> Fleet {
    let service = Service::new(ServiceSettings {
        auth: auth(key),
        ..settings::<Own>(wire, clock)
    });
    Fleet::new(service, identity)
}
