//! The last calls with their trace ids, and what a support bundle holds: keys and types, never values.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use parking_lot::Mutex;
use serde::Serialize;
use specta::Type;
use transport::{CallRecord, Cause, Observer, Outcome};

use crate::{
    Desk, DeskEvent,
    connections::types::ConnectionId,
    events::{Events, HealthState, ServiceHealth},
    registers::Registers,
    time::{iso, zone},
};

/// One call as the diagnostics screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CallNote {
    pub at: String,
    pub connection: ConnectionId,
    pub service: String,
    pub operation: String,
    pub method: String,
    pub status: Option<u16>,
    /// Absent for a success.
    pub outcome: Option<Outcome>,
    pub cause: Option<Cause>,
    pub millis: u32,
    pub attempt: u32,
    pub trace_id: String,
    /// Keys and types of the answer's body, for answers that could not be used.
    pub shape: Option<String>,
}

/// How many calls are remembered: a day of errors, an hour of ordinary work.
const REMEMBERED: usize = 500;

/// The last calls of this run, newest last.
#[derive(Default)]
pub struct Calls {
    notes: Mutex<VecDeque<CallNote>>,
    /// By connection and service: one may be well while the other is not.
    failing_since: Mutex<HashMap<(ConnectionId, &'static str), String>>,
}

/// Writes each finished call down and tells the footer how the service is doing.
struct Watch {
    connection: ConnectionId,
    service: &'static str,
    calls: Arc<Calls>,
    events: Arc<dyn Events>,
    registers: Registers,
    zone: jiff::tz::TimeZone,
}

impl Watch {
    fn health(&self, state: HealthState, millis: u32) -> ServiceHealth {
        ServiceHealth {
            connection: self.connection.clone(),
            service: self.service.to_owned(),
            state,
            millis,
            waiting_until: None,
            since: self.calls.failing_since.lock().get(&self.place()).cloned(),
        }
    }

    fn place(&self) -> (ConnectionId, &'static str) {
        (self.connection.clone(), self.service)
    }
}

impl Observer for Watch {
    fn finished(&self, record: &CallRecord) {
        let note = note_of(&self.connection, record, &self.zone);
        let (millis, at) = (note.millis, note.at.clone());
        {
            let mut notes = self.calls.notes.lock();
            if notes.len() == REMEMBERED {
                notes.pop_front();
            }
            notes.push_back(note);
        }
        let state = state_of(record);
        {
            let mut failing = self.calls.failing_since.lock();
            match state {
                HealthState::Ok | HealthState::Waiting => failing.remove(&self.place()),
                _ => Some(failing.entry(self.place()).or_insert(at).clone()),
            };
        }
        self.events
            .emit(DeskEvent::Health(self.health(state, millis)));
    }

    fn waiting(&self, _operation: &'static str, until: jiff::Timestamp) {
        let mut health = self.health(HealthState::Waiting, 0);
        health.waiting_until = Some(iso(until, &self.zone));
        self.events.emit(DeskEvent::Health(health));
        self.registers
            .waiting(&self.connection, self.service, until);
    }
}

fn state_of(record: &CallRecord) -> HealthState {
    match record.cause {
        None => HealthState::Ok,
        Some(Cause::Offline | Cause::Timeout | Cause::Reset | Cause::Proxy | Cause::Tls) => {
            HealthState::Offline
        }
        Some(Cause::RateLimited) => HealthState::Waiting,
        Some(Cause::Server | Cause::NotJson | Cause::Redirect | Cause::Undecodable) => {
            HealthState::Failing
        }
        // A refusal is an answer: the service is well.
        Some(_) => HealthState::Ok,
    }
}

fn note_of(connection: &ConnectionId, record: &CallRecord, zone: &jiff::tz::TimeZone) -> CallNote {
    CallNote {
        at: iso(record.at, zone),
        connection: connection.clone(),
        service: record.service.to_owned(),
        operation: record.operation.to_owned(),
        method: record.method.to_string(),
        status: record.status,
        outcome: record.outcome,
        cause: record.cause,
        millis: u32::try_from(record.duration.as_millis()).unwrap_or(u32::MAX),
        attempt: record.attempt,
        trace_id: record.trace_id.clone(),
        shape: record.shape.clone(),
    }
}

/// What the user may hand to support. Holds no name, phone, account, key or body.
#[derive(Debug, Clone, Serialize)]
pub struct SupportBundle {
    pub program: String,
    pub system: String,
    pub made_at: String,
    pub connections: usize,
    pub calls: Vec<CallNote>,
}

impl Desk {
    /// Watches the calls to one service of a connection.
    pub(crate) fn observer(
        &self,
        connection: &ConnectionId,
        service: &'static str,
    ) -> Arc<dyn Observer> {
        Arc::new(Watch {
            connection: connection.clone(),
            service,
            calls: self.0.calls.clone(),
            events: self.0.parts.events.clone(),
            registers: self.0.registers.clone(),
            zone: zone(&self.ui_preferences().zone),
        })
    }

    /// The last calls, newest first; only those that went wrong when `errors_only`.
    pub fn recent_calls(&self, errors_only: bool) -> Vec<CallNote> {
        let notes = self.0.calls.notes.lock();
        let wanted = notes
            .iter()
            .rev()
            .filter(|note| !errors_only || note.cause.is_some());
        wanted.cloned().collect()
    }

    pub fn support_bundle(&self, program: String, system: String) -> SupportBundle {
        SupportBundle {
            program,
            system,
            made_at: self.now_iso(),
            connections: self.0.connections.records().len(),
            calls: self.recent_calls(false),
        }
    }
}
