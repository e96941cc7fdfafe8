//! Tokens: taken, renewed, given up; and what a refused call asks for.

use secrecy::ExposeSecret;
use serde_json::json;
use transport::{Cause, Outcome};
use yume::YumeRefusal;

use crate::calls::refresh;
use crate::wires::Script;

#[tokio::test]
async fn login_gives_both_tokens_or_fails() {
    let password = "demo-password".to_owned().into();
    let script = Script::exemplary();
    let pair = script.client().login("demo-yume", &password).await.unwrap();
    assert_eq!(pair.access.secret().expose_secret(), "access-token");
    assert_eq!(pair.refresh.secret().expose_secret(), "refresh-token");
    assert_eq!(
        script.only().json(),
        json!({ "username": "demo-yume", "password": "demo-password" })
    );
    // An old page of the vendor has the request here.
    for odd in [
        json!({ "username": "demo-yume", "password": "x" }),
        json!({ "access": "a" }),
        json!({ "access": "a", "refresh": "" }),
        json!({ "access": 1, "refresh": "r" }),
    ] {
        let script = Script::saying(200, &odd.to_string());
        let error = script.client().login("demo-yume", &password).await;
        let error = error.unwrap_err();
        assert_eq!(
            (error.outcome, error.cause, script.times_sent()),
            (Outcome::Unreadable, Cause::Undecodable, 1),
            "{odd}"
        );
    }
}

#[tokio::test]
async fn refresh_keeps_the_old_token_unless_another_comes() {
    let script = Script::saying(200, r#"{"access": "demo-new"}"#);
    let (access, another) = script.client().refresh_token(&refresh()).await.unwrap();
    assert_eq!(access.secret().expose_secret(), "demo-new");
    assert!(another.is_none());
    let script = Script::saying(200, r#"{"access": "demo-new", "refresh": "demo-turned"}"#);
    let (_, another) = script.client().refresh_token(&refresh()).await.unwrap();
    assert_eq!(another.unwrap().secret().expose_secret(), "demo-turned");
}

/// The client does not refresh by itself: it must be plain to whoever does what is wanted.
#[tokio::test]
async fn token_that_is_over_is_told_and_nothing_is_sent_again() {
    let over = r#"{"detail": "Токен просрочен", "code": "token_not_valid"}"#;
    let script = Script::saying(401, over);
    let yume = script.client();
    let error = yume.list_wazzup_triggers().await.unwrap_err();
    assert_eq!(YumeRefusal::of(&error), Some(YumeRefusal::SignedOut));
    assert_eq!(script.times_sent(), 1);
    let error = yume.refresh_token(&refresh()).await.unwrap_err();
    assert_eq!(YumeRefusal::of(&error), Some(YumeRefusal::SessionOver));
    let password = "demo-wrong".to_owned().into();
    let error = yume.login("demo-yume", &password).await.unwrap_err();
    assert_eq!(YumeRefusal::of(&error), Some(YumeRefusal::Credentials));
}

#[tokio::test]
async fn eleventh_login_says_how_long_to_wait_and_is_not_sent_again() {
    let script = Script::saying(429, r#"{"detail": "Подождите", "retry_after": 47}"#);
    let password = "demo-password".to_owned().into();
    let error = script.client().login("demo-yume", &password).await;
    let error = error.unwrap_err();
    assert_eq!(YumeRefusal::of(&error), Some(YumeRefusal::TooMany));
    assert_eq!(error.retry_after.map(|wait| wait.as_secs()), Some(47));
    assert_eq!(
        (error.outcome, script.times_sent()),
        (Outcome::Unreadable, 1)
    );
}
