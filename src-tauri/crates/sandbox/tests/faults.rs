//! Every fault as a raw client sees it, in process and over a socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use axum::body::Body;
use client::{Client, exchange, small};
use http::StatusCode;
use sandbox::{BASE_PATH, Fault, Key, Options, Sandbox};
use serde_json::{Value, json};
use std::{io::ErrorKind, time::Duration};

fn rules(rules: &[&str]) -> Vec<Fault> {
    rules.iter().map(|rule| rule.parse().unwrap()).collect()
}

fn client_with(faults: &[&str]) -> Client {
    Client::new(Options {
        faults: rules(faults),
        ..small()
    })
}

/// The body of an update that gives a note, for the first driver.
fn noting(sandbox: &Sandbox, note: &str) -> (i64, Value) {
    let id = sandbox.driver_ids()[0];
    let truth = sandbox.driver(id).unwrap();
    let mut body = json!({"park_note": note});
    for name in [
        "phone",
        "group_id",
        "anti_fraud_status_id",
        "last_name",
        "first_name",
    ] {
        body[name] = truth[name].clone();
    }
    (id, body)
}

fn note(sandbox: &Sandbox, id: i64) -> Value {
    sandbox.driver(id).unwrap()["park_note"].clone()
}

#[tokio::test]
async fn a_status_may_come_before_or_after_the_effect() {
    let client = client_with(&["updateDriver:500@nth=1", "updateDriver:503/after@nth=2"]);
    let (id, body) = noting(&client.sandbox, "сохранено");
    let before = note(&client.sandbox, id);
    let first = client.put(&format!("/drivers/{id}"), &body).await;
    assert_eq!(
        (first.status, note(&client.sandbox, id)),
        (StatusCode::INTERNAL_SERVER_ERROR, before)
    );
    assert_eq!(first.json()["error"]["code"], 500);
    let second = client.put(&format!("/drivers/{id}"), &body).await;
    assert_eq!(
        (second.status, note(&client.sandbox, id)),
        (StatusCode::SERVICE_UNAVAILABLE, json!("сохранено"))
    );
    assert_eq!(
        client.put(&format!("/drivers/{id}"), &body).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(client.sandbox.calls("updateDriver"), 3);
}

#[tokio::test]
async fn answers_of_proxies_and_broken_json_can_be_had() {
    let client = client_with(&[
        "listDrivers:html=502@nth=1",
        "listDrivers:truncated@nth=2",
        "listDrivers:redirect=https://example.com/login@nth=3",
        "listDrivers:bare=404@nth=4",
        "listDrivers:empty@nth=5",
    ]);
    let html = client.get("/drivers").await;
    assert_eq!(
        (html.status, &html.headers["content-type"]),
        (StatusCode::BAD_GATEWAY, &"text/html".parse().unwrap())
    );
    let truncated = client.get("/drivers").await;
    assert_eq!(truncated.status, StatusCode::OK);
    assert!(
        serde_json::from_slice::<Value>(&truncated.body).is_err() && truncated.body.len() > 1_000
    );
    let redirect = client.get("/drivers").await;
    assert_eq!(
        (redirect.status, &redirect.headers["location"]),
        (
            StatusCode::FOUND,
            &"https://example.com/login".parse().unwrap()
        )
    );
    let bare = client.get("/drivers").await;
    assert_eq!(
        (bare.status, &bare.body[..]),
        (StatusCode::NOT_FOUND, &b"refused by the proxy"[..])
    );
    let empty = client.get("/drivers").await;
    assert_eq!((empty.status, empty.body.len()), (StatusCode::OK, 0));
    assert_eq!(client.get("/drivers").await.json()["meta"]["total"], 60);
}

#[tokio::test]
async fn too_many_requests_tell_when_to_return_in_every_form() {
    let client = client_with(&["*:429@nth=1", "*:429=5s@nth=2", "*:429=date60s@nth=3"]);
    let mut told = Vec::new();
    for _ in 0..3 {
        let got = client.get("/dictionaries/groups").await;
        assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
        told.push(
            got.headers
                .get("retry-after")
                .map(|value| value.to_str().unwrap().to_owned()),
        );
    }
    assert_eq!(
        told,
        [
            None,
            Some("5".into()),
            Some("Mon, 16 Jun 2025 12:01:00 GMT".into())
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn latency_delays_and_concurrency_is_counted() {
    let client = client_with(&["reads:latency=800ms"]);
    let start = tokio::time::Instant::now();
    let both = tokio::join!(
        client.get("/dictionaries/groups"),
        client.get("/dictionaries/agents")
    );
    assert_eq!(
        (both.0.status, both.1.status),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!(start.elapsed(), Duration::from_millis(800));
    assert_eq!(client.sandbox.max_in_flight(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_rate_limit_refuses_within_a_second_and_forgets_after_it() {
    let client = Client::new(Options {
        rate_limit: Some(2),
        ..small()
    });
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(client.get("/dictionaries/groups").await.status.as_u16());
    }
    tokio::time::advance(Duration::from_millis(1_001)).await;
    statuses.push(client.get("/dictionaries/groups").await.status.as_u16());
    assert_eq!(statuses, [200, 200, 429, 200]);
}

#[tokio::test]
async fn in_process_a_dropped_connection_is_a_body_that_fails_at_once() {
    let client = client_with(&["getDriver:drop@nth=1", "getDriver:half@nth=2"]);
    let path = format!("/drivers/{}", client.sandbox.driver_ids()[0]);
    for _ in 0..2 {
        assert!(
            client
                .deliver(client.request("GET", &path, Body::empty()))
                .await
                .is_err()
        );
    }
    assert_eq!(client.get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn over_a_socket_a_dropped_connection_is_a_reset_without_an_answer() {
    let sandbox = Sandbox::new(Options {
        faults: rules(&[
            "updateDriver:drop@nth=1",
            "updateDriver:drop/after@nth=2",
            "getDriver:half",
        ]),
        ..small()
    });
    let running = sandbox.serve("127.0.0.1:0").await.unwrap();
    let (id, body) = noting(&sandbox, "до обрыва");
    let (before, body) = (note(&sandbox, id), body.to_string());
    let put = format!("PUT {BASE_PATH}/drivers/{id}");
    let dropped = (String::new(), Some(ErrorKind::ConnectionReset));
    assert_eq!(exchange(&running.root_url(), &put, &body).await, dropped);
    assert_eq!(note(&sandbox, id), before);
    assert_eq!(exchange(&running.root_url(), &put, &body).await, dropped);
    assert_eq!(note(&sandbox, id), "до обрыва");
    let (whole, end) = exchange(&running.root_url(), &put, &body).await;
    assert!(
        whole.starts_with("HTTP/1.1 204 ") && end.is_none(),
        "{whole}"
    );
    let (half, end) = exchange(
        &running.root_url(),
        &format!("GET {BASE_PATH}/drivers/{id}"),
        "",
    )
    .await;
    assert_eq!(end, Some(ErrorKind::ConnectionReset), "{half}");
    assert!(
        half.starts_with("HTTP/1.1 200 ") && half.contains("anti_fraud_status"),
        "{half}"
    );
}

#[tokio::test]
async fn chance_is_seeded_and_near_its_share() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let client = client_with(&[
            "dictGroups:500@p=0.2",
            "dictAgents:500@every=5",
            "dictAgents:500@first=2",
        ]);
        let mut failed = Vec::new();
        for call in 0..200 {
            if client.get("/dictionaries/groups").await.status != StatusCode::OK {
                failed.push(call);
            }
        }
        assert!((20..=60).contains(&failed.len()), "{}", failed.len());
        let mut agents = Vec::new();
        for call in 1..=10 {
            if client.get("/dictionaries/agents").await.status != StatusCode::OK {
                agents.push(call);
            }
        }
        assert_eq!(agents, [1, 2, 5, 10]);
        seen.push(failed);
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn rows_move_while_pages_are_read() {
    let client = Client::new(Options {
        payments: 12_000,
        faults: rules(&["listPayments:insert=3@page=2"]),
        ..small()
    });
    let path = |page: u64| format!("/payments?per_page=10&page={page}&order=-id");
    let ids = |list: Value| {
        let items = list["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let first = ids(client.get(&path(1)).await.json());
    let second = ids(client.get(&path(2)).await.json());
    assert_eq!(second[..3], first[7..], "three rows are seen twice");
    assert_eq!(ids(client.get(&path(2)).await.json()), second, "only once");
    client
        .sandbox
        .set_faults(rules(&["listPayments:flip=4@page=2"]));
    let open = "/payments?per_page=10&payment_status_id=3,4";
    let total = |list: Value| list["meta"]["total"].as_u64().unwrap();
    let before = total(client.get(&format!("{open}&page=1")).await.json());
    assert!(before >= 4, "{before}");
    assert_eq!(
        total(client.get(&format!("{open}&page=2")).await.json()),
        before - 4
    );
    client.sandbox.set_faults(rules(&[
        "listDrivers:insert=2@nth=1",
        "listApplications:insert=1@nth=1",
        "listTransactions:insert=4@nth=1",
    ]));
    let listed = total(client.get("/transactions").await.json());
    let known = client.sandbox.transactions().len() as u64;
    assert_eq!((known, listed < known), (904, true));
    assert_eq!(total(client.get("/transactions").await.json()), listed);
    assert_eq!(total(client.get("/drivers").await.json()), 62);
    assert_eq!(total(client.get("/autoreg/applications").await.json()), 41);
}

#[tokio::test]
async fn the_key_and_the_headers_are_checked() {
    let mut keys = Key::demo();
    keys.push(Key::full("demo-partial-key").forbidding(&["listPayments"]));
    let client = Client::new(Options { keys, ..small() });
    let unknown = client.with_key("demo-unknown-key").get("/drivers").await;
    assert_eq!(
        (unknown.status, &unknown.json()["error"]["code"]),
        (StatusCode::UNAUTHORIZED, &json!(401))
    );
    let partial = client.with_key("demo-partial-key");
    assert_eq!(partial.get("/payments").await.status, StatusCode::FORBIDDEN);
    assert_eq!(partial.get("/drivers").await.status, StatusCode::OK);
    for name in ["accept", "content-type"] {
        let mut request = client.request("GET", "/drivers", Body::empty());
        request.headers_mut().remove(name);
        assert_eq!(
            client.deliver(request).await.unwrap().status,
            StatusCode::BAD_REQUEST,
            "{name}"
        );
    }
    let mut request = client.request("GET", "/drivers?client_key=demo-park-key", Body::empty());
    request.headers_mut().remove("client-key");
    assert_eq!(
        client.deliver(request).await.unwrap().status,
        StatusCode::OK
    );
    let wrong = client
        .deliver(client.request("DELETE", "/drivers", Body::empty()))
        .await
        .unwrap();
    assert_eq!(
        (wrong.status, &wrong.json()["error"]["code"]),
        (StatusCode::METHOD_NOT_ALLOWED, &json!(405))
    );
    assert_eq!(
        client.get("/drivers/").await.status,
        StatusCode::OK,
        "a trailing slash is accepted"
    );
    assert_eq!(client.get("/nowhere").await.json()["error"]["code"], 404);
}
