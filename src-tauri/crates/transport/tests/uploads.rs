//! Forms with files: exact bytes, known length, flat memory, and no wrong body ever.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use common::{Server, bench, bench_with, impatient, json};
use futures::FutureExt;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, ReadBuf};
use transport::{BoxRead, Call, Cause, Multipart, Outcome, Part, Payload};

fn upload(parts: Vec<Part>) -> Call {
    let payload = Payload::Multipart(Multipart { parts });
    Call {
        payload,
        ..Call::new(
            "uploadApplicationFile",
            http::Method::POST,
            "autoreg/applications/1/files",
        )
    }
}

fn body_of(request: &[u8]) -> (&str, &[u8]) {
    let end = request
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    (
        std::str::from_utf8(&request[..end]).unwrap(),
        &request[end + 4..],
    )
}

#[tokio::test]
async fn form_arrives_byte_for_byte_with_cyrillic_and_hostile_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.jpg");
    let scan: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    std::fs::write(&path, &scan).unwrap();
    let server = Server::always(json("200 OK", "{}")).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let progress = told.clone();
    let call = upload(vec![
        Part::text("type", "1"),
        Part::file_path("file", "Паспорт \"1\"\r\n.jpg", "image/jpeg", &path)
            .await
            .unwrap(),
        Part::bytes(
            "note",
            "a.txt",
            "text/plain\r\nX: 1",
            Bytes::from_static(b"hi"),
        ),
    ]);
    bench(&server)
        .service
        .upload(call, Arc::new(move |sent| progress.lock().push(sent)))
        .await
        .unwrap();

    let requests = server.requests();
    let (head, body) = body_of(&requests[0]);
    let boundary = head
        .split("boundary=")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let mut expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n1\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"Паспорт %221%22%0D%0A.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    )
    .into_bytes();
    expected.extend_from_slice(&scan);
    expected.extend_from_slice(
        format!(
            "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"note\"; filename=\"a.txt\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nhi\r\n--{boundary}--\r\n"
        )
        .as_bytes(),
    );
    assert!(body == expected, "the body differs");
    let head = head.to_ascii_lowercase();
    assert!(
        head.contains(&format!("content-length: {}", expected.len())),
        "{head}"
    );
    assert!(
        !head.contains("application/json\r\ncontent-type") && !head.contains("transfer-encoding")
    );
    assert_eq!(head.matches("content-type:").count(), 1);
    let told = told.lock();
    assert_eq!(told.last(), Some(&(expected.len() as u64)));
    assert!(told.is_sorted() && told.len() > 3);
}

/// A file that turns out to be of another length than it said.
fn liar(said: u64, really: usize) -> Part {
    Part::File {
        name: "file".into(),
        file_name: "a".into(),
        content_type: "image/png".into(),
        length: said,
        source: Arc::new(move || {
            let reader: BoxRead = Box::new(std::io::Cursor::new(vec![b'x'; really]));
            futures::future::ready(Ok(reader)).boxed()
        }),
    }
}

#[tokio::test]
async fn file_that_changes_its_length_breaks_the_upload_off() {
    for (said, really) in [(300_000, 299_999), (300_000, 300_001), (0, 1), (10, 0)] {
        let server = Server::always(json("200 OK", "{}")).await;
        let bench = bench_with(server.base(), &impatient());
        let error = bench
            .service
            .upload(upload(vec![liar(said, really)]), Arc::new(|_| ()))
            .await
            .unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::MaybeSent, Cause::File),
            "{said} {really}"
        );
        assert!(
            server.requests().is_empty(),
            "no whole request ever arrived"
        );
    }
}

#[tokio::test]
async fn file_that_is_gone_or_changed_before_the_upload_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.jpg");
    for change in [None, Some("longer than before")] {
        std::fs::write(&path, "before").unwrap();
        let part = Part::file_path("file", "scan.jpg", "image/jpeg", &path)
            .await
            .unwrap();
        match change {
            None => std::fs::remove_file(&path).unwrap(),
            Some(text) => std::fs::write(&path, text).unwrap(),
        }
        let server = Server::always(json("200 OK", "{}")).await;
        let error = bench(&server)
            .service
            .upload(upload(vec![part]), Arc::new(|_| ()))
            .await
            .unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::File)
        );
        assert_eq!(server.connections(), 0);
    }
}

/// Endless zeros that remember the largest piece they were asked for.
struct Zeros(Arc<Mutex<usize>>, u64);

impl AsyncRead for Zeros {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let count = buf.remaining().min(usize::try_from(this.1).unwrap());
        let mut largest = this.0.lock();
        *largest = (*largest).max(count);
        buf.put_slice(&vec![0; count]);
        this.1 -= count as u64;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn large_file_is_never_held_in_memory() {
    let largest = Arc::new(Mutex::new(0));
    let seen = largest.clone();
    let length = 20 * 1024 * 1024;
    let part = Part::File {
        name: "file".into(),
        file_name: "a".into(),
        content_type: "image/png".into(),
        length,
        source: Arc::new(move || {
            let reader: BoxRead = Box::new(Zeros(seen.clone(), length));
            futures::future::ready(Ok(reader)).boxed()
        }),
    };
    // An application of axum, to see a real server take it.
    let taken = Arc::new(Mutex::new(0_u64));
    let counter = taken.clone();
    let app = axum::Router::new().fallback(move |body: axum::body::Body| async move {
        use http_body_util::BodyExt;
        let mut body = body;
        while let Some(Ok(frame)) = body.frame().await {
            *counter.lock() += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        http::StatusCode::NO_CONTENT
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = transport::BaseAddress::parse(&format!("http://{}", listener.local_addr().unwrap()))
        .unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let done = bench_with(base, &common::options())
        .service
        .upload(upload(vec![part]), Arc::new(|_| ()))
        .await
        .unwrap();
    assert_eq!(done.status, 204);
    assert!(*taken.lock() > length);
    assert!(*largest.lock() <= 64 * 1024);
}
