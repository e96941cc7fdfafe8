//! Virtual time over tokio's paused time: it jumps to the end of the shortest wait when nothing else can go on. It
//! outlives a runtime, so that a restart of the program finds it where the kill left it.

use std::{sync::Arc, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::time::Instant;
use transport::Clock;

#[derive(Clone)]
pub struct VirtualClock(Arc<Mutex<Hands>>);

struct Hands {
    /// The time when the present runtime began, or when the former one ended.
    base: Timestamp,
    /// The present runtime's beginning.
    began: Option<Instant>,
}

impl VirtualClock {
    pub fn new(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Hands {
            base: start,
            began: None,
        })))
    }

    /// Follows the runtime that this is called in.
    pub fn begin(&self) {
        self.0.lock().began = Some(Instant::now());
    }

    /// Stands still until the next runtime; called in the one that ends.
    pub fn stop(&self) {
        let now = self.now();
        let mut hands = self.0.lock();
        hands.base = now;
        hands.began = None;
    }

    /// Time passes while nothing runs.
    pub fn pass(&self, time: Duration) {
        let mut hands = self.0.lock();
        hands.base = hands.base.saturating_add(time).unwrap_or(hands.base);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        let hands = self.0.lock();
        let passed = hands.began.map(|began| began.elapsed());
        let passed = passed.unwrap_or_default();
        hands.base.saturating_add(passed).unwrap_or(hands.base)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio::time::sleep(duration).boxed()
    }
}
