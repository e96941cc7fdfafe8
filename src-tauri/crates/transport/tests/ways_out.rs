//! Proxies, certificates and other hosts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Reply, Server, answer, bench_with, get, json, options, put};
use serde_json::Value;
use transport::{
    BaseAddress, Cause, Outcome, ProxyChoice, ReqwestWire, WireBuildError, WireOptions,
};

async fn through(proxy: &Server) -> WireOptions {
    WireOptions {
        proxy: ProxyChoice::Address(format!("http://{}", proxy.address)),
        ..options()
    }
}

#[tokio::test]
async fn this_computer_is_never_reached_through_a_proxy() {
    let proxy = Server::always(answer("502 Bad Gateway", "", "")).await;
    let server = Server::always(json("200 OK", "{}")).await;
    let port = server.address.split(':').next_back().unwrap();
    for host in ["127.0.0.1", "localhost"] {
        let base = BaseAddress::parse(&format!("http://{host}:{port}")).unwrap();
        let bench = bench_with(base, &through(&proxy).await);
        bench.service.read::<Value>(get("drivers")).await.unwrap();
        bench.service.write(put("drivers")).await.unwrap();
    }
    assert_eq!(proxy.connections(), 0);
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn proxy_that_wants_a_password_let_nothing_through() {
    let refusal = answer(
        "407 Proxy Authentication Required",
        "Proxy-Authenticate: Basic\r\n",
        "",
    );
    let proxy = Server::always(refusal).await;
    let bench = bench_with(
        BaseAddress::parse("https://jump.invalid/v1").unwrap(),
        &through(&proxy).await,
    );
    let error = bench.service.write(put("drivers")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::Proxy),
        "{error}"
    );
    let error = bench
        .service
        .read::<Value>(get("drivers"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::Proxy),
        "{error}"
    );
    assert_eq!(
        proxy.connections(),
        2,
        "a refusal of the proxy is not a hiccup"
    );
    assert!(
        proxy
            .request_text()
            .starts_with("CONNECT jump.invalid:443 ")
    );
    assert!(!proxy.request_text().contains(common::SENTINEL));
}

#[tokio::test]
async fn broken_tls_is_fatal_and_sends_nothing() {
    // Something that speaks plain HTTP where TLS is expected.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let accepted = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = accepted.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            tokio::spawn(async move {
                use tokio::io::{AsyncReadExt, AsyncWriteExt};
                let mut hello = [0; 4096];
                let _ = stream.read(&mut hello).await;
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
                let _ = stream.read(&mut hello).await;
            });
        }
    });
    let bench = bench_with(
        BaseAddress::parse(&format!("https://{address}")).unwrap(),
        &options(),
    );
    let error = bench.service.write(put("drivers")).await.unwrap_err();
    assert_eq!((error.outcome, error.cause), (Outcome::NotSent, Cause::Tls));
    let error = bench
        .service
        .read::<Value>(get("drivers"))
        .await
        .unwrap_err();
    assert_eq!((error.outcome, error.cause), (Outcome::NotSent, Cause::Tls));
    assert_eq!(
        accepted.load(std::sync::atomic::Ordering::SeqCst),
        2,
        "TLS faults are not tried again"
    );
}

#[tokio::test]
async fn redirect_to_another_host_is_never_followed() {
    let other = Server::always(json("200 OK", "{}")).await;
    let location = format!("Location: http://{}/\r\n", other.address);
    let server = Server::always(answer("308 Permanent Redirect", &location, "")).await;
    let bench = bench_with(server.base(), &options());
    let error = bench.service.write(put("drivers")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::MaybeSent, Cause::Redirect)
    );
    let error = bench
        .service
        .read::<Value>(get("drivers"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Unreadable, Cause::Redirect)
    );
    assert_eq!((server.connections(), other.connections()), (2, 0));
}

#[tokio::test]
async fn path_that_leaves_the_base_is_refused_before_sending() {
    let server = Server::always(Reply::DropAtOnce).await;
    let bench = bench_with(server.base(), &options());
    for path in [
        "../../admin",
        "a/%2e%2e/%2e%2e/b",
        "//evil.invalid/x",
        "a?client_key=1",
        "a#b",
        "a\\..\\b",
        "drivers/ивАнов",
    ] {
        let error = bench.service.write(put(path)).await.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::Invalid),
            "{path}"
        );
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn proxy_address_that_is_none_is_found_at_once() {
    let options = WireOptions {
        proxy: ProxyChoice::Address("::".to_owned()),
        ..options()
    };
    assert_eq!(
        ReqwestWire::for_reads(&options).err(),
        Some(WireBuildError::Proxy)
    );
}

#[tokio::test]
async fn key_that_cannot_be_a_header_is_refused_without_being_shown() {
    let server = Server::always(json("200 OK", "{}")).await;
    let settings_of = |key: &str| transport::ServiceSettings {
        name: "jump",
        base: server.base(),
        auth: vec![(
            http::HeaderName::from_static("client-key"),
            transport::Secret::from(key),
        )],
        reads: std::sync::Arc::new(transport::ReqwestWire::for_reads(&common::options()).unwrap()),
        writes: std::sync::Arc::new(
            transport::ReqwestWire::for_writes(&common::options()).unwrap(),
        ),
        clock: std::sync::Arc::new(transport::SystemClock),
        limits: transport::Limits {
            per_second: 0,
            burst: 1,
            concurrency: 1,
        },
        observer: std::sync::Arc::new(transport::NoObserver),
    };
    let service = transport::Service::new(settings_of("demo-key\r\nX-Injected: 1"));
    let error = service.read::<Value>(get("drivers")).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (transport::Outcome::NotSent, transport::Cause::Unauthorized)
    );
    assert!(!format!("{error:?}").contains("demo-key"));
    assert_eq!(server.connections(), 0);
}
