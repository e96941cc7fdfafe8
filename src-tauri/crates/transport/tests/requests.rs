//! What is really sent, over which connections, and how long its answer is waited for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::{Reply, Server, bench, get, json, put};
use serde_json::Value;
use transport::{Cause, Outcome};

#[tokio::test]
async fn every_request_carries_what_the_vendor_wants() {
    let server = Server::always(json("200 OK", "{}")).await;
    let bench = bench(&server);
    bench
        .service
        .write(put("drivers/7/transactions"))
        .await
        .unwrap();
    bench
        .service
        .read::<Value>(transport::Call {
            query: vec![("status[]".into(), "a b".into())],
            ..get("/drivers")
        })
        .await
        .unwrap();
    bench
        .service
        .write(transport::Call {
            payload: transport::Payload::Empty,
            ..put("jobs/1")
        })
        .await
        .unwrap();
    for request in server.requests() {
        let text = String::from_utf8(request).unwrap().to_ascii_lowercase();
        for header in [
            "accept: application/json",
            "content-type: application/json",
            "user-agent: parkdesk/",
            "client-key: demo-sentinel-",
        ] {
            assert!(
                text.contains(&format!("\r\n{header}")),
                "{header} in {text}"
            );
        }
    }
    let first = server.request_text();
    assert!(first.starts_with("PUT /taxi-public/v1/drivers/7/transactions HTTP/1.1\r\n"));
    assert!(first.ends_with("\r\n\r\n{\"amount\":100.50}"));
    let second = String::from_utf8(server.requests()[1].clone()).unwrap();
    assert!(
        second.starts_with("GET /taxi-public/v1/drivers?status%5B%5D=a+b HTTP/1.1\r\n"),
        "{second}"
    );
    let third = String::from_utf8(server.requests()[2].clone()).unwrap();
    assert!(
        third
            .to_ascii_lowercase()
            .contains("\r\ncontent-length: 0\r\n"),
        "{third}"
    );
}

#[tokio::test]
async fn write_never_uses_a_connection_that_may_already_be_dead() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_vec();
    let server = Server::always(Reply::KeepAlive(answer)).await;
    let bench = bench(&server);
    for _ in 0..3 {
        bench.service.write(put("drivers")).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (3, 3));
    for _ in 0..3 {
        bench.service.read::<Value>(get("drivers")).await.unwrap();
    }
    assert_eq!(
        (server.connections(), server.requests().len()),
        (4, 6),
        "reads share one"
    );
}

/// A service that allows a repeat within a minute needs to know sooner than the wire's own minute.
#[tokio::test]
async fn write_is_in_doubt_when_its_services_patience_ends_and_a_read_waits_on() {
    let server = Server::always(Reply::Silence).await;
    let bench = bench(&server);
    let service = bench.service.writes_within(Duration::from_millis(80));
    let error = service.write(put("drivers/7/transactions")).await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::MaybeSent, Cause::Timeout)
    );
    assert_eq!(server.connections(), 1);
    let read = service.read::<Value>(get("drivers"));
    let still = tokio::time::timeout(Duration::from_millis(160), read).await;
    assert!(still.is_err(), "the read was given up too");
}
