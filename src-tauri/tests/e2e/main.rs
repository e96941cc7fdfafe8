//! End to end: the real program in a real window, against the sandbox as a process of its own.
//! `cargo verify` starts these tests, each in its own process, display, session bus and home.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod closing;
mod connecting;
mod documents;
mod drivers;
mod fleet;
mod framed;
mod journal;
mod moderation;
mod money;
mod operations;
mod park;
mod payments;
mod payouts;
mod payouts_fleet;
mod registers;
mod second_start;
mod trouble;
mod webhooks;
mod window;
mod yume;
