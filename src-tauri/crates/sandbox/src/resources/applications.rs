//! Applications for registration: the list, the counts by status, one application.

use crate::{
    answer::{FieldFault, Reply},
    applications::Application,
    directory::{APPLICATION_STATUSES, DIRECTIONS},
    paging::{Order, Page},
    park::{Park, Sandbox},
    query::Search,
    routes::{Answer, Call},
};
use http::StatusCode;
use serde_json::{Map, Value, json};

pub fn list(sandbox: &Sandbox, call: &Call) -> Answer {
    let page = Page::asked(&call.query)?;
    let order = Order::asked(&call.query, &["date"], "-date")?;
    let park = sandbox.look();
    let mut rows = fitting(&park, call)?;
    order.sort(&mut rows, |one| (one.created_at, one.id));
    let items: Vec<Value> = page.cut(&rows).iter().map(|one| one.list_item()).collect();
    Ok(Reply::json(&json!({
        "items": items,
        "links": page.links(rows.len(), &call.address),
        "meta": page.meta(rows.len()),
    })))
}

/// How many applications fit the filter, by status; every status is present.
pub fn count(sandbox: &Sandbox, call: &Call) -> Answer {
    let park = sandbox.look();
    let rows = fitting(&park, call)?;
    let of_status = |slug: &str| rows.iter().filter(|one| one.status_slug() == slug).count();
    let data: Map<String, Value> = APPLICATION_STATUSES
        .iter()
        .map(|(slug, _)| ((*slug).to_owned(), json!(of_status(slug))))
        .collect();
    Ok(Reply::json(&json!({"data": data})))
}

pub fn get(sandbox: &Sandbox, call: &Call) -> Answer {
    count_read(sandbox, call.ids[0], None);
    let park = sandbox.look();
    let one = park.application(call.ids[0]).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Reply::json(&json!({"item": one.item()})))
}

/// Somebody looks at the jobs of an application, or at one of them.
pub fn count_read(sandbox: &Sandbox, id: i64, job: Option<i64>) {
    let awaits = |park: &Park| {
        park.application(id)
            .is_some_and(Application::awaits_an_answer)
    };
    let Some(enough) = sandbox.options().registration_reads else {
        return;
    };
    if awaits(&sandbox.look()) {
        let mut park = sandbox.edit();
        if let Some(place) = park.place_of_application(id) {
            park.applications[place].count_read(job, enough);
        }
    }
}

pub fn fitting<'a>(park: &'a Park, call: &Call) -> Result<Vec<&'a Application>, FieldFault> {
    let directions = call.query.repeated("direction");
    let statuses = call.query.repeated("status");
    known("direction", &directions, DIRECTIONS, "undefined")?;
    known("status", &statuses, APPLICATION_STATUSES, "")?;
    let search = call.query.one("search").map(Search::new);
    let fits = |one: &&Application| {
        (directions.is_empty() || directions.contains(&one.direction_slug()))
            && (statuses.is_empty() || statuses.contains(&one.status_slug()))
            && search.as_ref().is_none_or(|search| is_found(search, one))
    };
    Ok(park.applications.iter().filter(fits).collect())
}

fn is_found(search: &Search, one: &Application) -> bool {
    search.in_phone(one.phone) || one.name().is_some_and(|name| search.in_text(&name))
}

fn known(
    field: &str,
    asked: &[&str],
    table: &[(&str, &str)],
    also: &str,
) -> Result<(), FieldFault> {
    let is_known = |slug: &str| slug == also || table.iter().any(|(known, _)| *known == slug);
    match asked
        .iter()
        .position(|slug| slug.is_empty() || !is_known(slug))
    {
        Some(place) => Err(FieldFault::new(
            format!("{field}.{place}"),
            "Выбранное значение ошибочно.",
        )),
        None => Ok(()),
    }
}
