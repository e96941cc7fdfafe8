//! The service's dictionaries, read once and kept for ten minutes: filters, forms and slots ask often.

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;
use jump::{DictionaryItem, Id, Jump};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use specta::Type;
use transport::CallError;

use crate::{Desk, connections::types::ConnectionId, error::DeskResult};

/// The documented dictionaries of Jump.Finance (reference: section 4), named as their operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Dictionary {
    Integrations,
    TransactionTypes,
    Groups,
    AntiFraudStatuses,
    Agents,
    PayTypes,
    RequestTypes,
    PaymentStatuses,
    SbpBanks,
    AutoregStatuses,
    AutoregJobStatuses,
    AutoregProfessions,
    AutoregDirections,
    AutoregDocuments,
    AutoregModules,
    AutoregDeliveryTypes,
    AutoregCountries,
    AutoregModels,
    AutoregColors,
}

impl Dictionary {
    pub const ALL: [Self; 19] = [
        Self::Integrations,
        Self::TransactionTypes,
        Self::Groups,
        Self::AntiFraudStatuses,
        Self::Agents,
        Self::PayTypes,
        Self::RequestTypes,
        Self::PaymentStatuses,
        Self::SbpBanks,
        Self::AutoregStatuses,
        Self::AutoregJobStatuses,
        Self::AutoregProfessions,
        Self::AutoregDirections,
        Self::AutoregDocuments,
        Self::AutoregModules,
        Self::AutoregDeliveryTypes,
        Self::AutoregCountries,
        Self::AutoregModels,
        Self::AutoregColors,
    ];

    /// The contract's operationId.
    pub fn operation(self) -> &'static str {
        match self {
            Self::Integrations => "dictIntegrations",
            Self::TransactionTypes => "dictTransactionTypes",
            Self::Groups => "dictGroups",
            Self::AntiFraudStatuses => "dictAntiFraudStatuses",
            Self::Agents => "dictAgents",
            Self::PayTypes => "dictPayTypes",
            Self::RequestTypes => "dictRequestTypes",
            Self::PaymentStatuses => "dictPaymentStatuses",
            Self::SbpBanks => "dictSbpBanks",
            Self::AutoregStatuses => "dictAutoregStatuses",
            Self::AutoregJobStatuses => "dictAutoregJobStatuses",
            Self::AutoregProfessions => "dictAutoregProfessions",
            Self::AutoregDirections => "dictAutoregDirections",
            Self::AutoregDocuments => "dictAutoregDocuments",
            Self::AutoregModules => "dictAutoregModules",
            Self::AutoregDeliveryTypes => "dictAutoregDeliveryTypes",
            Self::AutoregCountries => "dictAutoregCountries",
            Self::AutoregModels => "dictAutoregModels",
            Self::AutoregColors => "dictAutoregColors",
        }
    }

    /// Reads it from the service. `profession` is used by the documents dictionary only, which requires it.
    pub(crate) async fn read(
        self,
        jump: &Jump,
        profession: Id,
    ) -> Result<Vec<DictionaryItem>, CallError> {
        match self {
            Self::Integrations => jump.dict_integrations().await,
            Self::TransactionTypes => jump.dict_transaction_types().await,
            Self::Groups => jump.dict_groups().await,
            Self::AntiFraudStatuses => jump.dict_anti_fraud_statuses().await,
            Self::Agents => jump.dict_agents().await,
            Self::PayTypes => jump.dict_pay_types().await,
            Self::RequestTypes => jump.dict_request_types().await,
            Self::PaymentStatuses => jump.dict_payment_statuses().await,
            Self::SbpBanks => jump.dict_sbp_banks().await,
            Self::AutoregStatuses => jump.dict_autoreg_statuses().await,
            Self::AutoregJobStatuses => jump.dict_autoreg_job_statuses().await,
            Self::AutoregProfessions => jump.dict_autoreg_professions().await,
            Self::AutoregDirections => jump.dict_autoreg_directions().await,
            Self::AutoregDocuments => jump.dict_autoreg_documents(profession).await,
            Self::AutoregModules => jump.dict_autoreg_modules().await,
            Self::AutoregDeliveryTypes => jump.dict_autoreg_delivery_types().await,
            Self::AutoregCountries => jump.dict_autoreg_countries().await,
            Self::AutoregModels => jump.dict_autoreg_models().await,
            Self::AutoregColors => jump.dict_autoreg_colors().await,
        }
        .map(|dictionary| dictionary.0)
    }
}

/// The taxi driver's profession, whose documents dictionary lists every type (reference: section 4).
pub(crate) const TAXI_PROFESSION: i64 = 1;

const KEPT: Duration = Duration::from_secs(600);

type Key = (ConnectionId, Dictionary, i64);
type Entry = (Timestamp, Vec<DictionaryItem>);

/// What was read, and when.
#[derive(Default)]
pub struct Dictionaries(Mutex<HashMap<Key, Entry>>);

impl Dictionaries {
    pub fn forget(&self, connection: &ConnectionId) {
        self.0.lock().retain(|(owner, _, _), _| owner != connection);
    }
}

impl Desk {
    /// A dictionary, from memory if it was read within ten minutes. `fresh` reads it anew.
    ///
    /// # Errors
    /// Those of the call; an older copy is never passed off as fresh.
    pub async fn dictionary(
        &self,
        connection: &ConnectionId,
        dictionary: Dictionary,
        profession: Option<Id>,
        fresh: bool,
    ) -> DeskResult<Vec<DictionaryItem>> {
        let profession = profession.unwrap_or(Id(TAXI_PROFESSION));
        let key = (connection.clone(), dictionary, profession.0);
        let kept = &self.0.dictionaries.0;
        if !fresh
            && let Some((read_at, items)) = kept.lock().get(&key)
            && self.now().duration_since(*read_at).unsigned_abs() < KEPT
        {
            return Ok(items.clone());
        }
        let jump = self.jump(connection).await?;
        let items = dictionary.read(&jump, profession).await?;
        kept.lock().insert(key, (self.now(), items.clone()));
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dictionary_names_an_operation_that_the_client_has() {
        for dictionary in Dictionary::ALL {
            assert!(
                jump::ENDPOINTS
                    .iter()
                    .any(|endpoint| endpoint.operation == dictionary.operation()),
                "{}",
                dictionary.operation()
            );
        }
    }
}
