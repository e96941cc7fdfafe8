//! What really leaves, held against the contract.

use rig::Sent;
use serde_json::{Value, json};
use transport::{CallError, Cause, Outcome};
use yume::{
    SettingsWrite, Yume, YumeConnect, YumeId, YumeIntegrationsQuery, YumeMessage, YumeRefusal,
};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::{ACCESS, COMPANY, Script, access};

/// Sent with every call by the transport or by its security scheme, whatever the operation.
const ORDINARY: [&str; 4] = ["accept", "content-type", "content-length", "authorization"];

fn check(sent: &Sent) {
    CONTRACT.check_request(sent);
    let headers = sent.headers.iter();
    let headers: Vec<(String, String)> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .filter(|(name, _)| !ORDINARY.contains(&name.as_str()))
        .collect();
    CONTRACT.check_parameters(sent.operation, "header", &headers);
}

#[tokio::test]
async fn every_request_fits_the_contract_and_calls_its_own_operation() {
    let script = Script::exemplary();
    let called = calls::everything(&script.client()).await;
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent.len(), called.len());
    for ((method, outcome), sent) in called.iter().zip(sent.iter()) {
        assert_eq!(outcome, &Ok(()), "{method}");
        assert_eq!(method, &sent.operation.id);
        check(sent);
    }
}

#[tokio::test]
async fn requests_without_options_fit_the_contract_too() {
    let script = Script::exemplary();
    let yume = script.client();
    yume.list_tenants(None).await.unwrap();
    yume.list_integrations(&YumeIntegrationsQuery::default())
        .await
        .unwrap();
    yume.connect_integration("telephony", &YumeConnect::default())
        .await
        .unwrap();
    yume.patch_wazzup_settings(&SettingsWrite::default())
        .await
        .unwrap();
    let bare = YumeMessage {
        files: Vec::new(),
        ..calls::message()
    };
    yume.send_wazzup_message(&bare).await.unwrap();
    let sent = script.sent.lock().unwrap();
    sent.iter().for_each(check);
    assert!(sent[0].query.is_empty() && sent[1].query.is_empty());
    assert_eq!((sent[2].json(), sent[3].json()), (json!({}), json!({})));
    assert_eq!(
        sent[4].json(),
        json!({ "phone": "+7 900 000-00-00", "message": "Проверка" })
    );
}

#[tokio::test]
async fn token_and_company_go_only_where_they_are_wanted() {
    let script = Script::exemplary();
    calls::everything(&script.client()).await;
    let bearer = format!("Bearer {ACCESS}");
    for sent in script.sent.lock().unwrap().iter() {
        let id = sent.operation.id.as_str();
        let is_open = ["login", "refreshToken"].contains(&id);
        let is_personal = is_open || ["logout", "listTenants"].contains(&id);
        assert_eq!(
            sent.header("authorization"),
            (!is_open).then_some(bearer.as_str()),
            "{id}"
        );
        assert_eq!(
            sent.header("x-tenant-id"),
            (!is_personal).then_some("12"),
            "{id}"
        );
    }
    let script = Script::exemplary();
    let anywhere = script.client().for_company(None);
    anywhere.list_wazzup_triggers().await.unwrap();
    assert_eq!(script.only().header("x-tenant-id"), None);
}

/// What a call that must not leave says.
async fn unsent(call: impl AsyncFnOnce(Yume) -> Option<CallError>) -> (Cause, Vec<String>) {
    let script = Script::exemplary();
    let error = call(script.client()).await.unwrap();
    assert_eq!(
        (error.outcome, script.times_sent()),
        (Outcome::NotSent, 0),
        "{error}"
    );
    let fields = error.vendor.unwrap_or_default().fields;
    (
        error.cause,
        fields.into_iter().map(|one| one.field).collect(),
    )
}

#[tokio::test]
async fn request_that_would_be_refused_does_not_leave() {
    let invalid = |fields: &[&str]| {
        let fields = fields.iter().map(|field| (*field).to_owned());
        (Cause::Invalid, fields.collect::<Vec<String>>())
    };
    for slug in ["", "../auth", "a/b", "wazzup?", "ваззап"] {
        let told = unsent(async |yume| yume.get_integration(slug).await.err()).await;
        assert_eq!(told, invalid(&["slug"]), "{slug}");
    }
    let silent = YumeMessage {
        phone: " ".to_owned(),
        message: Some(" ".to_owned()),
        files: Vec::new(),
    };
    let told = unsent(async |yume| yume.send_wazzup_message(&silent).await.err()).await;
    assert_eq!(told, invalid(&["phone", "message"]));
    let http = YumeMessage {
        files: vec!["http://files.example.com/a.pdf".to_owned()],
        ..calls::message()
    };
    let told = unsent(async |yume| yume.send_wazzup_message(&http).await.err()).await;
    assert_eq!(told, invalid(&["files"]));
    let told = unsent(async |yume| yume.login(" ", &String::new().into()).await.err()).await;
    assert_eq!(told, invalid(&["username", "password"]));
    let told = unsent(async |yume| {
        let nobody = yume.for_company(Some(YumeId(-1)));
        nobody.list_wazzup_triggers().await.err()
    })
    .await;
    assert_eq!(told, invalid(&[]));
}

/// The service shows a key as `****1234`: written back, it would be the end of the real one.
#[tokio::test]
async fn key_of_which_only_a_part_is_known_is_not_written_back() {
    for key in ["****1234", "demo…1234", " "] {
        let masked = SettingsWrite {
            api_key: Some(key.to_owned().into()),
            ..calls::settings()
        };
        let told = unsent(async |yume| yume.patch_wazzup_settings(&masked).await.err()).await;
        assert_eq!(told, (Cause::Invalid, vec!["api_key".to_owned()]), "{key}");
    }
}

#[tokio::test]
async fn without_a_token_nothing_leaves_but_a_login_and_a_refresh() {
    for token in [None, Some(""), Some("demo\ntoken")] {
        let script = Script::exemplary();
        let yume = match token {
            None => Yume::new(transport::Service::new(script.settings())),
            Some(token) => script.client().signed(access(token)),
        };
        let yume = yume.for_company(Some(COMPANY));
        for (operation, outcome) in calls::everything(&yume).await {
            if ["login", "refreshToken"].contains(&operation) {
                assert_eq!(outcome, Ok(()), "{operation}");
                continue;
            }
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.outcome, YumeRefusal::of(&error)),
                (Outcome::NotSent, Some(YumeRefusal::SignedOut))
            );
        }
        assert_eq!(script.times_sent(), 2);
    }
}

#[tokio::test]
async fn integrations_are_asked_for_as_they_were_chosen() {
    let script = Script::exemplary();
    calls::one(&script.client(), "listIntegrations")
        .await
        .unwrap();
    let query = script.only().query;
    let named: Value = query
        .into_iter()
        .map(|(name, value)| (name, json!(value)))
        .collect();
    assert_eq!(
        named,
        json!({ "ordering": "-name", "search": "wazzup", "type": "integration" })
    );
}
