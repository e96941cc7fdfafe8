//! Payments: read only. A request always carries its period, because without one the service answers with the last
//! four weeks and says nothing.

use money::Amount;
use serde::{Deserialize, Serialize};
use transport::CallError;
use transport::lenient::read_type;

use crate::endpoint::named;
use crate::paging::{Query, SortField};
use crate::phone::search_text;
use crate::{Id, Jump, Page, PerPage, Period, Phone, Reference, Sort};

/// What to list. Empty filters are not sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PaymentsQuery {
    pub period: Period,
    /// From 1.
    pub page: u32,
    pub per_page: PerPage,
    pub order: Option<Sort<PaymentSortField>>,
    /// Legal entities.
    pub agent_ids: Vec<Id>,
    pub driver_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
    pub integration_ids: Vec<Id>,
    /// Several statuses, though the vendor's name is singular.
    pub payment_status_id: Vec<Id>,
    pub pay_type_ids: Vec<Id>,
    pub request_type_ids: Vec<Id>,
    /// An id of a payment, a driver's name or telephone number.
    pub search: Option<String>,
}

impl PaymentsQuery {
    /// Every payment of the period, first page, 20 rows.
    pub const fn new(period: Period) -> Self {
        Self {
            period,
            page: 1,
            per_page: PerPage::Twenty,
            order: None,
            agent_ids: Vec::new(),
            driver_ids: Vec::new(),
            group_ids: Vec::new(),
            integration_ids: Vec::new(),
            payment_status_id: Vec::new(),
            pay_type_ids: Vec::new(),
            request_type_ids: Vec::new(),
            search: None,
        }
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let mut query = Query::paged(self.page, self.per_page, self.order);
        query.one("period_from", Some(self.period.from().to_string()));
        query.one("period_to", Some(self.period.to().to_string()));
        query.comma("agent_ids", &self.agent_ids);
        query.comma("driver_ids", &self.driver_ids);
        query.comma("group_ids", &self.group_ids);
        query.comma("integration_ids", &self.integration_ids);
        query.comma("payment_status_id", &self.payment_status_id);
        query.comma("pay_type_ids", &self.pay_type_ids);
        query.comma("request_type_ids", &self.request_type_ids);
        query.one("search", self.search.as_deref().and_then(search_text));
        query.into_pairs()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentSortField {
    Id,
    CreatedAt,
    UpdatedAt,
    RequestType,
    Amount,
    AmountPaid,
    PaymentType,
    Aggregators,
}

impl SortField for PaymentSortField {
    fn vendor_name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::RequestType => "request_type",
            Self::Amount => "amount",
            Self::AmountPaid => "amount_paid",
            Self::PaymentType => "payment_type",
            Self::Aggregators => "aggregators",
        }
    }
}

read_type! {
    /// One payment. Amounts are in rubles; times are ISO 8601 with an offset, as they came.
    pub struct Payment {
        id: Id,
        created_at: Option<String>,
        updated_at: Option<String>,
        driver: Option<PaymentDriver>,
        status: Option<Reference>,
        /// Requested.
        amount: Option<Amount>,
        /// Paid after commission and withheld tax.
        amount_paid: Option<Amount>,
        /// Withheld from the driver.
        commission: Option<Amount>,
        /// Taken by the bank.
        commission_bank: Option<Amount>,
        paid_at: Option<String>,
        pay_type: Option<Reference>,
        integration: Option<Reference>,
        request_type: Option<Reference>,
        agent: Option<Reference>,
        aggregator: Option<Reference>,
        bank_account: Option<BankAccount>,
        requisites: Option<Reference>,
        write_off_account: Option<Reference>,
        history: Vec<PaymentEvent>,
    }
}

read_type! {
    pub struct PaymentDriver {
        id: Option<Id>,
        full_name: Option<String>,
        last_name: Option<String>,
        first_name: Option<String>,
        /// The middle name, under the vendor's read name.
        second_name: Option<String>,
        phone: Option<Phone>,
        group: Option<Reference>,
    }
}

read_type! {
    /// The park's account that a payment goes from.
    pub struct BankAccount {
        id: Option<Id>,
        name: Option<String>,
        balance: Option<Amount>,
        is_default: Option<bool>,
        payment_types: Vec<Reference>,
        agent: Option<Reference>,
    }
}

read_type! {
    pub struct PaymentEvent {
        date_time: Option<String>,
        action: Option<String>,
    }
}

impl Jump {
    /// One page of the payments of a period.
    pub async fn list_payments(&self, query: &PaymentsQuery) -> Result<Page<Payment>, CallError> {
        self.read(const { named("listPayments") }, &[], query.pairs())
            .await
    }
}
