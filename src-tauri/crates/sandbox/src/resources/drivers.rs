//! Drivers: the list with its filters, and the profile. What changes a driver is in `driver_updates`.

use crate::{
    answer::Reply,
    drivers::Driver,
    paging::{Order, Page},
    park::{Park, Sandbox},
    query::Search,
    routes::{Answer, Call, Refusal},
};
use http::StatusCode;
use serde_json::{Value, json};

const ORDER_FIELDS: &[&str] = &["id", "group_id", "invited_by", "balance"];

pub fn list(sandbox: &Sandbox, call: &Call) -> Answer {
    let page = Page::asked(&call.query)?;
    let order = Order::asked(&call.query, ORDER_FIELDS, "-id")?;
    let park = sandbox.look();
    let mut rows = fitting(&park, call)?;
    order.sort(&mut rows, |one| {
        let by = match order.field.as_str() {
            "group_id" => one.group_id,
            "invited_by" => one.referrer_id.unwrap_or(0),
            "balance" => one.balance(),
            _ => one.id,
        };
        (by, one.id)
    });
    let shown = |one: &&Driver| one.list_item(one.referrer_id.and_then(|id| park.driver(id)));
    let items: Vec<Value> = page.cut(&rows).iter().map(shown).collect();
    Ok(Reply::json(
        &json!({"items": items, "meta": page.meta(rows.len())}),
    ))
}

fn fitting<'a>(park: &'a Park, call: &Call) -> Result<Vec<&'a Driver>, Refusal> {
    let integrations = call.query.repeated_ids("integration_ids")?;
    let groups = call.query.repeated_ids("group_ids")?;
    let statuses = call.query.repeated_ids("anti_fraud_status_ids")?;
    let referrers = call.query.repeated_ids("referrer_ids")?;
    let search = call.query.one("search").map(Search::new);
    let fits = |one: &&Driver| {
        (integrations.is_empty() || integrations.iter().any(|id| one.uses_integration(*id)))
            && (groups.is_empty() || groups.contains(&one.group_id))
            && (statuses.is_empty() || statuses.contains(&one.anti_fraud_status_id))
            && (referrers.is_empty() || one.referrer_id.is_some_and(|id| referrers.contains(&id)))
            && search.as_ref().is_none_or(|search| is_found(search, one))
    };
    Ok(park.drivers.iter().filter(fits).collect())
}

/// By id in the system, id in the aggregator, name or phone.
fn is_found(search: &Search, one: &Driver) -> bool {
    search.is_id(one.id)
        || search.in_phone(one.phone)
        || search.in_text(&one.full_name())
        || search.in_text(&one.aggregator_id)
}

pub fn get(sandbox: &Sandbox, call: &Call) -> Answer {
    let park = sandbox.look();
    let one = park.driver(call.ids[0]).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Reply::json(
        &one.profile(park.now, &sandbox.options().quirks),
    ))
}
