//! A plan that a person confirmed: written down, held for a while in which it can be taken back, then carried out.

use std::{collections::BTreeSet, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use jiff::Timestamp;
use journal::{Confirmation, Event, JournalError, NewOperation, Service, State};
use money::Amount;
use tokio_util::sync::CancellationToken;

use super::{
    carry::Carried,
    ledger::journal_error,
    plans::{Asked, LIFETIME, Plan, PlanOf, code_name},
    state::Hold,
    trial::reached,
    types::{OperationId, OperationView, PlanHash, WarningCode},
    views::BY_PERSON,
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// How long a single operation can be taken back.
pub(super) const HOLD: Duration = Duration::from_secs(5);

impl Desk {
    /// As [`Desk::confirm_operation`], for a command that carries out only what was planned for it: the page cannot send to
    /// one service what was shown for another.
    ///
    /// # Errors
    /// The same; `InvalidInput` naming `plan` (`another_operation`). The plan stays good then.
    pub async fn confirm_plan_of(
        &self,
        connection: &ConnectionId,
        by: PlanOf,
        plan: &PlanHash,
        agreed: Vec<WarningCode>,
    ) -> DeskResult<OperationView> {
        self.confirm(connection, Some(by), plan, agreed).await
    }

    /// Carries out a plan, once, of whichever service: writes it down and holds it; the sending follows by itself.
    ///
    /// # Errors
    /// `ReadOnly`; `ReviewExpired` for a plan that is unknown, used, older than five minutes, of other settings, whose
    /// operation was sent again meanwhile, or with which a limit would be passed that it did not warn of;
    /// `InvalidInput` naming `agreed` unless exactly the plan's warnings were agreed to; `MoneyClosed`;
    /// `DriverUnsettled`. A plan that was refused stays good while it lasts; nothing is written or sent then.
    pub async fn confirm_operation(
        &self,
        connection: &ConnectionId,
        plan: &PlanHash,
        agreed: Vec<WarningCode>,
    ) -> DeskResult<OperationView> {
        self.confirm(connection, None, plan, agreed).await
    }

    async fn confirm(
        &self,
        connection: &ConnectionId,
        by: Option<PlanOf>,
        plan: &PlanHash,
        agreed: Vec<WarningCode>,
    ) -> DeskResult<OperationView> {
        if self.0.connections.record(connection)?.read_only {
            return Err(DeskError::new(DeskErrorCode::ReadOnly));
        }
        let agreed: BTreeSet<WarningCode> = agreed.into_iter().collect();
        let asked = Asked {
            hash: plan,
            connection,
            settings: self.clients_forgotten(),
            now: self.now(),
            agreed: &agreed,
            by,
        };
        let plans = &self.0.operations.plans;
        let operation = plans.check(&asked)?;
        // A missing key is told now, not when the hold is over.
        match operation.service {
            Service::Jump => drop(self.jump(connection).await?),
            Service::Yandex => drop(self.fleet(connection).await?),
        }
        self.money_open(connection)?;
        self.settled_but_for(connection, &operation.driver_id, None)?;
        let _last_look = self.0.operations.last_look.lock().await;
        if !self.is_first_repeat(connection, &operation)
            || self.is_above_unagreed(connection, &operation, &agreed)
        {
            return Err(DeskError::new(DeskErrorCode::ReviewExpired));
        }
        // Taken before it is written: two confirmations at once must not both write.
        let plan = plans.take(&asked)?;
        let id = OperationId(plan.operation.id.clone());
        let cancel = self.begin_hold(&id);
        if let Err(error) = self.write_confirmed(connection, &plan).await {
            self.0.operations.holds.lock().remove(&id.0);
            plans.give_back(plan);
            self.tell_journal(connection);
            return Err(journal_error(error));
        }
        let until = self.now().saturating_add(HOLD).unwrap_or(Timestamp::MAX);
        self.0.operations.date_hold(&id, Some(until));
        self.tell_operation(connection, &id);
        let view = self.viewed(connection, &id);
        let (desk, connection) = (self.clone(), connection.clone());
        tokio::spawn(async move {
            let left = Duration::try_from(until.duration_since(desk.now()));
            let held = desk.held(left.unwrap_or_default());
            desk.hold_and_carry(&connection, &id, plan.settings, (held, cancel))
                .await;
        });
        view
    }

    /// Another operation was confirmed since the plan was made, or a limit was set, and with this one it is passed: nobody
    /// agreed to that.
    fn is_above_unagreed(
        &self,
        connection: &ConnectionId,
        operation: &NewOperation,
        agreed: &BTreeSet<WarningCode>,
    ) -> bool {
        let above = self.above_limits(connection, Amount::new(operation.amount));
        above.iter().any(|one| !agreed.contains(&one.code))
    }

    /// True when the hold is over; false when it ended so late, because the computer slept meanwhile, that nobody expects
    /// the sending any more.
    pub(crate) fn held(&self, left: Duration) -> BoxFuture<'static, bool> {
        let clock = self.0.parts.clock.clone();
        let (begun, over) = (clock.now(), clock.sleep(left));
        async move {
            over.await;
            let took = Duration::try_from(clock.now().duration_since(begun));
            took.unwrap_or_default() <= left + LIFETIME
        }
        .boxed()
    }

    async fn write_confirmed(
        &self,
        connection: &ConnectionId,
        plan: &Plan,
    ) -> Result<(), JournalError> {
        let confirmation = Confirmation {
            plan: plan.hash.0.clone(),
            agreed: plan.warnings.iter().map(code_name).collect(),
        };
        let operation = plan.operation.clone();
        self.in_journal(connection, move |journal| {
            journal.confirm(None, std::slice::from_ref(&operation), &confirmation)
        })
        .await
    }

    /// Before it is in the journal: what is found there without a hold was left behind by another run.
    fn begin_hold(&self, id: &OperationId) -> CancellationToken {
        let cancel = CancellationToken::new();
        let hold = Hold {
            until: None,
            cancel: cancel.clone(),
        };
        self.0.operations.holds.lock().insert(id.0.clone(), hold);
        cancel
    }

    async fn hold_and_carry(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        settings: u64,
        (held, cancel): (BoxFuture<'static, bool>, CancellationToken),
    ) {
        reached!(self, Confirmed, id);
        let in_time = tokio::select! {
            biased;
            () = cancel.cancelled() => true,
            in_time = held => in_time,
        };
        self.0.operations.date_hold(id, None);
        if !cancel.is_cancelled() {
            match in_time {
                true => self.carry_held(connection, id, settings).await,
                false => {
                    self.give_up(connection, id, DeskErrorCode::ReviewExpired)
                        .await
                }
            }
        }
        self.0.operations.holds.lock().remove(&id.0);
    }

    async fn carry_held(&self, connection: &ConnectionId, id: &OperationId, settings: u64) {
        match self.carry_operation(connection, id, settings).await {
            Carried::Waits(error) => self.give_up(connection, id, error.code).await,
            // Carrying it failed before anything was written.
            Carried::Stands(State::Waiting) => {
                self.give_up(connection, id, DeskErrorCode::Internal).await;
            }
            Carried::Stands(_) => {}
        }
    }

    /// Nobody comes back to a single operation: it must not leave at a moment that nobody expects.
    async fn give_up(&self, connection: &ConnectionId, id: &OperationId, code: DeskErrorCode) {
        let why = code_name(code);
        if let Err(error) = self.take_back(connection, id, &why).await {
            // Should an intent be on the disk that the journal said it did not write: nothing followed it.
            let trace_id = None;
            let not_sent = Event::NotSent {
                code: why,
                trace_id,
            };
            self.remember_unwritten(connection, id, vec![not_sent]);
            tracing::warn!(%error, operation = %id.0, "an operation that was not sent was not cancelled");
        }
    }

    /// Cancels an operation in its hold: nothing has left. One that is past it is answered as it stands.
    ///
    /// # Errors
    /// `NotFound`, also for a row of a register; `MoneyClosed` when it cannot be written down: it is not sent all the same.
    pub async fn cancel_operation(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> DeskResult<OperationView> {
        let connection = &self.connection_of(connection, id)?;
        let operation = self.operation(connection, id)?;
        if operation.new.register.is_some() {
            return Err(DeskError::new(DeskErrorCode::NotFound));
        }
        if operation.state == State::Waiting {
            if let Some(hold) = self.0.operations.holds.lock().get(&id.0) {
                hold.cancel.cancel();
            }
            let taken_back = self.take_back(connection, id, BY_PERSON).await;
            taken_back.map_err(journal_error)?;
        }
        self.viewed(connection, id)
    }

    /// Writes down that nothing was sent. That it was sent meanwhile is no error.
    async fn take_back(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
        why: &str,
    ) -> Result<(), JournalError> {
        let cancelled = Event::Cancelled {
            why: why.to_owned(),
        };
        let written = self.record(connection, id, cancelled.clone()).await;
        match written {
            Ok(()) | Err(JournalError::IllegalStep { .. }) => Ok(()),
            Err(error) => {
                self.remember_unwritten(connection, id, vec![cancelled]);
                // It was told as waiting when the writing failed.
                self.tell_operation(connection, id);
                Err(error)
            }
        }
    }
}
