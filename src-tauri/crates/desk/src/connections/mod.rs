//! Parks the user works with: their settings, their keys, their clients, and the check of a connection.

pub(crate) mod check;
mod clients;
pub(crate) mod keys;
pub(crate) mod settings;
pub mod types;

pub use settings::{Connections, DEFAULT_BASE};
