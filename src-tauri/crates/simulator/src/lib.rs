//! Money moves at most once: this is how it is shown. A seed decides a whole story – what a person does, what goes wrong on
//! the wire, when the program is killed – which is played in one process over virtual time: the real `desk` and its journal
//! over the demo park. Then an auditor that shares no code with them compares the journal with the park's ledger.
//!
//! Newcomers start with [`run`](mod@run), then `person` (what is done), `road` and `faults` (what goes wrong), and `audit`
//! (what must hold).

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod audit;
mod clock;
mod dice;
mod faults;
mod kills;
mod many;
mod panics;
mod person;
mod road;
mod run;
mod screen;
mod story;
mod world;
mod yandex;

pub use desk::operations::trial::Defect;
pub use many::{Figures, first_caught, many};
pub use run::{Outcome, run};

/// The simulation itself failed: its seed proves nothing.
#[derive(Debug)]
pub(crate) struct Broken(pub String);

impl Broken {
    pub fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}
