//! What a v3 transaction is for. Of the vendor's eleven kinds only `other` is fully known; of the others this program
//! can write what the contract knows and nothing else.

use money::Amount;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::amount;
use crate::problem::Problems;

/// Told apart by `kind`. What is `None` is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DataV3 {
    Other(Other),
    Rent(Scheduled),
    Deposit(Scheduled),
    Payout(Payout),
    Insurance(About),
    Fine(Fine),
    Damage(About),
    Fuel(Fuel),
    /// The vendor spells it so.
    Referal(Referal),
    Topup(Topup),
    Bonus(Bonus),
}

/// Members of one kind. Read as strictly as they are written.
macro_rules! members {
    ($( $(#[$meta:meta])* $name:ident { $( $(#[$note:meta])* $member:ident : $kind:ty ),* $(,)? } )*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $( $(#[$note])* pub $member: $kind ),* }
    )*};
}

members! {
    Other {
        /// A short one; how long it may be is not known.
        reason: String,
    }
    Scheduled {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<EventObject>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        schedule: Option<Schedule>,
    }
    Payout {
        #[serde(default, skip_serializing_if = "Option::is_none", with = "amount::optional_wire")]
        fee_amount: Option<Amount>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "amount::optional_wire")]
        payout_amount: Option<Amount>,
    }
    About {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<EventObject>,
    }
    Fine {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<EventObject>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "amount::optional_wire")]
        park_fee: Option<Amount>,
    }
    Fuel {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<EventObject>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "amount::optional_wire")]
        fee_amount: Option<Amount>,
    }
    Referal {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child_driver_id: Option<String>,
    }
    Topup {}
    Bonus {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        orders_count: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt_condition: Option<String>,
    }
    /// What a rent or a fine is about: a car, for one.
    EventObject {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object_type: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object_name: Option<String>,
    }
    /// In a unit that is not known.
    Schedule {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        working_days: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holidays: Option<u32>,
    }
}

impl DataV3 {
    /// The kind whose body is fully known.
    pub fn other(reason: impl Into<String>) -> Self {
        Self::Other(Other {
            reason: reason.into(),
        })
    }

    pub(crate) fn note_problems(&self, problems: &mut Problems) {
        let mut fee = |field: &str, amount: Option<Amount>| {
            if let Some(amount) = amount {
                problems.amount(field, amount);
            }
        };
        match self {
            Self::Other(other) => problems.text("data.reason", &other.reason, usize::MAX),
            Self::Payout(payout) => {
                fee("data.fee_amount", payout.fee_amount);
                fee("data.payout_amount", payout.payout_amount);
            }
            Self::Fine(fine) => fee("data.park_fee", fine.park_fee),
            Self::Fuel(fuel) => fee("data.fee_amount", fuel.fee_amount),
            Self::Rent(_)
            | Self::Deposit(_)
            | Self::Insurance(_)
            | Self::Damage(_)
            | Self::Referal(_)
            | Self::Topup(_)
            | Self::Bonus(_) => {}
        }
    }
}

/// By hand: a derived reader of tagged enums would buffer the members.
impl<'de> Deserialize<'de> for DataV3 {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        fn of<T: for<'a> Deserialize<'a>, E: serde::de::Error>(members: Value) -> Result<T, E> {
            serde_json::from_value(members).map_err(|_| E::custom("other members than known"))
        }
        let mut members = Value::deserialize(input)?;
        let kind = members.as_object_mut().and_then(|all| all.remove("kind"));
        let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
        Ok(match kind {
            "other" => Self::Other(of(members)?),
            "rent" => Self::Rent(of(members)?),
            "deposit" => Self::Deposit(of(members)?),
            "payout" => Self::Payout(of(members)?),
            "insurance" => Self::Insurance(of(members)?),
            "fine" => Self::Fine(of(members)?),
            "damage" => Self::Damage(of(members)?),
            "fuel" => Self::Fuel(of(members)?),
            "referal" => Self::Referal(of(members)?),
            "topup" => Self::Topup(of(members)?),
            "bonus" => Self::Bonus(of(members)?),
            _ => return Err(D::Error::custom("an unknown kind")),
        })
    }
}
