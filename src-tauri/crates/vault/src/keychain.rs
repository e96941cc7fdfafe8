//! The small trait every keychain stands behind. Calls block: [`Vault`](crate::Vault) puts them on threads of
//! their own and gives up when they take too long.

use crate::{Secret, VaultError};

/// How a keychain is likely to answer the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It answers at once.
    Ready,
    /// It may show a prompt (a locked collection, a first access on macOS), so a call lasts as long as a person needs.
    MayPrompt,
}

/// Somewhere to keep secrets by account. Every call may block.
pub trait Keychain: Send + Sync + 'static {
    /// The secret of an account, `None` when there is none.
    fn get(&self, account: &str) -> Result<Option<Secret>, VaultError>;

    /// Stores a secret, replacing what stood there.
    fn set(&self, account: &str, secret: &Secret) -> Result<(), VaultError>;

    /// Removes a secret; removing an absent one succeeds.
    fn delete(&self, account: &str) -> Result<(), VaultError>;

    /// Whether storing would work, without ever showing a prompt.
    fn probe(&self) -> Result<Readiness, VaultError> {
        Ok(Readiness::Ready)
    }

    /// Forgets any connection, so that the next call looks for the keychain anew.
    fn reopen(&self) {}
}
