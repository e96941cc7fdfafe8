//! Method, path and headers of each operation, in one table. All of them stand in the vendor's documentation, so unlike
//! Jump's none can be overridden; only the base address is a setting.

use http::Method;
use serde::{Deserialize, Serialize};

/// One operation of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct FleetEndpoint {
    /// The contract's operationId.
    pub operation: &'static str,
    pub method: FleetVerb,
    /// Below the base address; no path has parameters.
    pub path: &'static str,
    /// Where the method and the path are known from.
    pub confidence: FleetConfidence,
    pub kind: FleetKind,
    /// What the operation wants besides the key and the client id.
    pub headers: FleetHeaders,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "UPPERCASE")]
pub enum FleetVerb {
    Get,
    Post,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetConfidence {
    /// The vendor's document that was given to the project.
    Official,
    /// Another page of the vendor's documentation.
    Documented,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetKind {
    /// Most are posted, and change nothing.
    Read,
    /// Moves money.
    Write,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetHeaders {
    Plain,
    /// `Accept-Language`.
    Language,
    /// `X-Idempotency-Token`.
    Token,
    /// `X-Park-ID`.
    Park,
}

use FleetConfidence::{Documented, Official};
use FleetHeaders::{Language, Park, Plain, Token};
use FleetKind::{Read, Write};
use FleetVerb::{Get, Post};

// One operation a line.
#[rustfmt::skip]
pub const ENDPOINTS: &[FleetEndpoint] = &[
    row("createDriverTransactionV2", Post, "/v2/parks/driver-profiles/transactions", Official, Write, Token),
    row("listParkTransactions", Post, "/v2/parks/transactions/list", Official, Read, Language),
    row("listDriverTransactions", Post, "/v2/parks/driver-profiles/transactions/list", Documented, Read, Language),
    row("listOrderTransactions", Post, "/v2/parks/orders/transactions/list", Documented, Read, Language),
    row("listTransactionCategories", Post, "/v2/parks/transactions/categories/list", Documented, Read, Language),
    row("createDriverTransactionV3", Post, "/v3/parks/driver-profiles/transactions", Documented, Write, Token),
    row("getDriverTransactionStatusV3", Get, "/v3/parks/driver-profiles/transactions/status", Documented, Read, Plain),
    row("listDriverProfiles", Post, "/v1/parks/driver-profiles/list", Documented, Read, Language),
    row("listWorkRules", Get, "/v1/parks/driver-work-rules", Documented, Read, Language),
    row("getBlockedBalance", Get, "/v1/parks/contractors/blocked-balance", Documented, Read, Park),
];

const fn row(
    operation: &'static str,
    method: FleetVerb,
    path: &'static str,
    confidence: FleetConfidence,
    kind: FleetKind,
    headers: FleetHeaders,
) -> FleetEndpoint {
    FleetEndpoint {
        operation,
        method,
        path,
        confidence,
        kind,
        headers,
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
pub(crate) const fn named(operation: &str) -> &'static FleetEndpoint {
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

impl FleetVerb {
    pub const fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
        }
    }
}

impl FleetEndpoint {
    pub fn find(operation: &str) -> Option<&'static Self> {
        ENDPOINTS
            .iter()
            .find(|endpoint| endpoint.operation == operation)
    }
}
