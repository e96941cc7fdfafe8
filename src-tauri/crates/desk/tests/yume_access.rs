//! A park's access to Yume: the password is used once, the tokens are in the keychain and nowhere else, and nothing is left
//! half-made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;
mod yume_bench;

use desk::{
    DeskErrorCode,
    connections::types::{CheckState, ConnectionEdit, KeepKey, KeyPlace, ParkColor},
    preferences::Preferences,
    yume::types::{YumeCompany, YumeId, YumeSignIn, YumeVerdict},
};
use rig::small_park;
use sandbox::{
    Options, YUME_BARE_COMPANY, YUME_COMPANY, YUME_FOREIGN_COMPANY, YumeIntegrationState,
};
use vault::VaultError;
use yume_bench::{Bench, LOGIN, PASSWORD, pasted, typed};

fn company(id: i64) -> YumeCompany {
    YumeCompany {
        id: YumeId(id),
        name: String::new(),
        currency: String::new(),
    }
}

// Signing in.

#[tokio::test]
async fn password_is_kept_nowhere_and_the_tokens_are_in_the_keychain_alone() {
    let bench = Bench::signed_out(small_park()).await;
    assert_eq!(bench.desk().yume_access(&bench.park).await.unwrap(), None);
    let told = bench.desk().sign_in_to_yume(&bench.park, typed()).await;
    let told = told.unwrap();
    assert_eq!(told.access.token_place, KeyPlace::Keychain);
    assert!(told.access.renewable && !told.access.over);
    assert_eq!(told.access.login, LOGIN);
    assert!(told.access.access_until.is_some() && told.access.signed_in_at.is_some());
    assert_eq!(told.companies.len(), 2);
    assert_eq!(told.access.company, None, "two: nobody has chosen yet");
    let (access, refresh) = (bench.kept("yume-access"), bench.kept("yume"));
    let (access, refresh) = (access.unwrap(), refresh.unwrap());
    assert_ne!(access, refresh);
    let settings = bench.rig.preferences.load().settings;
    let written = serde_json::to_string(&settings).unwrap();
    assert!(written.contains(LOGIN));
    for secret in [PASSWORD, &access, &refresh] {
        assert!(!written.contains(secret));
    }
    assert_eq!(bench.came("login").len(), 1);
}

#[tokio::test]
async fn wrong_password_leaves_the_former_access_as_it_was() {
    let bench = Bench::new().await;
    let before = (bench.kept("yume-access"), bench.kept("yume"));
    let wrong = YumeSignIn {
        password: "demo-wrong".to_owned(),
        ..typed()
    };
    let refused = bench.desk().sign_in_to_yume(&bench.park, wrong).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::InvalidInput);
    assert_eq!(refused.fields[0].code, "yume_credentials");
    assert_eq!((bench.kept("yume-access"), bench.kept("yume")), before);
    bench.list().await;
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_by_field_and_nothing_leaves() {
    let bench = Bench::signed_out(small_park()).await;
    let empty = YumeSignIn {
        base_address: "ftp://yume".to_owned(),
        requests_per_second: 0,
        login: " ".to_owned(),
        password: String::new(),
        keep: KeepKey::Keychain,
    };
    let refused = bench.desk().sign_in_to_yume(&bench.park, empty).await;
    let fields = refused.unwrap_err().fields;
    let fields: Vec<_> = fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        ["base_address", "requests_per_second", "login", "password"]
    );
    assert!(bench.came("login").is_empty());
}

#[tokio::test]
async fn failing_keychain_leaves_no_access_without_its_tokens() {
    let bench = Bench::signed_out(small_park()).await;
    bench.rig.keychain.fail_always(Some(VaultError::Absent));
    let failed = bench.desk().sign_in_to_yume(&bench.park, typed()).await;
    assert_eq!(failed.unwrap_err().code, DeskErrorCode::KeychainMissing);
    assert_eq!(bench.desk().yume_access(&bench.park).await.unwrap(), None);
    // For this run no keychain is needed.
    let this_run = YumeSignIn {
        keep: KeepKey::ThisRun,
        ..typed()
    };
    let told = bench.desk().sign_in_to_yume(&bench.park, this_run).await;
    assert_eq!(told.unwrap().access.token_place, KeyPlace::ThisRun);
    bench.list().await;
    bench.rig.keychain.fail_always(None);
    assert_eq!(bench.kept("yume"), None);
    let over = bench.restarted().triggers(&bench.park).await.unwrap_err();
    assert_eq!(over.code, DeskErrorCode::YumeSignedOut);
}

#[tokio::test]
async fn tenth_wrong_password_is_told_to_wait() {
    let bench = Bench::signed_out(small_park()).await;
    let wrong = || YumeSignIn {
        password: "demo-wrong".to_owned(),
        ..typed()
    };
    for _ in 0..10 {
        let refused = bench.desk().sign_in_to_yume(&bench.park, wrong()).await;
        assert_eq!(refused.unwrap_err().code, DeskErrorCode::InvalidInput);
    }
    let refused = bench.desk().sign_in_to_yume(&bench.park, typed()).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::RateLimited);
    assert!(refused.params.contains_key("seconds"));
}

// A token that a person has already.

#[tokio::test]
async fn pasted_token_is_kept_only_after_the_service_has_accepted_it() {
    let bench = Bench::new().await;
    let (access, refresh) = (bench.kept("yume-access"), bench.kept("yume"));
    let (access, refresh) = (access.unwrap(), refresh.unwrap());
    let desk = bench.desk();
    let refused = desk
        .paste_yume_token(&bench.park, pasted("demo-stranger", None))
        .await;
    assert_eq!(refused.unwrap_err().fields[0].code, "yume_token_refused");
    assert_eq!(bench.kept("yume-access").as_deref(), Some(&*access));
    let refused = desk
        .paste_yume_token(&bench.park, pasted("два слова", Some("a b")))
        .await;
    assert_eq!(refused.unwrap_err().fields.len(), 2);

    // Access alone: nothing renews it, and no refresh token of another session stays.
    let told = desk
        .paste_yume_token(&bench.park, pasted(&access, None))
        .await;
    let told = told.unwrap();
    assert!(!told.access.renewable && told.access.login.is_empty());
    assert_eq!(bench.kept("yume"), None);
    bench.list().await;
    bench.sandbox().expire_yume_tokens(false);
    let over = desk.triggers(&bench.park).await.unwrap_err();
    assert_eq!(over.code, DeskErrorCode::YumeSignedOut);

    // One that is over already is renewed by the refresh token beside it.
    let told = desk
        .paste_yume_token(&bench.park, pasted(&access, Some(&refresh)))
        .await;
    assert!(told.unwrap().access.renewable);
    assert_ne!(bench.kept("yume-access").unwrap(), access);
    bench.list().await;
}

// Signing out.

#[tokio::test]
async fn signing_out_ends_the_session_there_and_forgets_the_tokens_here() {
    let bench = Bench::new().await;
    let refresh = bench.kept("yume").unwrap();
    let told = bench.desk().sign_out_of_yume(&bench.park).await.unwrap();
    assert_eq!(told.not_told, None);
    assert_eq!(
        (bench.kept("yume"), bench.kept("yume-access")),
        (None, None)
    );
    let access = bench
        .desk()
        .yume_access(&bench.park)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(access.token_place, KeyPlace::Missing);
    assert_eq!(access.login, LOGIN, "to be offered again");
    let over = bench.desk().triggers(&bench.park).await.unwrap_err();
    assert_eq!(over.code, DeskErrorCode::YumeSignedOut);
    let dead = bench
        .desk()
        .paste_yume_token(&bench.park, pasted("demo-old", Some(&refresh)))
        .await;
    assert_eq!(dead.unwrap_err().code, DeskErrorCode::InvalidInput);
}

#[tokio::test]
async fn logout_that_fails_is_told_and_forgets_the_tokens_all_the_same() {
    let bench = Bench::new().await;
    bench.faults(&["logout:drop"]);
    let told = bench.desk().sign_out_of_yume(&bench.park).await.unwrap();
    assert!(told.not_told.is_some());
    assert_eq!(
        (bench.kept("yume"), bench.kept("yume-access")),
        (None, None)
    );
}

#[tokio::test]
async fn removed_park_leaves_no_token_behind() {
    let bench = Bench::new().await;
    bench.desk().remove_connection(&bench.park).await.unwrap();
    assert_eq!(
        (bench.kept("yume"), bench.kept("yume-access")),
        (None, None)
    );
    let bench = Bench::new().await;
    bench.desk().disconnect_yume(&bench.park).await.unwrap();
    assert_eq!(
        (bench.kept("yume"), bench.kept("yume-access")),
        (None, None)
    );
    assert_eq!(bench.desk().yume_access(&bench.park).await.unwrap(), None);
    let none = bench.desk().triggers(&bench.park).await.unwrap_err();
    assert_eq!(none.code, DeskErrorCode::NoYume);
}

#[tokio::test]
async fn keychain_that_fails_while_signing_out_leaves_the_access_whole() {
    let bench = Bench::new().await;
    bench.rig.keychain.fail_always(Some(VaultError::Locked));
    let failed = bench.desk().disconnect_yume(&bench.park).await.unwrap_err();
    assert_eq!(failed.code, DeskErrorCode::KeychainLocked);
    bench.rig.keychain.fail_always(None);
    assert!(
        bench
            .desk()
            .yume_access(&bench.park)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn demo_park_has_yume_without_anything_typed() {
    let bench = Bench::signed_out(small_park()).await;
    let demo = bench.rig.park.clone();
    let list = bench.desk().triggers(&demo).await.unwrap();
    assert_eq!(list.groups.len(), 4);
    bench.sandbox().expire_yume_tokens(true);
    bench.desk().triggers(&demo).await.unwrap();
    let access = bench.desk().yume_access(&demo).await.unwrap().unwrap();
    assert_eq!(access.token_place, KeyPlace::NotNeeded);
}

// Company and check.

#[tokio::test]
async fn company_goes_with_every_call_and_a_wrong_one_is_told_as_such() {
    let bench = Bench::new().await;
    let desk = bench.desk();
    for (id, code) in [
        (YUME_COMPANY, None),
        (YUME_BARE_COMPANY, Some(DeskErrorCode::Forbidden)),
        (YUME_FOREIGN_COMPANY, Some(DeskErrorCode::YumeWrongCompany)),
        (999, Some(DeskErrorCode::YumeWrongCompany)),
    ] {
        desk.choose_yume_company(&bench.park, Some(company(id)))
            .await
            .unwrap();
        let listed = desk.triggers(&bench.park).await;
        assert_eq!(listed.as_ref().err().map(|error| error.code), code, "{id}");
        let came = bench.came("listWazzupTriggers");
        assert_eq!(came.last().unwrap().company, Some(id));
        assert_eq!(bench.came("login").len(), 1, "the session stays");
    }
    let access = desk.choose_yume_company(&bench.park, None).await.unwrap();
    assert_eq!(access.company, None);
    bench.list().await;
    assert_eq!(
        bench.came("listWazzupTriggers").last().unwrap().company,
        None
    );
}

#[tokio::test]
async fn company_that_is_not_the_accounts_is_not_kept_over_a_sign_in() {
    let bench = Bench::new().await;
    let desk = bench.desk();
    let choose = |id| desk.choose_yume_company(&bench.park, Some(company(id)));
    choose(YUME_FOREIGN_COMPANY).await.unwrap();
    let told = desk.sign_in_to_yume(&bench.park, typed()).await.unwrap();
    assert_eq!(told.access.company, None);
    choose(YUME_COMPANY).await.unwrap();
    let told = desk.sign_in_to_yume(&bench.park, typed()).await.unwrap();
    assert_eq!(told.access.company.unwrap().id, YumeId(YUME_COMPANY));
}

async fn verdict(bench: &Bench) -> YumeVerdict {
    bench.desk().check_yume(&bench.park).await.unwrap().verdict
}

#[tokio::test]
async fn check_says_the_one_thing_that_can_be_mended() {
    let bench = Bench::new().await;
    let desk = bench.desk();
    let check = desk.check_yume(&bench.park).await.unwrap();
    assert_eq!(check.verdict, YumeVerdict::Answers, "{:?}", check.lines);
    assert_eq!(check.lines.len(), 6);
    assert_eq!(check.lines[0].count, Some(2));

    let choose = |id| desk.choose_yume_company(&bench.park, Some(company(id)));
    choose(YUME_FOREIGN_COMPANY).await.unwrap();
    assert_eq!(verdict(&bench).await, YumeVerdict::WrongCompany);
    choose(YUME_BARE_COMPANY).await.unwrap();
    assert_eq!(verdict(&bench).await, YumeVerdict::NoRight);
    choose(YUME_COMPANY).await.unwrap();

    bench
        .sandbox()
        .set_yume_integration(YumeIntegrationState::Off);
    assert_eq!(verdict(&bench).await, YumeVerdict::NotConnected);
    bench
        .sandbox()
        .set_yume_integration(YumeIntegrationState::Active);

    bench.sandbox().expire_yume_tokens(true);
    let check = desk.check_yume(&bench.park).await.unwrap();
    assert_eq!(check.verdict, YumeVerdict::SignedOut);
    assert_eq!(check.lines.len(), 1);
    assert_eq!(check.lines[0].state, CheckState::Unauthorized);
    assert!(desk.yume_access(&bench.park).await.unwrap().unwrap().over);
}

#[tokio::test]
async fn check_of_an_account_with_few_rights_says_which_are_missing() {
    let mut options: Options = small_park();
    options.yume_users[0].forbidden = vec!["getWazzupSettings".to_owned()];
    let bench = Bench::of(options).await;
    assert_eq!(verdict(&bench).await, YumeVerdict::SomeRightsMissing);
    bench.faults(&["listWazzupTriggers:status=500"]);
    assert_eq!(verdict(&bench).await, YumeVerdict::Failed);
}

/// No reading tells that the time is over; a refused write does.
#[tokio::test]
async fn integration_that_is_over_is_told_by_the_write_and_then_by_the_check() {
    let bench = Bench::new().await;
    bench
        .sandbox()
        .set_yume_integration(YumeIntegrationState::Expired);
    let trigger = bench.numbered(1).await;
    let target = yume_bench::target(&trigger);
    let draft = yume_bench::with_text(&trigger, "Новый текст");
    let refused = bench
        .desk()
        .replace_trigger(&bench.park, target.clone(), draft.clone())
        .await;
    assert_eq!(refused.unwrap_err().code, DeskErrorCode::YumeIntegrationOff);
    assert_eq!(verdict(&bench).await, YumeVerdict::Expired);
    bench
        .sandbox()
        .set_yume_integration(YumeIntegrationState::Active);
    bench
        .desk()
        .replace_trigger(&bench.park, target, draft)
        .await
        .unwrap();
    assert_eq!(verdict(&bench).await, YumeVerdict::Answers);
}

#[tokio::test]
async fn read_only_connection_changes_nothing_at_yume() {
    let bench = Bench::new().await;
    let desk = bench.desk();
    let trigger = bench.numbered(1).await;
    let edit = ConnectionEdit {
        name: "Парк".to_owned(),
        color: ParkColor::Teal,
        read_only: true,
    };
    desk.edit_connection(&bench.park, edit).unwrap();
    let park = &bench.park;
    let target = yume_bench::target(&trigger);
    let draft = yume_bench::with_text(&trigger, "Иначе");
    let before = bench.sandbox().yume_requests().len();
    let codes = [
        desk.create_trigger(park, draft.clone()).await.err(),
        desk.replace_trigger(park, target.clone(), draft.clone())
            .await
            .err(),
        desk.patch_trigger(park, target.clone(), draft).await.err(),
        desk.delete_trigger(park, target).await.err(),
        desk.reorder_triggers(park, vec![trigger.id]).await.err(),
        desk.connect_wazzup(park).await.err(),
        desk.sync_wazzup(park).await.err(),
        desk.disconnect_integration(park, "wazzup").await.err(),
    ];
    for refused in codes {
        assert_eq!(refused.unwrap().code, DeskErrorCode::ReadOnly);
    }
    assert_eq!(bench.sandbox().yume_requests().len(), before);
}
