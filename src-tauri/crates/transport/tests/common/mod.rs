//! A server on this computer that fails in a chosen way and remembers what it was sent.
#![allow(dead_code)]

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use transport::{
    BaseAddress, Call, CallRecord, Clock, Limits, ManualClock, Observer, Payload, ReqwestWire,
    Secret, Service, ServiceSettings, WireOptions,
};

pub const SENTINEL: &str = "demo-sentinel-7f3a91";

#[derive(Clone)]
pub enum Reply {
    /// Close as soon as somebody connects.
    DropAtOnce,
    /// Take the whole request, then close.
    DropAfterRequest,
    /// Take the whole request and say nothing.
    Silence,
    Bytes(Vec<u8>),
    /// Say this and then nothing, with the connection left open.
    BytesThenSilence(Vec<u8>),
    /// Say this to every request of the connection.
    KeepAlive(Vec<u8>),
}

pub fn answer(status: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    Reply::Bytes(text.into_bytes())
}

pub fn json(status: &str, body: &str) -> Reply {
    answer(status, "Content-Type: application/json\r\n", body)
}

pub struct Server {
    pub address: String,
    connections: Arc<Mutex<usize>>,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Server {
    /// `reply` is asked with the number of the connection, from 0.
    pub async fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = Self {
            address,
            connections: Arc::default(),
            requests: Arc::default(),
        };
        let (connections, requests) = (server.connections.clone(), server.requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = *connections.lock();
                *connections.lock() = number + 1;
                tokio::spawn(serve(stream, reply(number), requests.clone()));
            }
        });
        server
    }

    pub async fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone()).await
    }

    pub fn base(&self) -> BaseAddress {
        BaseAddress::parse(&format!("http://{}/taxi-public/v1", self.address)).unwrap()
    }

    pub fn connections(&self) -> usize {
        *self.connections.lock()
    }

    /// Whole requests, as they came.
    pub fn requests(&self) -> Vec<Vec<u8>> {
        self.requests.lock().clone()
    }

    pub fn request_text(&self) -> String {
        String::from_utf8_lossy(&self.requests()[0]).into_owned()
    }
}

async fn serve(mut stream: TcpStream, reply: Reply, requests: Arc<Mutex<Vec<Vec<u8>>>>) {
    if matches!(reply, Reply::DropAtOnce) {
        return;
    }
    let Some(request) = whole_request(&mut stream).await else {
        return;
    };
    requests.lock().push(request);
    match reply {
        Reply::KeepAlive(bytes) => {
            stream.write_all(&bytes).await.unwrap_or_default();
            while let Some(request) = whole_request(&mut stream).await {
                requests.lock().push(request);
                stream.write_all(&bytes).await.unwrap_or_default();
            }
        }
        Reply::DropAtOnce | Reply::DropAfterRequest => {}
        Reply::Silence => std::future::pending().await,
        Reply::Bytes(bytes) => stream.write_all(&bytes).await.unwrap_or_default(),
        Reply::BytesThenSilence(bytes) => {
            stream.write_all(&bytes).await.unwrap_or_default();
            std::future::pending::<()>().await;
        }
    }
}

async fn whole_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut taken = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream
            .read(&mut buffer)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        taken.extend_from_slice(&buffer[..count]);
        if let Some(end) = taken.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&taken[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |text| text.trim().parse().unwrap());
            if taken.len() >= end + 4 + length {
                return Some(taken);
            }
        }
    }
}

#[derive(Default)]
pub struct Witness {
    pub records: Mutex<Vec<CallRecord>>,
    pub waits: Mutex<Vec<jiff::Timestamp>>,
}

impl Observer for Witness {
    fn finished(&self, record: &CallRecord) {
        self.records.lock().push(record.clone());
    }

    fn waiting(&self, _: &'static str, until: jiff::Timestamp) {
        self.waits.lock().push(until);
    }
}

pub fn start_of_time() -> jiff::Timestamp {
    "2026-01-05T09:00:00Z".parse().unwrap()
}

/// Timeouts are tiny where a test is about them, and out of the way where it is not.
pub fn options() -> WireOptions {
    WireOptions {
        proxy: transport::ProxyChoice::Direct,
        ..WireOptions::default()
    }
}

pub fn impatient() -> WireOptions {
    let short = Duration::from_millis(80);
    WireOptions {
        read_timeout: short,
        write_timeout: short,
        idle_timeout: short,
        ..options()
    }
}

pub struct Bench {
    pub service: Service,
    pub witness: Arc<Witness>,
    pub clock: ManualClock,
}

pub fn bench(server: &Server) -> Bench {
    bench_with(server.base(), &options())
}

/// Real sockets; the waits of retries and of the rate limit on virtual time.
pub fn bench_with(base: BaseAddress, options: &WireOptions) -> Bench {
    let witness = Arc::new(Witness::default());
    let clock = ManualClock::eager(start_of_time());
    let service = Service::new(ServiceSettings {
        name: "jump",
        base,
        auth: vec![(
            http::HeaderName::from_static("client-key"),
            Secret::from(SENTINEL),
        )],
        reads: Arc::new(ReqwestWire::for_reads(options).unwrap()),
        writes: Arc::new(ReqwestWire::for_writes(options).unwrap()),
        clock: Arc::new(clock.clone()) as Arc<dyn Clock>,
        limits: Limits {
            per_second: 0,
            burst: 1,
            concurrency: 4,
        },
        observer: witness.clone(),
    });
    Bench {
        service,
        witness,
        clock,
    }
}

pub fn get(path: &str) -> Call {
    Call::new("listDrivers", http::Method::GET, path)
}

pub fn put(path: &str) -> Call {
    let payload = Payload::Json(bytes::Bytes::from_static(br#"{"amount":100.50}"#));
    Call {
        payload,
        ..Call::new("createTransaction", http::Method::PUT, path)
    }
}
