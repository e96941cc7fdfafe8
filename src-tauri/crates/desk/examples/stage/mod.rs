//! What the measuring programs of this folder share: a desk with nothing to remember and one park, and what it tells.

use std::{error::Error, sync::Arc};

use desk::{
    Desk, DeskEvent, DeskParts, Events, RandomIds, Wires,
    connections::types::{ConnectionId, KeepKey, ParkColor},
    parts::{Blocking, Scribe, Trial},
    preferences::MemoryPreferences,
    registers::types::{RegisterHandle, RegisterPhase, RegisterState},
};
use journal::Journal;
use tempfile::TempDir;
use tokio::sync::mpsc;
use transport::{Secret, SystemClock};
use vault::{MemoryKeychain, Vault};

pub type Outcome<T> = Result<T, Box<dyn Error>>;

pub struct Stage {
    pub desk: Desk,
    pub park: ConnectionId,
    told: mpsc::UnboundedReceiver<DeskEvent>,
    /// Of the journals; gone at the end.
    _folder: TempDir,
}

struct Told(mpsc::UnboundedSender<DeskEvent>);

impl Events for Told {
    fn emit(&self, event: DeskEvent) {
        // Nobody listens any more when the program is about to end.
        let _ = self.0.send(event);
    }
}

impl Stage {
    /// `per_second`: requests that the desk keeps to; 0 for no limit.
    pub async fn set(
        wires: Arc<dyn Wires>,
        base: &str,
        key: &str,
        per_second: u32,
    ) -> Outcome<Self> {
        let (sender, told) = mpsc::unbounded_channel();
        let folder = tempfile::tempdir()?;
        let scribe = Arc::new(Scribe::new(
            Arc::new(SystemClock),
            &MemoryPreferences::default(),
        ));
        let desk = Desk::new(DeskParts {
            clock: Arc::new(SystemClock),
            events: Arc::new(Told(sender)),
            preferences: Arc::new(MemoryPreferences::default()),
            vault: Vault::new(Arc::new(MemoryKeychain::new())),
            wires,
            ids: Arc::new(RandomIds),
            demo_key: Secret::from("demo-unused".to_owned()),
            journal: Journal::open(&folder.path().join("journal"), scribe.clone()),
            practice: Journal::open(&folder.path().join("practice"), scribe.clone()),
            journal_folder: String::new(),
            scribe,
            blocking: Blocking::Threads,
            trial: Trial::default(),
        });
        let park = desk
            .add_connection("bench", ParkColor::Teal, key, base, KeepKey::ThisRun)
            .await?
            .id;
        let mut advanced = desk.advanced_settings(&park)?;
        advanced.requests_per_second = per_second;
        desk.set_advanced_settings(&park, advanced)?;
        Ok(Self {
            desk,
            park,
            told,
            _folder: folder,
        })
    }

    /// Waits for an event that fits.
    pub async fn until<T>(&mut self, fits: impl Fn(DeskEvent) -> Option<T>) -> Outcome<T> {
        loop {
            let event = self.told.recv().await.ok_or("the desk is gone")?;
            if let Some(fitting) = fits(event) {
                return Ok(fitting);
            }
        }
    }

    /// Waits for a register to have come, whole or not.
    pub async fn collected(&mut self, handle: &RegisterHandle) -> Outcome<RegisterState> {
        let over = |state: &RegisterState| {
            let comes = [RegisterPhase::Collecting, RegisterPhase::Waiting];
            state.handle == *handle && !comes.contains(&state.phase)
        };
        self.until(|event| match event {
            DeskEvent::Register(state) => Some(state).filter(over),
            _ => None,
        })
        .await
    }
}

/// A line of what the system tells of this process, such as `VmHWM:`; known on Linux only.
pub fn memory_kb(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
