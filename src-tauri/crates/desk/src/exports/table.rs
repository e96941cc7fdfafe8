//! A table that is there as a whole, as a file: written, told, cancelled and shown in its folder as the rows of a register.

use std::{path::PathBuf, sync::Arc};

use ::register::{Cell, Layout, Row, Written};
use transport::Clock;

use super::{
    Export,
    job::{BATCH, apart, begun, failed},
    place::Target,
    types::{ExportFormat, ExportId, ExportPhase, ExportState},
};
use crate::{Desk, error::DeskResult, registers::types::RegisterHandle};

/// What is written. `layout.incomplete` is the mark of rows that are not all there are.
pub(crate) struct WholeTable<A> {
    /// By which the screen knows whose file it is.
    pub handle: RegisterHandle,
    pub format: ExportFormat,
    pub layout: Layout,
    pub rows: Vec<Row>,
    /// Makes the lines about the file.
    pub about: A,
}

impl<A> WholeTable<A>
where
    A: FnOnce(&Written) -> Vec<(String, Cell)> + Send + 'static,
{
    fn write(self, target: Target, export: &Export, clock: &dyn Clock) -> DeskResult<Done> {
        let mut file = begun(self.format, &target, export, &self.layout)?;
        let mut rows = self.rows.into_iter();
        let mut done = 0;
        loop {
            let batch: Vec<Row> = rows.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            export.going_on()?;
            done += batch.len();
            file.write(batch).map_err(failed)?;
            export.reached(u32::try_from(done).unwrap_or(u32::MAX), clock.now());
        }
        let written = file.finish(self.about).map_err(failed)?;
        export.going_on()?;
        Ok((written, target.keep()?))
    }
}

type Done = (Written, PathBuf);

impl Desk {
    /// Begins to write to `path`, which the user chose; progress comes as events. `replace` as in
    /// [`Desk::begin_export`].
    ///
    /// # Errors
    /// `FileNotSaved` when the folder cannot be written to.
    pub(crate) fn begin_table<A>(
        &self,
        table: WholeTable<A>,
        path: PathBuf,
        replace: bool,
    ) -> DeskResult<ExportState>
    where
        A: FnOnce(&Written) -> Vec<(String, Cell)> + Send + 'static,
    {
        let mark = table.layout.incomplete.as_deref();
        let target = Target::new(&path, replace, mark, table.format.extension())?;
        let state = ExportState {
            id: ExportId(self.new_id()),
            handle: table.handle.clone(),
            phase: ExportPhase::Writing,
            file: target.name().to_owned(),
            done: 0,
            rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
            complete: mark.is_none(),
            sha256: None,
            error: None,
        };
        let export = Arc::new(Export::new(state.clone(), self.0.parts.events.clone()));
        self.0.exports.0.lock().push(export.clone());
        let clock = self.0.parts.clock.clone();
        let own = export.clone();
        apart(export, move || table.write(target, &own, &*clock))?;
        Ok(state)
    }
}
