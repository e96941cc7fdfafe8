//! Reads the whole record once: checks the chain and builds the index in the same pass. Damage is named and counted, and
//! what can be read behind it is read.

use std::thread;

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Row};

use crate::{
    chain::{Hash, Of, ZERO, digest, hex, unhex},
    events::{Entry, EntryEvent, Event, RegisterEvent},
    faults::Faults,
    head::Head,
    index::{Index, Mark},
    moment::Moment,
    newest::Newest,
    records::Who,
    rows::{Confirmed, RowConfirmed, Unreadable, borrowed, operation, register},
    schema::{EVENT, OPERATION, REGISTER, select},
    states::Step,
    trouble::Damage,
    verify::Verifier,
};

/// The newest event is numbered in 32 bits: a number beyond is damage.
const EVENTS_AT_MOST: i64 = u32::MAX as i64 - 1;

/// What was read, and the damage that was found on the way.
#[derive(Debug, Default)]
pub struct Loaded {
    pub index: Index,
    pub faults: Faults,
}

/// Reads everything. `known`: the newest event as it is remembered beside the database. The caller holds a transaction, so
/// that the record is of one moment.
pub fn load(connection: &Connection, known: Option<Head>) -> Loaded {
    thread::scope(|scope| {
        let mut pass = Pass::default();
        let mut verifier = Verifier::new(scope);
        if pass.read(connection, known, &mut verifier).is_err() {
            let next = pass.loaded.index.newest.saturating_add(1);
            pass.note(Damage::Unreadable, Some(next));
        }
        for changed in verifier.finish() {
            pass.note(Damage::EventChanged, Some(changed));
        }
        let Pass {
            mut loaded, newest, ..
        } = pass;
        newest.settle(loaded.index.operations_mut(), &mut loaded.faults);
        loaded
    })
}

/// Where the rows stand in the index, by their numbers on disk; `None`: no such row seen.
#[derive(Debug, Default)]
struct Pass {
    loaded: Loaded,
    operations: Vec<Option<usize>>,
    registers: Vec<Option<usize>>,
    newest: Newest,
}

/// What an event belongs to.
#[derive(Clone, Copy)]
enum Subject {
    Journal,
    Operation(u32),
    Register(u32),
}

impl Pass {
    fn read(
        &mut self,
        connection: &Connection,
        known: Option<Head>,
        verifier: &mut Verifier<'_>,
    ) -> rusqlite::Result<()> {
        let expected: u32 = connection.query_row(
            "SELECT coalesce(max(number), 0) FROM operations",
            [],
            |row| row.get(0),
        )?;
        // A number from a damaged row must not ask for all of the memory.
        self.loaded.index.reserve(expected.min(1 << 20) as usize);
        let mut operations =
            connection.prepare_cached(&select(&OPERATION, "operations", "WHERE number = ?"))?;
        let mut registers =
            connection.prepare_cached(&select(&REGISTER, "registers", "WHERE number = ?"))?;
        let mut events = connection.prepare(&select(&EVENT, "events", "ORDER BY seq"))?;
        let mut rows = events.query([])?;
        let mut head = ZERO;
        while let Some(row) = rows.next()? {
            let Some((seq, hash)) = self.link(row, head, known, verifier) else {
                self.note(Damage::Unreadable, None);
                continue;
            };
            head = hash;
            self.loaded.index.advance(seq, hash);
            if let Err(damage) = self.take(row, seq, &mut operations, &mut registers) {
                self.note(damage, Some(seq));
            }
        }
        drop(rows);
        self.tail(connection, known)?;
        self.unconfirmed(connection)
    }

    /// Checks an event against the one before it, and hands it on to be checked against itself. Its number and its hash as
    /// they stand on disk.
    fn link(
        &mut self,
        row: &Row<'_>,
        former: Hash,
        known: Option<Head>,
        verifier: &mut Verifier<'_>,
    ) -> Option<(u32, Hash)> {
        let seq: i64 = row.get(0).ok()?;
        let prev = row.get_ref(9).ok()?.as_blob().ok()?;
        let hash: Hash = row.get_ref(10).ok()?.as_blob().ok()?.try_into().ok()?;
        if !(1..=EVENTS_AT_MOST).contains(&seq) {
            return None;
        }
        let seq = u32::try_from(seq).ok()?;
        let values = (0..EVENT.len() - 1).filter_map(|column| row.get_ref(column).ok());
        verifier.take(seq, values, hash);
        if known.is_some_and(|known| known.seq == seq && known.hash != hash) {
            self.note(Damage::EventChanged, Some(seq));
        }
        if prev != former || seq != self.loaded.index.newest + 1 {
            self.note(Damage::ChainBroken, Some(seq));
        }
        Some((seq, hash))
    }

    /// Puts an event into the index.
    fn take(
        &mut self,
        row: &Row<'_>,
        seq: u32,
        operations: &mut CachedStatement<'_>,
        registers: &mut CachedStatement<'_>,
    ) -> Result<(), Damage> {
        let unreadable = |_| Damage::Unreadable;
        let kind = borrowed(row, 7).map_err(unreadable)?;
        let details = borrowed(row, 8).map_err(unreadable)?;
        let at = moment(row).map_err(unreadable)?;
        let mark = || Mark {
            seq,
            at: at.local(),
        };
        let legal = match subject(row).map_err(unreadable)? {
            Subject::Journal => seq == 1 && kind == "begun",
            Subject::Operation(number) if kind == "confirmed" => {
                let digest = confirmed(details)?;
                return self.confirm(operations, number, digest, row, mark());
            }
            Subject::Register(number) if kind == "confirmed" => {
                let digest = confirmed(details)?;
                return self.confirm_register(registers, number, digest, row, mark());
            }
            Subject::Operation(number) => {
                let step = step(kind, details)?;
                let place = seen(&self.operations, number).ok_or(Damage::OperationMissing)?;
                let legal = self.loaded.index.step(place, step, seq);
                if legal {
                    self.newest.keep(place, step, seq, at, details);
                }
                legal
            }
            Subject::Register(number) => {
                let event: RegisterEvent = read(details)?;
                let place = seen(&self.registers, number).ok_or(Damage::RegisterMissing)?;
                self.loaded.index.apply_to_register(place, event, mark())
            }
        };
        if legal {
            Ok(())
        } else {
            Err(Damage::IllegalStep)
        }
    }

    fn confirm(
        &mut self,
        statement: &mut CachedStatement<'_>,
        number: u32,
        confirmed: Hash,
        event: &Row<'_>,
        mark: Mark,
    ) -> Result<(), Damage> {
        if seen(&self.operations, number).is_some() {
            return Err(Damage::IllegalStep);
        }
        let (index, places) = (&self.loaded.index, &self.registers);
        let id = |number| {
            let register = index.register_at(seen(places, number)?)?;
            Some(register.new.id.clone())
        };
        let found = statement
            .query_row([number], |row| {
                Ok((
                    row_digest(row, Of::Operation, OPERATION.len()),
                    operation(row, id),
                ))
            })
            .optional()
            .map_err(|_| Damage::Unreadable)?;
        let (own, new) = found.ok_or(Damage::OperationMissing)?;
        let new = new.map_err(|_| Damage::OperationChanged)?;
        let changed = own != confirmed;
        let twice = index.place(&new.id).is_some() || index.by_reference(&new.reference).is_some();
        let reference = new.reference.clone();
        let who = who(event).map_err(|_| Damage::Unreadable)?;
        let seq = mark.seq;
        let place = self.loaded.index.add_operation(new, who, mark);
        set(&mut self.operations, number, place);
        if changed {
            // Named by its reference, and still shown.
            self.loaded
                .faults
                .note(Damage::OperationChanged, Some(seq), Some(reference));
        }
        if twice {
            return Err(Damage::IllegalStep);
        }
        Ok(())
    }

    fn confirm_register(
        &mut self,
        statement: &mut CachedStatement<'_>,
        number: u32,
        confirmed: Hash,
        event: &Row<'_>,
        mark: Mark,
    ) -> Result<(), Damage> {
        if seen(&self.registers, number).is_some() {
            return Err(Damage::IllegalStep);
        }
        let found = statement
            .query_row([number], |row| {
                Ok((row_digest(row, Of::Register, REGISTER.len()), register(row)))
            })
            .optional()
            .map_err(|_| Damage::Unreadable)?;
        let (own, new) = found.ok_or(Damage::RegisterMissing)?;
        let new = new.map_err(|_| Damage::RegisterChanged)?;
        let name = new.name.clone();
        let twice = self.loaded.index.register_place(&new.id).is_some();
        let who = who(event).map_err(|_| Damage::Unreadable)?;
        let seq = mark.seq;
        let place = self.loaded.index.add_register(new, who, mark);
        set(&mut self.registers, number, place);
        if own != confirmed {
            self.loaded
                .faults
                .note(Damage::RegisterChanged, Some(seq), Some(name));
        }
        if twice {
            return Err(Damage::IllegalStep);
        }
        Ok(())
    }

    /// Events cut off the end leave no trace in the chain; the highest number ever given and the note beside the database
    /// both remember them.
    fn tail(&mut self, connection: &Connection, known: Option<Head>) -> rusqlite::Result<()> {
        let given: Option<i64> = connection
            .query_row(
                "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
                [],
                |row| row.get(0),
            )
            .optional()?;
        let known = known.map_or(0, |known| known.seq);
        let given = u32::try_from(given.unwrap_or(0)).unwrap_or(u32::MAX);
        let newest = self.loaded.index.newest;
        if given.max(known) > newest {
            self.note(Damage::TailMissing, Some(given.max(known)));
        } else if given < newest {
            self.note(Damage::ChainBroken, Some(newest));
        }
        Ok(())
    }

    /// Rows that no event confirms.
    fn unconfirmed(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if stray(connection, "operations", &self.operations, self.sound())? {
            self.note(Damage::OperationUnconfirmed, None);
        }
        if stray(connection, "registers", &self.registers, self.sound())? {
            self.note(Damage::RegisterUnconfirmed, None);
        }
        Ok(())
    }

    const fn sound(&self) -> bool {
        self.loaded.faults.none()
    }

    fn note(&mut self, what: Damage, event: Option<u32>) {
        self.loaded.faults.note(what, event, None);
    }
}

/// Numbers are given without gaps: a row outside of those that were confirmed is a stray. A gap is a row that is missing,
/// which was noted where its event stands; when nothing was noted (`sound`), the gap itself is the fault.
fn stray(
    connection: &Connection,
    table: &str,
    places: &[Option<usize>],
    sound: bool,
) -> rusqlite::Result<bool> {
    let sql = format!("SELECT coalesce(min(number), 1), coalesce(max(number), 0) FROM {table}");
    let (min, max): (i64, i64) =
        connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let gaps = sound && places.iter().any(Option::is_none);
    let above = usize::try_from(max).is_ok_and(|max| max > places.len());
    Ok(min < 1 || above || gaps)
}

fn seen(places: &[Option<usize>], number: u32) -> Option<usize> {
    *places.get(usize::try_from(number).ok()?.checked_sub(1)?)?
}

fn set(places: &mut Vec<Option<usize>>, number: u32, place: usize) {
    // Only numbers of rows that exist come here, and those are given without gaps; a moved one is not worth the memory.
    let number = number as usize;
    if number == 0 || number > place.saturating_add(1 << 20) {
        return;
    }
    if places.len() < number {
        places.resize(number, None);
    }
    places[number - 1] = Some(place);
}

fn subject(row: &Row<'_>) -> Result<Subject, Unreadable> {
    let operation: Option<u32> = row.get(5)?;
    let register: Option<u32> = row.get(6)?;
    match (operation, register) {
        (None, None) => Ok(Subject::Journal),
        (Some(number), None) => Ok(Subject::Operation(number)),
        (None, Some(number)) => Ok(Subject::Register(number)),
        (Some(_), Some(_)) => Err(Unreadable),
    }
}

fn moment(row: &Row<'_>) -> Result<Moment, Unreadable> {
    Moment::of(borrowed(row, 1)?, borrowed(row, 2)?).ok_or(Unreadable)
}

/// The digest of the row that a confirming event names.
fn confirmed(details: &str) -> Result<Hash, Damage> {
    let confirmed: RowConfirmed<'_> = read(details)?;
    unhex(confirmed.row).ok_or(Damage::Unreadable)
}

/// What of an event its operation's state asks for. The words of most are not looked at.
fn step(kind: &str, details: &str) -> Result<Step, Damage> {
    Ok(match kind {
        "intent" => Step::Intent,
        "cancelled" => Step::Cancelled,
        "accepted" => Step::Accepted,
        "rejected" => Step::Rejected,
        "not_sent" => Step::NotSent,
        "unknown" => Step::Unknown,
        "pending" => Step::Pending,
        "repeated" => Step::Repeated,
        "failed" => Step::Failed,
        "checked" => Step::Checked,
        "closed" => read::<Event>(details)?.step(),
        _ => return Err(Damage::Unreadable),
    })
}

fn who(row: &Row<'_>) -> Result<Who, Unreadable> {
    Ok(Who {
        os_user: row.get(3)?,
        name: row.get(4)?,
    })
}

fn read<'a, T: serde::Deserialize<'a>>(details: &'a str) -> Result<T, Damage> {
    serde_json::from_str(details).map_err(|_| Damage::Unreadable)
}

fn row_digest(row: &Row<'_>, of: Of, columns: usize) -> Hash {
    let values = (0..columns).filter_map(|column| row.get_ref(column).ok());
    digest(of, values)
}

/// An event as it stands on disk. Whose it is, the caller knows.
pub fn entry(
    connection: &Connection,
    seq: u32,
    operation: Option<&str>,
    register: Option<&str>,
) -> rusqlite::Result<Entry> {
    let mut statement = connection.prepare_cached(&select(&EVENT, "events", "WHERE seq = ?"))?;
    statement.query_row([seq], |row| {
        let what = said(row).map_err(|Unreadable| rusqlite::Error::InvalidQuery)?;
        let hash = |column| Ok::<_, rusqlite::Error>(hex(row.get_ref(column)?.as_blob()?));
        Ok(Entry {
            seq: row.get::<_, u32>(0)?.into(),
            at: row.get(1)?,
            offset: row.get(2)?,
            who: Who {
                os_user: row.get(3)?,
                name: row.get(4)?,
            },
            operation: operation.map(str::to_owned),
            register: register.map(str::to_owned),
            event: what,
            hash: hash(10)?,
            prev: hash(9)?,
        })
    })
}

fn said(row: &Row<'_>) -> Result<EntryEvent, Unreadable> {
    let details = borrowed(row, 8)?;
    Ok(match (subject(row)?, borrowed(row, 7)?) {
        (Subject::Journal, _) => EntryEvent::Begun(serde_json::from_str(details)?),
        (_, "confirmed") => {
            let confirmed: Confirmed = serde_json::from_str(details)?;
            EntryEvent::Confirmed(confirmed.confirmation)
        }
        (Subject::Operation(_), _) => EntryEvent::Operation(serde_json::from_str(details)?),
        (Subject::Register(_), _) => EntryEvent::Register(serde_json::from_str(details)?),
    })
}
