//! The demo park: the sandbox called in process. It is made when first needed, listens nowhere
//! and is gone with the program.

use std::sync::{Arc, OnceLock};

use desk::{DeskError, DeskErrorCode, DeskResult, WirePair, Wires};
use sandbox::{Options, Sandbox};
use transport::{BaseAddress, ReqwestWire, ServiceWire, Wire, WireOptions};

/// The key that the demo park accepts; it opens nothing else.
pub const DEMO_KEY: &str = "demo-park-key";

/// Sockets for real parks, the sandbox for the demo park.
#[derive(Default)]
pub struct DeskWires {
    park: OnceLock<Sandbox>,
}

impl DeskWires {
    fn demo(&self) -> WirePair {
        let park = self.park.get_or_init(|| {
            Sandbox::new(Options {
                now: jiff::Timestamp::now(),
                follows_clock: true,
                reconciliation_marks: true,
                ..Options::default()
            })
        });
        let wire: Arc<dyn Wire> = Arc::new(ServiceWire::new(park.router()));
        WirePair {
            reads: wire.clone(),
            writes: wire,
        }
    }
}

impl Wires for DeskWires {
    fn wires(&self, _base: &BaseAddress, demo: bool) -> DeskResult<WirePair> {
        if demo {
            return Ok(self.demo());
        }
        let options = WireOptions::default();
        let failed = |_| DeskError::new(DeskErrorCode::TlsFailed);
        Ok(WirePair {
            reads: Arc::new(ReqwestWire::for_reads(&options).map_err(failed)?),
            writes: Arc::new(ReqwestWire::for_writes(&options).map_err(failed)?),
        })
    }
}
