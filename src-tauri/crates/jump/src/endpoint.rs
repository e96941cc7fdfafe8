//! Method and path of each operation, in one table. The vendor publishes only part of them, so those we are not sure
//! of can be overridden in the connection's advanced settings.

use transport::endpoint::Confidence::{self, High, Low, Medium};
use transport::endpoint::Kind::{self, Download, Preview, Read, Removal, Upload, Write};
use transport::endpoint::Verb::{self, Delete, Get, Patch, Post, Put};
use transport::endpoint::{self, operations};

/// One operation of the contract.
pub type Endpoint = endpoint::Endpoint;

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
        wants: (),
    }
}

/// The operationIds of [`ENDPOINTS`], in their order.
pub const OPERATIONS: &[&str] = &operations::<{ ENDPOINTS.len() }, _>(ENDPOINTS);

pub(crate) const fn named(operation: &str) -> &'static Endpoint {
    endpoint::named(ENDPOINTS, operation)
}
