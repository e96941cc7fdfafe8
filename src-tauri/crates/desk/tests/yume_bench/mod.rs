//! A park whose access to Yume is typed in as a person does it, and what is asked of its triggers.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use desk::{
    Desk, DeskParts,
    connections::types::{ConnectionId, KeepKey, ParkColor},
    yume::types::{
        TriggerList, TriggerOutcome, TriggerReview, TriggerTarget, TriggerView, YumeId, YumePaste,
        YumeSignIn, YumeTriggerContent,
    },
};
use futures::{FutureExt, future::BoxFuture};
use parking_lot::Mutex;
use sandbox::{Fault, Options, Sandbox, YumeRequest};
use secrecy::ExposeSecret;
use serde_json::Value;
use transport::{Wire, WireBody, WireError, full_body};
use vault::{Keychain, Vault};

use crate::rig::{FULL_KEY, Rig, small_park};

pub const LOGIN: &str = "demo-yume";
pub const PASSWORD: &str = "demo-yume-password";

const BASE: &str = "http://127.0.0.1/taxi-public/v1";
pub const YUME_BASE: &str = "https://api.yume.cloud";

pub fn typed() -> YumeSignIn {
    YumeSignIn {
        base_address: YUME_BASE.to_owned(),
        requests_per_second: 3,
        login: LOGIN.to_owned(),
        password: PASSWORD.to_owned(),
        keep: KeepKey::Keychain,
    }
}

pub fn pasted(access: &str, refresh: Option<&str>) -> YumePaste {
    YumePaste {
        base_address: YUME_BASE.to_owned(),
        requests_per_second: 3,
        access: access.to_owned(),
        refresh: refresh.map(str::to_owned),
        keep: KeepKey::Keychain,
    }
}

/// Told of each request before it goes on: its method, its path, and how many there were before.
type Hook = Box<dyn Fn(&Sandbox, &str, &str, usize) + Send + Sync>;

/// Lets a test do something in the middle of a use case, or answer in the place of the service.
#[derive(Default)]
pub struct Meanwhile {
    hook: Mutex<Option<(Sandbox, Hook)>>,
    seen: Mutex<usize>,
    /// The end of a path, and the JSON that is answered there with 200.
    answer: Mutex<Option<(&'static str, String)>>,
}

impl Meanwhile {
    pub fn then(
        &self,
        sandbox: &Sandbox,
        hook: impl Fn(&Sandbox, &str, &str, usize) + Send + Sync + 'static,
    ) {
        *self.seen.lock() = 0;
        *self.hook.lock() = Some((sandbox.clone(), Box::new(hook)));
    }

    pub fn answer(&self, path: &'static str, body: &Value) {
        *self.answer.lock() = Some((path, body.to_string()));
    }

    fn answered(&self, path: &str) -> Option<String> {
        let answer = self.answer.lock();
        let (end, body) = answer.as_ref()?;
        path.ends_with(end).then(|| body.clone())
    }
}

struct Watched(Arc<dyn Wire>, Arc<Meanwhile>);

impl Wire for Watched {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            // Calls that are made at once are under way at once, as over a network.
            tokio::task::yield_now().await;
            {
                let mut seen = self.1.seen.lock();
                if let Some((sandbox, hook)) = &*self.1.hook.lock() {
                    let (method, path) = (request.method().as_str(), request.uri().path());
                    hook(sandbox, method, path, *seen);
                }
                *seen += 1;
            }
            if let Some(body) = self.1.answered(request.uri().path()) {
                let json = "application/json";
                let answer = http::Response::builder().header(http::header::CONTENT_TYPE, json);
                return Ok(answer.body(full_body(body.into())).unwrap());
            }
            self.0.send(request).await
        }
        .boxed()
    }
}

/// A desk with a park that is signed in to Yume.
pub struct Bench {
    pub rig: Rig,
    pub park: ConnectionId,
    pub meanwhile: Arc<Meanwhile>,
}

impl Bench {
    pub async fn new() -> Self {
        Self::of(small_park()).await
    }

    pub async fn of(options: Options) -> Self {
        let bench = Self::signed_out(options).await;
        bench
            .desk()
            .sign_in_to_yume(&bench.park, typed())
            .await
            .unwrap();
        bench
    }

    /// A park without access to Yume.
    pub async fn signed_out(options: Options) -> Self {
        let meanwhile = Arc::new(Meanwhile::default());
        let watched = meanwhile.clone();
        let over = move |wire| Arc::new(Watched(wire, watched)) as Arc<dyn Wire>;
        let rig = Rig::over(options, FULL_KEY, over).await;
        let adding =
            rig.desk
                .add_connection("Парк", ParkColor::Teal, FULL_KEY, BASE, KeepKey::Keychain);
        let park = adding.await.unwrap().id;
        Self {
            rig,
            park,
            meanwhile,
        }
    }

    pub fn desk(&self) -> &Desk {
        &self.rig.desk
    }

    pub fn sandbox(&self) -> &Sandbox {
        &self.rig.sandbox
    }

    /// Another run of the program on the same computer.
    pub fn restarted(&self) -> Desk {
        Desk::new(DeskParts {
            vault: Vault::new(self.rig.keychain.clone()),
            ..self.rig.parts.clone()
        })
    }

    pub fn kept(&self, of: &str) -> Option<String> {
        let account = format!("connection/{}/{of}", self.park.0);
        let kept = self.rig.keychain.get(&account).unwrap();
        kept.map(|token| token.expose_secret().to_owned())
    }

    pub fn faults(&self, rules: &[&str]) {
        let rules: Vec<Fault> = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        self.sandbox().set_faults(rules);
    }

    /// Requests of one operation that came, refused or not.
    pub fn came(&self, operation: &str) -> Vec<YumeRequest> {
        let all = self.sandbox().yume_requests().into_iter();
        all.filter(|one| one.operation == operation).collect()
    }

    /// Requests that were not refused.
    pub fn done(&self, operation: &str) -> usize {
        let came = self.came(operation).into_iter();
        came.filter(|one| (200..300).contains(&one.status)).count()
    }

    pub async fn list(&self) -> TriggerList {
        self.desk().triggers(&self.park).await.unwrap()
    }

    pub async fn trigger(&self, id: YumeId) -> TriggerView {
        let list = self.list().await;
        let found = of(&list).into_iter().find(|one| one.id == id);
        found.unwrap_or_else(|| panic!("no trigger {id}"))
    }

    /// The trigger with this number of order, which is one in the demo park.
    pub async fn numbered(&self, order: i32) -> TriggerView {
        let list = self.list().await;
        let mut all = of(&list).into_iter();
        all.find(|one| one.content.order == Some(order)).unwrap()
    }

    /// Saves a trigger whole, as a person who saw it so; a save that is refused fails the test.
    pub async fn replaced(
        &self,
        trigger: &TriggerView,
        draft: YumeTriggerContent,
    ) -> TriggerOutcome {
        let (desk, park) = (self.desk(), &self.park);
        let outcome = desk.replace_trigger(park, target(trigger), draft).await;
        outcome.unwrap()
    }

    /// Saves a trigger whole with another text.
    pub async fn retold(&self, trigger: &TriggerView, text: &str) -> TriggerOutcome {
        self.replaced(trigger, with_text(trigger, text)).await
    }

    /// What a save of this trigger would be told beforehand.
    pub async fn reviewed(
        &self,
        trigger: &TriggerView,
        draft: YumeTriggerContent,
    ) -> TriggerReview {
        let (desk, park) = (self.desk(), &self.park);
        let review = desk
            .review_trigger(park, Some(target(trigger)), draft)
            .await;
        review.unwrap()
    }

    /// Does something before each request from here on; see [`Hook`].
    pub fn before_each(&self, hook: impl Fn(&Sandbox, &str, &str, usize) + Send + Sync + 'static) {
        self.meanwhile.then(self.sandbox(), hook);
    }

    /// The truth, statuses as words.
    pub fn truth(&self, id: YumeId) -> Value {
        let all = self.sandbox().yume_triggers();
        let found = all.into_iter().find(|one| one["id"] == id.0);
        found.unwrap_or_else(|| panic!("no trigger {id}"))
    }

    pub fn truths(&self) -> usize {
        self.sandbox().yume_triggers().len()
    }
}

pub fn of(list: &TriggerList) -> Vec<TriggerView> {
    let groups = list.groups.iter();
    groups.flat_map(|group| group.triggers.clone()).collect()
}

pub fn target(trigger: &TriggerView) -> TriggerTarget {
    TriggerTarget {
        id: trigger.id,
        print: trigger.print.clone(),
    }
}

pub fn with_text(trigger: &TriggerView, text: &str) -> YumeTriggerContent {
    YumeTriggerContent {
        text: Some(text.to_owned()),
        ..trigger.content.clone()
    }
}
