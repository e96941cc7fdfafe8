//! Tokens: given, over, refreshed, revoked; and how often one may knock.

use crate::client::*;
use jiff::SignedDuration;
use sandbox::YumeQuirks;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn token_is_over_in_its_time_and_a_refreshed_one_lives() {
    let yume = Yume::stranger(with(YumeQuirks {
        access_seconds: 60,
        ..YumeQuirks::default()
    }));
    let pair = yume.login("demo-yume", PASSWORD).await.ok();
    let signed = |token: &serde_json::Value| {
        yume.with(
            "authorization",
            &format!("Bearer {}", token.as_str().unwrap()),
        )
    };
    let first = signed(&pair["access"]);
    assert_eq!(first.triggers().await.len(), 14);
    assert_eq!(
        signed(&pair["refresh"]).get(TRIGGERS).await.status,
        401,
        "a refresh token opens nothing"
    );
    yume.sandbox
        .set_now(small().now + SignedDuration::from_secs(60));
    let over = first.get(TRIGGERS).await;
    assert_eq!(
        (over.status.as_u16(), &over.json()["code"]),
        (401, &json!("token_not_valid"))
    );
    let refreshed = yume
        .call(
            "POST",
            "/v1/auth/refresh/",
            &json!({"refresh": pair["refresh"]}),
        )
        .await
        .ok();
    assert_ne!(refreshed["access"], pair["access"]);
    assert_eq!(signed(&refreshed["access"]).triggers().await.len(), 14);
}

#[tokio::test]
async fn tokens_are_over_at_once_when_a_test_says_so() {
    let yume = Yume::stranger(small());
    let pair = yume.login("demo-yume", PASSWORD).await.ok();
    let signed = yume.with(
        "authorization",
        &format!("Bearer {}", pair["access"].as_str().unwrap()),
    );
    let refresh = async || {
        let body = json!({"refresh": pair["refresh"]});
        yume.call("POST", "/v1/auth/refresh/", &body).await.status
    };
    yume.sandbox.expire_yume_tokens(false);
    assert_eq!(signed.get("/v1/tenant/").await.status, 401);
    assert_eq!(refresh().await, 200);
    yume.sandbox.expire_yume_tokens(true);
    assert_eq!(refresh().await, 401);
}

#[tokio::test]
async fn logout_revokes_the_refresh_token() {
    let yume = Yume::stranger(small());
    let pair = yume.login("demo-yume", PASSWORD).await.ok();
    let signed = yume.with(
        "authorization",
        &format!("Bearer {}", pair["access"].as_str().unwrap()),
    );
    let body = json!({"refresh": pair["refresh"]});
    assert_eq!(
        yume.call("POST", "/v1/auth/logout/", &body).await.status,
        401
    );
    assert_eq!(
        signed.call("POST", "/v1/auth/logout/", &body).await.status,
        200
    );
    assert_eq!(
        yume.call("POST", "/v1/auth/refresh/", &body).await.status,
        401
    );
    assert_eq!(
        signed.call("POST", "/v1/auth/logout/", &body).await.status,
        400
    );
}

#[tokio::test]
async fn wrong_password_is_told_like_an_unknown_login() {
    let yume = Yume::stranger(small());
    let wrong = yume.login("demo-yume", "demo-other").await.refusal();
    assert_eq!(wrong, yume.login("demo-nobody", PASSWORD).await.refusal());
    assert_eq!(wrong.0, 401);
    let blank = yume.call("POST", "/v1/auth/login/", &json!({})).await;
    assert_eq!(
        (blank.status.as_u16(), blank.json()),
        (
            400,
            json!({"username": ["Обязательное поле."], "password": ["Обязательное поле."]})
        )
    );
}

#[tokio::test(start_paused = true)]
async fn eleventh_login_of_a_minute_waits_and_so_does_the_hundredth_of_an_hour() {
    let yume = Yume::stranger(small());
    for _ in 0..10 {
        yume.login("demo-yume", PASSWORD).await.ok();
    }
    let refused = yume.login("demo-yume", PASSWORD).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.headers["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    assert_eq!(refused.json()["retry_after"], 60);
    for _ in 0..9 {
        tokio::time::advance(Duration::from_secs(60)).await;
        for _ in 0..10 {
            yume.login("demo-yume", PASSWORD).await.ok();
        }
    }
    tokio::time::advance(Duration::from_secs(60)).await;
    let refused = yume.login("demo-yume", PASSWORD).await;
    assert_eq!(refused.json()["retry_after"], 3_000, "{:?}", refused.body);
}

#[tokio::test]
async fn companies_come_plain_unless_a_page_is_asked_for() {
    let yume = Yume::new(small()).await;
    let all = yume.get("/v1/tenant/").await.ok();
    assert_eq!(
        (all[0]["id"].as_i64(), all[1]["currency"].as_str()),
        (Some(12), Some("KZT"))
    );
    let page = yume.get("/v1/tenant/?page=1&pageSize=1").await.ok();
    assert_eq!(
        (&page["count"], page["results"].as_array().unwrap().len()),
        (&json!(2), 1)
    );
    assert!(page["next"].is_string() && page["previous"].is_null());
    let last = yume.get("/v1/tenant/?page=2&pageSize=1").await.ok();
    assert!(last["next"].is_null() && last["results"][0]["id"] == 14);
    assert_eq!(yume.get("/v1/tenant/?page=3&pageSize=1").await.status, 404);
}
