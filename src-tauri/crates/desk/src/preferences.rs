//! Preferences on disk, behind a trait: what the user set, never a secret, never money.
//! The shell keeps them in the store plugin; tests keep them in memory.

use std::collections::BTreeMap;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    connections::types::{AdvancedSettings, ConnectionId, IgnoredRight, ParkColor},
    error::DeskResult,
    fleet::{access::FleetRecord, types::FleetLink},
    operations::types::MoneySettings,
    payouts::types::ColumnRole,
    registers::types::RegisterName,
    requisites::types::RequisiteForm,
    views::{book::of_known_registers, types::ViewBook},
    yume::access::YumeRecord,
};

/// Settings of the whole program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Version of this layout; a newer one is not touched by an older program.
    pub version: u32,
    #[serde(default)]
    pub ui: UiPreferences,
    #[serde(default)]
    pub current: Option<ConnectionId>,
    #[serde(default)]
    pub connections: Vec<ConnectionRecord>,
    #[serde(default)]
    pub money: MoneySettings,
    /// Connection -> header of a sheet of payouts -> what the user said its columns mean.
    #[serde(default)]
    pub payout_columns: BTreeMap<ConnectionId, BTreeMap<String, Vec<Option<ColumnRole>>>>,
}

impl Settings {
    pub const VERSION: u32 = 1;
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: Self::VERSION,
            ui: UiPreferences::default(),
            current: None,
            connections: Vec::new(),
            money: MoneySettings::default(),
            payout_columns: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type, Default)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type, Default)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Ru,
    En,
}

/// How the screen looks and in which zone it shows times (IANA name, Moscow by default).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UiPreferences {
    pub theme: Theme,
    pub language: Language,
    pub zone: String,
}

impl Default for UiPreferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: Language::Ru,
            zone: "Europe/Moscow".to_owned(),
        }
    }
}

/// One connection as kept on disk. The key is in the keychain under `connection/<id>/jump`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionRecord {
    pub id: ConnectionId,
    pub name: String,
    pub color: ParkColor,
    pub read_only: bool,
    pub advanced: AdvancedSettings,
    #[serde(default)]
    pub key_saved_at: Option<String>,
    #[serde(default)]
    pub ignored_rights: Vec<IgnoredRight>,
    /// Requisite type id -> the form the user confirmed for it.
    #[serde(default)]
    pub requisite_forms: BTreeMap<String, RequisiteForm>,
    /// Which slot an uploaded file was meant for, by application: the service does not keep it.
    #[serde(default)]
    pub document_slots: BTreeMap<String, Vec<SlotRecord>>,
    /// Subscriptions by number: the service does not list them.
    #[serde(default)]
    pub webhooks: BTreeMap<String, WebhookRecord>,
    /// Saved views and columns of the registers.
    #[serde(default, deserialize_with = "of_known_registers")]
    pub views: BTreeMap<RegisterName, ViewBook>,
    /// Application -> the day (`YYYY-MM-DD`) on which its driving licence ends: the service does not list them.
    #[serde(default)]
    pub licences: BTreeMap<String, String>,
    /// The park's access to Yandex Fleet. Its key is in the keychain under `connection/<id>/yandex`.
    #[serde(default)]
    pub yandex: Option<FleetRecord>,
    /// Driver of Fleet -> the driver of Jump that a person said this is.
    #[serde(default)]
    pub fleet_links: BTreeMap<String, FleetLink>,
    /// The park's access to Yume. Its tokens are in the keychain under `connection/<id>/yume` (refresh) and
    /// `connection/<id>/yume-access`.
    #[serde(default)]
    pub yume: Option<YumeRecord>,
}

/// What is kept of a subscription; its token is in the keychain under `connection/<id>/webhook/<number>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRecord {
    pub url: String,
    pub method: String,
    pub since: String,
}

/// Our record of one upload: the service's file, if it was found, and the slot the user chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotRecord {
    pub slot: String,
    pub sha256: String,
    pub file_id: Option<String>,
    pub at: String,
}

/// Settings as found at start.
#[derive(Debug, Clone, Default)]
pub struct LoadedSettings {
    pub settings: Settings,
    /// Name of the file that a broken settings file was set aside as; the user is told.
    pub set_aside: Option<String>,
    /// The last good copy was used in place of the broken file.
    pub restored: bool,
    /// Settings cannot be written on this machine now (disk full, no right); the user is told.
    pub not_writable: bool,
}

pub trait Preferences: Send + Sync + 'static {
    fn load(&self) -> LoadedSettings;
    /// Writes all of it or nothing.
    ///
    /// # Errors
    /// `SettingsNotSaved`: the file on disk is as it was.
    fn save(&self, settings: &Settings) -> DeskResult<()>;
}

/// Preferences of a test.
#[derive(Default)]
pub struct MemoryPreferences(Mutex<LoadedSettings>);

impl Preferences for MemoryPreferences {
    fn load(&self) -> LoadedSettings {
        self.0.lock().clone()
    }

    fn save(&self, settings: &Settings) -> DeskResult<()> {
        self.0.lock().settings = settings.clone();
        Ok(())
    }
}
