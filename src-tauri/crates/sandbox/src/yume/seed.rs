//! What the company has when the park begins: its triggers, its templates, its settings.

use super::{book::Trigger, fields::blank};
use crate::{
    moments::{DAY, Seconds},
    options::Options,
};
use serde_json::{Map, Value, json};

/// Ids of templates of documents: contract, act of return.
const CONTRACT: i64 = 301;
const ACT: i64 = 302;

/// The places of the templates that triggers name.
const STARTED: usize = 0;
const REMINDER: usize = 1;
const DEBT: usize = 2;
const RECEIPT: usize = 3;
const DELIVERY: usize = 4;

fn template_id(place: usize) -> String {
    format!("7b1f0c52-4a6d-4e0b-9c3a-{:012}", place + 1)
}

/// Title, name, category, status, body.
const TEMPLATES: [(&str, &str, &str, &str, &str); 8] = [
    (
        "Аренда началась",
        "rent_started",
        "utility",
        "approved",
        "Здравствуйте, {{1}}! Аренда № {{2}} началась, вернуть машину нужно до {{3}}.",
    ),
    (
        "Напоминание о возврате",
        "rent_return_soon",
        "utility",
        "approved",
        "{{1}}, напоминаем: аренда № {{2}} заканчивается {{3}}.",
    ),
    (
        "Просрочка",
        "rent_overdue",
        "utility",
        "approved",
        "{{1}}, аренда № {{2}} просрочена. Долг: {{3}} ₽. Свяжитесь с менеджером: {{4}}.",
    ),
    (
        "Оплата получена",
        "payment_received",
        "utility",
        "approved",
        "{{1}}, оплата {{2}} ₽ по аренде № {{3}} получена. Спасибо!",
    ),
    (
        "Машина в пути",
        "car_on_the_way",
        "utility",
        "approved",
        "{{1}}, машина уже в пути. Заказ № {{2}}.",
    ),
    (
        "Скидка недели",
        "weekly_discount",
        "marketing",
        "approved",
        "{{1}}, скидка {{2}} на аренду до конца недели!",
    ),
    (
        "Код подтверждения",
        "confirmation_code",
        "authentication",
        "pending",
        "Ваш код: {{1}}",
    ),
    (
        "Акция для друзей",
        "friends",
        "marketing",
        "rejected",
        "Приведите друга и получите {{1}} бонусов.",
    ),
];

/// As Wazzup's own list has them.
pub fn templates() -> Value {
    let rows = TEMPLATES.iter().enumerate();
    rows.map(|(place, (title, name, category, status, body))| {
        json!({
            "templateGuid": template_id(place), "title": title, "name": name, "category": category,
            "status": status, "language": "ru", "channels": ["3fa85f64-5717-4562-b3fc-2c963f66afa6"],
            "components": [{"type": "BODY", "text": body}],
        })
    })
    .collect()
}

/// Triggers ascending by id, and the settings.
pub fn grow(options: &Options) -> (Vec<Trigger>, Map<String, Value>) {
    let now = options.now.as_second();
    let mut all = rents();
    all.extend(payments_and_sales());
    all.extend(deliveries());
    if options.yume_quirks.unknown_values {
        all.push(json!({
            "type": 0, "order_status_from": "inrent", "order_status_to": "archived", "order": 40,
            "text": "Аренда ушла в архив.", "timeout": "00:00:30",
            "is_active": true, "channel": {"id": 5, "rate": 12.5}, "delivery_status": 7,
        }));
    }
    let mut id = 40;
    let triggers = all.into_iter().map(|members| {
        id += 1 + id % 3;
        trigger(id, now, members)
    });
    let settings = json!({"api_key": "demo-wazzup-api-key", "funnel_id": 3, "stage_id": 8});
    let settings = settings.as_object().cloned().unwrap_or_default();
    (triggers.collect(), settings)
}

fn trigger(id: i64, now: Seconds, given: Value) -> Trigger {
    let mut members = blank();
    members.extend(given.as_object().cloned().unwrap_or_default());
    Trigger {
        id,
        created: now - (200 - id) * DAY,
        updated: now - (120 - id) * DAY / 2,
        members,
    }
}

fn rents() -> Vec<Value> {
    vec![
        json!({
            "type": 0, "order_status_from": "request", "order_status_to": "reserve", "order": 1, "timeout": "00:00:30",
            "text": "Здравствуйте! Машина забронирована за вами. Ждём вас в парке с паспортом и водительским удостоверением.",
        }),
        json!({
            "type": 0, "order_status_from": "reserve", "order_status_to": "inrent", "order": 2, "timeout": "00:01:00",
            "template_id": template_id(STARTED), "template_keys": ["client_name", "rent_number", "planned_end"],
            "documents": [CONTRACT],
        }),
        json!({
            "type": 0, "order_status_from": "inrent", "order_status_to": "exceed", "order": 3, "timeout": "00:15:00",
            "template_id": template_id(REMINDER), "template_keys": ["client_name", "rent_number", "planned_end"],
        }),
        json!({
            "type": 0, "order_status_from": "exceed", "order_status_to": "debtor", "order": 4, "timeout": "1 00:00:00",
            "template_id": template_id(DEBT), "template_keys": ["client_name", "rent_number", "sum", "manager"],
        }),
        json!({
            "type": 0, "order_status_from": "inrent", "order_status_to": "completed", "order": 5, "timeout": "00:01:00",
            "text": "Спасибо, что выбрали «Северный»! Аренда завершена, залог вернём в течение трёх дней.",
            "documents": [ACT],
        }),
        json!({
            "type": 0, "order_status_from": "", "order_status_to": "cancel", "order": 6,
            "text": "Бронь отменена. Если это ошибка, позвоните нам.",
        }),
        json!({
            "type": 0, "order_status_from": "debtor", "order_status_to": "completed", "order": 7, "timeout": "00:05:00",
            "text": "Долг погашен, аренда закрыта. Хорошей дороги!",
        }),
    ]
}

fn payments_and_sales() -> Vec<Value> {
    vec![
        json!({
            "type": 1, "order_payment_status_from": 0, "order_payment_status_to": 1, "order": 10, "timeout": "00:00:10",
            "template_id": template_id(RECEIPT), "template_keys": ["client_name", "sum", "rent_number"],
        }),
        json!({
            "type": 1, "order_payment_status_from": 0, "order_payment_status_to": 2, "order": 11,
            "text": "Получили часть оплаты. Остаток внесите до конца дня.",
        }),
        json!({
            "type": 1, "order_payment_status_to": 0, "order": 12, "timeout": "3 00:00:00",
            "text": "Оплата ещё не поступила. Реквизиты для перевода — в личном кабинете.",
        }),
        json!({
            "type": 2, "sale_status_from": 0, "sale_status_to": 1, "order": 20,
            "text": "Покупка оформлена. Чек придёт на почту.",
        }),
        json!({
            "type": 2, "sale_status_from": 1, "sale_status_to": 2, "order": 21,
            "text": "Продажа отменена, деньги вернутся на карту в течение пяти дней.",
        }),
    ]
}

fn deliveries() -> Vec<Value> {
    vec![
        json!({
            "type": 3, "delivery_type": 0, "delivery_status": 1, "order": 30, "timeout": "00:00:30",
            "template_id": template_id(DELIVERY), "template_keys": ["client_name", "rent_number"],
        }),
        json!({
            "type": 3, "delivery_type": 1, "delivery_status": 0, "order": 31,
            "text": "Машину можно забрать сегодня с 9 до 21 часа по адресу парка.",
        }),
    ]
}
