//! A session that ends under way: the access is renewed once for all who wait, what was refused for it is sent once more,
//! and nothing typed is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::{
    DeskErrorCode, DeskEvent,
    yume::types::{TriggerState, YumePart},
};
use futures::future::join_all;
use vault::VaultError;
use yume_bench::{Bench, of, target, typed, with_text};

#[tokio::test]
async fn access_that_ends_in_the_middle_of_a_save_is_renewed_and_the_save_goes_on() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(1).await;
    // After the list, before the PUT.
    bench.before_each(|sandbox, method, _, seen| {
        if method == "PUT" && seen == 1 {
            sandbox.expire_yume_tokens(false);
        }
    });
    let saved = bench.retold(&trigger, "Новый текст").await;
    assert_eq!(saved.state, TriggerState::Saved);
    let puts: Vec<u16> = bench
        .came("replaceWazzupTrigger")
        .iter()
        .map(|one| one.status)
        .collect();
    assert_eq!(puts, [401, 200], "once more, and no more");
    assert_eq!(bench.came("refreshToken").len(), 1);
    assert_eq!(bench.truth(trigger.id)["text"], "Новый текст");
}

#[tokio::test]
async fn creation_refused_for_its_token_is_not_made_twice() {
    let bench = Bench::new().await;
    let draft = with_text(&bench.numbered(1).await, "Только один");
    let before = bench.truths();
    bench.before_each(|sandbox, method, path, _| {
        if method == "POST" && path.ends_with("/triggers/") {
            sandbox.expire_yume_tokens(false);
        }
    });
    // The renewed token is over as well before it is used: the second 401 ends it.
    let refused = bench
        .desk()
        .create_trigger(&bench.park, draft)
        .await
        .unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::YumeSignedOut);
    assert_eq!(bench.came("createWazzupTrigger").len(), 2);
    assert_eq!(bench.truths(), before);
}

#[tokio::test]
async fn twenty_calls_at_once_renew_the_access_once() {
    let bench = Bench::new().await;
    bench.sandbox().expire_yume_tokens(false);
    let calls = (0..20).map(|_| bench.desk().triggers(&bench.park));
    for listed in join_all(calls).await {
        listed.unwrap();
    }
    assert_eq!(bench.came("refreshToken").len(), 1);
    let told = bench.rig.events.all();
    let renewed = told.iter().filter(
        |event| matches!(event, DeskEvent::Yume(change) if change.what == YumePart::Access),
    );
    assert!(renewed.count() >= 2, "signed in, and renewed");
}

#[tokio::test]
async fn renewed_access_is_in_the_keychain_and_serves_the_next_run() {
    let bench = Bench::new().await;
    let first = bench.kept("yume-access").unwrap();
    bench.sandbox().expire_yume_tokens(false);
    // The program ends, and the next run finds a token that is over: many screens ask at once.
    let next = bench.restarted();
    let calls = (0..20).map(|_| next.triggers(&bench.park));
    for listed in join_all(calls).await {
        listed.unwrap();
    }
    assert_eq!(bench.came("refreshToken").len(), 1);
    let second = bench.kept("yume-access").unwrap();
    assert_ne!(second, first);
    // And the run after that needs no other one.
    bench.restarted().triggers(&bench.park).await.unwrap();
    assert_eq!(bench.came("refreshToken").len(), 1);
    assert_eq!(bench.kept("yume-access").unwrap(), second);
}

#[tokio::test]
async fn refused_refresh_says_sign_in_again_and_deletes_nothing() {
    let bench = Bench::new().await;
    let trigger = bench.numbered(1).await;
    let draft = with_text(&trigger, "Набрано долго");
    let (access, refresh) = (bench.kept("yume-access"), bench.kept("yume"));
    bench.sandbox().expire_yume_tokens(true);
    let save = || {
        bench
            .desk()
            .replace_trigger(&bench.park, target(&trigger), draft.clone())
    };
    let refused = save().await.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::YumeSignedOut);
    assert_eq!(
        (bench.kept("yume-access"), bench.kept("yume")),
        (access, refresh)
    );
    assert!(bench.done("replaceWazzupTrigger") == 0);
    let view = bench
        .desk()
        .yume_access(&bench.park)
        .await
        .unwrap()
        .unwrap();
    assert!(view.over);
    // Signed in again, the very same save goes through.
    let told = bench
        .desk()
        .sign_in_to_yume(&bench.park, typed())
        .await
        .unwrap();
    assert!(!told.access.over);
    assert_eq!(save().await.unwrap().state, TriggerState::Saved);
}

#[tokio::test]
async fn network_that_fails_while_renewing_does_not_sign_anybody_out() {
    let bench = Bench::new().await;
    bench.sandbox().expire_yume_tokens(false);
    bench.faults(&["refreshToken:drop", "refreshToken:status=503"]);
    let failed = bench.desk().triggers(&bench.park).await.unwrap_err();
    assert_ne!(failed.code, DeskErrorCode::YumeSignedOut);
    let view = bench
        .desk()
        .yume_access(&bench.park)
        .await
        .unwrap()
        .unwrap();
    assert!(!view.over);
    bench.faults(&[]);
    bench.list().await;
}

#[tokio::test]
async fn keychain_that_fails_while_renewing_does_not_end_the_session_of_this_run() {
    let bench = Bench::new().await;
    bench.list().await;
    bench.sandbox().expire_yume_tokens(false);
    // The refresh token is read, then the keychain fails.
    let keychain = bench.rig.keychain.clone();
    bench.before_each(move |_, _, path, _| {
        if path.ends_with("/refresh/") {
            keychain.fail_always(Some(VaultError::Locked));
        }
    });
    let list = bench.list().await;
    assert!(!of(&list).is_empty());
    bench.rig.keychain.fail_always(None);
    bench.list().await;
    assert_eq!(bench.came("refreshToken").len(), 1);
}

#[tokio::test]
async fn access_taken_away_while_it_is_renewed_leaves_no_token_behind() {
    let bench = Bench::new().await;
    bench.sandbox().expire_yume_tokens(false);
    let (desk, park) = (bench.desk().clone(), bench.park.clone());
    let listing = tokio::spawn({
        let (desk, park) = (desk.clone(), park.clone());
        async move { desk.triggers(&park).await }
    });
    desk.disconnect_yume(&park).await.unwrap();
    let _ = listing.await.unwrap();
    assert_eq!(
        (bench.kept("yume"), bench.kept("yume-access")),
        (None, None)
    );
}

#[tokio::test]
async fn renewing_by_hand_is_the_same_renewal() {
    let bench = Bench::new().await;
    let before = bench.kept("yume-access").unwrap();
    let view = bench.desk().renew_yume(&bench.park).await.unwrap();
    assert!(view.access_until.is_some());
    assert_ne!(bench.kept("yume-access").unwrap(), before);
    bench.sandbox().expire_yume_tokens(true);
    let over = bench.desk().renew_yume(&bench.park).await.unwrap_err();
    assert_eq!(over.code, DeskErrorCode::YumeSignedOut);
}
