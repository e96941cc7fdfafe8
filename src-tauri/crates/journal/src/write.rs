//! The one place that writes: seals events with their hashes and puts a commit on disk, all of it or nothing.

use rusqlite::{
    CachedStatement, Connection, Result, TransactionBehavior, params_from_iter, types::Value,
};

use crate::{
    chain::{Hash, Of, digest, hex},
    events::{Entry, EntryEvent},
    index::Mark,
    moment,
    records::Who,
    schema::{EVENT, OPERATION, REGISTER, insert},
};

/// When and by whom; the same for a whole commit.
#[derive(Debug, Clone)]
pub struct Ink {
    pub at: String,
    pub offset: String,
    pub who: Who,
}

/// What an event belongs to, by the numbers on disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject {
    pub operation: Option<u32>,
    pub register: Option<u32>,
}

/// An event ready to be written.
#[derive(Debug)]
pub struct Sealed {
    pub seq: u32,
    pub prev: Hash,
    pub hash: Hash,
    values: Vec<Value>,
}

/// What goes to the disk in one commit.
#[derive(Debug)]
pub struct Batch {
    ink: Ink,
    newest: u32,
    head: Hash,
    registers: Vec<Vec<Value>>,
    operations: Vec<Vec<Value>>,
    pub events: Vec<Sealed>,
}

impl Ink {
    pub fn of(stamp: &dyn crate::Stamp) -> Self {
        let (at, offset) = moment::written(&stamp.now());
        Self {
            at,
            offset,
            who: stamp.who(),
        }
    }

    /// ISO time with offset.
    pub fn local(&self) -> String {
        moment::local(&self.at, &self.offset)
    }
}

impl Batch {
    /// A commit that follows the event `newest` with the hash `head`.
    pub const fn after(newest: u32, head: Hash, ink: Ink) -> Self {
        Self {
            ink,
            newest,
            head,
            registers: Vec::new(),
            operations: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Takes a register's row; answers its digest.
    pub fn register(&mut self, row: Vec<Value>) -> String {
        let own = hex(&digest(Of::Register, row.iter().map(Into::into)));
        self.registers.push(row);
        own
    }

    /// Takes an operation's row; answers its digest.
    pub fn operation(&mut self, row: Vec<Value>) -> String {
        let own = hex(&digest(Of::Operation, row.iter().map(Into::into)));
        self.operations.push(row);
        own
    }

    /// Seals an event after those taken before.
    pub fn event(&mut self, subject: Subject, kind: &str, details: String) {
        let (seq, prev) = (self.newest + 1, self.head);
        let mut values = vec![
            seq.into(),
            self.ink.at.clone().into(),
            self.ink.offset.clone().into(),
            self.ink.who.os_user.clone().into(),
            self.ink.who.name.clone().into(),
            subject.operation.into(),
            subject.register.into(),
            kind.to_owned().into(),
            details.into(),
            prev.to_vec().into(),
        ];
        let hash = digest(Of::Event, values.iter().map(Into::into));
        values.push(hash.to_vec().into());
        (self.newest, self.head) = (seq, hash);
        self.events.push(Sealed {
            seq,
            prev,
            hash,
            values,
        });
    }

    /// The time and number of an event of this commit.
    pub fn mark(&self, event: usize) -> Option<Mark> {
        Some(Mark {
            seq: self.events.get(event)?.seq,
            at: self.ink.local(),
        })
    }

    pub const fn who(&self) -> &Who {
        &self.ink.who
    }

    /// The event as an entry.
    pub fn entry(
        &self,
        sealed: &Sealed,
        event: EntryEvent,
        operation: Option<String>,
        register: Option<String>,
    ) -> Entry {
        Entry {
            seq: sealed.seq.into(),
            at: self.ink.at.clone(),
            offset: self.ink.offset.clone(),
            who: self.ink.who.clone(),
            operation,
            register,
            event,
            hash: hex(&sealed.hash),
            prev: hex(&sealed.prev),
        }
    }

    /// Durable on return.
    ///
    /// # Errors
    /// SQLite's: then nothing is written.
    pub fn commit(&self, connection: &mut Connection) -> Result<()> {
        if let ([], [], [event]) = (&*self.registers, &*self.operations, &*self.events) {
            // A single statement is a transaction of its own, without two more statements around it.
            return put(&mut events(connection)?, &event.values);
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.put(&transaction)?;
        transaction.commit()
    }

    /// Writes the rows; the caller holds a transaction.
    pub fn put(&self, connection: &Connection) -> Result<()> {
        if !self.registers.is_empty() {
            let mut statement = connection.prepare_cached(&insert(&REGISTER, "registers"))?;
            for row in &self.registers {
                put(&mut statement, row)?;
            }
        }
        if !self.operations.is_empty() {
            let mut statement = connection.prepare_cached(&insert(&OPERATION, "operations"))?;
            for row in &self.operations {
                put(&mut statement, row)?;
            }
        }
        let mut statement = events(connection)?;
        for event in &self.events {
            put(&mut statement, &event.values)?;
        }
        Ok(())
    }
}

fn events(connection: &Connection) -> Result<CachedStatement<'_>> {
    connection.prepare_cached(&insert(&EVENT, "events"))
}

fn put(statement: &mut CachedStatement<'_>, row: &[Value]) -> Result<()> {
    statement.execute(params_from_iter(row)).map(drop)
}
