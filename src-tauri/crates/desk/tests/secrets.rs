//! A key goes to the service and nowhere else: not into errors, calls, the support bundle, events, settings or the
//! log, however the service fails, and even if it says the key back.
//! Alone in its file: tracing remembers per process which messages anybody wants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod upload_bench;

use std::{fmt::Debug, io::Write, sync::Arc};

use desk::{
    DeskEvent, DeskResult,
    connections::types::{ConnectionId, KeepKey, ParkColor},
    dictionaries::Dictionary,
    drivers::types::DriverField,
    fleet::types::{FleetConnect, FleetManner},
    preferences::Preferences,
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use rig::{Rig, card, register, small_park};
use sandbox::{FleetKey, Key, Options};
use serde::Serialize;
use transport::{Wire, WireBody, WireError, full_body};
use upload_bench::Bench;

const SENTINEL: &str = "demo-sentinel-3f9a";
/// No part of it either; the mask shows the last four characters.
const PARTS: [&str; 2] = ["demo-sentinel", "sentinel-3f9a"];

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
    let ours = "desk=trace,jump=trace,fleet=trace,transport=trace,vault=trace,documents=trace";
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(ours))
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    log
}

/// Everything that was shown, written or told, by where.
#[derive(Default)]
struct Seen(Vec<(String, String)>);

impl Seen {
    fn shows<T: Debug + Serialize>(&mut self, place: &str, value: &T) {
        let json = serde_json::to_string(value).unwrap();
        self.0.push((place.to_owned(), format!("{value:?} {json}")));
    }

    fn fails<T: Debug>(&mut self, place: &str, result: DeskResult<T>) {
        let error = result.expect_err(place);
        self.shows(place, &error);
        self.0.push((place.to_owned(), error.to_string()));
    }

    async fn hold(&mut self, rig: &Rig) {
        for event in rig.events.all() {
            match &event {
                DeskEvent::Register(state) => self.shows("event", state),
                DeskEvent::Upload(upload) => self.shows("event", upload),
                DeskEvent::Health(health) => self.shows("event", health),
                DeskEvent::Check(progress) => self.shows("event", progress),
                DeskEvent::Job(change) => self.shows("event", change),
                DeskEvent::Export(export) => self.shows("event", export),
                DeskEvent::Operation(view) => self.shows("event", view),
                DeskEvent::Journal(state) => self.shows("event", state),
                DeskEvent::Payout(view) => self.shows("event", view),
                DeskEvent::Reconciliation(progress) => self.shows("event", progress),
                DeskEvent::Yume(change) => self.shows("event", change),
            }
            self.0.push(("event".to_owned(), format!("{event:?}")));
        }
        let calls = rig.desk.recent_calls(false);
        assert!(!calls.is_empty(), "something was called");
        self.shows("calls", &calls);
        let bundle = rig.desk.support_bundle("Parkdesk".into(), "test".into());
        self.shows("support bundle", &bundle);
        self.shows("settings", &rig.preferences.load().settings);
        self.shows("connections", &rig.desk.connections().await);
        for (place, text) in &self.0 {
            for part in PARTS {
                assert!(!text.contains(part), "the key in {place}: {text}");
            }
        }
    }
}

/// Answers everything with what it was told, the key in it.
struct Echo(&'static str);

impl Wire for Echo {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let (head, body) = request.into_parts();
            let key = ["client-key", "x-api-key"].into_iter();
            let key = key.filter_map(|name| head.headers.get(name)).next().unwrap();
            let key = key.to_str().unwrap().to_owned();
            assert_eq!(key, SENTINEL, "the key reaches the service");
            assert!(!head.uri.to_string().contains(SENTINEL));
            body.collect().await.unwrap();
            let (status, body) = match self.0 {
                "html" => (200, format!("<html><title>{key}</title>{key}</html>")),
                "json" => (500, format!(r#"{{"{key}":"{key}","client-key":["{key}"]}}"#)),
                "refusal" => (
                    422,
                    format!(
                        r#"{{"error":{{"title":"{key}","detail":"no key {key}","fields":[{{"field":"{key}","messages":["{key}"]}}]}}}}"#
                    ),
                ),
                "member" => (200, format!(r#"{{"items":{{"{key}":1}},"meta":"{key}"}}"#)),
                _ => (302, String::new()),
            };
            let answer = http::Response::builder()
                .status(status)
                .header(http::header::LOCATION, format!("/login?client_key={key}"))
                .header(key.as_str(), key.as_str());
            Ok(answer.body(full_body(body.into())).unwrap())
        }
        .boxed()
    }
}

/// A park whose key is the sentinel, added as a user adds one.
async fn added(rig: &Rig) -> ConnectionId {
    let base = "http://127.0.0.1/taxi-public/v1";
    let adding =
        rig.desk
            .add_connection("Парк", ParkColor::Teal, SENTINEL, base, KeepKey::Keychain);
    adding.await.unwrap().id
}

/// The park's access to Yandex Fleet, with the same key.
async fn reads_fleet(rig: &Rig, park: &ConnectionId, seen: &mut Seen) {
    let typed = FleetConnect {
        client_id: format!("taxi/park/{}", sandbox::FLEET_PARK),
        park_id: sandbox::FLEET_PARK.to_owned(),
        base_address: "http://127.0.0.1".to_owned(),
        key: Some(SENTINEL.to_owned()),
        keep: KeepKey::Keychain,
        requests_per_second: 2,
        requests_per_hour: 5_000,
        manner: FleetManner::Event,
    };
    seen.0
        .push(("what was typed".to_owned(), format!("{typed:?}")));
    let refused = FleetConnect {
        key: Some(format!("{SENTINEL} {SENTINEL}")),
        ..typed.clone()
    };
    seen.fails("refused", rig.desk.connect_fleet(park, refused).await);
    let access = rig.desk.connect_fleet(park, typed).await.unwrap();
    seen.shows("access", &access);
    let check = rig.desk.check_fleet(park).await.unwrap();
    seen.shows("check of Fleet", &check);
}

async fn read_everything(rig: &Rig, park: &ConnectionId, seen: &mut Seen) {
    if *park != rig.park {
        reads_fleet(rig, park, seen).await;
    }
    let lines = rig.desk.check_connection(park).await.unwrap();
    seen.shows("check", &lines);
    let groups = rig.desk.dictionary(park, Dictionary::Groups, None, true);
    seen.fails("dictionary", groups.await);
    let card = rig.desk.driver_card(park, jump::Id(1)).await;
    seen.fails("card", card.map(drop));
    let application = rig.desk.application_desk(park, jump::Id(1)).await;
    seen.fails("application", application.map(drop));
    let opened = rig.desk.open_payments(park, register::everything()).await;
    let state = register::settled(rig, &opened.unwrap().handle).await;
    assert!(state.error.is_some());
    seen.shows("register", &state);
}

/// A change and an upload that fail, after readings that did not.
async fn write_everything(rig: Rig, fault: &str, seen: &mut Seen) -> Rig {
    let driver = card::driver(&rig, |_| true);
    let review = card::review(
        &rig,
        driver,
        vec![card::edit(DriverField::ParkNote, "Новое")],
    )
    .await;
    card::faults(&rig, &[&format!("writes:{fault}"), "getDriver:500"]);
    match card::save(&rig, &review).await {
        Ok(outcome) => seen.shows("saved", &outcome),
        Err(error) => seen.shows("save", &error),
    }
    let bench = Bench::over(rig);
    let path = bench.scan("Паспорт.jpg", "один");
    let uploads = bench.send(vec![path]).await;
    assert!(uploads[0].error.is_some() || uploads[0].file_id.is_none());
    seen.shows("uploads", &uploads);
    bench.rig
}

#[tokio::test]
async fn key_is_in_no_error_call_bundle_event_setting_or_log() {
    let log = logging();
    // Refused by the service: it does not know this key.
    let rig = Rig::of(small_park(), SENTINEL).await;
    let park = added(&rig).await;
    let mut seen = Seen::default();
    read_everything(&rig, &park, &mut seen).await;
    read_everything(&rig, &rig.park, &mut seen).await;
    seen.hold(&rig).await;

    let known = || Options {
        keys: vec![Key::full(SENTINEL)],
        fleet_keys: vec![FleetKey::full(SENTINEL)],
        ..small_park()
    };
    for fault in ["500", "html=502", "html=200", "drop", "status=422"] {
        let rig = Rig::of(known(), SENTINEL).await;
        let park = added(&rig).await;
        let mut seen = Seen::default();
        let rig = write_everything(rig, fault, &mut seen).await;
        card::faults(&rig, &[&format!("*:{fault}")]);
        read_everything(&rig, &park, &mut seen).await;
        seen.hold(&rig).await;
    }

    for answer in ["html", "json", "refusal", "member", "redirect"] {
        let rig = Rig::over(small_park(), SENTINEL, |_| Arc::new(Echo(answer))).await;
        let park = added(&rig).await;
        let mut seen = Seen::default();
        read_everything(&rig, &park, &mut seen).await;
        seen.hold(&rig).await;
    }

    let log = String::from_utf8(log.0.lock().clone()).unwrap();
    assert!(log.contains("call finished"), "the log was listened to");
    for part in PARTS {
        assert!(!log.contains(part), "the key in the log");
    }
}
