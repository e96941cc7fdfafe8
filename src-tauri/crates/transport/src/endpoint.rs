//! The rows of a client's table of operations: method and path of each operation stand in one table per client.
//!
//! A client writes its table as `pub const ENDPOINTS: &[Endpoint]`, names the operations with
//! `pub const OPERATIONS: &[&str] = &operations::<{ ENDPOINTS.len() }, _>(ENDPOINTS)`, and takes a row with [`named`] in a
//! `const`, so that a wrong name does not compile. What its operations want besides, such as headers, is its own type `W`.

use http::Method;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint<W = ()> {
    /// The contract's operationId.
    pub operation: &'static str,
    pub method: Verb,
    /// Below the base address, parameters in braces.
    pub path: &'static str,
    /// How sure the method and the path are.
    pub confidence: Confidence,
    pub kind: Kind,
    /// What the operation wants besides, in the client's own words.
    pub wants: W,
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
    // The vendor's own documents say it.
    High,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Changes nothing, even where it is posted.
    Read,
    /// A question that a change is decided by: it is posted, and changes nothing.
    Preview,
    Write,
    /// Rejects or deletes.
    Removal,
    Upload,
    Download,
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

impl<W> Endpoint<W> {
    /// A path that is certain stays as it is.
    pub fn can_be_overridden(&self) -> bool {
        self.confidence < Confidence::High
    }
}

/// The operationIds of a table, in its order. `N` is the table's length.
pub const fn operations<const N: usize, W>(table: &[Endpoint<W>]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = table[index].operation;
        index += 1;
    }
    names
}

/// The row of an operation that the program itself names: in a `const` block a wrong name does not compile.
pub const fn named<W>(table: &'static [Endpoint<W>], operation: &str) -> &'static Endpoint<W> {
    let mut index = 0;
    while index < table.len() && !same(table[index].operation, operation) {
        index += 1;
    }
    &table[index]
}

/// The row of an operation that somebody else names.
pub fn find<W>(table: &'static [Endpoint<W>], operation: &str) -> Option<&'static Endpoint<W>> {
    table
        .iter()
        .find(|endpoint| endpoint.operation == operation)
}

const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index] == right[index] {
        index += 1;
    }
    index == left.len() && index == right.len()
}
