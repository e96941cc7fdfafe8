//! The register of drivers as the screen sees it.

use jump::Id;
use money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct DriversFilter {
    pub integration_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
    pub anti_fraud_status_ids: Vec<Id>,
    pub referrer_ids: Vec<Id>,
    /// Asked of the service: a name, a phone in any writing, an id; a wrong keyboard layout is understood.
    pub search: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DriverColumn {
    Id,
    Driver,
    Phone,
    Group,
    Balance,
    AntiFraud,
    Integrations,
    InvitedBy,
    Blacklist,
    CreatedAt,
    FirstTripAt,
    LastTripAt,
}

/// A row of the table. Empty text where the service gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DriverRow {
    pub id: Id,
    pub driver: String,
    pub phone: String,
    pub group: String,
    pub balance: Option<Amount>,
    pub anti_fraud: String,
    /// Titles with commas between.
    pub integrations: String,
    pub invited_by: String,
    pub in_blacklist: bool,
    pub created_at: Option<String>,
    pub first_trip_at: Option<String>,
    pub last_trip_at: Option<String>,
}
