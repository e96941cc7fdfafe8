//! Other methods and paths for operations that we are not sure of, each found fit before it is taken: a read stays a
//! read, and no change lands where another one is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use transport::endpoint::{Kind, Verb, find};

use crate::endpoint::{ENDPOINTS, Endpoint};

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
    /// Another operation is called there: a question would move money, a change would come to nothing.
    #[error("another operation has this method and path")]
    Taken,
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
        for (operation, change) in &fit {
            if is_taken(operation, change, &fit) {
                unfit.insert((*operation).to_owned(), OverrideFault::Taken);
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
    let endpoint = find(ENDPOINTS, operation).ok_or(OverrideFault::UnknownOperation)?;
    if !endpoint.can_be_overridden() {
        return Err(OverrideFault::NotOverridable);
    }
    if !allows(endpoint, change.method) {
        return Err(OverrideFault::Method);
    }
    if parameters(&change.path).ok_or(OverrideFault::Path)?
        != parameters(endpoint.path).unwrap_or_default()
    {
        return Err(OverrideFault::Parameters);
    }
    Ok(endpoint)
}

/// A read stays a read: an override must not turn it into a change, nor a change into a deletion. What is deleted
/// stays so too: another method on the same path would run the job that was to be rejected.
const fn allows(endpoint: &Endpoint, method: Verb) -> bool {
    use Verb::{Delete, Get, Patch, Post, Put};
    match endpoint.kind {
        Kind::Read | Kind::Download => matches!(method, Get),
        Kind::Preview => matches!(method, Post),
        Kind::Write | Kind::Upload => matches!(method, Post | Put | Patch),
        Kind::Removal if matches!(endpoint.method, Delete) => matches!(method, Delete),
        Kind::Removal => matches!(method, Put | Patch | Delete),
    }
}

/// A read has no effect, wherever it goes.
const fn is_safe(endpoint: &Endpoint) -> bool {
    matches!(endpoint.kind, Kind::Read | Kind::Download)
}

/// Does a changed place belong to another operation, by the table or by another override? Reads are only ever fetched,
/// so they may go anywhere. A preview shares no path with a change, whatever the methods.
fn is_taken(operation: &str, change: &Override, all: &BTreeMap<&str, Override>) -> bool {
    let Some(endpoint) = find(ENDPOINTS, operation).filter(|endpoint| !is_safe(endpoint)) else {
        return false;
    };
    let others = ENDPOINTS
        .iter()
        .filter(|other| other.operation != operation && !is_safe(other));
    others.into_iter().any(|other| {
        let any_method = endpoint.kind == Kind::Preview || other.kind == Kind::Preview;
        let meets = |method, path: &str| {
            (any_method || method == change.method) && same_place(path, &change.path)
        };
        let moved = all.get(other.operation);
        meets(other.method, other.path) || moved.is_some_and(|to| meets(to.method, &to.path))
    })
}

/// Servers tell neither a slash at the end nor, some of them, capitals apart.
fn same_place(left: &str, right: &str) -> bool {
    let bare = |path: &str| path.strip_suffix('/').unwrap_or(path).to_ascii_lowercase();
    bare(left) == bare(right)
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
    use transport::endpoint::Verb::{Delete, Get, Patch, Post, Put};

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
        assert_eq!(fault("updateDriver", Patch, "/drivers/{driver_id}/"), None);
    }

    #[test]
    fn override_cannot_turn_a_read_into_a_change_or_a_change_into_a_deletion() {
        assert_eq!(
            fault("dictGroups", Post, "/dictionaries/groups"),
            Some(OverrideFault::Method)
        );
        assert_eq!(
            fault("updateDriver", Delete, "/drivers/{driver_id}"),
            Some(OverrideFault::Method)
        );
        assert_eq!(
            fault("updateDriver", Get, "/drivers/{driver_id}"),
            Some(OverrideFault::Method)
        );
    }

    #[test]
    fn what_is_deleted_is_never_called_by_a_verb_that_would_run_it() {
        let job =
            "/autoreg/applications/{application_id}/integrations/{application_integration_id}";
        for method in [Get, Post, Put, Patch] {
            let found = fault("rejectApplicationIntegration", method, job);
            assert_eq!(found, Some(OverrideFault::Method));
        }
        let elsewhere = "/autoreg/{application_id}/jobs/{application_integration_id}";
        assert_eq!(
            fault("rejectApplicationIntegration", Delete, elsewhere),
            None
        );
        // Its own method is not certain, and a single application is rejected by DELETE.
        let list = "/autoreg/applications";
        assert_eq!(fault("batchRejectApplications", Put, list), None);
        assert_eq!(fault("batchRejectApplications", Delete, list), None);
        let posted = fault("batchRejectApplications", Post, list);
        assert_eq!(posted, Some(OverrideFault::Method));
    }

    #[test]
    fn transaction_can_be_posted_and_never_fetched_or_deleted() {
        let path = "/drivers/{driver_id}/transactions";
        assert_eq!(fault("createTransaction", Post, path), None);
        for method in [Get, Delete] {
            let found = fault("createTransaction", method, path);
            assert_eq!(found, Some(OverrideFault::Method));
        }
    }

    #[test]
    fn preview_is_never_sent_where_money_moves() {
        for path in [
            "/drivers/{driver_id}/transactions",
            "/drivers/{driver_id}/transactions/",
            "/Drivers/{driver_id}/Transactions",
            "/drivers/{driver_id}",
        ] {
            let found = fault("previewWithdraw", Post, path);
            assert_eq!(found, Some(OverrideFault::Taken), "{path}");
        }
        let path = "/drivers/{driver_id}/withdraw-preview";
        assert_eq!(fault("previewWithdraw", Post, path), None);
        let found = fault("previewWithdraw", Put, path);
        assert_eq!(found, Some(OverrideFault::Method));
    }

    #[test]
    fn change_is_never_sent_where_another_one_or_a_preview_is() {
        for (operation, method, path) in [
            // It would be answered with a commission, and nobody would be paid.
            (
                "createTransaction",
                Post,
                "/drivers/{driver_id}/transactions-withdraw-preview",
            ),
            ("createTransaction", Put, "/drivers/{driver_id}"),
            ("updateDriver", Put, "/drivers/{driver_id}/transactions"),
            ("createWebhook", Patch, "/autoreg/applications"),
        ] {
            let found = fault(operation, method, path);
            assert_eq!(found, Some(OverrideFault::Taken), "{operation}");
        }
    }

    fn together(wanted: &[(&str, Verb, &str)]) -> Option<BTreeMap<String, OverrideFault>> {
        let all = wanted.iter().map(|(operation, method, path)| {
            let change = Override {
                method: *method,
                path: (*path).to_owned(),
            };
            ((*operation).to_owned(), change)
        });
        Overrides::new(all).err()
    }

    #[test]
    fn overrides_that_meet_each_other_are_both_refused_and_those_that_share_a_path_are_not() {
        let meeting = together(&[
            ("createTransaction", Post, "/d/{driver_id}/move"),
            ("previewWithdraw", Post, "/d/{driver_id}/move"),
        ]);
        assert_eq!(meeting.map(|faults| faults.len()), Some(2));
        let webhooks = together(&[
            ("createWebhook", Post, "/webhooks"),
            ("getWebhook", Get, "/webhooks/{webhook_id}"),
            ("updateWebhook", Put, "/webhooks/{webhook_id}"),
            ("deleteWebhook", Delete, "/webhooks/{webhook_id}"),
        ]);
        assert_eq!(webhooks, None);
    }

    #[test]
    fn table_itself_sends_no_two_changes_to_one_place() {
        for endpoint in ENDPOINTS {
            let as_it_is = Override {
                method: endpoint.method,
                path: endpoint.path.to_owned(),
            };
            assert!(!is_taken(endpoint.operation, &as_it_is, &BTreeMap::new()));
            assert!(allows(endpoint, endpoint.method), "{}", endpoint.operation);
        }
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
