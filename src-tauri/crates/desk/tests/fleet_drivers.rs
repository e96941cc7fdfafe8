//! The register of Yandex Fleet's drivers over the demo park, their balances, and who of Jump they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use desk::{
    DeskErrorCode,
    fleet::types::{FleetDriverRow, FleetDriversFilter, FleetLikeness},
    registers::types::{RegisterHandle, RegisterName, RegisterPhase},
};
use jump::Id;
use rig::{FULL_KEY, Rig, fleet::*, register::*};
use rust_decimal::Decimal;
use sandbox::{FleetDriverTruth, FleetQuirks, LargePages, Options};

async fn crowded_rig(quirks: FleetQuirks) -> Rig {
    let options = Options {
        fleet_drivers: 1_300,
        ..fleet_park(quirks)
    };
    Rig::of(options, FULL_KEY).await
}

async fn fleet_rig() -> Rig {
    Rig::of(fleet_park(FleetQuirks::default()), FULL_KEY).await
}

fn driver_rows(rig: &Rig, handle: &RegisterHandle) -> Vec<FleetDriverRow> {
    every_row(|from, count| rig.desk.fleet_drivers_window(handle, from, count))
}

/// Somebody of both services.
fn known_to_both(rig: &Rig) -> FleetDriverTruth {
    let drivers = rig.sandbox.fleet_drivers().into_iter();
    drivers
        .into_iter()
        .find(|one| one.jump_id.is_some())
        .unwrap()
}

#[tokio::test]
async fn every_driver_is_there_once_with_his_balance_whatever_size_of_page_is_carried() {
    let large = |over, status| FleetQuirks {
        large_pages: Some(LargePages { over, status }),
        ..FleetQuirks::default()
    };
    for quirks in [FleetQuirks::default(), large(150, 504), large(100, 429)] {
        let rig = crowded_rig(quirks).await;
        let state = read_drivers(&rig, FleetDriversFilter::default()).await;
        assert_eq!(state.phase, RegisterPhase::Complete, "{:?}", state.error);
        assert_eq!(state.register, RegisterName::FleetDrivers);
        assert_eq!((state.received, state.total), (1_300, Some(1_300)));
        let truth = rig.sandbox.fleet_drivers();
        let balance: Decimal = truth.iter().map(|one| one.balance).sum();
        let totals = totals(&rig, &state.handle);
        assert_eq!(of(&totals, "balance").sum.decimal(), balance);
        let rows = driver_rows(&rig, &state.handle);
        for driver in &truth {
            let row = rows.iter().find(|row| row.driver_id == driver.id).unwrap();
            assert_eq!(row.driver, driver.full_name);
            assert_eq!(format!("+{}", row.phone), driver.phone);
            assert_eq!(row.work_status, driver.work_status);
            assert_eq!(row.balance.unwrap().decimal(), driver.balance);
        }
    }
}

#[tokio::test]
async fn drivers_are_filtered_by_the_service_and_a_status_that_is_none_is_refused() {
    let rig = fleet_rig().await;
    let filter = FleetDriversFilter {
        work_statuses: vec!["fired".to_owned()],
        ..FleetDriversFilter::default()
    };
    let state = read_drivers(&rig, filter).await;
    let truth = rig.sandbox.fleet_drivers().into_iter();
    let fired = truth.filter(|one| one.work_status == "fired").count();
    assert_eq!(
        (state.phase, state.received as usize),
        (RegisterPhase::Complete, fired)
    );
    let groups = rig
        .desk
        .register_groups(&state.handle, "work_status")
        .unwrap();
    assert_eq!(
        (groups[0].key.as_str(), groups[0].title.as_str()),
        ("fired", "Уволен")
    );
    let odd = FleetDriversFilter {
        work_statuses: vec!["asleep".to_owned()],
        ..FleetDriversFilter::default()
    };
    let refused = rig.desk.open_fleet_drivers(&rig.park, odd).await;
    assert_eq!(refused.unwrap_err().code, DeskErrorCode::InvalidInput);
}

#[tokio::test]
async fn what_is_blocked_is_not_taken_for_free_money() {
    let rig = fleet_rig().await;
    let drivers = rig.sandbox.fleet_drivers();
    let driver = drivers.iter().find(|one| !one.blocked.is_zero()).unwrap();
    let told = rig.desk.fleet_balance(&rig.park, &driver.id).await.unwrap();
    assert_eq!(told.balance.decimal(), driver.balance);
    assert_eq!(told.blocked.decimal(), driver.blocked);
    assert_eq!(told.free.decimal(), driver.balance - driver.blocked);
    let parts: Decimal = told.parts.iter().map(|part| part.amount.decimal()).sum();
    assert_eq!(parts, driver.blocked);
    assert!(
        told.parts
            .iter()
            .all(|part| !part.what.starts_with("blocked_"))
    );
}

#[tokio::test]
async fn the_same_person_in_jump_is_suggested_for_every_reason_there_is() {
    let rig = fleet_rig().await;
    let driver = known_to_both(&rig);
    let suggested = rig.desk.fleet_link_suggestions(&rig.park, &driver.id).await;
    let suggested = suggested.unwrap();
    let first = &suggested[0];
    assert_eq!(Some(first.jump_id.get()), driver.jump_id);
    for by in [
        FleetLikeness::Phone,
        FleetLikeness::AggregatorId,
        FleetLikeness::Name,
    ] {
        assert!(first.by.contains(&by), "{by:?}: {first:?}");
    }
    let nobody = rig.desk.fleet_link_suggestions(&rig.park, "nobody").await;
    assert_eq!(nobody.unwrap_err().code, DeskErrorCode::NotFound);
}

#[tokio::test]
async fn a_link_is_only_made_by_a_person_shown_at_once_and_remembered() {
    let rig = fleet_rig().await;
    let driver = known_to_both(&rig);
    let state = read_drivers(&rig, FleetDriversFilter::default()).await;
    let row = || {
        let rows = driver_rows(&rig, &state.handle).into_iter();
        rows.into_iter()
            .find(|row| row.driver_id == driver.id)
            .unwrap()
    };
    assert_eq!(row().linked, None, "likeness alone links nobody");
    let jump_id = Id(driver.jump_id.unwrap());
    let link = rig
        .desk
        .link_fleet_driver(&rig.park, &driver.id, Some(jump_id));
    let link = link.await.unwrap();
    assert_eq!(link.as_ref().map(|link| link.jump_id), Some(jump_id));
    assert_eq!(row().linked, Some(jump_id));
    let details = rig
        .desk
        .fleet_driver_details(&state.handle, row().id)
        .unwrap();
    assert_eq!(details.link, link);
    // Another register, another run.
    let later = desk::Desk::new(rig.parts.clone());
    let opened = later.open_fleet_drivers(&rig.park, FleetDriversFilter::default());
    let opened = opened.await.unwrap();
    let over = || {
        let state = later.register_state(&opened.handle).unwrap();
        Some(()).filter(|()| !under_way(state.phase))
    };
    rig.events.until(over).await;
    let rows = every_row(|from, count| later.fleet_drivers_window(&opened.handle, from, count));
    let again = rows.iter().find(|row| row.driver_id == driver.id).unwrap();
    assert_eq!(again.linked, Some(jump_id));
    let none = rig
        .desk
        .link_fleet_driver(&rig.park, &driver.id, None)
        .await;
    assert_eq!((none.unwrap(), row().linked), (None, None));
    let unknown = rig
        .desk
        .link_fleet_driver(&rig.park, &driver.id, Some(Id(1)));
    assert_eq!(unknown.await.unwrap_err().code, DeskErrorCode::NotFound);
}
