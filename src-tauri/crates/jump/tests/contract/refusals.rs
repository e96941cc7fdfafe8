//! Every answer that is no success, to every operation: what it means, and how often the operation was sent.

use jump::{ENDPOINTS, Endpoint};
use rig::verdict::{ATTEMPTS, NOBODYS, Verdict, doubt, is_read, refusal};
use transport::Cause::*;
use transport::Outcome::*;

use crate::calls::{self, Known};
use crate::contract::CONTRACT;
use crate::wires::Script;

async fn told(endpoint: &Endpoint, status: u16, body: &str) -> Verdict {
    let script = Script::saying(status, body);
    let mut known = Known::ANY;
    let outcome = calls::one(&script.client(), &mut known, endpoint.operation).await;
    let told = outcome.err().map(|error| (error.outcome, error.cause));
    (told, script.times_sent())
}

#[tokio::test]
async fn every_documented_refusal_of_every_operation_is_told() {
    for endpoint in ENDPOINTS {
        let id = endpoint.operation;
        let operation = CONTRACT.operation(id);
        let statuses = CONTRACT.refusals(operation);
        assert!(statuses.len() >= 7, "{id}");
        for status in statuses {
            let example = CONTRACT.examples(operation, status).remove(0);
            let expected = refusal(endpoint.kind, status);
            let told = told(endpoint, status, &example.to_string()).await;
            assert_eq!(told, expected, "{id} {status}");
        }
    }
}

#[tokio::test]
async fn answer_of_nobody_knows_whom_leaves_every_change_in_doubt_and_is_never_sent_again() {
    let own = [(200, r#"{"error": {"title": "Ошибка"}}"#, Other, 1)];
    for endpoint in ENDPOINTS {
        let id = endpoint.operation;
        for (status, body, cause, reads) in NOBODYS.into_iter().chain(own) {
            // Of a file any bytes are good.
            if status == 200 && id == "downloadApplicationFile" {
                continue;
            }
            let expected = doubt(endpoint.kind, cause, reads);
            let told = told(endpoint, status, body).await;
            assert_eq!(told, expected, "{id} {status} {body}");
        }
    }
}

#[tokio::test]
async fn read_without_a_body_is_no_answer_and_a_change_without_one_is_done() {
    for endpoint in ENDPOINTS {
        let kind = endpoint.kind;
        let expected = match (is_read(kind), endpoint.operation) {
            (_, "downloadApplicationFile") => (None, 1),
            (true, _) => doubt(kind, NotJson, ATTEMPTS),
            // Money wants a word or a 204.
            (false, "createTransaction") => doubt(kind, NotJson, 1),
            (false, _) => (None, 1),
        };
        let told = told(endpoint, 200, "").await;
        assert_eq!(told, expected, "{}", endpoint.operation);
    }
}

#[tokio::test]
async fn refusal_by_the_limit_is_told_with_the_time_to_wait() {
    let script = Script::saying(429, r#"{"error": {"title": "Превышен лимит запросов"}}"#);
    let jump = script.client();
    let transaction = calls::transfer(Known::ANY);
    let error = jump
        .create_transaction(Known::ANY.driver, &transaction)
        .await
        .unwrap_err();
    assert_eq!((error.outcome, error.status), (MaybeSent, Some(429)));
    assert!(error.retry_after.is_some());
}
