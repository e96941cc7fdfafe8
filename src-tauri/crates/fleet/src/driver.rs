//! Drivers of the park with their balances. Each part of a row is there only where it was asked for.

use money::Amount;
use serde::{Deserialize, Deserializer, Serialize};
use transport::CallError;
use transport::lenient::{Listed, Object, Soft, read_type};

use crate::endpoint::{FleetEndpoint, named};
use crate::{Fleet, FleetDriversQuery, FleetTime};

read_type! {
    pub struct FleetDriver {
        accounts: Vec<FleetAccount>,
        driver_profile: Option<FleetProfile>,
        car: Option<FleetCar>,
        current_status: Option<FleetStatus>,
        updated_at: Option<FleetTime>,
    }
}

read_type! {
    /// A balance; the one that is called `current` is the driver's.
    pub struct FleetAccount {
        id: Option<String>,
        r#type: Option<String>,
        balance: Option<Amount>,
        balance_limit: Option<Amount>,
        currency: Option<String>,
        last_transaction_date: Option<FleetTime>,
    }
}

read_type! {
    pub struct FleetProfile {
        id: Option<String>,
        park_id: Option<String>,
        created_date: Option<FleetTime>,
        first_name: Option<String>,
        last_name: Option<String>,
        middle_name: Option<String>,
        driver_license: Option<FleetLicense>,
        /// With a plus: `+79991234567`.
        phones: Vec<String>,
        work_rule_id: Option<String>,
        /// `working`, `not_working`, `fired`; an open set.
        work_status: Option<String>,
        check_message: Option<String>,
        comment: Option<String>,
        /// `selfemployed`, `park_employee`, `individual_entrepreneur`; an open set.
        employment_type: Option<String>,
        has_contract_issue: Option<bool>,
    }
}

read_type! {
    /// Dates are days: `2030-01-31`.
    pub struct FleetLicense {
        number: Option<String>,
        normalized_number: Option<String>,
        country: Option<String>,
        issue_date: Option<String>,
        expiration_date: Option<String>,
        birth_date: Option<String>,
    }
}

read_type! {
    pub struct FleetCar {
        id: Option<String>,
        status: Option<String>,
        amenities: Vec<String>,
        category: Vec<String>,
        callsign: Option<String>,
        brand: Option<String>,
        model: Option<String>,
        year: Option<u32>,
        color: Option<String>,
        number: Option<String>,
        registration_cert: Option<String>,
        vin: Option<String>,
    }
}

read_type! {
    pub struct FleetStatus {
        /// `offline`, `busy`, `free`, `in_order_free`, `in_order_busy`; an open set.
        status: Option<String>,
        status_updated_at: Option<FleetTime>,
    }
}

read_type! {
    pub struct FleetPark {
        id: Option<String>,
        city: Option<String>,
        name: Option<String>,
    }
}

impl FleetDriver {
    /// The driver's id, where it was asked for.
    pub fn id(&self) -> Option<&str> {
        self.driver_profile.as_ref()?.id.as_deref()
    }

    /// The balance that transactions move.
    pub fn current_account(&self) -> Option<&FleetAccount> {
        let is_current = |account: &&FleetAccount| account.r#type.as_deref() == Some("current");
        match self.accounts.as_slice() {
            [only] if only.r#type.is_none() => Some(only),
            accounts => accounts.iter().find(is_current),
        }
    }
}

/// A page. `total` counts all drivers that fit, as of now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FleetDriversPage {
    pub driver_profiles: Vec<FleetDriver>,
    pub parks: Vec<FleetPark>,
    pub limit: Option<u32>,
    pub offset: Option<u32>,
    pub total: Option<u32>,
}

impl<'de> Deserialize<'de> for FleetDriversPage {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Members {
            driver_profiles: Soft<Listed<FleetDriver>>,
            parks: Soft<Vec<FleetPark>>,
            limit: Soft<Option<u32>>,
            offset: Soft<Option<u32>>,
            total: Soft<Option<u32>>,
        }
        let read = Object::<Members>::deserialize(input)?.0;
        Ok(Self {
            driver_profiles: read.driver_profiles.0.0,
            parks: read.parks.0,
            limit: read.limit.0,
            offset: read.offset.0,
            total: read.total.0,
        })
    }
}

impl Fleet {
    /// At most `limit` (1 to 1000) drivers from `offset` on.
    pub async fn list_driver_profiles(
        &self,
        query: &FleetDriversQuery,
        limit: u32,
        offset: u32,
    ) -> Result<FleetDriversPage, CallError> {
        const ENDPOINT: &FleetEndpoint = named("listDriverProfiles");
        query.problems(limit).refuse(ENDPOINT)?;
        let body = query.body(self.park_id(), limit, offset);
        self.ask(ENDPOINT, &body).await
    }
}
