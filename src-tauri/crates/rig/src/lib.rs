//! For tests alone: the frame in which a client is held against its service's contract. What is wrong panics, as tests
//! want it.
//!
//! What a client does to stand in it (`jump` and `fleet` show it):
//! - takes this crate among its dev-dependencies, and makes of `tests/contract/` one test with a file for each question;
//! - in `contract.rs` there parses its `contract.yaml` once: `static CONTRACT: LazyLock<Contract>` of [`Contract::parse`];
//! - in `wires.rs` says by [`Tried`] how a client is made, and names `type Script = rig::Script<Own>`;
//! - in `calls.rs` makes one call of every operation, by its name;
//! - in `operations.rs` holds its table against the contract: [`Contract::check_table`];
//! - in `requests.rs` looks at what left: [`Script::exemplary`], [`Contract::check_request`];
//! - in `refusals.rs` tries every answer that is no success: [`verdict`];
//! - in `fuzz.rs` reads whatever comes: [`fuzz`];
//! - in `sandbox.rs` holds the demo park's answers against the contract: [`Contract::checking`].
#![forbid(unsafe_code)]
// A test that cannot go on has failed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checked;
mod contract;
pub mod fuzz;
mod script;
mod table;
pub mod verdict;

pub use contract::{Contract, Operation};
pub use script::{Records, Script, Sent, Tried, settings};
