//! What the desk is given from outside: clock, ids, network, keychain, preferences, journals, and where events go.

use std::sync::Arc;

use journal::Journal;
use rand::RngExt;
use transport::{BaseAddress, Clock, Wire};
use vault::Vault;

pub use crate::operations::{scribe::Scribe, trial::Trial};
use crate::{error::DeskResult, events::Events, preferences::Preferences};

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

/// Where work that waits for the disk is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Blocking {
    /// On threads of its own.
    #[default]
    Threads,
    /// Right here: for a simulation, whose clock must stand still meanwhile.
    Inline,
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
    /// The journal of money of real parks, and that of the demo park, which lasts for this run.
    pub journal: Journal,
    pub practice: Journal,
    /// Name of the folder that the journal lies in, for the screen.
    pub journal_folder: String,
    /// The one that both journals were opened with.
    pub scribe: Arc<Scribe>,
    pub blocking: Blocking,
    /// Nothing is tried but in builds with the feature `trial`.
    pub trial: Trial,
}
