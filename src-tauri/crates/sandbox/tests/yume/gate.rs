//! Who may do what: tokens, companies, rights, and the state of the integration.

use crate::client::*;
use sandbox::{YumeIntegrationState, YumeQuirks, YumeUser};
use serde_json::json;

#[tokio::test]
async fn without_a_token_nothing_is_told() {
    let yume = Yume::stranger(small());
    for path in [TRIGGERS, "/v1/crm/integrations/", "/v1/tenant/"] {
        let refused = yume.get(path).await.refusal();
        assert_eq!(
            refused,
            (401, "Учетные данные не были предоставлены.".to_owned())
        );
    }
    let other = yume.with("authorization", "Bearer demo-other");
    assert_eq!(other.get(TRIGGERS).await.status, 401);
}

#[tokio::test]
async fn company_is_told_apart_by_the_refusal() {
    let yume = Yume::new(small()).await;
    let told = async |company: &str| yume.with("x-tenant-id", company).get(TRIGGERS).await;
    assert_eq!(told("12").await.status, 200);
    assert_eq!(told("twelve").await.status, 200, "not digits: as if absent");
    assert_eq!(
        told("14").await.refusal(),
        (
            403,
            "У вас недостаточно прав для выполнения данного действия.".to_owned()
        )
    );
    assert_eq!(
        told("77").await.refusal(),
        (403, "У вас нет доступа к выбранной компании.".to_owned())
    );
    assert_eq!(
        told("99").await.refusal(),
        (404, "Компания не найдена.".to_owned())
    );
    let homeless = YumeUser {
        companies: Vec::new(),
        ..YumeUser::full("demo-new", PASSWORD)
    };
    let yume = Yume::stranger(sandbox::Options {
        yume_users: vec![homeless],
        ..small()
    });
    let new = yume.logged_in("demo-new").await;
    assert!(
        new.get(TRIGGERS)
            .await
            .refusal()
            .1
            .contains("Создайте компанию")
    );
}

#[tokio::test]
async fn user_without_the_right_changes_nothing() {
    let yume = Yume::stranger(small());
    let readonly = yume.logged_in("demo-yume-readonly").await;
    let before = readonly.triggers().await;
    for (method, path) in [
        ("POST", TRIGGERS.to_owned()),
        ("PUT", at(&before[0])),
        ("PATCH", at(&before[0])),
        ("DELETE", at(&before[0])),
        ("POST", MESSAGE.to_owned()),
    ] {
        let got = readonly
            .call(
                method,
                &path,
                &json!({"text": "x", "phone": "+79000000000"}),
            )
            .await;
        assert_eq!(got.status, 403, "{method}");
    }
    assert_eq!(readonly.triggers().await, before);
    assert_eq!(yume.sandbox.yume_messages(), []);
    let driver = yume.logged_in("demo-yume-driver").await;
    assert_eq!(driver.get(TRIGGERS).await.status, 403);
}

#[tokio::test]
async fn integration_that_is_over_can_be_looked_at_and_one_that_is_off_cannot() {
    let yume = Yume::new(with(YumeQuirks {
        integration: YumeIntegrationState::Expired,
        ..YumeQuirks::default()
    }))
    .await;
    let first = yume.triggers().await[0].clone();
    let write = async || yume.call("PATCH", &at(&first), &json!({"order": 5})).await;
    assert!(write().await.refusal().1.contains("не активна"));
    yume.sandbox.set_yume_integration(YumeIntegrationState::Off);
    assert_eq!(
        yume.get(TRIGGERS).await.refusal(),
        (403, "Интеграция не подключена.".to_owned())
    );
    let message = json!({"phone": "+79000000000", "message": "x"});
    let refused = yume.call("POST", MESSAGE, &message).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()),
        (400, json!({"channel": "Интеграция не подключена"}))
    );
    let connect = "/v1/crm/integrations/wazzup/connect/";
    assert_eq!(yume.bare("POST", connect).await.status, 200);
    assert_eq!(write().await.status, 200);
    let disconnect = "/v1/crm/integrations/wazzup/disconnect/";
    assert_eq!(yume.bare("POST", disconnect).await.status, 201);
    assert_eq!(yume.get(TRIGGERS).await.status, 403);
}

#[tokio::test]
async fn one_trigger_cannot_be_read_and_what_is_not_there_is_not_found() {
    let yume = Yume::new(small()).await;
    let first = yume.triggers().await[0].clone();
    assert_eq!(
        yume.get(&at(&first)).await.refusal(),
        (405, "Метод не разрешен.".to_owned())
    );
    for id in ["999999", "word"] {
        let got = yume
            .call("PUT", &format!("{TRIGGERS}{id}/"), &json!({}))
            .await;
        assert_eq!(
            got.refusal(),
            (404, "Страница не найдена.".to_owned()),
            "{id}"
        );
    }
    let without_slash = TRIGGERS.trim_end_matches('/');
    assert_eq!(yume.get(without_slash).await.status, 404);
}
