//! Beside the triggers: a message for a try goes where a person typed, once; the chat window opens nothing else; settings
//! and integrations are changed and told truly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::{
    DeskErrorCode,
    yume::types::{
        TestMessage, WazzupSettingsDraft, YumeId, YumeIntegrationFilter, YumeIntegrationKind,
        YumeWriteState,
    },
};
use rig::small_park;
use sandbox::{YumeAnswers, YumeIntegrationState};
use serde_json::{Value, json};
use yume_bench::Bench;

fn message(phone: &str) -> TestMessage {
    TestMessage {
        phone: phone.to_owned(),
        text: "Проверка".to_owned(),
        files: vec!["https://park.example/a.pdf".to_owned()],
    }
}

fn settings(api_key: &str, funnel_id: &str, stage_id: &str) -> WazzupSettingsDraft {
    WazzupSettingsDraft {
        api_key: api_key.to_owned(),
        funnel_id: funnel_id.to_owned(),
        stage_id: stage_id.to_owned(),
    }
}

// A message for a try.

#[tokio::test]
async fn message_for_a_try_goes_once_to_the_phone_that_was_typed() {
    let bench = Bench::new().await;
    let sent = bench
        .desk()
        .send_test_message(&bench.park, message("+7 (900) 000-00-01"))
        .await;
    assert_eq!(sent.unwrap().state, YumeWriteState::Done);
    let truth = bench.sandbox().yume_messages();
    assert_eq!(truth.len(), 1);
    assert_eq!(truth[0].phone, "79000000001");
    assert_eq!(truth[0].text.as_deref(), Some("Проверка"));
    assert_eq!(truth[0].files, ["https://park.example/a.pdf"]);
}

#[tokio::test]
async fn message_without_a_whole_phone_does_not_leave() {
    let bench = Bench::new().await;
    for phone in ["", "900", "+7 900 000-00-0x"] {
        let refused = bench
            .desk()
            .send_test_message(&bench.park, message(phone))
            .await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code, DeskErrorCode::InvalidInput);
        assert_eq!(refused.fields[0].field, "phone");
    }
    assert!(bench.came("sendWazzupMessage").is_empty());
}

#[tokio::test]
async fn message_whose_answer_was_lost_is_unknown_and_never_sent_again() {
    for (fault, reached) in [
        ("drop/after", 1),
        ("status=502/after", 1),
        ("drop", 0),
        ("429", 0),
    ] {
        let bench = Bench::new().await;
        bench.faults(&[&format!("sendWazzupMessage:{fault}@nth=1")]);
        let sent = bench
            .desk()
            .send_test_message(&bench.park, message("79000000001"))
            .await;
        let sent = sent.unwrap();
        assert_eq!(sent.state, YumeWriteState::Unknown, "{fault}");
        assert!(sent.trace_id.is_some());
        assert_eq!(bench.sandbox().yume_messages().len(), reached, "{fault}");
    }
}

#[tokio::test]
async fn message_over_an_integration_that_is_off_is_refused_in_plain_words() {
    let bench = Bench::new().await;
    for state in [YumeIntegrationState::Off, YumeIntegrationState::Expired] {
        bench.sandbox().set_yume_integration(state);
        let refused = bench
            .desk()
            .send_test_message(&bench.park, message("79000000001"))
            .await;
        assert_eq!(refused.unwrap_err().code, DeskErrorCode::YumeIntegrationOff);
    }
    assert!(bench.sandbox().yume_messages().is_empty());
}

// The chat window.

#[tokio::test]
async fn chat_window_opens_on_the_services_own_hosts_alone() {
    let bench = Bench::new().await;
    let chat = bench.desk().yume_chat(&bench.park).await.unwrap();
    assert_eq!(chat.host(), "2.wazzup24.com");
    assert!(chat.address().starts_with("https://2.wazzup24.com/chat/"));
    for (answer, reason) in [
        (json!({}), "absent"),
        (json!({"url": "javascript:alert(1)"}), "absent"),
        (json!({"url": "http://2.wazzup24.com/chat"}), "not_https"),
        (json!({"url": "https://wazzup24.com.evil.example/"}), "host"),
        (
            json!({"url": "https://wazzup24.com@evil.example/"}),
            "user_info",
        ),
        (json!({"url": "https://2.wazzup24.com:444/"}), "port"),
        (json!("https://evil.example/?a=wazzup24.com"), "host"),
    ] {
        bench.meanwhile.answer("/iframe/", &answer);
        let refused = bench.desk().yume_chat(&bench.park).await.err().unwrap();
        assert_eq!(refused.code, DeskErrorCode::LinkRefused, "{answer}");
        assert_eq!(refused.params["reason"], reason, "{answer}");
        assert_eq!(refused.params.len(), 1, "the address stays out of the page");
    }
}

#[tokio::test]
async fn answers_without_a_body_are_no_failure_of_an_order() {
    for answers in [YumeAnswers::Nothing, YumeAnswers::Texts] {
        let mut options = small_park();
        options.yume_quirks.answers = answers;
        let bench = Bench::of(options).await;
        let done = bench.desk().sync_wazzup(&bench.park).await.unwrap();
        assert_eq!(done.state, YumeWriteState::Done);
        let done = bench.desk().connect_wazzup(&bench.park).await.unwrap();
        assert_eq!(done.state, YumeWriteState::Done);
        let told = bench.desk().sign_out_of_yume(&bench.park).await.unwrap();
        assert_eq!(told.not_told, None);
    }
}

// Settings.

#[tokio::test]
async fn key_of_wazzup_goes_in_and_never_comes_back() {
    let bench = Bench::new().await;
    let desk = bench.desk();
    let shown = desk.wazzup_settings(&bench.park).await.unwrap();
    assert!(shown.has_key);
    assert!(
        !serde_json::to_string(&shown)
            .unwrap()
            .contains("demo-wazzup")
    );
    // An empty key stays as it is.
    let saved = desk
        .patch_wazzup_settings(&bench.park, settings(" ", "4", "8"))
        .await
        .unwrap();
    assert_eq!(saved.written.state, YumeWriteState::Done);
    assert_eq!(saved.settings.unwrap().funnel_id, Some(YumeId(4)));
    let body = &bench.came("patchWazzupSettings")[0].body;
    assert_eq!(*body, json!({"funnel_id": 4}), "only what was changed");
    let same = desk
        .patch_wazzup_settings(&bench.park, settings("", "4", "8"))
        .await
        .unwrap();
    assert_eq!(same.written.state, YumeWriteState::Done);
    assert_eq!(bench.came("patchWazzupSettings").len(), 1);
}

#[tokio::test]
async fn whole_settings_without_the_key_are_not_sent() {
    let bench = Bench::new().await;
    let desk = bench.desk();
    let refused = desk
        .replace_wazzup_settings(&bench.park, settings("", "4", ""))
        .await;
    assert_eq!(refused.unwrap_err().fields[0].field, "api_key");
    let refused = desk
        .replace_wazzup_settings(&bench.park, settings("ключ", "x", "-1"))
        .await;
    let fields = refused.unwrap_err().fields;
    let fields: Vec<_> = fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["api_key", "funnel_id", "stage_id"]);
    assert!(bench.came("putWazzupSettings").is_empty());
    let saved = desk.replace_wazzup_settings(&bench.park, settings("demo-other-key", "4", ""));
    assert_eq!(saved.await.unwrap().written.state, YumeWriteState::Done);
    let body = &bench.came("putWazzupSettings")[0].body;
    assert_eq!(
        *body,
        json!({"api_key": "*", "funnel_id": 4, "stage_id": 8})
    );
}

#[tokio::test]
async fn settings_whose_answer_was_lost_are_read_again() {
    for (fault, state) in [
        ("patchWazzupSettings:drop/after", YumeWriteState::Done),
        ("patchWazzupSettings:drop", YumeWriteState::NotDone),
    ] {
        let bench = Bench::new().await;
        bench.faults(&[fault]);
        let saved = bench
            .desk()
            .patch_wazzup_settings(&bench.park, settings("", "9", ""))
            .await;
        assert_eq!(saved.unwrap().written.state, state, "{fault}");
        assert_eq!(bench.came("patchWazzupSettings").len(), 1);
    }
    // A key alone is no evidence: it is hidden.
    let bench = Bench::new().await;
    bench.faults(&["patchWazzupSettings:drop/after"]);
    let saved = bench
        .desk()
        .patch_wazzup_settings(&bench.park, settings("demo-k", "", ""))
        .await;
    assert_eq!(saved.unwrap().written.state, YumeWriteState::Unknown);
}

// Integrations.

#[tokio::test]
async fn integrations_are_listed_by_kind_and_connected_in_plain_view() {
    let bench = Bench::new().await;
    let (desk, park) = (bench.desk(), &bench.park);
    let all = desk
        .integrations(park, YumeIntegrationFilter::default())
        .await
        .unwrap();
    let modules = YumeIntegrationFilter {
        kind: Some(YumeIntegrationKind::Module),
        search: String::new(),
    };
    let modules = desk.integrations(park, modules).await.unwrap();
    assert!(!modules.is_empty() && modules.len() < all.len());
    assert!(modules.iter().all(|one| one.kind == "module"));
    let connected = desk
        .connect_integration(park, "telephony", true)
        .await
        .unwrap();
    assert_eq!(connected.written.state, YumeWriteState::Done);
    assert_eq!(connected.integration.unwrap().slug, "telephony");
    let body: &Value = &bench.came("connectIntegration")[0].body;
    assert_eq!(*body, json!({"connected": true, "demo": true}));
    let gone = desk
        .disconnect_integration(park, "telephony")
        .await
        .unwrap();
    assert_eq!(gone.written.state, YumeWriteState::Done);
    let nobody = desk.integration(park, "nobody").await.unwrap_err();
    assert_eq!(nobody.code, DeskErrorCode::NotFound);
    let odd = desk.integration(park, "../tenant").await.unwrap_err();
    assert_eq!(odd.code, DeskErrorCode::RefusedByService);
}

#[tokio::test]
async fn order_whose_answer_was_lost_is_unknown() {
    let bench = Bench::new().await;
    let (desk, park) = (bench.desk(), &bench.park);
    bench.faults(&["syncWazzup:drop/after", "connectIntegration:drop/after"]);
    let sync = desk.sync_wazzup(park).await.unwrap();
    assert_eq!(sync.state, YumeWriteState::Unknown);
    let connected = desk
        .connect_integration(park, "telephony", false)
        .await
        .unwrap();
    assert_eq!(connected.written.state, YumeWriteState::Unknown);
    assert_eq!(bench.came("syncWazzup").len(), 1);
}

#[tokio::test]
async fn templates_of_another_shape_are_not_shown_as_an_empty_list() {
    let bench = Bench::new().await;
    let templates = bench.desk().message_templates(&bench.park).await.unwrap();
    assert_eq!(templates.len(), 8);
    assert_eq!((templates[2].variables, templates[2].approved), (4, true));
    bench
        .meanwhile
        .answer("/templates/", &json!({"channels": [1]}));
    let odd = bench
        .desk()
        .message_templates(&bench.park)
        .await
        .unwrap_err();
    assert_eq!(odd.code, DeskErrorCode::UnexpectedAnswer);
}
