//! Method, path and headers of each operation, in one table. All of them stand in the vendor's documentation, so unlike
//! Jump's none can be overridden; only the base address is a setting.

use transport::endpoint::Kind::{self, Read, Write};
use transport::endpoint::Verb::{self, Get, Post};
use transport::endpoint::{self, Confidence, Endpoint, operations};

/// One operation of the contract.
pub type FleetEndpoint = Endpoint<FleetHeaders>;

/// What an operation wants besides the key and the client id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FleetHeaders {
    Plain,
    /// `Accept-Language`.
    Language,
    /// `X-Idempotency-Token`.
    Token,
    /// `X-Park-ID`.
    Park,
}

use FleetHeaders::{Language, Park, Plain, Token};

// One operation a line.
#[rustfmt::skip]
pub const ENDPOINTS: &[FleetEndpoint] = &[
    row("createDriverTransactionV2", Post, "/v2/parks/driver-profiles/transactions", Write, Token),
    row("listParkTransactions", Post, "/v2/parks/transactions/list", Read, Language),
    row("listDriverTransactions", Post, "/v2/parks/driver-profiles/transactions/list", Read, Language),
    row("listOrderTransactions", Post, "/v2/parks/orders/transactions/list", Read, Language),
    row("listTransactionCategories", Post, "/v2/parks/transactions/categories/list", Read, Language),
    row("createDriverTransactionV3", Post, "/v3/parks/driver-profiles/transactions", Write, Token),
    row("getDriverTransactionStatusV3", Get, "/v3/parks/driver-profiles/transactions/status", Read, Plain),
    row("listDriverProfiles", Post, "/v1/parks/driver-profiles/list", Read, Language),
    row("listWorkRules", Get, "/v1/parks/driver-work-rules", Read, Language),
    row("getBlockedBalance", Get, "/v1/parks/contractors/blocked-balance", Read, Park),
];

const fn row(
    operation: &'static str,
    method: Verb,
    path: &'static str,
    kind: Kind,
    wants: FleetHeaders,
) -> FleetEndpoint {
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

pub(crate) const fn named(operation: &str) -> &'static FleetEndpoint {
    endpoint::named(ENDPOINTS, operation)
}
