//! The sandbox's way in: no sockets, virtual time, any fault on order.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{Witness, get, put};
use serde_json::Value;
use transport::{
    BaseAddress, BoxError, Call, Cause, Clock, Limits, ManualClock, Multipart, Outcome, Part,
    Patience, Payload, Reached, Service, ServiceSettings, ServiceWire, WireBody, WireError,
    WireFault,
};

fn service_of<S>(
    wire: ServiceWire<S>,
    clock: &ManualClock,
    limits: Limits,
) -> (Service, Arc<Witness>)
where
    ServiceWire<S>: transport::Wire,
{
    let wire = Arc::new(wire);
    let witness = Arc::new(Witness::default());
    let settings = ServiceSettings {
        name: "jump",
        base: BaseAddress::parse("http://localhost/taxi-public/v1").unwrap(),
        auth: Vec::new(),
        reads: wire.clone(),
        writes: wire,
        clock: Arc::new(clock.clone()),
        limits,
        observer: witness.clone(),
    };
    (Service::new(settings).seeded(7), witness)
}

const NO_LIMIT: Limits = Limits {
    per_second: 0,
    burst: 1,
    concurrency: 8,
};

#[tokio::test]
async fn axum_application_answers_without_a_socket() {
    let app = axum::Router::new().route(
        "/taxi-public/v1/drivers/{id}/transactions",
        axum::routing::put(
            |axum::extract::Path(id): axum::extract::Path<u32>, body: String| async move {
                axum::Json(serde_json::json!({ "driver": id, "length": body.len() }))
            },
        ),
    );
    let clock = ManualClock::eager(common::start_of_time());
    let (service, witness) = service_of(ServiceWire::new(app), &clock, NO_LIMIT);
    let done = service.write(put("drivers/7/transactions")).await.unwrap();
    assert_eq!(
        done.body,
        Some(serde_json::json!({ "driver": 7, "length": 17 }))
    );
    assert_eq!(witness.records.lock()[0].trace_id, done.trace_id);
}

#[tokio::test]
async fn seeded_services_give_the_same_trace_ids_and_no_two_calls_share_one() {
    let run = || async {
        let app = axum::Router::new().fallback(|| async { "{}" });
        let clock = ManualClock::eager(common::start_of_time());
        let (service, _) = service_of(ServiceWire::new(app), &clock, NO_LIMIT);
        let mut ids = Vec::new();
        for _ in 0..200 {
            ids.push(service.write(put("x")).await.unwrap().trace_id);
        }
        ids
    };
    let (one, two) = (run().await, run().await);
    assert_eq!(one, two);
    assert_eq!(
        one.iter().collect::<std::collections::HashSet<_>>().len(),
        200
    );
}

#[tokio::test]
async fn imitated_faults_count_like_real_ones() {
    let faults = [
        (
            Reached::Nothing,
            WireFault::Connect,
            Outcome::NotSent,
            Cause::Offline,
            4,
        ),
        (
            Reached::Nothing,
            WireFault::Tls,
            Outcome::NotSent,
            Cause::Tls,
            1,
        ),
        (
            Reached::Nothing,
            WireFault::Proxy,
            Outcome::NotSent,
            Cause::Proxy,
            1,
        ),
        (
            Reached::Perhaps,
            WireFault::Timeout,
            Outcome::MaybeSent,
            Cause::Timeout,
            4,
        ),
        (
            Reached::Perhaps,
            WireFault::Reset,
            Outcome::MaybeSent,
            Cause::Reset,
            4,
        ),
        (
            Reached::Perhaps,
            WireFault::Other,
            Outcome::MaybeSent,
            Cause::Other,
            1,
        ),
    ];
    for (reached, fault, outcome, cause, reads) in faults {
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = asked.clone();
        let broken = tower::service_fn(move |_: http::Request<WireBody>| {
            counter.fetch_add(1, Ordering::SeqCst);
            async move {
                Err::<http::Response<WireBody>, BoxError>(Box::new(WireError::new(
                    reached, fault, "on order",
                )))
            }
        });
        let clock = ManualClock::eager(common::start_of_time());
        let (service, _) = service_of(ServiceWire::new(broken), &clock, NO_LIMIT);
        let error = service.write(put("x")).await.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause, asked.swap(0, Ordering::SeqCst)),
            (outcome, cause, 1)
        );
        let error = service.read::<Value>(get("x")).await.unwrap_err();
        assert!(error.outcome != Outcome::MaybeSent);
        assert_eq!((error.cause, asked.load(Ordering::SeqCst)), (cause, reads));
    }
}

#[tokio::test]
async fn after_a_429_nobody_calls_before_the_pause_is_over() {
    let clock = ManualClock::eager(common::start_of_time());
    let seen = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let (times, server_clock) = (seen.clone(), clock.clone());
    let app = axum::Router::new().fallback(move || async move {
        times.lock().push(server_clock.now());
        match times.lock().len() {
            1 => (
                http::StatusCode::TOO_MANY_REQUESTS,
                [("retry-after", "20")],
                "{}",
            ),
            _ => (http::StatusCode::OK, [("x-none", "")], "{}"),
        }
    });
    let (service, witness) = service_of(ServiceWire::new(app), &clock, NO_LIMIT);
    let error = service.write(put("x")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::MaybeSent, Cause::RateLimited)
    );
    assert_eq!(error.retry_after, Some(Duration::from_secs(20)));
    let (read, write) = tokio::join!(service.read::<Value>(get("x")), service.write(put("x")));
    read.unwrap();
    write.unwrap();
    let end = common::start_of_time() + Duration::from_secs(20);
    let seen = seen.lock();
    assert_eq!(seen.len(), 3, "the refused write was not sent again");
    assert!(seen[1..].iter().all(|at| *at >= end));
    assert!(
        witness.waits.lock().iter().all(|until| *until == end) && witness.waits.lock().len() >= 2
    );
}

#[tokio::test]
async fn list_beyond_the_hour_says_until_when_and_a_payment_leaves_all_the_same() {
    let clock = ManualClock::eager(common::start_of_time());
    let app = axum::Router::new().fallback(|| async { "{}" });
    let (service, witness) = service_of(ServiceWire::new(app), &clock, NO_LIMIT);
    let service = service.at_most_hourly(20);
    for _ in 0..19 {
        service.read::<Value>(get("x")).await.unwrap();
    }
    let error = service.read::<Value>(get("x")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::RateLimited)
    );
    let wait = error.retry_after.unwrap();
    assert!(wait > Duration::from_secs(3500), "{wait:?}");
    let until = clock.now() + wait;
    assert_eq!(*witness.waits.lock(), [until]);
    service.write(put("x")).await.unwrap();
    assert!(clock.now() < until);
    assert_eq!(*witness.waits.lock(), [until]);
}

#[tokio::test]
async fn answer_shorter_than_it_promised_is_not_a_success() {
    let cut = tower::service_fn(|_: http::Request<WireBody>| async {
        let body = transport::full_body(bytes::Bytes::from_static(b"[]"));
        Ok::<_, BoxError>(
            http::Response::builder()
                .header("content-length", 100)
                .body(body)
                .unwrap(),
        )
    });
    let clock = ManualClock::eager(common::start_of_time());
    let (service, _) = service_of(ServiceWire::new(cut), &clock, NO_LIMIT);
    let error = service.write(put("x")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::MaybeSent, Cause::Reset)
    );
    let error = service.read::<Value>(get("x")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Unreadable, Cause::Reset)
    );
}

#[tokio::test]
async fn key_in_a_request_is_marked_so_that_no_layer_below_shows_it() {
    let shown = Arc::new(parking_lot::Mutex::new(String::new()));
    let out = shown.clone();
    let server = tower::service_fn(move |request: http::Request<WireBody>| {
        *out.lock() = format!("{:?} {}", request.headers(), request.uri());
        async { Ok::<_, BoxError>(http::Response::new(transport::empty_body())) }
    });
    let wire = Arc::new(ServiceWire::new(server));
    let service = Service::new(ServiceSettings {
        name: "jump",
        base: BaseAddress::parse("https://jump.invalid").unwrap(),
        auth: vec![(
            http::HeaderName::from_static("client-key"),
            transport::Secret::from(common::SENTINEL),
        )],
        reads: wire.clone(),
        writes: wire,
        clock: Arc::new(transport::SystemClock),
        limits: NO_LIMIT,
        observer: Arc::new(transport::NoObserver),
    });
    service.write(put("x")).await.unwrap();
    assert!(
        shown.lock().contains("\"client-key\": Sensitive"),
        "{}",
        shown.lock()
    );
    assert!(!shown.lock().contains(common::SENTINEL));
}

#[tokio::test]
async fn upload_keeps_its_time_when_other_writes_have_little() {
    let told = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let seen = told.clone();
    let wire = ServiceWire::new(tower::service_fn(
        move |request: http::Request<WireBody>| {
            let patience = request.extensions().get::<Patience>();
            seen.lock().push(patience.map(|patience| patience.0));
            let answer = http::Response::new(transport::full_body("{}".into()));
            async { Ok::<_, BoxError>(answer) }
        },
    ));
    let clock = ManualClock::eager(common::start_of_time());
    let (service, _) = service_of(wire, &clock, NO_LIMIT);
    let patience = Duration::from_secs(15);
    let service = service.writes_within(patience);
    let form = Multipart {
        parts: vec![Part::text("type", "passport")],
    };
    let upload = Call {
        payload: Payload::Multipart(form),
        ..put("files")
    };
    service.write(put("x")).await.unwrap();
    service.upload(upload, Arc::new(|_| ())).await.unwrap();
    service.read::<Value>(get("x")).await.unwrap();
    assert_eq!(*told.lock(), [Some(patience), None, None]);
}

#[tokio::test]
async fn pressing_reads_overtake_those_that_wait_already_under_one_limit() {
    let order = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let seen = order.clone();
    let app = axum::Router::new().fallback(move |uri: axum::http::Uri| {
        let seen = seen.clone();
        async move {
            seen.lock().push(uri.path().to_owned());
            "{}"
        }
    });
    let clock = ManualClock::new(common::start_of_time());
    let limits = Limits {
        per_second: 10,
        burst: 1,
        concurrency: 6,
    };
    let (service, _) = service_of(ServiceWire::new(app), &clock, limits);
    let pressing = service.clone().pressing();
    let list = futures::future::join_all((0..50).map(|_| service.read::<Value>(get("list"))));
    let preview = pressing.read::<Value>(get("preview"));
    let both = futures::future::join(list, preview);
    tokio::pin!(both);
    let (pages, preview) = loop {
        tokio::select! {
            biased;
            both = &mut both => break both,
            // Whatever can go on without time has gone on.
            () = tokio::task::yield_now() => {
                clock.advance_to_next();
            }
        }
    };
    assert!(pages.into_iter().all(|page| page.is_ok()) && preview.is_ok());
    let order = order.lock();
    let place = order.iter().position(|path| path.ends_with("/preview"));
    assert!(place.unwrap() <= 2, "{place:?} of {}", order.len());
    // Fifty-one calls at ten a second: the clone did not bring an allowance of its own.
    let took = clock.now().duration_since(common::start_of_time());
    assert!(took.as_secs_f64() >= 5.0, "{took:?}");
}
