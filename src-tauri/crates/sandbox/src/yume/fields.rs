//! The members of a trigger as Django's serializer takes and shows them.

use super::{answer::invalid, book::Trigger};
use crate::{answer::Reply, moments::iso};
use serde_json::{Map, Value, json};

/// The words of the statuses of a rent; the place is the number of the newer page.
pub const ORDER_STATUSES: [&str; 7] = [
    "request",
    "reserve",
    "inrent",
    "cancel",
    "completed",
    "debtor",
    "exceed",
];

const ORDER: [&str; 2] = ["order_status_from", "order_status_to"];

/// What a trigger is without anything said of it.
pub fn blank() -> Map<String, Value> {
    let blank = json!({
        "documents": [], "type": 0,
        "order_status_from": null, "order_status_to": null,
        "order_payment_status_from": null, "order_payment_status_to": null,
        "sale_status_from": null, "sale_status_to": null,
        "delivery_type": null, "delivery_status": null,
        "text": null, "order": 0, "template_id": null, "template_keys": null, "timeout": "00:00:00",
    });
    match blank {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A trigger as the answers show it.
pub fn shown(trigger: &Trigger, company: i64, int_statuses: bool) -> Value {
    let mut members = trigger.members.clone();
    if int_statuses {
        for name in ORDER {
            if let Some(status) = members.get_mut(name) {
                *status = as_number(status);
            }
        }
    }
    members.insert("id".to_owned(), json!(trigger.id));
    members.insert("tenant".to_owned(), json!(company));
    members.insert("created_at".to_owned(), json!(iso(trigger.created)));
    members.insert("updated_at".to_owned(), json!(iso(trigger.updated)));
    Value::Object(members)
}

fn as_number(status: &Value) -> Value {
    let Some(word) = status.as_str() else {
        return status.clone();
    };
    let place = ORDER_STATUSES.iter().position(|known| *known == word);
    match place {
        Some(number) => json!(number),
        None if word.is_empty() => status.clone(),
        // A status that no page knows has a number that no page knows.
        None => json!(9),
    }
}

/// The members that a request sets, as they are kept; what the service does not know is passed over.
///
/// # Errors
/// 400 with every field that is wrong.
pub fn taken(
    request: &Map<String, Value>,
    int_statuses: bool,
) -> Result<Map<String, Value>, Reply> {
    let (mut kept, mut faults) = (Map::new(), Map::new());
    for name in blank().keys() {
        let Some(value) = request.get(name) else {
            continue;
        };
        match field(name, value, int_statuses) {
            Ok(value) => drop(kept.insert(name.clone(), value)),
            Err(text) => drop(faults.insert(name.clone(), json!([text]))),
        }
    }
    match faults.is_empty() {
        true => Ok(kept),
        false => Err(invalid(&faults)),
    }
}

fn field(name: &str, value: &Value, int_statuses: bool) -> Result<Value, String> {
    match name {
        "order_status_from" | "order_status_to" => order_status(value, int_statuses),
        "type" => choice(value, 3),
        "order_payment_status_from"
        | "order_payment_status_to"
        | "sale_status_from"
        | "sale_status_to" => nullable(value, |value| choice(value, 2)),
        "delivery_type" => nullable(value, |value| choice(value, 1)),
        "delivery_status" => nullable(value, |value| choice(value, 3)),
        "text" => nullable(value, |value| text(value, usize::MAX)),
        "template_id" => nullable(value, |value| text(value, 255)),
        "template_keys" => nullable(value, |value| each(value, |item| text(item, 255))),
        "documents" => each(value, integer),
        "order" => integer(value).and_then(|value| match value.as_i64() {
            Some(number) if i32::try_from(number).is_ok() => Ok(value),
            _ => Err("Введите правильное число.".to_owned()),
        }),
        _ => duration(value),
    }
}

fn nullable(
    value: &Value,
    read: impl Fn(&Value) -> Result<Value, String>,
) -> Result<Value, String> {
    match value {
        Value::Null => Ok(Value::Null),
        value => read(value),
    }
}

fn no_choice(value: &Value) -> String {
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    format!("Значения {shown} нет среди допустимых вариантов.")
}

/// A number of a closed list, or its digits.
fn choice(value: &Value, largest: i64) -> Result<Value, String> {
    if value.is_null() {
        return Err("Это поле не может быть пустым.".to_owned());
    }
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    match number {
        Some(number) if (0..=largest).contains(&number) => Ok(json!(number)),
        _ => Err(no_choice(value)),
    }
}

/// One form is taken, as one form is shown.
fn order_status(value: &Value, int_statuses: bool) -> Result<Value, String> {
    let is_nothing = value.is_null() || value.as_str() == Some("");
    if is_nothing {
        return Ok(value.clone());
    }
    if int_statuses {
        let number = choice(value, 6)?;
        let place = number
            .as_u64()
            .and_then(|place| usize::try_from(place).ok());
        let word = place.and_then(|place| ORDER_STATUSES.get(place));
        return word.map(|word| json!(word)).ok_or_else(|| no_choice(value));
    }
    let is_known = value
        .as_str()
        .is_some_and(|word| ORDER_STATUSES.contains(&word));
    match is_known {
        true => Ok(value.clone()),
        false => Err(no_choice(value)),
    }
}

/// Blanks at both ends are cut off.
fn text(value: &Value, longest: usize) -> Result<Value, String> {
    let Some(text) = value.as_str() else {
        return Err("Not a valid string.".to_owned());
    };
    match text.chars().count() <= longest {
        true => Ok(json!(text.trim())),
        false => Err(format!(
            "Убедитесь, что это значение содержит не более {longest} символов."
        )),
    }
}

fn integer(value: &Value) -> Result<Value, String> {
    match value.as_i64() {
        Some(number) => Ok(json!(number)),
        None => Err("Введите правильное число.".to_owned()),
    }
}

fn each(value: &Value, read: impl Fn(&Value) -> Result<Value, String>) -> Result<Value, String> {
    let Some(items) = value.as_array() else {
        return Err("Ожидался список элементов.".to_owned());
    };
    items.iter().map(read).collect()
}

/// `[D ]HH:MM:SS`, shown as Django shows it.
fn duration(value: &Value) -> Result<Value, String> {
    let wrong = || {
        "Неправильный формат длительности. Используйте один из следующих форматов: [DD] [HH:[MM:]]ss[.uuuuuu]."
            .to_owned()
    };
    let text = value.as_str().ok_or_else(wrong)?;
    let (days, clock) = text.split_once(' ').unwrap_or(("0", text));
    let numbers: Option<Vec<u32>> = clock.split(':').map(|part| part.parse().ok()).collect();
    let (Ok(days), Some([hours, minutes, seconds])) = (days.parse::<u32>(), numbers.as_deref())
    else {
        return Err(wrong());
    };
    let whole = u64::from(*hours) * 3_600 + u64::from(*minutes) * 60 + u64::from(*seconds);
    let days = u64::from(days) + whole / 86_400;
    let clock = format!(
        "{:02}:{:02}:{:02}",
        whole % 86_400 / 3_600,
        whole % 3_600 / 60,
        whole % 60
    );
    Ok(match days {
        0 => json!(clock),
        days => json!(format!("{days} {clock}")),
    })
}
