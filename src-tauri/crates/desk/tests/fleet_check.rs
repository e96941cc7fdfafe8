//! The check of a park's access to Yandex Fleet tells apart what a person can mend, and creates nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access_bench;
mod rig;

use std::sync::Arc;

use access_bench::{INTERNATIONAL, RUSSIAN, connected, park, typed};
use desk::{
    DeskErrorCode, DeskEvent,
    connections::types::{CheckState, KeyPlace},
    events::{HealthState, ServiceHealth},
    fleet::{
        access::DEMO_FLEET_KEY,
        types::{FleetCheck, FleetConnect, FleetVerdict},
    },
};
use futures::{FutureExt, future::BoxFuture};
use rig::{FULL_KEY, Rig};
use sandbox::{FLEET_PARK, FleetKey, Options};
use transport::{Reached, Wire, WireBody, WireError, WireFault};

fn states(check: &FleetCheck) -> Vec<(&str, CheckState)> {
    let lines = check.lines.iter();
    lines
        .map(|line| (line.operation.as_str(), line.state))
        .collect()
}

async fn verdict(options: Options, typed: FleetConnect) -> (FleetVerdict, usize) {
    let rig = Rig::of(options, FULL_KEY).await;
    let park = connected(&rig, typed).await;
    let check = rig.desk.check_fleet(&park).await.unwrap();
    assert!(rig.sandbox.fleet_transactions_made().is_empty());
    (check.verdict, check.lines.len())
}

#[tokio::test]
async fn demo_park_answers_without_a_key_and_nothing_is_created() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let before = rig.keychain.calls();
    let access = rig.desk.fleet_access(&rig.park).await.unwrap().unwrap();
    assert_eq!(access.key_place, KeyPlace::NotNeeded);
    assert_eq!(access.park_id, FLEET_PARK);
    let check = rig.desk.check_fleet(&rig.park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::Answers, "{:?}", check.lines);
    let told = states(&check);
    assert_eq!(told.len(), 8);
    assert_eq!(
        told[7],
        ("getDriverTransactionStatusV3", CheckState::Skipped)
    );
    assert!(
        told[..6]
            .iter()
            .all(|(_, state)| *state == CheckState::Answers)
    );
    assert_eq!(check.lines[2].count, Some(40), "drivers");
    assert_eq!(check.lines[3].count, None, "no total of transactions");
    assert_eq!(rig.keychain.calls(), before, "the keychain is not asked");
    assert!(rig.sandbox.fleet_transactions_made().is_empty());
    let events = rig.events.all();
    let told = events
        .iter()
        .filter(|event| matches!(event, DeskEvent::Check(_)));
    assert_eq!(told.count(), 8);
}

#[tokio::test]
async fn bad_key_missing_right_wrong_park_and_wrong_host_are_told_apart() {
    assert_eq!(verdict(park(), typed()).await, (FleetVerdict::Answers, 8));

    let unknown = FleetConnect {
        key: Some("demo-unknown-key".to_owned()),
        ..typed()
    };
    assert_eq!(verdict(park(), unknown).await, (FleetVerdict::BadKey, 1));

    let another_client = FleetConnect {
        client_id: "taxi/park/another".to_owned(),
        ..typed()
    };
    let (told, _) = verdict(park(), another_client).await;
    assert_eq!(told, FleetVerdict::NoRight);

    let mut key = FleetKey::full(DEMO_FLEET_KEY);
    key.forbidden.push("listDriverProfiles".to_owned());
    let limited = Options {
        fleet_keys: vec![key],
        ..park()
    };
    let (told, _) = verdict(limited, typed()).await;
    assert_eq!(told, FleetVerdict::SomeRightsMissing);

    let another_park = || FleetConnect {
        park_id: "another".to_owned(),
        ..typed()
    };
    let mut options = park();
    options.fleet_quirks.wrong_park_is_404 = true;
    let (told, _) = verdict(options, another_park()).await;
    assert_eq!(told, FleetVerdict::WrongPark);
    let (told, _) = verdict(park(), another_park()).await;
    assert_eq!(told, FleetVerdict::NoRight, "403 does not say why");

    for (asked, other) in [(RUSSIAN, INTERNATIONAL), (INTERNATIONAL, RUSSIAN)] {
        let mut options = park();
        options.fleet_quirks.wrong_host = true;
        let typed = FleetConnect {
            base_address: format!("{asked}/"),
            ..typed()
        };
        let other = other.to_owned();
        let told = verdict(options, typed).await;
        assert_eq!(told, (FleetVerdict::WrongHost { other }, 1));
    }
}

#[tokio::test]
async fn service_that_is_not_reached_or_not_there_is_no_verdict_about_the_park() {
    struct Nobody;
    impl Wire for Nobody {
        fn send(
            &self,
            _: http::Request<WireBody>,
        ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
            let error = WireError::new(Reached::Nothing, WireFault::Connect, "no way");
            async { Err(error) }.boxed()
        }
    }
    let rig = Rig::over(park(), FULL_KEY, |_| Arc::new(Nobody)).await;
    let check = rig.desk.check_fleet(&rig.park).await.unwrap();
    assert_eq!(
        (check.verdict, check.lines.len()),
        (FleetVerdict::Failed, 1)
    );
    assert_eq!(check.lines[0].error, Some(DeskErrorCode::Offline));

    for fault in ["*:html=404", "*:html=403", "*:500", "*:redirect"] {
        let rig = Rig::of(park(), FULL_KEY).await;
        rig.sandbox.set_faults(vec![fault.parse().unwrap()]);
        let check = rig.desk.check_fleet(&rig.park).await.unwrap();
        assert_eq!(check.verdict, FleetVerdict::Failed, "{fault}");
    }
}

// Health, as the navigation shows it.

fn health(rig: &Rig, service: &str) -> Vec<ServiceHealth> {
    let events = rig.events.all().into_iter();
    events
        .filter_map(|event| match event {
            DeskEvent::Health(health) if health.service == service => Some(health),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn answers_of_one_service_do_not_hide_since_when_the_other_is_silent() {
    let rig = Rig::of(park(), FULL_KEY).await;
    rig.desk.check_fleet(&rig.park).await.unwrap();
    let well = health(&rig, "yandex");
    assert!(well.iter().all(|one| one.state == HealthState::Ok));
    assert_eq!(well.len(), rig.desk.recent_calls(false).len());

    let rules = sandbox::FLEET_OPERATIONS.map(|name| format!("{name}:500").parse().unwrap());
    rig.sandbox.set_faults(rules.to_vec());
    rig.desk.check_fleet(&rig.park).await.unwrap();
    rig.desk.check_connection(&rig.park).await.unwrap();
    rig.desk.check_fleet(&rig.park).await.unwrap();
    let failing = health(&rig, "yandex").split_off(well.len());
    assert!(failing[0].since.is_some());
    assert!(failing.iter().all(|one| one.since == failing[0].since));
    let jump = health(&rig, "jump");
    assert!(!jump.is_empty());
    assert!(jump.iter().all(|one| one.since.is_none()));
}

#[tokio::test]
async fn pause_is_told_of_the_service_that_asked_for_it() {
    let rig = Rig::of(park(), FULL_KEY).await;
    let rule = "listWorkRules:429=5s@first=1".parse().unwrap();
    rig.sandbox.set_faults(vec![rule]);
    let check = rig.desk.check_fleet(&rig.park).await.unwrap();
    assert_eq!(check.verdict, FleetVerdict::Answers);
    let told = health(&rig, "yandex");
    assert!(told.iter().any(|one| one.waiting_until.is_some()));
    assert!(health(&rig, "jump").is_empty());
}
