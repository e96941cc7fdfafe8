//! A wire that records every request and answers from a script, and the client over it.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderMap, HeaderName, Request, Response, header};
use http_body_util::BodyExt;
use serde_json::Value;
use transport::{
    BaseAddress, CallRecord, Clock, Limits, ManualClock, NoObserver, Observer, Secret, Service,
    ServiceSettings, Wire, WireBody, WireError, full_body,
};

use crate::{Contract, Operation};

/// What a client tells of itself to be tried.
pub trait Tried: Send + Sync + 'static {
    type Client;
    /// In records and errors.
    const NAME: &'static str;
    /// The whole base address, on loopback; its path is the contract's `base`.
    const BASE: &'static str;
    /// RFC 3339: where the clock of a scripted client begins.
    const NOW: &'static str;

    fn contract() -> &'static Contract;
    fn auth() -> Vec<(HeaderName, Secret)>;
    fn client(service: Service) -> Self::Client;
}

/// The settings of a service that nothing limits, over one wire for everything. Nobody observes.
pub fn settings<T: Tried>(wire: Arc<dyn Wire>, clock: Arc<dyn Clock>) -> ServiceSettings {
    ServiceSettings {
        name: T::NAME,
        base: BaseAddress::parse(T::BASE).unwrap(),
        auth: T::auth(),
        reads: wire.clone(),
        writes: wire,
        clock,
        limits: Limits {
            per_second: 0,
            burst: 0,
            concurrency: 4,
        },
        observer: Arc::new(NoObserver),
    }
}

/// A request as it left.
pub struct Sent {
    pub operation: &'static Operation,
    /// The verb, which an override may have changed.
    pub method: String,
    /// Decoded.
    pub query: Vec<(String, String)>,
    pub raw_query: String,
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

    /// Empty where none was sent.
    pub fn content_type(&self) -> &str {
        self.header("content-type").unwrap_or_default()
    }
}

type Answerer = Box<dyn Fn(&Sent) -> (u16, String) + Send + Sync>;

/// Records every request; a function of each decides what comes back, as JSON.
pub struct Script<T> {
    pub sent: Mutex<Vec<Sent>>,
    pub records: Arc<Records>,
    answer: Answerer,
    of: PhantomData<T>,
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

impl<T: Tried> Script<T> {
    pub fn new(answer: impl Fn(&Sent) -> (u16, String) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            sent: Mutex::default(),
            records: Arc::default(),
            answer: Box::new(answer),
            of: PhantomData,
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
        Self::exemplary_in_turn(0)
    }

    /// The same with the example of this number, where there are so many.
    pub fn exemplary_in_turn(turn: usize) -> Arc<Self> {
        Self::new(move |sent| {
            let (status, examples) = T::contract().success(sent.operation);
            let example = examples.get(turn).or(examples.first());
            (status, example.map(ToString::to_string).unwrap_or_default())
        })
    }

    /// A client that waits for nothing: its clock runs ahead.
    pub fn client(self: &Arc<Self>) -> T::Client {
        T::client(Service::new(self.settings()))
    }

    /// For a client that is made otherwise than [`Tried::client`] makes it.
    pub fn settings(self: &Arc<Self>) -> ServiceSettings {
        let clock = ManualClock::eager(T::NOW.parse().unwrap());
        ServiceSettings {
            observer: self.records.clone(),
            ..settings::<T>(self.clone(), Arc::new(clock))
        }
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

impl<T: Tried> Wire for Script<T> {
    fn send(
        &self,
        request: Request<WireBody>,
    ) -> BoxFuture<'_, Result<Response<WireBody>, WireError>> {
        async move {
            let sent = recorded(T::contract(), request).await;
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

async fn recorded(contract: &'static Contract, request: Request<WireBody>) -> Sent {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    let operation = contract.called(head.method.as_str(), path);
    // A contract may leave the method open: a POST may stand for a PUT.
    let operation = operation.or_else(|| contract.called("PUT", path));
    let raw_query = head.uri.query().unwrap_or_default().to_owned();
    Sent {
        operation: operation
            .unwrap_or_else(|| panic!("the contract knows no {} {path}", head.method)),
        method: head.method.to_string(),
        query: decoded(&raw_query),
        raw_query,
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
