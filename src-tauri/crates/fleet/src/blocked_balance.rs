//! A driver's balance and the part of it that is blocked.

use std::collections::BTreeMap;

use money::Amount;
use serde::{Deserialize, Deserializer, Serialize};
use transport::CallError;
use transport::lenient::{Object, Soft};

use crate::Fleet;
use crate::endpoint::{FleetEndpoint, named};
use crate::problem::Problems;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct BlockedBalance {
    pub balance: Amount,
    pub blocked_balance: Amount,
    /// What the blocked part is made of, as far as the vendor tells; in the order of their names.
    pub details: Vec<BlockedPart>,
}

/// `blocked_tips`, `blocked_cashless`, `blocked_bonuses`, `blocked_financial_statements`, `blocked_closing_documents`; an
/// open set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct BlockedPart {
    pub name: String,
    pub amount: Amount,
}

impl BlockedBalance {
    /// What is left without the blocked part (nothing in the vendor's words says so, but nothing else would make sense);
    /// `None` where the difference cannot be held exactly.
    pub fn free(&self) -> Option<Amount> {
        let blocked = -self.blocked_balance.decimal();
        self.balance.checked_add(Amount::new(blocked))
    }
}

/// An absent part is not blocked; a part that is no amount is an error.
impl<'de> Deserialize<'de> for BlockedBalance {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Members {
            balance: Soft<Amount>,
            blocked_balance: Soft<Amount>,
            #[serde(default)]
            details: Option<Object<BTreeMap<String, Soft<Option<Amount>>>>>,
        }
        let read = Object::<Members>::deserialize(input)?.0;
        let details = read.details.map(|parts| parts.0).unwrap_or_default();
        let details = details.into_iter().filter_map(|(name, amount)| {
            let amount = amount.0?;
            Some(BlockedPart { name, amount })
        });
        Ok(Self {
            balance: read.balance.0,
            blocked_balance: read.blocked_balance.0,
            details: details.collect(),
        })
    }
}

impl Fleet {
    /// The balance of one driver.
    pub async fn get_blocked_balance(
        &self,
        contractor_id: &str,
    ) -> Result<BlockedBalance, CallError> {
        const ENDPOINT: &FleetEndpoint = named("getBlockedBalance");
        let mut problems = Problems::default();
        problems.id("contractor_id", contractor_id);
        problems.refuse(ENDPOINT)?;
        let query = vec![("contractor_id".to_owned(), contractor_id.to_owned())];
        self.get(ENDPOINT, query).await
    }
}
