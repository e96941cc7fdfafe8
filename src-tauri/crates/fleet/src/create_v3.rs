//! Creating a transaction: the service takes it and does it later, so its answer never says that money moved.

use money::Amount;
use serde::{Deserialize, Serialize};
use transport::CallError;
use transport::lenient::read_type;

use crate::client::Whole;
use crate::create_v2::stored;
use crate::endpoint::{FleetEndpoint, named};
use crate::problem::{FleetFieldProblem, FleetProblem, Problems};
use crate::{DataV3, Fleet, FleetTime, IdempotencyToken, V3State, amount};

const LONGEST_DESCRIPTION: usize = 256;

/// A transaction to make. Its [`body`](Self::body) is what the journal keeps and what is sent, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateV3 {
    pub park_id: String,
    /// The same as `driver_profile_id` elsewhere, as far as is known.
    pub contractor_profile_id: String,
    /// Negative debits the driver, positive credits; not zero, at most four decimals.
    #[serde(with = "amount::wire")]
    pub amount: Amount,
    pub data: DataV3,
    /// 1 to 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<BalanceCondition>,
    /// Always 1: a higher one would replace the amount of a transaction that no field of the request names.
    pub version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceCondition {
    /// The least balance before the transaction runs.
    #[serde(with = "amount::wire")]
    pub balance_min: Amount,
}

impl CreateV3 {
    /// Everything that the contract would refuse, found before anything is sent.
    pub fn validate(&self) -> Result<(), Vec<FleetFieldProblem>> {
        self.problems().into_result()
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        problems.id("park_id", &self.park_id);
        problems.id("contractor_profile_id", &self.contractor_profile_id);
        problems.moved("amount", self.amount);
        self.data.note_problems(&mut problems);
        if let Some(description) = &self.description {
            problems.text("description", description, LONGEST_DESCRIPTION);
        }
        if let Some(condition) = &self.condition {
            problems.amount("condition.balance_min", condition.balance_min);
        }
        if self.version != 1 {
            problems.note("version", FleetProblem::NotFirstVersion);
        }
        problems
    }

    /// Canonical: the same transaction gives the same bytes.
    pub fn body(&self) -> String {
        // Texts and small numbers only: there is nothing that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

read_type! {
    /// The service took the transaction. Whether money moved, its status tells.
    pub struct V3Created {
        /// By which its status is asked.
        id: String,
        park_id: Option<String>,
        contractor_profile_id: Option<String>,
        /// Even `success` here is to be confirmed by the status operation.
        status: Option<V3State>,
        status_description: Option<String>,
        created_at: Option<FleetTime>,
        version: Option<u32>,
    }
}

impl Whole for V3Created {
    /// Without an id nobody can ask what became of it.
    fn is_whole(&self) -> bool {
        !self.id.is_empty()
    }
}

impl Fleet {
    /// Sends a stored body once. A body that does not [`validate`](CreateV3::validate) or is another park's is `NotSent`
    /// and `Invalid`, with the fields. 409, and a success without an id, are `MaybeSent`.
    pub async fn create_driver_transaction_v3(
        &self,
        body: &str,
        token: &IdempotencyToken,
    ) -> Result<V3Created, CallError> {
        const ENDPOINT: &FleetEndpoint = named("createDriverTransactionV3");
        stored(ENDPOINT, body, |create: &CreateV3| {
            (create.problems(), create.park_id == self.park_id())
        })?;
        self.create(ENDPOINT, body, token).await
    }
}
