//! Test doubles for the wire: one records requests and answers from a script, one checks what passes through it.

use std::sync::Arc;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Request, Response, header};
use http_body_util::BodyExt;
use jump::{Jump, Overrides};
use transport::{
    BaseAddress, Clock, Limits, ManualClock, NoObserver, ProxyChoice, ReqwestWire, Service,
    ServiceSettings, SystemClock, Wire, WireBody, WireError, WireOptions, full_body,
};

use crate::contract::{CONTRACT, Operation};

pub const BASE: &str = "http://127.0.0.1/taxi-public/v1";
const BASE_PATH: &str = "/taxi-public/v1";
const KEY: &str = "demo-park-key";

/// A request as it left.
pub struct Sent {
    pub operation: &'static Operation,
    /// The verb, which an override may have changed.
    pub method: String,
    /// Decoded.
    pub query: Vec<(String, String)>,
    pub raw_query: String,
    pub content_type: String,
    pub accept: String,
    pub body: Bytes,
}

pub type Answerer = Box<dyn Fn(&Sent) -> (u16, String) + Send + Sync>;

/// Records every request; `answer` decides what comes back, as JSON.
pub struct Script {
    pub sent: std::sync::Mutex<Vec<Sent>>,
    answer: Answerer,
}

impl Script {
    pub fn new(answer: impl Fn(&Sent) -> (u16, String) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            sent: std::sync::Mutex::default(),
            answer: Box::new(answer),
        })
    }

    /// Answers everything with this body.
    pub fn saying(status: u16, body: &str) -> Arc<Self> {
        let body = body.to_owned();
        Self::new(move |_| (status, body.clone()))
    }

    pub fn jump(self: &Arc<Self>) -> Jump {
        jump_over(self.clone(), Overrides::none())
    }

    /// A client that waits for nothing: its clock runs ahead.
    pub fn hasty_jump(self: &Arc<Self>) -> Jump {
        let clock = ManualClock::eager("2025-06-16T12:00:00Z".parse().unwrap());
        jump_at(self.clone(), Overrides::none(), Arc::new(clock))
    }

    pub fn only(&self) -> Sent {
        let mut sent = self.sent.lock().unwrap();
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }
}

impl Wire for Script {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        async move {
            let sent = recorded(request).await;
            let (status, body) = (self.answer)(&sent);
            self.sent.lock().unwrap().push(sent);
            let answer = Response::builder()
                .status(status)
                .header(header::CONTENT_TYPE, "application/json");
            Ok(answer.body(full_body(Bytes::from(body))).unwrap())
        }
        .boxed()
    }
}

async fn recorded(request: Request<WireBody>) -> Sent {
    let (head, body) = request.into_parts();
    let path = head.uri.path().strip_prefix(BASE_PATH).unwrap();
    let operation = CONTRACT.called(head.method.as_str(), path);
    // The documents leave the method open: a POST may stand for a PUT.
    let operation = operation.or_else(|| CONTRACT.called("PUT", path));
    let operation =
        operation.unwrap_or_else(|| panic!("the contract knows no {} {path}", head.method));
    let text = |name| {
        head.headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    let raw_query = head.uri.query().unwrap_or_default().to_owned();
    Sent {
        operation,
        method: head.method.to_string(),
        query: decoded(&raw_query),
        raw_query,
        content_type: text(header::CONTENT_TYPE),
        accept: text(header::ACCEPT),
        body: body.collect().await.unwrap().to_bytes(),
    }
}

fn decoded(query: &str) -> Vec<(String, String)> {
    let whole = format!("http://localhost/?{query}");
    url::Url::parse(&whole)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect()
}

/// Passes requests on to `inner` and holds every answer against the contract.
pub struct Checked<W>(pub W);

impl<W: Wire> Wire for Checked<W> {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        async move {
            let path = request
                .uri()
                .path()
                .strip_prefix(BASE_PATH)
                .unwrap()
                .to_owned();
            let operation = CONTRACT.called(request.method().as_str(), &path).unwrap();
            let (head, body) = self.0.send(request).await?.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let content_type = head
                .headers
                .get(header::CONTENT_TYPE)
                .map(|value| value.to_str().unwrap());
            CONTRACT.check_answer(
                operation,
                head.status.as_u16(),
                content_type.unwrap_or_default(),
                &body,
            );
            Ok(Response::from_parts(head, full_body(body)))
        }
        .boxed()
    }
}

pub fn jump_over(wire: Arc<dyn Wire>, overrides: Overrides) -> Jump {
    jump_at(wire, overrides, Arc::new(SystemClock))
}

/// A client that really connects.
pub fn over_sockets(base: &str) -> Jump {
    let options = WireOptions {
        proxy: ProxyChoice::Direct,
        ..WireOptions::default()
    };
    let reads = Arc::new(ReqwestWire::for_reads(&options).unwrap());
    let writes = Arc::new(ReqwestWire::for_writes(&options).unwrap());
    client(
        base,
        (reads, writes),
        Overrides::none(),
        Arc::new(SystemClock),
    )
}

fn jump_at(wire: Arc<dyn Wire>, overrides: Overrides, clock: Arc<dyn Clock>) -> Jump {
    client(BASE, (wire.clone(), wire), overrides, clock)
}

fn client(
    base: &str,
    (reads, writes): (Arc<dyn Wire>, Arc<dyn Wire>),
    overrides: Overrides,
    clock: Arc<dyn Clock>,
) -> Jump {
    let service = Service::new(ServiceSettings {
        name: "jump",
        base: BaseAddress::parse(base).unwrap(),
        auth: vec![(
            header::HeaderName::from_static("client-key"),
            KEY.to_owned().into(),
        )],
        reads,
        writes,
        clock,
        limits: Limits {
            per_second: 0,
            burst: 0,
            concurrency: 4,
        },
        observer: Arc::new(NoObserver),
    });
    Jump::new(service, overrides)
}
