//! The system's keychain through keyring-core. The store is built at the first need and again after a failure:
//! a keychain that was absent when the program started can be started and tried without a restart.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "windows", path = "windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

use crate::{Keychain, Readiness, SERVICE, Secret, VaultError};
use keyring_core::{CredentialStore, Entry, Error};
use parking_lot::Mutex;
use secrecy::ExposeSecret;
use std::sync::Arc;

/// The keychain of the operating system: Secret Service, Credential Manager or the macOS keychain.
pub struct OsKeychain {
    service: String,
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl Default for OsKeychain {
    fn default() -> Self {
        Self::new(SERVICE)
    }
}

impl OsKeychain {
    /// Secrets under this service name. Touches nothing yet, so it cannot fail or block.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            store: Mutex::new(None),
        }
    }

    /// Runs an action on the entry of an account. A connection kept from before may have gone stale (the keychain
    /// was restarted), so a failure on it is tried once more on a new one; all actions here bear repetition.
    fn on_entry<T>(
        &self,
        account: &str,
        action: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, VaultError> {
        let kept = self.store.lock().clone();
        if let Some(store) = kept {
            match self.attempt(&store, account, &action) {
                Err(VaultError::Absent | VaultError::Other) => self.reopen(),
                answer => return answer,
            }
        }
        // Not under the lock: connecting may take long, and a call that hangs must not hold up the next one.
        let store = system::open().map_err(code)?;
        let answer = self.attempt(&store, account, &action);
        if !matches!(answer, Err(VaultError::Absent | VaultError::Other)) {
            *self.store.lock() = Some(store);
        }
        answer
    }

    fn attempt<T>(
        &self,
        store: &Arc<CredentialStore>,
        account: &str,
        action: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, VaultError> {
        let modifiers = system::modifiers(account);
        let modifiers = modifiers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let entry = store
            .build(&self.service, account, Some(&modifiers))
            .map_err(code)?;
        action(&entry).map_err(code)
    }
}

impl Keychain for OsKeychain {
    fn get(&self, account: &str) -> Result<Option<Secret>, VaultError> {
        self.on_entry(account, |entry| match entry.get_password() {
            Ok(text) => Ok(Some(Secret::from(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, account: &str, secret: &Secret) -> Result<(), VaultError> {
        self.on_entry(account, |entry| entry.set_password(secret.expose_secret()))
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.on_entry(account, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }

    fn probe(&self) -> Result<Readiness, VaultError> {
        system::probe()
    }

    fn reopen(&self) {
        *self.store.lock() = None;
    }
}

/// The code of a keychain's error. Only platform errors are logged: the others can carry the secret itself.
fn code(error: Error) -> VaultError {
    match error {
        Error::PlatformFailure(cause) => {
            let code = system::code(cause.as_ref()).unwrap_or(VaultError::Other);
            tracing::warn!(code = code.code(), %cause, "the keychain failed");
            code
        }
        Error::NoStorageAccess(cause) => {
            let code = system::code(cause.as_ref()).unwrap_or(system::NO_ACCESS);
            tracing::warn!(code = code.code(), %cause, "the keychain gave no access");
            code
        }
        Error::TooLong(..) => VaultError::TooLong,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::Damaged,
        Error::NoDefaultStore => VaultError::Absent,
        _ => VaultError::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_damaged_secret_never_reach_the_error() {
        let error = code(Error::BadEncoding(b"demo-key\xff".to_vec()));
        assert_eq!(error, VaultError::Damaged);
        assert!(!format!("{error:?} {error}").contains("demo"));
    }

    #[test]
    fn too_long_is_told_from_a_broken_keychain() {
        let error = Error::TooLong("password encoded as UTF-16".into(), 2560);
        assert_eq!(code(error), VaultError::TooLong);
    }
}
