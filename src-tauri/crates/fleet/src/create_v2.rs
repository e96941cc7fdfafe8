//! Creating a transaction the old way: at once, and with an answer that names no transaction. The vendor calls it
//! deprecated, but only here can a park's own category be used.

use money::Amount;
use serde::{Deserialize, Serialize};
use transport::CallError;
use transport::lenient::read_type;

use crate::client::Whole;
use crate::endpoint::{FleetEndpoint, named};
use crate::problem::{FleetFieldProblem, FleetProblem, Problems, Refusal};
use crate::{CreatedBy, Fleet, FleetTime, IdempotencyToken, amount};

/// A transaction to make. Its [`body`](Self::body) is what the journal keeps and what is sent, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateV2 {
    pub park_id: String,
    pub driver_profile_id: String,
    /// One whose `is_creatable` is true.
    pub category_id: String,
    /// Negative debits the driver, positive credits; not zero, at most four decimals.
    #[serde(with = "amount::wire")]
    pub amount: Amount,
    /// The only place for a mark by which the transaction can be found again.
    pub description: String,
}

impl CreateV2 {
    /// Everything that the contract would refuse, found before anything is sent.
    pub fn validate(&self) -> Result<(), Vec<FleetFieldProblem>> {
        self.problems().into_result()
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        problems.id("park_id", &self.park_id);
        problems.id("driver_profile_id", &self.driver_profile_id);
        problems.id("category_id", &self.category_id);
        problems.moved("amount", self.amount);
        problems.text("description", &self.description, usize::MAX);
        problems
    }

    /// Canonical: the same transaction gives the same bytes.
    pub fn body(&self) -> String {
        // Texts only: there is nothing that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

read_type! {
    /// What was made. There is no id in it: only the list of transactions gives one.
    pub struct V2Created {
        event_at: FleetTime,
        park_id: String,
        driver_profile_id: String,
        category_id: String,
        amount: Amount,
        currency_code: String,
        description: String,
        created_by: CreatedBy,
    }
}

impl Whole for V2Created {
    fn is_whole(&self) -> bool {
        let texts = [&self.park_id, &self.driver_profile_id, &self.category_id];
        let is_told =
            !matches!(&self.created_by, CreatedBy::Unknown { identity } if identity.is_empty());
        texts.iter().all(|text| !text.is_empty()) && self.event_at.timestamp().is_some() && is_told
    }
}

/// What a stored body says, if this program could have made it and it belongs to this park.
pub(crate) fn stored<'a, T: Deserialize<'a>>(
    endpoint: &'static FleetEndpoint,
    body: &'a str,
    problems: impl FnOnce(&T) -> (Problems, bool),
) -> Result<(), Refusal> {
    let written: T = serde_json::from_str(body)
        .map_err(|_| Refusal::of(endpoint, "body", FleetProblem::Unknown))?;
    let (mut problems, is_ours) = problems(&written);
    if !is_ours {
        problems.note("park_id", FleetProblem::OtherPark);
    }
    problems.refuse(endpoint)
}

impl Fleet {
    /// Sends a stored body once. A body that does not [`validate`](CreateV2::validate) or is another park's is `NotSent`
    /// and `Invalid`, with the fields. 409, and a success without what the contract requires, are `MaybeSent`.
    pub async fn create_driver_transaction_v2(
        &self,
        body: &str,
        token: &IdempotencyToken,
    ) -> Result<V2Created, CallError> {
        const ENDPOINT: &FleetEndpoint = named("createDriverTransactionV2");
        stored(ENDPOINT, body, |create: &CreateV2| {
            (create.problems(), create.park_id == self.park_id())
        })?;
        self.create(ENDPOINT, body, token).await
    }
}
