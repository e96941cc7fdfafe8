//! Parks the user works with: their settings, their keys, their clients, and the check of a connection.

mod check;
mod clients;
pub(crate) mod keys;
mod settings;
pub mod types;

pub use settings::{Connections, DEFAULT_BASE};
