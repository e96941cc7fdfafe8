//! What the tests of moderation share.

use super::{Client, small};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

pub const LIST: &str = "/autoreg/applications";
pub const COMMENT: &str = "Нет медицинской книжки";

pub fn with_couriers() -> Options {
    Options {
        couriers: Some(24),
        ..small()
    }
}

pub fn path(id: i64) -> String {
    format!("{LIST}/{id}")
}

pub fn waiting(sandbox: &Sandbox, direction: &str) -> Vec<i64> {
    sandbox.application_ids_of(Some("not_processed"), Some(direction))
}

pub fn status(client: &Client, id: i64) -> String {
    let truth = client.sandbox.application(id).unwrap();
    truth["status"]["slug"].as_str().unwrap().to_owned()
}

pub fn member(client: &Client, id: i64, name: &str) -> Value {
    client.sandbox.application(id).unwrap()[name].clone()
}

/// A waiting courier on foot without a job, whom the aggregators take.
pub fn welcome(client: &Client) -> i64 {
    let refused = client.sandbox.application_ids_refused_by_aggregator();
    let mut ids = waiting(&client.sandbox, "walking_courier").into_iter();
    ids.find(|id| !refused.contains(id) && member(client, *id, "jobs") == json!([]))
        .unwrap()
}
