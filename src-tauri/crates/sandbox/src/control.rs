//! The control door `/_sandbox/…`, open only when asked for: a test in another process sets faults and sees the truth.

use crate::{
    answer::{FieldFault, Reply},
    faults::Fault,
    inspect::{PaymentsFilter, TransactionsFilter},
    park::Sandbox,
    query::Query,
};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::Response,
    routing::{get, post},
};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

pub fn router() -> Router<Sandbox> {
    Router::new()
        .route("/_sandbox/faults", post(set_faults))
        .route("/_sandbox/calls", get(calls))
        .route("/_sandbox/truth/driver/{id}", get(driver))
        .route("/_sandbox/truth/drivers", get(drivers))
        .route("/_sandbox/truth/balances/{id}", get(balances))
        .route("/_sandbox/truth/transactions", get(transactions))
        .route("/_sandbox/truth/application/{id}", get(application))
        .route("/_sandbox/truth/webhooks", get(webhooks))
        .route("/_sandbox/truth/applications", get(applications))
        .route("/_sandbox/truth/payments", get(payments))
        .route("/_sandbox/truth/payments/ids", get(payment_ids))
        .route("/_sandbox/truth/application/{id}/files", get(files))
}

/// The body is a JSON array of rules in the syntax of the command line; it replaces all rules.
async fn set_faults(State(sandbox): State<Sandbox>, body: String) -> Response {
    let reply = match read_rules(&body) {
        Ok(faults) => {
            sandbox.set_faults(faults);
            Reply::no_content()
        }
        Err(fault) => Reply::invalid(StatusCode::UNPROCESSABLE_ENTITY, &[fault]),
    };
    reply.into_response()
}

fn read_rules(body: &str) -> Result<Vec<Fault>, FieldFault> {
    let not_rules = || FieldFault::new("", "a JSON array of fault rules is expected");
    let value: Value = serde_json::from_str(body).map_err(|_| not_rules())?;
    let rules = value.as_array().ok_or_else(not_rules)?;
    let read = |(place, rule): (usize, &Value)| {
        let rule = rule.as_str().unwrap_or_default();
        rule.parse().map_err(|error: crate::FaultError| {
            FieldFault::new(place.to_string(), error.to_string())
        })
    };
    rules.iter().enumerate().map(read).collect()
}

async fn calls(State(sandbox): State<Sandbox>) -> Response {
    let answer = json!({"calls": sandbox.all_calls(), "max_in_flight": sandbox.max_in_flight()});
    Reply::json(&answer).into_response()
}

async fn driver(State(sandbox): State<Sandbox>, Path(id): Path<i64>) -> Response {
    known(sandbox.driver(id))
}

async fn balances(State(sandbox): State<Sandbox>, Path(id): Path<i64>) -> Response {
    known(sandbox.balances_json(id))
}

async fn application(State(sandbox): State<Sandbox>, Path(id): Path<i64>) -> Response {
    known(sandbox.application(id))
}

fn known(truth: Option<Value>) -> Response {
    truth
        .map_or_else(
            || Reply::refusal(StatusCode::NOT_FOUND),
            |truth| Reply::json(&truth),
        )
        .into_response()
}

async fn webhooks(State(sandbox): State<Sandbox>) -> Response {
    Reply::json(&sandbox.webhooks_json()).into_response()
}

/// `?from&to&drivers&made&message`: moments in ISO 8601, drivers as a comma string, `made=1` for those made through the
/// API, a part of the message; amounts are text with two decimals.
async fn transactions(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let reply = match read_transactions_filter(&query) {
        Ok(filter) => Reply::json(&sandbox.transactions_json(&filter)),
        Err(fault) => Reply::invalid(StatusCode::UNPROCESSABLE_ENTITY, &[fault]),
    };
    reply.into_response()
}

fn read_transactions_filter(query: &Query) -> Result<TransactionsFilter, FieldFault> {
    Ok(TransactionsFilter {
        from: timestamp(query, "from")?,
        to: timestamp(query, "to")?,
        drivers: query.comma_ids("drivers")?,
        made: query.one("made").is_some(),
        message: query.one("message").unwrap_or_default().to_owned(),
    })
}

fn timestamp(query: &Query, name: &str) -> Result<Option<Timestamp>, FieldFault> {
    let at = query.moment(name)?;
    Ok(at.and_then(|at| Timestamp::from_second(at).ok()))
}

/// `?blocked`: the ids of all drivers, or of those who may not (`1`) or may (`0`) withdraw now.
async fn drivers(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let ids = match query.one("blocked") {
        None => sandbox.driver_ids(),
        Some(blocked) => sandbox.driver_ids_blocked(blocked == "1"),
    };
    Reply::json(&json!(ids)).into_response()
}

/// `?status&direction&refused`: the ids of the applications that fit, by slug; `refused=1` = only those whom an
/// aggregator will refuse.
async fn applications(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let mut ids = sandbox.application_ids_of(query.one("status"), query.one("direction"));
    if query.one("refused").is_some() {
        let refused = sandbox.application_ids_refused_by_aggregator();
        ids.retain(|id| refused.contains(id));
    }
    Reply::json(&json!(ids)).into_response()
}

/// `?from&to&status&drivers&agents&integrations`: moments in ISO 8601, ids as comma strings; sums are text with two
/// decimals.
async fn payments(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let filter = match read_filter(&query) {
        Ok(filter) => filter,
        Err(fault) => {
            return Reply::invalid(StatusCode::UNPROCESSABLE_ENTITY, &[fault]).into_response();
        }
    };
    let truth = sandbox.payments_truth(&filter);
    let answer = json!({
        "count": truth.count,
        "amount": truth.amount.to_string(),
        "amount_paid": truth.amount_paid.to_string(),
        "commission": truth.commission.to_string(),
        "commission_bank": truth.commission_bank.to_string(),
    });
    Reply::json(&answer).into_response()
}

/// The ids of the payments that fit; the filter as above.
async fn payment_ids(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(&query.unwrap_or_default());
    let reply = match read_filter(&query) {
        Ok(filter) => Reply::json(&json!(sandbox.payment_ids_of(&filter))),
        Err(fault) => Reply::invalid(StatusCode::UNPROCESSABLE_ENTITY, &[fault]),
    };
    reply.into_response()
}

fn read_filter(query: &Query) -> Result<PaymentsFilter, FieldFault> {
    Ok(PaymentsFilter {
        from: timestamp(query, "from")?,
        to: timestamp(query, "to")?,
        statuses: query.comma_ids("status")?,
        drivers: query.comma_ids("drivers")?,
        agents: query.comma_ids("agents")?,
        integrations: query.comma_ids("integrations")?,
    })
}

async fn files(State(sandbox): State<Sandbox>, Path(id): Path<i64>) -> Response {
    Reply::json(&sandbox.files_json(id)).into_response()
}
