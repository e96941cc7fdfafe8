//! Writing: what may be written is decided under the one lock, put on disk, and only then shown.

use std::{collections::HashMap, sync::Arc};

use parking_lot::MutexGuard;

use crate::{
    disk::Disk,
    events::{Event, RegisterEvent},
    index::Index,
    journal::Inner,
    mask::mask,
    records::Operation,
    states::{Standing, State},
    trouble::{JournalError, Trouble},
    write::{Batch, Subject},
};

/// The right to write, and what is known meanwhile: nobody else changes it.
pub struct Writing<'a> {
    pub journal: &'a Inner,
    pub disk: MutexGuard<'a, Disk>,
}

/// An event that may follow, and the place of its operation.
pub type StepOf = (usize, Event);

impl Writing<'_> {
    /// What is known, for the time of the writing.
    pub fn index<T>(&self, ask: impl FnOnce(&Index) -> T) -> T {
        ask(&self.journal.shown.read().index)
    }

    /// A commit that follows the newest event, made now.
    pub fn batch(&self) -> Batch {
        let ink = self.journal.ink();
        self.index(|index| Batch::after(index.newest, index.head, ink))
    }

    /// Seals events of operations, each checked against the state that those before it leave.
    pub fn prepare(&self, events: &[(&str, &Event)]) -> Result<(Batch, Vec<StepOf>), JournalError> {
        let mut batch = self.batch();
        let mut standings: HashMap<usize, Standing> = HashMap::new();
        let mut steps = Vec::with_capacity(events.len());
        for (id, event) in events {
            let found = self.index(|index| {
                let place = index.place(id)?;
                Some((place, index.at(place)?.standing()))
            });
            let (place, known) = found.ok_or_else(|| unknown(id))?;
            let standing = standings.entry(place).or_insert(known);
            let state = standing.state;
            *standing = standing
                .after(event.step())
                .ok_or_else(|| JournalError::IllegalStep {
                    operation: (*id).to_owned(),
                    state,
                    event: event.name(),
                })?;
            let event = masked(event);
            let subject = Subject {
                operation: Some(number(place)),
                register: None,
            };
            batch.event(subject, event.name(), details(&event)?);
            steps.push((place, event));
        }
        Ok((batch, steps))
    }

    /// The register's place, when the event may follow after these steps.
    pub fn register_step(
        &self,
        id: &str,
        event: &RegisterEvent,
        steps: &[StepOf],
    ) -> Result<usize, JournalError> {
        let unknown = || JournalError::UnknownRegister(id.to_owned());
        let ends = matches!(
            event,
            RegisterEvent::Cancelled { .. } | RegisterEvent::Finished
        );
        self.index(|index| {
            let place = index.register_place(id).ok_or_else(unknown)?;
            let state = index.register_at(place).ok_or_else(unknown)?.state;
            let moves = |row: usize| steps.iter().any(|(place, _)| *place == row);
            let waits = |row: usize| {
                let waiting = |operation: &Arc<Operation>| operation.state == State::Waiting;
                index.at(row).is_some_and(waiting) && !moves(row)
            };
            if state.after(event).is_none() || (ends && index.rows(place).any(waits)) {
                return Err(JournalError::IllegalRegisterStep {
                    register: id.to_owned(),
                    state,
                    event: event.name(),
                });
            }
            Ok(place)
        })
    }

    /// On disk on return. An error makes the journal read-only, unless the file was only busy.
    pub fn put(&mut self, batch: &Batch) -> Result<(), JournalError> {
        let connection = self.disk.connection().map_err(JournalError::ReadOnly)?;
        let Err(error) = batch.commit(connection) else {
            if let Some(newest) = batch.events.last() {
                self.disk.remember(newest.seq, newest.hash);
            }
            return Ok(());
        };
        if Trouble::of_sqlite(&error).is_none() {
            return Err(JournalError::Busy);
        }
        let trouble = self.disk.trouble(&error);
        self.journal.shown.write().trouble = Some(trouble.clone());
        Err(JournalError::ReadOnly(trouble))
    }

    /// Lets everybody see what was written: the steps, in the order of the commit's events, and a register's event at last.
    pub fn show(
        &self,
        batch: &Batch,
        steps: Vec<StepOf>,
        of_register: Option<(usize, RegisterEvent)>,
    ) {
        let mut shown = self.journal.shown.write();
        let count = steps.len();
        for (event, (place, step)) in steps.into_iter().enumerate() {
            if let Some(mark) = batch.mark(event) {
                shown.index.apply(place, step, mark);
            }
        }
        if let Some(((place, event), mark)) = of_register.zip(batch.mark(count)) {
            shown.index.apply_to_register(place, event, mark);
        }
        for sealed in &batch.events {
            shown.index.advance(sealed.seq, sealed.hash);
        }
    }

    /// As [`Writing::show`], for what was confirmed.
    pub fn show_confirmed(&self, batch: &Batch, add: impl FnOnce(&mut Index)) {
        let mut shown = self.journal.shown.write();
        add(&mut shown.index);
        for sealed in &batch.events {
            shown.index.advance(sealed.seq, sealed.hash);
        }
    }
}

/// The number on disk of what stands at a place.
pub fn number(place: usize) -> u32 {
    u32::try_from(place).map_or(u32::MAX, |place| place.saturating_add(1))
}

/// An event's details as they stand on disk.
pub fn details(event: &impl serde::Serialize) -> Result<String, JournalError> {
    serde_json::to_string(event).map_err(|error| {
        JournalError::ReadOnly(Trouble::Io {
            detail: error.to_string(),
        })
    })
}

fn unknown(id: &str) -> JournalError {
    JournalError::UnknownOperation(id.to_owned())
}

pub fn borrowed(events: &[(String, Event)]) -> Vec<(&str, &Event)> {
    events.iter().map(|(id, event)| (&**id, event)).collect()
}

/// No account or card number of the service's words is written down.
fn masked(event: &Event) -> Event {
    let mut event = event.clone();
    if let Event::Rejected { answer, .. }
    | Event::Unknown { answer, .. }
    | Event::Failed { answer, .. } = &mut event
    {
        *answer = mask(answer);
    }
    event
}
