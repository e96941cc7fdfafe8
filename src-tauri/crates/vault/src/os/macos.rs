//! macOS: the login keychain. It asks the person at the first access of every new build of the program.

use crate::{Readiness, VaultError};
use keyring_core::{CredentialStore, Error};
use std::sync::Arc;

pub fn open() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

pub fn modifiers(_account: &str) -> Vec<(&'static str, String)> {
    Vec::new()
}

pub fn probe() -> Result<Readiness, VaultError> {
    Ok(Readiness::MayPrompt)
}

/// What an access error is when its number tells nothing more.
pub const NO_ACCESS: VaultError = VaultError::Denied;

/// Numbers from `SecBase.h`.
pub fn code(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultError> {
    match cause
        .downcast_ref::<security_framework::base::Error>()?
        .code()
    {
        -128 | -25293 | -61 | -25244 | -25292 => Some(VaultError::Denied), // cancelled, not authorised, read only
        -25308 => Some(VaultError::Locked), // a prompt is needed and not allowed
        -25291 => Some(VaultError::Absent),
        -25294 | -25295 | -25307 => Some(VaultError::NoCollection), // no such, invalid, no default keychain
        _ => None,
    }
}
