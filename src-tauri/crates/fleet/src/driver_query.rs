//! Which drivers to list, which of their members, in which order.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::FleetTime;
use crate::problem::{FleetProblem, Problems};

const LARGEST_PAGE: u32 = 1000;

/// Filters are joined by AND; empty ones are not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FleetDriversQuery {
    pub ids: Vec<String>,
    pub work_rule_ids: Vec<String>,
    pub work_statuses: Vec<WorkStatus>,
    pub current_statuses: Vec<CurrentStatus>,
    pub last_transaction: Option<OpenWindow>,
    pub updated: Option<OpenWindow>,
    pub text: Option<String>,
    /// `None`: every member.
    pub fields: Option<DriverFields>,
    pub order: Vec<FleetSortOrder>,
}

impl Default for FleetDriversQuery {
    /// All drivers with all members, in the order in which they were created: who comes while a list is read comes at
    /// its end.
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            work_rule_ids: Vec::new(),
            work_statuses: Vec::new(),
            current_statuses: Vec::new(),
            last_transaction: None,
            updated: None,
            text: None,
            fields: None,
            order: vec![FleetSortOrder {
                field: FleetSortField::CreatedDate,
                direction: FleetDirection::Asc,
            }],
        }
    }
}

/// [from, to) of which one end may be open, but not both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OpenWindow {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<FleetTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<FleetTime>,
}

/// Names of the vendor: in snake case, as they are here.
macro_rules! names {
    ($( $(#[$note:meta])* $name:ident { $($choice:ident),* $(,)? } )*) => {$(
        $(#[$note])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($choice),* }
    )*};
}

names! {
    WorkStatus { Working, NotWorking, Fired }
    CurrentStatus { Offline, Busy, Free, InOrderFree, InOrderBusy }
    FleetDirection { Asc, Desc }
    AccountField { Id, Type, Balance, BalanceLimit, Currency, LastTransactionDate }
    CarField {
        Id, Status, Amenities, Category, Callsign, Brand, Model, Year, Color, Number, RegistrationCert, Vin,
    }
    StatusField { Status, StatusUpdatedAt }
    ProfileField {
        Id, ParkId, CreatedDate, FirstName, LastName, MiddleName, DriverLicense, Phones, WorkRuleId, WorkStatus,
        CheckMessage, Comment, EmploymentType, HasContractIssue,
    }
    ParkField { Id, City, Name }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub enum FleetSortField {
    #[serde(rename = "account.current.balance")]
    Balance,
    #[serde(rename = "driver_profile.created_date")]
    CreatedDate,
    #[serde(rename = "driver_profile.last_name")]
    LastName,
    #[serde(rename = "driver_profile.first_name")]
    FirstName,
    #[serde(rename = "driver_profile.middle_name")]
    MiddleName,
    #[serde(rename = "updated_at")]
    UpdatedAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub struct FleetSortOrder {
    pub field: FleetSortField,
    pub direction: FleetDirection,
}

/// Members by block: `None` is every member of the block, an empty list drops it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct DriverFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Vec<AccountField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub car: Option<Vec<CarField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_status: Option<Vec<StatusField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver_profile: Option<Vec<ProfileField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub park: Option<Vec<ParkField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<bool>,
}

impl DriverFields {
    /// What it takes to know a driver again and to show his balance: no car, no comments, no dates of a licence's owner
    /// beyond the licence itself.
    pub fn directory() -> Self {
        use ProfileField as P;
        Self {
            account: Some(vec![
                AccountField::Id,
                AccountField::Type,
                AccountField::Balance,
                AccountField::BalanceLimit,
                AccountField::Currency,
                AccountField::LastTransactionDate,
            ]),
            car: Some(Vec::new()),
            current_status: Some(Vec::new()),
            driver_profile: Some(vec![
                P::Id,
                P::CreatedDate,
                P::FirstName,
                P::LastName,
                P::MiddleName,
                P::DriverLicense,
                P::Phones,
                P::WorkRuleId,
                P::WorkStatus,
            ]),
            park: Some(Vec::new()),
            updated_at: None,
        }
    }
}

impl FleetDriversQuery {
    pub(crate) fn problems(&self, limit: u32) -> Problems {
        let mut problems = Problems::default();
        problems.limit(limit, LARGEST_PAGE);
        let windows = [
            ("account.last_transaction_date", &self.last_transaction),
            ("updated_at", &self.updated),
        ];
        for (field, window) in windows {
            if window.as_ref().is_some_and(|window| !window.is_told()) {
                problems.note(field, FleetProblem::Required);
            }
        }
        problems
    }

    pub(crate) fn body(&self, park_id: &str, limit: u32, offset: u32) -> Value {
        let mut park = Map::from_iter([("id".to_owned(), json!(park_id))]);
        let mut put = |name: &str, value: Value| {
            park.insert(name.to_owned(), value);
        };
        let profile = self.profile_filter();
        if !profile.is_empty() {
            put("driver_profile", Value::Object(profile));
        }
        if !self.current_statuses.is_empty() {
            put("current_status", json!({ "status": self.current_statuses }));
        }
        if let Some(window) = &self.last_transaction {
            put("account", json!({ "last_transaction_date": window }));
        }
        if let Some(window) = &self.updated {
            put("updated_at", json!(window));
        }
        let mut query = json!({ "park": park });
        if let Some(text) = self
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            query["text"] = json!(text);
        }
        let mut body = json!({ "query": query, "limit": limit, "offset": offset });
        if let Some(fields) = &self.fields {
            body["fields"] = json!(fields);
        }
        if !self.order.is_empty() {
            body["sort_order"] = json!(self.order);
        }
        body
    }

    fn profile_filter(&self) -> Map<String, Value> {
        [
            ("id", json!(self.ids)),
            ("work_rule_id", json!(self.work_rule_ids)),
            ("work_status", json!(self.work_statuses)),
        ]
        .into_iter()
        .filter(|(_, list)| list.as_array().is_some_and(|list| !list.is_empty()))
        .map(|(name, list)| (name.to_owned(), list))
        .collect()
    }
}

impl OpenWindow {
    /// One end at least, and no end that is not a time.
    fn is_told(&self) -> bool {
        let ends = [&self.from, &self.to];
        let told = |end: &FleetTime| end.timestamp().is_some();
        ends.iter().any(|end| end.is_some()) && ends.into_iter().flatten().all(told)
    }
}
