//! Somebody else in the same park, at the same time, with another program.

use std::sync::Arc;

use jump::{DriverUpdate, Id, Jump, Overrides, Referrer, RequisiteWrite};
use transport::{
    BaseAddress, Limits, NoObserver, Secret, Service, ServiceSettings, ServiceWire, SystemClock,
};

use super::{FULL_KEY, Rig};

/// A client of its own over the same park.
pub fn colleague(rig: &Rig) -> Jump {
    let wire = Arc::new(ServiceWire::new(rig.sandbox.router()));
    let service = Service::new(ServiceSettings {
        name: "jump",
        base: BaseAddress::parse("http://127.0.0.1/taxi-public/v1").unwrap(),
        auth: vec![(
            http::HeaderName::from_static("client-key"),
            Secret::from(FULL_KEY.to_owned()),
        )],
        reads: wire.clone(),
        writes: wire,
        clock: Arc::new(SystemClock),
        limits: Limits {
            per_second: 0,
            burst: 1,
            concurrency: 1,
        },
        observer: Arc::new(NoObserver),
    });
    Jump::new(service, Overrides::none())
}

/// Saves a driver as he is, but for what `change` does.
pub async fn saves_meanwhile(rig: &Rig, id: Id, change: impl FnOnce(&mut DriverUpdate)) {
    let jump = colleague(rig);
    let profile = jump.get_driver(id).await.unwrap();
    let kept = profile.requisites.as_deref().unwrap().iter();
    let kept = kept.map(|one| RequisiteWrite::Keep {
        id: one.id.unwrap(),
        type_id: one.type_id.unwrap(),
        name: None,
        is_default: false,
    });
    let mut update = DriverUpdate {
        phone: Some(profile.phone.unwrap().digits().to_owned()),
        group_id: profile.group.unwrap().id.unwrap(),
        anti_fraud_status_id: profile.anti_fraud_status.unwrap().id.unwrap(),
        referrer: Referrer::Keep,
        last_name: profile.last_name.unwrap(),
        first_name: profile.first_name.unwrap(),
        middle_name: None,
        license: None,
        email: None,
        withdrawal_forbidden_comment: None,
        park_note: None,
        park_comment: None,
        inn: None,
        contract_number: None,
        contract_full_name: None,
        contract_signed_at: None,
        passport_number: None,
        passport_issue_date: None,
        enable_car_sync: None,
        car_number: None,
        car_license_number: None,
        requisites: kept.collect(),
    };
    change(&mut update);
    jump.update_driver(id, &update).await.unwrap();
}
