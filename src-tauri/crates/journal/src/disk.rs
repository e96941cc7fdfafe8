//! The files: opened, looked at, brought to this version, set aside. Nothing is written to a journal before all of it has
//! been read and its chain is good.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Zoned;
use rusqlite::{
    Connection, ErrorCode, OpenFlags, TransactionBehavior, backup::Backup, config::DbConfig,
};

use crate::{
    chain::{ZERO, hex},
    events::Beginning,
    folder::{Folder, private},
    head::{self, Head, Note},
    index::Index,
    load::{Loaded, load},
    moment,
    schema::{Found, Schema, look},
    trouble::{Damage, Trouble},
    write::{Batch, Ink, Subject},
};

/// How long a program that holds the file for a moment is waited for.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The journal's files as far as they could be opened.
#[derive(Debug)]
pub struct Disk {
    pub folder: Folder,
    schema: Schema,
    lock: Option<File>,
    connection: Option<Connection>,
    note: Option<Note>,
}

/// What came of opening.
pub struct Opened {
    pub index: Index,
    pub trouble: Option<Trouble>,
}

impl Opened {
    fn nothing(trouble: Trouble) -> Self {
        Self {
            index: Index::default(),
            trouble: Some(trouble),
        }
    }
}

impl Disk {
    pub const fn new(folder: PathBuf, schema: Schema) -> Self {
        Self {
            folder: Folder(folder),
            schema,
            lock: None,
            connection: None,
            note: None,
        }
    }

    /// # Errors
    /// There is nothing that could be read.
    pub fn connection(&mut self) -> Result<&mut Connection, Trouble> {
        self.connection
            .as_mut()
            .ok_or(Trouble::damaged(Damage::FileMissing, None))
    }

    /// Opens everything anew; a lock that is held stays held.
    pub fn open(&mut self, ink: &Ink, now: &Zoned) -> Opened {
        self.close();
        let claimed = self.claim();
        // Read before the database, so that it can only be older when another program is writing.
        let known = head::read(&self.folder.head());
        let (database, wal) = self.folder.sizes();
        if database == 0 && (known.is_some() || wal > 0) {
            let event = known.map(|known| known.seq);
            let missing = Trouble::damaged(Damage::FileMissing, event);
            return Opened::nothing(claimed.err().unwrap_or(missing));
        }
        match claimed {
            Ok(()) => self.open_to_write(known, ink, now),
            Err(trouble) if database == 0 => Opened::nothing(trouble),
            Err(trouble) => self.open_to_read(known, trouble),
        }
    }

    fn close(&mut self) {
        self.connection = None;
        self.note = None;
    }

    fn claim(&mut self) -> Result<(), Trouble> {
        if self.lock.is_none() {
            self.folder.make().map_err(|error| Trouble::of_io(&error))?;
            self.lock = Some(self.folder.lock()?);
        }
        Ok(())
    }

    fn open_to_write(&mut self, known: Option<Head>, ink: &Ink, now: &Zoned) -> Opened {
        let connected = private(&self.folder.database())
            .map_err(|error| Trouble::of_io(&error))
            .and_then(|_| to_write(&self.folder.database()).map_err(|error| self.trouble(&error)));
        let mut connection = match connected {
            Ok(connection) => connection,
            Err(trouble) => return self.open_to_read(known, trouble),
        };
        let mut opened = self
            .read(&mut connection, known, ink, now)
            .unwrap_or_else(|error| Opened::nothing(self.trouble(&error)));
        opened.trouble = opened.trouble.or_else(|| self.folder.probe());
        let settled = if opened.trouble.is_none() {
            self.settle(&connection, &opened.index)
        } else {
            connection.pragma_update(None, "query_only", true)
        };
        self.connection = Some(connection);
        match settled {
            Ok(()) => opened,
            Err(error) => Opened {
                trouble: opened.trouble.or_else(|| Some(self.trouble(&error))),
                ..opened
            },
        }
    }

    /// For the screen, when nothing can be written anyway; `trouble` says why.
    fn open_to_read(&mut self, known: Option<Head>, trouble: Trouble) -> Opened {
        let Ok(connection) = to_read(&self.folder, trouble != Trouble::Locked) else {
            return Opened::nothing(trouble);
        };
        let loaded = connection
            .unchecked_transaction()
            .map(|_moment| load(&connection, known))
            .unwrap_or_default();
        self.connection = Some(connection);
        Opened {
            index: loaded.index,
            trouble: Some(trouble),
        }
    }

    fn read(
        &self,
        connection: &mut Connection,
        known: Option<Head>,
        ink: &Ink,
        now: &Zoned,
    ) -> rusqlite::Result<Opened> {
        let mut newer = None;
        match look(connection)? {
            Found::Foreign => {
                return Ok(Opened::nothing(Trouble::damaged(Damage::NotAJournal, None)));
            }
            Found::Empty if known.is_some() => {
                let event = known.map(|known| known.seq);
                let missing = Trouble::damaged(Damage::FileMissing, event);
                return Ok(Opened::nothing(missing));
            }
            Found::Empty => self.begin(connection, &Beginning::default(), ink)?,
            Found::Ours { version } if version > self.schema.version => {
                newer = Some(Trouble::Newer {
                    version,
                    known: self.schema.version,
                });
            }
            Found::Ours { version } if version < self.schema.version => {
                return Ok(self.migrate(connection, version, known, now));
            }
            Found::Ours { .. } => {}
        }
        let moment = connection.transaction()?;
        let loaded = load(&moment, known);
        let trouble = match newer {
            Some(newer) => Some(newer),
            None => self.verdict(&moment, &loaded)?,
        };
        let trouble = match connection_is_closed(&moment) {
            true => trouble.or(Some(Trouble::NoAccess)),
            false => trouble,
        };
        Ok(Opened {
            index: loaded.index,
            trouble,
        })
    }

    /// What is wrong with what was read; the guards are looked at last, because damage has more to say.
    fn verdict(
        &self,
        connection: &Connection,
        loaded: &Loaded,
    ) -> rusqlite::Result<Option<Trouble>> {
        if let Some(trouble) = loaded.faults.trouble() {
            return Ok(Some(trouble));
        }
        if loaded.index.begins() || !self.schema.is_guarded(connection)? {
            return Ok(Some(Trouble::damaged(Damage::SchemaChanged, None)));
        }
        Ok(None)
    }

    /// Makes the tables and the first event.
    fn begin(
        &self,
        connection: &mut Connection,
        beginning: &Beginning,
        ink: &Ink,
    ) -> rusqlite::Result<()> {
        write_ahead(connection)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.schema.make(&transaction)?;
        let mut batch = Batch::after(0, ZERO, ink.clone());
        batch.event(Subject::default(), "begun", text(beginning)?);
        batch.put(&transaction)?;
        transaction.commit()
    }

    /// Brings an older journal to this version: first a copy, then the steps, then the whole chain is checked, and only
    /// then it counts.
    fn migrate(
        &self,
        connection: &mut Connection,
        from: u32,
        known: Option<Head>,
        now: &Zoned,
    ) -> Opened {
        let name = format!(
            "journal-before-{}-{}",
            self.schema.version,
            moment::stamp(now)
        );
        let copy = self.folder.free(&name);
        let migrated = copy_to(connection, &copy)
            .and_then(|()| self.step(connection, from, known))
            .unwrap_or_else(|error| {
                let trouble = match self.trouble(&error) {
                    plain @ (Trouble::NoSpace | Trouble::NoAccess | Trouble::Locked) => plain,
                    _ => Trouble::Migration {
                        detail: said(&error),
                    },
                };
                Opened::nothing(trouble)
            });
        if migrated.trouble.is_some() {
            // Nothing was changed, and the next start would leave one more.
            let _ = fs::remove_file(&copy);
        }
        migrated
    }

    fn step(
        &self,
        connection: &mut Connection,
        from: u32,
        known: Option<Head>,
    ) -> rusqlite::Result<Opened> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.schema.migrate(&transaction, from)?;
        let loaded = load(&transaction, known);
        let trouble = self.verdict(&transaction, &loaded)?;
        if trouble.is_none() {
            transaction.commit()?;
        }
        Ok(Opened {
            index: loaded.index,
            trouble,
        })
    }

    /// The chain is good: from here on it is written.
    fn settle(&mut self, connection: &Connection, index: &Index) -> rusqlite::Result<()> {
        write_ahead(connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        self.note = Note::open(&self.folder.head()).ok();
        self.remember(index.newest, index.head);
        Ok(())
    }

    /// Notes the newest event beside the database. A note that could not be written is older, which does no harm.
    pub fn remember(&mut self, seq: u32, hash: crate::chain::Hash) {
        if let Some(note) = &mut self.note
            && note.write(Head { seq, hash }).is_err()
        {
            self.note = None;
        }
    }

    /// Renames the files of a damaged journal and begins a new chain that carries the old head. Answers the new name.
    ///
    /// # Errors
    /// The files could not be renamed or made: the journal is then as damaged as before, or `FileMissing`.
    pub fn set_aside(&mut self, index: &Index, ink: &Ink, now: &Zoned) -> Result<PathBuf, Trouble> {
        if self.lock.is_none() {
            return Err(Trouble::Locked);
        }
        self.close();
        let known = head::read(&self.folder.head());
        let aside = self.rename(now).map_err(|error| Trouble::of_io(&error))?;
        let name = aside
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let read = (!index.begins()).then_some(Head {
            seq: index.newest,
            hash: index.head,
        });
        let head = [known, read]
            .into_iter()
            .flatten()
            .max_by_key(|head| head.seq);
        let beginning = Beginning {
            former_head: head.map(|head| hex(&head.hash)),
            former_file: aside.exists().then_some(name).flatten(),
        };
        private(&self.folder.database()).map_err(|error| Trouble::of_io(&error))?;
        let begun = to_write(&self.folder.database())
            .and_then(|mut connection| self.begin(&mut connection, &beginning, ink));
        if let Err(error) = begun {
            let trouble = self.trouble(&error);
            // What was begun would only hide that the journal is gone.
            let _ = fs::remove_file(self.folder.database());
            for (_, companion) in self.folder.companions() {
                let _ = fs::remove_file(companion);
            }
            return Err(trouble);
        }
        // The note is of the old chain; the new one writes its own when it is opened.
        let _ = fs::remove_file(self.folder.head());
        Ok(aside)
    }

    fn rename(&self, now: &Zoned) -> std::io::Result<PathBuf> {
        let aside = self
            .folder
            .free(&format!("journal-set-aside-{}", moment::stamp(now)));
        // What is not yet in the database goes first: without it the database alone would be an older one.
        for (end, companion) in self.folder.companions() {
            let mut name = aside.clone().into_os_string();
            name.push(end);
            move_if_there(&companion, Path::new(&name))?;
        }
        move_if_there(&self.folder.database(), &aside)?;
        Ok(aside)
    }

    /// What an error means for the journal as a whole.
    pub fn trouble(&self, error: &rusqlite::Error) -> Trouble {
        match Trouble::of_sqlite(error) {
            Some(vague @ Trouble::Io { .. }) => self.folder.probe().unwrap_or(vague),
            Some(trouble) => trouble,
            None => Trouble::Locked,
        }
    }
}

/// SQLite's words. Those about a file that cannot be opened hold its path.
fn said(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) if failure.code == ErrorCode::CannotOpen => {
            failure.to_string()
        }
        other => other.to_string(),
    }
}

fn connection_is_closed(connection: &Connection) -> bool {
    connection.is_readonly("main").unwrap_or(true)
}

fn to_write(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Until the chain is known to be good, closing must not move anything inside the files.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Without it REPLACE would delete a row past its guard.
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Where an ordinary sync leaves the bytes in the drive's memory (macOS).
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Reading asks for an index of what is not yet in the database, which SQLite keeps in a file beside it. Where that file
/// cannot be made (`alone`: no other program holds the journal) it is kept in memory; where not even the database can be
/// opened to write, it is read as it lies, but only when nothing is missing in it: an older state shown for the newest
/// would be worse than none.
fn to_read(folder: &Folder, alone: bool) -> rusqlite::Result<Connection> {
    let path = folder.database();
    let path = path.to_string_lossy();
    let open = |path: &str, flags: OpenFlags, before: &str| {
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.execute_batch(before)?;
        look(&connection)?;
        Ok(connection)
    };
    let first = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, "");
    if first.is_ok() || !alone {
        return first;
    }
    let in_memory = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON";
    let second = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, in_memory);
    if second.is_ok() || folder.sizes().1 > 0 {
        return second;
    }
    let escaped = path
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    open(
        &format!("file:{escaped}?immutable=1"),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        "",
    )
}

fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| {
        let mode: String = row.get(0)?;
        if mode == "wal" {
            Ok(())
        } else {
            Err(rusqlite::Error::InvalidQuery)
        }
    })
}

fn copy_to(connection: &Connection, path: &Path) -> rusqlite::Result<()> {
    // Made first, so that it is its owner's only; what cannot be made here, SQLite will say below.
    let _ = private(path);
    let mut copy = Connection::open(path)?;
    let copied = Backup::new(connection, &mut copy)
        .and_then(|backup| backup.run_to_completion(i32::MAX, Duration::ZERO, None));
    if copied.is_err() {
        drop(copy);
        let _ = fs::remove_file(path);
    }
    copied
}

fn move_if_there(from: &Path, to: &Path) -> std::io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn text(beginning: &Beginning) -> rusqlite::Result<String> {
    serde_json::to_string(beginning)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
