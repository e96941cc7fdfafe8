//! The client itself: it knows the table of operations and hands calls to the transport. The operations stand beside
//! their types, in the files of the resources.
//!
//! It does not refresh its token: a call that is refused for it says so ([`YumeRefusal::SignedOut`]), and whoever holds
//! the session refreshes it once for all and sends the call once more.
//!
//! [`YumeRefusal::SignedOut`]: crate::YumeRefusal::SignedOut

use std::sync::Arc;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use serde_json::Value;
use transport::{
    Call, CallError, Cause, Limits, Outcome, Payload, Secret, Service, WriteAnswer, encode_segment,
};

use crate::endpoint::{YumeEndpoint, YumeHeaders};
use crate::envelope::{error_envelope, with_wait};
use crate::id::YumeId;
use crate::problem::Refusal;
use crate::token::AccessToken;
use crate::wire::Members;

const TENANT: HeaderName = HeaderName::from_static("x-tenant-id");

pub const BASE: &str = "https://api.yume.cloud";
/// Where the vendor tries things out.
pub const STAGE_BASE: &str = "https://api.stage.yume.cloud";

/// The vendor states no limit but that of the login; this is what a careful person's clicks come to.
pub const LIMITS: Limits = Limits {
    per_second: 3,
    burst: 3,
    concurrency: 2,
};

/// Yume CRM. Cheap to clone; clones share the rate limit.
#[derive(Clone)]
pub struct Yume {
    service: Service,
    access: Option<Arc<AccessToken>>,
    company: Option<YumeId>,
}

impl Yume {
    /// Without a token and a company: only a login and a refresh are let through. The service's refusals are read in the
    /// vendor's envelope whatever it was told before.
    pub fn new(service: Service) -> Self {
        Self {
            service: service.with_envelope(error_envelope),
            access: None,
            company: None,
        }
    }

    #[must_use]
    pub fn signed(&self, access: AccessToken) -> Self {
        Self {
            access: Some(Arc::new(access)),
            ..self.clone()
        }
    }

    /// Speaks for this company; without one the vendor chooses by the account.
    #[must_use]
    pub fn for_company(&self, company: Option<YumeId>) -> Self {
        Self {
            company,
            ..self.clone()
        }
    }

    pub fn company(&self) -> Option<YumeId> {
        self.company
    }

    /// The call of an operation with the headers that it wants, without query and payload.
    pub(crate) fn call(
        &self,
        endpoint: &'static YumeEndpoint,
        places: &[(&str, &str)],
    ) -> Result<Call, Refusal> {
        let mut path = endpoint.path.to_owned();
        for (name, value) in places {
            path = path.replace(&format!("{{{name}}}"), &encode_segment(value));
        }
        let mut call = Call::new(endpoint.operation, endpoint.method.method(), path);
        if endpoint.wants != YumeHeaders::Open {
            let bearer = self.bearer();
            let bearer =
                bearer.ok_or_else(|| Refusal::of(endpoint.operation, Cause::Unauthorized))?;
            call.headers.push((AUTHORIZATION, bearer));
        }
        if let (YumeHeaders::Company, Some(company)) = (endpoint.wants, self.company) {
            // The contract has digits only: another text would count as absent, and another company be changed.
            let id = u64::try_from(company.0);
            let id = id.map_err(|_| Refusal::of(endpoint.operation, Cause::Invalid))?;
            call.headers.push((TENANT, HeaderValue::from(id)));
        }
        Ok(call)
    }

    /// The same with a JSON body.
    pub(crate) fn call_with(
        &self,
        endpoint: &'static YumeEndpoint,
        places: &[(&str, &str)],
        body: &Members,
    ) -> Result<Call, Refusal> {
        let mut call = self.call(endpoint, places)?;
        let text = serde_json::to_vec(body)
            .map_err(|_| Refusal::of(endpoint.operation, Cause::Invalid))?;
        call.payload = Payload::Json(Bytes::from(text));
        Ok(call)
    }

    /// `None` if there is no token, or one that fits into no header.
    fn bearer(&self) -> Option<HeaderValue> {
        let token = self.access.as_ref()?.secret().expose_secret();
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.trim())).ok()?;
        value.set_sensitive(true);
        Some(value).filter(|_| !token.trim().is_empty())
    }

    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        endpoint: &'static YumeEndpoint,
        query: Vec<(String, String)>,
    ) -> Result<T, CallError> {
        let mut call = self.call(endpoint, &[])?;
        call.query = query;
        self.read(call).await
    }

    pub(crate) async fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, CallError> {
        let answer = self.service.read(call).await;
        answer.map_err(|error| self.mended(error, &[]))
    }

    /// Asks for an answer of no known shape, which may be empty. Repeated like a read.
    pub(crate) async fn ask(&self, call: Call) -> Result<Option<Value>, CallError> {
        let operation = call.operation;
        let answer = self.service.download(call).await;
        let bytes = answer.map_err(|error| self.mended(error, &[]))?.bytes;
        let text = bytes.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        serde_json::from_slice(text)
            .map(Some)
            .map_err(|_| CallError {
                outcome: Outcome::Unreadable,
                status: Some(200),
                vendor: None,
                ..CallError::from(Refusal::of(operation, Cause::NotJson))
            })
    }

    /// Changes something: sent once.
    pub(crate) async fn write(&self, call: Call) -> Result<WriteAnswer, CallError> {
        self.write_hiding(call, &[]).await
    }

    /// The same; what the body holds in secret is cut out of a refusal that says it back.
    pub(crate) async fn write_hiding(
        &self,
        call: Call,
        secrets: &[&Secret],
    ) -> Result<WriteAnswer, CallError> {
        let answer = self.service.write(call).await;
        answer.map_err(|error| self.mended(error, secrets))
    }

    /// For operations whose success says nothing: any JSON will do. The transport takes objects, lists and nothing; what
    /// it could read and still did not take is a bare text or number.
    pub(crate) async fn write_for_nothing(
        &self,
        call: Call,
        secrets: &[&Secret],
    ) -> Result<(), CallError> {
        match self.write_hiding(call, secrets).await {
            Err(CallError {
                cause: Cause::Undecodable,
                status: Some(200),
                ..
            })
            | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Changes something and tells what it has become. Only this status with what the contract requires says that it was
    /// done; any other success leaves it in doubt.
    pub(crate) async fn changed<T: DeserializeOwned>(
        &self,
        call: Call,
        status: u16,
    ) -> Result<T, CallError> {
        self.changed_hiding(call, status, &[]).await
    }

    pub(crate) async fn changed_hiding<T: DeserializeOwned>(
        &self,
        call: Call,
        status: u16,
        secrets: &[&Secret],
    ) -> Result<T, CallError> {
        let operation = call.operation;
        let answer = self.write_hiding(call, secrets).await?;
        let told = told(&answer, status);
        told.ok_or_else(|| undecodable(Outcome::MaybeSent, operation, answer))
    }

    fn mended(&self, error: CallError, secrets: &[&Secret]) -> CallError {
        let mut error = with_wait(error);
        let own = self.access.as_ref().map(|access| access.secret());
        for secret in own.into_iter().chain(secrets.iter().copied()) {
            hide(secret.expose_secret(), &mut error);
        }
        error
    }
}

/// The body of an answer of this status, if it is what was asked for.
pub(crate) fn told<T: DeserializeOwned>(answer: &WriteAnswer, status: u16) -> Option<T> {
    let body = answer.body.as_ref().filter(|_| answer.status == status)?;
    serde_json::from_value(body.clone()).ok()
}

pub(crate) fn undecodable(
    outcome: Outcome,
    operation: &'static str,
    answer: WriteAnswer,
) -> CallError {
    CallError {
        outcome,
        cause: Cause::Undecodable,
        status: Some(answer.status),
        vendor: None,
        operation,
        trace_id: answer.trace_id,
        retry_after: None,
        json_path: None,
    }
}

/// A service that says a secret back must not bring it to a log or to the screen.
fn hide(secret: &str, error: &mut CallError) {
    if secret.is_empty() {
        return;
    }
    let cut = |text: &mut String| {
        if text.contains(secret) {
            *text = text.replace(secret, "*");
        }
    };
    error.json_path.iter_mut().for_each(cut);
    let Some(vendor) = error.vendor.as_mut() else {
        return;
    };
    vendor.title.iter_mut().for_each(cut);
    vendor.detail.iter_mut().for_each(cut);
    for told in &mut vendor.fields {
        cut(&mut told.field);
        told.messages.iter_mut().for_each(cut);
    }
}
