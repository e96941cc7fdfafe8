//! The run of a confirmed register: row by row, each once, through the journal. A person pauses it, resumes it and cancels
//! what waits; what nobody can answer for pauses it by itself. It goes on when nobody looks, and after a restart at the
//! first row that waits.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use journal::{Event, JournalError, RegisterEvent, RegisterState, State};

use super::{
    payout::{Content, Payout, Stop},
    plan::HOLD,
    rounds::Rounds,
    types::{PauseReason, PayoutId, PayoutPhase, PayoutView},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::{Carried, code_name, has_defect, journal_error, types::OperationId},
};

/// So many unknown outcomes in a row are no accident.
const MOST_UNKNOWN: u32 = 3;

/// A row that waits.
pub(super) struct Next {
    pub row: u32,
    pub operation: OperationId,
}

/// How the run came to its end.
pub(super) enum End {
    /// Nothing waits any more.
    Over,
    Stopped(Stop),
    /// What still waits does so for earlier operations of the same drivers.
    Postponed,
}

impl Desk {
    /// Carries the register out when its hold is over, unless it is taken back.
    pub(super) fn hold_and_run(&self, payout: &Arc<Payout>, settings: u64) {
        let (desk, payout) = (self.clone(), payout.clone());
        tokio::spawn(async move {
            let hold = {
                let content = payout.content.lock();
                content
                    .confirmed
                    .as_ref()
                    .map(|confirmed| confirmed.hold.clone())
            };
            let in_time = match hold {
                Some(hold) => tokio::select! {
                    biased;
                    () = hold.cancelled() => true,
                    in_time = desk.held(HOLD) => in_time,
                },
                None => true,
            };
            if !in_time {
                let stopped = payout.stops(Stop::Pause(PauseReason::Late));
                if matches!(stopped, Ok(Some(PayoutPhase::Holding))) {
                    desk.pause_run(&payout, PauseReason::Late).await;
                    desk.tell_payout(&payout);
                }
            } else if payout.begins(&[PayoutPhase::Holding]) {
                desk.tell_payout(&payout);
                desk.run_payout(&payout, settings).await;
            }
        });
    }

    async fn run_payout(&self, payout: &Arc<Payout>, settings: u64) {
        let mut waiting = self.waiting_rows(payout);
        {
            let done = self.standing_of(payout).len().saturating_sub(waiting.len());
            let mut content = payout.content.lock();
            if let Some(confirmed) = &mut content.confirmed {
                confirmed.began = Some((self.now(), super::control::narrow(done)));
            }
        }
        let end = self.run_rows(payout, &mut waiting, settings).await;
        self.end_run(payout, end).await;
    }

    /// Rows of unsettled drivers wait until all others are through, and are then tried once more.
    async fn run_rows(&self, payout: &Payout, waiting: &mut VecDeque<Next>, settings: u64) -> End {
        let mut unknown = 0;
        let mut postponed: VecDeque<Next> = VecDeque::new();
        let mut rounds = Rounds::default();
        loop {
            let Some(next) = waiting.pop_front() else {
                if let Some(end) = self.end_of_round(payout, &postponed, &mut rounds).await {
                    return end;
                }
                waiting.append(&mut postponed);
                continue;
            };
            if let Some(stop) = payout.enters(next.row) {
                return End::Stopped(stop);
            }
            let carried = self
                .carry_operation(&payout.connection, &next.operation, settings)
                .await;
            payout.leaves();
            rounds.moved |= matches!(carried, Carried::Stands(_));
            let stop = match carried {
                // A clear answer, if not the last word.
                Carried::Stands(State::Unknown) if self.is_taken(payout, &next.operation) => {
                    unknown = 0;
                    None
                }
                Carried::Stands(State::Unknown) => {
                    unknown += 1;
                    (unknown >= MOST_UNKNOWN).then_some(PauseReason::ManyUnknown)
                }
                Carried::Stands(State::NotSent) => Some(PauseReason::NotSent),
                // Carrying it failed before anything was written.
                Carried::Stands(State::Waiting) => Some(PauseReason::Journal),
                Carried::Stands(_) => {
                    unknown = 0;
                    None
                }
                Carried::Waits(error) if error.code == DeskErrorCode::DriverUnsettled => {
                    payout.postpones(next.row, &error);
                    postponed.push_back(next);
                    None
                }
                Carried::Waits(error) if error.code == DeskErrorCode::MoneyClosed => {
                    Some(PauseReason::Journal)
                }
                Carried::Waits(_) => Some(PauseReason::NotSent),
            };
            self.tell_payout_progress(payout);
            if let Some(reason) = stop {
                return match self.waiting_rows(payout).is_empty() {
                    true => End::Over,
                    false => End::Stopped(Stop::Pause(reason)),
                };
            }
        }
    }

    async fn end_run(&self, payout: &Arc<Payout>, end: End) {
        match end {
            End::Over => self.finish_run(payout).await,
            End::Stopped(Stop::Pause(reason)) => self.pause_or_cancel(payout, reason).await,
            End::Postponed => self.pause_or_cancel(payout, PauseReason::Unsettled).await,
            End::Stopped(Stop::Cancel) => self.cancel_run(payout).await,
        }
        self.tell_payout(payout);
    }

    /// The run pauses by itself or by a person, unless somebody cancelled the rest meanwhile.
    async fn pause_or_cancel(&self, payout: &Payout, reason: PauseReason) {
        if payout.is_cancelled() {
            return self.cancel_run(payout).await;
        }
        self.record_pause(payout, reason).await;
        // It may have come while the pause was written down.
        if payout.pauses(reason) {
            self.cancel_run(payout).await;
        }
    }

    async fn cancel_run(&self, payout: &Payout) {
        if self.cancel_waiting(payout).await.is_err() {
            self.pause_run(payout, PauseReason::Journal).await;
        }
    }

    async fn finish_run(&self, payout: &Payout) {
        self.record_of_register(&payout.connection, &payout.id, RegisterEvent::Finished)
            .await;
        payout.ends(PayoutPhase::Finished, None);
    }

    async fn pause_run(&self, payout: &Payout, reason: PauseReason) {
        self.record_pause(payout, reason).await;
        payout.ends(PayoutPhase::Paused, Some(reason));
    }

    async fn record_pause(&self, payout: &Payout, reason: PauseReason) {
        let why = code_name(reason);
        self.record_of_register(
            &payout.connection,
            &payout.id,
            RegisterEvent::Paused { why },
        )
        .await;
    }

    /// What the register as a whole did is for the record only: that it cannot be written stops nothing.
    pub(super) async fn record_of_register(
        &self,
        connection: &ConnectionId,
        id: &PayoutId,
        event: RegisterEvent,
    ) {
        let name = id.0.clone();
        let written = self
            .in_journal(connection, move |journal| {
                journal.append_to_register(&name, &event)
            })
            .await;
        if let Err(error) = written {
            tracing::warn!(%error, register = %id.0, "an event of a register was not recorded");
        }
        self.tell_journal(connection);
    }

    fn waiting_rows(&self, payout: &Payout) -> VecDeque<Next> {
        let standing = self.standing_of(payout);
        let waiting = standing
            .iter()
            .filter(|(_, state)| *state == State::Waiting);
        let mut waiting: VecDeque<Next> = waiting
            .map(|(operation, _)| Next {
                row: operation.new.register.as_ref().map_or(0, |(_, row)| *row),
                operation: OperationId(operation.new.id.clone()),
            })
            .collect();
        if has_defect!(self, ResumesAtWrongRow) && waiting.len() < standing.len() {
            waiting.pop_front();
        }
        waiting
    }

    /// Cancels a register in its hold, or what still waits in one that is under way: after the operation of this moment.
    /// One in which nothing waits is answered as it stands.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` before the confirmation; `MoneyClosed` when it cannot be written down; nothing more is
    /// sent all the same.
    pub async fn cancel_payout(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        match payout.stops(Stop::Cancel)? {
            // The run does it when the operation under way is over.
            Some(PayoutPhase::Running) => {}
            Some(_) => {
                let cancelled = self.cancel_waiting(&payout).await;
                if let Err(error) = cancelled {
                    payout.ends(PayoutPhase::Paused, Some(PauseReason::Journal));
                    self.tell_payout(&payout);
                    return Err(journal_error(error));
                }
            }
            None => return Ok(self.payout_view(&payout)),
        }
        self.tell_payout(&payout);
        Ok(self.payout_view(&payout))
    }

    /// All that wait, in one commit.
    async fn cancel_waiting(&self, payout: &Payout) -> Result<(), JournalError> {
        let id = payout.id.0.clone();
        let cancelled = self.in_journal(&payout.connection, move |journal| {
            let operations = journal.register_operations(&id);
            let waiting = operations.iter().filter(|one| one.state == State::Waiting);
            let why = || "person".to_owned();
            let events: Vec<_> = waiting
                .map(|one| (one.new.id.clone(), Event::Cancelled { why: why() }))
                .collect();
            let register = RegisterEvent::Cancelled { why: why() };
            let running = journal.register(&id).is_some_and(|one| {
                matches!(one.state, RegisterState::Running | RegisterState::Paused)
            });
            match running {
                true => journal.end_register(&id, &register, &events).map(drop),
                false => journal.append_all(&events),
            }
        });
        cancelled.await?;
        let standing = self.standing_of(payout);
        let nothing_left = standing.iter().all(|(_, state)| *state == State::Cancelled);
        let phase = match nothing_left {
            true => PayoutPhase::Cancelled,
            false => PayoutPhase::Finished,
        };
        payout.ends(phase, None);
        self.tell_journal(&payout.connection);
        Ok(())
    }

    /// Stops after the operation under way; in its hold at once.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` before the confirmation.
    pub async fn pause_payout(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let reason = PauseReason::Person;
        if payout.stops(Stop::Pause(reason))? == Some(PayoutPhase::Holding) {
            self.pause_run(&payout, reason).await;
            self.tell_payout(&payout);
        }
        Ok(self.payout_view(&payout))
    }

    /// Goes on with the first row that waits.
    ///
    /// # Errors
    /// `NoRegister`; `RegisterBusy` before the confirmation; `ReadOnly`; `MoneyClosed`; those of the key.
    pub async fn resume_payout(&self, id: &PayoutId) -> DeskResult<PayoutView> {
        let payout = self.payout(id)?;
        let way = payout.settings().way;
        self.park_for_writing(&payout.connection, &way).await?;
        self.money_open(&payout.connection)?;
        let settings = self.clients_forgotten();
        if !payout.is_confirmed() {
            return Err(DeskError::new(DeskErrorCode::RegisterBusy));
        }
        if !payout.begins(&[PayoutPhase::Paused]) {
            return Ok(self.payout_view(&payout));
        }
        if let Err(error) = self.record_resumed(&payout).await {
            payout.ends(PayoutPhase::Paused, Some(PauseReason::Journal));
            self.tell_payout(&payout);
            return Err(journal_error(error));
        }
        self.tell_payout(&payout);
        self.tell_journal(&payout.connection);
        let (desk, running) = (self.clone(), payout.clone());
        tokio::spawn(async move { desk.run_payout(&running, settings).await });
        Ok(self.payout_view(&payout))
    }

    /// A register whose pause could not be written is paused in the record first.
    async fn record_resumed(&self, payout: &Payout) -> Result<(), JournalError> {
        let id = payout.id.0.clone();
        let resumed = self.in_journal(&payout.connection, move |journal| {
            let state = journal.register(&id).map(|register| register.state);
            if state == Some(RegisterState::Running) {
                let why = "unrecorded".to_owned();
                journal.append_to_register(&id, &RegisterEvent::Paused { why })?;
            }
            journal.append_to_register(&id, &RegisterEvent::Resumed)
        });
        resumed.await.map(drop)
    }
}

// What is under way.
impl Payout {
    fn is_confirmed(&self) -> bool {
        self.content.lock().confirmed.is_some()
    }

    /// The run begins or goes on; false when the register is in none of these phases.
    fn begins(&self, from: &[PayoutPhase]) -> bool {
        let mut content = self.content.lock();
        let settling = content.confirmed.as_ref().is_some_and(|one| one.settling);
        let fits = from.contains(&content.phase) && !settling;
        if let Some(confirmed) = content.confirmed.as_mut().filter(|_| fits) {
            confirmed.stop = None;
            confirmed.pause_reason = None;
            confirmed.hold_until = None;
            confirmed.postponed = BTreeMap::new();
            content.phase = PayoutPhase::Running;
            content.changed();
        }
        fits
    }

    /// The next row begins, unless somebody stopped the run.
    fn enters(&self, row: u32) -> Option<Stop> {
        let mut content = self.content.lock();
        let confirmed = content.confirmed.as_mut()?;
        if confirmed.stop.is_none() {
            confirmed.current = Some(row);
            confirmed.postponed.remove(&row);
        }
        confirmed.stop
    }

    /// What the run was asked to do when it is between two rows.
    pub(super) fn stop(&self) -> Option<Stop> {
        self.content.lock().confirmed.as_ref()?.stop
    }

    fn leaves(&self) {
        let mut content = self.content.lock();
        if let Some(confirmed) = &mut content.confirmed {
            confirmed.current = None;
        }
        content.changed();
    }

    fn postpones(&self, row: u32, error: &DeskError) {
        let references = error.params.get("references");
        let first = references.and_then(|all| all.split(',').next());
        let mut content = self.content.lock();
        if let Some(confirmed) = &mut content.confirmed {
            let reference = first.unwrap_or_default().to_owned();
            confirmed.postponed.insert(row, reference);
        }
        content.changed();
    }

    /// Asks the run to stop. Answers the phase that it stops in; none when nothing waits any more or it stands already.
    fn stops(&self, stop: Stop) -> DeskResult<Option<PayoutPhase>> {
        let mut content = self.content.lock();
        let phase = content.phase;
        let Some(confirmed) = &mut content.confirmed else {
            return Err(DeskError::new(DeskErrorCode::RegisterBusy));
        };
        match (phase, stop) {
            _ if confirmed.settling => return Ok(None),
            (PayoutPhase::Holding, _) => {
                confirmed.settling = true;
                confirmed.hold.cancel();
                confirmed.hold_until = None;
                // From here on the hold's end begins nothing.
                content.phase = PayoutPhase::Paused;
            }
            (PayoutPhase::Running, _) if confirmed.stop != Some(Stop::Cancel) => {
                confirmed.stop = Some(stop);
            }
            (PayoutPhase::Paused, Stop::Cancel) => confirmed.settling = true,
            _ => return Ok(None),
        }
        content.changed();
        Ok(Some(phase))
    }

    fn is_cancelled(&self) -> bool {
        let content = self.content.lock();
        let confirmed = content.confirmed.as_ref();
        confirmed.is_some_and(|confirmed| confirmed.stop == Some(Stop::Cancel))
    }

    /// Pauses, unless the rest was cancelled: answers whether it was.
    fn pauses(&self, reason: PauseReason) -> bool {
        let mut content = self.content.lock();
        let cancelled = content
            .confirmed
            .as_ref()
            .is_some_and(|confirmed| confirmed.stop == Some(Stop::Cancel));
        if !cancelled {
            content.end(PayoutPhase::Paused, Some(reason));
        }
        cancelled
    }

    fn ends(&self, phase: PayoutPhase, reason: Option<PauseReason>) {
        self.content.lock().end(phase, reason);
    }
}

impl Content {
    /// Nothing is under way any more.
    fn end(&mut self, phase: PayoutPhase, reason: Option<PauseReason>) {
        self.phase = phase;
        if let Some(confirmed) = &mut self.confirmed {
            confirmed.pause_reason = reason;
            confirmed.stop = None;
            confirmed.settling = false;
            confirmed.current = None;
            confirmed.hold_until = None;
            confirmed.began = None;
        }
        self.changed();
    }
}
