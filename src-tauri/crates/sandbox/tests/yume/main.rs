//! Yume CRM in the demo park.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;
mod contract;
mod door;
mod effects;
mod gate;
mod session;
