//! The client itself: it knows the table of operations and hands calls to the transport. The operations stand beside
//! their types, in the files of the resources.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use transport::{Call, CallError, Cause, FieldFault, Outcome, Payload, Service, VendorError};

use crate::endpoint::Endpoint;
use crate::{FieldProblem, Id, Overrides};

/// Jump.Finance, one park. Cheap to clone.
#[derive(Clone)]
pub struct Jump {
    service: Service,
    overrides: Overrides,
}

/// A parameter of a path: its name in the template, and its value.
type Parameter = (&'static str, Id);

impl Jump {
    pub const fn new(service: Service, overrides: Overrides) -> Self {
        Self { service, overrides }
    }

    /// The same client and the same limit, for whatever a movement of money is decided by: its reads go before the pages
    /// of lists, and behind the movements themselves.
    #[must_use]
    pub fn for_money(&self) -> Self {
        Self {
            service: self.service.clone().pressing(),
            overrides: self.overrides.clone(),
        }
    }

    pub(crate) const fn service(&self) -> &Service {
        &self.service
    }

    /// The call of an operation, without query and payload.
    pub(crate) fn call(&self, endpoint: &'static Endpoint, parameters: &[Parameter]) -> Call {
        let (method, template) = self.overrides.apply(endpoint);
        Call::new(
            endpoint.operation,
            method.method(),
            filled(template, parameters),
        )
    }

    /// The same with a JSON body.
    pub(crate) fn call_with(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[Parameter],
        body: &Value,
    ) -> Call {
        let mut call = self.call(endpoint, parameters);
        call.payload = Payload::Json(Bytes::from(body.to_string()));
        call
    }

    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[Parameter],
        query: Vec<(String, String)>,
    ) -> Result<T, CallError> {
        let mut call = self.call(endpoint, parameters);
        call.query = query;
        self.service.read(call).await
    }

    /// A question with a body. It changes nothing, so it is repeated like any read.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[Parameter],
        body: &Value,
    ) -> Result<T, CallError> {
        let call = self.call_with(endpoint, parameters, body);
        self.service.read(call).await
    }

    /// Sent once. Gives what the answer held: success may be an empty 204, an empty 200 or `{}` as well.
    pub(crate) async fn write(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[Parameter],
        body: &Value,
    ) -> Result<Option<Value>, CallError> {
        let call = self.call_with(endpoint, parameters, body);
        self.service.write(call).await.map(|answer| answer.body)
    }

    /// A change that carries no body at all.
    pub(crate) async fn write_empty(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[Parameter],
    ) -> Result<(), CallError> {
        let call = self.call(endpoint, parameters);
        self.service.write(call).await.map(drop)
    }
}

/// The id of what was created, wherever the answer tells it; the documents leave the place and the name open.
pub(crate) fn told_id(body: Option<&Value>, names: &[&str]) -> Option<Id> {
    let body = body?;
    let places = [body.get("data"), body.get("item"), Some(body)];
    places.into_iter().flatten().find_map(|place| {
        names
            .iter()
            .find_map(|name| Id::from_value(place.get(name)?))
    })
}

fn filled(template: &str, parameters: &[Parameter]) -> String {
    let mut path = template.to_owned();
    for (name, value) in parameters {
        path = path.replace(&format!("{{{name}}}"), &value.to_string());
    }
    path
}

/// What keeps a body that does not validate from being sent.
pub(crate) fn refusal(
    endpoint: &'static Endpoint,
    validated: Result<(), Vec<FieldProblem>>,
) -> Option<CallError> {
    let problems = validated.err()?;
    let fields = problems.into_iter().map(|problem| problem.field).collect();
    Some(refused(endpoint, fields))
}

/// A call that was not made because its fields would be refused.
pub(crate) fn refused(endpoint: &'static Endpoint, fields: Vec<String>) -> CallError {
    let fields = fields
        .into_iter()
        .map(|field| FieldFault {
            field,
            messages: Vec::new(),
        })
        .collect();
    CallError {
        outcome: Outcome::NotSent,
        cause: Cause::Invalid,
        status: None,
        vendor: Some(VendorError {
            fields,
            ..VendorError::default()
        }),
        operation: endpoint.operation,
        trace_id: String::new(),
        retry_after: None,
        json_path: None,
    }
}
