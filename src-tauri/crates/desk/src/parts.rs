//! What the desk is given from outside: clock, ids, network, keychain, preferences, and where events go.

use std::sync::Arc;

use rand::RngExt;
use transport::{BaseAddress, Clock, Wire};
use vault::Vault;

use crate::{
    error::DeskResult, events::Events, preferences::Preferences, transactions::intents::Intents,
};

/// The two ways to the network that a connection needs: one for reads, one that sends once.
#[derive(Clone)]
pub struct WirePair {
    pub reads: Arc<dyn Wire>,
    pub writes: Arc<dyn Wire>,
}

/// Gives the wires of a connection: sockets, or the demo park called in process.
pub trait Wires: Send + Sync + 'static {
    /// # Errors
    /// `TlsFailed` or `ProxyFailed` when the client cannot be built on this machine.
    fn wires(&self, base: &BaseAddress, demo: bool) -> DeskResult<WirePair>;
}

/// Makes short unique names; seeded in tests.
pub trait Ids: Send + Sync + 'static {
    fn next(&self) -> String;
}

/// Twelve random letters and digits.
pub struct RandomIds;

impl Ids for RandomIds {
    fn next(&self) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut rng = rand::rng();
        (0..12)
            .map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]))
            .collect()
    }
}

#[derive(Clone)]
pub struct DeskParts {
    pub clock: Arc<dyn Clock>,
    pub events: Arc<dyn Events>,
    pub preferences: Arc<dyn Preferences>,
    pub vault: Vault,
    pub wires: Arc<dyn Wires>,
    pub ids: Arc<dyn Ids>,
    /// The key of the demo park; nothing else may use it.
    pub demo_key: transport::Secret,
    /// The journal of money; without it no money is moved.
    pub intents: Option<Arc<dyn Intents>>,
}
