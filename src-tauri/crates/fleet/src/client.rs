//! The client itself: it knows the table of operations and hands calls to the transport. The operations stand beside
//! their types, in the files of the resources.

use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT_LANGUAGE;
use http::{HeaderName, HeaderValue};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;
use transport::{
    Call, CallError, Cause, Limits, Outcome, Payload, Service, VendorError, WriteAnswer,
};

use crate::IdempotencyToken;
use crate::endpoint::{FleetEndpoint, FleetHeaders};
use crate::problem::{FleetProblem, Problems, Refusal};

const CLIENT_ID: HeaderName = HeaderName::from_static("x-client-id");
const PARK_ID: HeaderName = HeaderName::from_static("x-park-id");
const TOKEN: HeaderName = HeaderName::from_static("x-idempotency-token");

/// The header of the service's key.
pub const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Where parks are served, unless they are international: those are answered 410 here.
pub const BASE: &str = "https://fleet-api.taxi.yandex.net";
/// Where international parks are served.
pub const INTERNATIONAL_BASE: &str = "https://fleet-api.yango.tech";

/// What the vendor allows, as far as is known; besides [`CALLS_PER_HOUR`].
pub const LIMITS: Limits = Limits {
    per_second: 2,
    burst: 1,
    concurrency: 2,
};
/// For `Service::at_most_hourly`.
pub const CALLS_PER_HOUR: u32 = 5000;

/// How long a create waits for its answer. The same token may be sent again only within a minute of the first sending, so
/// a create that gave up after the usual minute could never be.
pub const WRITE_PATIENCE: Duration = Duration::from_secs(15);

/// Whom the calls speak for. The key (`X-API-Key`) is the service's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The park; it cannot be found out from a key.
    pub park_id: String,
    /// Usually `taxi/park/<park id>`; the shape is not enforced.
    pub client_id: String,
    /// Of names of categories and of messages: `ru`.
    pub language: String,
}

/// Yandex Fleet, one park. Cheap to clone.
#[derive(Clone)]
pub struct Fleet {
    service: Service,
    identity: std::sync::Arc<Identity>,
    leaves_by: Option<Timestamp>,
}

impl Fleet {
    /// The service's refusals are read in the vendor's envelope and its creates have [`WRITE_PATIENCE`], whatever it was
    /// told before.
    pub fn new(service: Service, identity: Identity) -> Self {
        Self {
            service: service
                .with_envelope(error_envelope)
                .writes_within(WRITE_PATIENCE),
            identity: std::sync::Arc::new(identity),
            leaves_by: None,
        }
    }

    /// The same park; its reads go before those of lists. For what has to be known before or after money moves.
    #[must_use]
    pub fn for_money(&self) -> Self {
        Self {
            service: self.service.clone().pressing(),
            ..self.clone()
        }
    }

    /// The same park; its creates leave by this moment or not at all (`NotSent`), however long the rate limit holds them.
    #[must_use]
    pub fn leaving_by(&self, moment: Timestamp) -> Self {
        Self {
            leaves_by: Some(moment),
            ..self.clone()
        }
    }

    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn park_id(&self) -> &str {
        &self.identity.park_id
    }

    /// The call of an operation with the headers that it wants, without query and payload.
    fn call(&self, endpoint: &'static FleetEndpoint) -> Result<Call, Refusal> {
        let identity = &*self.identity;
        let mut problems = Problems::default();
        problems.id("park_id", &identity.park_id);
        problems.refuse(endpoint)?;
        let mut call = Call::new(endpoint.operation, endpoint.method.method(), endpoint.path);
        let mut put = |name: HeaderName, field: &str, text: &str, shortest: usize| {
            let value = HeaderValue::from_str(text).ok();
            let value = value.filter(|value| value.len() >= shortest && text.trim() == text);
            let value =
                value.ok_or_else(|| Refusal::of(endpoint, field, FleetProblem::Required))?;
            call.headers.push((name, value));
            Ok::<_, Refusal>(())
        };
        put(CLIENT_ID, "client_id", &identity.client_id, 1)?;
        match endpoint.wants {
            FleetHeaders::Language => put(ACCEPT_LANGUAGE, "language", &identity.language, 2)?,
            FleetHeaders::Park => put(PARK_ID, "park_id", &identity.park_id, 1)?,
            FleetHeaders::Plain | FleetHeaders::Token => {}
        }
        Ok(call)
    }

    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        endpoint: &'static FleetEndpoint,
        query: Vec<(String, String)>,
    ) -> Result<T, CallError> {
        let mut call = self.call(endpoint)?;
        call.query = query;
        self.service.read(call).await
    }

    /// A question with a body. It changes nothing, so it is repeated like any read.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        endpoint: &'static FleetEndpoint,
        body: &Value,
    ) -> Result<T, CallError> {
        let mut call = self.call(endpoint)?;
        call.payload = Payload::Json(Bytes::from(body.to_string()));
        self.service.read(call).await
    }

    /// Sends these very bytes once. Only a 200 with an object that has what the contract requires says that the
    /// transaction was taken; any other success leaves it in doubt.
    pub(crate) async fn create<T: DeserializeOwned + Whole>(
        &self,
        endpoint: &'static FleetEndpoint,
        body: &str,
        token: &IdempotencyToken,
    ) -> Result<T, CallError> {
        let mut call = self.call(endpoint)?;
        let token = token
            .header()
            .ok_or_else(|| Refusal::of(endpoint, "token", FleetProblem::Required))?;
        call.headers.push((TOKEN, token));
        call.leaves_by = self.leaves_by;
        call.payload = Payload::Json(Bytes::copy_from_slice(body.as_bytes()));
        let answer = self.service.write(call).await?;
        taken(&answer).ok_or(CallError {
            outcome: Outcome::MaybeSent,
            cause: Cause::Undecodable,
            status: Some(answer.status),
            vendor: None,
            operation: endpoint.operation,
            trace_id: answer.trace_id,
            retry_after: None,
            json_path: None,
        })
    }
}

/// What must hold of an answer besides its members being there.
pub(crate) trait Whole {
    fn is_whole(&self) -> bool;
}

fn taken<T: DeserializeOwned + Whole>(answer: &WriteAnswer) -> Option<T> {
    if answer.status != 200 {
        return None;
    }
    let body = answer.body.as_ref()?;
    let told: T = serde_json::from_value(body.clone()).ok()?;
    told.is_whole().then_some(told)
}

/// `{"code": "…", "message": "…"}`, where only the message must be there. No list of codes exists, so nothing may
/// depend on one: a code that is a text is told behind the message. An answer with another `code` is not the vendor's.
pub fn error_envelope(answer: &Value) -> Option<VendorError> {
    let message = answer.get("message")?.as_str()?;
    let code = answer.get("code").unwrap_or(&Value::Null);
    let (detail, number) = match code {
        Value::Null => (message.to_owned(), None),
        Value::String(code) if code.is_empty() => (message.to_owned(), None),
        Value::String(code) => (format!("{message} [{code}]"), None),
        Value::Number(code) => (format!("{message} [{code}]"), code.as_i64()),
        _ => return None,
    };
    Some(VendorError {
        title: None,
        detail: Some(detail),
        fields: Vec::new(),
        code: number.filter(|code| i32::try_from(*code).is_ok()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn refusal_is_the_vendors_only_in_its_own_envelope() {
        let detail = |answer| error_envelope(&answer).and_then(|error| error.detail);
        assert_eq!(
            detail(json!({ "code": "example", "message": "Нет прав" })).as_deref(),
            Some("Нет прав [example]")
        );
        assert_eq!(
            detail(json!({ "message": "Нет прав" })).as_deref(),
            Some("Нет прав")
        );
        assert_eq!(
            detail(json!({ "code": null, "message": "m", "details": {} })).as_deref(),
            Some("m")
        );
        let numbered = error_envelope(&json!({ "code": 403, "message": "m" })).unwrap();
        assert_eq!((numbered.code, numbered.title), (Some(403), None));
        for other in [
            json!({ "code": "example" }),
            json!({ "message": ["m"] }),
            json!({ "message": "m", "code": {} }),
            json!({ "error": { "title": "t" } }),
            json!(["message"]),
            json!("message"),
        ] {
            assert_eq!(error_envelope(&other), None, "{other}");
        }
    }
}
