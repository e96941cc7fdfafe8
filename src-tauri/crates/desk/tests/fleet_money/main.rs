//! Money at Yandex Fleet over the demo park, in process: what is planned, what leaves and how often, and what the journal
//! says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../access_bench/mod.rs"]
mod access_bench;
mod bench;
mod bound;
mod categories;
mod events;
mod people;
mod plans;
mod repeats;
#[path = "../rig/mod.rs"]
mod rig;
mod warnings;
