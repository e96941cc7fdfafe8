//! Operations as the screen sees them, and telling it when one changes.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, tz::TimeZone};
use journal::{Entry, EntryEvent, Event, Evidence, Operation, State};
use money::Amount;

use super::{
    plans::code_name,
    reconcile::checks_of,
    types::{CancelledBy, HistoryKind, HistoryLine, OperationAction, OperationId, OperationView},
};
use crate::{
    Desk, DeskEvent, connections::types::ConnectionId, payouts::types::PayoutId, time::iso,
};

impl Desk {
    /// An operation as the screen sees it.
    pub(crate) fn operation_view(&self, operation: &Operation) -> OperationView {
        let new = &operation.new;
        let state = self.standing(operation);
        let (next_check_at, checking) = self.looks_of(&new.id);
        let hold_until = self.hold_until(operation, state);
        let taken_back = self.taken_back(operation);
        let last = taken_back.as_ref().or(operation.last.as_deref());
        OperationView {
            id: OperationId(new.id.clone()),
            reference: new.reference.clone(),
            connection: ConnectionId(new.connection.clone()),
            connection_name: new.connection_name.clone(),
            service: new.service,
            kind: new.kind,
            creates_payment: new.creates_payment,
            include_commission: new.include_commission,
            driver_id: new.driver_id.clone(),
            driver: new.driver.clone(),
            balance: new.balance.clone(),
            target: new.target.clone(),
            amount: Amount::new(new.amount),
            message: new.message.clone(),
            requisite: new.requisite.clone(),
            state,
            payout: new.register.as_ref().map(|(id, _)| PayoutId(id.clone())),
            row: new.register.as_ref().map(|(_, row)| *row),
            repeats: new.repeats.clone().map(OperationId),
            confirmed_at: operation.confirmed_at.clone(),
            changed_at: operation.changed_at.clone(),
            who: operation.who.clone(),
            reason: reason(last),
            cancelled: cancelled(last),
            actions: self.actions(operation, hold_until.is_some()),
            hold_until,
            checks: operation.checks,
            checks_planned: u32::try_from(checks_of(operation).len()).unwrap_or(u32::MAX),
            next_check_at,
            remote: operation.remote.as_deref().cloned(),
            checking,
        }
    }

    fn actions(&self, operation: &Operation, in_hold: bool) -> Vec<OperationAction> {
        match self.standing(operation) {
            State::Waiting if in_hold => vec![OperationAction::Cancel],
            // What may leave once more is not a person's to judge yet.
            State::Unknown if self.is_being_sent(&operation.new.id) => vec![OperationAction::Check],
            State::Unknown => vec![OperationAction::Check, OperationAction::Close],
            State::Closed(_) if self.may_be_repeated(operation) => {
                vec![OperationAction::SendAgain]
            }
            _ => Vec::new(),
        }
    }

    fn hold_until(&self, operation: &Operation, state: State) -> Option<String> {
        let holds = self.0.operations.holds.lock();
        let hold = holds.get(&operation.new.id)?;
        let until = hold.until.filter(|_| state == State::Waiting)?;
        Some(iso(until, &self.zone()))
    }

    fn looks_of(&self, id: &str) -> (Option<String>, bool) {
        let watched = self.0.operations.watched.lock();
        let Some(watched) = watched.get(id) else {
            return (None, false);
        };
        let next = watched.next_at.map(|at| iso(at, &self.zone()));
        (next, watched.checking)
    }

    /// Tells the screen how an operation stands now, and the journal with it.
    pub(crate) fn tell_operation(&self, connection: &ConnectionId, id: &OperationId) {
        let telling = self.0.operations.telling.lock();
        if let Ok(operation) = self.operation(connection, id) {
            self.emit(DeskEvent::Operation(self.operation_view(&operation)));
        }
        drop(telling);
        self.tell_journal(connection);
    }

    /// The view of an operation that was known a moment ago.
    pub(super) fn viewed(
        &self,
        connection: &ConnectionId,
        id: &OperationId,
    ) -> crate::DeskResult<OperationView> {
        let operation: Arc<Operation> = self.operation(connection, id)?;
        Ok(self.operation_view(&operation))
    }
}

/// Codes that the journal has for what no error cancelled.
pub(super) const BY_PERSON: &str = "person";
pub(super) const BY_RESTART: &str = "restart";
pub(super) const BY_BODY: &str = "body";

fn cancelled(last: Option<&Event>) -> Option<CancelledBy> {
    match last {
        Some(Event::Cancelled { why }) => Some(cancelled_by(why)),
        _ => None,
    }
}

fn cancelled_by(why: &str) -> CancelledBy {
    match why {
        BY_PERSON => CancelledBy::Person,
        BY_RESTART => CancelledBy::Restart,
        BY_BODY => CancelledBy::Body,
        _ => CancelledBy::Refused,
    }
}

/// Why it was rejected or not sent.
fn reason(last: Option<&Event>) -> String {
    match last {
        Some(Event::Rejected { answer, code, .. }) if answer.is_empty() => code.clone(),
        Some(Event::Rejected { answer, .. }) => answer.clone(),
        Some(Event::Failed { answer, .. }) => answer.clone(),
        Some(Event::NotSent { code, .. }) => code.clone(),
        Some(Event::Cancelled { why }) if cancelled_by(why) == CancelledBy::Refused => why.clone(),
        _ => String::new(),
    }
}

/// What happened to an operation, as lines of its history.
pub(super) fn history_lines(entries: &[Entry]) -> Vec<HistoryLine> {
    entries.iter().filter_map(history_line).collect()
}

fn history_line(entry: &Entry) -> Option<HistoryLine> {
    let mut line = HistoryLine {
        number: u32::try_from(entry.seq).unwrap_or(u32::MAX),
        at: local(entry),
        who: entry.who.clone(),
        what: HistoryKind::Confirmed,
        params: BTreeMap::new(),
        evidence: None,
        trace_id: None,
        hash: entry.hash.clone(),
    };
    match &entry.event {
        EntryEvent::Confirmed(confirmation) => {
            line.put("plan", &confirmation.plan);
            line.put("agreed", &confirmation.agreed.join(","));
        }
        EntryEvent::Operation(event) => line.take(event),
        EntryEvent::Begun(_) | EntryEvent::Register(_) => return None,
    }
    Some(line)
}

impl HistoryLine {
    fn put(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.params.insert(key.to_owned(), value.to_owned());
        }
    }

    fn shows(&mut self, evidence: &Evidence) {
        self.trace_id.clone_from(&evidence.trace_id);
        self.evidence = Some(evidence.clone());
    }

    fn take(&mut self, event: &Event) {
        match event {
            Event::Intent { body_sha256 } => {
                self.what = HistoryKind::Intent;
                self.put("body_sha256", body_sha256);
            }
            Event::Cancelled { why } => {
                self.what = HistoryKind::Cancelled;
                self.put("why", why);
            }
            Event::Accepted { evidence } => {
                self.what = HistoryKind::Accepted;
                self.shows(evidence);
            }
            Event::Rejected {
                code,
                answer,
                trace_id,
            } => {
                self.what = HistoryKind::Rejected;
                self.put("code", code);
                self.put("answer", answer);
                self.trace_id.clone_from(trace_id);
            }
            Event::NotSent { code, trace_id } => {
                self.what = HistoryKind::NotSent;
                self.put("code", code);
                self.trace_id.clone_from(trace_id);
            }
            Event::Unknown {
                why,
                trace_id,
                answer,
            } => {
                self.what = HistoryKind::Unknown;
                self.put("why", why);
                self.put("answer", answer);
                self.trace_id.clone_from(trace_id);
            }
            Event::Pending { remote, trace_id } => {
                self.what = HistoryKind::Pending;
                self.put("id", &remote.id);
                self.put("status", &remote.status);
                self.trace_id.clone_from(trace_id);
            }
            Event::Repeated { number } => {
                self.what = HistoryKind::Repeated;
                self.put("number", &number.to_string());
            }
            Event::Failed { answer, evidence } => {
                self.what = HistoryKind::Failed;
                self.put("answer", answer);
                self.shows(evidence);
            }
            Event::Checked { number, evidence } => {
                self.what = HistoryKind::Checked;
                self.put("number", &number.to_string());
                self.shows(evidence);
            }
            Event::Closed { verdict, reason } => {
                self.what = HistoryKind::Closed;
                self.put("verdict", &code_name(verdict));
                self.put("reason", reason);
            }
        }
    }
}

/// When it was written, in the offset of the place where it was.
fn local(entry: &Entry) -> String {
    let written = || {
        let at: Timestamp = entry.at.parse().ok()?;
        // Any moment will do to read an offset from.
        let sample = format!("2000-01-01T00:00:00{}", entry.offset);
        let told = jiff::fmt::temporal::Pieces::parse(&sample).ok()?;
        let offset = told.to_numeric_offset()?;
        Some(iso(at, &TimeZone::fixed(offset)))
    };
    written().unwrap_or_else(|| entry.at.clone())
}
