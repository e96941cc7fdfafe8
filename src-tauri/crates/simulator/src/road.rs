//! The way between the program and the park: counts every request, draws its fate, and keeps what has left and not yet
//! arrived, because that arrives also when the program is dead.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use desk::{DeskResult, WirePair, Wires};
use futures::{FutureExt, future::BoxFuture};
use http::{Request, Response, request::Parts};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use sandbox::Sandbox;
use transport::{
    BaseAddress, Clock, Reached, ServiceWire, Wire, WireBody, WireError, WireFault, full_body,
};

use crate::{
    audit::{Moves, Request as Seen, Witness},
    clock::VirtualClock,
    dice::Dice,
    faults::{Fate, PATIENCE},
    story::Story,
};

/// How many of a hundred requests meet a fault.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    pub writes: u64,
    pub reads: u64,
}

/// What a world's road does with time.
#[derive(Debug, Clone, Copy)]
pub struct Delays {
    /// How far the park's clock is ahead of ours, in seconds.
    pub skew: i64,
    /// How long what moves money at Yandex is under way at most.
    pub fleet_latest: Duration,
}

/// Clones are the same road.
#[derive(Clone)]
pub struct Road(Arc<Inner>);

struct Inner {
    park: Sandbox,
    door: Box<dyn Wire>,
    clock: VirtualClock,
    story: Arc<Story>,
    witness: Witness,
    delays: Delays,
    state: Mutex<State>,
}

struct State {
    dice: Dice,
    weather: Weather,
    seen: Vec<Seen>,
    faults: u32,
    /// Starts of the program.
    lives: u32,
    /// What left and has not arrived, by the number of the request.
    under_way: BTreeMap<usize, Parcel>,
}

#[derive(Clone)]
struct Parcel {
    due: Timestamp,
    head: Parts,
    body: Bytes,
}

/// A request on its way.
struct Trip {
    number: usize,
    head: Parts,
    body: Bytes,
}

impl Road {
    pub fn new(
        park: Sandbox,
        clock: VirtualClock,
        story: Arc<Story>,
        witness: Witness,
        (dice, delays): (Dice, Delays),
    ) -> Self {
        let door = Box::new(ServiceWire::new(park.router()));
        Self(Arc::new(Inner {
            park,
            door,
            clock,
            story,
            witness,
            delays,
            state: Mutex::new(State {
                dice,
                weather: Weather::default(),
                seen: Vec::new(),
                faults: 0,
                lives: 0,
                under_way: BTreeMap::new(),
            }),
        }))
    }

    pub fn set_weather(&self, weather: Weather) {
        self.0.state.lock().weather = weather;
    }

    /// Every request that left, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.0.state.lock().seen.clone()
    }

    pub fn faults(&self) -> u32 {
        self.0.state.lock().faults
    }

    /// Whether something that moves money is still on its way.
    pub fn is_busy(&self) -> bool {
        !self.0.state.lock().under_way.is_empty()
    }

    /// The park's clock goes on, as far ahead as it is.
    pub fn set_park(&self, now: Timestamp) {
        let ahead = SignedDuration::from_secs(self.skew());
        self.0
            .park
            .set_now(now.saturating_add(ahead).unwrap_or(now));
    }

    pub fn skew(&self) -> i64 {
        self.0.delays.skew
    }

    /// At a start of the program: what had left before a kill arrives all the same, or is lost.
    pub fn go_on(&self) {
        let mut left = Vec::new();
        {
            let mut state = self.0.state.lock();
            state.lives += 1;
            let numbers: Vec<usize> = state.under_way.keys().copied().collect();
            for number in numbers {
                if state.dice.percent(60) {
                    left.push(number);
                } else {
                    state.under_way.remove(&number);
                }
            }
        }
        for number in left {
            let road = self.clone();
            tokio::spawn(async move { road.arrive(number).await });
        }
    }

    /// Notes a request and draws its fate.
    fn take(&self, head: &Parts, body: &Bytes) -> (usize, Fate) {
        let text = String::from_utf8_lossy(body).into_owned();
        let moves = moves(head);
        let written = moves.map(|_| self.0.witness.written(&text));
        let token = head.headers.get("x-idempotency-token");
        let token = token.and_then(|token| token.to_str().ok());
        let mut state = self.0.state.lock();
        let number = state.seen.len() + 1;
        let seen = Seen {
            at: self.0.clock.now(),
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            body: text,
            token: token.map(str::to_owned),
            life: state.lives,
            written,
        };
        state.seen.push(seen);
        let State { dice, weather, .. } = &mut *state;
        let share = match moves {
            Some(_) => weather.writes,
            None => weather.reads,
        };
        let mut fate = Fate::draw(dice, share);
        if moves == Some(Moves::Yandex) {
            fate = fate.within(self.0.delays.fleet_latest);
        }
        state.faults += u32::from(fate.is_fault());
        (number, fate)
    }

    /// Puts a request on its way; it is found there after a kill.
    fn send_off(&self, number: usize, there: Duration, head: Parts, body: Bytes) {
        let due = self.0.clock.now().saturating_add(there);
        let due = due.unwrap_or(Timestamp::MAX);
        let parcel = Parcel { due, head, body };
        self.0.state.lock().under_way.insert(number, parcel);
    }

    /// The request reaches the park at its time, once.
    async fn arrive(&self, number: usize) -> Result<Response<WireBody>, WireError> {
        let due = self
            .0
            .state
            .lock()
            .under_way
            .get(&number)
            .map(|one| one.due);
        let wait = due.map(|due| due.duration_since(self.0.clock.now()));
        let wait = wait.and_then(|wait| Duration::try_from(wait).ok());
        tokio::time::sleep(wait.unwrap_or_default()).await;
        let parcel = self.0.state.lock().under_way.remove(&number);
        let Some(Parcel { due, head, body }) = parcel else {
            return Err(broken(WireFault::Reset));
        };
        // What arrived while the computer was off did so then.
        self.set_park(due.min(self.0.clock.now()));
        let request = Request::from_parts(head, full_body(body));
        let response = self.0.door.send(request).await?;
        let status = response.status();
        let story = &self.0.story;
        story.tell(format!("   park: request {number} -> {status}"));
        Ok(response)
    }

    /// Brings a request to the park. One that moves money arrives also when nobody waits for it any more.
    async fn bring(&self, trip: Trip, there: Duration) -> Result<Response<WireBody>, WireError> {
        let Trip { number, head, body } = trip;
        if moves(&head).is_none() {
            tokio::time::sleep(there).await;
            self.set_park(self.0.clock.now());
            let request = Request::from_parts(head, full_body(body));
            return self.0.door.send(request).await;
        }
        self.send_off(number, there, head, body);
        let road = self.clone();
        let arrival = tokio::spawn(async move { road.arrive(number).await });
        arrival.await.map_err(|_| broken(WireFault::Reset))?
    }

    async fn exchange(&self, request: Request<WireBody>) -> Result<Response<WireBody>, WireError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await;
        let body = body.map_err(|_| broken(WireFault::Other))?.to_bytes();
        let (number, fate) = self.take(&head, &body);
        self.tell(number, &head, &body, &fate);
        let fleet = is_fleet(&head);
        let trip = Trip { number, head, body };
        match fate {
            Fate::Whole { there, back } => {
                let response = self.bring(trip, there).await?;
                tokio::time::sleep(back).await;
                Ok(response)
            }
            Fate::NoWay => {
                tokio::time::sleep(Duration::from_millis(40)).await;
                let (nothing, fault) = (Reached::Nothing, WireFault::Connect);
                Err(WireError::new(nothing, fault, "simulated"))
            }
            Fate::Lost {
                there,
                arrives,
                silent,
            } => {
                self.maybe(arrives, trip, there).await;
                Err(given_up(silent, there).await)
            }
            Fate::Late { there } => {
                let road = self.clone();
                tokio::spawn(async move { road.bring(trip, there).await });
                Err(given_up(true, Duration::ZERO).await)
            }
            Fate::Spoilt {
                there,
                arrives,
                how,
            } => {
                self.maybe(arrives, trip, there).await;
                Ok(how.answer(fleet))
            }
        }
    }

    /// The request arrives, or the time that it would have taken passes.
    async fn maybe(&self, arrives: bool, trip: Trip, there: Duration) {
        if !arrives {
            return tokio::time::sleep(there).await;
        }
        // Another answer takes the place of this one.
        let _ = self.bring(trip, there).await;
    }

    fn tell(&self, number: usize, head: &Parts, body: &Bytes, fate: &Fate) {
        let is_write = moves(head).is_some();
        if is_write || fate.is_fault() {
            let (method, path) = (&head.method, head.uri.path());
            let path = path.rsplit("/v1").next().unwrap_or(path);
            let body = if is_write {
                String::from_utf8_lossy(body)
            } else {
                "".into()
            };
            let story = &self.0.story;
            story.tell(format!("   wire: {number} {method} {path} {body} {fate:?}"));
        }
    }
}

fn moves(head: &Parts) -> Option<Moves> {
    Moves::of(head.method.as_str(), head.uri.path())
}

fn is_fleet(head: &Parts) -> bool {
    head.uri.path().contains("/parks/")
}

/// The connection breaks, or nothing comes until nobody waits any more.
async fn given_up(silent: bool, waited: Duration) -> WireError {
    if silent {
        tokio::time::sleep(PATIENCE.saturating_sub(waited)).await;
        return broken(WireFault::Timeout);
    }
    broken(WireFault::Reset)
}

fn broken(fault: WireFault) -> WireError {
    WireError::new(Reached::Perhaps, fault, "simulated")
}

impl Wire for Road {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        self.exchange(request).boxed()
    }
}

impl Wires for Road {
    fn wires(&self, _: &BaseAddress, _: bool) -> DeskResult<WirePair> {
        let wire: Arc<dyn Wire> = Arc::new(self.clone());
        Ok(WirePair {
            reads: wire.clone(),
            writes: wire,
        })
    }
}
