//! Method and path of each operation, in one table. All of them stand in the vendor's documentation, so unlike Jump's none
//! can be overridden; only the base address is a setting. The webhook is missing: Wazzup calls it, and nobody else.

use transport::endpoint::Kind::{self, Read, Removal, Write};
use transport::endpoint::Verb::{self, Delete, Get, Patch, Post, Put};
use transport::endpoint::{self, Confidence, Endpoint, operations};

/// One operation of the contract.
pub type YumeEndpoint = Endpoint<YumeHeaders>;

/// For whom an operation wants to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YumeHeaders {
    /// Anybody: there is no token yet, or it is over.
    Open,
    /// `Authorization`.
    Token,
    /// `Authorization`, and `X-Tenant-Id` where a company was chosen.
    Company,
}

use YumeHeaders::{Company, Open, Token};

// One operation a line. The chat frame, the login and the refresh are posted and change nothing that is the company's.
#[rustfmt::skip]
pub const ENDPOINTS: &[YumeEndpoint] = &[
    row("listWazzupTriggers", Get, "/v1/crm/integrations/wazzup/triggers/", Read, Company),
    row("createWazzupTrigger", Post, "/v1/crm/integrations/wazzup/triggers/", Write, Company),
    row("replaceWazzupTrigger", Put, "/v1/crm/integrations/wazzup/triggers/{id}/", Write, Company),
    row("patchWazzupTrigger", Patch, "/v1/crm/integrations/wazzup/triggers/{id}/", Write, Company),
    row("deleteWazzupTrigger", Delete, "/v1/crm/integrations/wazzup/triggers/{id}/", Removal, Company),
    row("listWazzupTemplates", Get, "/v1/crm/integrations/wazzup/templates/", Read, Company),
    row("sendWazzupMessage", Post, "/v1/crm/integrations/wazzup/message/", Write, Company),
    row("getWazzupSettings", Get, "/v1/crm/integrations/wazzup/settings/", Read, Company),
    row("putWazzupSettings", Put, "/v1/crm/integrations/wazzup/settings/", Write, Company),
    row("patchWazzupSettings", Patch, "/v1/crm/integrations/wazzup/settings/", Write, Company),
    row("connectWazzup", Post, "/v1/crm/integrations/wazzup/connect/", Write, Company),
    row("wazzupIframe", Post, "/v1/crm/integrations/wazzup/iframe/", Read, Company),
    row("syncWazzup", Post, "/v1/crm/integrations/wazzup/sync/", Write, Company),
    row("listIntegrations", Get, "/v1/crm/integrations/", Read, Company),
    row("getIntegration", Get, "/v1/crm/integrations/{slug}/", Read, Company),
    row("connectIntegration", Post, "/v1/crm/integrations/{slug}/connect/", Write, Company),
    row("disconnectIntegration", Post, "/v1/crm/integrations/{slug}/disconnect/", Removal, Company),
    row("login", Post, "/v1/auth/login/", Read, Open),
    row("refreshToken", Post, "/v1/auth/refresh/", Read, Open),
    row("logout", Post, "/v1/auth/logout/", Write, Token),
    row("listTenants", Get, "/v1/tenant/", Read, Token),
];

const fn row(
    operation: &'static str,
    method: Verb,
    path: &'static str,
    kind: Kind,
    wants: YumeHeaders,
) -> YumeEndpoint {
    Endpoint {
        operation,
        method,
        path,
        confidence: Confidence::High,
        kind,
        wants,
    }
}

/// The operationIds of [`ENDPOINTS`], in their order.
pub const OPERATIONS: &[&str] = &operations::<{ ENDPOINTS.len() }, _>(ENDPOINTS);

pub(crate) const fn named(operation: &str) -> &'static YumeEndpoint {
    endpoint::named(ENDPOINTS, operation)
}
