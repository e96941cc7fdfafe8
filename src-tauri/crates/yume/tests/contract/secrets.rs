//! Tokens, passwords and keys do not come back out.

use serde_json::json;
use transport::CallError;
use yume::{RefreshToken, SettingsWrite, YumeSettings};

use crate::calls;
use crate::wires::{Script, access};

const SENTINEL: &str = "demo-sentinel-5d1f";

fn tells(error: &CallError) -> bool {
    let vendor = error.vendor.clone().unwrap_or_default();
    let fields = vendor.fields.iter();
    let mut texts: Vec<String> = fields
        .flat_map(|fault| fault.messages.iter().chain([&fault.field]))
        .cloned()
        .collect();
    texts.extend(vendor.detail);
    texts.extend(error.json_path.clone());
    texts.push(format!("{error} {error:?}"));
    texts.iter().any(|text| text.contains(SENTINEL))
}

#[tokio::test]
async fn secret_that_the_service_says_back_is_not_shown() {
    let secret = || SENTINEL.to_owned().into();
    let said =
        json!({ SENTINEL: [format!("{SENTINEL} не подходит")], "non_field_errors": [SENTINEL] });
    let script = Script::saying(400, &said.to_string());
    let yume = script.client().signed(access(SENTINEL));
    for (operation, outcome) in calls::everything(&yume).await {
        let error = outcome.unwrap_err();
        assert!(!tells(&error), "{operation}");
    }
    let yume = script.client();
    let refresh = RefreshToken::new(secret());
    let settings = SettingsWrite {
        api_key: Some(secret()),
        ..SettingsWrite::default()
    };
    for error in [
        yume.login("demo-yume", &secret()).await.unwrap_err(),
        yume.refresh_token(&refresh).await.unwrap_err(),
        yume.logout(&refresh).await.unwrap_err(),
        yume.patch_wazzup_settings(&settings).await.unwrap_err(),
        yume.put_wazzup_settings(&settings).await.unwrap_err(),
    ] {
        assert!(!tells(&error), "{error}");
    }
    let listed = Script::saying(200, &json!([{ SENTINEL: 1 }]).to_string());
    let yume = listed.client().signed(access(SENTINEL));
    assert!(!tells(&yume.list_wazzup_triggers().await.unwrap_err()));
}

#[test]
fn key_of_wazzup_is_not_shown() {
    let answer = json!({ "api_key": SENTINEL, "funnel_id": 3, "stage_id": null });
    let settings: YumeSettings = serde_json::from_value(answer).unwrap();
    assert!(settings.has_api_key);
    let shown = serde_json::to_string(&settings).unwrap();
    assert_eq!(
        shown,
        r#"{"has_api_key":true,"funnel_id":"3","stage_id":null}"#
    );
    let written = SettingsWrite {
        api_key: Some(SENTINEL.to_owned().into()),
        ..SettingsWrite::default()
    };
    assert!(!format!("{settings:?} {written:?}").contains(SENTINEL));
}

#[test]
fn person_that_a_message_goes_to_is_not_logged() {
    let shown = format!("{:?}", calls::message());
    assert!(!shown.contains("900") && !shown.contains("Проверка"));
}
