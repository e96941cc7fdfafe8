//! A raw client for the tests: in process through the router, or over a socket byte by byte.
#![allow(dead_code)]

#[path = "../common/caller.rs"]
mod caller;
pub mod moderation;

use axum::body::Body;
pub use caller::{Caller as Client, Got};
use http::StatusCode;
use sandbox::{BASE_PATH, Options};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub const FULL: &str = "demo-park-key";

/// A period that holds everything.
pub const EVER: &str = "period_from=2000-01-01T00:00:00%2B03:00";

/// A park small enough for a quick test.
pub fn small() -> Options {
    Options {
        drivers: 60,
        payments: 2_000,
        applications: 40,
        transactions: 900,
        ..Options::default()
    }
}

impl Got {
    /// The dotted names of the refused members.
    pub fn fields(&self) -> Vec<String> {
        assert_eq!(
            self.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{:?}",
            self.body
        );
        let envelope = self.json();
        let fields = envelope["error"]["fields"].as_array().unwrap();
        fields
            .iter()
            .map(|fault| fault["field"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Client {
    pub fn new(options: Options) -> Self {
        let headers = [
            ("host", "park.test"),
            ("client-key", FULL),
            ("accept", "application/json"),
            ("content-type", "application/json"),
        ];
        Self::over(options, BASE_PATH, &headers)
    }

    pub fn with_key(&self, key: &str) -> Self {
        self.with("client-key", key)
    }

    pub async fn put(&self, path: &str, body: &Value) -> Got {
        self.call("PUT", path, body).await
    }

    pub async fn upload(
        &self,
        application: i64,
        name: &str,
        bytes: &[u8],
        document: Option<i64>,
    ) -> Got {
        let mut form = Vec::new();
        if let Some(document) = document {
            let part = format!(
                "--x\r\nContent-Disposition: form-data; name=\"type_id\"\r\n\r\n{document}\r\n"
            );
            form.extend(part.as_bytes());
        }
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        form.extend(head.as_bytes());
        form.extend(bytes);
        form.extend(b"\r\n--x--\r\n");
        let path = format!("/autoreg/applications/{application}/files");
        let mut request = self.request("POST", &path, Body::from(form));
        let content_type = "multipart/form-data; boundary=x".parse().unwrap();
        request.headers_mut().insert("content-type", content_type);
        self.deliver(request).await.unwrap()
    }

    /// All ids of a list, page by page, and the total that the last page told.
    pub async fn all_ids(&self, path: &str) -> (Vec<i64>, usize) {
        let mut ids = Vec::new();
        for page in 1.. {
            let mark = if path.contains('?') { '&' } else { '?' };
            let got = self
                .get(&format!("{path}{mark}per_page=200&page={page}"))
                .await;
            assert_eq!(got.status, StatusCode::OK, "{:?}", got.body);
            let list = got.json();
            let items = list["items"].as_array().unwrap();
            ids.extend(items.iter().map(|item| item["id"].as_i64().unwrap()));
            if list["meta"]["current_page"] == list["meta"]["last_page"] {
                return (ids, list["meta"]["total"].as_u64().unwrap() as usize);
            }
        }
        unreachable!()
    }
}

/// The rows of one page of a list.
pub async fn items(client: &Client, path: &str) -> Vec<Value> {
    let got = client.get(path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {:?}", got.body);
    got.json()["items"].as_array().unwrap().clone()
}

/// One exchange over a socket: everything the server sent, and the error that ended it, if any.
pub async fn exchange(root: &str, head: &str, body: &str) -> (String, Option<std::io::ErrorKind>) {
    let mut stream = TcpStream::connect(root.trim_start_matches("http://"))
        .await
        .unwrap();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: park.test\r\nClient-Key: {FULL}\r\nAccept: application/json\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let end = stream.read_to_end(&mut answer).await;
    (
        String::from_utf8_lossy(&answer).into_owned(),
        end.err().map(|error| error.kind()),
    )
}

pub fn sorted(mut ids: Vec<i64>) -> Vec<i64> {
    ids.sort_unstable();
    ids
}
