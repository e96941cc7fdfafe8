//! A key, a name or a query's value must not reach a log, an error or an address.
//! Alone in its file: tracing remembers per process which messages anybody wants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Write;
use std::sync::Arc;

use common::{Reply, SENTINEL, Server, answer, bench, get, json, put};
use http::HeaderValue;
use http::header::AUTHORIZATION;
use parking_lot::Mutex;
use transport::{Call, Payload};

const NAME: &str = "Сидоренко";
/// Of a signed-in user; as short as the name of a member, which the shape of an answer tells.
const TOKEN: &str = "demo7";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn key_and_personal_data_stay_out_of_logs_errors_and_addresses() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let told = format!(
        r#"{{"error":{{"title":"{NAME} {SENTINEL}","fields":[{{"field":"{NAME}","messages":["{NAME}"]}}]}}}}"#
    );
    let odd = format!(r#"{{"{NAME}":"{SENTINEL}","{TOKEN}":1}}"#);
    let mut bearer = HeaderValue::from_str(&format!("Bearer {TOKEN}")).unwrap();
    bearer.set_sensitive(true);
    let headers = vec![(AUTHORIZATION, bearer)];
    let replies = [
        json("422 No", &told),
        json("200 OK", &odd),
        json("500 No", &odd),
        answer("200 OK", "", &format!("<html>{NAME} {SENTINEL}")),
        answer("302 Found", &format!("Location: /?key={SENTINEL}\r\n"), ""),
        Reply::DropAfterRequest,
    ];
    let mut seen = String::new();
    for reply in replies {
        let server = Server::always(reply).await;
        let bench = bench(&server);
        let payload = Payload::Json(format!(r#"{{"name":"{NAME}"}}"#).into());
        let query = vec![
            ("search".to_owned(), NAME.to_owned()),
            (NAME.to_owned(), "1".to_owned()),
        ];
        let write = Call {
            payload,
            query: query.clone(),
            headers: headers.clone(),
            ..put("drivers")
        };
        seen.push_str(&format!("{write:?} {:?}", bench.service));
        if let Err(error) = bench.service.write(write).await {
            seen.push_str(&format!("{error} {error:?} {error:#?}"));
        }
        if let Err(error) = bench
            .service
            .read::<Vec<u8>>(Call {
                query,
                headers: headers.clone(),
                ..get("drivers")
            })
            .await
        {
            seen.push_str(&format!("{error} {error:?} {error:#?}"));
        }
        seen.push_str(&format!("{:?}", bench.witness.records.lock()));
        let line = server.request_text();
        assert!(!line.lines().next().unwrap().contains(SENTINEL));
    }
    let log = String::from_utf8(log.0.lock().clone()).unwrap();
    assert!(
        log.contains("call finished") && log.contains("query=search,*"),
        "{log}"
    );
    let encoded = "%D0%A1%D0%B8%D0%B4";
    for (place, text) in [("log", &log), ("error", &seen)] {
        for secret in [SENTINEL, NAME, TOKEN, encoded] {
            assert!(!text.contains(secret), "{secret} in the {place}: {text}");
        }
    }
}
