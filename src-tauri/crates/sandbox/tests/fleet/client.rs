//! A raw client of Fleet, in process.

#[path = "../common/caller.rs"]
mod caller;

pub use caller::{Caller as Fleet, Got};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use sandbox::{FLEET_PARK, Options};
use serde_json::{Value, json};

pub const V2: &str = "/v2/parks/driver-profiles/transactions";
pub const V3: &str = "/v3/parks/driver-profiles/transactions";
pub const PARK_LIST: &str = "/v2/parks/transactions/list";
pub const DRIVER_LIST: &str = "/v2/parks/driver-profiles/transactions/list";
pub const ORDER_LIST: &str = "/v2/parks/orders/transactions/list";
pub const CATEGORIES: &str = "/v2/parks/transactions/categories/list";
pub const PROFILES: &str = "/v1/parks/driver-profiles/list";
pub const TOKEN: &str = "c56fa6537e5a4adbbce6ef3593210fb9";

pub fn small() -> Options {
    Options {
        drivers: 60,
        payments: 300,
        applications: 5,
        transactions: 900,
        fleet_drivers: 90,
        fleet_transactions: 2_600,
        ..Options::default()
    }
}

impl Got {
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{:?}", self.body);
        self.json()
    }
}

impl Fleet {
    pub fn new(options: Options) -> Self {
        let headers = [
            ("x-api-key", "demo-fleet-key"),
            ("x-client-id", &format!("taxi/park/{FLEET_PARK}")),
            ("x-park-id", FLEET_PARK),
            ("accept-language", "ru"),
            ("content-type", "application/json"),
        ];
        Self::over(options, "", &headers)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Got {
        self.call("POST", path, body).await
    }

    pub async fn create(&self, path: &str, token: &str, body: &Value) -> Got {
        self.with("x-idempotency-token", token)
            .post(path, body)
            .await
    }

    pub async fn status(&self, driver: &str, id: &str) -> Value {
        let path = format!(
            "{V3}/status?park_id={FLEET_PARK}&contractor_profile_id={driver}&id={id}&version=1"
        );
        self.get(&path).await.ok()
    }

    /// All rows of a list, page by page; asserts that only an empty or absent cursor ends it.
    pub async fn all(&self, path: &str, query: &Value, limit: u64) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut body = json!({"query": query, "limit": limit});
        for _ in 0..10_000 {
            let page = self.post(path, &body).await.ok();
            rows.extend(page["transactions"].as_array().unwrap().iter().cloned());
            match page["cursor"].as_str() {
                None | Some("") => return rows,
                Some(cursor) => body["cursor"] = json!(cursor),
            }
        }
        panic!("the list has no end");
    }
}

/// A query of the park's rows of the last so many days, and a minute more.
pub fn days(count: i64) -> Value {
    let now = small().now;
    let from = now - SignedDuration::from_hours(24 * count);
    let to: Timestamp = now + SignedDuration::from_secs(60);
    let period = json!({"from": from.to_string(), "to": to.to_string()});
    json!({"park": {"id": FLEET_PARK, "transaction": {"event_at": period}}})
}

pub fn of_driver(mut query: Value, driver: &str) -> Value {
    query["park"]["driver_profile"] = json!({"id": driver});
    query
}

pub fn v2(driver: &str, amount: &str, description: &str) -> Value {
    json!({
        "park_id": FLEET_PARK, "driver_profile_id": driver,
        "category_id": "partner_service_manual_3", "amount": amount, "description": description,
    })
}

pub fn v3(driver: &str, amount: &str, description: &str) -> Value {
    json!({
        "park_id": FLEET_PARK, "contractor_profile_id": driver, "amount": amount,
        "description": description, "version": 1, "data": {"kind": "other", "reason": "Выплата"},
    })
}

/// Moves the park's clock so many seconds on from its beginning.
pub fn later(fleet: &Fleet, seconds: i64) {
    fleet
        .sandbox
        .set_now(small().now + SignedDuration::from_secs(seconds));
}

pub fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}
