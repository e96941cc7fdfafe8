//! Sockets that count what goes through them.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use desk::{DeskError, DeskErrorCode, DeskResult, WirePair, Wires};
use futures::{FutureExt, future::BoxFuture};
use transport::{BaseAddress, ReqwestWire, Wire, WireBody, WireError, WireOptions};

#[derive(Default)]
pub struct Counts {
    requests: AtomicU64,
    rate_limited: AtomicU64,
}

impl Counts {
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Those of them that were answered "too many".
    pub fn rate_limited(&self) -> u64 {
        self.rate_limited.load(Ordering::Relaxed)
    }

    /// Forgets what was counted.
    pub fn restart(&self) {
        self.requests.store(0, Ordering::Relaxed);
        self.rate_limited.store(0, Ordering::Relaxed);
    }

    /// Share of the allowed requests that were made and not refused, in per cent; nothing without a limit.
    pub fn used_percent(&self, per_second: u32, seconds: f64) -> Option<f64> {
        let answered = self.requests().saturating_sub(self.rate_limited());
        let allowed = f64::from(per_second) * seconds;
        // The first request needs no waiting, so a reading may end one step before its last one is due.
        (per_second > 0).then(|| (100.0 * answered as f64 / allowed).min(100.0))
    }
}

struct Counted(ReqwestWire, Arc<Counts>);

impl Wire for Counted {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async {
            self.1.requests.fetch_add(1, Ordering::Relaxed);
            let answer = self.0.send(request).await?;
            if answer.status() == http::StatusCode::TOO_MANY_REQUESTS {
                self.1.rate_limited.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer)
        }
        .boxed()
    }
}

pub struct Sockets(pub Arc<Counts>);

impl Wires for Sockets {
    fn wires(&self, _base: &BaseAddress, _demo: bool) -> DeskResult<WirePair> {
        let failed = |_| DeskError::new(DeskErrorCode::TlsFailed);
        let options = WireOptions::default();
        let reads = ReqwestWire::for_reads(&options).map_err(failed)?;
        let writes = ReqwestWire::for_writes(&options).map_err(failed)?;
        Ok(WirePair {
            reads: Arc::new(Counted(reads, self.0.clone())),
            writes: Arc::new(Counted(writes, self.0.clone())),
        })
    }
}
