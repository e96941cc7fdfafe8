//! What a park's access to Yandex Fleet is, as kept, typed and shown. A key is stored before the access is written, so
//! that an access without its key is never left behind by a failing keychain.

use serde::{Deserialize, Serialize};
use transport::{BaseAddress, Secret};

use crate::{
    Desk,
    connections::{
        keys::{KeyOf, checked_key},
        settings::problem,
        types::{ConnectionId, DEMO, KeepKey, KeychainState},
    },
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    fleet::types::{FleetAccessView, FleetConnect, FleetManner},
    preferences::ConnectionRecord,
};

/// The demo park's key; it opens nothing else.
pub const DEMO_FLEET_KEY: &str = "demo-fleet-key";
const DEMO_PARK: &str = "5f0c1d9ae7b24c3f8a6d0e1b2c3d4e5f";
/// The demo park is called in process, nothing listens there.
const DEMO_FLEET_BASE: &str = "http://127.0.0.1:9";

/// The vendor takes no longer ids.
const LONGEST_ID: usize = 100;

/// A park's access to Yandex Fleet as kept on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetRecord {
    pub client_id: String,
    pub park_id: String,
    pub base_address: String,
    /// 0: no limit, which only the demo park has.
    pub requests_per_second: u32,
    pub requests_per_hour: u32,
    pub manner: FleetManner,
    #[serde(default)]
    pub key_saved_at: Option<String>,
}

impl FleetRecord {
    /// The demo park always has access; only how transactions are created is a setting there.
    fn of_demo(manner: FleetManner) -> Self {
        Self {
            client_id: format!("taxi/park/{DEMO_PARK}"),
            park_id: DEMO_PARK.to_owned(),
            base_address: DEMO_FLEET_BASE.to_owned(),
            requests_per_second: 0,
            requests_per_hour: 0,
            manner,
            key_saved_at: None,
        }
    }

    /// Whether a client that was made for the other would do for this one.
    fn same_client(&self, other: &Self) -> bool {
        let Self {
            client_id,
            park_id,
            base_address,
            requests_per_second,
            requests_per_hour,
            manner: _,
            key_saved_at: _,
        } = self;
        *client_id == other.client_id
            && *park_id == other.park_id
            && *base_address == other.base_address
            && *requests_per_second == other.requests_per_second
            && *requests_per_hour == other.requests_per_hour
    }
}

/// The access that a connection has.
pub(super) fn access_of(record: &ConnectionRecord) -> Option<FleetRecord> {
    let kept = record.yandex.clone();
    if record.id.0 != DEMO {
        return kept;
    }
    let manner = kept.map_or(FleetManner::Event, |kept| kept.manner);
    Some(FleetRecord::of_demo(manner))
}

impl Desk {
    /// Gives a park access to Yandex Fleet, or changes it. Without a key the one that is kept stays.
    ///
    /// # Errors
    /// `InvalidInput` with the fields that are wrong; `NoConnection`; `Keychain…`; `SettingsNotSaved`. Access and key are
    /// then as they were.
    pub async fn connect_fleet(
        &self,
        id: &ConnectionId,
        typed: FleetConnect,
    ) -> DeskResult<FleetAccessView> {
        let former = access_of(&self.0.connections.record(id)?);
        let (mut record, key) = checked(&typed, former.as_ref(), id.0 == DEMO)?;
        let new_client =
            key.is_some() || former.as_ref().is_none_or(|one| !one.same_client(&record));
        match key {
            Some(key) => {
                record.key_saved_at = (typed.keep == KeepKey::Keychain).then(|| self.now_iso());
                self.write_with_key(id, record, key, typed.keep).await?;
            }
            None => {
                record.key_saved_at = former.and_then(|former| former.key_saved_at);
                self.write_access(id, Some(record))?;
            }
        }
        if new_client {
            self.forget_fleet(id);
        }
        let view = self.fleet_access(id).await?;
        view.ok_or_else(|| DeskError::new(DeskErrorCode::NoFleet))
    }

    /// Stores the key, then the access; when the access cannot be written, the former key is put back.
    async fn write_with_key(
        &self,
        id: &ConnectionId,
        record: FleetRecord,
        key: Secret,
        keep: KeepKey,
    ) -> DeskResult<()> {
        let former = self.former_key(id, KeyOf::Yandex, keep).await;
        self.put_key(id, KeyOf::Yandex, key, keep).await?;
        let Err(error) = self.write_access(id, Some(record)) else {
            return Ok(());
        };
        // A key must not stay behind for an access that does not exist.
        let undone = self.put_key_back(id, KeyOf::Yandex, keep, former).await;
        // Whoever asked meanwhile got a client with the key that is not to be used.
        self.forget_fleet(id);
        undone?;
        Err(error)
    }

    fn write_access(&self, id: &ConnectionId, access: Option<FleetRecord>) -> DeskResult<()> {
        self.change_record(id, |record| {
            if access.is_none() {
                record.fleet_links.clear();
            }
            record.yandex = access;
            Ok(())
        })
    }

    /// A park's access to Yandex Fleet, `None` when it has none. Never shows a keychain prompt.
    ///
    /// # Errors
    /// `NoConnection`.
    pub async fn fleet_access(&self, id: &ConnectionId) -> DeskResult<Option<FleetAccessView>> {
        let Some(access) = access_of(&self.0.connections.record(id)?) else {
            return Ok(None);
        };
        let silent = id.0 != DEMO && self.keychain_state().await == KeychainState::Ready;
        let (key_place, key_mask) = self.key_shown(id, KeyOf::Yandex, silent).await;
        Ok(Some(FleetAccessView {
            client_id: access.client_id,
            park_id: access.park_id,
            base_address: access.base_address,
            requests_per_second: access.requests_per_second,
            requests_per_hour: access.requests_per_hour,
            manner: access.manner,
            key_place,
            key_mask,
            key_saved_at: access.key_saved_at,
        }))
    }

    /// Takes the access away: its key, its settings and who of Fleet is who of Jump. That of the demo park becomes what
    /// it was at first.
    ///
    /// # Errors
    /// `NoConnection`, `NoFleet`; `Keychain…`: the access stays; `SettingsNotSaved`: it stays without its key.
    pub async fn disconnect_fleet(&self, id: &ConnectionId) -> DeskResult<()> {
        let record = self.0.connections.record(id)?;
        if access_of(&record).is_none() {
            return Err(DeskError::new(DeskErrorCode::NoFleet));
        }
        if id.0 != DEMO {
            self.drop_key(id, KeyOf::Yandex).await?;
        }
        let written = self.write_access(id, None);
        self.forget_fleet(id);
        written
    }
}

/// What was typed, as it is kept; the key as pasted, if there is a new one.
fn checked(
    typed: &FleetConnect,
    former: Option<&FleetRecord>,
    demo: bool,
) -> DeskResult<(FleetRecord, Option<Secret>)> {
    let mut problems = Vec::new();
    let manner = checked_manner(&typed.manner, &mut problems);
    if demo && problems.is_empty() {
        return Ok((FleetRecord::of_demo(manner), None));
    }
    let record = FleetRecord {
        client_id: checked_id("client_id", &typed.client_id, &mut problems),
        park_id: checked_id("park_id", &typed.park_id, &mut problems),
        base_address: typed.base_address.trim().to_owned(),
        requests_per_second: typed.requests_per_second,
        requests_per_hour: typed.requests_per_hour,
        manner,
        key_saved_at: None,
    };
    if BaseAddress::parse(&record.base_address).is_err() {
        problems.push(problem("base_address", "base_address"));
    }
    if !(1..=20).contains(&record.requests_per_second) {
        problems.push(problem("requests_per_second", "fleet_per_second"));
    }
    if !(100..=100_000).contains(&record.requests_per_hour) {
        problems.push(problem("requests_per_hour", "fleet_per_hour"));
    }
    let key = match &typed.key {
        Some(key) => checked_key(key).map(Some),
        None if former.is_some() => Ok(None),
        None => checked_key("").map(Some),
    };
    let key = key.unwrap_or_else(|error| {
        problems.extend(error.fields);
        None
    });
    if !problems.is_empty() {
        return Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems));
    }
    Ok((record, key))
}

/// Both ids travel in headers too, so they are plain text without spaces; their shape is not enforced.
fn checked_id(field: &str, id: &str, problems: &mut Vec<FieldProblem>) -> String {
    let id = id.trim();
    let fits = (1..=LONGEST_ID).contains(&id.len());
    if !fits || !id.chars().all(|c| c.is_ascii_graphic()) {
        problems.push(problem(field, "fleet_id"));
    }
    id.to_owned()
}

fn checked_manner(manner: &FleetManner, problems: &mut Vec<FieldProblem>) -> FleetManner {
    match manner {
        FleetManner::Event => FleetManner::Event,
        FleetManner::Category { category_id } => {
            let category_id = category_id.trim();
            if !(1..=LONGEST_ID).contains(&category_id.chars().count()) {
                problems.push(problem("manner", "fleet_category"));
            }
            FleetManner::Category {
                category_id: category_id.to_owned(),
            }
        }
    }
}
