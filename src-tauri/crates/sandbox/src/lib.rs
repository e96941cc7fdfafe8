//! The demo park: Jump.Finance's taxi API on loopback or in process, seeded, with faults on demand.
//!
//! Newcomers start with [`routes`] (the table of operations), then one file per resource under `resources`.
//! The park tells the truth about its effects: what a write changed is visible in later reads and through the
//! inspection methods of [`Sandbox`]. Its types are its own, so that a mistake in the client cannot hide.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod answer;
mod applications;
mod control;
mod directory;
mod drivers;
mod faults;
mod gate;
mod inspect;
mod moments;
mod options;
mod paging;
mod park;
mod payments;
mod query;
mod resources;
pub mod routes;
mod seed;
mod serve;

pub use answer::Dropped;
pub use faults::{Effect, Fault, FaultError, Moment, RetryAfter, Scope, When, duration};
pub use inspect::{FileTruth, NewPayment, PaymentsFilter, PaymentsTruth};
pub use options::{Key, OmittedRequisites, Options, Quirks};
pub use park::Sandbox;
pub use routes::{BASE_PATH, OPERATIONS, ROUTES};
pub use serve::Running;
