//! Looking an unknown operation up in the service's own records: by our mark it is accepted, and whatever else is found
//! or not found is written down as evidence for a person. A miss never changes how an operation stands.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use journal::{Entry, EntryEvent, Event, JournalError, Operation, State};

use super::{
    ledger::journal_error,
    seek::Seen,
    trial::reached,
    types::{OperationId, OperationView},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// When an operation is looked up by itself, after it became unknown.
pub(super) const CHECKS: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
    Duration::from_secs(600),
    Duration::from_secs(3_600),
];
/// When an operation that the service carries out later is asked about.
pub(super) const POLLS: [Duration; 7] = [
    Duration::from_secs(2),
    Duration::from_secs(6),
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(300),
    Duration::from_secs(1_200),
    Duration::from_secs(3_600),
];

/// The looks that an operation gets by itself.
pub(super) fn checks_of(operation: &Operation) -> &'static [Duration] {
    match operation.remote {
        Some(_) => &POLLS,
        None => &CHECKS,
    }
}
/// Those looks that could not read anything are made up for, one an hour; what the service carries out later is asked
/// about so often after its looks.
const MADE_UP_FOR: u32 = 24;
/// The service's clock and that of this computer may be apart by so much: by a wrong time zone, by a day.
pub(super) const CLOCKS_APART: SignedDuration = SignedDuration::from_hours(25);

impl Desk {
    /// Looks an unknown operation up now. One that is settled is answered as it is.
    ///
    /// # Errors
    /// `NotFound`; those of the call and of the connection when nothing could be read: the operation stays unknown;
    /// `MoneyClosed` when what was seen cannot be written down.
    pub async fn check_operation(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<OperationView> {
        let connection = &self.connection_of(connection, id)?;
        self.look_now(connection, id).await?;
        self.viewed(connection, id)
    }

    /// A look that has begun is made to its end, whoever waits for it.
    pub(super) async fn look_now(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<Look> {
        let look = {
            let (desk, connection, id) = (self.clone(), connection.clone(), id.clone());
            tokio::spawn(async move { desk.reconcile(&connection, &id).await })
        };
        let looked = look.await;
        self.0.operations.forget_idle_looks();
        looked.unwrap_or_else(|_| Err(DeskError::new(DeskErrorCode::Internal)))
    }

    /// Looks up every unknown operation of the connection now; answers how many there were.
    ///
    /// # Errors
    /// `NoConnection`; that of the first look that could not read anything, after all were made.
    pub async fn check_unknown_operations(&self, connection: &ConnectionId) -> DeskResult<u32> {
        self.0.connections.record(connection)?;
        let unknown = self.unknown_of(connection);
        let mut failed = None;
        for id in &unknown {
            if let Err(error) = self.check_operation(connection, id).await {
                failed.get_or_insert(error);
            }
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(u32::try_from(unknown.len()).unwrap_or(u32::MAX)),
        }
    }

    fn unknown_of(&self, connection: &ConnectionId) -> Vec<OperationId> {
        let operations = self.journal_of(connection).operations();
        let own = operations.iter().filter(|one| {
            one.new.connection == connection.0 && self.standing(one) == State::Unknown
        });
        own.map(|one| OperationId(one.new.id.clone())).collect()
    }

    /// Plans the looks at an unknown operation, unless they are planned already.
    pub(super) fn watch_unknown(&self, connection: &ConnectionId, id: &OperationId) {
        {
            let mut watched = self.0.operations.watched.lock();
            let watched = watched.entry(id.0.clone()).or_default();
            if std::mem::replace(&mut watched.planned, true) {
                return;
            }
        }
        let (desk, connection, id) = (self.clone(), connection.clone(), id.clone());
        tokio::spawn(async move {
            desk.look_again_and_again(&connection, &id).await;
            desk.plan_look(&connection, &id, None);
            let mut watched = desk.0.operations.watched.lock();
            watched.remove(&id.0);
        });
    }

    async fn look_again_and_again(&self, connection: &ConnectionId, id: &OperationId) {
        let since = self.moments(connection, id).await.unknown;
        let recorded = self.checks_recorded(connection, id).unwrap_or_default();
        // Looks that were made earlier than planned do not stand for the later ones.
        let looks = self.looks_planned(connection, id);
        let begun = looks
            .iter()
            .position(|after| later(since, *after) > self.now());
        let mut number = begun.map_or(recorded, |begun| recorded.min(begun));
        let mut former = None;
        let mut made_up_for = 0;
        while let Some(recorded) = self.checks_recorded(connection, id) {
            let looks = self.looks_planned(connection, id);
            let at = match looks.get(number) {
                Some(after) => {
                    later(since, *after).max(earliest(self.now(), looks, number, former))
                }
                None if made_up_for < MADE_UP_FOR
                    && (recorded < looks.len() || self.is_named(connection, id)) =>
                {
                    made_up_for += 1;
                    let first = looks[usize::from(former.is_some()) * (looks.len() - 1)];
                    later(self.now(), first)
                }
                None => return,
            };
            self.plan_look(connection, id, Some(at));
            let wait = Duration::try_from(at.duration_since(self.now()));
            self.0.parts.clock.sleep(wait.unwrap_or_default()).await;
            if let Err(error) = self.reconcile(connection, id).await {
                tracing::warn!(code = ?error.code, operation = %id.0, "an unknown operation was not looked up");
            }
            former = Some(self.now());
            number += 1;
        }
    }

    /// How many checks are recorded; `None` once it is settled.
    fn checks_recorded(&self, connection: &ConnectionId, id: &OperationId) -> Option<usize> {
        let operation = self.operation(connection, id).ok()?;
        let unknown = self.standing(&operation) == State::Unknown;
        unknown.then(|| usize::try_from(operation.checks).unwrap_or(usize::MAX))
    }

    fn looks_planned(&self, connection: &ConnectionId, id: &OperationId) -> &'static [Duration] {
        let operation = self.operation(connection, id).ok();
        operation.map_or(&CHECKS, |operation| checks_of(&operation))
    }

    /// The service gave it a name, and says by that what became of it.
    fn is_named(&self, connection: &ConnectionId, id: &OperationId) -> bool {
        let operation = self.operation(connection, id);
        operation.is_ok_and(|operation| operation.remote.is_some())
    }

    fn plan_look(&self, connection: &ConnectionId, id: &OperationId, at: Option<Timestamp>) {
        {
            let mut watched = self.0.operations.watched.lock();
            watched.entry(id.0.clone()).or_default().next_at = at;
        }
        self.tell_operation(connection, id);
    }

    /// One look, after what is not written yet. That waits for the turns of drivers, so nothing may be held meanwhile
    /// that the one whose turn it is waits for.
    pub(super) async fn reconcile(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<Look> {
        self.write_unwritten(connection).await;
        self.look_up_once(connection, id).await
    }

    /// One look: reads, and writes down what was seen.
    pub(super) async fn look_up_once(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<Look> {
        let looking = {
            let mut watched = self.0.operations.watched.lock();
            watched.entry(id.0.clone()).or_default().looking.clone()
        };
        let _one_at_a_time = looking.lock().await;
        let _few = self.0.operations.lookups.acquire().await;
        let Some(operation) = self.to_look_up(connection, id).await? else {
            return Ok(Look::Settled);
        };
        let checking = Checking::begin(self, connection, id);
        reached!(self, BeforeCheck, id);
        let intent = self.moments(connection, id).await.intent;
        let seen = self.seek(connection, &operation, intent).await;
        reached!(self, AfterCheck, id);
        drop(checking);
        let written = match seen {
            Ok(seen) => {
                let checked = |evidence| Event::Checked {
                    number: operation.checks.saturating_add(1),
                    evidence,
                };
                let (event, look) = match seen {
                    Seen::Done(evidence) => (Event::Accepted { evidence }, Look::Settled),
                    Seen::Failed { answer, evidence } => {
                        (Event::Failed { answer, evidence }, Look::Settled)
                    }
                    Seen::InProgress(evidence) => (checked(evidence), Look::InProgress),
                    Seen::Nothing(evidence) => (checked(evidence), Look::Unsettled),
                };
                match self.record(connection, id, event).await {
                    Ok(()) => Ok(look),
                    // A person or another look settled it meanwhile.
                    Err(JournalError::IllegalStep { .. }) => Ok(Look::Settled),
                    Err(error) => Err(journal_error(error)),
                }
            }
            Err(error) => Err(error),
        };
        self.tell_operation(connection, id);
        written
    }

    /// The operation, its being unknown on the disk; `None` when it is settled.
    pub(super) async fn to_look_up(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<Option<std::sync::Arc<Operation>>> {
        let operation = self.operation(connection, id)?;
        if self.standing(&operation) != State::Unknown {
            return Ok(None);
        }
        self.money_open(connection)?;
        if operation.state == State::Sent {
            let unknown = Event::Unknown {
                why: "unrecorded".to_owned(),
                trace_id: None,
                answer: String::new(),
            };
            let written = self.record(connection, id, unknown).await;
            written.map_err(journal_error)?;
        }
        self.operation(connection, id).map(Some)
    }

    /// When the intent was written, and since when nobody knows.
    async fn moments(&self, connection: &ConnectionId, id: &OperationId) -> Moments {
        let name = id.0.clone();
        let history = self
            .in_journal(connection, move |journal| journal.history(&name))
            .await
            .unwrap_or_default();
        let at = |fits: fn(&Event) -> bool| {
            let fits = |entry: &&Entry| match &entry.event {
                EntryEvent::Operation(event) => fits(event),
                _ => false,
            };
            let entry = history.iter().find(fits)?;
            entry.at.parse::<Timestamp>().ok()
        };
        let confirmed = self.operation(connection, id).ok();
        let confirmed = confirmed.and_then(|one| one.confirmed_at.parse().ok());
        let intent = at(|event| matches!(event, Event::Intent { .. }));
        let intent = intent.or(confirmed).unwrap_or_else(|| self.now());
        let unknown = at(|event| matches!(event, Event::Unknown { .. } | Event::Pending { .. }));
        Moments {
            intent,
            unknown: unknown.unwrap_or_else(|| self.now()),
        }
    }
}

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Now, or before it.
    Settled,
    /// The service says that it has not finished.
    InProgress,
    Unsettled,
}

struct Moments {
    intent: Timestamp,
    unknown: Timestamp,
}

/// A look that is late, after a restart or a sleep of the computer, is not followed by all the others at once.
fn earliest(
    now: Timestamp,
    looks: &[Duration],
    number: usize,
    former: Option<Timestamp>,
) -> Timestamp {
    let gap = |number: usize| {
        let before = number.checked_sub(1).and_then(|before| looks.get(before));
        let own = looks.get(number).copied().unwrap_or_default();
        own.saturating_sub(before.copied().unwrap_or_default())
    };
    match former {
        Some(former) => later(former, gap(number)),
        None if number == 0 => now,
        None => later(now, looks.first().copied().unwrap_or_default()),
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

/// Marks an operation as being looked up until this is dropped.
struct Checking<'a>(&'a Desk, String);

impl<'a> Checking<'a> {
    fn begin(desk: &'a Desk, connection: &ConnectionId, id: &OperationId) -> Self {
        set_checking(desk, &id.0, true);
        desk.tell_operation(connection, id);
        Self(desk, id.0.clone())
    }
}

impl Drop for Checking<'_> {
    fn drop(&mut self) {
        set_checking(self.0, &self.1, false);
    }
}

fn set_checking(desk: &Desk, id: &str, checking: bool) {
    let mut watched = desk.0.operations.watched.lock();
    if let Some(watched) = watched.get_mut(id) {
        watched.checking = checking;
    }
}
