//! One exchange with a server. The program talks through sockets (`ReqwestWire`); tests and the simulator call the
//! sandbox in the same process (`ServiceWire`), on virtual time and without sockets.

use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http_body_util::BodyExt;
use parking_lot::Mutex;
use tower::ServiceExt;

pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
pub type WireBody = http_body_util::combinators::UnsyncBoxBody<Bytes, BoxError>;

/// Sends a request once and returns the head of the answer; the body follows as it arrives.
/// A body that breaks off should fail with a [`WireError`] in its `BoxError`.
pub trait Wire: Send + Sync + 'static {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>>;
}

/// Did a byte of the request leave? `Nothing` only when that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reached {
    Nothing,
    Perhaps,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WireFault {
    Connect,
    Tls,
    Proxy,
    Timeout,
    Reset,
    Other,
}

/// An exchange that broke. `detail` is for developers: no address, no key, no body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault:?}, sent: {reached:?}: {detail}")]
pub struct WireError {
    pub reached: Reached,
    pub fault: WireFault,
    pub detail: String,
}

impl WireError {
    pub fn new(reached: Reached, fault: WireFault, detail: impl Into<String>) -> Self {
        Self {
            reached,
            fault,
            detail: detail.into(),
        }
    }
}

/// Request extension: an upload or a download, which may take longer than other calls.
#[derive(Debug, Clone, Copy)]
pub struct LongTransfer;

/// Request extension: the whole exchange takes at most so long. A wire whose own timeout is longer gives up then.
#[derive(Debug, Clone, Copy)]
pub struct Patience(pub Duration);

pub fn empty_body() -> WireBody {
    full_body(Bytes::new())
}

pub fn full_body(bytes: Bytes) -> WireBody {
    http_body_util::Full::new(bytes)
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// A tower service called in this process, for example an `axum::Router`.
/// An error of the service that is a [`WireError`] is passed on as it is, so that a layer can imitate any fault.
pub struct ServiceWire<S>(Mutex<S>);

impl<S> ServiceWire<S> {
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Wire for ServiceWire<S>
where
    S: tower::Service<http::Request<WireBody>, Response = http::Response<B>>
        + Clone
        + Send
        + 'static,
    S::Error: Into<BoxError> + Send,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        let exchange = self.0.lock().clone().oneshot(request);
        let answer = exchange.map(|answer| match answer {
            Ok(response) => Ok(response.map(|body| body.map_err(Into::into).boxed_unsync())),
            Err(error) => Err(fault_of(error.into())),
        });
        answer.boxed()
    }
}

fn fault_of(error: BoxError) -> WireError {
    match error.downcast::<WireError>() {
        Ok(fault) => *fault,
        Err(other) => {
            let detail = crate::shape::shortened(&other);
            WireError::new(Reached::Perhaps, WireFault::Other, detail)
        }
    }
}
