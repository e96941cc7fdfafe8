//! The asynchronous face of a keychain. Each call runs on a thread of its own and is given up after a while: a
//! D-Bus service can hang, a prompt can wait for a person who went home, and neither may stop the program.

use crate::{Keychain, OsKeychain, Readiness, Secret, SessionKeychain, VaultError, mask};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;

/// How long to wait for a keychain.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For an answer that needs nobody.
    pub answer: Duration,
    /// For a call that may show a prompt, the wait for calls before it included.
    pub prompt: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(5),
            prompt: Duration::from_secs(60),
        }
    }
}

/// Secrets by account, over any keychain; clones share everything. Calls need a tokio runtime with time.
#[derive(Clone)]
pub struct Vault {
    shared: Arc<Shared>,
}

struct Shared {
    keychain: Arc<dyn Keychain>,
    this_run: SessionKeychain,
    patience: Patience,
    /// One call at a time: three keys read from a locked keychain should show one prompt, not three.
    turn: Mutex<()>,
}

impl Vault {
    /// Over this keychain, with the usual patience.
    pub fn new(keychain: Arc<dyn Keychain>) -> Self {
        Self::with_patience(keychain, Patience::default())
    }

    /// Over this keychain, waiting as long as told.
    pub fn with_patience(keychain: Arc<dyn Keychain>, patience: Patience) -> Self {
        let this_run = SessionKeychain::new();
        Self {
            shared: Arc::new(Shared {
                keychain,
                this_run,
                patience,
                turn: Mutex::new(()),
            }),
        }
    }

    /// Over the system's keychain under the program's service name.
    pub fn of_system() -> Self {
        Self::new(Arc::new(OsKeychain::default()))
    }

    /// The secret of an account, `None` when there is none. One kept for this run wins and asks no keychain.
    pub async fn get(&self, account: &str) -> Result<Option<Secret>, VaultError> {
        if let Some(secret) = self.shared.this_run.get(account)? {
            return Ok(Some(secret));
        }
        let account = account.to_owned();
        self.call(move |keychain| keychain.get(&account)).await
    }

    /// Stores a secret in the keychain, replacing the old one and any kept for this run.
    pub async fn set(&self, account: &str, secret: &Secret) -> Result<(), VaultError> {
        let (stored_as, stored) = (account.to_owned(), secret.clone());
        self.call(move |keychain| keychain.set(&stored_as, &stored))
            .await?;
        self.shared.this_run.delete(account)
    }

    /// Removes a secret from the keychain, and from this run even when the keychain fails.
    pub async fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.shared.this_run.delete(account)?;
        let account = account.to_owned();
        self.call(move |keychain| keychain.delete(&account)).await
    }

    /// Keeps a secret in memory until the program ends: what is left when the keychain would not store it.
    pub fn keep_for_this_run(&self, account: &str, secret: &Secret) -> Result<(), VaultError> {
        self.shared.this_run.set(account, secret)
    }

    /// Removes what is kept for this run; the keychain is not asked.
    pub fn forget_for_this_run(&self, account: &str) -> Result<(), VaultError> {
        self.shared.this_run.delete(account)
    }

    /// Whether the secret of an account lives in memory only.
    pub fn is_for_this_run(&self, account: &str) -> bool {
        self.shared.this_run.holds(account)
    }

    /// Whether storing would work; never shows a prompt.
    pub async fn probe(&self) -> Result<Readiness, VaultError> {
        let patience = self.shared.patience.answer;
        let _turn = timeout(patience, self.shared.turn.lock())
            .await
            .map_err(|_| VaultError::TimedOut)?;
        self.run(patience, |keychain| keychain.probe()).await
    }

    /// Looks for the keychain anew, after it was started or mended, and probes it.
    pub async fn retry(&self) -> Result<Readiness, VaultError> {
        self.shared.keychain.reopen();
        self.probe().await
    }

    /// What may be shown of a secret, see [`mask`].
    pub fn mask(&self, secret: &Secret) -> String {
        mask(secret)
    }

    /// Probes first: a keychain that is ready and does not answer is broken, one that prompts is given time.
    async fn call<T, F>(&self, action: F) -> Result<T, VaultError>
    where
        T: Send + 'static,
        F: FnOnce(&dyn Keychain) -> Result<T, VaultError> + Send + 'static,
    {
        let Patience { answer, prompt } = self.shared.patience;
        let steps = async {
            let _turn = self.shared.turn.lock().await;
            let wait = match self.run(answer, |keychain| keychain.probe()).await {
                // Without a default collection there can still be something to read; a `set` tells by itself.
                Ok(Readiness::Ready) | Err(VaultError::NoCollection) => answer,
                Ok(Readiness::MayPrompt) => prompt,
                Err(fault) => return Err(fault),
            };
            self.run(wait, action).await
        };
        match timeout(prompt, steps).await {
            Ok(outcome) => outcome,
            Err(_) => {
                self.shared.keychain.reopen();
                Err(VaultError::TimedOut)
            }
        }
    }

    /// One blocking action on a thread that nothing waits for. (`spawn_blocking` would make the runtime's end wait
    /// for a hung call, and with it the program's end.)
    async fn run<T, F>(&self, wait: Duration, action: F) -> Result<T, VaultError>
    where
        T: Send + 'static,
        F: FnOnce(&dyn Keychain) -> Result<T, VaultError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let keychain = Arc::clone(&self.shared.keychain);
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                // A receiver that gave up has told `TimedOut` already.
                let _ = answer.send(action(keychain.as_ref()));
            })
            .map_err(|error| {
                tracing::error!(%error, "no thread for the keychain");
                VaultError::Other
            })?;
        match timeout(wait, answered).await {
            Ok(Ok(outcome)) => outcome,
            // The thread panicked inside the keychain's library.
            Ok(Err(_)) => Err(VaultError::Other),
            Err(_) => {
                // The hung connection must not hold up the calls that follow.
                self.shared.keychain.reopen();
                Err(VaultError::TimedOut)
            }
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Vault").finish_non_exhaustive()
    }
}
