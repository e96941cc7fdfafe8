//! A keychain in memory, for a machine without one: what is stored lives for this run only.

use crate::{Keychain, Secret, VaultError};
use parking_lot::Mutex;
use std::collections::HashMap;

/// Secrets for this run only; wiped when dropped.
#[derive(Debug, Default)]
pub struct SessionKeychain {
    secrets: Mutex<HashMap<String, Secret>>,
}

impl SessionKeychain {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether an account has a secret here.
    pub fn holds(&self, account: &str) -> bool {
        self.secrets.lock().contains_key(account)
    }
}

impl Keychain for SessionKeychain {
    fn get(&self, account: &str) -> Result<Option<Secret>, VaultError> {
        Ok(self.secrets.lock().get(account).cloned())
    }

    fn set(&self, account: &str, secret: &Secret) -> Result<(), VaultError> {
        self.secrets
            .lock()
            .insert(account.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.secrets.lock().remove(account);
        Ok(())
    }
}
