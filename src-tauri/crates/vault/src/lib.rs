//! Secrets: the OS keychain behind a small trait.
//!
//! [`Vault`] is what the program uses: asynchronous, never hangs, and says by code why a keychain would not
//! serve. Behind it stands a [`Keychain`]: [`OsKeychain`] for real, [`SessionKeychain`] for a machine without
//! one (the key lives for this run only), [`MemoryKeychain`] with faults on demand for tests.
//!
//! A secret is stored under a service name ([`SERVICE`]) and an account such as `connection/<id>/jump`. On Linux
//! both are attributes of the item, so that a person can look at it or remove it with
//! `secret-tool lookup service Parkdesk username connection/<id>/jump` (`clear` instead of `lookup` removes it).
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod error;
mod keychain;
mod mask;
mod memory;
mod os;
mod session;
mod vault;

pub use error::VaultError;
pub use keychain::{Keychain, Readiness};
pub use mask::mask;
pub use memory::MemoryKeychain;
pub use os::OsKeychain;
pub use session::SessionKeychain;
pub use vault::{Patience, Vault};

/// A key or password: redacted in `Debug`, wiped when dropped, not serialisable.
pub type Secret = secrecy::SecretString;

/// The service name under which the program's secrets stand in the system's keychain.
pub const SERVICE: &str = "Parkdesk";
