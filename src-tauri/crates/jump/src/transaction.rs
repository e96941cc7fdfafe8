//! Transactions: what came to the drivers' balances and went from them. A request always carries its period, because
//! without one the service answers with the last four weeks and says nothing.

use money::Amount;
use serde::{Deserialize, Serialize};
use transport::CallError;
use transport::lenient::read_type;

use crate::endpoint::named;
use crate::paging::{Query, SortField};
use crate::{Id, Jump, Page, PerPage, Period, Phone, Reference, Sort};

/// What to list. Empty filters are not sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TransactionsQuery {
    pub period: Period,
    /// From 1.
    pub page: u32,
    pub per_page: PerPage,
    pub order: Option<Sort<TransactionSortField>>,
    pub integration_ids: Vec<Id>,
    pub transaction_type_ids: Vec<Id>,
    pub driver_ids: Vec<Id>,
}

impl TransactionsQuery {
    /// Every transaction of the period, first page, 20 rows.
    pub const fn new(period: Period) -> Self {
        Self {
            period,
            page: 1,
            per_page: PerPage::Twenty,
            order: None,
            integration_ids: Vec::new(),
            transaction_type_ids: Vec::new(),
            driver_ids: Vec::new(),
        }
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let mut query = Query::paged(self.page, self.per_page, self.order);
        query.one("period_from", Some(self.period.from().to_string()));
        query.one("period_to", Some(self.period.to().to_string()));
        query.repeated("integration_ids", &self.integration_ids);
        query.repeated("transaction_type_ids", &self.transaction_type_ids);
        query.repeated("driver_ids", &self.driver_ids);
        query.into_pairs()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TransactionSortField {
    Id,
    /// When it was entered over there.
    Date,
    /// The integration's name.
    Integrations,
    Amount,
}

impl SortField for TransactionSortField {
    fn vendor_name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Date => "date",
            Self::Integrations => "integrations",
            Self::Amount => "amount",
        }
    }
}

read_type! {
    /// One transaction. Amounts are in rubles; times are ISO 8601 with an offset, as they came.
    pub struct Transaction {
        id: Id,
        date: Option<String>,
        description: Option<String>,
        driver: Option<TransactionDriver>,
        r#type: Option<Reference>,
        integration: Option<Reference>,
        /// As it came: whether a withdrawal has a minus is not documented.
        amount: Option<Amount>,
        /// The payment that the transaction made, if it made one.
        payment_id: Option<Id>,
        trip: Option<Trip>,
    }
}

read_type! {
    pub struct TransactionDriver {
        id: Option<Id>,
        phone: Option<Phone>,
        last_name: Option<String>,
        first_name: Option<String>,
        middle_name: Option<String>,
        full_name: Option<String>,
    }
}

read_type! {
    /// The trip that a transaction pays for.
    pub struct Trip {
        date: Option<String>,
        address_from: Option<String>,
        address_to: Option<String>,
        /// A number or a text, as it came; the unit is not documented.
        duration: Option<String>,
        /// A number or a text, as it came; the unit is not documented.
        distance: Option<String>,
        payment_type: Option<Reference>,
        amount: Option<TripAmount>,
        comment: Option<String>,
    }
}

read_type! {
    /// What a trip's fare consists of, in rubles.
    pub struct TripAmount {
        order: Option<Amount>,
        tip: Option<Amount>,
        cash: Option<Amount>,
        cashless: Option<Amount>,
        aggregator_commission: Option<Amount>,
        customer_commission: Option<Amount>,
        total: Option<Amount>,
    }
}

impl Jump {
    /// One page of the transactions of a period.
    pub async fn list_transactions(
        &self,
        query: &TransactionsQuery,
    ) -> Result<Page<Transaction>, CallError> {
        self.read(const { named("listTransactions") }, &[], query.pairs())
            .await
    }
}
