//! Windows: the Credential Manager. It is always there and never prompts; a secret holds 2560 bytes of UTF-16.

use crate::{Readiness, VaultError};
use keyring_core::{CredentialStore, Error};
use std::sync::Arc;

pub fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// `Local`: the key stays on this machine and does not roam with a domain profile.
pub fn modifiers(_account: &str) -> Vec<(&'static str, String)> {
    vec![("persistence", "Local".to_owned())]
}

pub fn probe() -> Result<Readiness, VaultError> {
    Ok(Readiness::Ready)
}

/// The one access error that the store tells apart is a missing logon session (a service, a remote shell).
pub const NO_ACCESS: VaultError = VaultError::NoCollection;

/// The store keeps its error type to itself, so its numbers cannot be told apart.
pub fn code(_cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultError> {
    None
}
