//! What is written down once, at the confirmation: operations and the registers they belong to; and how they stand now.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    events::{Event, Evidence, RegisterEvent, Remote},
    states::{RegisterState, Standing, State},
};

/// Whose service moves the money.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    Jump,
    Yandex,
}

/// What the service is asked to do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Withdraw,
    Deposit,
    Transfer,
    Credit,
    Debit,
}

/// A person: the account of this computer, and the name that the settings say (may be empty).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct Who {
    pub os_user: String,
    pub name: String,
}

/// An operation as a person confirmed it. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOperation {
    /// Unique, never empty.
    pub id: String,
    /// Our mark in the service's comment, `7K3F9Q`; unique, never empty.
    pub reference: String,
    pub connection: String,
    /// As it was called at the time.
    pub connection_name: String,
    pub service: Service,
    pub kind: Kind,
    pub creates_payment: bool,
    pub include_commission: bool,
    pub driver_id: String,
    /// Name of the driver.
    pub driver: String,
    pub balance_id: String,
    /// Name of the balance.
    pub balance: String,
    pub target: Option<String>,
    pub target_balance_id: Option<String>,
    /// JSON: a string, so that nobody's float comes near.
    #[serde(with = "exact")]
    pub amount: Decimal,
    /// The comment as it leaves, reference included.
    pub message: String,
    /// Masked already.
    pub requisite: Option<String>,
    /// As it leaves, to the byte.
    pub body: String,
    /// The service's idempotency token, where it knows one.
    pub token: Option<String>,
    /// Id of the register and the row in it, from 1.
    pub register: Option<(String, u32)>,
    /// Id of the operation that a person sends again.
    pub repeats: Option<String>,
}

/// A register of payouts as a person confirmed it. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRegister {
    /// Unique, never empty.
    pub id: String,
    pub name: String,
    pub connection: String,
    pub connection_name: String,
    /// Rows of the sheet, those left out included.
    pub rows: u32,
    /// The sum of its operations; a commit that adds up to anything else is refused.
    #[serde(with = "exact")]
    pub control: Decimal,
    /// Of the normalised rows, hexadecimal.
    pub sha256: String,
    /// How it was put together and which rows were left out, as its owner reads it again: JSON, or empty. The journal
    /// masks account numbers in its texts.
    pub details: String,
}

/// What a person agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Hash of the plan that was shown.
    pub plan: String,
    /// Codes of the warnings agreed to.
    pub agreed: Vec<String>,
}

/// An operation and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    pub new: NewOperation,
    /// ISO time with offset.
    pub confirmed_at: String,
    /// Who confirmed it.
    pub who: Who,
    pub state: State,
    /// Time of the newest event, ISO with offset.
    pub changed_at: String,
    /// The event that made the state what it is: why it was cancelled, in what words it was rejected. Absent while waiting.
    pub last: Option<Arc<Event>>,
    /// What the service called it when it took it, where it tells later what became of it.
    pub remote: Option<Arc<Remote>>,
    /// How many checks are recorded.
    pub checks: u32,
    pub last_check: Option<Check>,
}

impl Operation {
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            named: self.remote.is_some(),
        }
    }
}

/// A look into the service's records that did not settle the operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// As the caller numbered it.
    pub number: u32,
    /// ISO time with offset.
    pub at: String,
    pub evidence: Arc<Evidence>,
}

/// A register and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Register {
    pub new: NewRegister,
    /// ISO time with offset.
    pub confirmed_at: String,
    /// Who confirmed it.
    pub who: Who,
    pub state: RegisterState,
    /// Time of its newest event, ISO with offset; those of its operations are not counted.
    pub changed_at: String,
    /// The newest event: why it is paused. Absent when nothing followed the confirmation.
    pub last: Option<Arc<RegisterEvent>>,
}

/// A decimal as text, all of its digits.
mod exact {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::from_str_exact(&text).map_err(D::Error::custom)
    }
}
