//! A park, a client over one of the two ways to it, and the three calls that stand for all others.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jump::{DriverUpdate, FileUpload, Id, Jump, Overrides, PaymentsQuery, Period, Referrer};
use sandbox::{Options, Quirks, Running, Sandbox};
use transport::{
    BaseAddress, CallError, Clock, Limits, ManualClock, NoObserver, ProxyChoice, ReqwestWire,
    Service, ServiceSettings, ServiceWire, Wire, WireOptions,
};

/// What the client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    ListPayments,
    UpdateDriver,
    Upload,
}

impl Act {
    pub const ALL: [Self; 3] = [Self::ListPayments, Self::UpdateDriver, Self::Upload];

    pub fn operation(self) -> &'static str {
        match self {
            Self::ListPayments => "listPayments",
            Self::UpdateDriver => "updateDriver",
            Self::Upload => "uploadApplicationFile",
        }
    }

    pub fn is_read(self) -> bool {
        self == Self::ListPayments
    }
}

/// How the client reaches the park.
#[derive(Clone)]
pub struct Way {
    pub base: BaseAddress,
    pub reads: Arc<dyn Wire>,
    pub writes: Arc<dyn Wire>,
}

impl Way {
    pub fn in_process(sandbox: &Sandbox) -> Self {
        Self::over(Arc::new(ServiceWire::new(sandbox.router())))
    }

    pub fn over(wire: Arc<dyn Wire>) -> Self {
        Self {
            base: BaseAddress::parse("http://127.0.0.1/taxi-public/v1").unwrap(),
            reads: wire.clone(),
            writes: wire,
        }
    }

    /// Nobody waits longer than `patience` for an answer.
    pub async fn over_sockets(sandbox: &Sandbox, patience: Duration) -> (Self, Running) {
        let running = sandbox.serve("127.0.0.1:0").await.unwrap();
        let options = WireOptions {
            read_timeout: patience,
            write_timeout: patience,
            transfer_timeout: patience,
            proxy: ProxyChoice::Direct,
            ..WireOptions::default()
        };
        let way = Self {
            base: BaseAddress::parse(&running.base_url()).unwrap(),
            reads: Arc::new(ReqwestWire::for_reads(&options).unwrap()),
            writes: Arc::new(ReqwestWire::for_writes(&options).unwrap()),
        };
        (way, running)
    }
}

/// A park small enough to be grown for every test. Its updates answer `200 {}`: an empty 204 has no half.
pub fn park() -> Sandbox {
    Sandbox::new(Options {
        drivers: 5,
        payments: 40,
        applications: 5,
        quirks: Quirks {
            writes_answer_200: true,
            ..Quirks::default()
        },
        ..Options::default()
    })
}

/// One call and everything that can be said about it.
#[derive(Debug)]
pub struct Done {
    pub result: Result<(), CallError>,
    /// Requests that the park counted.
    pub calls: u64,
    /// The park holds what was sent.
    pub took_effect: bool,
    /// Virtual time that the client waited.
    pub waited: Duration,
}

/// Does it once, with a client that remembers nothing of earlier calls. `note` tells this effect from earlier ones.
pub async fn done(sandbox: &Sandbox, way: &Way, act: Act, note: &str) -> Done {
    let clock = ManualClock::eager(sandbox.options().now);
    let jump = client(way, &clock);
    let calls = sandbox.calls(act.operation());
    let result = match act {
        Act::ListPayments => jump.list_payments(&query()).await.map(drop),
        Act::UpdateDriver => jump.update_driver(driver(sandbox), &update(note)).await,
        Act::Upload => {
            let file = FileUpload::from_bytes(note, "image/jpeg", Bytes::from_static(b"a scan"));
            let progress = Arc::new(|_| ());
            let upload = jump.upload_application_file(application(sandbox), file, progress);
            upload.await.map(drop)
        }
    };
    Done {
        result,
        calls: sandbox.calls(act.operation()) - calls,
        took_effect: took_effect(sandbox, act, note),
        waited: Duration::try_from(clock.now() - sandbox.options().now).unwrap(),
    }
}

pub fn client(way: &Way, clock: &ManualClock) -> Jump {
    let service = Service::new(ServiceSettings {
        name: "jump",
        base: way.base.clone(),
        auth: vec![(
            http::HeaderName::from_static("client-key"),
            "demo-park-key".to_owned().into(),
        )],
        reads: way.reads.clone(),
        writes: way.writes.clone(),
        clock: Arc::new(clock.clone()),
        limits: Limits {
            per_second: 0,
            burst: 1,
            concurrency: 4,
        },
        observer: Arc::new(NoObserver),
    });
    Jump::new(service, Overrides::none())
}

pub fn took_effect(sandbox: &Sandbox, act: Act, note: &str) -> bool {
    match act {
        Act::ListPayments => false,
        Act::UpdateDriver => {
            let truth = sandbox.driver(driver(sandbox).0).unwrap();
            truth["park_note"] == note
        }
        Act::Upload => {
            let files = sandbox.application_files(application(sandbox).0);
            files.iter().any(|file| file.name == note)
        }
    }
}

fn driver(sandbox: &Sandbox) -> Id {
    Id(sandbox.driver_ids()[0])
}

fn application(sandbox: &Sandbox) -> Id {
    Id(sandbox.application_ids()[0])
}

/// Every payment of the park.
pub fn query() -> PaymentsQuery {
    let [from, to] = ["2015-01-01T00:00:00+03:00", "2034-12-31T23:59:59+03:00"]
        .map(|time| time.parse().unwrap());
    PaymentsQuery::new(Period::new(from, to).unwrap())
}

fn update(note: &str) -> DriverUpdate {
    DriverUpdate {
        phone: Some("79991234567".to_owned()),
        group_id: Id(1),
        anti_fraud_status_id: Id(1),
        referrer: Referrer::Keep,
        last_name: "Иванов".to_owned(),
        first_name: "Иван".to_owned(),
        middle_name: None,
        license: None,
        email: None,
        withdrawal_forbidden_comment: None,
        park_note: Some(note.to_owned()),
        park_comment: None,
        inn: None,
        contract_number: None,
        contract_full_name: None,
        contract_signed_at: None,
        passport_number: None,
        passport_issue_date: None,
        enable_car_sync: None,
        car_number: None,
        car_license_number: None,
        requisites: Vec::new(),
    }
}
