//! A webhook's token goes to the service and into the keychain, and nowhere else, however the service fails.
//! Alone in its file: tracing remembers per process which messages anybody wants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::{fmt::Debug, io::Write, sync::Arc};

use desk::{
    DeskResult,
    connections::types::{KeepKey, ParkColor},
    preferences::Preferences,
    webhooks::types::{WebhookDraft, WebhookEdit},
};
use jump::WebhookMethod;
use parking_lot::Mutex;
use rig::{FULL_KEY, Rig, card::faults, small_park};
use sandbox::{Options, Quirks};
use serde::Serialize;

const TOKEN: &str = "demo-sentinel-token-3f9a";
const OTHER: &str = "demo-sentinel-token-77c1";
/// The mask shows no more than the last four characters.
const PART: &str = "sentinel";

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

fn logging() -> Log {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new("trace"))
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    log
}

#[derive(Default)]
struct Told(Vec<String>);

impl Told {
    fn note<T: Debug + Serialize>(&mut self, value: &T) {
        let json = serde_json::to_string(value).unwrap();
        self.0.push(format!("{value:?} {json}"));
    }

    fn result<T: Debug + Serialize>(&mut self, result: DeskResult<T>) {
        match result {
            Ok(value) => self.note(&value),
            Err(error) => {
                self.note(&error);
                self.0.push(error.to_string());
            }
        }
    }
}

fn draft(token: &str) -> WebhookDraft {
    WebhookDraft {
        url: "https://park.example/hook".to_owned(),
        method: WebhookMethod::Post,
        token: token.to_owned(),
    }
}

#[tokio::test]
async fn a_token_is_in_no_setting_outcome_error_call_event_or_log() {
    let log = logging();
    let quirks = Quirks {
        webhooks_echo_token: true,
        ..Quirks::default()
    };
    let options = Options {
        quirks,
        ..small_park()
    };
    let rig = Rig::of(options, FULL_KEY).await;
    let desk = &rig.desk;
    let base = "http://127.0.0.1/taxi-public/v1";
    let adding = desk.add_connection("Парк", ParkColor::Teal, FULL_KEY, base, KeepKey::Keychain);
    let park = adding.await.unwrap().id;
    let mut told = Told::default();
    let created = desk.create_webhook(&park, draft(TOKEN)).await.unwrap();
    let id = created.id.unwrap();
    told.note(&created);
    for fault in [
        "writes:status=422",
        "writes:drop/after",
        "writes:500",
        "writes:html=502",
        "writes:truncated/after",
        "*:half",
        "*:truncated",
    ] {
        faults(&rig, &[fault]);
        let edit = WebhookEdit {
            url: None,
            method: None,
            token: Some(OTHER.to_owned()),
        };
        told.result(desk.edit_webhook(&park, id, edit).await);
        told.result(desk.create_webhook(&park, draft(OTHER)).await);
        told.result(desk.webhook(&park, id).await);
    }
    told.result(desk.create_webhook(&park, draft("demo sentinel")).await);
    told.note(&desk.webhooks(&park).unwrap());
    told.note(&rig.preferences.load().settings);
    told.note(&desk.recent_calls(false));
    told.note(&desk.support_bundle("Parkdesk".into(), "test".into()));
    let events = rig.events.all();
    told.0
        .extend(events.iter().map(|event| format!("{event:?}")));
    told.0
        .push(String::from_utf8(log.0.lock().clone()).unwrap());
    assert!(
        told.0.last().unwrap().contains("call finished"),
        "the log was listened to"
    );
    for text in &told.0 {
        assert!(!text.contains(PART), "{text}");
    }
}
