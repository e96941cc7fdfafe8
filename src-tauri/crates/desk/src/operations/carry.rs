//! The one way by which money moves: the intent on the disk, one sending, its outcome written down. Whatever is not a
//! clear yes or no is unknown, and unknown is never sent again, unless a token makes one of the sendings: then the same
//! bytes may leave again within a minute, in this run only.

use std::time::Duration;

use jiff::Timestamp;
use journal::{Event, JournalError, NewOperation, State};

use super::{
    plans::{code_name, sha256},
    sending::{Sending, accepted_by_answer, event_may_be_repeated, is_unknown},
    trial::{has_defect, reached},
    types::OperationId,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode},
};

/// How long after the first sending the same bytes may leave again under the same token.
const BOUND: Duration = Duration::from_secs(60);
/// Pauses before the repeats; all of them lie within the bound when the answers come quickly, and two when none comes,
/// because a create is given up after `fleet::WRITE_PATIENCE`.
const REPEATS: [Duration; 3] = [
    Duration::from_secs(3),
    Duration::from_secs(10),
    Duration::from_secs(25),
];

/// How far a waiting operation came.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Carried {
    /// How it stands now, by this carrying or by something before it.
    Stands(State),
    /// Nothing was begun, it still waits: `DriverUnsettled`, `MoneyClosed`, `ReadOnly`, `ReviewExpired` (other settings
    /// than those it was confirmed under), or why there is no client.
    Waits(DeskError),
}

impl Desk {
    /// Takes a waiting operation through intent, sending and outcome. It is never begun twice, whoever carries it and
    /// how often: the journal lets one intent follow a confirmation. Once begun it goes on by itself, also when the
    /// caller does not wait for it. After an unknown outcome the lookups follow by themselves.
    ///
    /// `settings`: what [`Desk::clients_forgotten`] said when the operation was planned.
    pub(crate) async fn carry_operation(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        settings: u64,
    ) -> Carried {
        let task = {
            let (desk, connection, id) = (self.clone(), connection.clone(), id.clone());
            tokio::spawn(async move { desk.carry_on(&connection, &id, settings).await })
        };
        match task.await {
            Ok(carried) => carried,
            Err(died) => {
                tracing::error!(%died, "carrying an operation");
                self.watch_unknown(connection, id);
                self.stands(connection, id)
            }
        }
    }

    async fn carry_on(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        settings: u64,
    ) -> Carried {
        self.write_unwritten(connection).await;
        let ready = match self.ready(connection, id, settings).await {
            Ok(ready) => ready,
            Err(carried) => return carried,
        };
        let turn = self.0.operations.turn(connection, &ready.new.driver_id);
        let _turn = turn.lock().await;
        if let Err(error) = self.free_to_send(connection, id, &ready) {
            return Carried::Waits(error);
        }
        let under_way = self.0.operations.begin(&id.0);
        if let Err(error) = self.intend(connection, id, &ready.new).await {
            drop(under_way);
            return self.not_begun(connection, id, error);
        }
        let first = self.now();
        let event = self.send(connection, id, &ready).await;
        let repeats = ready.sending.may_repeat(&event);
        let mut written = self.conclude(connection, id, event).await;
        if repeats && written {
            written = self.repeat(connection, id, &ready, first).await;
        }
        drop(under_way);
        reached!(self, AfterOutcome, id);
        if !written {
            // It stands as unknown now.
            self.tell_operation(connection, id);
        }
        let carried = self.stands(connection, id);
        if carried == Carried::Stands(State::Unknown) {
            // A person may close it from now on.
            self.tell_operation(connection, id);
            self.watch_unknown(connection, id);
        }
        carried
    }

    /// What is sent, and by which client.
    async fn ready(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        settings: u64,
    ) -> Result<Ready, Carried> {
        let operation = self.operation(connection, id).map_err(Carried::Waits)?;
        if operation.state != State::Waiting {
            return Err(Carried::Stands(self.standing(&operation)));
        }
        let sending = self.sending(connection, &operation.new).await;
        let sending = sending.map_err(Carried::Waits)?;
        if self.clients_forgotten() != settings {
            let expired = DeskError::new(DeskErrorCode::ReviewExpired);
            return Err(Carried::Waits(expired));
        }
        match sending {
            Some(sending) => Ok(Ready {
                sending,
                settings,
                new: operation.new.clone(),
            }),
            None => {
                let why = super::views::BY_BODY.to_owned();
                let cancelled = self.record(connection, id, Event::Cancelled { why }).await;
                if let Err(error) = cancelled {
                    return Err(Carried::Waits(super::ledger::journal_error(error)));
                }
                Err(self.stands(connection, id))
            }
        }
    }

    /// Asked last of all, when it is this operation's turn.
    fn free_to_send(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        ready: &Ready,
    ) -> Result<(), DeskError> {
        if self.0.connections.record(connection)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        if self.clients_forgotten() != ready.settings {
            return Err(DeskError::new(DeskErrorCode::ReviewExpired));
        }
        self.money_open(connection)?;
        self.forget_unwritten(id, self.operation(connection, id)?.state);
        self.settled_but_for(connection, &ready.new.driver_id, Some(id))
    }

    async fn intend(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        new: &NewOperation,
    ) -> Result<(), JournalError> {
        reached!(self, BeforeIntent, id);
        if !has_defect!(self, NoIntentBeforeSend) {
            let body_sha256 = sha256(&new.body);
            self.record(connection, id, Event::Intent { body_sha256 })
                .await?;
        }
        reached!(self, AfterIntent, id);
        Ok(())
    }

    /// The intent was not written, so nothing is sent.
    fn not_begun(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        error: JournalError,
    ) -> Carried {
        if matches!(error, JournalError::IllegalStep { .. }) {
            return self.stands(connection, id);
        }
        // Should the intent be on the disk in spite of the failure, then this is what became of it.
        let not_sent = Event::NotSent {
            code: code_name(DeskErrorCode::MoneyClosed),
            trace_id: None,
        };
        self.remember_unwritten(connection, id, vec![not_sent]);
        Carried::Waits(super::ledger::journal_error(error))
    }

    async fn send(&self, connection: &ConnectionId, id: &OperationId, ready: &Ready) -> Event {
        let _ = (connection, id);
        reached!(self, BeforeSend, id);
        let mut event = ready.sending.send(&ready.new).await;
        if has_defect!(self, RepeatOnTimeout) && is_unknown(&event) {
            event = ready.sending.send(&ready.new).await;
        }
        if has_defect!(self, NewReferenceOnRepeat) && is_unknown(&event) {
            let other = ready
                .sending
                .under_another_mark(&self.new_reference(connection));
            event = other.send(&ready.new).await;
        }
        reached!(self, AfterSend, id);
        match event {
            Event::Unknown {
                why,
                trace_id,
                answer,
            } if has_defect!(self, UnknownTakenForFailed) => Event::Rejected {
                code: why,
                answer,
                trace_id,
            },
            Event::Pending { .. } if has_defect!(self, PendingTakenForPaid) => {
                accepted_by_answer(&ready.new.reference)
            }
            event => event,
        }
    }

    /// Sends the same bytes under the same token again while nobody knows what became of them: in this run, and not later
    /// than [`BOUND`] after the first sending, because nobody knows how long the service remembers a token. Each repeat
    /// follows a look that did not find it, and is on the disk before it leaves. Answers whether all was written.
    async fn repeat(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        ready: &Ready,
        first: Timestamp,
    ) -> bool {
        let Some(sending) = ready.sending.leaving_by(self.bound(first)) else {
            return true;
        };
        // Of the sendings: this one is the first.
        let mut number = 1;
        for wait in REPEATS {
            self.0.parts.clock.sleep(wait).await;
            let looked = self.look_up_once(connection, id).await;
            if self.stands(connection, id) != Carried::Stands(State::Unknown)
                || self.is_too_late(first)
                || self.is_closed_to(connection, ready)
            {
                return true;
            }
            if looked.is_err() {
                continue;
            }
            number += 1;
            let repeated = self
                .record(connection, id, Event::Repeated { number })
                .await;
            if repeated.is_err() {
                return true;
            }
            reached!(self, BeforeSend, id);
            let event = sending.send(&ready.new).await;
            reached!(self, AfterSend, id);
            match event {
                Event::Accepted { .. } | Event::Pending { .. } => {
                    return self.conclude(connection, id, event).await;
                }
                event if event_may_be_repeated(&event) => {}
                // A refusal of the repeat tells nothing of what was sent before it.
                _ => return true,
            }
        }
        true
    }

    /// The last moment at which the same bytes may leave again: the rate limit may hold them for longer than they waited.
    fn bound(&self, first: Timestamp) -> Timestamp {
        match has_defect!(self, RepeatAfterBound) {
            true => Timestamp::MAX,
            false => first.saturating_add(BOUND).unwrap_or(first),
        }
    }

    /// A clock that was set back is no reason to send.
    fn is_too_late(&self, first: Timestamp) -> bool {
        let since = self.now().duration_since(first);
        let late = since.is_negative() || since.unsigned_abs() > BOUND;
        late && !has_defect!(self, RepeatAfterBound)
    }

    fn is_closed_to(&self, connection: &ConnectionId, ready: &Ready) -> bool {
        let record = self.0.connections.record(connection);
        record.map_or(true, |record| record.read_only) || self.clients_forgotten() != ready.settings
    }

    /// Writes the outcome down; one that cannot be written now is written as soon as that can be done. False: not yet.
    async fn conclude(&self, connection: &ConnectionId, id: &OperationId, event: Event) -> bool {
        if has_defect!(self, NoIntentBeforeSend) {
            let body_sha256 = String::new();
            let late = Event::Intent { body_sha256 };
            // A planted defect: its failure is as good as any.
            let _ = self.record(connection, id, late).await;
        }
        match self.record(connection, id, event.clone()).await {
            // A look settled it while the repeat was on its way.
            Ok(()) | Err(JournalError::IllegalStep { .. }) => true,
            Err(error) => {
                tracing::error!(%error, operation = %id.0, "the outcome was not recorded");
                self.remember_unwritten(connection, id, vec![event]);
                false
            }
        }
    }

    /// As the journal has it now.
    fn stands(&self, connection: &ConnectionId, id: &OperationId) -> Carried {
        match self.operation(connection, id) {
            Ok(operation) => Carried::Stands(self.standing(&operation)),
            Err(error) => Carried::Waits(error),
        }
    }
}

/// An operation with all that its sending needs.
struct Ready {
    sending: Sending,
    settings: u64,
    new: NewOperation,
}
