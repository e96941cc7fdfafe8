//! The service's dictionaries, read once and kept for ten minutes: filters, forms and slots ask often.

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;
use jump::{DictionaryItem, Id, Jump};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use specta::Type;
use transport::CallError;

use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskResult},
    search,
};

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
/// A failed dictionary fails again at once for so long: cards that only want titles must not each wait for its
/// retries.
const FAILURE_KEPT: Duration = Duration::from_secs(20);

/// The service does not search for less.
const SHORTEST_SEARCH: usize = 2;

type Key = (ConnectionId, Dictionary, i64);
type Answer = DeskResult<Vec<DictionaryItem>>;

/// How the last reading of each dictionary ended, and when.
#[derive(Default)]
pub struct Dictionaries(Mutex<HashMap<Key, (Timestamp, Answer)>>);

impl Dictionaries {
    pub fn forget(&self, connection: &ConnectionId) {
        self.0.lock().retain(|(owner, _, _), _| owner != connection);
    }

    /// The good copies of one connection that are still given out, by dictionary.
    fn of(&self, connection: &ConnectionId, now: Timestamp) -> Vec<(Dictionary, Timestamp, u32)> {
        let kept = self.0.lock();
        let good = kept
            .iter()
            .filter_map(|((owner, dictionary, _), (at, answer))| {
                let items = answer.as_ref().ok()?;
                let ours = owner == connection && is_young(*at, now, KEPT);
                ours.then(|| (*dictionary, *at, items.len().try_into().unwrap_or(u32::MAX)))
            });
        good.collect()
    }

    fn known(&self, key: &Key, now: Timestamp) -> Option<Answer> {
        let kept = self.0.lock();
        let (read_at, answer) = kept.get(key)?;
        let lasts = if answer.is_ok() { KEPT } else { FAILURE_KEPT };
        is_young(*read_at, now, lasts).then(|| answer.clone())
    }

    /// A failure does not push out an answer that is still good: who does not ask for a fresh one may have it.
    fn keep(&self, key: Key, now: Timestamp, answer: Answer) {
        if answer.is_ok() || !matches!(self.known(&key, now), Some(Ok(_))) {
            self.0.lock().insert(key, (now, answer));
        }
    }
}

fn is_young(read_at: Timestamp, now: Timestamp, lasts: Duration) -> bool {
    now.duration_since(read_at).unsigned_abs() < lasts
}

impl Desk {
    /// A dictionary, from memory if it was read within ten minutes or failed within twenty seconds.
    /// `fresh` reads it anew.
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
        let kept = &self.0.dictionaries;
        if !fresh && let Some(answer) = kept.known(&key, self.now()) {
            return answer;
        }
        let begun = self.clients_forgotten();
        // Without a client nothing was asked, so there is nothing to remember.
        let jump = self.jump(connection).await?;
        let answer = dictionary.read(&jump, profession).await;
        let answer = answer.map_err(DeskError::from);
        // Another key or address may have come meanwhile, and another answer with it.
        if self.clients_forgotten() == begun {
            kept.keep(key, self.now(), answer.clone());
        }
        answer
    }
}

/// How old the kept copy of a dictionary is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DictionaryAge {
    pub dictionary: Dictionary,
    pub items: u32,
    pub read_at: String,
}

impl Desk {
    /// What is in memory of a dictionary; asks nobody.
    pub(crate) fn remembered(
        &self,
        connection: &ConnectionId,
        dictionary: Dictionary,
        profession: Option<Id>,
    ) -> Option<Vec<DictionaryItem>> {
        let profession = profession.unwrap_or(Id(TAXI_PROFESSION));
        let key = (connection.clone(), dictionary, profession.0);
        let answer = self.0.dictionaries.known(&key, self.now());
        answer.and_then(Result::ok)
    }

    /// The dictionaries of this connection that are kept, with their age; of the documents of several professions the
    /// ones read last.
    pub fn dictionary_ages(&self, connection: &ConnectionId) -> Vec<DictionaryAge> {
        let kept = self.0.dictionaries.of(connection, self.now());
        let zone = self.zone();
        let age = |dictionary: Dictionary| {
            let copies = kept.iter().filter(|(one, _, _)| *one == dictionary);
            let (_, at, items) = copies.max_by_key(|(_, at, _)| *at)?;
            Some(DictionaryAge {
                dictionary,
                items: *items,
                read_at: crate::time::iso(*at, &zone),
            })
        };
        Dictionary::ALL.into_iter().filter_map(age).collect()
    }

    /// Car models whose name contains the text, asked of the service each time. A text in the wrong keyboard layout is
    /// understood when nothing is found as typed. Less than two letters find nothing.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn search_car_models(
        &self,
        connection: &ConnectionId,
        text: &str,
    ) -> DeskResult<Vec<DictionaryItem>> {
        let asked = search::for_car_models(text);
        let jump = self.jump(connection).await?;
        for text in [asked.text, asked.otherwise].into_iter().flatten() {
            if text.chars().count() < SHORTEST_SEARCH {
                break;
            }
            let found = jump.dict_autoreg_models_search(&text).await?.0;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Forgets the kept copies of this connection, those of its Yandex Fleet too, so that the next look reads them anew.
    pub fn forget_dictionaries(&self, connection: &ConnectionId) {
        self.0.dictionaries.forget(connection);
        self.0.fleet.forget_dictionaries(connection);
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
