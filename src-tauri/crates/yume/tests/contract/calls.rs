//! Every method of the client, called once with every option filled in.

use serde_json::{Value, json};
use transport::CallError;
use yume::{
    CompaniesPage, RefreshToken, SettingsWrite, TriggerForms, TriggerWrite, Yume, YumeConnect,
    YumeId, YumeIntegrationKind, YumeIntegrationsQuery, YumeMessage, YumeTrigger,
    YumeTriggerContent,
};

use crate::contract::CONTRACT;

pub type Outcome = Result<(), CallError>;

pub const ID: YumeId = YumeId(45);

/// Every operation in the order of the table, each named after the method that was called for it.
pub async fn everything(yume: &Yume) -> Vec<(&'static str, Outcome)> {
    let mut outcomes = Vec::new();
    for operation in yume::OPERATIONS {
        outcomes.push((*operation, one(yume, operation).await));
    }
    outcomes
}

/// Calls one operation.
pub async fn one(yume: &Yume, operation: &str) -> Outcome {
    let whole = write(&trigger());
    match operation {
        "listWazzupTriggers" => yume.list_wazzup_triggers().await.map(drop),
        "createWazzupTrigger" => yume.create_wazzup_trigger(&new()).await.map(drop),
        "replaceWazzupTrigger" => yume.replace_wazzup_trigger(ID, &whole).await.map(drop),
        "patchWazzupTrigger" => yume.patch_wazzup_trigger(ID, &change()).await.map(drop),
        "deleteWazzupTrigger" => yume.delete_wazzup_trigger(ID).await,
        "listWazzupTemplates" => yume.list_wazzup_templates().await.map(drop),
        "sendWazzupMessage" => yume.send_wazzup_message(&message()).await,
        "getWazzupSettings" => yume.get_wazzup_settings().await.map(drop),
        "putWazzupSettings" => yume.put_wazzup_settings(&settings()).await.map(drop),
        "patchWazzupSettings" => yume.patch_wazzup_settings(&settings()).await.map(drop),
        "connectWazzup" => yume.connect_wazzup().await,
        "wazzupIframe" => yume.wazzup_iframe().await.map(drop),
        "syncWazzup" => yume.sync_wazzup().await,
        "listIntegrations" => {
            let query = YumeIntegrationsQuery {
                ordering: Some("-name".to_owned()),
                search: Some(" wazzup ".to_owned()),
                kind: Some(YumeIntegrationKind::Integration),
            };
            yume.list_integrations(&query).await.map(drop)
        }
        "getIntegration" => yume.get_integration("wazzup").await.map(drop),
        "connectIntegration" => {
            let how = YumeConnect {
                demo: Some(false),
                connected: Some(true),
                extra: Some(json!({ "rate": 12.5 })),
            };
            yume.connect_integration("telephony", &how).await.map(drop)
        }
        "disconnectIntegration" => yume.disconnect_integration("telephony").await.map(drop),
        "login" => {
            let password = "demo-password".to_owned().into();
            yume.login("demo-yume", &password).await.map(drop)
        }
        "refreshToken" => yume.refresh_token(&refresh()).await.map(drop),
        "logout" => yume.logout(&refresh()).await,
        "listTenants" => {
            let page = CompaniesPage {
                page: 1,
                page_size: 50,
            };
            yume.list_tenants(Some(page)).await.map(drop)
        }
        other => panic!("no call of {other}"),
    }
}

pub fn refresh() -> RefreshToken {
    RefreshToken::new("demo-refresh-token".to_owned().into())
}

pub fn read(document: Value) -> YumeTrigger {
    serde_json::from_value(document).unwrap()
}

/// The contract's own trigger.
pub fn trigger() -> YumeTrigger {
    let operation = CONTRACT.operation("createWazzupTrigger");
    read(CONTRACT.examples(operation, 201).remove(0))
}

/// The whole of a trigger, unchanged.
pub fn write(trigger: &YumeTrigger) -> TriggerWrite {
    TriggerWrite::replace(trigger, &trigger.content, &TriggerForms::default()).unwrap()
}

pub fn new() -> TriggerWrite {
    TriggerWrite::create(&trigger().content, &TriggerForms::default()).unwrap()
}

fn change() -> TriggerWrite {
    let trigger = trigger();
    let content = YumeTriggerContent {
        text: Some("Напоминаем о возврате.".to_owned()),
        timeout: Some("01:00:00".to_owned()),
        ..trigger.content.clone()
    };
    TriggerWrite::change(&trigger, &content, &TriggerForms::default()).unwrap()
}

pub fn message() -> YumeMessage {
    YumeMessage {
        phone: "+7 900 000-00-00".to_owned(),
        message: Some("Проверка".to_owned()),
        files: vec!["https://files.example.com/contract.pdf".to_owned()],
    }
}

pub fn settings() -> SettingsWrite {
    SettingsWrite {
        api_key: Some("demo-wazzup-key".to_owned().into()),
        funnel_id: Some(YumeId(3)),
        stage_id: Some(YumeId(8)),
    }
}
