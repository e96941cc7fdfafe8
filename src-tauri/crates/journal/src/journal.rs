//! The journal as the others see it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Zoned;
use parking_lot::{Mutex, RwLock};

use crate::{
    chain::hex,
    disk::Disk,
    events::{Entry, EntryEvent, Event, RegisterEvent},
    index::Index,
    load::entry,
    records::{Operation, Register, Who},
    schema::{CURRENT, Schema},
    trouble::{Condition, Facts, JournalError, Trouble},
    write::{Ink, Subject},
    writing::{Writing, borrowed, details, number},
};

/// Clock and person, from outside.
pub trait Stamp: Send + Sync + 'static {
    fn now(&self) -> Zoned;
    fn who(&self) -> Who;
}

/// The record of money. Clones are the same journal; the folder is held until the last one is dropped.
#[derive(Clone)]
pub struct Journal(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    stamp: Arc<dyn Stamp>,
    /// Held for a whole call that writes: one chain has one writer.
    disk: Mutex<Disk>,
    pub shown: RwLock<Shown>,
}

/// What can be asked without touching the disk.
pub(crate) struct Shown {
    pub index: Index,
    pub trouble: Option<Trouble>,
    checked_at: String,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_tuple("Journal")
            .field(&self.condition())
            .finish()
    }
}

impl Journal {
    /// Opens the journal of a folder, which is made when it is not there. Reads and checks all of it before anything is
    /// written. Never fails: what is wrong is the journal's condition.
    pub fn open(folder: &Path, stamp: Arc<dyn Stamp>) -> Self {
        Self::open_as(folder, stamp, CURRENT)
    }

    pub(crate) fn open_as(folder: &Path, stamp: Arc<dyn Stamp>, schema: Schema) -> Self {
        let journal = Self(Arc::new(Inner {
            stamp,
            disk: Mutex::new(Disk::new(folder.to_owned(), schema)),
            shown: RwLock::new(Shown {
                index: Index::default(),
                trouble: None,
                checked_at: String::new(),
            }),
        }));
        journal.retry();
        journal
    }

    /// Whether money may move, and what is wrong if not.
    pub fn condition(&self) -> Condition {
        let shown = self.0.shown.read();
        match &shown.trouble {
            Some(trouble) => Condition::ReadOnly(trouble.clone()),
            None => {
                let facts = shown.facts();
                Condition::Good {
                    events: facts.events,
                    operations: facts.operations,
                    head: facts.head,
                    checked_at: facts.checked_at,
                }
            }
        }
    }

    /// How much could be read, whatever the condition.
    pub fn facts(&self) -> Facts {
        self.0.shown.read().facts()
    }

    /// Opens again and checks everything anew: after space came back, or the other program ended.
    pub fn retry(&self) -> Condition {
        let mut disk = self.0.disk.lock();
        self.0.reopen(&mut disk);
        drop(disk);
        self.condition()
    }

    /// Sets a damaged journal aside (renamed, never deleted) and begins a new chain that carries the old head and the old
    /// file's new name. Answers where the old one is.
    ///
    /// # Errors
    /// [`JournalError::NotDamaged`] for any other condition; [`JournalError::ReadOnly`] when the files cannot be renamed or
    /// made.
    pub fn archive(&self) -> Result<PathBuf, JournalError> {
        let mut disk = self.0.disk.lock();
        let now = self.0.stamp.now();
        let aside = {
            let shown = self.0.shown.read();
            if !matches!(shown.trouble, Some(Trouble::Damaged { .. })) {
                return Err(JournalError::NotDamaged);
            }
            disk.set_aside(&shown.index, &self.0.ink(), &now)
        };
        self.0.reopen(&mut disk);
        aside.map_err(JournalError::ReadOnly)
    }

    /// Writes one event of an operation. Durable on return. Long numbers in an `answer` are masked first.
    ///
    /// # Errors
    /// [`JournalError::IllegalStep`] when it may not follow; any error: nothing is written.
    pub fn append(&self, operation: &str, event: &Event) -> Result<Entry, JournalError> {
        let mut writing = self.write()?;
        let events = [(operation, event)];
        let (batch, steps) = writing.prepare(&events)?;
        writing.put(&batch)?;
        let entry = steps
            .first()
            .zip(batch.events.first())
            .map(|(step, sealed)| {
                let event = EntryEvent::Operation(step.1.clone());
                batch.entry(sealed, event, Some(operation.to_owned()), None)
            });
        writing.show(&batch, steps, None);
        entry.ok_or_else(|| JournalError::UnknownOperation(operation.to_owned()))
    }

    /// Writes events of several operations in one commit: all of them or none. Nothing to write is no error.
    ///
    /// # Errors
    /// As [`Journal::append`], for the first that cannot be written.
    pub fn append_all(&self, events: &[(String, Event)]) -> Result<(), JournalError> {
        if events.is_empty() {
            return Ok(());
        }
        let events = borrowed(events);
        let mut writing = self.write()?;
        let (batch, steps) = writing.prepare(&events)?;
        writing.put(&batch)?;
        writing.show(&batch, steps, None);
        Ok(())
    }

    /// Writes an event of a register.
    ///
    /// # Errors
    /// [`JournalError::IllegalRegisterStep`] when it may not follow; a register with a row that waits is neither
    /// `Cancelled` nor `Finished` ([`Journal::end_register`] does both in one commit).
    pub fn append_to_register(
        &self,
        register: &str,
        event: &RegisterEvent,
    ) -> Result<Entry, JournalError> {
        self.end_register(register, event, &[])
    }

    /// Writes events of operations and then one of their register, in one commit: cancels the rows that wait and the
    /// register with them.
    ///
    /// # Errors
    /// As [`Journal::append_all`] and [`Journal::append_to_register`].
    pub fn end_register(
        &self,
        register: &str,
        event: &RegisterEvent,
        rows: &[(String, Event)],
    ) -> Result<Entry, JournalError> {
        let unknown = || JournalError::UnknownRegister(register.to_owned());
        let mut writing = self.write()?;
        let (mut batch, steps) = writing.prepare(&borrowed(rows))?;
        let place = writing.register_step(register, event, &steps)?;
        let subject = Subject {
            operation: None,
            register: Some(number(place)),
        };
        batch.event(subject, event.name(), details(event)?);
        writing.put(&batch)?;
        let entry = batch.events.last().map(|sealed| {
            let event = EntryEvent::Register(event.clone());
            batch.entry(sealed, event, None, Some(register.to_owned()))
        });
        writing.show(&batch, steps, Some((place, event.clone())));
        entry.ok_or_else(unknown)
    }

    pub fn operation(&self, id: &str) -> Option<Arc<Operation>> {
        self.0.shown.read().index.operation(id).cloned()
    }

    /// All operations in the order of recording, as they stand now.
    pub fn operations(&self) -> Arc<Vec<Arc<Operation>>> {
        self.0.shown.read().index.snapshot()
    }

    pub fn by_reference(&self, reference: &str) -> Option<Arc<Operation>> {
        self.0.shown.read().index.by_reference(reference).cloned()
    }

    pub fn register(&self, id: &str) -> Option<Arc<Register>> {
        let shown = self.0.shown.read();
        let place = shown.index.register_place(id)?;
        shown.index.register_at(place).cloned()
    }

    /// In the order of recording.
    pub fn registers(&self) -> Vec<Arc<Register>> {
        self.0.shown.read().index.registers().cloned().collect()
    }

    /// A register's operations by row; empty for an unknown register.
    pub fn register_operations(&self, id: &str) -> Vec<Arc<Operation>> {
        let shown = self.0.shown.read();
        let Some(place) = shown.index.register_place(id) else {
            return Vec::new();
        };
        let rows = shown.index.rows(place);
        rows.filter_map(|row| shown.index.at(row).cloned())
            .collect()
    }

    /// Everything written about an operation, oldest first, read from disk.
    ///
    /// # Errors
    /// [`JournalError::UnknownOperation`]; [`JournalError::ReadOnly`] when the file cannot be read (its condition stays).
    pub fn history(&self, operation: &str) -> Result<Vec<Entry>, JournalError> {
        let unknown = || JournalError::UnknownOperation(operation.to_owned());
        let mut disk = self.0.disk.lock();
        let events = {
            let shown = self.0.shown.read();
            let place = shown.index.place(operation).ok_or_else(unknown)?;
            shown.index.events_of(place).to_vec()
        };
        self.0.entries(&mut disk, &events, Some(operation), None)
    }

    /// Everything written about a register as a whole, oldest first, read from disk.
    ///
    /// # Errors
    /// As [`Journal::history`], with [`JournalError::UnknownRegister`].
    pub fn register_history(&self, register: &str) -> Result<Vec<Entry>, JournalError> {
        let unknown = || JournalError::UnknownRegister(register.to_owned());
        let mut disk = self.0.disk.lock();
        let events = {
            let shown = self.0.shown.read();
            let place = shown.index.register_place(register).ok_or_else(unknown)?;
            shown.index.register_events(place).to_vec()
        };
        self.0.entries(&mut disk, &events, None, Some(register))
    }

    /// What the chain began with: the head and the file of the one before it, if there was one.
    ///
    /// # Errors
    /// [`JournalError::ReadOnly`] when there is nothing to read.
    pub fn beginning(&self) -> Result<Option<Entry>, JournalError> {
        let mut disk = self.0.disk.lock();
        let entries = self.0.entries(&mut disk, &[1], None, None)?;
        Ok(entries.into_iter().next())
    }

    pub(crate) fn write(&self) -> Result<Writing<'_>, JournalError> {
        let disk = self.0.disk.lock();
        if let Some(trouble) = &self.0.shown.read().trouble {
            return Err(JournalError::ReadOnly(trouble.clone()));
        }
        Ok(Writing {
            journal: &self.0,
            disk,
        })
    }
}

impl Inner {
    pub fn ink(&self) -> Ink {
        Ink::of(&*self.stamp)
    }

    fn reopen(&self, disk: &mut Disk) {
        let (ink, now) = (self.ink(), self.stamp.now());
        let opened = disk.open(&ink, &now);
        *self.shown.write() = Shown {
            index: opened.index,
            trouble: opened.trouble,
            checked_at: ink.local(),
        };
    }

    fn entries(
        &self,
        disk: &mut Disk,
        events: &[u32],
        operation: Option<&str>,
        register: Option<&str>,
    ) -> Result<Vec<Entry>, JournalError> {
        let trouble = self.shown.read().trouble.clone();
        let connection = disk
            .connection()
            .map_err(|missing| JournalError::ReadOnly(trouble.unwrap_or(missing)))?;
        let read: rusqlite::Result<Vec<Entry>> = events
            .iter()
            .map(|seq| entry(connection, *seq, operation, register))
            .collect();
        read.map_err(|error| JournalError::ReadOnly(disk.trouble(&error)))
    }
}

impl Shown {
    fn facts(&self) -> Facts {
        let begun = !self.index.begins();
        Facts {
            events: self.index.events,
            operations: u32::try_from(self.index.count()).unwrap_or(u32::MAX),
            head: if begun {
                hex(&self.index.head)
            } else {
                String::new()
            },
            checked_at: self.checked_at.clone(),
        }
    }
}

#[cfg(test)]
impl Journal {
    /// As if the disk had no room for one page more.
    pub(crate) fn limit_pages(&self) {
        let mut disk = self.0.disk.lock();
        let connection = disk.connection().expect("open");
        let pages: u32 = connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .expect("counted");
        connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .expect("limited");
    }
}
