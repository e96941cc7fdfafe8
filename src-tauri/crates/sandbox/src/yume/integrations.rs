//! What a company can connect: Wazzup and its neighbours in the vendor's shop.

use super::{
    answer::{Answer, created, refusal},
    book::Book,
    entry::Visit,
    options::YumeIntegrationState,
};
use crate::{
    answer::Reply,
    moments::{DAY, Seconds, iso},
};
use http::StatusCode;
use serde_json::{Value, json};

struct Offer {
    id: i64,
    slug: &'static str,
    name: &'static str,
    kind: &'static str,
    slogan: &'static str,
    disabled: bool,
}

const OFFERS: [Offer; 5] = [
    Offer {
        id: 7,
        slug: "wazzup",
        name: "Wazzup",
        kind: "integration",
        slogan: "Переписка с клиентами в мессенджерах",
        disabled: false,
    },
    Offer {
        id: 8,
        slug: "telephony",
        name: "Телефония",
        kind: "integration",
        slogan: "Звонки из карточки клиента",
        disabled: false,
    },
    Offer {
        id: 9,
        slug: "online-payments",
        name: "Онлайн-оплата",
        kind: "integration",
        slogan: "Оплата аренды по ссылке",
        disabled: false,
    },
    Offer {
        id: 21,
        slug: "loyalty",
        name: "Бонусы",
        kind: "module",
        slogan: "Баллы за аренду",
        disabled: false,
    },
    Offer {
        id: 22,
        slug: "old-warehouse",
        name: "Склад (старый)",
        kind: "module",
        slogan: "",
        disabled: true,
    },
];

fn shown(offer: &Offer) -> Value {
    json!({
        "id": offer.id, "code": offer.slug, "slug": offer.slug, "name": offer.name, "comment": null,
        "slogan": (!offer.slogan.is_empty()).then_some(offer.slogan), "type": offer.kind, "detail": null,
        "disabled": offer.disabled, "demo_enabled": offer.kind == "integration",
        "prices": [{"period": 30, "price": "4900.50"}], "variants": [], "extra": {}, "tags": ["crm"],
    })
}

pub fn list(visit: &Visit) -> Answer {
    let query = &visit.knock.query;
    let search = query.one("search").unwrap_or_default().to_lowercase();
    let kind = query.one("type");
    let mut offers: Vec<&Offer> = OFFERS
        .iter()
        .filter(|offer| kind.is_none_or(|kind| kind == offer.kind))
        .filter(|offer| offer.name.to_lowercase().contains(&search) || offer.slug.contains(&search))
        .collect();
    match query.one("ordering") {
        Some("name") => offers.sort_by_key(|offer| offer.name),
        Some("-name") => offers.sort_by_key(|offer| std::cmp::Reverse(offer.name)),
        _ => {}
    }
    let rows: Vec<Value> = offers.into_iter().map(shown).collect();
    Ok(Reply::json(&rows))
}

fn offer(visit: &Visit) -> Result<&'static Offer, Reply> {
    let slug = visit.knock.place.as_deref().unwrap_or_default();
    let found = OFFERS.iter().find(|offer| offer.slug == slug);
    found.ok_or_else(|| refusal(StatusCode::NOT_FOUND))
}

pub fn get(visit: &Visit) -> Answer {
    Ok(Reply::json(&shown(offer(visit)?)))
}

/// Wazzup itself is connected through an operation of its own, which has the same path.
pub fn connect(visit: &Visit) -> Answer {
    let offer = offer(visit)?;
    let request = visit.members()?;
    let flag = |name: &str, usual: bool| request.get(name).map_or(Some(usual), Value::as_bool);
    let (Some(demo), Some(connected)) = (flag("demo", false), flag("connected", true)) else {
        return Err(super::answer::wrong(
            "connected",
            "Must be a valid boolean.",
        ));
    };
    let mut book = visit.book();
    book.connected.retain(|slug| slug != offer.slug);
    if connected {
        book.connected.push(offer.slug.to_owned());
    }
    let now = book.now;
    Ok(created(&json!({
        "id": 80 + offer.id, "demo": demo, "integration_period": null,
        "created_at": iso(now), "updated_at": iso(now), "start_at": iso(now), "end_at": iso(end(now)),
        "connected": connected, "extra": request.get("extra"), "tenant": visit.company, "integration": offer.id,
    })))
}

const fn end(start: Seconds) -> Seconds {
    start + 30 * DAY
}

pub fn disconnect(visit: &Visit) -> Answer {
    let offer = offer(visit)?;
    let mut book = visit.book();
    if !is_connected(&book, offer.slug) {
        return Err(super::answer::wrong(
            "non_field_errors",
            "Интеграция не подключена",
        ));
    }
    book.connected.retain(|slug| slug != offer.slug);
    if offer.slug == "wazzup" {
        book.quirks.integration = YumeIntegrationState::Off;
    }
    Ok(created(&json!({"id": 80 + offer.id})))
}

fn is_connected(book: &Book, slug: &str) -> bool {
    match slug {
        "wazzup" => book.is_connected(),
        slug => book.connected.iter().any(|one| one == slug),
    }
}
