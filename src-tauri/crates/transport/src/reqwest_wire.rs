//! The real network. Reads keep connections and take gzip; writes get a fresh HTTP/1.1 connection each, so that no
//! layer below can send them a second time. The system's proxy and trust store are honoured, redirects never followed,
//! and this computer is never reached through a proxy.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use parking_lot::Mutex;

use crate::base::is_loopback_host;
use crate::wire::{
    BoxError, LongTransfer, Patience, Reached, Wire, WireBody, WireError, WireFault,
};

#[derive(Debug, Clone)]
pub struct WireOptions {
    /// Of the program, for the `User-Agent`.
    pub version: String,
    /// Name lookup, TCP and TLS together.
    pub connect_timeout: Duration,
    /// A whole exchange, by what it does.
    pub read_timeout: Duration,
    pub write_timeout: Duration,
    /// Uploads and downloads.
    pub transfer_timeout: Duration,
    /// Between two pieces of an answer.
    pub idle_timeout: Duration,
    pub proxy: ProxyChoice,
}

impl Default for WireOptions {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(60),
            transfer_timeout: Duration::from_secs(15 * 60),
            idle_timeout: Duration::from_secs(30),
            proxy: ProxyChoice::System,
        }
    }
}

/// Which way out; loopback hosts are reached directly in any case.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// What the system (or its environment) says.
    #[default]
    System,
    Direct,
    /// `http://user:password@host:port`; `Debug` does not show it.
    Address(String),
}

impl std::fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Direct => "Direct",
            Self::Address(_) => "Address(…)",
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireBuildError {
    #[error("not a proxy's address")]
    Proxy,
    #[error("not a version")]
    Version,
}

pub struct ReqwestWire {
    options: WireOptions,
    writes: bool,
    /// Made when first needed: loading the trust store takes time, and a start without network must not.
    outward: OnceLock<Result<reqwest::Client, WireError>>,
    local: OnceLock<Result<reqwest::Client, WireError>>,
}

impl ReqwestWire {
    /// Pooled connections, HTTP/1.1 or 2, gzip.
    pub fn for_reads(options: &WireOptions) -> Result<Self, WireBuildError> {
        Self::new(options, false)
    }

    /// One HTTP/1.1 connection per request, and nothing that could repeat it.
    pub fn for_writes(options: &WireOptions) -> Result<Self, WireBuildError> {
        Self::new(options, true)
    }

    fn new(options: &WireOptions, writes: bool) -> Result<Self, WireBuildError> {
        if let ProxyChoice::Address(address) = &options.proxy {
            reqwest::Proxy::all(address).map_err(|_| WireBuildError::Proxy)?;
        }
        http::HeaderValue::from_str(&options.version).map_err(|_| WireBuildError::Version)?;
        Ok(Self {
            options: options.clone(),
            writes,
            outward: OnceLock::new(),
            local: OnceLock::new(),
        })
    }

    fn client_for(&self, host: &str) -> Result<&reqwest::Client, WireError> {
        let local = is_loopback_host(host);
        let place = if local { &self.local } else { &self.outward };
        place
            .get_or_init(|| self.build(local))
            .as_ref()
            .map_err(WireError::clone)
    }

    fn build(&self, local: bool) -> Result<reqwest::Client, WireError> {
        let mut client = reqwest::Client::builder()
            .user_agent(format!("Parkdesk/{}", self.options.version))
            .connect_timeout(self.options.connect_timeout)
            .redirect(reqwest::redirect::Policy::none());
        if self.writes {
            client = client
                .retry(reqwest::retry::never())
                .http1_only()
                .pool_max_idle_per_host(0)
                .gzip(false);
        }
        match &self.options.proxy {
            _ if local => client = client.no_proxy(),
            ProxyChoice::System => {}
            ProxyChoice::Direct => client = client.no_proxy(),
            ProxyChoice::Address(address) => {
                client =
                    client.proxy(reqwest::Proxy::all(address).map_err(|error| wire_error(&error))?);
            }
        }
        // What can fail here is the trust store.
        client
            .build()
            .map_err(|error| WireError::new(Reached::Nothing, WireFault::Tls, root_cause(&error)))
    }

    async fn exchange(
        &self,
        request: http::Request<WireBody>,
    ) -> Result<http::Response<WireBody>, WireError> {
        let client = self.client_for(request.uri().host().unwrap_or_default())?;
        let timeout = match request.extensions().get::<LongTransfer>() {
            Some(_) => self.options.transfer_timeout,
            None if self.writes => self.options.write_timeout,
            None => self.options.read_timeout,
        };
        let patience = request.extensions().get::<Patience>();
        let timeout = patience.map_or(timeout, |patience| timeout.min(patience.0));
        let request = request.map(|body| reqwest::Body::wrap(OutgoingBody(Mutex::new(body))));
        let mut request =
            reqwest::Request::try_from(request).map_err(|error| wire_error(&error))?;
        *request.timeout_mut() = Some(timeout);
        let response = client
            .execute(request)
            .await
            .map_err(|error| wire_error(&error))?;
        let idle = self.options.idle_timeout;
        Ok(http::Response::from(response).map(|body| IncomingBody::new(body, idle).boxed_unsync()))
    }
}

impl Wire for ReqwestWire {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        self.exchange(request).boxed()
    }
}

/// Reqwest wants bodies that are `Sync`; the lock is never contended.
struct OutgoingBody(Mutex<WireBody>);

impl Body for OutgoingBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(self.get_mut().0.get_mut()).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().size_hint()
    }
}

/// An answer that must keep coming. Reqwest's own idle timeout also runs while a long upload leaves; this one does not.
struct IncomingBody {
    body: reqwest::Body,
    idle: Duration,
    patience: Pin<Box<tokio::time::Sleep>>,
}

impl IncomingBody {
    fn new(body: reqwest::Body, idle: Duration) -> Self {
        Self {
            body,
            idle,
            patience: Box::pin(tokio::time::sleep(idle)),
        }
    }
}

impl Body for IncomingBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.patience
                .as_mut()
                .reset(tokio::time::Instant::now() + this.idle);
            return Poll::Ready(
                frame.map(|frame| frame.map_err(|error| wire_error(&error).into())),
            );
        }
        this.patience.as_mut().poll(cx).map(|()| {
            let error = WireError::new(
                Reached::Perhaps,
                WireFault::Timeout,
                "the answer stopped coming",
            );
            Some(Err(error.into()))
        })
    }
}

fn wire_error(error: &reqwest::Error) -> WireError {
    let reached = if error.is_connect() || error.is_builder() {
        Reached::Nothing
    } else {
        Reached::Perhaps
    };
    let fault = if chain(error).any(is_tls) {
        WireFault::Tls
    } else if error.is_connect() {
        let proxied = chain(error).any(|cause| cause.to_string().starts_with("tunnel error"));
        if proxied {
            WireFault::Proxy
        } else {
            WireFault::Connect
        }
    } else if error.is_timeout() {
        WireFault::Timeout
    } else if error.is_builder() {
        WireFault::Other
    } else {
        WireFault::Reset
    };
    WireError::new(reached, fault, root_cause(error))
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| StdError::source(*error))
}

/// Rustls' errors travel inside `io::Error`s, which do not show what they hold as their source.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let held = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || held.is_some_and(|held| is_tls(held))
}

/// The innermost message: it names neither address nor headers, as reqwest's outer ones do.
fn root_cause(error: &reqwest::Error) -> String {
    match chain(error).skip(1).last() {
        Some(innermost) => crate::shape::shortened(&innermost),
        None => "no further reason".to_owned(),
    }
}
