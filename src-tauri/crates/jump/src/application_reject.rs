//! Rejecting applications, one or many. In a batch `is_all` turns the ids into exceptions and the filter, which travels
//! in the query, decides who is rejected: the two cases are two variants here, so that neither is taken for the other.

use serde_json::Value;
use transport::CallError;

use crate::body::Body;
use crate::client::refused;
use crate::endpoint::{Endpoint, named};
use crate::paging::Query;
use crate::{ApplicationsFilter, Id, Jump};

/// The vendor takes no longer reason.
const LONGEST_COMMENT: usize = 500;
/// The only status that a batch can give.
const NEW_STATUS: &str = "reject";

/// Who is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchReject {
    /// These and nobody else, whatever the filter. Never empty.
    Only(Vec<Id>),
    /// Everybody who fits the filter, except these.
    AllExcept(Vec<Id>),
}

impl BatchReject {
    fn body(&self, comment: &str) -> Value {
        let (is_all, ids) = match self {
            Self::Only(ids) => (false, ids),
            Self::AllExcept(ids) => (true, ids),
        };
        let ids = match ids.as_slice() {
            [] => Value::Null,
            ids => ids.iter().map(|id| id.as_json()).collect(),
        };
        let mut body = Body::default();
        body.flag("is_all", Some(is_all));
        body.put("ids", ids);
        body.put("comment", comment.into());
        body.put("new_status", NEW_STATUS.into());
        body.into()
    }

    /// The first field for which nothing may be sent.
    fn unfit(&self, filter: &ApplicationsFilter) -> Option<&'static str> {
        match self {
            Self::Only(ids) if ids.is_empty() => Some("ids"),
            // What is typed and cannot be searched for would leave the query, and everybody would be rejected.
            Self::AllExcept(_) if filter.has_lost_search() => Some("search"),
            _ => None,
        }
    }
}

/// `{"comment": …}`: the body of both single rejections.
pub(crate) fn reason(comment: &str) -> Value {
    let mut body = Body::default();
    body.put("comment", comment.into());
    body.into()
}

/// What keeps a reason from being sent. The vendor does not demand one of a single rejection; this program does, as the
/// applicant reads it.
pub(crate) fn comment_refusal(endpoint: &'static Endpoint, comment: &str) -> Option<CallError> {
    let fits = !comment.trim().is_empty() && comment.chars().count() <= LONGEST_COMMENT;
    (!fits).then(|| refused(endpoint, vec!["comment".to_owned()]))
}

impl Jump {
    /// Rejects many applications at once. Sent once.
    ///
    /// `NotSent` and `Invalid` without ids in [`BatchReject::Only`], with a search that no query can carry in
    /// [`BatchReject::AllExcept`], and with a comment that is empty or longer than 500 characters.
    pub async fn batch_reject_applications(
        &self,
        filter: &ApplicationsFilter,
        which: &BatchReject,
        comment: &str,
    ) -> Result<(), CallError> {
        const ENDPOINT: &Endpoint = named("batchRejectApplications");
        if let Some(field) = which.unfit(filter) {
            return Err(refused(ENDPOINT, vec![field.to_owned()]));
        }
        if let Some(refusal) = comment_refusal(ENDPOINT, comment) {
            return Err(refusal);
        }
        let mut query = Query::default();
        filter.add_to(&mut query);
        let mut call = self.call_with(ENDPOINT, &[], &which.body(comment));
        call.query = query.into_pairs();
        self.service().write(call).await.map(drop)
    }

    /// Rejects one application: a DELETE with a body. Sent once. The comment is 1 to 500 characters.
    pub async fn reject_application(
        &self,
        application: Id,
        comment: &str,
    ) -> Result<(), CallError> {
        const ENDPOINT: &Endpoint = named("rejectApplication");
        if let Some(refusal) = comment_refusal(ENDPOINT, comment) {
            return Err(refusal);
        }
        let parameters = [("application_id", application)];
        self.write(ENDPOINT, &parameters, &reason(comment))
            .await
            .map(drop)
    }
}
