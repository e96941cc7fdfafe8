//! A park, a client over one of the two ways to it, and one call with everything that can be said about it.

use std::sync::Arc;
use std::time::Duration;

use jump::{Jump, Overrides};
use sandbox::{Options, Quirks, Running, Sandbox};
use transport::{
    BaseAddress, CallError, Clock, Limits, ManualClock, NoObserver, ProxyChoice, ReqwestWire,
    Service, ServiceSettings, ServiceWire, Wire, WireOptions,
};

use crate::acts::Act;

/// How the client reaches the park.
#[derive(Clone)]
pub struct Way {
    pub base: BaseAddress,
    pub reads: Arc<dyn Wire>,
    pub writes: Arc<dyn Wire>,
}

impl Way {
    pub fn in_process(sandbox: &Sandbox) -> Self {
        Self::over(Arc::new(ServiceWire::new(sandbox.router())))
    }

    pub fn over(wire: Arc<dyn Wire>) -> Self {
        Self {
            base: BaseAddress::parse("http://127.0.0.1/taxi-public/v1").unwrap(),
            reads: wire.clone(),
            writes: wire,
        }
    }

    /// Nobody waits longer than `patience` for an answer.
    pub async fn over_sockets(sandbox: &Sandbox, patience: Duration) -> (Self, Running) {
        let running = sandbox.serve("127.0.0.1:0").await.unwrap();
        let options = WireOptions {
            read_timeout: patience,
            write_timeout: patience,
            transfer_timeout: patience,
            proxy: ProxyChoice::Direct,
            ..WireOptions::default()
        };
        let way = Self {
            base: BaseAddress::parse(&running.base_url()).unwrap(),
            reads: Arc::new(ReqwestWire::for_reads(&options).unwrap()),
            writes: Arc::new(ReqwestWire::for_writes(&options).unwrap()),
        };
        (way, running)
    }
}

/// A park small enough to be grown for every test. Its updates answer `200 {}`: an empty 204 has no half.
pub fn park() -> Sandbox {
    Sandbox::new(Options {
        drivers: 5,
        payments: 40,
        applications: 5,
        quirks: Quirks {
            writes_answer_200: true,
            ..Quirks::default()
        },
        ..Options::default()
    })
}

/// One call and everything that can be said about it.
#[derive(Debug)]
pub struct Done {
    pub result: Result<(), CallError>,
    /// Requests that the park counted.
    pub calls: u64,
    /// The park holds what was sent.
    pub took_effect: bool,
    /// Virtual time that the client waited.
    pub waited: Duration,
}

/// Does it once, with a client that remembers nothing of earlier calls. `note` tells this effect from earlier ones.
pub async fn done(sandbox: &Sandbox, way: &Way, act: Act, note: &str) -> Done {
    let clock = ManualClock::eager(sandbox.options().now);
    let jump = client(way, &clock);
    act.prepare(sandbox);
    let calls = sandbox.calls(act.operation());
    let result = act.call(&jump, sandbox, note).await;
    Done {
        result,
        calls: sandbox.calls(act.operation()) - calls,
        took_effect: act.took_effect(sandbox, note),
        waited: Duration::try_from(clock.now() - sandbox.options().now).unwrap(),
    }
}

pub fn client(way: &Way, clock: &ManualClock) -> Jump {
    let service = Service::new(ServiceSettings {
        name: "jump",
        base: way.base.clone(),
        auth: vec![(
            http::HeaderName::from_static("client-key"),
            "demo-park-key".to_owned().into(),
        )],
        reads: way.reads.clone(),
        writes: way.writes.clone(),
        clock: Arc::new(clock.clone()),
        limits: Limits {
            per_second: 0,
            burst: 1,
            concurrency: 4,
        },
        observer: Arc::new(NoObserver),
    });
    Jump::new(service, Overrides::none())
}
