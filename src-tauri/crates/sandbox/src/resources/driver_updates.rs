//! The update of a driver: a full replacement. What it omits of the requisites is deleted, a null referrer is cut,
//! omitted strings stay and empty ones clear. A key without a right is answered success and changes nothing there.

use super::body::{REQUIRED, UNKNOWN, done};
use crate::{
    answer::FieldFault,
    directory::{self as d, ANTI_FRAUD_STATUSES, GROUPS, SBP_BANKS},
    drivers::{Driver, Requisite},
    moments::{self, Seconds},
    options::OmittedRequisites,
    park::{Park, Sandbox},
    routes::{Answer, Call, Refusal},
    seed::{account_fits_bik, inn_is_valid, luhn_is_valid},
};
use http::StatusCode;
use serde_json::{Map, Value};

type Members = Map<String, Value>;
type Faults = Vec<FieldFault>;

pub fn update(sandbox: &Sandbox, call: &Call) -> Answer {
    let body = read_object(call)?;
    let mut park = sandbox.edit();
    let place = park
        .place_of_driver(call.ids[0])
        .ok_or(StatusCode::NOT_FOUND)?;
    let mut faults = Faults::new();
    let mut changed = park.drivers[place].clone();
    if call.key.edits_phone {
        changed.phone = phone(&body, &park, changed.id, &mut faults);
    }
    references(&body, &park, &mut changed, &mut faults);
    names(&body, &mut changed, &mut faults);
    texts(&body, &mut changed, &mut faults);
    moments_of_contract(&body, &mut changed, &mut faults);
    if call.key.edits_requisites {
        let omitted = sandbox.options().quirks.omitted_requisites;
        requisites(&body, &mut park, &mut changed, omitted, &mut faults);
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    if call.key.writes {
        park.drivers[place] = changed;
    }
    Ok(done(sandbox))
}

fn read_object(call: &Call) -> Result<Members, StatusCode> {
    match serde_json::from_slice(&call.body) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(StatusCode::BAD_REQUEST),
    }
}

fn phone(body: &Members, park: &Park, id: i64, faults: &mut Faults) -> u64 {
    let text = text_of(body.get("phone")).unwrap_or_default();
    if text.is_empty() {
        faults.push(FieldFault::new("phone", REQUIRED));
        return 0;
    }
    let digits = text.strip_prefix('+').unwrap_or(&text);
    let is_phone =
        (7..=15).contains(&digits.len()) && digits.bytes().all(|sign| sign.is_ascii_digit());
    let number = digits.parse().unwrap_or(0);
    if !is_phone {
        faults.push(FieldFault::new("phone", "Неверный формат номера телефона."));
    } else if let Some(other) = park
        .drivers
        .iter()
        .find(|one| one.id != id && one.phone == number)
    {
        let message = format!("Телефон уже занят водителем ID {}", other.id);
        faults.push(FieldFault::new("phone", message));
    }
    number
}

fn references(body: &Members, park: &Park, one: &mut Driver, faults: &mut Faults) {
    let mut chosen = |field: &str, table: &[d::Named], kept: i64| match body
        .get(field)
        .and_then(Value::as_i64)
    {
        None => {
            faults.push(FieldFault::new(field, REQUIRED));
            kept
        }
        Some(id) if !d::knows(table, id) => {
            faults.push(FieldFault::new(field, UNKNOWN));
            kept
        }
        Some(id) => id,
    };
    one.group_id = chosen("group_id", GROUPS, one.group_id);
    one.anti_fraud_status_id = chosen(
        "anti_fraud_status_id",
        ANTI_FRAUD_STATUSES,
        one.anti_fraud_status_id,
    );
    match body.get("referrer_id") {
        None => {}
        Some(Value::Null) => one.referrer_id = None,
        Some(value) => match value
            .as_i64()
            .filter(|id| *id != one.id && park.driver(*id).is_some())
        {
            Some(id) => one.referrer_id = Some(id),
            None => faults.push(FieldFault::new("referrer_id", UNKNOWN)),
        },
    }
}

fn names(body: &Members, one: &mut Driver, faults: &mut Faults) {
    for (field, kept) in [
        ("last_name", &mut one.last_name),
        ("first_name", &mut one.first_name),
    ] {
        match text_of(body.get(field)).filter(|text| !text.trim().is_empty()) {
            Some(text) => *kept = text,
            None => faults.push(FieldFault::new(field, REQUIRED)),
        }
    }
}

/// Optional strings: omitted ones stay, "" and null clear. Numbers are taken for strings, as the vendor's sample has them.
fn texts(body: &Members, one: &mut Driver, faults: &mut Faults) {
    let fields = [
        ("middle_name", &mut one.middle_name),
        ("license", &mut one.license),
        ("email", &mut one.email),
        (
            "withdrawal_forbidden_comment",
            &mut one.withdrawal_forbidden_comment,
        ),
        ("park_note", &mut one.park_note),
        ("park_comment", &mut one.park_comment),
        ("inn", &mut one.inn),
        ("contract_number", &mut one.contract.number),
        ("contract_full_name", &mut one.contract.full_name),
        ("passport_number", &mut one.contract.passport_number),
        ("car_number", &mut one.vehicle.number),
        ("car_license_number", &mut one.vehicle.license_number),
    ];
    for (field, kept) in fields {
        let Some(value) = body.get(field) else {
            continue;
        };
        match text_of(Some(value)) {
            Some(text) => *kept = text,
            None => faults.push(FieldFault::new(field, "Должно быть строкой.")),
        }
    }
    if body.contains_key("inn") && !one.inn.is_empty() && !inn_is_valid(&one.inn) {
        faults.push(FieldFault::new("inn", "ИНН указан неверно."));
    }
    if body.contains_key("email") && !one.email.is_empty() && !one.email.contains('@') {
        faults.push(FieldFault::new(
            "email",
            "Неверный адрес электронной почты.",
        ));
    }
    match body.get("enable_car_sync") {
        None => {}
        Some(Value::Bool(flag)) => one.vehicle.enable_car_sync = *flag,
        Some(_) => faults.push(FieldFault::new(
            "enable_car_sync",
            "Должно быть логическим значением.",
        )),
    }
}

fn moments_of_contract(body: &Members, one: &mut Driver, faults: &mut Faults) {
    let fields = [
        ("contract_signed_at", &mut one.contract.signed_at),
        ("passport_issue_date", &mut one.contract.passport_issue_date),
    ];
    for (field, kept) in fields {
        let Some(value) = body.get(field) else {
            continue;
        };
        let text = text_of(Some(value)).unwrap_or_default();
        let at: Option<Seconds> = moments::parse(&text);
        if at.is_none() && !text.is_empty() {
            faults.push(FieldFault::new(field, "Не является датой."));
        }
        *kept = at;
    }
}

/// The new list: known ids are edited, items without an id are created, what is absent is gone.
fn requisites(
    body: &Members,
    park: &mut Park,
    one: &mut Driver,
    omitted: OmittedRequisites,
    faults: &mut Faults,
) {
    let items = match body.get("requisites") {
        None if omitted == OmittedRequisites::Keep => return,
        None | Some(Value::Null) => &Vec::new(),
        Some(Value::Array(items)) => items,
        Some(_) => {
            faults.push(FieldFault::new("requisites", "Должно быть массивом."));
            return;
        }
    };
    let mut list = Vec::with_capacity(items.len());
    let mut default = None;
    for (place, item) in items.iter().enumerate() {
        let field = |name: &str| format!("requisites.{place}.{name}");
        let type_id = item.get("type_id").and_then(Value::as_i64);
        match type_id {
            None => faults.push(FieldFault::new(field("type_id"), REQUIRED)),
            Some(id) if d::pay_type(id).is_none() => {
                faults.push(FieldFault::new(field("type_id"), UNKNOWN))
            }
            Some(_) => {}
        }
        let edited = match item.get("id").filter(|id| !id.is_null()) {
            Some(id) => edited(id, item, &one.requisites)
                .ok_or_else(|| FieldFault::new(field("id"), UNKNOWN)),
            None => Ok(created(item, type_id.unwrap_or(0), place, faults)),
        };
        match edited {
            Ok(requisite) => list.push(requisite),
            Err(fault) => faults.push(fault),
        }
        if item.get("is_default") == Some(&Value::Bool(true)) {
            default = Some(list.len().saturating_sub(1));
        }
    }
    if faults.is_empty() {
        one.requisites = settled(list, default, park);
    }
}

/// Gives new requisites their ids; a new default clears the others.
fn settled(mut list: Vec<Requisite>, default: Option<usize>, park: &mut Park) -> Vec<Requisite> {
    for (place, one) in list.iter_mut().enumerate() {
        if one.id == 0 {
            one.id = park.next_id();
            one.created_at = park.now;
        }
        if let Some(default) = default {
            one.is_default = place == default;
        }
    }
    list
}

/// Only the name and `is_default: true` of a known requisite are updated; everything else in the item is ignored.
fn edited(id: &Value, item: &Value, known: &[Requisite]) -> Option<Requisite> {
    let id = id.as_i64()?;
    let mut one = known.iter().find(|one| one.id == id)?.clone();
    if let Some(name) = item.get("name") {
        one.name = text_of(Some(name)).unwrap_or_default();
    }
    Some(one)
}

fn created(item: &Value, type_id: i64, place: usize, faults: &mut Faults) -> Requisite {
    let text = |name: &str| text_of(item.get(name)).unwrap_or_default();
    let one = Requisite {
        type_id,
        name: text("name"),
        account_number: text("account_number"),
        bik: text("bik"),
        bank_name: text("bank_name"),
        inn: text("inn"),
        payment_text: text("payment_text"),
        sbp_bank_id: item.get("sbp_bank_id").and_then(Value::as_i64),
        last_name: text("last_name"),
        first_name: text("first_name"),
        middle_name: text("middle_name"),
        is_available: true,
        ..Requisite::default()
    };
    let refused = flaws(&one).into_iter();
    faults.extend(
        refused
            .map(|(name, message)| FieldFault::new(format!("requisites.{place}.{name}"), message)),
    );
    one
}

/// What is wrong with a new requisite of its kind: member and message.
fn flaws(one: &Requisite) -> Vec<(&'static str, &'static str)> {
    let account = one.account_number.as_str();
    if account.is_empty() {
        return vec![("account_number", REQUIRED)];
    }
    let mut flaws = Vec::new();
    match one.type_id {
        d::BANK_ACCOUNT if one.bik.is_empty() => flaws.push(("bik", REQUIRED)),
        d::BANK_ACCOUNT if !account_fits_bik(account, &one.bik) => {
            flaws.push(("account_number", "Номер счёта не соответствует БИК."));
        }
        d::CARD if !luhn_is_valid(account) => {
            flaws.push(("account_number", "Неверный номер карты."))
        }
        d::SBP | d::CARD_BY_PHONE => {
            let digits = account.trim_start_matches('+');
            if !(7..=15).contains(&digits.len())
                || !digits.bytes().all(|sign| sign.is_ascii_digit())
            {
                flaws.push(("account_number", "Неверный формат номера телефона."));
            }
            match one.sbp_bank_id {
                None if one.type_id == d::SBP => flaws.push(("sbp_bank_id", REQUIRED)),
                Some(bank) if !d::knows(SBP_BANKS, bank) => flaws.push(("sbp_bank_id", UNKNOWN)),
                _ => {}
            }
        }
        _ => {}
    }
    if !one.inn.is_empty() && !inn_is_valid(&one.inn) {
        flaws.push(("inn", "ИНН указан неверно."));
    }
    flaws
}

/// A string, a number taken for one, or null taken for an empty one.
fn text_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}
