//! Growing applications in all eight statuses: drafts half empty, finished ones with sections, scans and jobs.

use super::{
    couriers::TAKEN,
    dice::Dice,
    names::{self, Origin},
    numbers,
    scans::{Format, Scan},
};
use crate::{
    applications::{Application, Content, Job, Section, StoredFile},
    directory::{
        APPLICATION_STATUSES, COLORS, COUNTRIES, DOCUMENTS, MODELS,
        application_status::{DRAFT, EXCHANGE_ERROR, NOT_FILLED, NOT_PROCESSED},
    },
    moments::{DAY, Seconds, date},
    park::Park,
};
use serde_json::{Value, json};

pub const FIRST_APPLICATION: i64 = 51_000;
const CITIES: &[&str] = &[
    "Москва",
    "Санкт-Петербург",
    "Екатеринбург",
    "Казань",
    "Тверь",
    "Подольск",
];
/// How often each status occurs, in the order of the dictionary.
const STATUSES: [usize; 8] = [14, 10, 8, 26, 8, 20, 10, 4];

pub fn fill(dice: &mut Dice, park: &mut Park, count: usize) {
    for place in 0..count {
        let status = match place {
            0..8 => place,
            _ => dice.weighted(&STATUSES),
        };
        let back = (count - place) as i64 * 90 * DAY / count as i64;
        let created_at = park.now - back + dice.between(0, 6 * 3_600);
        let mut one = applicant(dice, park, status, created_at.min(park.now));
        one.registration_fault = fault_of(&one, place);
        park.applications.push(one);
    }
}

/// Who was refused by an aggregator once is refused again, and so is every tenth who waits.
fn fault_of(one: &Application, place: usize) -> Option<String> {
    match one.status {
        EXCHANGE_ERROR => one.jobs.first()?.comment.clone(),
        NOT_PROCESSED if place % 10 == 9 => Some(TAKEN.to_owned()),
        _ => None,
    }
}

/// A new application with an id above all known ones.
pub fn applicant(
    dice: &mut Dice,
    park: &mut Park,
    status: usize,
    created_at: Seconds,
) -> Application {
    let id = park
        .applications
        .last()
        .map_or(FIRST_APPLICATION, |one| one.id)
        + dice.between(1, 5);
    let origin = names::origin(dice);
    let started = status != DRAFT || dice.percent(60);
    let filled = status > NOT_FILLED;
    let direction = started.then(|| dice.weighted(&[80, 13, 7]));
    let drives = direction.is_some_and(|place| place < 2);
    let has_car = drives && dice.percent(70);
    let mut one = Application {
        id,
        status,
        created_at,
        phone: numbers::phone(dice, origin, 50_000 + park.applications.len()),
        referrer: dice.percent(15).then(|| referrer(dice, park)).flatten(),
        direction,
        is_car_driver: direction.map(|_| has_car),
        person_info: started.then(|| person(dice, origin, created_at)),
        driver_license: (drives && (filled || dice.percent(30)))
            .then(|| license(dice, origin, created_at)),
        car: (has_car && filled).then(|| car(dice)),
        ..Application::default()
    };
    one.jobs = jobs(dice, park, status);
    one.files = files(dice, park, &one);
    one
}

fn referrer(dice: &mut Dice, park: &Park) -> Option<(i64, String)> {
    if park.drivers.is_empty() {
        return None;
    }
    let one = dice.pick(&park.drivers);
    Some((one.id, one.full_name()))
}

pub fn person(dice: &mut Dice, origin: Origin, created_at: Seconds) -> Section {
    let name = names::full_name(dice, origin);
    let birthdate = date(created_at - dice.between(21 * 365, 58 * 365) * DAY);
    let permit = dice.percent(40).then(|| dice.digits(6));
    section(json!({
        "last_name": name.last,
        "first_name": name.first,
        "middle_name": Some(name.middle).filter(|middle| !middle.is_empty()),
        "birthdate": birthdate,
        "city": dice.pick(CITIES),
        "driver_license_taxi": permit,
        "comment": dice.percent(10).then_some("Хочу начать с понедельника"),
    }))
}

pub fn license(dice: &mut Dice, origin: Origin, created_at: Seconds) -> Section {
    let (value, title) = COUNTRIES[origin as usize];
    let issued = created_at - dice.between(100, 3_300) * DAY;
    let unlimited = dice.percent(3);
    section(json!({
        "country": {"value": value, "title": title},
        "number": numbers::license(dice, origin),
        "issue_date": date(issued),
        "expiry_date": (!unlimited).then(|| date(issued + 3_652 * DAY)),
        "expiry_date_unlimited": unlimited,
        "total_since_date": date(issued - dice.between(0, 4_000) * DAY),
    }))
}

pub fn car(dice: &mut Dice) -> Section {
    let (model_id, brand, model) = *dice.pick(MODELS);
    let (color_id, color) = *dice.pick(&COLORS[1..]);
    let no_vin = dice.percent(4);
    let vin = (!no_vin).then(|| format!("X9FDEM0{}", dice.digits(10)));
    section(json!({
        "brand": brand,
        "model": {"id": model_id, "name": model},
        "color": {"id": color_id, "name": color},
        "year": dice.between(2015, 2024),
        "number": numbers::plate(dice),
        "license": dice.digits(10),
        "vin": vin,
        "no_vin": no_vin,
    }))
}

fn jobs(dice: &mut Dice, park: &mut Park, status: usize) -> Vec<Job> {
    let (slug, _) = APPLICATION_STATUSES[status];
    let job_status = match slug {
        "exchange_error" => 1,
        "register" | "filled" => 2,
        "registered" => 3,
        "rejected" if dice.percent(40) => 4,
        "not_processed" if dice.percent(30) => 0,
        _ => return Vec::new(),
    };
    let comment = match job_status {
        1 => Some("Водитель с таким удостоверением уже зарегистрирован".to_owned()),
        4 => Some("Стаж меньше трёх лет".to_owned()),
        _ => None,
    };
    let integrations: &[i64] = if dice.percent(25) { &[1, 2] } else { &[2] };
    let mut job = |integration_id| Job {
        status: job_status,
        comment: comment.clone(),
        ..Job::new(park.next_id(), integration_id)
    };
    integrations.iter().map(|id| job(*id)).collect()
}

/// Finished applications mostly carry every document that their sections ask for; drafts rarely any.
pub fn files(dice: &mut Dice, park: &mut Park, one: &Application) -> Vec<StoredFile> {
    let chance = if one.status <= NOT_FILLED { 10 } else { 65 };
    if !dice.percent(chance) {
        return Vec::new();
    }
    let wanted = |document: i64| match document {
        1 | 6 => one.driver_license.is_some(),
        2 | 7 => one.car.is_some(),
        _ => one.person_info.is_some(),
    };
    let mut all = Vec::new();
    for (document, _) in DOCUMENTS {
        if !wanted(*document) || dice.percent(15) {
            continue;
        }
        let format = [Format::Jpeg, Format::Png, Format::Pdf][dice.weighted(&[80, 12, 8])];
        let scan = Scan {
            document: *document,
            format,
        };
        all.push(StoredFile {
            id: park.next_id(),
            name: format!("document_{document}.{}", format.extension()),
            document: Some(*document),
            content_type: format.content_type().to_owned(),
            content: Content::Drawn(scan),
            created_at: (one.created_at + 60 * document).min(park.now),
            hidden: false,
        });
    }
    all
}

pub fn section(value: Value) -> Section {
    match value {
        Value::Object(members) => members,
        _ => Section::new(),
    }
}
