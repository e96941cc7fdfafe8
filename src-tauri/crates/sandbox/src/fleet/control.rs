//! Fleet's part of the control door: the truth under `/_sandbox/truth/fleet/…`, changes under `/_sandbox/fleet/…`.

use super::{
    amounts,
    answer::{bad, refusal},
    body::Part,
    inspect::{FleetTransactionsFilter, NewFleetTransaction},
};
use crate::{answer::Reply, park::Sandbox, query::Query};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::Response,
    routing::{get, post},
};
use http::StatusCode;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/_sandbox/truth/fleet/made", get(made))
        .route("/_sandbox/truth/fleet/transactions", get(transactions))
        .route("/_sandbox/truth/fleet/drivers", get(drivers))
        .route("/_sandbox/truth/fleet/balances/{id}", get(balance))
        .route("/_sandbox/truth/fleet/categories", get(categories))
        .route("/_sandbox/truth/fleet/twins", get(twins))
        .route("/_sandbox/fleet/transactions", post(add))
        .route("/_sandbox/fleet/category/{id}", post(set_category))
}

async fn made(State(sandbox): State<Sandbox>) -> Response {
    Reply::json(&sandbox.fleet_made_json()).into_response()
}

async fn drivers(State(sandbox): State<Sandbox>) -> Response {
    Reply::json(&sandbox.fleet_drivers_json()).into_response()
}

async fn balance(State(sandbox): State<Sandbox>, Path(id): Path<String>) -> Response {
    let truth = sandbox.fleet_balance_json(&id);
    let reply = truth.map_or_else(
        || refusal(StatusCode::NOT_FOUND),
        |truth| Reply::json(&truth),
    );
    reply.into_response()
}

async fn categories(State(sandbox): State<Sandbox>) -> Response {
    Reply::json(&sandbox.fleet_categories_json()).into_response()
}

async fn twins(State(sandbox): State<Sandbox>) -> Response {
    Reply::json(&sandbox.fleet_twins_json()).into_response()
}

/// `?from&to&drivers&made&description`: moments in ISO 8601 (`to` is outside), drivers as a comma string, `made=1` for
/// those made through the API, a part of the description.
async fn transactions(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let reply = match read_filter(&query) {
        Some(filter) => Reply::json(&sandbox.fleet_transactions_json(&filter)),
        None => bad("from, to: ISO 8601 with a time zone is expected"),
    };
    reply.into_response()
}

fn read_filter(query: &Query) -> Option<FleetTransactionsFilter> {
    let moment = |name: &str| -> Option<Option<Timestamp>> {
        query
            .one(name)
            .map_or(Some(None), |text| text.parse().ok().map(Some))
    };
    let drivers = query
        .one("drivers")
        .into_iter()
        .flat_map(|list| list.split(','));
    Some(FleetTransactionsFilter {
        from: moment("from")?,
        to: moment("to")?,
        drivers: drivers.map(str::to_owned).collect(),
        made: query.one("made").is_some(),
        description: query.one("description").unwrap_or_default().to_owned(),
    })
}

/// `{"driver_id", "category_id", "amount", "description", "event_at"?}` adds a row and answers `{"id"}`.
async fn add(State(sandbox): State<Sandbox>, body: String) -> Response {
    let reply = match read_new(&body) {
        Ok(new) => match sandbox.add_fleet_transaction(&new) {
            Some(id) => Reply::json(&json!({"id": id})),
            None => refusal(StatusCode::NOT_FOUND),
        },
        Err(refused) => refused,
    };
    reply.into_response()
}

fn json_of(body: &str) -> Result<Value, Reply> {
    serde_json::from_str(body).map_err(|_| bad("the body is not JSON"))
}

fn read_new(body: &str) -> Result<NewFleetTransaction, Reply> {
    let whole = json_of(body)?;
    let part = Part::whole(&whole)?;
    let amount = part.required_text("amount", 20)?;
    let amount = amounts::read(amount).ok_or_else(|| bad("amount: a decimal is expected"))?;
    let event_at = part.moment("event_at")?;
    Ok(NewFleetTransaction {
        driver_id: part.required_text("driver_id", 100)?.to_owned(),
        category_id: part.required_text("category_id", 100)?.to_owned(),
        amount: Decimal::new(amount, 4),
        description: part.any_text("description")?.unwrap_or("").to_owned(),
        event_at: event_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
    })
}

/// `{"is_enabled", "is_creatable"}`.
async fn set_category(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
    body: String,
) -> Response {
    let flags = json_of(&body).and_then(|whole| {
        let part = Part::whole(&whole)?;
        let flag = |name| Ok::<_, Reply>(part.flag(name)?.unwrap_or(true));
        Ok((flag("is_enabled")?, flag("is_creatable")?))
    });
    let reply = match flags {
        Ok((enabled, creatable)) if sandbox.set_fleet_category(&id, enabled, creatable) => {
            Reply::no_content()
        }
        Ok(_) => refusal(StatusCode::NOT_FOUND),
        Err(refused) => refused,
    };
    reply.into_response()
}
