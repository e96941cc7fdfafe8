//! Time is injected, so that waits of the rate limit and of retries take no time in tests and the simulator.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::oneshot;

pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The computer's clock and tokio's timer.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio::time::sleep(duration).boxed()
    }
}

/// Virtual time. It moves when told to; an `eager` clock moves by itself to the end of every sleep.
/// Clones show the same time.
#[derive(Clone)]
pub struct ManualClock {
    state: Arc<Mutex<Virtual>>,
    eager: Arc<AtomicBool>,
}

struct Virtual {
    now: Timestamp,
    sleepers: Vec<(Timestamp, oneshot::Sender<()>)>,
}

impl ManualClock {
    pub fn new(start: Timestamp) -> Self {
        let state = Virtual {
            now: start,
            sleepers: Vec::new(),
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            eager: Arc::new(AtomicBool::new(false)),
        }
    }

    /// A clock on which nobody waits: a sleep moves the time to its end and returns.
    pub fn eager(start: Timestamp) -> Self {
        let clock = Self::new(start);
        clock.eager.store(true, Ordering::Relaxed);
        clock
    }

    /// Moves the time on and wakes those whose sleep is over.
    pub fn advance(&self, duration: Duration) {
        let target = later(self.state.lock().now, duration);
        self.move_to(target);
    }

    /// Moves the time to the end of the shortest sleep; `false` if nobody sleeps.
    pub fn advance_to_next(&self) -> bool {
        let next = {
            let mut state = self.state.lock();
            state.sleepers.retain(|(_, sleeper)| !sleeper.is_closed());
            state.sleepers.iter().map(|(until, _)| *until).min()
        };
        next.inspect(|until| self.move_to(*until)).is_some()
    }

    /// How many sleeps are under way.
    pub fn sleepers(&self) -> usize {
        self.state
            .lock()
            .sleepers
            .iter()
            .filter(|(_, sleeper)| !sleeper.is_closed())
            .count()
    }

    fn move_to(&self, target: Timestamp) {
        let woken: Vec<_> = {
            let mut state = self.state.lock();
            state.now = state.now.max(target);
            let now = state.now;
            state
                .sleepers
                .extract_if(.., |(until, _)| *until <= now)
                .collect()
        };
        for (_, sleeper) in woken {
            // A sleep that was given up has nobody left to wake.
            let _ = sleeper.send(());
        }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.state.lock().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let until = later(self.now(), duration);
        if self.eager.load(Ordering::Relaxed) {
            let clock = self.clone();
            return async move { clock.move_to(until) }.boxed();
        }
        if duration.is_zero() {
            return futures::future::ready(()).boxed();
        }
        let (sleeper, woken) = oneshot::channel();
        self.state.lock().sleepers.push((until, sleeper));
        woken.map(|_| ()).boxed()
    }
}

/// `start + duration`, or the end of time.
pub(crate) fn later(start: Timestamp, duration: Duration) -> Timestamp {
    start.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// How long from `start` to `end`; zero if `end` is not later.
pub(crate) fn until(start: Timestamp, end: Timestamp) -> Duration {
    Duration::try_from(end.duration_since(start)).unwrap_or_default()
}
