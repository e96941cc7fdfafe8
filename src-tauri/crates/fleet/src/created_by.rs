//! Who made a transaction.

use serde::{Deserialize, Deserializer, Serialize};
use transport::lenient::{Lenient, read_type};

/// An open set: an identity that is not known yet is kept under its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CreatedBy {
    /// A person in the office of the park.
    Dispatcher {
        passport_uid: Option<String>,
        dispatcher_id: Option<String>,
        dispatcher_name: Option<String>,
    },
    TechSupport,
    /// A program with a key: this one, or another one.
    FleetApi {
        client_id: Option<String>,
        key_id: Option<String>,
    },
    Platform,
    /// Empty where the vendor said nothing.
    Unknown {
        identity: String,
    },
}

read_type! {
    struct Told {
        identity: Option<String>,
        passport_uid: Option<String>,
        dispatcher_id: Option<String>,
        dispatcher_name: Option<String>,
        client_id: Option<String>,
        key_id: Option<String>,
    }
}

impl From<Told> for CreatedBy {
    fn from(told: Told) -> Self {
        match told.identity.as_deref() {
            Some("dispatcher") => Self::Dispatcher {
                passport_uid: told.passport_uid,
                dispatcher_id: told.dispatcher_id,
                dispatcher_name: told.dispatcher_name,
            },
            Some("tech-support") => Self::TechSupport,
            Some("fleet-api") => Self::FleetApi {
                client_id: told.client_id,
                key_id: told.key_id,
            },
            Some("platform") => Self::Platform,
            other => Self::Unknown {
                identity: other.unwrap_or_default().to_owned(),
            },
        }
    }
}

impl<'de> Deserialize<'de> for CreatedBy {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Told::deserialize(input).map(Self::from)
    }
}

impl Lenient for CreatedBy {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}
