//! How a client is made that speaks to a script, to the demo park, or over sockets.

use std::sync::Arc;

use http::HeaderName;
use jump::{Jump, Overrides};
use rig::{Contract, Tried, settings};
use transport::{
    BaseAddress, ProxyChoice, ReqwestWire, Secret, Service, ServiceSettings, SystemClock, Wire,
    WireOptions,
};

use crate::contract::CONTRACT;

pub struct Own;

pub type Script = rig::Script<Own>;

impl Tried for Own {
    type Client = Jump;
    const NAME: &'static str = "jump";
    const BASE: &'static str = "http://127.0.0.1/taxi-public/v1";
    const NOW: &'static str = "2025-06-16T12:00:00Z";

    fn contract() -> &'static Contract {
        &CONTRACT
    }

    fn auth() -> Vec<(HeaderName, Secret)> {
        vec![(
            HeaderName::from_static("client-key"),
            "demo-park-key".to_owned().into(),
        )]
    }

    fn client(service: Service) -> Jump {
        Jump::new(service, Overrides::none())
    }
}

pub fn jump_over(wire: Arc<dyn Wire>, overrides: Overrides) -> Jump {
    let settings = settings::<Own>(wire, Arc::new(SystemClock));
    Jump::new(Service::new(settings), overrides)
}

/// A client that really connects.
pub fn over_sockets(base: &str) -> Jump {
    let options = WireOptions {
        proxy: ProxyChoice::Direct,
        ..WireOptions::default()
    };
    let reads = Arc::new(ReqwestWire::for_reads(&options).unwrap());
    let writes = Arc::new(ReqwestWire::for_writes(&options).unwrap());
    Own::client(Service::new(ServiceSettings {
        base: BaseAddress::parse(base).unwrap(),
        writes,
        ..settings::<Own>(reads, Arc::new(SystemClock))
    }))
}
