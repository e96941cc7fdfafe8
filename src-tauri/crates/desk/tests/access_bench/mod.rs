//! A park whose access to Yandex Fleet is typed in as a person does it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use desk::{
    Desk,
    connections::types::{ConnectionId, KeepKey, ParkColor},
    fleet::{
        access::DEMO_FLEET_KEY,
        types::{FleetConnect, FleetManner},
    },
};
use sandbox::{FLEET_PARK, Options};

use crate::rig::{FULL_KEY, Rig, small_park};

const BASE: &str = "http://127.0.0.1/taxi-public/v1";
pub const RUSSIAN: &str = "https://fleet-api.taxi.yandex.net";
pub const INTERNATIONAL: &str = "https://fleet-api.yango.tech";

pub fn park() -> Options {
    Options {
        fleet_drivers: 40,
        fleet_transactions: 400,
        ..small_park()
    }
}

/// What a person types who has everything right.
pub fn typed() -> FleetConnect {
    FleetConnect {
        client_id: format!("taxi/park/{FLEET_PARK}"),
        park_id: FLEET_PARK.to_owned(),
        base_address: RUSSIAN.to_owned(),
        key: Some(DEMO_FLEET_KEY.to_owned()),
        keep: KeepKey::Keychain,
        requests_per_second: 2,
        requests_per_hour: 5_000,
        manner: FleetManner::Event,
    }
}

/// A park that is not the demo's, without access to Fleet.
pub async fn added(desk: &Desk) -> ConnectionId {
    let adding = desk.add_connection("Парк", ParkColor::Teal, FULL_KEY, BASE, KeepKey::Keychain);
    adding.await.unwrap().id
}

pub async fn connected(rig: &Rig, typed: FleetConnect) -> ConnectionId {
    let park = added(&rig.desk).await;
    rig.desk.connect_fleet(&park, typed).await.unwrap();
    park
}
