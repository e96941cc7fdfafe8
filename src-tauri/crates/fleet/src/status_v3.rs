//! What became of a v3 transaction.

use std::fmt;

use money::Amount;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use transport::CallError;
use transport::lenient::{Lenient, read_type};

use crate::endpoint::{FleetEndpoint, named};
use crate::problem::{FleetProblem, Problems};
use crate::{Fleet, FleetTime};

const LONGEST_EVENT_ID: usize = 1000;

/// An open set: a state that is not known yet is neither final nor paid. Goes to the screen under the vendor's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, specta::Type)]
#[specta(type = String)]
pub enum V3State {
    Success,
    Fail,
    InProgress,
    /// Empty where the vendor said nothing of the version asked about.
    Unknown(String),
}

impl V3State {
    /// It stays as it is.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Success | Self::Fail)
    }

    /// The money moved.
    pub const fn is_paid(&self) -> bool {
        matches!(self, Self::Success)
    }

    fn named(name: String) -> Self {
        match name.as_str() {
            "success" => Self::Success,
            "fail" => Self::Fail,
            "in_progress" => Self::InProgress,
            _ => Self::Unknown(name),
        }
    }
}

impl fmt::Display for V3State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Success => "success",
            Self::Fail => "fail",
            Self::InProgress => "in_progress",
            Self::Unknown(name) => name,
        })
    }
}

impl Serialize for V3State {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for V3State {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::read(input).map(Self::named)
    }
}

impl Lenient for V3State {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

read_type! {
    pub struct StatusV3 {
        id: String,
        park_id: Option<String>,
        contractor_profile_id: Option<String>,
        /// Links to the `event_id` of a row in the lists.
        event_id: Option<String>,
        latest_version: Option<u32>,
        /// The version that the balance shows.
        latest_success_version: Option<u32>,
        /// About the version asked for.
        version_info: Option<VersionInfo>,
    }
}

read_type! {
    pub struct VersionInfo {
        version: Option<u32>,
        created_at: Option<FleetTime>,
        status: V3State,
        amount: Option<Amount>,
        fee_amount: Option<Amount>,
        status_description: Option<String>,
    }
}

impl StatusV3 {
    /// The state of this very version. An answer about another one says nothing of it.
    pub fn state_of(&self, version: u32) -> V3State {
        let info = self.version_info.as_ref();
        let info = info.filter(|info| info.version == Some(version));
        info.map_or(V3State::Unknown(String::new()), |info| info.status.clone())
    }
}

impl Fleet {
    /// What became of a transaction that [`create_driver_transaction_v3`](Self::create_driver_transaction_v3) named.
    pub async fn get_driver_transaction_status_v3(
        &self,
        contractor_profile_id: &str,
        id: &str,
        version: u32,
    ) -> Result<StatusV3, CallError> {
        const ENDPOINT: &FleetEndpoint = named("getDriverTransactionStatusV3");
        let mut problems = Problems::default();
        problems.id("contractor_profile_id", contractor_profile_id);
        problems.text("id", id, LONGEST_EVENT_ID);
        if version == 0 {
            problems.note("version", FleetProblem::Required);
        }
        problems.refuse(ENDPOINT)?;
        let query = [
            ("park_id", self.park_id()),
            ("contractor_profile_id", contractor_profile_id),
            ("id", id),
            ("version", &version.to_string()),
        ];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.get(ENDPOINT, query.into()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_success_is_paid_and_what_is_unknown_is_asked_again() {
        for (name, is_final, is_paid) in [
            ("success", true, true),
            ("fail", true, false),
            ("in_progress", false, false),
            ("reverted", false, false),
            ("", false, false),
            ("SUCCESS", false, false),
        ] {
            let state = V3State::named(name.to_owned());
            assert_eq!(
                (state.is_final(), state.is_paid()),
                (is_final, is_paid),
                "{name}"
            );
            assert_eq!(state.to_string(), name);
        }
    }

    #[test]
    fn state_of_another_version_is_not_taken_for_the_one_asked_about() {
        let told = |info: &str| -> StatusV3 {
            serde_json::from_str(&format!("{{\"id\": \"e\", \"version_info\": {info}}}")).unwrap()
        };
        let first = told(r#"{"version": 1, "status": "success"}"#);
        assert_eq!(first.state_of(1), V3State::Success);
        assert!(!first.state_of(2).is_paid());
        assert!(!told("null").state_of(1).is_final());
        assert!(!told(r#"{"status": "success"}"#).state_of(1).is_paid());
    }
}
