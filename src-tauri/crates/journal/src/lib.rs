//! The journal of money: what a person confirmed, what left, and what became of it. Nothing leaves before it is written
//! here; nothing written here is ever changed.
//!
//! One SQLite file, one writer, one commit per call, durable on return (`write`). Every event carries the hash of the one
//! before it (`chain`); opening reads and checks all of it (`load`) and keeps how things stand in memory (`index`).
//! What is wrong with the journal is its [`Condition`], never a panic.
//!
//! Everything here blocks: call it off the async threads.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod chain;
mod confirm;
mod disk;
mod events;
mod faults;
mod folder;
mod head;
mod index;
mod journal;
mod load;
mod mask;
mod moment;
mod newest;
mod records;
mod rows;
mod schema;
mod states;
mod trouble;
mod verify;
mod write;
mod writing;

#[cfg(test)]
mod tests;

pub use events::{
    Beginning, Entry, EntryEvent, Event, Evidence, FoundTransaction, RegisterEvent, Remote,
};
pub use journal::{Journal, Stamp};
pub use mask::mask;
pub use records::{
    Check, Confirmation, Kind, NewOperation, NewRegister, Operation, Register, Service, Who,
};
pub use states::{RegisterState, State, Verdict};
pub use trouble::{Condition, Damage, Facts, JournalError, Refusal, Trouble};
