//! The table of Fleet's operations as data, and the way of a request: count, faults, gate, handler, faults.

use super::{
    answer::{Answer, refusal},
    categories, creates,
    entry::{Knock, Visit},
    events, lists, profiles,
};
use crate::{
    answer::Reply,
    faults::{Effect, Fault, Moment},
    gate,
    park::Sandbox,
    query::Query,
};
use axum::extract::Request;
use http::{HeaderName, StatusCode};
use http_body_util::BodyExt;

/// operationId, method, whole path.
pub const FLEET_ROUTES: &[(&str, &str, &str)] = &[
    (
        "createDriverTransactionV2",
        "POST",
        "/v2/parks/driver-profiles/transactions",
    ),
    (
        "listParkTransactions",
        "POST",
        "/v2/parks/transactions/list",
    ),
    (
        "listDriverTransactions",
        "POST",
        "/v2/parks/driver-profiles/transactions/list",
    ),
    (
        "listOrderTransactions",
        "POST",
        "/v2/parks/orders/transactions/list",
    ),
    (
        "listTransactionCategories",
        "POST",
        "/v2/parks/transactions/categories/list",
    ),
    (
        "createDriverTransactionV3",
        "POST",
        "/v3/parks/driver-profiles/transactions",
    ),
    (
        "getDriverTransactionStatusV3",
        "GET",
        "/v3/parks/driver-profiles/transactions/status",
    ),
    (
        "listDriverProfiles",
        "POST",
        "/v1/parks/driver-profiles/list",
    ),
    ("listWorkRules", "GET", "/v1/parks/driver-work-rules"),
    (
        "getBlockedBalance",
        "GET",
        "/v1/parks/contractors/blocked-balance",
    ),
];

/// The operationIds of [`FLEET_ROUTES`], in the same order.
pub const FLEET_OPERATIONS: [&str; FLEET_ROUTES.len()] = {
    let mut names = [""; FLEET_ROUTES.len()];
    let mut place = 0;
    while place < FLEET_ROUTES.len() {
        names[place] = FLEET_ROUTES[place].0;
        place += 1;
    }
    names
};

/// Lists are asked for by POST: only the creates write.
fn is_read(operation: &str) -> bool {
    !operation.starts_with("create")
}

/// Whether a path is Fleet's, for the envelope of what is not found there.
pub fn is_ours(path: &str) -> bool {
    let mut parts = path.trim_start_matches('/').split('/');
    matches!(parts.next(), Some("v1" | "v2" | "v3")) && parts.next() == Some("parks")
}

fn handle(visit: &Visit) -> Answer {
    match visit.operation {
        "createDriverTransactionV2" => creates::create_v2(visit),
        "createDriverTransactionV3" => events::create_v3(visit),
        "getDriverTransactionStatusV3" => events::status(visit),
        "listParkTransactions" => lists::of_park(visit),
        "listDriverTransactions" => lists::of_driver(visit),
        "listOrderTransactions" => lists::of_orders(visit),
        "listTransactionCategories" => categories::list(visit),
        "listDriverProfiles" => profiles::list(visit),
        "listWorkRules" => profiles::work_rules(visit),
        "getBlockedBalance" => profiles::blocked_balance(visit),
        _ => Err(refusal(StatusCode::NOT_FOUND)),
    }
}

pub async fn pass(sandbox: &Sandbox, operation: &'static str, request: Request) -> Reply {
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
        headers: parts.headers,
        query: Query::parse(parts.uri.query().unwrap_or("")),
        body: body.to_bytes(),
    };
    let faults = gate.strikes(operation, is_read(operation), knock.page());
    prepare(sandbox, operation, &knock, &faults).await;
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
    let reply = Visit::admit(sandbox, operation, &knock)
        .and_then(|visit| handle(&visit))
        .unwrap_or_else(|refused| refused)
        .with_header(
            HeaderName::from_static("x-yarequestid"),
            sandbox.fleet_door().request_id(),
        );
    spoilt(Moment::After, Some(&reply)).unwrap_or(reply)
}

/// Waits for latency and moves the rows that a fault wants moved.
async fn prepare(sandbox: &Sandbox, operation: &str, knock: &Knock, faults: &[Fault]) {
    for fault in faults {
        match fault.effect {
            Effect::Latency(wait) => tokio::time::sleep(wait).await,
            Effect::Insert(count) => {
                sandbox.insert_fleet_rows(operation, knock.driver().as_deref(), count);
            }
            Effect::Flip(count) => sandbox.flip_fleet_rows(operation, count),
            _ => {}
        }
    }
}
