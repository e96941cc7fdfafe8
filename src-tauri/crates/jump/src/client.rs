//! The client itself: it knows the table of operations and hands calls to the transport. The operations stand beside
//! their types, in the files of the resources.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use transport::{Call, CallError, Cause, FieldFault, Outcome, Payload, Service, VendorError};

use crate::Id;
use crate::endpoint::{Endpoint, Overrides};

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

    pub(crate) async fn write(
        &self,
        endpoint: &'static Endpoint,
        parameters: &[Parameter],
        body: &Value,
    ) -> Result<(), CallError> {
        let mut call = self.call(endpoint, parameters);
        call.payload = Payload::Json(Bytes::from(body.to_string()));
        self.service.write(call).await.map(drop)
    }
}

fn filled(template: &str, parameters: &[Parameter]) -> String {
    let mut path = template.to_owned();
    for (name, value) in parameters {
        path = path.replace(&format!("{{{name}}}"), &value.to_string());
    }
    path
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
