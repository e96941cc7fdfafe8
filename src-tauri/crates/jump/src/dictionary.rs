//! Dictionaries: short lists of codes and titles. Their items come in four shapes; one tolerant type reads them all.

use std::fmt;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::CallError;
use transport::lenient::text_at;

use crate::client::refused;
use crate::endpoint::{Endpoint, named};
use crate::{Id, Jump};

const SHORTEST_MODEL_SEARCH: usize = 2;

/// One entry of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DictionaryItem {
    /// The key to send back: `value` where the item has one beside its title, else `id`, as text.
    pub code: String,
    /// `slug` where the item has one.
    pub slug: Option<String>,
    /// What people read; the code where the vendor sent no title.
    pub title: String,
}

impl DictionaryItem {
    /// Reads `{id, name}`, `{id, title}`, `{value, title}`, `{id, name, value}` and `{id, value}` (colours: the value
    /// is the name). `None` when there is nothing to send back.
    fn from_value(item: &Value) -> Option<Self> {
        let id = text_at(item, &["id"]);
        let value = text_at(item, &["value"]);
        let slug = text_at(item, &["slug"]);
        let named = text_at(item, &["name", "title"]);
        let (code, title) = match (id, value, named) {
            (Some(id), Some(value), None) => (id, Some(value)),
            (_, Some(value), title) => (value, title),
            (Some(id), None, title) => (id, title),
            (None, None, title) => (slug.clone()?, title),
        };
        let title = title.unwrap_or_else(|| code.clone());
        Some(Self { code, slug, title })
    }
}

impl<'de> Deserialize<'de> for DictionaryItem {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::from_value(&Value::deserialize(input)?)
            .ok_or_else(|| D::Error::custom("expected a dictionary item with an id or a value"))
    }
}

/// A whole dictionary, in the vendor's order. Read from a bare array (as documented), or from one under `items` or
/// `data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Dictionary(pub Vec<DictionaryItem>);

struct DictionaryVisitor;

impl<'de> Visitor<'de> for DictionaryVisitor {
    type Value = Dictionary;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of dictionary items")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Dictionary, S::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Dictionary(items))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Dictionary, M::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if matches!(key.as_str(), "items" | "data") {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<serde::de::IgnoredAny>()?;
            }
        }
        found
            .map(Dictionary)
            .ok_or_else(|| M::Error::custom("expected a list of dictionary items"))
    }
}

impl<'de> Deserialize<'de> for Dictionary {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(DictionaryVisitor)
    }
}

/// One method per dictionary, named as its operationId in snake case.
macro_rules! dictionaries {
    ($( $(#[$note:meta])* $method:ident => $operation:literal ),* $(,)?) => {
        impl Jump {
            $(
                $(#[$note])*
                pub async fn $method(&self) -> Result<Dictionary, CallError> {
                    self.read(const { named($operation) }, &[], Vec::new()).await
                }
            )*
        }
    };
}

dictionaries! {
    /// Integrations with aggregators.
    dict_integrations => "dictIntegrations",
    dict_transaction_types => "dictTransactionTypes",
    /// Driver groups.
    dict_groups => "dictGroups",
    dict_anti_fraud_statuses => "dictAntiFraudStatuses",
    /// Legal entities.
    dict_agents => "dictAgents",
    /// Pay systems: the source of `type_id` of a requisite.
    dict_pay_types => "dictPayTypes",
    /// Where a payout was created.
    dict_request_types => "dictRequestTypes",
    dict_payment_statuses => "dictPaymentStatuses",
    /// Banks of the Faster Payments System.
    dict_sbp_banks => "dictSbpBanks",
    dict_autoreg_statuses => "dictAutoregStatuses",
    dict_autoreg_job_statuses => "dictAutoregJobStatuses",
    dict_autoreg_professions => "dictAutoregProfessions",
    dict_autoreg_directions => "dictAutoregDirections",
    dict_autoreg_modules => "dictAutoregModules",
    dict_autoreg_delivery_types => "dictAutoregDeliveryTypes",
    dict_autoreg_countries => "dictAutoregCountries",
    dict_autoreg_models => "dictAutoregModels",
    dict_autoreg_colors => "dictAutoregColors",
}

impl Jump {
    /// Documents to upload for a profession.
    pub async fn dict_autoreg_documents(&self, profession: Id) -> Result<Dictionary, CallError> {
        let query = vec![("profession_id".to_owned(), profession.to_string())];
        self.read(const { named("dictAutoregDocuments") }, &[], query)
            .await
    }

    /// Car models whose name holds `search`; the service wants two letters of it at least.
    pub async fn dict_autoreg_models_search(&self, search: &str) -> Result<Dictionary, CallError> {
        const ENDPOINT: &Endpoint = named("dictAutoregModelsSearch");
        let search = search.trim();
        if search.chars().count() < SHORTEST_MODEL_SEARCH {
            return Err(refused(ENDPOINT, vec!["search".to_owned()]));
        }
        let query = vec![("search".to_owned(), search.to_owned())];
        self.read(ENDPOINT, &[], query).await
    }
}
