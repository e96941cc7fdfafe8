//! Method and path of each operation, in one table. The vendor publishes only part of them, so those we are not sure
//! of can be overridden in the connection's advanced settings.

use http::Method;
use serde::{Deserialize, Serialize};

/// One operation of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct Endpoint {
    /// The contract's operationId.
    pub operation: &'static str,
    pub method: Verb,
    /// Below the base address, parameters in braces.
    pub path: &'static str,
    /// How sure the method and the path are.
    pub confidence: Confidence,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Read,
    /// A question with a body: it is posted, and changes nothing.
    Preview,
    Write,
    /// Rejects or deletes.
    Removal,
    Upload,
    Download,
}

use Confidence::{High, Low, Medium};
use Kind::{Download, Preview, Read, Removal, Upload, Write};
use Verb::{Delete, Get, Patch, Post, Put};

// One operation a line.
#[rustfmt::skip]
pub const ENDPOINTS: &[Endpoint] = &[
    row("dictIntegrations", Get, "/dictionaries/integrations", High, Read),
    row("dictTransactionTypes", Get, "/dictionaries/transaction_types", Low, Read),
    row("dictGroups", Get, "/dictionaries/groups", Low, Read),
    row("dictAntiFraudStatuses", Get, "/dictionaries/anti_fraud_statuses", Low, Read),
    row("dictAgents", Get, "/dictionaries/agents", Low, Read),
    row("dictPayTypes", Get, "/dictionaries/pay_types", Low, Read),
    row("dictRequestTypes", Get, "/dictionaries/request_types", Low, Read),
    row("dictPaymentStatuses", Get, "/dictionaries/payment_statuses", Low, Read),
    row("dictSbpBanks", Get, "/dictionaries/sbp_banks", Low, Read),
    row("dictAutoregStatuses", Get, "/dictionaries/autoreg/statuses", Low, Read),
    row("dictAutoregJobStatuses", Get, "/dictionaries/autoreg/integration_statuses", Low, Read),
    row("dictAutoregProfessions", Get, "/dictionaries/autoreg/professions", Low, Read),
    row("dictAutoregDirections", Get, "/dictionaries/autoreg/directions", Low, Read),
    row("dictAutoregDocuments", Get, "/dictionaries/autoreg/documents", Low, Read),
    row("dictAutoregModules", Get, "/dictionaries/autoreg/modules", Low, Read),
    row("dictAutoregDeliveryTypes", Get, "/dictionaries/autoreg/delivery_types", Low, Read),
    row("dictAutoregCountries", Get, "/dictionaries/autoreg/countries", High, Read),
    row("dictAutoregModels", Get, "/dictionaries/autoreg/models", Low, Read),
    row("dictAutoregModelsSearch", Get, "/dictionaries/autoreg/models_search", High, Read),
    row("dictAutoregColors", Get, "/dictionaries/autoreg/colors", High, Read),
    row("listTransactions", Get, "/transactions", Medium, Read),
    row("previewWithdraw", Post, "/drivers/{driver_id}/transactions-withdraw-preview", Medium, Preview),
    row("createTransaction", Put, "/drivers/{driver_id}/transactions", Medium, Write),
    row("listDrivers", Get, "/drivers", High, Read),
    row("getDriver", Get, "/drivers/{driver_id}", High, Read),
    row("updateDriver", Put, "/drivers/{driver_id}", Medium, Write),
    row("listPayments", Get, "/payments", High, Read),
    row("listApplications", Get, "/autoreg/applications", High, Read),
    row("batchRejectApplications", Patch, "/autoreg/applications", Medium, Removal),
    row("countApplications", Get, "/autoreg/applications/counts", Low, Read),
    row("getApplication", Get, "/autoreg/applications/{application_id}", High, Read),
    row("editApplication", Patch, "/autoreg/applications/{application_id}", High, Write),
    row("rejectApplication", Delete, "/autoreg/applications/{application_id}", High, Removal),
    row("createApplicationIntegration", Post, "/autoreg/applications/{application_id}/integrations", High, Write),
    row("getApplicationIntegration", Get, "/autoreg/applications/{application_id}/integrations/{application_integration_id}", High, Read),
    row("registerApplicationIntegration", Patch, "/autoreg/applications/{application_id}/integrations/{application_integration_id}", High, Write),
    row("rejectApplicationIntegration", Delete, "/autoreg/applications/{application_id}/integrations/{application_integration_id}", Medium, Removal),
    row("uploadApplicationFile", Post, "/autoreg/applications/{application_id}/files", Medium, Upload),
    row("downloadApplicationFile", Get, "/autoreg/applications/{application_id}/files/{file_id}", Medium, Download),
    row("createWebhook", Post, "/autoreg/webhooks", Low, Write),
    row("getWebhook", Get, "/autoreg/webhooks/{webhook_id}", Low, Read),
    row("updateWebhook", Patch, "/autoreg/webhooks/{webhook_id}", Low, Write),
    row("deleteWebhook", Delete, "/autoreg/webhooks/{webhook_id}", Low, Removal),
];

const fn row(
    operation: &'static str,
    method: Verb,
    path: &'static str,
    confidence: Confidence,
    kind: Kind,
) -> Endpoint {
    Endpoint {
        operation,
        method,
        path,
        confidence,
        kind,
    }
}

/// The operationIds of [`ENDPOINTS`], in their order.
pub const OPERATIONS: &[&str] = &names();

const fn names() -> [&'static str; ENDPOINTS.len()] {
    let mut names = [""; ENDPOINTS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = ENDPOINTS[index].operation;
        index += 1;
    }
    names
}

/// The row of an operation that the program itself names: in a `const` block a wrong name does not compile.
pub(crate) const fn named(operation: &str) -> &'static Endpoint {
    let mut index = 0;
    while index < ENDPOINTS.len() && !same(ENDPOINTS[index].operation, operation) {
        index += 1;
    }
    &ENDPOINTS[index]
}

const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index] == right[index] {
        index += 1;
    }
    index == left.len() && index == right.len()
}

impl Verb {
    pub const fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Patch => Method::PATCH,
            Self::Delete => Method::DELETE,
        }
    }
}

impl Endpoint {
    pub fn find(operation: &str) -> Option<&'static Self> {
        ENDPOINTS
            .iter()
            .find(|endpoint| endpoint.operation == operation)
    }

    /// A path that is certain stays as it is.
    pub fn can_be_overridden(&self) -> bool {
        self.confidence < High
    }

    /// A read stays a read: an override must not turn it into a change, nor a change into a deletion. What is deleted
    /// stays so too: another method on the same path would run the job that was to be rejected.
    pub(crate) const fn allows(&self, method: Verb) -> bool {
        match self.kind {
            Read | Download => matches!(method, Get),
            Preview => matches!(method, Post),
            Write | Upload => matches!(method, Post | Put | Patch),
            Removal if matches!(self.method, Delete) => matches!(method, Delete),
            Removal => matches!(method, Put | Patch | Delete),
        }
    }

    /// A read has no effect, wherever it goes.
    pub(crate) const fn is_safe(&self) -> bool {
        matches!(self.kind, Read | Download)
    }
}
