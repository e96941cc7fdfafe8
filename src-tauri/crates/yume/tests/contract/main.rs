//! The client against the contract: what it sends, what it reads, which operations it has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calls;
mod contract;
mod fuzz;
mod operations;
mod reading;
mod refusals;
mod requests;
mod sandbox;
mod secrets;
mod sessions;
mod triggers;
mod webhooks;
mod wires;
