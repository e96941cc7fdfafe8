//! Growing couriers who wait for moderation: a batch of like applications, with the oddities that a client must survive.

use super::{
    applicants::{self, section},
    dice::Dice,
    names, numbers,
};
use crate::{
    applications::{Application, Job},
    directory::{AUTO_COURIER, ON_FOOT, WALKING_COURIER, application_status::NOT_PROCESSED},
    moments::{DAY, date},
    park::Park,
};
use serde_json::json;

pub const TAKEN: &str = "Водитель с таким телефоном уже зарегистрирован в другом парке";

/// Older than every other application, so that nobody's first page changes. One of eight drives a car and has every
/// section; the rest walk.
pub fn fill(dice: &mut Dice, park: &mut Park, count: usize) {
    for place in 0..count {
        let days = 130 - 39 * place as i64 / count as i64;
        let created_at = park.now - days * DAY + dice.between(0, 6 * 3_600);
        let mut one = courier(dice, park, place);
        one.created_at = created_at;
        one.person_info = Some(applicants::person(dice, origin_of(place), created_at));
        if one.direction == Some(AUTO_COURIER) {
            one.driver_license = Some(applicants::license(dice, origin_of(place), created_at));
            one.car = Some(applicants::car(dice));
        }
        if place % 4 == 2 {
            one.jobs.push(Job::new(park.next_id(), 2));
        }
        one.files = applicants::files(dice, park, &one);
        park.applications.push(one);
    }
}

fn courier(dice: &mut Dice, park: &Park, place: usize) -> Application {
    let drives = place % 8 == 7;
    let last = park
        .applications
        .last()
        .map_or(applicants::FIRST_APPLICATION, |one| one.id);
    let mut one = Application {
        id: last + dice.between(1, 5),
        status: NOT_PROCESSED,
        phone: numbers::phone(dice, origin_of(place), 50_000 + park.applications.len()),
        direction: Some(if drives {
            AUTO_COURIER
        } else {
            WALKING_COURIER
        }),
        is_car_driver: Some(drives),
        delivery_type: Some(if drives {
            1 + place as i64 / 8 % 2
        } else {
            ON_FOOT
        }),
        aggregators: vec![2],
        registration_fault: (place % 12 == 5).then(|| TAKEN.to_owned()),
        ..Application::default()
    };
    if place % 5 == 1 {
        let valid_until = date(park.now + dice.between(30, 300) * DAY);
        one.others = section(json!({"medical": {
            "certificate": format!("МК-{}", dice.digits(6)),
            "valid_until": valid_until,
            "is_valid": true,
        }}));
    }
    one
}

fn origin_of(place: usize) -> names::Origin {
    use names::Origin::{Kyrgyz, Russian, Tajik, Uzbek};
    [Russian, Uzbek, Russian, Tajik, Kyrgyz][place % 5]
}
