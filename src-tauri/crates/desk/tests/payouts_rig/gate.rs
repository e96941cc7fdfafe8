//! What a test lets pass: the clock that holds are waited for by, and the wire that money leaves by, at either service.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use futures::{FutureExt, future::BoxFuture};
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::Notify;
use transport::{Clock, ManualClock, Reached, Wire, WireBody, WireError, WireFault};

const HOLD: Duration = Duration::from_secs(30);

/// What the test lets pass.
#[derive(Default)]
pub struct Gate {
    /// Registers stay in their hold.
    pub holds: AtomicBool,
    /// The computer sleeps so many seconds in the hold.
    pub sleeps: AtomicU32,
    /// The n-th transaction, and those after it, leave and never come back; 0: none. `reaches`: with its effect.
    pub hangs_at: AtomicU32,
    pub reaches: AtomicBool,
    /// Transactions that left.
    pub sent: AtomicU32,
    /// The n-th transaction does not leave this computer; 0: all do.
    pub offline_at: AtomicU32,
    /// The n-th transaction waits before it leaves until [`Gate::go`]; 0: none does.
    pub waits_at: AtomicU32,
    /// When each request left.
    pub left_at: Mutex<Vec<Timestamp>>,
    opened: Notify,
}

impl Gate {
    pub fn open(&self) {
        self.holds.store(false, Ordering::SeqCst);
        self.opened.notify_waiters();
    }

    pub fn go(&self) {
        self.waits_at.store(0, Ordering::SeqCst);
        self.opened.notify_waiters();
    }

    pub fn sent(&self) -> u32 {
        self.sent.load(Ordering::SeqCst)
    }

    pub fn hang_at(&self, number: u32) {
        self.hangs_at.store(number, Ordering::SeqCst);
    }
}

/// Nobody waits, but for a hold that the test wants to look at.
#[derive(Clone)]
pub struct GatedClock(pub ManualClock, pub Arc<Gate>);

impl Clock for GatedClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let (clock, gate) = (self.0.clone(), self.1.clone());
        async move {
            while duration == HOLD && gate.holds.load(Ordering::SeqCst) {
                let opened = gate.opened.notified();
                tokio::pin!(opened);
                opened.as_mut().enable();
                if gate.holds.load(Ordering::SeqCst) {
                    opened.await;
                }
            }
            let asleep = match duration == HOLD {
                true => Duration::from_secs(gate.sleeps.load(Ordering::SeqCst).into()),
                false => Duration::ZERO,
            };
            clock.sleep(duration + asleep).await;
        }
        .boxed()
    }
}

pub struct GatedWire(pub Arc<dyn Wire>, pub Arc<Gate>, pub ManualClock);

impl Wire for GatedWire {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let path = request.uri().path();
            let moves = match *request.method() {
                http::Method::PUT => path.ends_with("/transactions"),
                http::Method::POST => path.ends_with("/driver-profiles/transactions"),
                _ => false,
            };
            let gate = &self.1;
            gate.left_at.lock().push(self.2.now());
            if moves {
                let number = gate.sent.fetch_add(1, Ordering::SeqCst) + 1;
                while number == gate.waits_at.load(Ordering::SeqCst) {
                    let opened = gate.opened.notified();
                    tokio::pin!(opened);
                    opened.as_mut().enable();
                    if number == gate.waits_at.load(Ordering::SeqCst) {
                        opened.await;
                    }
                }
                if number == gate.offline_at.load(Ordering::SeqCst) {
                    gate.sent.fetch_sub(1, Ordering::SeqCst);
                    gate.offline_at.store(0, Ordering::SeqCst);
                    return Err(WireError::new(
                        Reached::Nothing,
                        WireFault::Connect,
                        "no network",
                    ));
                }
                let hangs_at = gate.hangs_at.load(Ordering::SeqCst);
                if hangs_at > 0 && number >= hangs_at {
                    if gate.reaches.load(Ordering::SeqCst) {
                        let _ = self.0.send(request).await;
                    }
                    gate.opened.notify_waiters();
                    return std::future::pending().await;
                }
            }
            self.0.send(request).await
        }
        .boxed()
    }
}
