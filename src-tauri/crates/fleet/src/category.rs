//! Categories of transactions. The set is open: a park makes its own.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use transport::CallError;
use transport::lenient::{Listed, Object, Soft, read_type};

use crate::Fleet;
use crate::endpoint::named;

/// Which categories to list. `None`: whatever the flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct CategoryFilter {
    pub is_enabled: Option<bool>,
    pub is_editable: Option<bool>,
    pub is_creatable: Option<bool>,
    pub is_affecting_driver_balance: Option<bool>,
}

impl CategoryFilter {
    fn body(self) -> Map<String, Value> {
        [
            ("is_enabled", self.is_enabled),
            ("is_editable", self.is_editable),
            ("is_creatable", self.is_creatable),
            (
                "is_affecting_driver_balance",
                self.is_affecting_driver_balance,
            ),
        ]
        .into_iter()
        .filter_map(|(name, flag)| Some((name.to_owned(), Value::Bool(flag?))))
        .collect()
    }
}

read_type! {
    /// A flag that the vendor did not tell is `None`.
    pub struct TransactionCategory {
        /// By which a category is known; its name depends on the language.
        id: String,
        name: Option<String>,
        group_id: Option<String>,
        group_name: Option<String>,
        /// False only for a park's own.
        is_enabled: Option<bool>,
        /// True only for a park's own.
        is_editable: Option<bool>,
        /// A transaction of it can be created (v2).
        is_creatable: Option<bool>,
        /// Its transactions move the driver's balance.
        is_affecting_driver_balance: Option<bool>,
    }
}

struct Categories(Vec<TransactionCategory>);

impl<'de> Deserialize<'de> for Categories {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Members {
            categories: Soft<Listed<TransactionCategory>>,
        }
        let read = Object::<Members>::deserialize(input)?.0;
        Ok(Self(read.categories.0.0))
    }
}

impl Fleet {
    /// All categories that fit. There are no pages.
    pub async fn list_transaction_categories(
        &self,
        filter: CategoryFilter,
    ) -> Result<Vec<TransactionCategory>, CallError> {
        let mut query = json!({ "park": { "id": self.park_id() } });
        let filter = filter.body();
        if !filter.is_empty() {
            query["category"] = Value::Object(filter);
        }
        let body = json!({ "query": query });
        let answer: Categories = self
            .ask(const { named("listTransactionCategories") }, &body)
            .await?;
        Ok(answer.0)
    }
}
