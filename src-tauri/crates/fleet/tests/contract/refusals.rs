//! Every answer that is no success, to every operation: what it means, and how often the operation was sent.

use fleet::{FleetEndpoint, FleetKind, OPERATIONS};
use transport::Cause::{self, *};
use transport::Outcome::{self, *};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

/// A read is sent so often before it is given up.
const ATTEMPTS: usize = 4;

/// What became of one call, and how often it was sent.
async fn told(operation: &str, status: u16, body: &str) -> (Option<(Outcome, Cause)>, usize) {
    let script = Script::saying(status, body);
    let outcome = calls::one(&script.fleet(), operation).await;
    let told = outcome.err().map(|error| (error.outcome, error.cause));
    (told, script.times_sent())
}

/// What an answer that says nothing certain means: a read was not answered, a change may have been made.
fn doubt(operation: &str, cause: Cause, reads: usize) -> (Option<(Outcome, Cause)>, usize) {
    match FleetEndpoint::find(operation).unwrap().kind {
        FleetKind::Read => (Some((Unreadable, cause)), reads),
        FleetKind::Write => (Some((MaybeSent, cause)), 1),
    }
}

#[tokio::test]
async fn every_documented_refusal_of_every_operation_is_told() {
    for id in OPERATIONS {
        let operation = CONTRACT.operation(id);
        let statuses = CONTRACT.refusals(operation);
        assert!(statuses.len() >= 7, "{id}");
        for status in statuses {
            for example in CONTRACT.examples(operation, status) {
                let rejected = |cause| (Some((Rejected, cause)), 1);
                let expected = match status {
                    400 => rejected(Invalid),
                    401 => rejected(Unauthorized),
                    403 => rejected(Forbidden),
                    404 => rejected(NotFound),
                    409 => doubt(id, Conflict, 1),
                    429 => doubt(id, RateLimited, ATTEMPTS),
                    500..=599 => doubt(id, Server, ATTEMPTS),
                    other => panic!("{id}: what does {other} mean?"),
                };
                let body = example.to_string();
                assert_eq!(told(id, status, &body).await, expected, "{id} {status}");
            }
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
            (403, r#"{"error": {"title": "Jump"}}"#, NoEnvelope, 1),
            (404, "", NoEnvelope, 1),
            (408, "", Timeout, ATTEMPTS),
            (409, "{}", Conflict, 1),
            (410, r#"{"message": "bad request host"}"#, Other, 1),
            (502, "<html>", Server, ATTEMPTS),
            (504, "", Server, ATTEMPTS),
            (200, "<html>", NotJson, ATTEMPTS),
            (200, r#"{"message": "m"}"#, Undecodable, 1),
            (200, "[]", Undecodable, 1),
        ] {
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
async fn vendors_words_are_told_and_its_code_is_only_shown() {
    let script = Script::saying(403, r#"{"code": "example", "message": "Нет прав"}"#);
    let error = script.fleet().list_work_rules().await.unwrap_err();
    let vendor = error.vendor.unwrap();
    assert_eq!(vendor.detail.as_deref(), Some("Нет прав [example]"));
    assert_eq!((vendor.title, vendor.code), (None, None));
}
