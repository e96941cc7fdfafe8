//! Dictionaries: bare JSON arrays, `{id, name}` or `{value, title}` as the vendor mixes them.

use crate::{
    answer::{FieldFault, Reply},
    directory::{self as d, Named},
    routes::{Answer, Call},
};
use serde_json::{Value, json};

/// The dictionary behind an operationId.
pub fn get(call: &Call) -> Answer {
    let items = match call.operation {
        "dictIntegrations" => id_name(d::INTEGRATIONS),
        "dictTransactionTypes" => id_name(d::TRANSACTION_TYPES),
        "dictGroups" => groups(),
        "dictAntiFraudStatuses" => id_name(d::ANTI_FRAUD_STATUSES),
        "dictAgents" => id_name(d::AGENTS),
        "dictPayTypes" => d::PAY_TYPES
            .iter()
            .map(|(id, _, title)| value_title(id, title))
            .collect(),
        "dictRequestTypes" => numbered(d::REQUEST_TYPES),
        "dictPaymentStatuses" => d::PAYMENT_STATUSES
            .iter()
            .map(|(id, title, _)| value_title(id, title))
            .collect(),
        "dictSbpBanks" => numbered(d::SBP_BANKS),
        "dictAutoregStatuses" => slugged(d::APPLICATION_STATUSES),
        "dictAutoregJobStatuses" => slugged(d::JOB_STATUSES),
        "dictAutoregProfessions" => id_name(d::PROFESSIONS),
        "dictAutoregDirections" => slugged(d::DIRECTIONS),
        "dictAutoregDocuments" => return documents(call),
        "dictAutoregModules" => numbered(d::MODULES),
        "dictAutoregDeliveryTypes" => numbered(d::DELIVERY_TYPES),
        "dictAutoregCountries" => slugged(d::COUNTRIES),
        "dictAutoregModels" => models(""),
        "dictAutoregModelsSearch" => models(searched(call)?),
        "dictAutoregColors" => d::COLORS
            .iter()
            .map(|(id, name)| json!({"id": id, "value": name}))
            .collect(),
        _ => return Err(http::StatusCode::NOT_FOUND.into()),
    };
    Ok(Reply::json(&Value::Array(items)))
}

/// The documents of a profession; walking couriers show a passport only.
fn documents(call: &Call) -> Answer {
    let Some(text) = call.query.one("profession_id") else {
        return Err(FieldFault::new("profession_id", "Поле обязательно для заполнения.").into());
    };
    let known = text.parse().ok().filter(|id| d::knows(d::PROFESSIONS, *id));
    let Some(profession) = known else {
        return Err(FieldFault::new("profession_id", "Выбранное значение ошибочно.").into());
    };
    let asked = |(id, _): &&Named| profession != d::WALKING_PROFESSION || matches!(id, 3..=5);
    let items = d::DOCUMENTS
        .iter()
        .filter(asked)
        .map(|(id, title)| value_title(id, title));
    Ok(Reply::json(&items.collect::<Value>()))
}

fn groups() -> Vec<Value> {
    let group = |(id, name): &Named| json!({"id": id, "name": name, "is_default": *id == 1});
    d::GROUPS.iter().map(group).collect()
}

/// The models whose brand and name hold this text, whatever the case.
fn models(search: &str) -> Vec<Value> {
    let search = search.to_lowercase();
    let full = |(id, brand, name): &(i64, &str, &str)| (*id, format!("{brand} {name}"));
    let found = d::MODELS.iter().map(full);
    let found = found.filter(|(_, name)| name.to_lowercase().contains(&search));
    found
        .map(|(id, name)| json!({"id": id, "name": name}))
        .collect()
}

/// At least two letters; no search at all is every model.
fn searched<'a>(call: &'a Call) -> Result<&'a str, FieldFault> {
    let search = call.query.one("search").unwrap_or_default();
    match search.chars().count() {
        1 => Err(FieldFault::new("search", "Не меньше двух символов.")),
        _ => Ok(search),
    }
}

fn id_name(table: &[Named]) -> Vec<Value> {
    table
        .iter()
        .map(|(id, name)| json!({"id": id, "name": name}))
        .collect()
}

fn numbered(table: &[Named]) -> Vec<Value> {
    table
        .iter()
        .map(|(value, title)| value_title(value, title))
        .collect()
}

fn slugged(table: &[(&str, &str)]) -> Vec<Value> {
    table
        .iter()
        .map(|(value, title)| value_title(value, title))
        .collect()
}

fn value_title<T: Copy + Into<Value>>(value: &T, title: &str) -> Value {
    let value: Value = (*value).into();
    json!({"value": value, "title": title})
}
