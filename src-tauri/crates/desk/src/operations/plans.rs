//! Plans that wait for their confirmation: good once, and not for long.

use std::{
    collections::{BTreeSet, VecDeque},
    time::Duration,
};

use jiff::Timestamp;
use journal::{NewOperation, Service};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

use super::{
    sending::manner_of,
    types::{PlanHash, WarningCode},
};
use crate::{
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    fleet::types::FleetManner,
};

/// How long a plan waits for its confirmation.
pub(crate) const LIFETIME: Duration = Duration::from_secs(300);
/// Plans that wait at the same time; the oldest go first.
const MOST_WAITING: usize = 64;

#[derive(Default)]
pub(super) struct Plans(Mutex<VecDeque<Plan>>);

/// What will be written down and sent if somebody confirms it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub hash: PlanHash,
    pub connection: ConnectionId,
    /// The settings it was made under: another key or address may be another park.
    pub settings: u64,
    pub operation: NewOperation,
    /// All of them have to be agreed to, and nothing else.
    pub warnings: BTreeSet<WarningCode>,
    pub made_at: Timestamp,
}

/// Who asks for a plan, and when.
pub(super) struct Asked<'a> {
    pub hash: &'a PlanHash,
    pub connection: &'a ConnectionId,
    pub settings: u64,
    pub now: Timestamp,
    pub agreed: &'a BTreeSet<WarningCode>,
    /// The command that asks, where it is one that carries out its own plans only.
    pub by: Option<PlanOf>,
}

/// Which command of the page's carries a plan out: that of the operation it was planned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanOf {
    Jump,
    /// The event of v3.
    YandexEvent,
    /// v2, in a category of the park's.
    YandexCategory,
}

impl PlanOf {
    fn of(operation: &NewOperation) -> Option<Self> {
        match operation.service {
            Service::Jump => Some(Self::Jump),
            Service::Yandex => manner_of(&operation.body).map(|manner| match manner {
                FleetManner::Event => Self::YandexEvent,
                FleetManner::Category { .. } => Self::YandexCategory,
            }),
        }
    }
}

impl Plan {
    fn serves(&self, asked: &Asked<'_>) -> bool {
        let age = asked.now.duration_since(self.made_at);
        self.hash == *asked.hash
            && self.connection == *asked.connection
            && self.settings == asked.settings
            && !age.is_negative()
            && age.unsigned_abs() <= LIFETIME
    }
}

impl Plans {
    pub fn keep(&self, plan: Plan) {
        let mut waiting = self.0.lock();
        waiting.retain(|other| other.hash != plan.hash);
        if waiting.len() == MOST_WAITING {
            waiting.pop_front();
        }
        waiting.push_back(plan);
    }

    /// The plan, still good and agreed to; it stays where it is.
    ///
    /// # Errors
    /// `ReviewExpired` when it is unknown, used, too old, or of another connection or other settings; `InvalidInput`
    /// naming `plan` (`another_operation`) when it was planned for another command than asks, or `agreed` when other
    /// warnings were agreed to than the plan has.
    pub fn check(&self, asked: &Asked<'_>) -> DeskResult<NewOperation> {
        let waiting = self.0.lock();
        let plan = waiting.iter().find(|plan| plan.serves(asked));
        let plan = plan.ok_or_else(expired)?;
        if asked.by.is_some() && asked.by != PlanOf::of(&plan.operation) {
            return Err(DeskError::new(DeskErrorCode::InvalidInput)
                .with_fields(vec![problem("plan", "another_operation")]));
        }
        match plan.warnings == *asked.agreed {
            true => Ok(plan.operation.clone()),
            false => Err(DeskError::new(DeskErrorCode::InvalidInput)
                .with_fields(vec![problem("agreed", "warnings_not_agreed")])),
        }
    }

    /// Takes the plan out: from here on nobody else can have it.
    ///
    /// # Errors
    /// `ReviewExpired` as for [`Plans::check`].
    pub fn take(&self, asked: &Asked<'_>) -> DeskResult<Plan> {
        let mut waiting = self.0.lock();
        let place = waiting.iter().position(|plan| plan.serves(asked));
        place
            .and_then(|place| waiting.remove(place))
            .ok_or_else(expired)
    }

    /// Puts back a plan of which nothing was written.
    pub fn give_back(&self, plan: Plan) {
        self.0.lock().push_back(plan);
    }
}

fn expired() -> DeskError {
    DeskError::new(DeskErrorCode::ReviewExpired)
}

/// SHA-256 over the parts, hexadecimal. Each stands behind its length, so that no two different plans read the same.
pub(crate) fn hash_of<'a>(parts: impl IntoIterator<Item = &'a str>) -> PlanHash {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    PlanHash(hex(&sha.finalize()))
}

pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the screen names it.
pub(crate) fn code_name(code: impl serde::Serialize) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
