//! Every way in which an exchange can fail, and what the program then believes about the world.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::{Reply, Server, answer, bench, bench_with, get, impatient, json, options, put};
use serde::Deserialize;
use serde_json::Value;
use transport::{BaseAddress, Call, CallError, Cause, Outcome, WireOptions};

const ENVELOPE: &str = r#"{"error":{"title":"Ошибка","detail":"Иванов не найден","fields":[{"field":"requisite.sbp_bank_id","messages":["нет"]}],"code":422}}"#;
const PAGE: &str = "<html><body>502 Bad Gateway</body></html>";

/// Tiny only where the test is about them, so that a busy computer changes nothing.
fn timeouts_for(reply: &Reply) -> WireOptions {
    match reply {
        Reply::Silence | Reply::BytesThenSilence(_) => impatient(),
        _ => options(),
    }
}

/// Sends a write to a server that answers so, and checks that it was sent exactly once.
async fn written_to(reply: Reply) -> CallError {
    let timeouts = timeouts_for(&reply);
    let server = Server::always(reply).await;
    let bench = bench_with(server.base(), &timeouts);
    let error = bench
        .service
        .write(put("drivers/7/transactions"))
        .await
        .unwrap_err();
    assert_eq!(server.connections(), 1, "{error}");
    assert_eq!(bench.witness.records.lock().len(), 1);
    error
}

async fn read_from(reply: Reply) -> (CallError, usize) {
    let timeouts = timeouts_for(&reply);
    let server = Server::always(reply).await;
    let bench = bench_with(server.base(), &timeouts);
    let error = bench
        .service
        .read::<Value>(get("drivers"))
        .await
        .unwrap_err();
    let sent = bench.witness.records.lock().len();
    assert_eq!(server.connections(), sent);
    (error, sent)
}

fn cut_json() -> Reply {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    Reply::Bytes(format!("{head}{{\"items\":[").into_bytes())
}

fn stalled_json() -> Reply {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    Reply::BytesThenSilence(format!("{head}{{\"items\":[").into_bytes())
}

#[tokio::test]
async fn write_that_may_have_arrived_is_never_sent_again_nor_called_failed() {
    use Cause::*;
    let faults = [
        (Reply::DropAtOnce, Reset, None),
        (Reply::DropAfterRequest, Reset, None),
        (Reply::Silence, Timeout, None),
        (cut_json(), Reset, Some(200)),
        (stalled_json(), Timeout, Some(200)),
        (Reply::Bytes(b"nonsense\r\n\r\n".to_vec()), Reset, None),
        (answer("200 OK", "", PAGE), NotJson, Some(200)),
        (json("200 OK", r#"{"items":["#), NotJson, Some(200)),
        (json("200 OK", "true"), Undecodable, Some(200)),
        (json("200 OK", ENVELOPE), Other, Some(200)),
        (json("202 Accepted", "{}"), Other, Some(202)),
        (
            answer("302 Found", "Location: /elsewhere\r\n", ""),
            Redirect,
            Some(302),
        ),
        (
            answer("307 Temporary Redirect", "Location: /elsewhere\r\n", ""),
            Redirect,
            Some(307),
        ),
        (json("408 Request Timeout", ENVELOPE), Timeout, Some(408)),
        (json("409 Conflict", ENVELOPE), Conflict, Some(409)),
        (json("425 Too Early", ENVELOPE), Server, Some(425)),
        (
            json("429 Too Many Requests", ENVELOPE),
            RateLimited,
            Some(429),
        ),
        (
            json("500 Internal Server Error", ENVELOPE),
            Server,
            Some(500),
        ),
        (
            answer("502 Bad Gateway", "Content-Type: text/html\r\n", PAGE),
            Server,
            Some(502),
        ),
        (answer("400 Bad Request", "", PAGE), NoEnvelope, Some(400)),
        (
            json("401 Unauthorized", r#"{"message":"no"}"#),
            NoEnvelope,
            Some(401),
        ),
        (
            json("403 Forbidden", r#"{"error":"no"}"#),
            NoEnvelope,
            Some(403),
        ),
        (answer("404 Not Found", "", ""), NoEnvelope, Some(404)),
        (json("410 Gone", ENVELOPE), Other, Some(410)),
    ];
    for (reply, cause, status) in faults {
        let error = written_to(reply).await;
        assert_eq!(
            (error.outcome, error.cause, error.status),
            (Outcome::MaybeSent, cause, status),
            "{error}"
        );
    }
}

#[tokio::test]
async fn only_the_vendors_own_envelope_is_a_rejection() {
    use Cause::*;
    let refusals = [
        ("400", Invalid),
        ("401", Unauthorized),
        ("403", Forbidden),
        ("404", NotFound),
        ("405", Other),
        ("422", Invalid),
    ];
    for (status, cause) in refusals {
        let error = written_to(json(&format!("{status} No"), ENVELOPE)).await;
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::Rejected, cause),
            "{status}"
        );
        let vendor = error.vendor.unwrap();
        assert_eq!(vendor.title.as_deref(), Some("Ошибка"));
        assert_eq!(vendor.code, Some(422));
        assert_eq!(vendor.fields[0].field, "requisite.sbp_bank_id");

        let (error, sent) = read_from(json(&format!("{status} No"), ENVELOPE)).await;
        assert_eq!(
            (error.outcome, error.cause, sent),
            (Outcome::Rejected, cause, 1),
            "{status}"
        );
    }
}

#[tokio::test]
async fn call_that_a_proxy_or_nobody_took_is_known_not_to_be_sent() {
    let error = written_to(answer("407 Proxy Authentication Required", "", PAGE)).await;
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::Proxy)
    );
    let (error, sent) = read_from(answer("407 Proxy Authentication Required", "", PAGE)).await;
    assert_eq!(
        (error.outcome, error.cause, sent),
        (Outcome::NotSent, Cause::Proxy, 1)
    );

    // A port that was free a moment ago and at which nobody listens.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let base = BaseAddress::parse(&format!("http://{free}")).unwrap();
    let bench = bench_with(base, &impatient());
    let error = bench
        .service
        .write(put("drivers/7/transactions"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::Offline)
    );
    assert_eq!(bench.witness.records.lock().len(), 1);
    let error = bench
        .service
        .read::<Value>(get("drivers"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::Offline)
    );
    assert_eq!(bench.witness.records.lock().len(), 1 + 4);
}

#[tokio::test]
async fn only_transient_failures_of_a_read_are_repeated_and_not_for_ever() {
    use Cause::*;
    let faults = [
        (Reply::DropAtOnce, Reset, 4),
        (Reply::DropAfterRequest, Reset, 4),
        (Reply::Silence, Timeout, 4),
        (cut_json(), Reset, 4),
        (stalled_json(), Timeout, 4),
        (
            answer("200 OK", "Content-Type: text/html\r\n", PAGE),
            NotJson,
            4,
        ),
        (json("408 Request Timeout", ""), Timeout, 4),
        (json("425 Too Early", ""), Server, 4),
        (json("429 Too Many Requests", ""), RateLimited, 4),
        (answer("502 Bad Gateway", "", PAGE), Server, 4),
        (
            answer("301 Moved", "Location: /elsewhere\r\n", ""),
            Redirect,
            1,
        ),
        (answer("404 Not Found", "", PAGE), NoEnvelope, 1),
        (json("200 OK", ENVELOPE), Other, 1),
    ];
    for (reply, cause, attempts) in faults {
        let (error, sent) = read_from(reply).await;
        assert_eq!(
            (error.outcome, error.cause, sent),
            (Outcome::Unreadable, cause, attempts),
            "{error}"
        );
    }
}

#[tokio::test]
async fn read_succeeds_once_the_service_recovers() {
    let server = Server::start(|number| match number {
        0 => Reply::DropAfterRequest,
        1 => answer("503 Unavailable", "Retry-After: 7\r\n", PAGE),
        _ => json("200 OK", "\u{feff}{\"items\":[1]}"),
    })
    .await;
    let bench = bench(&server);
    let value: Value = bench.service.read(get("drivers")).await.unwrap();
    assert_eq!(value["items"][0], 1);
    let records = bench.witness.records.lock();
    let attempts: Vec<_> = records
        .iter()
        .map(|record| (record.attempt, record.cause))
        .collect();
    assert_eq!(
        attempts,
        [(1, Some(Cause::Reset)), (2, Some(Cause::Server)), (3, None)]
    );
    assert!(
        records
            .iter()
            .all(|record| record.trace_id == records[0].trace_id)
    );
    // Retry-After is honoured for a 503 as well.
    assert!(records[2].at.duration_since(records[1].at).as_secs() >= 7);
}

/// A question with a body that was repeated without it would be answered about something else.
#[tokio::test]
async fn posted_question_is_repeated_whole_and_is_never_in_doubt() {
    let server = Server::start(|number| match number {
        0 => Reply::DropAfterRequest,
        1 => answer("502 Bad Gateway", "", PAGE),
        _ => json("200 OK", "{\"data\":{}}"),
    })
    .await;
    let question = || Call {
        method: http::Method::POST,
        ..put("drivers/7/transactions-withdraw-preview")
    };
    let bench = bench(&server);
    bench.service.read::<Value>(question()).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        let text = String::from_utf8(request).unwrap();
        assert!(text.starts_with("POST "), "{text}");
        assert!(text.ends_with("\r\n\r\n{\"amount\":100.50}"), "{text}");
    }
    let lost = Server::always(Reply::DropAfterRequest).await;
    let error = common::bench(&lost)
        .service
        .read::<Value>(question())
        .await
        .unwrap_err();
    assert_eq!(error.outcome, Outcome::Unreadable);
}

#[tokio::test]
async fn both_forms_of_retry_after_pause_the_service_and_are_shown() {
    for header in [
        "Retry-After: 30\r\n",
        "Retry-After: Mon, 05 Jan 2026 09:00:30 GMT\r\n",
    ] {
        let server = Server::start(move |number| match number {
            0 => answer("429 Too Many Requests", header, ""),
            _ => json("200 OK", "[]"),
        })
        .await;
        let bench = bench(&server);
        bench.service.read::<Value>(get("drivers")).await.unwrap();
        let end = common::start_of_time() + Duration::from_secs(30);
        assert_eq!(bench.witness.waits.lock().first(), Some(&end), "{header}");
        assert_eq!(bench.witness.records.lock()[1].at, end, "{header}");
    }
}

#[tokio::test]
async fn pause_of_unreasonable_length_is_an_answer_not_a_wait() {
    let server = Server::always(answer("429 Too Many Requests", "Retry-After: 1800\r\n", "")).await;
    let bench = bench(&server);
    let error = bench
        .service
        .read::<Value>(get("drivers"))
        .await
        .unwrap_err();
    assert_eq!(error.retry_after, Some(Duration::from_secs(1800)));
    // A payment pressed meanwhile is refused before it leaves, not sent half an hour later.
    let error = bench
        .service
        .write(put("drivers/7/transactions"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::NotSent, Cause::RateLimited)
    );
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn every_documented_form_of_success_is_accepted() {
    let replies = [
        (
            json("200 OK", r#"{"id":12}"#),
            200,
            Some(serde_json::json!({"id": 12})),
        ),
        (json("201 Created", "[]"), 201, Some(serde_json::json!([]))),
        (json("200 OK", "{}"), 200, Some(serde_json::json!({}))),
        (json("200 OK", " \r\n"), 200, None),
        (json("201 Created", ""), 201, None),
        (
            Reply::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
            204,
            None,
        ),
    ];
    for (reply, status, body) in replies {
        let server = Server::always(reply).await;
        let done = bench(&server)
            .service
            .write(put("drivers/7/transactions"))
            .await
            .unwrap();
        assert_eq!((done.status, done.body), (status, body));
        assert_eq!(done.trace_id.len(), 10);
    }
}

#[derive(Debug, Deserialize)]
struct Page {
    #[allow(dead_code)]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    #[allow(dead_code)]
    id: u64,
}

#[tokio::test]
async fn answer_of_another_shape_names_the_place_and_is_not_asked_for_again() {
    let server = Server::always(json("200 OK", r#"{"items":[{"id":1},{"id":"Иванов"}]}"#)).await;
    let bench = bench(&server);
    let error = bench
        .service
        .read::<Page>(get("drivers"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Unreadable, Cause::Undecodable)
    );
    assert_eq!(error.json_path.as_deref(), Some("items[1].id"));
    assert_eq!(server.connections(), 1);
    let shape = bench.witness.records.lock()[0].shape.clone();
    assert_eq!(shape.as_deref(), Some("{items: [2 × {id: number}]}"));
}

#[tokio::test]
async fn endless_answer_does_not_fill_the_memory() {
    let endless = || {
        let mut text = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
        text.resize(300_000, b' ');
        Reply::Bytes(text)
    };
    let server = Server::always(endless()).await;
    let bench = bench(&server);
    let error = bench
        .service
        .read::<Value>(transport::Call {
            body_cap: 1000,
            ..get("drivers")
        })
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Unreadable, Cause::TooLarge)
    );
    let error = bench
        .service
        .write(transport::Call {
            body_cap: 1000,
            ..put("drivers")
        })
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::MaybeSent, Cause::TooLarge)
    );
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn download_takes_any_type_and_keeps_every_byte() {
    let server = Server::always(answer(
        "200 OK",
        "Content-Type: application/pdf\r\n",
        "%PDF\u{1}\u{7f}",
    ))
    .await;
    let file = bench(&server)
        .service
        .download(get("files/1"))
        .await
        .unwrap();
    assert_eq!(file.content_type.as_deref(), Some("application/pdf"));
    assert_eq!(&file.bytes[..], b"%PDF\x01\x7f");
    assert!(
        server
            .request_text()
            .to_ascii_lowercase()
            .contains("\r\naccept: */*\r\n")
    );
}

/// `{"items":[]}` with ten thousand spaces in it.
const ZIPPED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\xb1\x0d\x00\x10\x10\x00\xc0\x55\xe4\xc7\xb0\x8a\x28\x15\x8a\xaf\xe8\xc4\xee\xf6\x90\xbb\x3b\x31\xf7\xc8\x15\xb5\xf5\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x1f\xb8\x0f\x75\x86\x23\xd9\x1c\x27\x00\x00";

fn zipped(bytes: &[u8]) -> Reply {
    let length = bytes.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    Reply::Bytes([head.as_bytes(), bytes].concat())
}

#[tokio::test]
async fn compressed_answer_is_measured_by_what_it_unpacks_to() {
    let server = Server::always(zipped(ZIPPED)).await;
    let bench = bench(&server);
    let value: Value = bench.service.read(get("drivers")).await.unwrap();
    assert_eq!(value, serde_json::json!({ "items": [] }));
    let small = transport::Call {
        body_cap: 1000,
        ..get("drivers")
    };
    let error = bench.service.read::<Value>(small).await.unwrap_err();
    assert_eq!(
        (error.outcome, error.cause),
        (Outcome::Unreadable, Cause::TooLarge)
    );
    let (error, sent) = read_from(zipped(&ZIPPED[..ZIPPED.len() - 12])).await;
    assert_eq!(
        (error.outcome, error.cause, sent),
        (Outcome::Unreadable, Cause::Reset, 4)
    );
    // Writes do not ask for compression: their answers are short.
    bench.service.write(put("drivers")).await.unwrap_err();
    let write = String::from_utf8(server.requests().pop().unwrap()).unwrap();
    assert!(!write.to_ascii_lowercase().contains("accept-encoding"));
}
