//! The password, the tokens and Wazzup's key go to the service and nowhere else: not into errors, views, calls, the support
//! bundle, events, settings or the log, even if the service says them back.
//! Alone in its file: tracing remembers per process which messages anybody wants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use std::{fmt::Debug, io::Write, sync::Arc};

use desk::{
    DeskResult,
    connections::types::{ConnectionId, KeepKey, ParkColor},
    preferences::Preferences,
    yume::types::{
        TestMessage, TriggerTarget, WazzupSettingsDraft, YumeId, YumeSignIn, YumeTriggerContent,
        YumeTriggerKind,
    },
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use rig::{FULL_KEY, Rig, small_park};
use serde::Serialize;
use transport::{Wire, WireBody, WireError, full_body};
use yume_bench::{pasted, typed};

const PASSWORD: &str = "demo-sentinel-password";
// As long as the service's own.
const ACCESS: &str = "demo-sentinel-access.eyJleHAiOjE3Njg0ODkyMDAsInVzZXJfaWQiOjd9.c2lnbmF0dXJl";
const REFRESH: &str = "demo-sentinel-refresh.eyJleHAiOjE3NzA5OTQ4MDAsInVzZXJfaWQiOjd9.c2lnbmF0dXJl";
const WAZZUP_KEY: &str = "demo-sentinel-wazzup";
const SENTINEL: &str = "demo-sentinel";

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
        .with_env_filter(tracing_subscriber::EnvFilter::new(
            "desk=trace,yume=trace,transport=trace,vault=trace",
        ))
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    log
}

/// Lets a person in, and says back everything that it is told.
struct Echo(&'static str);

impl Wire for Echo {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let (head, body) = request.into_parts();
            assert!(!head.uri.to_string().contains(SENTINEL));
            let body = body.collect().await.unwrap().to_bytes();
            let body = String::from_utf8_lossy(&body).into_owned();
            let token = head.headers.get(http::header::AUTHORIZATION);
            let token = token.map_or("", |token| token.to_str().unwrap());
            let path = head.uri.path();
            let (status, answer) = match (path, self.0) {
                ("/v1/auth/login/", _) if body.contains(PASSWORD) => (
                    200,
                    format!(r#"{{"access":"{ACCESS}","refresh":"{REFRESH}"}}"#),
                ),
                ("/v1/auth/login/", _) => (401, r#"{"detail":"no"}"#.to_owned()),
                (_, "over") => (401, format!(r#"{{"detail":"{token} {REFRESH}"}}"#)),
                (_, "refusal") => (
                    400,
                    format!(r#"{{"{ACCESS}":["{token}"],"text":["{WAZZUP_KEY} {ACCESS}"]}}"#),
                ),
                (_, "html") => (200, format!("<html>{token}{body}</html>")),
                (_, "down") => (500, format!(r#"{{"detail":"{token}"}}"#)),
                _ => (200, format!(r#"[{{"{token}":1}}]"#)),
            };
            // What was sent in secret comes back only where it was sent.
            let answer = match body.contains(WAZZUP_KEY) {
                true => answer,
                false => answer.replace(WAZZUP_KEY, "*"),
            };
            let answer = match path.contains("/auth/") {
                true => answer,
                false => answer.replace(REFRESH, "*"),
            };
            let response = http::Response::builder()
                .status(status)
                .header("content-type", "application/json");
            Ok(response.body(full_body(answer.into())).unwrap())
        }
        .boxed()
    }
}

/// Everything that was shown, written or told, by where.
#[derive(Default)]
struct Seen(Vec<(String, String)>);

impl Seen {
    fn shows<T: Debug + Serialize>(&mut self, place: &str, value: &T) {
        let json = serde_json::to_string(value).unwrap();
        self.0.push((place.to_owned(), format!("{value:?} {json}")));
    }

    fn comes<T: Debug + Serialize>(&mut self, place: &str, result: DeskResult<T>) {
        match result {
            Ok(value) => self.shows(place, &value),
            Err(error) => {
                self.shows(place, &error);
                self.0.push((place.to_owned(), error.to_string()));
            }
        }
    }

    async fn hold(&mut self, rig: &Rig) {
        for event in rig.events.all() {
            self.0.push(("event".to_owned(), format!("{event:?}")));
        }
        self.shows("calls", &rig.desk.recent_calls(false));
        let bundle = rig.desk.support_bundle("Parkdesk".into(), "test".into());
        self.shows("support bundle", &bundle);
        self.shows("settings", &rig.preferences.load().settings);
        self.shows("connections", &rig.desk.connections().await);
        for (place, text) in &self.0 {
            assert!(!text.contains(SENTINEL), "a secret in {place}: {text}");
        }
    }
}

fn signing_in() -> YumeSignIn {
    YumeSignIn {
        password: PASSWORD.to_owned(),
        ..typed()
    }
}

fn draft() -> YumeTriggerContent {
    YumeTriggerContent {
        kind: Some(YumeTriggerKind::Order),
        text: Some("Здравствуйте!".to_owned()),
        ..YumeTriggerContent::default()
    }
}

async fn does_everything(rig: &Rig, park: &ConnectionId, seen: &mut Seen) {
    let desk = &rig.desk;
    let settings = WazzupSettingsDraft {
        api_key: WAZZUP_KEY.to_owned(),
        funnel_id: String::new(),
        stage_id: String::new(),
    };
    for typed in [format!("{:?}", signing_in()), format!("{settings:?}")] {
        seen.0.push(("what was typed".to_owned(), typed));
    }
    let with_spaces = format!("{ACCESS} {ACCESS}");
    let pasted = pasted(&with_spaces, Some(REFRESH));
    seen.0
        .push(("what was pasted".to_owned(), format!("{pasted:?}")));
    seen.comes("pasted", desk.paste_yume_token(park, pasted).await);
    seen.comes("signed in", desk.sign_in_to_yume(park, signing_in()).await);
    seen.comes("access", desk.yume_access(park).await);
    seen.comes("check", desk.check_yume(park).await);
    seen.comes("list", desk.triggers(park).await);
    seen.comes("templates", desk.message_templates(park).await);
    seen.comes("create", desk.create_trigger(park, draft()).await);
    let target = TriggerTarget {
        id: YumeId(45),
        print: String::new(),
    };
    seen.comes("delete", desk.delete_trigger(park, target).await);
    let replaced = desk.replace_wazzup_settings(park, settings.clone()).await;
    seen.comes("settings", replaced);
    seen.comes("settings", desk.patch_wazzup_settings(park, settings).await);
    let message = TestMessage {
        phone: "79000000001".to_owned(),
        text: "Проверка".to_owned(),
        files: Vec::new(),
    };
    seen.comes("message", desk.send_test_message(park, message).await);
    let chat = desk
        .yume_chat(park)
        .await
        .map(|chat| chat.host().to_owned());
    seen.comes("chat", chat);
    seen.comes("renew", desk.renew_yume(park).await);
    seen.comes("logout", desk.sign_out_of_yume(park).await);
}

#[tokio::test]
async fn no_secret_of_yume_is_in_an_error_view_event_setting_bundle_or_log() {
    let log = logging();
    for answer in ["over", "refusal", "html", "down", "rows"] {
        let rig = Rig::over(small_park(), FULL_KEY, |_| Arc::new(Echo(answer))).await;
        let base = "http://127.0.0.1/taxi-public/v1";
        let adding =
            rig.desk
                .add_connection("Парк", ParkColor::Teal, FULL_KEY, base, KeepKey::Keychain);
        let park = adding.await.unwrap().id;
        let mut seen = Seen::default();
        does_everything(&rig, &park, &mut seen).await;
        seen.hold(&rig).await;
    }
    let log = String::from_utf8(log.0.lock().clone()).unwrap();
    assert!(log.contains("call finished"), "the log was listened to");
    assert!(!log.contains(SENTINEL), "a secret in the log");
}
