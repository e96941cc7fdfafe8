//! One export under way: a thread reads the rows' cells batch by batch, another writes them. Both stop within a batch.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use ::register::{Csv, FileColumn, FileError, Layout, Row, RowsFile, Written, Xlsx};
use tokio_util::sync::CancellationToken;
use transport::Clock;

use super::{
    Export, about,
    place::Target,
    types::{ExportAsk, ExportFormat, ExportPhase},
};
use crate::{
    error::{DeskError, DeskErrorCode, DeskResult},
    files::place::not_saved,
    registers::{Snapshot, types::RegisterState},
};

/// Progress is told at most so often.
pub const BETWEEN_EVENTS: Duration = Duration::from_millis(100);
/// Rows of a batch: some milliseconds of writing.
pub(super) const BATCH: usize = 1_000;
/// Batches that are read before they can be written.
const AHEAD: usize = 2;

/// What is written, and what is said about it.
pub struct Job {
    pub ask: ExportAsk,
    pub snapshot: Snapshot,
    /// How far the register was when its rows were fixed.
    pub register: RegisterState,
    pub complete: bool,
    /// The connection's name.
    pub park: String,
    pub clock: Arc<dyn Clock>,
    pub(super) export: Arc<Export>,
}

impl Job {
    /// Goes on by itself.
    ///
    /// # Errors
    /// `Internal` when the system gives no thread.
    pub fn start(self, target: Target) -> DeskResult<()> {
        apart(self.export.clone(), move || self.run(target))
    }

    fn run(&self, target: Target) -> DeskResult<(Written, PathBuf)> {
        let written = self.write(&target)?;
        self.snapshot.unchanged()?;
        self.export.going_on()?;
        Ok((written, target.keep()?))
    }

    fn write(&self, target: &Target) -> DeskResult<Written> {
        let layout = self.layout()?;
        let mut file = begun(self.ask.format, target, &self.export, &layout)?;
        self.pass_rows(&mut file)?;
        let totals = about::missing_sums(&self.ask, &self.snapshot)?;
        let about = |written: &Written| self.about(written, totals.as_ref());
        file.finish(about).map_err(failed)
    }

    /// The next rows are read while these are written.
    fn pass_rows(&self, file: &mut RowsFile) -> DeskResult<()> {
        thread::scope(|scope| {
            let (ready, batches) = mpsc::sync_channel(AHEAD);
            scope.spawn(move || self.read(&ready));
            let mut done = 0;
            for batch in batches {
                let rows: Vec<Row> = batch?;
                self.export.going_on()?;
                done += rows.len();
                file.write(rows).map_err(failed)?;
                let done = u32::try_from(done).unwrap_or(u32::MAX);
                self.export.reached(done, self.clock.now());
            }
            Ok(())
        })
    }

    /// Ends with the rows, with an error, or when nobody takes them any more.
    fn read(&self, ready: &mpsc::SyncSender<DeskResult<Vec<Row>>>) {
        let columns: Vec<&str> = self.columns().collect();
        let rows = self.snapshot.rows();
        for from in (0..rows).step_by(BATCH) {
            let to = rows.min(from + BATCH);
            let batch = self.snapshot.cells(from..to, &columns);
            if ready.send(batch).is_err() {
                return;
            }
        }
    }

    fn columns(&self) -> impl Iterator<Item = &str> {
        self.ask.columns.iter().map(|column| column.column.as_str())
    }

    fn layout(&self) -> DeskResult<Layout> {
        let kinds = self.snapshot.kinds(&self.columns().collect::<Vec<_>>())?;
        let columns = self.ask.columns.iter().zip(kinds);
        let words = &self.ask.words;
        Ok(Layout {
            name: words.name.clone(),
            columns: columns
                .map(|(column, kind)| FileColumn {
                    title: column.title.clone(),
                    kind,
                    width: column.width,
                })
                .collect(),
            total: words.total.clone(),
            about: words.about.clone(),
            incomplete: (!self.complete).then(|| words.incomplete.clone()),
        })
    }
}

/// Writes on a thread of its own, and tells how it ended.
///
/// # Errors
/// `Internal` when the system gives no thread.
pub(super) fn apart(
    export: Arc<Export>,
    write: impl FnOnce() -> DeskResult<(Written, PathBuf)> + Send + 'static,
) -> DeskResult<()> {
    let own = export.clone();
    let run = move || {
        // A bug must not leave an export under way for ever.
        let run = catch_unwind(AssertUnwindSafe(write));
        tell(
            &own,
            run.unwrap_or_else(|_| Err(DeskError::new(DeskErrorCode::Internal))),
        );
    };
    let named = thread::Builder::new().name("export".to_owned());
    named.spawn(run).map(drop).map_err(|_| {
        let error = DeskError::new(DeskErrorCode::Internal);
        export.change(|seen| {
            seen.state.phase = ExportPhase::Failed;
            seen.state.error = Some(error.clone());
        });
        error
    })
}

fn tell(export: &Export, ended: DeskResult<(Written, PathBuf)>) {
    export.change(|seen| match ended {
        Ok((written, path)) => {
            seen.state.phase = ExportPhase::Done;
            seen.state.done = seen.state.rows;
            seen.state.sha256 = Some(written.sha256);
            if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
                seen.state.file = name.to_owned();
            }
            seen.path = Some(path);
        }
        Err(_) if export.cancel.is_cancelled() => {
            seen.state.phase = ExportPhase::Cancelled;
        }
        Err(error) => {
            seen.state.phase = ExportPhase::Failed;
            seen.state.error = Some(error);
        }
    });
}

/// The file in its form, before its first row.
///
/// # Errors
/// `FileNotSaved`.
pub(super) fn begun<'a>(
    format: ExportFormat,
    target: &'a Target,
    export: &Export,
    layout: &'a Layout,
) -> DeskResult<RowsFile<'a>> {
    let out = BufWriter::new(Watched {
        file: target.file(),
        cancel: export.cancel.clone(),
    });
    let file = match format {
        ExportFormat::Xlsx => {
            Xlsx::new(out, layout, target.folder()).map(|form| RowsFile::new(form, &layout.columns))
        }
        ExportFormat::Csv => Csv::new(out, layout).map(|form| RowsFile::new(form, &layout.columns)),
    };
    file.map_err(failed)
}

pub(super) fn failed(error: FileError) -> DeskError {
    match error {
        FileError::Io(error) => not_saved(&error),
        FileError::RowWidth(_) | FileError::Workbook(_) => {
            tracing::error!(%error, "an export could not be made");
            DeskError::new(DeskErrorCode::Internal)
        }
    }
}

/// The file, until it is cancelled: packing a workbook takes a while and asks nobody in between.
struct Watched<'a> {
    file: &'a File,
    cancel: CancellationToken,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
