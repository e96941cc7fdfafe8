//! Method and path of each operation, in one table. The vendor publishes only part of them, so those we are not sure
//! of can be overridden in the connection's advanced settings.

use std::collections::{BTreeMap, BTreeSet};

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
    Write,
    Upload,
    Download,
}

use Confidence::{High, Low, Medium};
use Kind::{Download, Read, Upload, Write};
use Verb::{Get, Post, Put};

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
    row("dictAutoregColors", Get, "/dictionaries/autoreg/colors", High, Read),
    row("listDrivers", Get, "/drivers", High, Read),
    row("getDriver", Get, "/drivers/{driver_id}", High, Read),
    row("updateDriver", Put, "/drivers/{driver_id}", Medium, Write),
    row("listPayments", Get, "/payments", High, Read),
    row("listApplications", Get, "/autoreg/applications", High, Read),
    row("countApplications", Get, "/autoreg/applications/counts", Low, Read),
    row("getApplication", Get, "/autoreg/applications/{application_id}", High, Read),
    row("uploadApplicationFile", Post, "/autoreg/applications/{application_id}/files", Medium, Upload),
    row("downloadApplicationFile", Get, "/autoreg/applications/{application_id}/files/{file_id}", Medium, Download),
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

    /// A read stays a read: an override must not turn it into a change, nor a change into a deletion.
    const fn allows(&self, method: Verb) -> bool {
        match self.kind {
            Read | Download => matches!(method, Get),
            Write | Upload => matches!(method, Post | Put | Verb::Patch),
        }
    }
}

/// Another method and path for one operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub struct Override {
    pub method: Verb,
    /// Below the base address, with the same parameters in braces as the table's.
    pub path: String,
}

/// Why an override was not taken.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum OverrideFault {
    #[error("no such operation")]
    UnknownOperation,
    #[error("the method and path of this operation are certain")]
    NotOverridable,
    #[error("the method does not suit the operation")]
    Method,
    /// Not `/segments/of/plain/text`: an empty or dotted segment, a query, another host, a character to be encoded.
    #[error("not a plain path below the base address")]
    Path,
    #[error("the path has other parameters than the operation")]
    Parameters,
}

/// Overrides by operationId, each found fit when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides(BTreeMap<&'static str, Override>);

impl Overrides {
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Checks them all; on failure tells each unfit operation with its fault.
    pub fn new(
        wanted: impl IntoIterator<Item = (String, Override)>,
    ) -> Result<Self, BTreeMap<String, OverrideFault>> {
        let mut fit = BTreeMap::new();
        let mut unfit = BTreeMap::new();
        for (operation, change) in wanted {
            match check(&operation, &change) {
                Ok(endpoint) => {
                    fit.insert(endpoint.operation, change);
                }
                Err(fault) => {
                    unfit.insert(operation, fault);
                }
            }
        }
        if unfit.is_empty() {
            Ok(Self(fit))
        } else {
            Err(unfit)
        }
    }

    /// Method and path template that `endpoint` is called with.
    pub(crate) fn apply<'a>(&'a self, endpoint: &'a Endpoint) -> (Verb, &'a str) {
        self.0
            .get(endpoint.operation)
            .map_or((endpoint.method, endpoint.path), |change| {
                (change.method, &change.path)
            })
    }
}

fn check(operation: &str, change: &Override) -> Result<&'static Endpoint, OverrideFault> {
    let endpoint = Endpoint::find(operation).ok_or(OverrideFault::UnknownOperation)?;
    if !endpoint.can_be_overridden() {
        return Err(OverrideFault::NotOverridable);
    }
    if !endpoint.allows(change.method) {
        return Err(OverrideFault::Method);
    }
    if parameters(&change.path).ok_or(OverrideFault::Path)?
        != parameters(endpoint.path).unwrap_or_default()
    {
        return Err(OverrideFault::Parameters);
    }
    Ok(endpoint)
}

/// The names in braces, or `None` where the path is not plain. A parameter takes a whole segment.
fn parameters(path: &str) -> Option<BTreeSet<&str>> {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let segments = path.strip_prefix('/')?;
    // Some paths of the vendor's were seen with a slash at the end.
    let segments = segments.strip_suffix('/').unwrap_or(segments);
    let mut names = BTreeSet::new();
    for segment in segments.split('/') {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let text = name.unwrap_or(segment);
        if text.is_empty() || matches!(text, "." | "..") || !text.bytes().all(plain) {
            return None;
        }
        if name.is_some_and(|name| !names.insert(name)) {
            return None;
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(operation: &str, method: Verb, path: &str) -> Option<OverrideFault> {
        let change = Override {
            method,
            path: path.to_owned(),
        };
        Overrides::new([(operation.to_owned(), change)])
            .err()
            .and_then(|faults| faults.get(operation).copied())
    }

    #[test]
    fn fit_override_is_taken() {
        assert_eq!(
            fault("dictGroups", Get, "/dictionaries/driver-groups"),
            None
        );
        assert_eq!(
            fault("updateDriver", Verb::Patch, "/drivers/{driver_id}/"),
            None
        );
    }

    #[test]
    fn override_cannot_turn_a_read_into_a_change_or_a_change_into_a_deletion() {
        assert_eq!(
            fault("dictGroups", Post, "/dictionaries/groups"),
            Some(OverrideFault::Method)
        );
        assert_eq!(
            fault("updateDriver", Verb::Delete, "/drivers/{driver_id}"),
            Some(OverrideFault::Method)
        );
        assert_eq!(
            fault("updateDriver", Get, "/drivers/{driver_id}"),
            Some(OverrideFault::Method)
        );
    }

    #[test]
    fn override_cannot_leave_the_base_address() {
        for path in [
            "",
            "/",
            "dictionaries",
            "//other.example/x",
            "https://other.example/x",
            "/a/../b",
            "/a/./b",
            "/a//b",
            "/a?b=c",
            "/a#b",
            "/a b",
            "/%2e%2e/a",
            "/a\\b",
            "/группы",
            "/{a",
            "/x{a}",
        ] {
            assert_eq!(
                fault("dictGroups", Get, path),
                Some(OverrideFault::Path),
                "{path}"
            );
        }
    }

    #[test]
    fn override_keeps_the_parameters() {
        for path in ["/drivers", "/drivers/{id}", "/drivers/{driver_id}/{more}"] {
            assert_eq!(
                fault("updateDriver", Put, path),
                Some(OverrideFault::Parameters),
                "{path}"
            );
        }
        assert_eq!(
            fault("updateDriver", Put, "/{driver_id}/{driver_id}"),
            Some(OverrideFault::Path)
        );
    }

    #[test]
    fn certain_and_unknown_operations_are_not_overridden() {
        assert_eq!(
            fault("listDrivers", Get, "/people"),
            Some(OverrideFault::NotOverridable)
        );
        assert_eq!(
            fault("listPeople", Get, "/people"),
            Some(OverrideFault::UnknownOperation)
        );
    }
}
