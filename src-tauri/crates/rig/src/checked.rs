//! A wire that holds every answer against the contract.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Request, Response, header};
use http_body_util::BodyExt;
use transport::{Wire, WireBody, WireError, full_body};

use crate::Contract;

struct Checked<W> {
    contract: &'static Contract,
    inner: W,
}

impl Contract {
    /// Passes requests on to `inner` and holds every answer against the contract.
    pub fn checking(&'static self, inner: impl Wire) -> Arc<dyn Wire> {
        Arc::new(Checked {
            contract: self,
            inner,
        })
    }
}

impl<W: Wire> Wire for Checked<W> {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        async move {
            let (method, path) = (request.method().as_str(), request.uri().path());
            let operation = self.contract.called(method, path).unwrap();
            let (head, body) = self.inner.send(request).await?.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let content_type = head.headers.get(header::CONTENT_TYPE);
            let content_type = content_type.map_or("", |value| value.to_str().unwrap());
            self.contract
                .check_answer(operation, head.status.as_u16(), content_type, &body);
            Ok(Response::from_parts(head, full_body(body)))
        }
        .boxed()
    }
}
