//! The edit of an application during moderation: only the sections that are sent change, written under prefixed names
//! and read under plain ones. A walking courier has neither a licence nor a car.

use super::body::{Body, REQUIRED, UNKNOWN};
use crate::{
    answer::Reply,
    applications::{Application, Section},
    directory::{
        self as d, AUTO_COURIER, COLORS, COUNTRIES, DELIVERY_TYPES, INTEGRATIONS, MODELS, ON_FOOT,
        PROFESSIONS, WALKING_COURIER, knows, name_of,
    },
    moments::{Seconds, date},
    park::Sandbox,
    routes::{Answer, Call},
};
use http::StatusCode;
use jiff::civil::Date;
use serde_json::{Value, json};

const NO_DATE: &str = "Не является датой.";
const OLDEST_CAR: i64 = 1980;
const VIN_LENGTH: usize = 17;

pub fn edit(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let place = park
        .place_of_application(call.ids[0])
        .ok_or(StatusCode::NOT_FOUND)?;
    let mut changed = park.applications[place].clone();
    body.only(&[
        "profession",
        "is_car_driver",
        "delivery_type",
        "integrations",
        "person_info",
        "driver_license",
        "car",
    ]);
    if body.is_empty() {
        body.refuse("", "Нужен хотя бы один раздел.");
    }
    work(&mut body, &mut changed);
    person(&mut body, &mut changed, park.now);
    license(&mut body, &mut changed);
    car(&mut body, &mut changed, park.now);
    body.settled()?;
    if call.key.writes {
        park.applications[place] = changed;
    }
    let item = park.applications[place].item();
    Ok(Reply::json(&json!({"item": item})))
}

/// The direction, the own car, the way of delivery (which decides between the two kinds of couriers), the aggregators.
fn work(body: &mut Body, one: &mut Application) {
    if body.has("profession") {
        match body.required_id("profession") {
            Some(id) if knows(PROFESSIONS, id) => one.direction = usize::try_from(id - 1).ok(),
            Some(_) => body.refuse("profession", UNKNOWN),
            None => {}
        }
    }
    if body.has("delivery_type") {
        delivery(body, one);
    }
    if one.direction == Some(0) {
        one.delivery_type = None;
    }
    if body.has("is_car_driver") {
        let asked = body.flag("is_car_driver");
        if asked.is_none() {
            body.refuse("is_car_driver", REQUIRED);
        }
        one.is_car_driver = asked;
    }
    if one.direction == Some(WALKING_COURIER) && one.is_car_driver == Some(true) {
        if body.has("is_car_driver") {
            body.refuse("is_car_driver", "У пешего курьера нет автомобиля.");
        }
        one.is_car_driver = Some(false);
    }
    if body.has("integrations") {
        let ids = body.ids("integrations").unwrap_or_default();
        for (place, id) in ids.iter().enumerate() {
            if !knows(INTEGRATIONS, *id) {
                body.refuse(&format!("integrations.{place}"), UNKNOWN);
            }
        }
        one.aggregators = ids;
    }
}

fn delivery(body: &mut Body, one: &mut Application) {
    let Some(id) = body.required_id("delivery_type") else {
        return;
    };
    let direction = if id == ON_FOOT {
        WALKING_COURIER
    } else {
        AUTO_COURIER
    };
    if !knows(DELIVERY_TYPES, id) {
        body.refuse("delivery_type", UNKNOWN);
    } else if !matches!(one.direction, Some(AUTO_COURIER | WALKING_COURIER)) {
        body.refuse("delivery_type", "Только для курьеров.");
    } else if body.has("profession") && one.direction != Some(direction) {
        body.refuse("delivery_type", "Не подходит профессии.");
    } else {
        one.delivery_type = Some(id);
        one.direction = Some(direction);
    }
}

fn person(body: &mut Body, one: &mut Application, now: Seconds) {
    let Some(mut asked) = body.section("person_info", "person_info.") else {
        return;
    };
    let names = [
        "last_name",
        "first_name",
        "middle_name",
        "city",
        "birthdate",
        "driver_license_taxi",
        "comment",
    ];
    asked.only(&names);
    let person = one.person_info.get_or_insert_default();
    for name in names.into_iter().filter(|name| *name != "birthdate") {
        if !asked.has(name) {
            continue;
        }
        let text = match name {
            "last_name" | "first_name" => asked.required_text(name),
            _ => asked.text(name),
        };
        person.insert(name.to_owned(), json!(text));
    }
    let birthdate = day(&mut asked, "birthdate", person, "birthdate");
    if birthdate.is_some_and(|day| day > date(now)) {
        asked.refuse("birthdate", NO_DATE);
    }
    body.absorb(asked);
}

/// Writes a date under its read name and answers it; absent stays and null clears.
fn day(asked: &mut Body, name: &str, section: &mut Section, read: &str) -> Option<String> {
    if !asked.has(name) {
        return None;
    }
    let text = asked.text(name);
    let is_day = |text: &String| text.len() == 10 && text.parse::<Date>().is_ok();
    if text.as_ref().is_some_and(|text| !is_day(text)) {
        asked.refuse(name, NO_DATE);
    }
    section.insert(read.to_owned(), json!(text));
    text
}

fn license(body: &mut Body, one: &mut Application) {
    let Some(mut asked) = body.section("driver_license", "driver_license.") else {
        return;
    };
    if one.direction == Some(WALKING_COURIER) {
        body.refuse("driver_license", "Раздела нет у пешего курьера.");
    }
    asked.only(&[
        "driver_license_country",
        "driver_license_number",
        "driver_license_issue_date",
        "driver_license_expiry_date",
        "driver_license_total_since_date",
        "driver_license_expiry_date_unlimited",
    ]);
    let license = one.driver_license.get_or_insert_default();
    country(&mut asked, license);
    text(&mut asked, "driver_license_number", license, "number");
    for (name, read) in [
        ("driver_license_issue_date", "issue_date"),
        ("driver_license_expiry_date", "expiry_date"),
        ("driver_license_total_since_date", "total_since_date"),
    ] {
        day(&mut asked, name, license, read);
    }
    let unlimited = "driver_license_expiry_date_unlimited";
    if asked.has(unlimited) {
        let flag = asked.flag(unlimited);
        license.insert("expiry_date_unlimited".to_owned(), json!(flag));
    }
    let moment = |name: &str| license.get(name)?.as_str();
    if let (Some(issued), Some(expires)) = (moment("issue_date"), moment("expiry_date"))
        && issued >= expires
    {
        let name = "driver_license_expiry_date";
        asked.refuse(name, "Должно быть позже даты выдачи.");
    }
    body.absorb(asked);
}

/// The country as `{value, title}` or as its code alone.
fn country(asked: &mut Body, license: &mut Section) {
    let name = "driver_license_country";
    if !asked.has(name) {
        return;
    }
    let code = match asked.value(name) {
        Some(Value::Object(members)) => members.get("value").and_then(Value::as_str),
        Some(Value::String(code)) => Some(code.as_str()),
        _ => None,
    };
    match COUNTRIES.iter().find(|(known, _)| Some(*known) == code) {
        Some((value, title)) => {
            let shown = json!({"value": value, "title": title});
            license.insert("country".to_owned(), shown);
        }
        None => asked.refuse(name, UNKNOWN),
    }
}

/// Writes a string under its read name; absent stays and null clears.
fn text(asked: &mut Body, name: &str, section: &mut Section, read: &str) {
    if asked.has(name) {
        let text = asked.text(name);
        section.insert(read.to_owned(), json!(text));
    }
}

fn car(body: &mut Body, one: &mut Application, now: Seconds) {
    let Some(mut asked) = body.section("car", "car.") else {
        return;
    };
    if one.direction == Some(WALKING_COURIER) {
        body.refuse("car", "Раздела нет у пешего курьера.");
    } else if one.is_car_driver == Some(false) {
        body.refuse("car", "Раздела нет без своего автомобиля.");
    }
    asked.only(&[
        "car_model_id",
        "car_color_id",
        "car_year",
        "car_number",
        "car_license",
        "car_vin",
        "car_no_vin",
    ]);
    let car = one.car.get_or_insert_default();
    model_and_color(&mut asked, car);
    year(&mut asked, car, now);
    text(&mut asked, "car_number", car, "number");
    text(&mut asked, "car_license", car, "license");
    text(&mut asked, "car_vin", car, "vin");
    if asked.has("car_no_vin") {
        let flag = asked.flag("car_no_vin");
        car.insert("no_vin".to_owned(), json!(flag));
    }
    let vin = car.get("vin").and_then(Value::as_str).unwrap_or_default();
    let is_vin = vin.len() == VIN_LENGTH && vin.bytes().all(|sign| sign.is_ascii_alphanumeric());
    if asked.value("car_vin").is_some() && !is_vin {
        asked.refuse("car_vin", "Должно быть 17 латинских букв и цифр.");
    }
    body.absorb(asked);
}

fn model_and_color(asked: &mut Body, car: &mut Section) {
    if asked.has("car_model_id") {
        let id = asked.required_id("car_model_id");
        match MODELS.iter().find(|(known, _, _)| Some(*known) == id) {
            Some((id, brand, model)) => {
                car.insert("brand".to_owned(), json!(brand));
                car.insert("model".to_owned(), json!({"id": id, "name": model}));
            }
            None if id.is_some() => asked.refuse("car_model_id", UNKNOWN),
            None => {}
        }
    }
    if asked.has("car_color_id") {
        match asked.required_id("car_color_id") {
            Some(id) if knows(COLORS, id) => {
                let shown = json!({"id": id, "name": name_of(d::COLORS, id)});
                car.insert("color".to_owned(), shown);
            }
            Some(_) => asked.refuse("car_color_id", UNKNOWN),
            None => {}
        }
    }
}

/// A year as a number or as text; next year's models are sold already.
fn year(asked: &mut Body, car: &mut Section, now: Seconds) {
    if !asked.has("car_year") {
        return;
    }
    let year = match asked.value("car_year") {
        Some(Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_i64(),
        None => None,
    };
    let this_year = date(now)[..4].parse().unwrap_or(i64::MAX - 1);
    match year.filter(|year| (OLDEST_CAR..=this_year + 1).contains(year)) {
        Some(year) => {
            car.insert("year".to_owned(), json!(year));
        }
        None => asked.refuse("car_year", UNKNOWN),
    }
}
