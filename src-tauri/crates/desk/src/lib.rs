//! The use cases: what an accountant does, over the clients. Knows no window.
//!
//! A screen's command is one call here. Clock, ids, HTTP, keychain and preferences come in through
//! [`DeskParts`], so that tests are fast, seeded and repeatable.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod applications;
pub mod checks;
pub mod connections;
pub mod diagnostics;
pub mod dictionaries;
pub mod drivers;
pub mod error;
pub mod events;
pub mod exports;
mod files;
pub mod fleet;
pub mod operations;
pub mod parts;
pub mod payments;
pub mod payouts;
pub mod preferences;
pub mod registers;
pub mod requisites;
pub mod search;
pub mod summary;
pub mod time;
pub mod transactions;
pub mod uploads;
pub mod views;
pub mod webhooks;
pub mod yume;

use std::sync::Arc;

pub use error::{DeskError, DeskErrorCode, DeskResult};
pub use events::{DeskEvent, Events};
pub use parts::{DeskParts, Ids, RandomIds, WirePair, Wires};

/// Everything an accountant does. A cheap clone; all clones share one state.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    parts: DeskParts,
    connections: connections::Connections,
    readings: drivers::Readings,
    application_readings: applications::Readings,
    rejections: applications::Plans,
    watch: applications::Watch,
    operations: operations::Operations,
    registers: registers::Registers,
    exports: exports::Exports,
    payouts: payouts::Payouts,
    uploads: uploads::Uploads,
    dictionaries: dictionaries::Dictionaries,
    fleet: fleet::Known,
    yume: yume::Known,
    calls: Arc<diagnostics::Calls>,
}

impl Desk {
    /// Takes its settings from the preferences. Never fails for a missing keychain or network:
    /// those are told when they are needed.
    pub fn new(parts: DeskParts) -> Self {
        let calls = Arc::new(diagnostics::Calls::default());
        let connections = connections::Connections::load(&parts);
        Self(Arc::new(Inner {
            connections,
            readings: drivers::Readings::default(),
            application_readings: applications::Readings::default(),
            rejections: applications::Plans::default(),
            watch: applications::Watch::default(),
            operations: operations::Operations::default(),
            registers: registers::Registers::default(),
            exports: exports::Exports::default(),
            payouts: payouts::Payouts::default(),
            uploads: uploads::Uploads::default(),
            dictionaries: dictionaries::Dictionaries::default(),
            fleet: fleet::Known::default(),
            yume: yume::Known::default(),
            calls,
            parts,
        }))
    }

    /// Now, as the injected clock says.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.0.parts.clock.now()
    }

    pub(crate) fn emit(&self, event: DeskEvent) {
        self.0.parts.events.emit(event);
    }

    /// A short random name for a reading, a review, a register or an upload.
    pub(crate) fn new_id(&self) -> String {
        self.0.parts.ids.next()
    }
}
