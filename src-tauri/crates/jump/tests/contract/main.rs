//! The client against the contract: what it sends, what it reads, which operations it has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod callbacks;
mod calls;
mod contract;
mod effects;
mod fuzz;
mod moderation;
mod operations;
mod reading;
mod refusals;
mod requests;
mod sandbox;
mod transactions;
mod updates;
mod webhooks;
mod wires;
