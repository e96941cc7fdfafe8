//! Test doubles for the wire: one records requests and answers from a script, one checks what passes through it.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use fleet::{Fleet, Identity};
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response, header};
use http_body_util::BodyExt;
use serde_json::Value;
use transport::{
    BaseAddress, CallRecord, Clock, Limits, ManualClock, Observer, Service, ServiceSettings, Wire,
    WireBody, WireError, full_body,
};

use crate::contract::{CONTRACT, Operation};

const BASE: &str = "http://127.0.0.1";
pub const KEY: &str = "demo-fleet-key";
pub const PARK: &str = "ee6f33c4562b4e1f8646d157bd70b2c4";

/// A request as it left.
pub struct Sent {
    pub operation: &'static Operation,
    /// Decoded.
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Sent {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub type Answerer = Box<dyn Fn(&Sent) -> (u16, String) + Send + Sync>;

/// Records every request; `answer` decides what comes back, as JSON.
pub struct Script {
    pub sent: Mutex<Vec<Sent>>,
    pub records: Arc<Records>,
    answer: Answerer,
}

/// What the transport tells of each attempt.
#[derive(Default)]
pub struct Records(pub Mutex<Vec<CallRecord>>);

impl Observer for Records {
    fn finished(&self, record: &CallRecord) {
        self.0.lock().unwrap().push(record.clone());
    }

    fn waiting(&self, _: &'static str, _: jiff::Timestamp) {}
}

impl Script {
    pub fn new(answer: impl Fn(&Sent) -> (u16, String) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            sent: Mutex::default(),
            records: Arc::default(),
            answer: Box::new(answer),
        })
    }

    /// Answers everything with this body.
    pub fn saying(status: u16, body: &str) -> Arc<Self> {
        let body = body.to_owned();
        Self::new(move |_| (status, body.clone()))
    }

    /// Answers with these, one after the other; the last one stays.
    pub fn saying_in_turn(answers: Vec<(u16, Value)>) -> Arc<Self> {
        let answers = Mutex::new(answers);
        Self::new(move |_| {
            let mut answers = answers.lock().unwrap();
            let (status, body) = match answers.len() {
                1 => answers[0].clone(),
                _ => answers.remove(0),
            };
            (status, body.to_string())
        })
    }

    /// Answers every call with the contract's own example.
    pub fn exemplary() -> Arc<Self> {
        Self::new(|sent| {
            let example = CONTRACT.examples(sent.operation, 200).remove(0);
            (200, example.to_string())
        })
    }

    /// A client that waits for nothing: its clock runs ahead.
    pub fn fleet(self: &Arc<Self>) -> Fleet {
        self.fleet_of(identity(PARK))
    }

    pub fn fleet_of(self: &Arc<Self>, identity: Identity) -> Fleet {
        let clock = ManualClock::eager("2026-01-15T12:00:00Z".parse().unwrap());
        client(
            self.clone(),
            Arc::new(clock),
            self.records.clone(),
            identity,
        )
    }

    pub fn times_sent(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// The bodies that left, in their order.
    pub fn bodies(&self) -> Vec<Value> {
        self.sent.lock().unwrap().iter().map(Sent::json).collect()
    }

    pub fn only(&self) -> Sent {
        let mut sent = self.sent.lock().unwrap();
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }
}

pub fn identity(park: &str) -> Identity {
    Identity {
        park_id: park.to_owned(),
        client_id: format!("taxi/park/{park}"),
        language: "ru".to_owned(),
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
                .header("X-YaRequestId", "demo-request-1")
                .header(header::CONTENT_TYPE, "application/json");
            Ok(answer.body(full_body(Bytes::from(body))).unwrap())
        }
        .boxed()
    }
}

async fn recorded(request: Request<WireBody>) -> Sent {
    let (head, body) = request.into_parts();
    let operation = CONTRACT.called(head.method.as_str(), head.uri.path());
    Sent {
        operation: operation.unwrap_or_else(|| panic!("the contract knows no {}", head.uri)),
        query: decoded(head.uri.query().unwrap_or_default()),
        headers: head.headers,
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
            let path = request.uri().path();
            let operation = CONTRACT.called(request.method().as_str(), path).unwrap();
            let (head, body) = self.0.send(request).await?.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            CONTRACT.check_answer(operation, head.status.as_u16(), &body);
            Ok(Response::from_parts(head, full_body(body)))
        }
        .boxed()
    }
}

fn client(
    wire: Arc<dyn Wire>,
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    identity: Identity,
) -> Fleet {
    client_with_key(wire, clock, observer, identity, KEY)
}

pub fn client_with_key(
    wire: Arc<dyn Wire>,
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    identity: Identity,
    key: &str,
) -> Fleet {
    let service = Service::new(ServiceSettings {
        name: "fleet",
        base: BaseAddress::parse(BASE).unwrap(),
        auth: vec![(fleet::API_KEY, key.to_owned().into())],
        reads: wire.clone(),
        writes: wire,
        clock,
        limits: Limits {
            per_second: 0,
            burst: 0,
            concurrency: 4,
        },
        observer,
    });
    Fleet::new(service, identity)
}
