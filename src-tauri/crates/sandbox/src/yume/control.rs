//! Yume's part of the control door: the truth under `/_sandbox/truth/yume/…`, changes under `/_sandbox/yume/…`.

use super::{
    answer::{refusal, wrong},
    options::YumeIntegrationState,
};
use crate::{answer::Reply, park::Sandbox, query::Query};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::Response,
    routing::{get, post},
};
use http::StatusCode;
use serde_json::{Map, Value, json};

pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/_sandbox/truth/yume/triggers", get(triggers))
        .route("/_sandbox/truth/yume/messages", get(messages))
        .route("/_sandbox/truth/yume/requests", get(requests))
        .route("/_sandbox/yume/expire", post(expire))
        .route("/_sandbox/yume/integration", post(set_integration))
        .route("/_sandbox/yume/triggers", post(add))
        .route("/_sandbox/yume/triggers/{id}", post(change))
}

async fn triggers(State(sandbox): State<Sandbox>) -> Response {
    Reply::json(&sandbox.yume_triggers()).into_response()
}

async fn messages(State(sandbox): State<Sandbox>) -> Response {
    let all = sandbox.yume_messages();
    let all: Vec<Value> = all.iter().map(|message| message.json()).collect();
    Reply::json(&all).into_response()
}

/// `?operation`: only those of one operation.
async fn requests(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let wanted = query.one("operation");
    let all = sandbox.yume_requests();
    let told: Vec<Value> = all
        .iter()
        .filter(|one| wanted.is_none_or(|wanted| wanted == one.operation))
        .map(|one| one.json())
        .collect();
    Reply::json(&told).into_response()
}

/// `?all=1`: the refresh tokens, too.
async fn expire(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    sandbox.expire_yume_tokens(query.one("all") == Some("1"));
    Reply::no_content().into_response()
}

/// The body is `active`, `expired` or `off`.
async fn set_integration(State(sandbox): State<Sandbox>, body: String) -> Response {
    let reply = match YumeIntegrationState::read(&body) {
        Some(state) => {
            sandbox.set_yume_integration(state);
            Reply::no_content()
        }
        None => wrong("integration", "active, expired or off is expected"),
    };
    reply.into_response()
}

fn members(body: &str) -> Result<Map<String, Value>, Reply> {
    serde_json::from_str(body).map_err(|_| wrong("non_field_errors", "an object is expected"))
}

/// The body has members as they are kept; answers `{"id"}`.
async fn add(State(sandbox): State<Sandbox>, body: String) -> Response {
    let reply = members(&body).map_or_else(
        |refused| refused,
        |members| Reply::json(&json!({"id": sandbox.add_yume_trigger(members)})),
    );
    reply.into_response()
}

async fn change(State(sandbox): State<Sandbox>, Path(id): Path<i64>, body: String) -> Response {
    let reply = match members(&body) {
        Ok(members) => match sandbox.change_yume_trigger(id, members) {
            true => Reply::no_content(),
            false => refusal(StatusCode::NOT_FOUND),
        },
        Err(refused) => refused,
    };
    reply.into_response()
}
