//! Every answer that is no success, to every operation: what it means, and how often the operation was sent.

use fleet::{ENDPOINTS, FleetEndpoint};
use rig::verdict::{ATTEMPTS, NOBODYS, Verdict, doubt, refusal};
use transport::Cause::*;

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::Script;

async fn told(endpoint: &FleetEndpoint, status: u16, body: &str) -> Verdict {
    let script = Script::saying(status, body);
    let outcome = calls::one(&script.client(), endpoint.operation).await;
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
            for example in CONTRACT.examples(operation, status) {
                let expected = refusal(endpoint.kind, status);
                let told = told(endpoint, status, &example.to_string()).await;
                assert_eq!(told, expected, "{id} {status}");
            }
        }
    }
}

#[tokio::test]
async fn answer_of_nobody_knows_whom_leaves_every_change_in_doubt_and_is_never_sent_again() {
    let own = [
        (403, r#"{"error": {"title": "Jump"}}"#, NoEnvelope, 1),
        (410, r#"{"message": "bad request host"}"#, Other, 1),
        (504, "", Server, ATTEMPTS),
        (200, r#"{"message": "m"}"#, Undecodable, 1),
        (200, "[]", Undecodable, 1),
    ];
    for endpoint in ENDPOINTS {
        for (status, body, cause, reads) in NOBODYS.into_iter().chain(own) {
            let expected = doubt(endpoint.kind, cause, reads);
            assert_eq!(
                told(endpoint, status, body).await,
                expected,
                "{} {status} {body}",
                endpoint.operation
            );
        }
    }
}

#[tokio::test]
async fn vendors_words_are_told_and_its_code_is_only_shown() {
    let script = Script::saying(403, r#"{"code": "example", "message": "Нет прав"}"#);
    let error = script.client().list_work_rules().await.unwrap_err();
    let vendor = error.vendor.unwrap();
    assert_eq!(vendor.detail.as_deref(), Some("Нет прав [example]"));
    assert_eq!((vendor.title, vendor.code), (None, None));
}
