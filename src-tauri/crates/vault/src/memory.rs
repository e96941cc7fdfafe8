//! A keychain for tests: memory with faults on demand.

use crate::{Keychain, Readiness, Secret, SessionKeychain, VaultError};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;

/// Memory that can be told to fail or to hang, as real keychains do.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    secrets: SessionKeychain,
    faults: Mutex<Faults>,
    released: Condvar,
}

#[derive(Debug, Default)]
struct Faults {
    next: VecDeque<VaultError>,
    lasting: Option<VaultError>,
    stalled: bool,
    may_prompt: bool,
    calls: usize,
    reopened: usize,
}

impl MemoryKeychain {
    /// An empty keychain in good health.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next call fails with this; several pile up in order.
    pub fn fail_next(&self, fault: VaultError) {
        self.faults.lock().next.push_back(fault);
    }

    /// Every call fails with this until it is set to `None`.
    pub fn fail_always(&self, fault: Option<VaultError>) {
        self.faults.lock().lasting = fault;
    }

    /// Probes answer that a prompt may come.
    pub fn prompt(&self, may_prompt: bool) {
        self.faults.lock().may_prompt = may_prompt;
    }

    /// Every call from now on hangs until [`release`](Self::release).
    pub fn stall(&self) {
        self.faults.lock().stalled = true;
    }

    /// Lets the calls that hang go on.
    pub fn release(&self) {
        self.faults.lock().stalled = false;
        self.released.notify_all();
    }

    /// How many calls arrived, probes included.
    pub fn calls(&self) -> usize {
        self.faults.lock().calls
    }

    /// How many times the connection was dropped to look for the keychain anew.
    pub fn reopened(&self) -> usize {
        self.faults.lock().reopened
    }

    fn enter(&self) -> Result<(), VaultError> {
        let mut faults = self.faults.lock();
        faults.calls += 1;
        self.released
            .wait_while(&mut faults, |faults| faults.stalled);
        match faults.next.pop_front().or(faults.lasting) {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }
}

impl Keychain for MemoryKeychain {
    fn get(&self, account: &str) -> Result<Option<Secret>, VaultError> {
        self.enter()?;
        self.secrets.get(account)
    }

    fn set(&self, account: &str, secret: &Secret) -> Result<(), VaultError> {
        self.enter()?;
        self.secrets.set(account, secret)
    }

    fn delete(&self, account: &str) -> Result<(), VaultError> {
        self.enter()?;
        self.secrets.delete(account)
    }

    /// Probes hang and fail by the lasting fault only, so that `fail_next` hits the call itself.
    fn probe(&self) -> Result<Readiness, VaultError> {
        let mut faults = self.faults.lock();
        faults.calls += 1;
        self.released
            .wait_while(&mut faults, |faults| faults.stalled);
        match (faults.lasting, faults.may_prompt) {
            (Some(fault), _) => Err(fault),
            (None, true) => Ok(Readiness::MayPrompt),
            (None, false) => Ok(Readiness::Ready),
        }
    }

    fn reopen(&self) {
        self.faults.lock().reopened += 1;
    }
}
