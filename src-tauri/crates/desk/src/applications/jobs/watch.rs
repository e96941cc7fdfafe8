//! Looking at unfinished jobs now and then: an aggregator answers in seconds or in hours, and the service asks its
//! clients not to hurry. Only one application is watched, the one on the screen.

use std::time::Duration;

use jiff::Timestamp;
use jump::{ApplicationJob, Id};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;
use transport::{CallError, Cause};

use crate::{
    Desk, DeskEvent,
    applications::{actions, types::JobChange},
    connections::types::ConnectionId,
    error::DeskErrorCode,
    time,
};

/// Seconds between the first looks; then [`LATER`].
const AT_FIRST: [u64; 6] = [3, 5, 8, 13, 20, 30];
const LATER: u64 = 60;
/// Nobody looks longer than that without the user's asking again.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// A service that says "too many" without saying how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);

/// The watching under way, if there is one.
#[derive(Default)]
pub(crate) struct Watch(Mutex<CancellationToken>);

impl Watch {
    /// Ends the former watching and names a new one.
    pub(super) fn begin(&self) -> CancellationToken {
        let new = CancellationToken::new();
        std::mem::replace(&mut *self.0.lock(), new.clone()).cancel();
        new
    }

    pub(super) fn end(&self) {
        self.0.lock().cancel();
    }
}

pub(super) struct Watched {
    pub connection: ConnectionId,
    pub application: Id,
    pub pending: Vec<ApplicationJob>,
}

/// What one look came to.
struct Look {
    /// Jobs that are not as they were at the last look.
    changed: Vec<ApplicationJob>,
    /// The service asked to wait so long.
    wait: Option<Duration>,
    /// It makes no sense to go on.
    hopeless: bool,
}

pub(super) async fn watch(desk: Desk, mut watched: Watched, stop: CancellationToken) {
    let watching = async {
        let since = desk.now();
        let mut pauses = AT_FIRST.into_iter().chain(std::iter::repeat(LATER));
        let mut pause = next(&mut pauses, None);
        while within(since, desk.now(), pause) {
            desk.0.parts.clock.sleep(pause).await;
            let Some(look) = desk.look_at_jobs(&mut watched).await else {
                return;
            };
            pause = next(&mut pauses, look.wait);
            let goes_on = !look.hopeless && within(since, desk.now(), pause);
            for job in look.changed {
                let pending = watched.is_pending(&job);
                // What is not over when the watching ends is told below.
                if goes_on || !pending {
                    desk.tell_job(&watched, job, pending.then_some(pause));
                }
            }
            if watched.pending.is_empty() {
                return;
            }
            if look.hopeless {
                break;
            }
        }
        for job in &watched.pending {
            desk.tell_job(&watched, job.clone(), None);
        }
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => {}
        () = watching => {}
    }
}

fn next(pauses: &mut impl Iterator<Item = u64>, asked: Option<Duration>) -> Duration {
    let ours = Duration::from_secs(pauses.next().unwrap_or(LATER));
    asked.map_or(ours, |asked| asked.max(ours))
}

fn within(since: Timestamp, now: Timestamp, pause: Duration) -> bool {
    now.duration_since(since).unsigned_abs() + pause <= LONGEST
}

impl Watched {
    fn is_pending(&self, job: &ApplicationJob) -> bool {
        self.pending.iter().any(|one| one.id == job.id)
    }

    /// Keeps what was read of a job, and gives it back if it is news. An answer about one job may leave out what the
    /// application tells of it.
    fn took(&mut self, place: usize, read: ApplicationJob) -> Option<ApplicationJob> {
        let former = self.pending.get_mut(place)?;
        let now = ApplicationJob {
            id: former.id,
            integration_id: read.integration_id.or(former.integration_id),
            name: read.name.or_else(|| former.name.clone()),
            manager: read.manager.or_else(|| former.manager.clone()),
            group: read.group.or_else(|| former.group.clone()),
            ..read
        };
        let news = (&now.status, &now.comment) != (&former.status, &former.comment);
        *former = now.clone();
        news.then_some(now)
    }
}

impl Desk {
    /// Looks at each job that is not over. `None` when the connection is gone.
    async fn look_at_jobs(&self, watched: &mut Watched) -> Option<Look> {
        let mut look = Look {
            changed: Vec::new(),
            wait: None,
            hopeless: false,
        };
        // Settings and key may have changed since the last look.
        let jump = match self.jump(&watched.connection).await {
            Ok(jump) => jump,
            Err(error) if error.code == DeskErrorCode::NoConnection => return None,
            Err(_) => {
                look.hopeless = true;
                return Some(look);
            }
        };
        for place in 0..watched.pending.len() {
            let Some(id) = watched.pending.get(place).and_then(|job| job.id) else {
                continue;
            };
            match jump
                .get_application_integration(watched.application, id)
                .await
            {
                Ok(job) => look.changed.extend(watched.took(place, job)),
                Err(error) => {
                    look.wait = wait_of(&error);
                    look.hopeless = is_hopeless(&error);
                }
            }
            if look.wait.is_some() || look.hopeless {
                break;
            }
        }
        // Whoever removed the connection meanwhile wants to hear no more of it.
        self.0.connections.record(&watched.connection).ok()?;
        watched.pending.retain(actions::is_pending);
        Some(look)
    }

    fn tell_job(&self, watched: &Watched, job: ApplicationJob, next_look: Option<Duration>) {
        let next_look_at = next_look.map(|pause| {
            let at = self.now().saturating_add(pause).unwrap_or(Timestamp::MAX);
            time::iso(at, &self.zone())
        });
        self.emit(DeskEvent::Job(JobChange {
            connection: watched.connection.clone(),
            application_id: watched.application,
            job,
            next_look_at,
        }));
    }
}

fn wait_of(error: &CallError) -> Option<Duration> {
    let asked = error.retry_after.unwrap_or(UNTOLD_WAIT);
    (error.cause == Cause::RateLimited).then_some(asked)
}

/// Looking again will not help: the key, its right or the job is gone.
fn is_hopeless(error: &CallError) -> bool {
    matches!(
        error.cause,
        Cause::Unauthorized | Cause::Forbidden | Cause::NotFound
    )
}
