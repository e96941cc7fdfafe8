//! The table of Yume's operations as data, and the way of a request: count, faults, gate, handler, faults.

use super::{
    answer::{Answer, refusal},
    entry::{Knock, Visit, is_read},
    inspect::{YumeRequest, without_secrets},
    integrations, session, triggers, wazzup,
};
use crate::{
    answer::Reply,
    faults::{Effect, Fault, Moment},
    gate,
    park::Sandbox,
    query::Query,
};
use axum::extract::{RawPathParams, Request};
use http::StatusCode;
use http_body_util::BodyExt;

// One operation a line: operationId, method, whole path.
#[rustfmt::skip]
pub const YUME_ROUTES: &[(&str, &str, &str)] = &[
    ("listWazzupTriggers", "GET", "/v1/crm/integrations/wazzup/triggers/"),
    ("createWazzupTrigger", "POST", "/v1/crm/integrations/wazzup/triggers/"),
    ("replaceWazzupTrigger", "PUT", "/v1/crm/integrations/wazzup/triggers/{id}/"),
    ("patchWazzupTrigger", "PATCH", "/v1/crm/integrations/wazzup/triggers/{id}/"),
    ("deleteWazzupTrigger", "DELETE", "/v1/crm/integrations/wazzup/triggers/{id}/"),
    ("listWazzupTemplates", "GET", "/v1/crm/integrations/wazzup/templates/"),
    ("sendWazzupMessage", "POST", "/v1/crm/integrations/wazzup/message/"),
    ("getWazzupSettings", "GET", "/v1/crm/integrations/wazzup/settings/"),
    ("putWazzupSettings", "PUT", "/v1/crm/integrations/wazzup/settings/"),
    ("patchWazzupSettings", "PATCH", "/v1/crm/integrations/wazzup/settings/"),
    ("connectWazzup", "POST", "/v1/crm/integrations/wazzup/connect/"),
    ("wazzupIframe", "POST", "/v1/crm/integrations/wazzup/iframe/"),
    ("syncWazzup", "POST", "/v1/crm/integrations/wazzup/sync/"),
    ("wazzupWebhook", "POST", "/v1/crm/integrations/wazzup/webhook/"),
    ("listIntegrations", "GET", "/v1/crm/integrations/"),
    ("getIntegration", "GET", "/v1/crm/integrations/{slug}/"),
    ("connectIntegration", "POST", "/v1/crm/integrations/{slug}/connect/"),
    ("disconnectIntegration", "POST", "/v1/crm/integrations/{slug}/disconnect/"),
    ("login", "POST", "/v1/auth/login/"),
    ("refreshToken", "POST", "/v1/auth/refresh/"),
    ("logout", "POST", "/v1/auth/logout/"),
    ("listTenants", "GET", "/v1/tenant/"),
];

/// The operationIds of [`YUME_ROUTES`], in the same order.
pub const YUME_OPERATIONS: [&str; YUME_ROUTES.len()] = {
    let mut names = [""; YUME_ROUTES.len()];
    let mut place = 0;
    while place < YUME_ROUTES.len() {
        names[place] = YUME_ROUTES[place].0;
        place += 1;
    }
    names
};

/// Whether a path is Yume's, for the envelope of what is not found there.
pub fn is_ours(path: &str) -> bool {
    ["/v1/crm/", "/v1/auth/", "/v1/tenant/"]
        .iter()
        .any(|start| path.starts_with(start))
}

fn handle(visit: &Visit) -> Answer {
    match visit.operation {
        "listWazzupTriggers" => triggers::list(visit),
        "createWazzupTrigger" => triggers::create(visit),
        "replaceWazzupTrigger" => triggers::replace(visit),
        "patchWazzupTrigger" => triggers::patch(visit),
        "deleteWazzupTrigger" => triggers::delete(visit),
        "listWazzupTemplates" => wazzup::templates(),
        "sendWazzupMessage" => wazzup::message(visit),
        "getWazzupSettings" => wazzup::settings(visit),
        "putWazzupSettings" | "patchWazzupSettings" => wazzup::set(visit),
        "connectWazzup" => wazzup::connect(visit),
        "wazzupIframe" => wazzup::iframe(visit),
        "syncWazzup" => wazzup::sync(visit),
        "wazzupWebhook" => wazzup::webhook(visit),
        "listIntegrations" => integrations::list(visit),
        "getIntegration" => integrations::get(visit),
        "connectIntegration" => integrations::connect(visit),
        "disconnectIntegration" => integrations::disconnect(visit),
        "login" => session::login(visit),
        "refreshToken" => session::refresh(visit),
        "logout" => session::logout(visit),
        "listTenants" => session::companies(visit),
        _ => Err(refusal(StatusCode::NOT_FOUND)),
    }
}

pub async fn pass(
    sandbox: &Sandbox,
    operation: &'static str,
    places: &RawPathParams,
    request: Request,
) -> Reply {
    if sandbox.options().follows_clock {
        sandbox.set_now(jiff::Timestamp::now());
    }
    let gate = sandbox.gate();
    let _visit = gate.enter(operation);
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else {
        return refusal(StatusCode::BAD_REQUEST);
    };
    let knock = Knock {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        place: places.iter().next().map(|(_, value)| value.to_owned()),
        headers: parts.headers,
        query: Query::parse(parts.uri.query().unwrap_or("")),
        body: body.to_bytes(),
    };
    let page = knock.query.one("page").and_then(|page| page.parse().ok());
    let faults = gate.strikes(operation, is_read(operation), page.unwrap_or(1));
    prepare(sandbox, &faults).await;
    let reply = spoilt_or_answered(sandbox, operation, &knock, &faults);
    sandbox.yume_book().note_request(YumeRequest {
        operation,
        company: knock.company(),
        body: without_secrets(&knock.body),
        status: reply.status.as_u16(),
        method: knock.method,
        path: knock.path,
    });
    reply
}

fn spoilt_or_answered(
    sandbox: &Sandbox,
    operation: &'static str,
    knock: &Knock,
    faults: &[Fault],
) -> Reply {
    let now = sandbox.look().now;
    let spoilt = |moment, reply: Option<&Reply>| {
        let mut due = faults
            .iter()
            .filter(|fault| gate::strikes_at(fault, moment));
        due.find_map(|fault| gate::spoil(fault, reply, now, refusal))
    };
    if let Some(reply) = spoilt(Moment::Before, None) {
        return reply;
    }
    let reply = Visit::admit(sandbox, operation, knock)
        .and_then(|visit| handle(&visit))
        .unwrap_or_else(|refused| refused);
    spoilt(Moment::After, Some(&reply)).unwrap_or(reply)
}

/// Waits for latency and moves the triggers that a fault wants moved.
async fn prepare(sandbox: &Sandbox, faults: &[Fault]) {
    for fault in faults {
        match fault.effect {
            Effect::Latency(wait) => tokio::time::sleep(wait).await,
            Effect::Insert(count) => sandbox.insert_yume_rows(count),
            Effect::Flip(count) => sandbox.flip_yume_rows(count),
            _ => {}
        }
    }
}
