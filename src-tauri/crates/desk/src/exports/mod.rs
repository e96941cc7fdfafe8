//! Registers written to files: the whole filter or a selection, as on the screen. Where to, the user says in the
//! system's dialog; the page sees names only.
//!
//! [`job`] writes on a thread of its own, [`place`] puts the finished file under its name or leaves nothing behind,
//! [`name`] makes names, [`about`] says what the rows are, [`table`] is the same for rows that no register stands behind.

mod about;
mod job;
mod name;
pub(crate) mod place;
mod table;
pub mod types;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use parking_lot::{Condvar, Mutex};
use tokio_util::sync::CancellationToken;

use crate::{
    Desk, DeskEvent,
    error::{DeskError, DeskErrorCode, DeskResult},
    events::Events,
    registers::{
        Snapshot,
        types::{RegisterPhase, RegisterState},
    },
};
pub(crate) use about::{moment, shown};
use job::{BETWEEN_EVENTS, Job};
pub(crate) use name::{Parts as NameParts, days, proposed};
use place::Target;
pub(crate) use table::WholeTable;
use types::{ExportAsk, ExportId, ExportPhase, ExportState};

/// Exports of this run, the finished ones too.
#[derive(Default)]
pub(crate) struct Exports(Mutex<Vec<Arc<Export>>>);

/// One export, as it is seen from outside.
struct Export {
    cancel: CancellationToken,
    seen: Mutex<Seen>,
    /// Told with every change of what is seen.
    changed: Condvar,
    events: Arc<dyn Events>,
}

struct Seen {
    state: ExportState,
    /// Where it is, once it is finished.
    path: Option<PathBuf>,
    told: Option<Timestamp>,
}

impl Export {
    fn new(state: ExportState, events: Arc<dyn Events>) -> Self {
        Self {
            cancel: CancellationToken::new(),
            seen: Mutex::new(Seen {
                state,
                path: None,
                told: None,
            }),
            changed: Condvar::new(),
            events,
        }
    }

    fn going_on(&self) -> DeskResult<()> {
        match self.cancel.is_cancelled() {
            true => Err(DeskError::new(DeskErrorCode::Cancelled)),
            false => Ok(()),
        }
    }

    fn state(&self) -> ExportState {
        self.seen.lock().state.clone()
    }

    /// The lock is held while it is told, so that no older state is told after a newer one.
    fn change(&self, change: impl FnOnce(&mut Seen)) {
        let mut seen = self.seen.lock();
        change(&mut seen);
        self.events.emit(DeskEvent::Export(seen.state.clone()));
        self.changed.notify_all();
    }

    /// Its unfinished file is gone by the time it is over.
    fn wait_for_its_end(&self, until: Instant) {
        let mut seen = self.seen.lock();
        while seen.state.phase == ExportPhase::Writing {
            if self.changed.wait_until(&mut seen, until).timed_out() {
                return;
            }
        }
    }

    /// Tells how far it is unless that was done just now.
    fn reached(&self, done: u32, now: Timestamp) {
        let recent = |told: Timestamp| now.duration_since(told).unsigned_abs() < BETWEEN_EVENTS;
        if self.seen.lock().told.is_some_and(recent) {
            return;
        }
        self.change(|seen| {
            seen.told = Some(now);
            seen.state.done = done;
        });
    }

    fn under_way(&self) -> bool {
        self.seen.lock().state.phase == ExportPhase::Writing
    }
}

impl Exports {
    fn find(&self, id: &ExportId) -> Option<Arc<Export>> {
        let all = self.0.lock();
        all.iter().find(|one| one.state().id == *id).cloned()
    }
}

impl Desk {
    /// The name proposed for the file: what, whose, of which period, whether incomplete; fit for every file system.
    ///
    /// # Errors
    /// `RegisterBusy` while rows still come; `NoRegister`; `InvalidInput` naming `column`.
    pub fn name_export(&self, ask: &ExportAsk) -> DeskResult<String> {
        let snapshot = self.fixed_for(ask)?;
        let state = snapshot.state();
        let park = self.park_of(&snapshot);
        Ok(name::proposed(&name::Parts {
            what: &ask.words.name,
            whose: &park,
            period: snapshot.period(),
            read_at: &state.started_at,
            mark: (!is_complete(&state)).then_some(ask.words.incomplete.as_str()),
            extension: ask.format.extension(),
        }))
    }

    /// Begins to write to `path`, which the user chose; progress comes as events. `replace`: the user agreed that
    /// the file there is replaced; otherwise a file that appears there meanwhile stays, and ours gets a number.
    /// The file gets its extension, and the mark of an incomplete register, when its name lacks them.
    ///
    /// # Errors
    /// As in [`Desk::name_export`]; `FileNotSaved` when the folder cannot be written to.
    pub fn begin_export(
        &self,
        ask: ExportAsk,
        path: PathBuf,
        replace: bool,
    ) -> DeskResult<ExportState> {
        let snapshot = self.fixed_for(&ask)?;
        let register = snapshot.state();
        let complete = is_complete(&register);
        let mark = (!complete).then_some(ask.words.incomplete.as_str());
        let target = Target::new(&path, replace, mark, ask.format.extension())?;
        let state = ExportState {
            id: ExportId(self.new_id()),
            handle: ask.handle.clone(),
            phase: ExportPhase::Writing,
            file: target.name().to_owned(),
            done: 0,
            rows: u32::try_from(snapshot.rows()).unwrap_or(u32::MAX),
            complete,
            sha256: None,
            error: None,
        };
        let export = Arc::new(Export::new(state.clone(), self.0.parts.events.clone()));
        let job = Job {
            park: self.park_of(&snapshot),
            clock: self.0.parts.clock.clone(),
            export: export.clone(),
            ask,
            snapshot,
            register,
            complete,
        };
        self.0.exports.0.lock().push(export);
        job.start(target)?;
        Ok(state)
    }

    /// Stops it; nothing is left on the disk. One that is over stays as it is.
    pub fn cancel_export(&self, id: &ExportId) {
        if let Some(export) = self.0.exports.find(id) {
            export.cancel.cancel();
        }
    }

    /// Stops all exports and blocks until nothing is left of them on the disk, at most for `patience`: before the
    /// program ends, which would leave their unfinished files behind.
    pub fn stop_exports(&self, patience: Duration) {
        let all = self.0.exports.0.lock().clone();
        for export in &all {
            export.cancel.cancel();
        }
        let until = Instant::now() + patience;
        for export in &all {
            export.wait_for_its_end(until);
        }
    }

    /// Where a finished export is.
    ///
    /// # Errors
    /// `NotFound` when there is none (any more) or it is not finished.
    pub fn exported_to(&self, id: &ExportId) -> DeskResult<PathBuf> {
        let found = self.0.exports.find(id);
        let path = found.and_then(|export| export.seen.lock().path.clone());
        path.filter(|path| path.exists())
            .ok_or_else(|| DeskError::new(DeskErrorCode::NotFound))
    }

    /// How many are being written.
    pub fn exports_under_way(&self) -> usize {
        let all = self.0.exports.0.lock();
        all.iter().filter(|export| export.under_way()).count()
    }

    /// The rows that are asked for, once all that is asked of them is known to be there.
    fn fixed_for(&self, ask: &ExportAsk) -> DeskResult<Snapshot> {
        let snapshot = self.register_snapshot(&ask.handle, ask.selection.as_ref())?;
        let columns: Vec<&str> = ask.columns.iter().map(|one| one.column.as_str()).collect();
        snapshot.kinds(&columns)?;
        about::check(ask, &snapshot)?;
        Ok(snapshot)
    }

    /// The connection's name; a removed connection's rows have none.
    fn park_of(&self, snapshot: &Snapshot) -> String {
        let record = self.0.connections.record(snapshot.connection());
        record.map(|record| record.name).unwrap_or_default()
    }
}

fn is_complete(state: &RegisterState) -> bool {
    state.phase == RegisterPhase::Complete
}
