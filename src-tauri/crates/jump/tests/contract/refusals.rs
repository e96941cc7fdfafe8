//! Every answer that is no success, to every operation: what it means, and how often the operation was sent.

use std::sync::Arc;

use jump::{Endpoint, Kind, OPERATIONS};
use transport::Cause::{self, *};
use transport::Outcome::{self, *};

use crate::calls::{self, Known};
use crate::contract::{CONTRACT, Operation};
use crate::wires::Script;

/// A read is sent so often before it is given up.
const ATTEMPTS: usize = 4;

/// What became of one call, and how often it was sent.
async fn told(operation: &str, status: u16, body: &str) -> (Option<(Outcome, Cause)>, usize) {
    let script = Script::saying(status, body);
    let mut known = Known::ANY;
    let outcome = calls::one(&script.hasty_jump(), &mut known, operation).await;
    let sent = script.sent.lock().unwrap().len();
    (
        outcome.err().map(|error| (error.outcome, error.cause)),
        sent,
    )
}

fn is_read(operation: &str) -> bool {
    let kind = Endpoint::find(operation).unwrap().kind;
    matches!(kind, Kind::Read | Kind::Preview | Kind::Download)
}

/// What an answer that says nothing certain means: a read was not answered, a change may have been made.
fn doubt(operation: &str, cause: Cause, reads: usize) -> (Option<(Outcome, Cause)>, usize) {
    match is_read(operation) {
        true => (Some((Unreadable, cause)), reads),
        false => (Some((MaybeSent, cause)), 1),
    }
}

/// Statuses that the contract declares for an operation and that are no success.
fn declared(operation: &Operation) -> Vec<u16> {
    let responses = operation.description["responses"].as_object().unwrap();
    responses
        .keys()
        .filter_map(|status| status.parse().ok())
        .filter(|status| *status >= 300)
        .collect()
}

#[tokio::test]
async fn every_documented_refusal_of_every_operation_is_told() {
    for id in OPERATIONS {
        let operation = CONTRACT.operation(id);
        let statuses = declared(operation);
        assert!(statuses.len() >= 7, "{id}");
        for status in statuses {
            let example = CONTRACT.refusal(operation, status).to_string();
            let rejected = |cause| (Some((Rejected, cause)), 1);
            let expected = match status {
                400 | 422 => rejected(Invalid),
                401 => rejected(Unauthorized),
                403 => rejected(Forbidden),
                404 => rejected(NotFound),
                429 => doubt(id, RateLimited, ATTEMPTS),
                500..=599 => doubt(id, Server, ATTEMPTS),
                other => panic!("{id}: what does {other} mean?"),
            };
            assert_eq!(told(id, status, &example).await, expected, "{id} {status}");
        }
    }
}

#[tokio::test]
async fn answer_of_nobody_knows_whom_leaves_every_change_in_doubt_and_is_never_sent_again() {
    for id in OPERATIONS {
        for (status, body, cause, reads) in [
            (301, "", Redirect, 1),
            (307, "", Redirect, 1),
            (400, "<html>", NoEnvelope, 1),
            (404, "", NoEnvelope, 1),
            (408, "", Timeout, ATTEMPTS),
            (409, "{}", Conflict, 1),
            (502, "<html>", Server, ATTEMPTS),
            (200, "<html>", NotJson, ATTEMPTS),
            (200, r#"{"error": {"title": "Ошибка"}}"#, Other, 1),
        ] {
            // Of a file any bytes are good.
            if status == 200 && *id == "downloadApplicationFile" {
                continue;
            }
            let expected = doubt(id, cause, reads);
            assert_eq!(
                told(id, status, body).await,
                expected,
                "{id} {status} {body}"
            );
        }
    }
}

#[tokio::test]
async fn read_without_a_body_is_no_answer_and_a_change_without_one_is_done() {
    for id in OPERATIONS {
        let expected = match (is_read(id), *id) {
            (_, "downloadApplicationFile") => (None, 1),
            (true, _) => doubt(id, NotJson, ATTEMPTS),
            // Money wants a word or a 204.
            (false, "createTransaction") => doubt(id, NotJson, 1),
            (false, _) => (None, 1),
        };
        assert_eq!(told(id, 200, "").await, expected, "{id}");
    }
}

#[tokio::test]
async fn refusal_by_the_limit_is_told_with_the_time_to_wait() {
    let script: Arc<Script> =
        Script::saying(429, r#"{"error": {"title": "Превышен лимит запросов"}}"#);
    let jump = script.hasty_jump();
    let transaction = calls::transfer(Known::ANY);
    let error = jump
        .create_transaction(Known::ANY.driver, &transaction)
        .await
        .unwrap_err();
    assert_eq!((error.outcome, error.status), (MaybeSent, Some(429)));
    assert!(error.retry_after.is_some());
}
