//! Registers of Yandex Fleet in tests: a park of a few thousand transactions, and a way to it that tampers with answers.

use std::sync::Arc;

use desk::{
    fleet::types::{FleetDriversFilter, FleetTransactionRow, FleetTransactionsFilter},
    registers::types::{Period, RegisterHandle, RegisterState},
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, FleetTransactionTruth, Options};
use serde_json::Value;
use transport::{Wire, WireBody, WireError, full_body};

use super::{
    FULL_KEY, Rig,
    register::{every_row, of, settled, totals},
    small_park,
};

pub const LIST: &str = "listParkTransactions";

/// 3 000 transactions of 80 drivers: six pages and a last one.
pub fn fleet_park(quirks: FleetQuirks) -> Options {
    Options {
        fleet_drivers: 80,
        fleet_transactions: 3_000,
        fleet_quirks: quirks,
        ..small_park()
    }
}

pub async fn fleet_rig(quirks: FleetQuirks) -> Rig {
    Rig::of(fleet_park(quirks), FULL_KEY).await
}

pub fn all_transactions() -> FleetTransactionsFilter {
    FleetTransactionsFilter {
        period: Period {
            from: "2015-01-01".to_owned(),
            to: "2034-12-31".to_owned(),
        },
        category_ids: Vec::new(),
        driver_id: None,
    }
}

pub async fn read(rig: &Rig, filter: FleetTransactionsFilter) -> RegisterState {
    let opened = rig.desk.open_fleet_transactions(&rig.park, filter).await;
    settled(rig, &opened.unwrap().handle).await
}

pub async fn read_drivers(rig: &Rig, filter: FleetDriversFilter) -> RegisterState {
    let opened = rig.desk.open_fleet_drivers(&rig.park, filter).await;
    settled(rig, &opened.unwrap().handle).await
}

pub fn fleet_rows(rig: &Rig, handle: &RegisterHandle) -> Vec<FleetTransactionRow> {
    every_row(|from, count| rig.desk.fleet_transactions_window(handle, from, count))
}

/// What moves the balance, added up.
pub fn amount_of(rig: &Rig, handle: &RegisterHandle) -> Decimal {
    of(&totals(rig, handle), "amount").sum.decimal()
}

/// Ids as the service names them, sorted.
pub fn transaction_ids(rig: &Rig, handle: &RegisterHandle) -> Vec<String> {
    let rows = fleet_rows(rig, handle).into_iter();
    let mut ids: Vec<String> = rows.map(|row| row.transaction_id).collect();
    ids.sort_unstable();
    ids
}

pub fn ids_of(truth: &[FleetTransactionTruth]) -> Vec<String> {
    let mut ids: Vec<String> = truth.iter().map(|one| one.id.clone()).collect();
    ids.sort_unstable();
    ids
}

/// Changes the answers of one path: number of the request, from 1, and the answer.
pub type Tampering = Arc<Mutex<dyn FnMut(usize, &mut http::StatusCode, &mut Value) + Send>>;

struct Tampered {
    way: Arc<dyn Wire>,
    path: &'static str,
    requests: Mutex<usize>,
    tampering: Tampering,
}

impl Wire for Tampered {
    fn send(
        &self,
        request: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        let ours = request.uri().path().ends_with(self.path);
        let answer = self.way.send(request);
        async move {
            let answer = answer.await?;
            if !ours {
                return Ok(answer);
            }
            let (mut head, body) = answer.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let mut json = serde_json::from_slice(&bytes).unwrap();
            let number = {
                let mut requests = self.requests.lock();
                *requests += 1;
                *requests
            };
            (self.tampering.lock())(number, &mut head.status, &mut json);
            head.headers.remove(http::header::CONTENT_LENGTH);
            Ok(http::Response::from_parts(
                head,
                full_body(json.to_string().into()),
            ))
        }
        .boxed()
    }
}

pub async fn tampered_rig(
    options: Options,
    path: &'static str,
    tampering: impl FnMut(usize, &mut http::StatusCode, &mut Value) + Send + 'static,
) -> Rig {
    Rig::over(options, FULL_KEY, |way| {
        Arc::new(Tampered {
            way,
            path,
            requests: Mutex::new(0),
            tampering: Arc::new(Mutex::new(tampering)),
        })
    })
    .await
}
