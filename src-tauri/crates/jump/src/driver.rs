//! Drivers: the list and the profile. The profile says which members it came with, because an update replaces what it
//! sends and a member that was absent must not be sent back as empty.

use money::Amount;
use serde::{Deserialize, Deserializer, Serialize};
use transport::CallError;
use transport::lenient::{RawJson, Seen, lenient_record, read_type};

use crate::endpoint::named;
use crate::lenient::Enveloped;
use crate::paging::{Query, SortField};
use crate::phone::search_text;
use crate::{DriverRequisite, Id, Jump, Page, PerPage, Phone, Reference, Sort};

/// What to list. Empty filters are not sent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, specta::Type)]
pub struct DriversQuery {
    /// From 1.
    pub page: u32,
    pub per_page: PerPage,
    pub order: Option<Sort<DriverSortField>>,
    pub integration_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
    pub anti_fraud_status_ids: Vec<Id>,
    /// Drivers who invited.
    pub referrer_ids: Vec<Id>,
    /// An id here or in the aggregator, a name or a telephone number.
    pub search: Option<String>,
}

impl DriversQuery {
    fn pairs(&self) -> Vec<(String, String)> {
        let mut query = Query::paged(self.page, self.per_page, self.order);
        query.repeated("integration_ids", &self.integration_ids);
        query.repeated("group_ids", &self.group_ids);
        query.repeated("anti_fraud_status_ids", &self.anti_fraud_status_ids);
        query.repeated("referrer_ids", &self.referrer_ids);
        query.one("search", self.search.as_deref().and_then(search_text));
        query.into_pairs()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DriverSortField {
    Id,
    GroupId,
    InvitedBy,
    /// The sum over the driver's balances.
    Balance,
}

impl SortField for DriverSortField {
    fn vendor_name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::GroupId => "group_id",
            Self::InvitedBy => "invited_by",
            Self::Balance => "balance",
        }
    }
}

read_type! {
    /// A row of the list of drivers.
    pub struct DriverListItem {
        id: Id,
        phone: Option<Phone>,
        last_name: Option<String>,
        first_name: Option<String>,
        middle_name: Option<String>,
        full_name: Option<String>,
        /// The sum over the driver's balances, in rubles; not what one balance can pay.
        balance: Option<Amount>,
        group: Option<Reference>,
        anti_fraud_status: Option<Reference>,
        invited_by: Option<Reference>,
        integrations: Vec<Reference>,
        in_blacklist: Option<bool>,
        created_at: Option<String>,
        first_trip_at: Option<String>,
        last_trip_at: Option<String>,
    }
}

/// A driver in full. Times are ISO 8601 with an offset, as they came.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DriverProfile {
    pub id: Id,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    /// The middle name, under the vendor's read name; it is written as `middle_name`.
    pub second_name: Option<String>,
    /// A bare number whose meanings are not documented.
    pub status: Option<String>,
    pub anti_fraud_status: Option<Reference>,
    pub withdrawal_forbidden_comment: Option<String>,
    pub withdraw_blocked_until_at: Option<String>,
    pub is_withdraw_temporary_blocked: Option<bool>,
    pub phone: Option<Phone>,
    /// Legal entity.
    pub agent: Option<Reference>,
    /// `None` where they are absent or null: not known, which is not the same as none.
    pub requisites: Option<Vec<DriverRequisite>>,
    /// As JSON text: the shape is not documented.
    pub allow_types: Option<RawJson>,
    pub group: Option<Reference>,
    /// Move notes by key, never by their Russian labels: the vendor's labels are swapped between reading and writing.
    pub park_note: Option<String>,
    pub park_comment: Option<String>,
    pub referrer_id: Option<Id>,
    pub invitation_date: Option<String>,
    pub inn: Option<String>,
    pub license: Option<String>,
    pub email: Option<String>,
    pub contract: Option<Contract>,
    pub vehicle: Option<Vehicle>,
    /// The driver's balances; `None` where not known.
    pub cards: Option<Vec<Balance>>,
    /// As JSON text: the shape is not documented.
    pub black_list: Option<RawJson>,
    pub created_at: Option<String>,
    pub first_trip_at: Option<String>,
    pub last_trip_at: Option<String>,
    /// Every key that came, null ones too, those of `contract` and `vehicle` dotted: `email`, `contract.number`.
    pub present: Vec<String>,
    /// Keys inside `contract` and `vehicle` that this program does not know, dotted; an update cannot send them back.
    pub unknown_keys: Vec<String>,
}

read_type! {
    /// The archived contract; written as `contract_*` and `passport_*`.
    pub struct Contract {
        number: Option<String>,
        full_name: Option<String>,
        signed_at: Option<String>,
        passport_number: Option<String>,
        passport_issue_date: Option<String>,
    }
}

read_type! {
    /// The car; written as `enable_car_sync` and `car_*`.
    pub struct Vehicle {
        enable_car_sync: Option<bool>,
        number: Option<String>,
        license_number: Option<String>,
    }
}

read_type! {
    /// One balance of a driver (`cards[]`), in rubles.
    pub struct Balance {
        id: Option<Id>,
        balance: Option<Amount>,
        frozen_balance: Option<Amount>,
        r#type: Option<Reference>,
        integration: Option<Reference>,
        /// The aggregator, in the vendor's other word for it.
        exchange: Option<Reference>,
        agent: Option<Reference>,
        created_at: Option<String>,
    }
}

lenient_record! {
    struct Wire {
        id: Id,
        last_name: Option<String>,
        first_name: Option<String>,
        second_name: Option<String>,
        status: Option<String>,
        anti_fraud_status: Option<Reference>,
        withdrawal_forbidden_comment: Option<String>,
        withdraw_blocked_until_at: Option<String>,
        is_withdraw_temporary_blocked: Option<bool>,
        phone: Option<Phone>,
        agent: Option<Reference>,
        requisites: Option<Vec<DriverRequisite>>,
        allow_types: Option<RawJson>,
        group: Option<Reference>,
        park_note: Option<String>,
        park_comment: Option<String>,
        referrer_id: Option<Id>,
        invitation_date: Option<String>,
        inn: Option<String>,
        license: Option<String>,
        email: Option<String>,
        contract: Option<Seen<Contract>>,
        vehicle: Option<Seen<Vehicle>>,
        cards: Option<Vec<Balance>>,
        black_list: Option<RawJson>,
        created_at: Option<String>,
        first_trip_at: Option<String>,
        last_trip_at: Option<String>,
    }
}

const CONTRACT_KEYS: [&str; 5] = [
    "number",
    "full_name",
    "signed_at",
    "passport_number",
    "passport_issue_date",
];
const VEHICLE_KEYS: [&str; 3] = ["enable_car_sync", "number", "license_number"];

impl DriverProfile {
    /// Did the answer hold this key, be it null? Nested keys are dotted: `contract.number`.
    pub fn has(&self, key: &str) -> bool {
        self.present.iter().any(|present| present == key)
    }
}

impl From<Seen<Wire>> for DriverProfile {
    fn from(
        Seen {
            value: wire,
            keys: mut present,
        }: Seen<Wire>,
    ) -> Self {
        let mut unknown_keys = Vec::new();
        let mut note_section = |section: &str, keys: &[String], known: &[&str]| {
            for key in keys {
                let dotted = format!("{section}.{key}");
                if !known.contains(&key.as_str()) {
                    unknown_keys.push(dotted.clone());
                }
                present.push(dotted);
            }
        };
        if let Some(contract) = &wire.contract {
            note_section("contract", &contract.keys, &CONTRACT_KEYS);
        }
        if let Some(vehicle) = &wire.vehicle {
            note_section("vehicle", &vehicle.keys, &VEHICLE_KEYS);
        }
        Self {
            id: wire.id,
            last_name: wire.last_name,
            first_name: wire.first_name,
            second_name: wire.second_name,
            status: wire.status,
            anti_fraud_status: wire.anti_fraud_status,
            withdrawal_forbidden_comment: wire.withdrawal_forbidden_comment,
            withdraw_blocked_until_at: wire.withdraw_blocked_until_at,
            is_withdraw_temporary_blocked: wire.is_withdraw_temporary_blocked,
            phone: wire.phone,
            agent: wire.agent,
            requisites: wire.requisites,
            allow_types: wire.allow_types,
            group: wire.group,
            park_note: wire.park_note,
            park_comment: wire.park_comment,
            referrer_id: wire.referrer_id,
            invitation_date: wire.invitation_date,
            inn: wire.inn,
            license: wire.license,
            email: wire.email,
            contract: wire.contract.map(|contract| contract.value),
            vehicle: wire.vehicle.map(|vehicle| vehicle.value),
            cards: wire.cards,
            black_list: wire.black_list,
            created_at: wire.created_at,
            first_trip_at: wire.first_trip_at,
            last_trip_at: wire.last_trip_at,
            present,
            unknown_keys,
        }
    }
}

/// Bare, as documented, or wrapped in `item` or `data`.
impl<'de> Deserialize<'de> for DriverProfile {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Enveloped::<Seen<Wire>>::deserialize(input).map(|profile| profile.0.into())
    }
}

impl Jump {
    /// One page of the list of drivers.
    pub async fn list_drivers(
        &self,
        query: &DriversQuery,
    ) -> Result<Page<DriverListItem>, CallError> {
        self.read(const { named("listDrivers") }, &[], query.pairs())
            .await
    }

    pub async fn get_driver(&self, driver: Id) -> Result<DriverProfile, CallError> {
        self.read(
            const { named("getDriver") },
            &[("driver_id", driver)],
            Vec::new(),
        )
        .await
    }
}
