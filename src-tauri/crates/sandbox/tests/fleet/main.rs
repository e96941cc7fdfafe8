//! Yandex Fleet in the park: its answers against the contract, its lists, its creates and what it keeps of a token.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;
mod contract;
mod creates;
mod door;
mod events;
mod gate;
mod lists;
mod profiles;
mod seeds;
