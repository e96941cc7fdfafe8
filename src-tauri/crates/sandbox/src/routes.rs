//! The table of operations as data, and the way a request takes: count, faults, limit, key, headers, handler, faults.

use crate::{
    answer::{FieldFault, Reply},
    control,
    faults::{Effect, Fault, Moment},
    fleet, gate,
    options::Key,
    park::Sandbox,
    query::Query,
    resources::{
        application_edits, applications, balance_moves, dictionaries, driver_updates, drivers,
        files, moderation, payments, transactions, webhooks,
    },
    yume,
};
use axum::{
    Router,
    body::Body,
    extract::{RawPathParams, Request, State},
    response::Response,
    routing::{MethodFilter, on},
};
use bytes::Bytes;
use http::{Method, StatusCode, Uri};
use http_body_util::BodyExt;

/// What stands before every path.
pub const BASE_PATH: &str = "/taxi-public/v1";

/// operationId, method, path under [`BASE_PATH`].
pub const ROUTES: &[(&str, &str, &str)] = &[
    ("dictIntegrations", "GET", "/dictionaries/integrations"),
    (
        "dictTransactionTypes",
        "GET",
        "/dictionaries/transaction_types",
    ),
    ("dictGroups", "GET", "/dictionaries/groups"),
    (
        "dictAntiFraudStatuses",
        "GET",
        "/dictionaries/anti_fraud_statuses",
    ),
    ("dictAgents", "GET", "/dictionaries/agents"),
    ("dictPayTypes", "GET", "/dictionaries/pay_types"),
    ("dictRequestTypes", "GET", "/dictionaries/request_types"),
    (
        "dictPaymentStatuses",
        "GET",
        "/dictionaries/payment_statuses",
    ),
    ("dictSbpBanks", "GET", "/dictionaries/sbp_banks"),
    (
        "dictAutoregStatuses",
        "GET",
        "/dictionaries/autoreg/statuses",
    ),
    (
        "dictAutoregJobStatuses",
        "GET",
        "/dictionaries/autoreg/integration_statuses",
    ),
    (
        "dictAutoregProfessions",
        "GET",
        "/dictionaries/autoreg/professions",
    ),
    (
        "dictAutoregDirections",
        "GET",
        "/dictionaries/autoreg/directions",
    ),
    (
        "dictAutoregDocuments",
        "GET",
        "/dictionaries/autoreg/documents",
    ),
    ("dictAutoregModules", "GET", "/dictionaries/autoreg/modules"),
    (
        "dictAutoregDeliveryTypes",
        "GET",
        "/dictionaries/autoreg/delivery_types",
    ),
    (
        "dictAutoregCountries",
        "GET",
        "/dictionaries/autoreg/countries",
    ),
    ("dictAutoregModels", "GET", "/dictionaries/autoreg/models"),
    (
        "dictAutoregModelsSearch",
        "GET",
        "/dictionaries/autoreg/models_search",
    ),
    ("dictAutoregColors", "GET", "/dictionaries/autoreg/colors"),
    ("listTransactions", "GET", "/transactions"),
    (
        "previewWithdraw",
        "POST",
        "/drivers/{driver_id}/transactions-withdraw-preview",
    ),
    (
        "createTransaction",
        "PUT",
        "/drivers/{driver_id}/transactions",
    ),
    ("listDrivers", "GET", "/drivers"),
    ("getDriver", "GET", "/drivers/{driver_id}"),
    ("updateDriver", "PUT", "/drivers/{driver_id}"),
    ("listPayments", "GET", "/payments"),
    ("listApplications", "GET", "/autoreg/applications"),
    ("batchRejectApplications", "PATCH", "/autoreg/applications"),
    ("countApplications", "GET", "/autoreg/applications/counts"),
    (
        "getApplication",
        "GET",
        "/autoreg/applications/{application_id}",
    ),
    (
        "editApplication",
        "PATCH",
        "/autoreg/applications/{application_id}",
    ),
    (
        "rejectApplication",
        "DELETE",
        "/autoreg/applications/{application_id}",
    ),
    (
        "createApplicationIntegration",
        "POST",
        "/autoreg/applications/{application_id}/integrations",
    ),
    (
        "getApplicationIntegration",
        "GET",
        "/autoreg/applications/{application_id}/integrations/{application_integration_id}",
    ),
    (
        "registerApplicationIntegration",
        "PATCH",
        "/autoreg/applications/{application_id}/integrations/{application_integration_id}",
    ),
    (
        "rejectApplicationIntegration",
        "DELETE",
        "/autoreg/applications/{application_id}/integrations/{application_integration_id}",
    ),
    (
        "uploadApplicationFile",
        "POST",
        "/autoreg/applications/{application_id}/files",
    ),
    (
        "downloadApplicationFile",
        "GET",
        "/autoreg/applications/{application_id}/files/{file_id}",
    ),
    ("createWebhook", "POST", "/autoreg/webhooks"),
    ("getWebhook", "GET", "/autoreg/webhooks/{webhook_id}"),
    ("updateWebhook", "PATCH", "/autoreg/webhooks/{webhook_id}"),
    ("deleteWebhook", "DELETE", "/autoreg/webhooks/{webhook_id}"),
];

/// The operationIds of [`ROUTES`], in the same order.
pub const OPERATIONS: [&str; ROUTES.len()] = {
    let mut names = [""; ROUTES.len()];
    let mut place = 0;
    while place < ROUTES.len() {
        names[place] = ROUTES[place].0;
        place += 1;
    }
    names
};

/// A request that has passed the gate.
pub struct Call<'a> {
    pub operation: &'static str,
    /// The path's parameters, in the order of the path.
    pub ids: Vec<i64>,
    pub query: Query,
    pub key: &'a Key,
    pub content_type: String,
    pub body: Bytes,
    /// The address up to the query, for links.
    pub address: String,
}

/// A handler refuses by an error: a fault of validation becomes the envelope with the right status.
pub enum Refusal {
    Reply(Reply),
    Fields(Vec<FieldFault>),
}

impl From<FieldFault> for Refusal {
    fn from(fault: FieldFault) -> Self {
        Self::Fields(vec![fault])
    }
}

impl From<StatusCode> for Refusal {
    fn from(status: StatusCode) -> Self {
        Self::Reply(Reply::refusal(status))
    }
}

pub type Answer = Result<Reply, Refusal>;

async fn handle(sandbox: &Sandbox, call: &Call<'_>) -> Answer {
    match call.operation {
        "listTransactions" => transactions::list(sandbox, call),
        "previewWithdraw" => balance_moves::preview(sandbox, call),
        "createTransaction" => balance_moves::create(sandbox, call),
        "listDrivers" => drivers::list(sandbox, call),
        "getDriver" => drivers::get(sandbox, call),
        "updateDriver" => driver_updates::update(sandbox, call),
        "listPayments" => payments::list(sandbox, call),
        "listApplications" => applications::list(sandbox, call),
        "countApplications" => applications::count(sandbox, call),
        "getApplication" => applications::get(sandbox, call),
        "batchRejectApplications" => moderation::reject_many(sandbox, call),
        "editApplication" => application_edits::edit(sandbox, call),
        "rejectApplication" => moderation::reject(sandbox, call),
        "createApplicationIntegration" => moderation::create_job(sandbox, call),
        "getApplicationIntegration" => moderation::get_job(sandbox, call),
        "registerApplicationIntegration" => moderation::register_job(sandbox, call),
        "rejectApplicationIntegration" => moderation::reject_job(sandbox, call),
        "createWebhook" => webhooks::create(sandbox, call),
        "getWebhook" => webhooks::get(sandbox, call),
        "updateWebhook" => webhooks::update(sandbox, call),
        "deleteWebhook" => webhooks::delete(sandbox, call),
        "uploadApplicationFile" => files::upload(sandbox, call).await,
        "downloadApplicationFile" => files::download(sandbox, call),
        _ => dictionaries::get(call),
    }
}

impl Sandbox {
    /// The method of an operation here: a quirk has a transaction created by POST.
    fn method(&self, operation: &str, documented: &'static str) -> &'static str {
        let by_post = self.options().quirks.transactions_by_post;
        match operation {
            "createTransaction" if by_post => "POST",
            _ => documented,
        }
    }

    /// The service as a tower service, for calls in process and for [`Sandbox::serve`].
    pub fn router(&self) -> Router {
        let mut router = Router::new();
        for (operation, method, path) in ROUTES {
            let Some(filter) = method_filter(self.method(operation, method)) else {
                continue;
            };
            let serve = move |State(sandbox): State<Sandbox>,
                              ids: RawPathParams,
                              request: Request| async move {
                pass(&sandbox, operation, &ids, request)
                    .await
                    .into_response()
            };
            let path = format!("{BASE_PATH}{path}");
            router = router
                .route(&format!("{path}/"), on(filter, serve))
                .route(&path, on(filter, serve));
        }
        for (operation, method, path) in fleet::routes::FLEET_ROUTES {
            let Some(filter) = method_filter(method) else {
                continue;
            };
            let serve = move |State(sandbox): State<Sandbox>, request: Request| async move {
                let reply = fleet::routes::pass(&sandbox, operation, request).await;
                reply.into_response()
            };
            router = router.route(path, on(filter, serve));
        }
        for (operation, method, path) in yume::routes::YUME_ROUTES {
            let Some(filter) = method_filter(method) else {
                continue;
            };
            let serve = move |State(sandbox): State<Sandbox>,
                              places: RawPathParams,
                              request: Request| async move {
                let reply = yume::routes::pass(&sandbox, operation, &places, request).await;
                reply.into_response()
            };
            router = router.route(path, on(filter, serve));
        }
        if self.options().control {
            router = router
                .merge(control::router())
                .merge(fleet::control_router())
                .merge(yume::control_router());
        }
        router
            .fallback(not_found)
            .method_not_allowed_fallback(wrong_method)
            .with_state(self.clone())
    }
}

/// Reads change nothing; the preview is one although it is asked for by POST.
fn is_read(operation: &str, method: &Method) -> bool {
    method == Method::GET || operation == "previewWithdraw"
}

fn method_filter(method: &str) -> Option<MethodFilter> {
    let method: Method = method.parse().ok()?;
    MethodFilter::try_from(method).ok()
}

async fn not_found(uri: Uri) -> Response {
    refusal_at(&uri, StatusCode::NOT_FOUND)
}

async fn wrong_method(uri: Uri) -> Response {
    refusal_at(&uri, StatusCode::METHOD_NOT_ALLOWED)
}

/// In the envelope of the service that the path belongs to.
fn refusal_at(uri: &Uri, status: StatusCode) -> Response {
    let path = uri.path();
    let reply = if fleet::routes::is_ours(path) {
        fleet::refusal(status)
    } else if yume::routes::is_ours(path) {
        yume::refusal(status)
    } else {
        Reply::refusal(status)
    };
    reply.into_response()
}

async fn pass(
    sandbox: &Sandbox,
    operation: &'static str,
    ids: &RawPathParams,
    request: Request,
) -> Reply {
    if sandbox.options().follows_clock {
        sandbox.set_now(jiff::Timestamp::now());
    }
    let gate = sandbox.gate();
    let _visit = gate.enter(operation);
    let query = Query::parse(request.uri().query().unwrap_or(""));
    let page = query
        .one("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1);
    let is_read = is_read(operation, request.method());
    let faults = gate.strikes(operation, is_read, page);
    prepare(sandbox, operation, &faults).await;
    let now = sandbox.look().now;
    let spoilt = |moment, reply: Option<&Reply>| {
        let due = faults
            .iter()
            .filter(|fault| gate::strikes_at(fault, moment));
        due.filter_map(|fault| gate::spoil(fault, reply, now, Reply::refusal))
            .next()
    };
    if let Some(reply) = spoilt(Moment::Before, None) {
        return reply;
    }
    let reply = match admitted(sandbox, operation, ids, query, request).await {
        Ok(reply) => reply,
        Err(Refusal::Reply(reply)) => reply,
        Err(Refusal::Fields(fields)) => Reply::invalid(validation_status(sandbox), &fields),
    };
    spoilt(Moment::After, Some(&reply)).unwrap_or(reply)
}

fn validation_status(sandbox: &Sandbox) -> StatusCode {
    match sandbox.options().quirks.validation_is_400 {
        true => StatusCode::BAD_REQUEST,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Waits for latency and moves the rows that a fault wants moved.
async fn prepare(sandbox: &Sandbox, operation: &str, faults: &[Fault]) {
    for fault in faults {
        match fault.effect {
            Effect::Latency(wait) => tokio::time::sleep(wait).await,
            Effect::Insert(count) => sandbox.insert_rows(operation, count),
            Effect::Flip(count) => sandbox.flip_rows(operation, count),
            _ => {}
        }
    }
}

async fn admitted(
    sandbox: &Sandbox,
    operation: &'static str,
    ids: &RawPathParams,
    query: Query,
    request: Request,
) -> Answer {
    sandbox.gate().within_limit().map_err(Refusal::Reply)?;
    let (parts, body) = request.into_parts();
    let keys = &sandbox.options().keys;
    let key = gate::authorise(keys, &parts.headers, &query, operation).map_err(Refusal::Reply)?;
    gate::check_headers(&parts.headers, operation).map_err(Refusal::Reply)?;
    let numbers: Option<Vec<i64>> = ids.iter().map(|(_, text)| text.parse().ok()).collect();
    let content_type = parts.headers.get("content-type");
    let call = Call {
        operation,
        ids: numbers.ok_or(StatusCode::NOT_FOUND)?,
        query,
        key,
        content_type: content_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
            .to_owned(),
        body: read_body(body).await?,
        address: address(&parts.headers, &parts.uri),
    };
    handle(sandbox, &call).await
}

async fn read_body(body: Body) -> Result<Bytes, Refusal> {
    let collected = body.collect().await.map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(collected.to_bytes())
}

fn address(headers: &http::HeaderMap, uri: &Uri) -> String {
    let host = headers.get("host").and_then(|value| value.to_str().ok());
    format!("http://{}{}", host.unwrap_or("localhost"), uri.path())
}
