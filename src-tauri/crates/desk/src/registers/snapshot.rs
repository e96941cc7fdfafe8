//! Rows that are fixed for a file, in their order. Reading them on is an error when rows came, changed or went since.

use std::{ops::Range, sync::Arc};

use ::register::{Cell, ColumnKind};
use jiff::tz::TimeZone;

use super::{
    Opened,
    looking::Fixed,
    types::{Period, RegisterState, RegisterTotals, Selection},
};
use crate::{connections::types::ConnectionId, error::DeskResult};

/// Cheap to clone. Keeps its register when that is closed meanwhile.
#[derive(Clone)]
pub(crate) struct Snapshot {
    register: Arc<dyn Opened>,
    fixed: Fixed,
}

impl Snapshot {
    pub(super) fn of(register: Arc<dyn Opened>, selection: Option<&Selection>) -> DeskResult<Self> {
        let fixed = register.fixed(selection)?;
        Ok(Self { register, fixed })
    }

    /// How many rows there are in it.
    pub fn rows(&self) -> usize {
        self.fixed.places.len()
    }

    pub fn state(&self) -> RegisterState {
        self.register.state()
    }

    pub fn connection(&self) -> &ConnectionId {
        self.register.connection()
    }

    pub fn zone(&self) -> &TimeZone {
        self.register.zone()
    }

    /// What was opened, for kinds that are opened by days.
    pub fn period(&self) -> Option<&Period> {
        self.register.period()
    }

    /// # Errors
    /// `InvalidInput` naming `column`.
    pub fn kinds(&self, columns: &[&str]) -> DeskResult<Vec<ColumnKind>> {
        self.register.kinds(columns)
    }

    /// Exact sums of its rows.
    ///
    /// # Errors
    /// `RegisterChanged`; `Internal` when a sum has more digits than can be kept exactly.
    pub fn totals(&self) -> DeskResult<RegisterTotals> {
        self.register.totals_of(&self.fixed)
    }

    /// The rows at these positions of it, in the order of the columns; what lies beyond its end is cut off. Several
    /// threads may ask side by side.
    ///
    /// # Errors
    /// `RegisterChanged`; `InvalidInput` naming `column`.
    pub fn cells(&self, range: Range<usize>, columns: &[&str]) -> DeskResult<Vec<Vec<Cell>>> {
        self.register.cells(&self.fixed, range, columns)
    }

    /// # Errors
    /// `RegisterChanged`.
    pub fn unchanged(&self) -> DeskResult<()> {
        self.register.unchanged(&self.fixed)
    }
}
