//! The system clipboard. Kept for the whole run: on X11 the program itself serves what it copied.

use arboard::Clipboard as System;
use desk::{DeskError, DeskErrorCode, DeskResult};
use parking_lot::Mutex;
use register::Table;

#[derive(Default)]
pub struct Clipboard(Mutex<Option<System>>);

impl Clipboard {
    /// # Errors
    /// `ClipboardFailed` when there is no clipboard or another program holds it.
    pub fn set_text(&self, text: &str) -> DeskResult<()> {
        self.with(|system| system.set_text(text))
    }

    /// A table as HTML for Excel and as TSV for everything else; answers the number of rows.
    ///
    /// # Errors
    /// `ClipboardFailed`.
    pub fn set_table(&self, table: &Table) -> DeskResult<u32> {
        self.with(|system| system.set_html(table.html(), Some(table.tsv())))?;
        Ok(u32::try_from(table.rows().len()).unwrap_or(u32::MAX))
    }

    fn with(
        &self,
        write: impl FnOnce(&mut System) -> Result<(), arboard::Error>,
    ) -> DeskResult<()> {
        let mut kept = self.0.lock();
        let failed = |error: arboard::Error| {
            tracing::warn!(%error, "clipboard");
            DeskError::new(DeskErrorCode::ClipboardFailed)
        };
        if kept.is_none() {
            *kept = Some(System::new().map_err(failed)?);
        }
        match kept.as_mut() {
            Some(system) => write(system).map_err(failed),
            None => Err(DeskError::new(DeskErrorCode::ClipboardFailed)),
        }
    }
}
