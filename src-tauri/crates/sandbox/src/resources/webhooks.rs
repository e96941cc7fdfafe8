//! Subscriptions to changes of applications: created, read, edited, deleted. There is no list of them.

use super::body::{Body, UNKNOWN, done};
use crate::{
    answer::Reply,
    park::{Park, Sandbox},
    routes::{Answer, Call},
    webhooks::{METHODS, Webhook},
};
use http::StatusCode;
use serde_json::json;
use url::Url;

const FIELDS: &[&str] = &["url", "method", "token"];

pub fn create(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    body.only(FIELDS);
    let mut one = Webhook::default();
    for name in FIELDS {
        body.required_text(name);
    }
    fill(&mut body, &mut one);
    body.settled()?;
    let mut park = sandbox.edit();
    let id = park.next_id();
    if call.key.writes {
        park.webhooks.push(Webhook { id, ..one });
    }
    Ok(Reply::json(&json!({"data": {"id": id}})).with_status(StatusCode::CREATED))
}

pub fn get(sandbox: &Sandbox, call: &Call) -> Answer {
    let park = sandbox.look();
    let one = &park.webhooks[place(&park, call)?];
    let echo = sandbox.options().quirks.webhooks_echo_token;
    Ok(Reply::json(&json!({"item": one.item(echo)})))
}

pub fn update(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let place = place(&park, call)?;
    let mut changed = park.webhooks[place].clone();
    body.only(FIELDS);
    if body.is_empty() {
        body.refuse("", "Нужно хотя бы одно поле.");
    }
    for name in FIELDS {
        if body.has(name) {
            body.required_text(name);
        }
    }
    fill(&mut body, &mut changed);
    body.settled()?;
    if call.key.writes {
        park.webhooks[place] = changed;
    }
    Ok(done(sandbox))
}

pub fn delete(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut park = sandbox.edit();
    let place = place(&park, call)?;
    if call.key.writes {
        park.webhooks.remove(place);
    }
    Ok(done(sandbox))
}

fn place(park: &Park, call: &Call) -> Result<usize, StatusCode> {
    let id = call.ids[0];
    let place = park.webhooks.iter().position(|one| one.id == id);
    place.ok_or(StatusCode::NOT_FOUND)
}

/// Takes what was given; what is missing stays as it was.
fn fill(body: &mut Body, one: &mut Webhook) {
    if let Some(url) = body.value("url").and_then(|url| url.as_str()) {
        one.url = url.to_owned();
        let parsed = Url::parse(url).ok();
        if !parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            body.refuse("url", "Неверный адрес.");
        }
    }
    if let Some(method) = body.value("method").and_then(|method| method.as_str()) {
        one.method = method.to_lowercase();
        let same_case = *method == one.method || *method == one.method.to_uppercase();
        if !same_case || !METHODS.contains(&one.method.as_str()) {
            body.refuse("method", UNKNOWN);
        }
    }
    if let Some(token) = body.value("token").and_then(|token| token.as_str()) {
        one.token = token.to_owned();
    }
}
