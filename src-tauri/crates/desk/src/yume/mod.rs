//! Yume CRM: the park's access to it, its triggers (automatic messages by Wazzup), and what else the integration has.
//!
//! Newcomers start with `access/session` (the way of every call), then `triggers`.

pub mod access;
mod fault;
mod integrations;
mod known;
mod messages;
mod preview;
mod settings;
mod triggers;
pub mod types;

pub(crate) use known::Known;
pub use messages::ChatAddress;

/// A delay in the service's spelling: `00:15:00`, `3 00:00:00`.
pub fn trigger_delay(seconds: u32) -> String {
    yume::timeout_text(seconds.into())
}
