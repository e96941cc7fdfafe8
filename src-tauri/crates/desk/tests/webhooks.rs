//! Subscriptions over the demo park: no number is lost that the service told, no outcome is claimed that reading does
//! not show, and a token is nowhere but in the keychain and at the service.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    DeskErrorCode, DeskResult,
    connections::types::{ConnectionEdit, ConnectionId, KeepKey, ParkColor},
    webhooks::types::{
        TokenState, WebhookDraft, WebhookEdit, WebhookOutcome, WebhookState, WebhookView,
    },
};
use jump::{Id, WebhookMethod};
use rig::{FULL_KEY, Rig, card::faults, small_park};
use sandbox::{Options, Quirks};
use vault::{Keychain, VaultError};

const URL: &str = "https://park.example/hook";
const TOKEN: &str = "demo-webhook-token-1234";
const OTHER: &str = "demo-webhook-token-5678";

/// A park with a keychain of its own; the demo park has none.
struct Bench {
    rig: Rig,
    park: ConnectionId,
}

impl Bench {
    async fn new() -> Self {
        Self::of(small_park(), FULL_KEY).await
    }

    async fn echoing() -> Self {
        let quirks = Quirks {
            webhooks_echo_token: true,
            ..Quirks::default()
        };
        let options = Options {
            quirks,
            ..small_park()
        };
        Self::of(options, FULL_KEY).await
    }

    async fn of(options: Options, key: &str) -> Self {
        let rig = Rig::of(options, key).await;
        let base = "http://127.0.0.1/taxi-public/v1";
        let adding = rig
            .desk
            .add_connection("Парк", ParkColor::Teal, key, base, KeepKey::Keychain);
        let park = adding.await.unwrap().id;
        Self { rig, park }
    }

    async fn create(&self, url: &str, token: &str) -> DeskResult<WebhookOutcome> {
        let draft = WebhookDraft {
            url: url.to_owned(),
            method: WebhookMethod::Post,
            token: token.to_owned(),
        };
        self.rig.desk.create_webhook(&self.park, draft).await
    }

    async fn created(&self) -> Id {
        let outcome = self.create(URL, TOKEN).await.unwrap();
        assert_eq!(outcome.state, WebhookState::Done);
        outcome.id.unwrap()
    }

    async fn edit(&self, id: Id, edit: WebhookEdit) -> DeskResult<WebhookOutcome> {
        self.rig.desk.edit_webhook(&self.park, id, edit).await
    }

    async fn delete(&self, id: Id) -> DeskResult<WebhookOutcome> {
        self.rig.desk.delete_webhook(&self.park, id).await
    }

    async fn view(&self, id: Id) -> WebhookView {
        self.rig.desk.webhook(&self.park, id).await.unwrap()
    }

    fn known(&self) -> Vec<Id> {
        let known = self.rig.desk.webhooks(&self.park).unwrap();
        known.into_iter().map(|one| one.id).collect()
    }

    fn account(&self, id: Id) -> String {
        format!("connection/{}/webhook/{id}", self.park.0)
    }

    fn token_is_kept(&self, id: Id) -> bool {
        self.rig.keychain.get(&self.account(id)).unwrap().is_some()
    }

    fn addresses(&self) -> Vec<String> {
        let there = self.rig.sandbox.webhooks();
        there.into_iter().map(|one| one.url).collect()
    }

    fn calls(&self, operation: &str) -> u64 {
        self.rig.sandbox.calls(operation)
    }
}

fn to_url(url: &str) -> WebhookEdit {
    WebhookEdit {
        url: Some(url.to_owned()),
        method: None,
        token: None,
    }
}

fn to_token(token: &str) -> WebhookEdit {
    WebhookEdit {
        url: None,
        method: None,
        token: Some(token.to_owned()),
    }
}

#[tokio::test]
async fn a_new_subscription_is_not_lost_as_the_service_lists_none() {
    let bench = Bench::new().await;
    let outcome = bench
        .create(" https://park.example/hook ", TOKEN)
        .await
        .unwrap();
    assert_eq!(outcome.state, WebhookState::Done);
    assert!(outcome.token_not_kept.is_none());
    let view = outcome.webhook.unwrap();
    assert_eq!((view.url.as_str(), view.method.as_str()), (URL, "post"));
    assert_eq!(view.token, TokenState::Kept);
    assert_eq!(view.token_mask.as_deref(), Some("•••• 1234"));
    let known = bench.rig.desk.webhooks(&bench.park).unwrap();
    assert_eq!((known[0].id, known[0].url.as_str()), (view.id, URL));
    assert!(bench.token_is_kept(view.id));
    assert_eq!(bench.addresses(), [URL]);
}

#[tokio::test]
async fn a_number_that_was_told_is_kept_though_the_subscription_cannot_be_read() {
    let bench = Bench::new().await;
    faults(&bench.rig, &["getWebhook:500"]);
    let outcome = bench.create(URL, TOKEN).await.unwrap();
    assert_eq!(outcome.state, WebhookState::Unknown);
    assert_eq!(bench.known(), [outcome.id.unwrap()]);
    assert!(bench.token_is_kept(outcome.id.unwrap()));
}

#[tokio::test]
async fn a_creation_whose_answer_was_lost_is_unknown_and_never_sent_again() {
    for fault in ["createWebhook:drop", "createWebhook:drop/after"] {
        let bench = Bench::new().await;
        faults(&bench.rig, &[fault]);
        let outcome = bench.create(URL, TOKEN).await.unwrap();
        assert_eq!(outcome.state, WebhookState::Unknown, "{fault}");
        assert_eq!((outcome.id, outcome.trace_id.is_some()), (None, true));
        assert_eq!((bench.calls("createWebhook"), bench.known().len()), (1, 0));
    }
}

#[tokio::test]
async fn a_success_without_effect_is_not_called_done() {
    let bench = Bench::of(small_park(), "demo-readonly-key").await;
    let outcome = bench.create(URL, TOKEN).await.unwrap();
    assert_eq!(outcome.state, WebhookState::Ignored);
    assert!(bench.addresses().is_empty());
}

#[tokio::test]
async fn what_would_carry_data_in_the_open_is_refused_before_anything_is_sent() {
    let bench = Bench::new().await;
    for (url, token, fields) in [
        ("http://park.example/hook", TOKEN, &["url"][..]),
        ("https://user:pass@park.example/hook", TOKEN, &["url"]),
        (URL, "demo token", &["token"]),
        ("", "", &["url", "token"]),
    ] {
        let error = bench.create(url, token).await.unwrap_err();
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        let found: Vec<_> = error.fields.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(found, fields, "{url}");
    }
    let id = bench.created().await;
    let error = bench.edit(id, to_url("http://park.example")).await;
    assert_eq!(error.unwrap_err().code, DeskErrorCode::InvalidInput);
    assert_eq!(
        (bench.calls("createWebhook"), bench.calls("updateWebhook")),
        (1, 0)
    );
}

#[tokio::test]
async fn a_read_only_park_is_asked_and_never_changed() {
    let bench = Bench::new().await;
    let id = bench.created().await;
    let edit = ConnectionEdit {
        name: "Парк".to_owned(),
        color: ParkColor::Teal,
        read_only: true,
    };
    bench.rig.desk.edit_connection(&bench.park, edit).unwrap();
    let errors = [
        bench.create(URL, TOKEN).await.unwrap_err(),
        bench.edit(id, to_token(OTHER)).await.unwrap_err(),
        bench.delete(id).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code, DeskErrorCode::ReadOnly);
    }
    assert_eq!(bench.view(id).await.url, URL);
    assert_eq!(bench.addresses(), [URL]);
}

#[tokio::test]
async fn an_edit_in_doubt_is_looked_up_and_not_guessed() {
    const NEW: &str = "https://park.example/new";
    for (fault, state, url) in [
        ("updateWebhook:drop/after", WebhookState::Done, NEW),
        ("updateWebhook:504/after", WebhookState::Done, NEW),
        ("updateWebhook:drop", WebhookState::NotDone, URL),
        ("updateWebhook:empty", WebhookState::Ignored, URL),
    ] {
        let bench = Bench::new().await;
        let id = bench.created().await;
        let fault = fault.replace(":504", ":status=504");
        faults(&bench.rig, &[&fault]);
        let outcome = bench.edit(id, to_url(NEW)).await.unwrap();
        assert_eq!(outcome.state, state, "{fault}");
        assert_eq!(outcome.webhook.unwrap().url, url);
        assert_eq!(bench.addresses(), [url]);
        assert_eq!(bench.calls("updateWebhook"), 1);
    }
}

#[tokio::test]
async fn a_lost_change_of_a_token_that_the_service_hides_is_unknown() {
    let bench = Bench::new().await;
    let id = bench.created().await;
    faults(&bench.rig, &["updateWebhook:drop/after"]);
    let outcome = bench.edit(id, to_token(OTHER)).await.unwrap();
    assert_eq!(outcome.state, WebhookState::Unknown);
    // The keychain does not claim what nobody knows.
    let mask = outcome.webhook.unwrap().token_mask;
    assert_eq!(mask.as_deref(), Some("•••• 1234"));
}

#[tokio::test]
async fn a_token_that_the_service_shows_is_compared() {
    let bench = Bench::echoing().await;
    let id = bench.created().await;
    assert_eq!(bench.view(id).await.token, TokenState::Same);
    for (fault, state, token) in [
        (
            "updateWebhook:drop",
            WebhookState::NotDone,
            TokenState::Same,
        ),
        (
            "updateWebhook:drop/after",
            WebhookState::Done,
            TokenState::Same,
        ),
    ] {
        faults(&bench.rig, &[fault]);
        let outcome = bench.edit(id, to_token(OTHER)).await.unwrap();
        assert_eq!(outcome.state, state);
        assert_eq!(outcome.webhook.unwrap().token, token);
    }
    faults(&bench.rig, &[]);
    let mask = bench.view(id).await.token_mask;
    assert_eq!(mask.as_deref(), Some("•••• 5678"));
    let kept = vault::Secret::from(TOKEN.to_owned());
    bench.rig.keychain.set(&bench.account(id), &kept).unwrap();
    assert_eq!(bench.view(id).await.token, TokenState::Differs);
    bench.rig.keychain.delete(&bench.account(id)).unwrap();
    let view = bench.view(id).await;
    assert_eq!(view.token, TokenState::OnlyThere);
    assert_eq!(view.token_mask.as_deref(), Some("•••• 5678"));
}

#[tokio::test]
async fn an_empty_token_keeps_the_present_one_and_an_empty_edit_sends_nothing() {
    let bench = Bench::echoing().await;
    let id = bench.created().await;
    let edit = WebhookEdit {
        method: Some(WebhookMethod::Put),
        ..to_token(" ")
    };
    let outcome = bench.edit(id, edit).await.unwrap();
    assert_eq!(outcome.state, WebhookState::Done);
    let view = outcome.webhook.unwrap();
    assert_eq!(
        (view.method.as_str(), view.token),
        ("put", TokenState::Same)
    );
    let outcome = bench.edit(id, to_token("")).await.unwrap();
    assert_eq!(outcome.state, WebhookState::Done);
    assert_eq!(bench.calls("updateWebhook"), 1);
}

#[tokio::test]
async fn a_deletion_forgets_only_what_is_seen_to_be_gone() {
    for (fault, state, there) in [
        ("", WebhookState::Done, false),
        ("deleteWebhook:drop/after", WebhookState::Done, false),
        ("deleteWebhook:drop", WebhookState::NotDone, true),
        ("deleteWebhook:empty", WebhookState::Ignored, true),
    ] {
        let bench = Bench::new().await;
        let id = bench.created().await;
        if !fault.is_empty() {
            faults(&bench.rig, &[fault]);
        }
        let outcome = bench.delete(id).await.unwrap();
        assert_eq!(outcome.state, state, "{fault}");
        assert_eq!(outcome.webhook.is_some(), there);
        assert_eq!(!bench.known().is_empty(), there);
        assert_eq!(bench.token_is_kept(id), there);
        assert_eq!(bench.calls("deleteWebhook"), 1);
    }
}

#[tokio::test]
async fn a_wrong_path_is_never_taken_for_a_deleted_subscription() {
    let bench = Bench::new().await;
    let id = bench.created().await;
    // The second reading is answered by somebody in between.
    faults(
        &bench.rig,
        &["deleteWebhook:bare=404", "getWebhook:bare=404@every=2"],
    );
    let outcome = bench.delete(id).await.unwrap();
    assert_ne!(outcome.state, WebhookState::Done);
    assert_eq!(bench.known(), [id]);
    faults(&bench.rig, &["getWebhook:bare=404"]);
    assert!(bench.delete(id).await.is_err());
    assert_eq!(bench.calls("deleteWebhook"), 1);
}

#[tokio::test]
async fn a_subscription_that_is_gone_stays_in_the_list_until_it_is_forgotten() {
    let bench = Bench::new().await;
    let id = bench.created().await;
    bench.delete(id).await.unwrap();
    let error = bench.rig.desk.webhook(&bench.park, id).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::NotFound);
    assert!(
        bench.known().is_empty(),
        "an unknown number is not noted by a 404"
    );
    let other = bench.created().await;
    bench
        .rig
        .desk
        .delete_webhook(&bench.rig.park, other)
        .await
        .unwrap();
    let error = bench
        .rig
        .desk
        .webhook(&bench.park, other)
        .await
        .unwrap_err();
    assert_eq!(error.code, DeskErrorCode::NotFound);
    assert_eq!(bench.known(), [other]);
    bench
        .rig
        .desk
        .forget_webhook(&bench.park, other)
        .await
        .unwrap();
    assert!(bench.known().is_empty() && !bench.token_is_kept(other));
}

#[tokio::test]
async fn a_number_that_somebody_knows_is_known_once_it_was_read() {
    let bench = Bench::new().await;
    let id = bench.created().await;
    bench
        .rig
        .desk
        .forget_webhook(&bench.park, id)
        .await
        .unwrap();
    let view = bench.view(id).await;
    assert_eq!((view.token, view.token_mask), (TokenState::Absent, None));
    assert_eq!(bench.known(), [id]);
    assert_eq!(bench.addresses(), [URL], "forgetting changes nothing there");
}

#[tokio::test]
async fn a_keychain_that_refuses_costs_neither_the_subscription_nor_the_token_of_this_run() {
    let bench = Bench::new().await;
    // Asked once, while the client is made.
    bench
        .rig
        .desk
        .webhook(&bench.park, Id(1))
        .await
        .unwrap_err();
    bench.rig.keychain.fail_next(VaultError::Locked);
    let outcome = bench.create(URL, TOKEN).await.unwrap();
    assert_eq!(outcome.state, WebhookState::Done);
    let error = outcome.token_not_kept.unwrap();
    assert_eq!(error.code, DeskErrorCode::KeychainLocked);
    let id = outcome.id.unwrap();
    assert!(!bench.token_is_kept(id));
    assert_eq!(bench.view(id).await.token, TokenState::Kept);
}

#[tokio::test]
async fn no_token_stays_behind_a_removed_connection() {
    let bench = Bench::new().await;
    let ids = [bench.created().await, bench.created().await];
    bench.rig.keychain.fail_next(VaultError::Locked);
    let kept = bench.rig.desk.remove_connection(&bench.park).await;
    assert_eq!(kept.unwrap_err().code, DeskErrorCode::KeychainLocked);
    assert_eq!(bench.known(), ids);
    bench.rig.desk.remove_connection(&bench.park).await.unwrap();
    assert!(ids.iter().all(|id| !bench.token_is_kept(*id)));
}

#[tokio::test]
async fn the_demo_park_leaves_no_secret_in_the_keychain() {
    let rig = Rig::new().await;
    let draft = WebhookDraft {
        url: URL.to_owned(),
        method: WebhookMethod::Post,
        token: TOKEN.to_owned(),
    };
    let calls = rig.keychain.calls();
    let outcome = rig.desk.create_webhook(&rig.park, draft).await.unwrap();
    assert!(outcome.token_not_kept.is_none());
    assert_eq!(outcome.webhook.unwrap().token, TokenState::Kept);
    rig.desk.remove_connection(&rig.park).await.unwrap();
    let account = format!("connection/{}/webhook/{}", rig.park.0, outcome.id.unwrap());
    assert!(rig.keychain.get(&account).unwrap().is_none());
    assert_eq!(
        rig.keychain.calls(),
        calls + 1,
        "only the look of this test"
    );
}
