//! The one way by which money moves: the intent on the disk, one sending, its outcome written down. Whatever is not a
//! clear yes or no is unknown, and unknown is never sent again.

use journal::{Event, Evidence, JournalError, NewOperation, State};
use jump::{Id, Jump, TransactionCreate};
use transport::{CallError, Cause, Outcome};

use super::{
    plans::{code_name, sha256},
    trial::{has_defect, reached},
    types::OperationId,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode},
};

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
    /// Takes a waiting operation through intent, sending and outcome. It is never sent twice, whoever carries it and
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
        let event = self.send(connection, id, &ready).await;
        let written = self.conclude(connection, id, event).await;
        drop(under_way);
        reached!(self, AfterOutcome, id);
        if !written {
            // It stands as unknown now.
            self.tell_operation(connection, id);
        }
        let carried = self.stands(connection, id);
        if carried == Carried::Stands(State::Unknown) {
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
        let jump = self.jump_for_writing(connection).await;
        let jump = jump.map_err(Carried::Waits)?;
        if self.clients_forgotten() != settings {
            let expired = DeskError::new(DeskErrorCode::ReviewExpired);
            return Err(Carried::Waits(expired));
        }
        match rebuilt(&operation.new) {
            Some((driver, create)) => Ok(Ready {
                jump,
                driver,
                create,
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
        let mut sent = ready.send().await;
        if has_defect!(self, RepeatOnTimeout) && sent.as_ref().is_err_and(is_unclear) {
            sent = ready.send().await;
        }
        if has_defect!(self, NewReferenceOnRepeat) && sent.as_ref().is_err_and(is_unclear) {
            let mut other = ready.create.clone();
            other.message = super::reference::marked("", &self.new_reference(connection));
            sent = ready.jump.create_transaction(ready.driver, &other).await;
        }
        reached!(self, AfterSend, id);
        let event = outcome(sent, &ready.new.reference);
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
            event => event,
        }
    }

    /// Writes the outcome down; one that cannot be written now is written as soon as that can be done.
    async fn conclude(&self, connection: &ConnectionId, id: &OperationId, event: Event) -> bool {
        if has_defect!(self, NoIntentBeforeSend) {
            let body_sha256 = String::new();
            let late = Event::Intent { body_sha256 };
            // A planted defect: its failure is as good as any.
            let _ = self.record(connection, id, late).await;
        }
        let written = self.record(connection, id, event.clone()).await;
        if let Err(error) = &written {
            tracing::error!(%error, operation = %id.0, "the outcome was not recorded");
            self.remember_unwritten(connection, id, vec![event]);
        }
        written.is_ok()
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
    jump: Jump,
    driver: Id,
    create: TransactionCreate,
    settings: u64,
    new: NewOperation,
}

impl Ready {
    async fn send(&self) -> Result<(), CallError> {
        self.jump
            .create_transaction(self.driver, &self.create)
            .await
    }
}

/// The request that the record tells of; `None` unless exactly its bytes would leave.
fn rebuilt(new: &NewOperation) -> Option<(Id, TransactionCreate)> {
    let driver: Id = new.driver_id.parse().ok()?;
    let create: TransactionCreate = serde_json::from_str(&new.body).ok()?;
    let leaves = create.body().to_string();
    (leaves == new.body).then_some((driver, create))
}

fn is_unclear(error: &CallError) -> bool {
    matches!(error.outcome, Outcome::MaybeSent | Outcome::Unreadable)
}

fn outcome(sent: Result<(), CallError>, reference: &str) -> Event {
    let Err(error) = sent else {
        return Event::Accepted {
            evidence: Evidence {
                source: "answer".to_owned(),
                sought: reference.to_owned(),
                ..Evidence::default()
            },
        };
    };
    let trace_id = (!error.trace_id.is_empty()).then(|| error.trace_id.clone());
    match error.outcome {
        Outcome::NotSent => Event::NotSent {
            code: code_name(DeskError::from(error).code),
            trace_id,
        },
        Outcome::Rejected => {
            let answer = told_by_service(&error);
            Event::Rejected {
                code: code_name(DeskError::from(error).code),
                answer,
                trace_id,
            }
        }
        Outcome::MaybeSent | Outcome::Unreadable => Event::Unknown {
            why: why_unknown(&error).to_owned(),
            answer: told_by_service(&error),
            trace_id,
        },
    }
}

/// `timeout`, `reset`, `rate_limited`, `server`, `redirect`, `answer`.
const fn why_unknown(error: &CallError) -> &'static str {
    match error.cause {
        Cause::Timeout => "timeout",
        Cause::Offline | Cause::Reset | Cause::Tls | Cause::Proxy => "reset",
        Cause::RateLimited => "rate_limited",
        Cause::Server => "server",
        Cause::Redirect => "redirect",
        _ => "answer",
    }
}

/// `422 Недостаточно средств на балансе.`: the status and the service's words, as far as there are some.
fn told_by_service(error: &CallError) -> String {
    let mut words: Vec<String> = error.status.iter().map(ToString::to_string).collect();
    if let Some(vendor) = &error.vendor {
        let titles = [&vendor.detail, &vendor.title];
        words.extend(titles.into_iter().flatten().take(1).cloned());
        let fields = vendor.fields.iter().flat_map(|field| &field.messages);
        for message in fields {
            if !words.contains(message) {
                words.push(message.clone());
            }
        }
    }
    words.join(" ")
}
