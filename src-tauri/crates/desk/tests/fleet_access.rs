//! A park's access to Yandex Fleet: its key is where it should be and nowhere else, and nothing is left half-made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access_bench;
mod rig;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use access_bench::{added, connected, park, typed};
use desk::{
    Desk, DeskError, DeskErrorCode, DeskParts, DeskResult,
    connections::types::{ConnectionId, KeepKey, KeyPlace},
    fleet::{
        access::DEMO_FLEET_KEY,
        types::{FleetAccessView, FleetConnect, FleetManner, FleetVerdict},
    },
    preferences::{LoadedSettings, MemoryPreferences, Preferences, Settings},
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use rig::{FULL_KEY, Rig};
use sandbox::FLEET_PARK;
use secrecy::ExposeSecret;
use transport::{Wire, WireBody, WireError, full_body};
use vault::{Keychain, VaultError};

fn without_key() -> FleetConnect {
    FleetConnect {
        key: None,
        ..typed()
    }
}

fn yandex_key(rig: &Rig, park: &ConnectionId) -> Option<String> {
    let account = format!("connection/{}/yandex", park.0);
    let kept = rig.keychain.get(&account).unwrap();
    kept.map(|key| key.expose_secret().to_owned())
}

// The key.

#[tokio::test]
async fn key_is_in_the_keychain_and_not_in_the_settings() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = connected(&rig, typed()).await;
    assert_eq!(yandex_key(&rig, &park).as_deref(), Some(DEMO_FLEET_KEY));
    let settings = rig.preferences.load().settings;
    let written = serde_json::to_string(&settings).unwrap();
    assert!(written.contains(FLEET_PARK) && !written.contains(DEMO_FLEET_KEY));
    let access = rig.desk.fleet_access(&park).await.unwrap().unwrap();
    assert_eq!(access.key_place, KeyPlace::Keychain);
    assert!(access.key_mask.ends_with("-key") && !access.key_mask.contains("demo"));
    assert!(access.key_saved_at.is_some());
}

#[tokio::test]
async fn failing_keychain_leaves_no_access_without_its_key() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = added(&rig.desk).await;
    rig.keychain.fail_always(Some(VaultError::Absent));
    let failed = rig.desk.connect_fleet(&park, typed()).await.unwrap_err();
    assert_eq!(failed.code, DeskErrorCode::KeychainMissing);
    rig.keychain.fail_always(None);
    assert_eq!(rig.desk.fleet_access(&park).await.unwrap(), None);
    let refused = rig.desk.check_fleet(&park).await.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::NoFleet);
    assert_eq!(yandex_key(&rig, &park), None);

    // The same when an access is changed: it stays as it was.
    let before = rig.desk.connect_fleet(&park, typed()).await.unwrap();
    rig.keychain.fail_always(Some(VaultError::Locked));
    let changed = FleetConnect {
        park_id: "another".to_owned(),
        key: Some("demo-another-key".to_owned()),
        ..typed()
    };
    let failed = rig.desk.connect_fleet(&park, changed).await.unwrap_err();
    assert_eq!(failed.code, DeskErrorCode::KeychainLocked);
    let failed = rig.desk.disconnect_fleet(&park).await.unwrap_err();
    assert_eq!(failed.code, DeskErrorCode::KeychainLocked);
    rig.keychain.fail_always(None);
    assert_eq!(rig.desk.fleet_access(&park).await.unwrap(), Some(before));
    let check = rig.desk.check_fleet(&park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::Answers);
}

/// Settings of a disk that may be full.
#[derive(Default)]
struct FullDisk {
    inner: MemoryPreferences,
    full: AtomicBool,
}

impl Preferences for FullDisk {
    fn load(&self) -> LoadedSettings {
        self.inner.load()
    }
    fn save(&self, settings: &Settings) -> DeskResult<()> {
        if self.full.load(Ordering::SeqCst) {
            return Err(DeskError::new(DeskErrorCode::SettingsNotSaved));
        }
        self.inner.save(settings)
    }
}

#[tokio::test]
async fn settings_that_cannot_be_written_leave_the_former_key_or_none() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let disk = Arc::new(FullDisk::default());
    let desk = Desk::new(DeskParts {
        preferences: disk.clone(),
        ..rig.parts.clone()
    });
    let park = added(&desk).await;
    for keep in [KeepKey::Keychain, KeepKey::ThisRun] {
        disk.full.store(true, Ordering::SeqCst);
        let typed = FleetConnect { keep, ..typed() };
        let failed = desk.connect_fleet(&park, typed).await.unwrap_err();
        assert_eq!(failed.code, DeskErrorCode::SettingsNotSaved);
        assert_eq!(yandex_key(&rig, &park), None);
        let account = format!("connection/{}/yandex", park.0);
        assert!(!rig.parts.vault.is_for_this_run(&account));
    }
    disk.full.store(false, Ordering::SeqCst);
    let before = desk.connect_fleet(&park, typed()).await.unwrap();
    disk.full.store(true, Ordering::SeqCst);
    for keep in [KeepKey::Keychain, KeepKey::ThisRun] {
        let another = FleetConnect {
            key: Some("demo-another-key".to_owned()),
            requests_per_second: 3,
            keep,
            ..typed()
        };
        desk.connect_fleet(&park, another).await.unwrap_err();
        assert_eq!(yandex_key(&rig, &park).as_deref(), Some(DEMO_FLEET_KEY));
        assert_eq!(
            desk.fleet_access(&park).await.unwrap().as_ref(),
            Some(&before)
        );
        let check = desk.check_fleet(&park).await.unwrap();
        assert_eq!(check.verdict, FleetVerdict::Answers);
    }
}

#[tokio::test]
async fn replaced_key_and_changed_settings_are_used_from_the_next_call_on() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = connected(&rig, typed()).await;
    let told = |typed: FleetConnect| async {
        rig.desk.connect_fleet(&park, typed).await.unwrap();
        rig.desk.check_fleet(&park).await.unwrap().verdict
    };
    let unknown = FleetConnect {
        key: Some("demo-unknown-key".to_owned()),
        ..typed()
    };
    assert_eq!(told(typed()).await, FleetVerdict::Answers);
    assert_eq!(told(unknown).await, FleetVerdict::BadKey);
    assert_eq!(told(typed()).await, FleetVerdict::Answers);
    let another_client = FleetConnect {
        client_id: "taxi/park/another".to_owned(),
        ..without_key()
    };
    assert_eq!(told(another_client).await, FleetVerdict::NoRight);
}

#[tokio::test]
async fn settings_changed_without_a_key_keep_the_key() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = connected(&rig, typed()).await;
    let before = rig.desk.fleet_access(&park).await.unwrap().unwrap();
    rig.clock.advance(std::time::Duration::from_secs(60));
    let changed = FleetConnect {
        requests_per_second: 5,
        keep: KeepKey::ThisRun,
        ..without_key()
    };
    let after = rig.desk.connect_fleet(&park, changed).await.unwrap();
    let expected = FleetAccessView {
        requests_per_second: 5,
        ..before
    };
    assert_eq!(after, expected);
    assert_eq!(yandex_key(&rig, &park).as_deref(), Some(DEMO_FLEET_KEY));

    // The client counts the hour's calls: one that need not be made anew is not.
    rig.desk.check_fleet(&park).await.unwrap();
    let manner = FleetManner::Category {
        category_id: "partner_service_manual_1".to_owned(),
    };
    let changed = FleetConnect {
        requests_per_second: 5,
        manner,
        ..without_key()
    };
    rig.desk.connect_fleet(&park, changed).await.unwrap();
    let before = rig.keychain.calls();
    rig.desk.check_fleet(&park).await.unwrap();
    assert_eq!(rig.keychain.calls(), before);
}

#[tokio::test]
async fn key_for_this_run_is_nowhere_at_the_next_start() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = connected(&rig, typed()).await;
    let for_now = FleetConnect {
        keep: KeepKey::ThisRun,
        ..typed()
    };
    let access = rig.desk.connect_fleet(&park, for_now).await.unwrap();
    assert_eq!(access.key_place, KeyPlace::ThisRun);
    assert_eq!(access.key_saved_at, None);
    assert_eq!(yandex_key(&rig, &park), None);
    let check = rig.desk.check_fleet(&park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::Answers);

    let vault = vault::Vault::new(rig.keychain.clone());
    let next = Desk::new(DeskParts {
        vault,
        ..rig.parts.clone()
    });
    let access = next.fleet_access(&park).await.unwrap().unwrap();
    assert_eq!(access.key_place, KeyPlace::Missing);
    let refused = next.check_fleet(&park).await.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::NoKey);
}

#[tokio::test]
async fn removed_park_leaves_no_key_of_either_service() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = connected(&rig, typed()).await;
    rig.desk.check_fleet(&park).await.unwrap();
    rig.desk.remove_connection(&park).await.unwrap();
    assert_eq!(yandex_key(&rig, &park), None);
    let account = format!("connection/{}/jump", park.0);
    assert!(rig.keychain.get(&account).unwrap().is_none());
    let gone = rig.desk.check_fleet(&park).await.unwrap_err();
    assert_eq!(gone.code, DeskErrorCode::NoConnection);
}

#[tokio::test]
async fn access_that_is_taken_away_takes_its_key_and_leaves_the_other_services() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = connected(&rig, typed()).await;
    rig.desk.check_fleet(&park).await.unwrap();
    rig.desk.disconnect_fleet(&park).await.unwrap();
    assert_eq!(yandex_key(&rig, &park), None);
    assert_eq!(rig.desk.fleet_access(&park).await.unwrap(), None);
    for refused in [
        rig.desk.check_fleet(&park).await.map(drop),
        rig.desk.disconnect_fleet(&park).await,
    ] {
        assert_eq!(refused.unwrap_err().code, DeskErrorCode::NoFleet);
    }
    let shown = rig.desk.connection(&park).await.unwrap();
    assert_eq!(shown.key_place, KeyPlace::Keychain);
}

// What is typed, and what was written.

#[tokio::test]
async fn demo_park_keeps_only_how_transactions_are_created() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let manner = FleetManner::Category {
        category_id: "partner_service_manual_1".to_owned(),
    };
    let typed = FleetConnect {
        manner: manner.clone(),
        park_id: "another".to_owned(),
        key: Some("demo-another-key".to_owned()),
        ..typed()
    };
    let access = rig.desk.connect_fleet(&rig.park, typed).await.unwrap();
    assert_eq!(
        (access.manner, access.park_id.as_str()),
        (manner, FLEET_PARK)
    );
    let check = rig.desk.check_fleet(&rig.park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::Answers);
    assert_eq!(yandex_key(&rig, &rig.park), None);
    rig.desk.disconnect_fleet(&rig.park).await.unwrap();
    let access = rig.desk.fleet_access(&rig.park).await.unwrap().unwrap();
    assert_eq!(access.manner, FleetManner::Event);
}

type Spoil = fn(&mut FleetConnect);

#[tokio::test]
async fn nothing_that_would_fail_later_is_kept_and_each_wrong_field_is_named() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = added(&rig.desk).await;
    let wrong: [(&str, Spoil); 9] = [
        ("client_id", |typed| typed.client_id = "  ".to_owned()),
        ("client_id", |typed| typed.client_id = "парк".to_owned()),
        ("park_id", |typed| typed.park_id = "a b".to_owned()),
        ("park_id", |typed| typed.park_id = "a".repeat(101)),
        ("base_address", |typed| {
            typed.base_address = "http://fleet-api.taxi.yandex.net".to_owned();
        }),
        ("requests_per_second", |typed| typed.requests_per_second = 0),
        ("requests_per_hour", |typed| typed.requests_per_hour = 99),
        ("key", |typed| typed.key = Some("клю ч".to_owned())),
        ("key", |typed| typed.key = None),
    ];
    for (field, spoil) in wrong {
        let mut typed = typed();
        spoil(&mut typed);
        let refused = rig.desk.connect_fleet(&park, typed).await.unwrap_err();
        assert_eq!(refused.code, DeskErrorCode::InvalidInput, "{field}");
        let fields: Vec<_> = refused.fields.iter().map(|one| &one.field).collect();
        assert_eq!(fields, [field]);
        assert_eq!(rig.desk.fleet_access(&park).await.unwrap(), None);
    }
    let pasted = FleetConnect {
        client_id: format!(" taxi/park/{FLEET_PARK}\n"),
        park_id: format!("\t{FLEET_PARK} "),
        key: Some(format!(" {DEMO_FLEET_KEY}\r\n")),
        ..typed()
    };
    rig.desk.connect_fleet(&park, pasted).await.unwrap();
    let check = rig.desk.check_fleet(&park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::Answers);
}

#[tokio::test]
async fn settings_of_a_program_that_knew_no_fleet_are_still_read() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let park = added(&rig.desk).await;
    let mut written = serde_json::to_value(rig.preferences.load().settings).unwrap();
    for record in written["connections"].as_array_mut().unwrap() {
        let members = record.as_object_mut().unwrap();
        assert!(members.remove("yandex").is_some());
        assert!(members.remove("fleet_links").is_some());
    }
    let settings: Settings = serde_json::from_value(written).unwrap();
    let preferences = Arc::new(MemoryPreferences::default());
    preferences.save(&settings).unwrap();
    let desk = Desk::new(DeskParts {
        preferences,
        ..rig.parts.clone()
    });
    assert_eq!(desk.fleet_access(&park).await.unwrap(), None);
    assert!(desk.fleet_access(&rig.park).await.unwrap().is_some());
    desk.connect_fleet(&park, typed()).await.unwrap();
}

/// A service that shows what it was asked with.
struct Told(Arc<parking_lot::Mutex<Vec<http::HeaderMap>>>);

impl Wire for Told {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        async move {
            let (head, body) = request.into_parts();
            body.collect().await.unwrap();
            assert!(!head.uri.to_string().contains("demo"));
            self.0.lock().push(head.headers);
            let refused = r#"{"code": "unauthorized", "message": "нет"}"#;
            let answer = http::Response::builder().status(401);
            Ok(answer.body(full_body(refused.into())).unwrap())
        }
        .boxed()
    }
}

#[tokio::test]
async fn key_travels_in_its_own_header_marked_as_sensitive() {
    let asked = Arc::new(parking_lot::Mutex::default());
    let rig = Rig::over(park(), FULL_KEY, |_| Arc::new(Told(asked.clone()))).await;
    let park = connected(&rig, typed()).await;
    let check = rig.desk.check_fleet(&park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::BadKey);
    let asked = asked.lock();
    let key = &asked[0]["x-api-key"];
    assert_eq!(key.to_str().unwrap(), DEMO_FLEET_KEY);
    assert!(key.is_sensitive());
    assert!(
        asked[0].get("client-key").is_none(),
        "Jump's key stays here"
    );
}
