//! The service's rate limit: no more calls per second than allowed, no more at a time than allowed, and a pause for
//! all when the service asks for one. Own rather than `governor`, whose waits run on its own timer: here every wait
//! goes through the injected clock, a pause can be imposed from outside, and what a person waits for before an act goes
//! before long lists.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::clock::{Clock, later, until};
use crate::observe::Observer;
use crate::retry::{self, LONGEST_WAIT};

mod hour;

use hour::Hour;

/// A pause longer than this is taken for a mistake of the service (or of this computer's clock).
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);
/// Timers wake late. Without a burst to catch up with, the next call may make up for that much (nanoseconds).
const TIMER_SLACK: i128 = 2_000_000;
/// A second of calls is spread over 1.5 % more than a second (nanoseconds): on the way to a service that counts
/// strictly, calls come closer together than they left.
const SECOND_WITH_MARGIN: u32 = 1_015_000_000;
/// After so many calls of the lanes before it a waiting call gets its turn.
const MOST_AHEAD: u32 = 4;

/// In any window of `t` seconds at most `burst + per_second × t` calls leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// 0: no limit.
    pub per_second: u32,
    /// How many calls may leave at once after a rest; at least 1.
    pub burst: u32,
    /// How many calls may be under way at a time; at least 1.
    pub concurrency: usize,
}

/// In the order in which they leave when several wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Writes,
    /// Reads without which nobody can decide on a write.
    PressingReads,
    Reads,
}

const LANES: usize = 3;

/// A call may leave; its place among the calls under way is free again when this is dropped.
pub(crate) struct Passage {
    _place: Option<OwnedSemaphorePermit>,
}

/// The service is paused for longer than anybody should wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PausedFor(pub(crate) Duration);

/// Of one call, now; or how long until there may be one.
enum Allowance {
    Taken,
    InPace(Duration),
    InTheHour(Duration),
}

pub(crate) struct Limiter {
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    turnstile: Arc<Turnstile>,
    places: Arc<Semaphore>,
    pace: Mutex<Pace>,
    hour: Mutex<Option<Hour>>,
}

impl Limiter {
    pub(crate) fn new(limits: Limits, clock: Arc<dyn Clock>, observer: Arc<dyn Observer>) -> Self {
        let places = limits.concurrency.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            clock,
            observer,
            turnstile: Arc::default(),
            places: Arc::new(Semaphore::new(places)),
            pace: Mutex::new(Pace::new(limits)),
            hour: Mutex::default(),
        }
    }

    /// From now on, no more than so many calls in any hour. Told again, it forgets none that left.
    pub(crate) fn limit_hour(&self, calls: u32) {
        let mut hour = self.hour.lock();
        hour.get_or_insert_default().allow(calls);
    }

    /// Waits until a call may leave. Only one call at a time waits for its moment; the others queue behind it, in the
    /// order of their lanes. Whoever has to wait for the hour does so outside of the queue: others may have calls left.
    pub(crate) async fn admit(
        &self,
        lane: Lane,
        operation: &'static str,
    ) -> Result<Passage, PausedFor> {
        self.tell_of_pause(operation)?;
        loop {
            let turn = Turnstile::enter(&self.turnstile, lane).await;
            let place = self.places.clone().acquire_owned().await.ok();
            let Some(wait) = self.moment(lane).await? else {
                return Ok(Passage { _place: place });
            };
            drop((turn, place));
            self.observer
                .waiting(operation, later(self.clock.now(), wait));
            self.clock.sleep(wait).await;
        }
    }

    /// Waits for the pace and takes a call's allowance; or tells how long the hour has none for this lane.
    async fn moment(&self, lane: Lane) -> Result<Option<Duration>, PausedFor> {
        let mut slept = false;
        loop {
            match self.allowance(lane, slept) {
                Allowance::Taken => return Ok(None),
                Allowance::InPace(wait) | Allowance::InTheHour(wait) if wait > LONGEST_WAIT => {
                    return Err(PausedFor(wait));
                }
                Allowance::InTheHour(wait) => return Ok(Some(wait)),
                Allowance::InPace(wait) => self.clock.sleep(wait).await,
            }
            slept = true;
        }
    }

    fn allowance(&self, lane: Lane, slept: bool) -> Allowance {
        let now = self.clock.now();
        let mut hour = self.hour.lock();
        if let Some(wait) = hour.as_mut().and_then(|hour| hour.wait(now, lane)) {
            return Allowance::InTheHour(wait);
        }
        if let Some(wait) = self.pace.lock().take(now, slept) {
            return Allowance::InPace(wait);
        }
        if let Some(hour) = hour.as_mut() {
            hour.note(now);
        }
        Allowance::Taken
    }

    fn tell_of_pause(&self, operation: &'static str) -> Result<(), PausedFor> {
        let now = self.clock.now();
        match self.pace.lock().paused(now) {
            Some(pause) if pause > LONGEST_WAIT => Err(PausedFor(pause)),
            Some(pause) => {
                self.observer.waiting(operation, later(now, pause));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The service answered "too many": everybody waits as long as it asked, or 1, 2, 4 .. s. Returns how long.
    pub(crate) fn refused(&self, asked: Option<Duration>, jitter: f64) -> Duration {
        self.pace.lock().pause(self.clock.now(), asked, jitter)
    }

    /// The service answered anything else: the next pause without a stated length is short again.
    pub(crate) fn answered(&self) {
        self.pace.lock().refusals = 0;
    }
}

/// When the next call may leave: a token bucket kept as the time at which it will be full (GCRA), in nanoseconds.
struct Pace {
    /// Between calls; 0 for no limit.
    interval: i128,
    tolerance: i128,
    slack: i128,
    full_at: i128,
    paused_until: Option<Timestamp>,
    refusals: u32,
}

impl Pace {
    fn new(limits: Limits) -> Self {
        let interval = match limits.per_second {
            0 => 0,
            // Rounded up: never faster than allowed.
            rate => i128::from(SECOND_WITH_MARGIN.div_ceil(rate)),
        };
        let burst = i128::from(limits.burst.max(1));
        let slack = if burst == 1 {
            TIMER_SLACK.min(interval / 2)
        } else {
            0
        };
        Self {
            interval,
            tolerance: interval * (burst - 1),
            slack,
            full_at: i128::MIN,
            paused_until: None,
            refusals: 0,
        }
    }

    /// Takes one call's allowance, or tells how long there is none. `slept`: the call waited for this moment, so
    /// if it is late the timer is to blame.
    fn take(&mut self, now: Timestamp, slept: bool) -> Option<Duration> {
        if let Some(pause) = self.paused(now) {
            return Some(pause);
        }
        if self.interval == 0 {
            return None;
        }
        let now = now.as_nanosecond();
        // A clock that was set back must not hold everything up: the bucket is never emptier than empty.
        let late = if slept { self.slack } else { 0 };
        let full_at = self
            .full_at
            .clamp(now - late, now + self.tolerance + self.interval);
        let early = full_at - self.tolerance - now;
        if early > 0 {
            return Some(Duration::from_nanos(
                u64::try_from(early).unwrap_or(u64::MAX),
            ));
        }
        self.full_at = full_at + self.interval;
        None
    }

    fn paused(&mut self, now: Timestamp) -> Option<Duration> {
        let pause = until(now, self.paused_until?);
        if pause.is_zero() || pause > LONGEST_PAUSE {
            self.paused_until = None;
            return None;
        }
        Some(pause)
    }

    fn pause(&mut self, now: Timestamp, asked: Option<Duration>, jitter: f64) -> Duration {
        let pause = match (asked.filter(|asked| !asked.is_zero()), self.paused(now)) {
            (Some(asked), _) => asked.min(LONGEST_PAUSE),
            // Calls that were under way together are refused together: that is one refusal.
            (None, Some(known)) => known,
            (None, None) => {
                self.refusals = self.refusals.saturating_add(1);
                retry::pause(self.refusals - 1, jitter)
            }
        };
        let end = later(now, pause);
        self.paused_until = Some(self.paused_until.map_or(end, |known| known.max(end)));
        self.paused(now).unwrap_or_default()
    }
}

/// Lets one through at a time: by lane, but no lane waits for ever; within a lane in order of arrival.
#[derive(Default)]
struct Turnstile(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    busy: bool,
    lanes: [Waiting; LANES],
}

/// The calls of one lane.
#[derive(Default)]
struct Waiting {
    calls: VecDeque<oneshot::Sender<Turn>>,
    /// Calls of the lanes before this one that left while these waited, since the last that left from here.
    overtaken: u32,
}

/// Being at the front; dropping it lets the next one in.
struct Turn(Option<Arc<Turnstile>>);

impl Turnstile {
    async fn enter(this: &Arc<Self>, lane: Lane) -> Turn {
        let arrival = {
            let mut queue = this.0.lock();
            if queue.busy {
                let (sender, receiver) = oneshot::channel();
                queue.lanes[lane as usize].calls.push_back(sender);
                Some(receiver)
            } else {
                queue.busy = true;
                None
            }
        };
        match arrival {
            None => Turn(Some(this.clone())),
            // The sender lives in the queue until it is used, so the other branch is never taken.
            Some(receiver) => receiver.await.unwrap_or(Turn(None)),
        }
    }

    fn let_next_in(this: Arc<Self>) {
        loop {
            let Some(next) = this.0.lock().next() else {
                return;
            };
            // Somebody who gave up waiting returns the turn, and the next one is asked.
            match next.send(Turn(Some(this.clone()))) {
                Ok(()) => return,
                Err(mut returned) => returned.0 = None,
            }
        }
    }
}

impl Queue {
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        for lane in &mut self.lanes {
            lane.forget_the_gone();
        }
        let waits = |lane: &Waiting| !lane.calls.is_empty();
        let is_due = |lane: &Waiting| waits(lane) && lane.overtaken >= MOST_AHEAD;
        let due = self.lanes.iter().position(is_due);
        let chosen = due.or_else(|| self.lanes.iter().position(waits));
        self.busy = chosen.is_some();
        let chosen = chosen?;
        for behind in self.lanes.iter_mut().skip(chosen + 1) {
            behind.overtaken = behind.overtaken.saturating_add(1);
        }
        let lane = &mut self.lanes[chosen];
        lane.overtaken = 0;
        lane.calls.pop_front()
    }
}

impl Waiting {
    /// A call that gave up waiting takes nobody's turn; a lane where none waits was not overtaken.
    fn forget_the_gone(&mut self) {
        while self.calls.front().is_some_and(oneshot::Sender::is_closed) {
            self.calls.pop_front();
        }
        if self.calls.is_empty() {
            self.overtaken = 0;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turnstile) = self.0.take() {
            Turnstile::let_next_in(turnstile);
        }
    }
}

#[cfg(test)]
mod tests;
