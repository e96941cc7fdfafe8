//! Every answer that is no success, to every operation: what it means, and how often the operation was sent.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt;
use futures::future::BoxFuture;
use rig::verdict::{ATTEMPTS, NOBODYS, Verdict, doubt, refusal};
use rig::{Tried, settings};
use transport::Cause::*;
use transport::Outcome::Rejected;
use transport::{ManualClock, Reached, Service, Wire, WireBody, WireError, WireFault};
use yume::{ENDPOINTS, YumeEndpoint, YumeRefusal};

use crate::calls;
use crate::contract::CONTRACT;
use crate::wires::{Own, Script};

async fn told(endpoint: &YumeEndpoint, status: u16, body: &str) -> Verdict {
    let script = Script::saying(status, body);
    let outcome = calls::one(&script.client(), endpoint.operation).await;
    let told = outcome.err().map(|error| (error.outcome, error.cause));
    (told, script.times_sent())
}

/// A login and a refresh change nothing and are still sent once: the vendor counts them.
fn once_where_counted(endpoint: &YumeEndpoint, (told, times): Verdict) -> Verdict {
    let is_counted = ["login", "refreshToken"].contains(&endpoint.operation);
    (told, if is_counted { 1 } else { times })
}

#[tokio::test]
async fn every_documented_refusal_of_every_operation_is_told() {
    for endpoint in ENDPOINTS {
        let id = endpoint.operation;
        let operation = CONTRACT.operation(id);
        let statuses = CONTRACT.refusals(operation);
        assert!(statuses.len() >= 6, "{id}");
        for status in statuses {
            for example in CONTRACT.examples(operation, status) {
                let expected = match status {
                    405 => (Some((Rejected, Other)), 1),
                    _ => refusal(endpoint.kind, status),
                };
                let told = told(endpoint, status, &example.to_string()).await;
                assert_eq!(
                    told,
                    once_where_counted(endpoint, expected),
                    "{id} {status}"
                );
            }
        }
    }
}

#[tokio::test]
async fn answer_of_nobody_knows_whom_leaves_every_change_in_doubt_and_is_never_sent_again() {
    let own = [
        (403, r#"{"error": {"title": "Jump"}}"#, NoEnvelope, 1),
        (403, r#"{"message": "Forbidden"}"#, NoEnvelope, 1),
        (410, r#"{"detail": "gone"}"#, Other, 1),
        (504, "", Server, ATTEMPTS),
    ];
    for endpoint in ENDPOINTS {
        for (status, body, cause, reads) in NOBODYS.into_iter().chain(own) {
            // What is fetched as it is, is looked at only when it is here.
            let is_fetched = endpoint.operation == "wazzupIframe" && status == 200;
            let expected = doubt(endpoint.kind, cause, if is_fetched { 1 } else { reads });
            assert_eq!(
                told(endpoint, status, body).await,
                once_where_counted(endpoint, expected),
                "{} {status} {body}",
                endpoint.operation
            );
        }
    }
}

/// Takes everything and never answers.
#[derive(Default)]
struct Silent(AtomicUsize);

impl Wire for Silent {
    fn send(
        &self,
        _: http::Request<WireBody>,
    ) -> BoxFuture<'_, Result<http::Response<WireBody>, WireError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let silence = WireError::new(Reached::Perhaps, WireFault::Timeout, "no answer");
        ready(Err(silence)).boxed()
    }
}

#[tokio::test]
async fn change_that_nothing_answers_is_in_doubt_and_is_never_sent_again() {
    for endpoint in ENDPOINTS {
        let wire = Arc::new(Silent::default());
        let clock = ManualClock::eager(Own::NOW.parse().unwrap());
        let service = Service::new(settings::<Own>(wire.clone(), Arc::new(clock)));
        let outcome = calls::one(&Own::client(service), endpoint.operation).await;
        let told = outcome.err().map(|error| (error.outcome, error.cause));
        let expected = doubt(endpoint.kind, Timeout, ATTEMPTS);
        assert_eq!(
            (told, wire.0.load(Ordering::SeqCst)),
            once_where_counted(endpoint, expected),
            "{}",
            endpoint.operation
        );
    }
}

/// Where the contract has something in the answer, an answer without it says nothing of what became of the change.
#[tokio::test]
async fn success_without_what_it_must_tell_is_no_success() {
    // The first tell nothing; of templates any shape is kept; settings have nothing that must be there.
    let silent = [
        "deleteWazzupTrigger",
        "sendWazzupMessage",
        "connectWazzup",
        "syncWazzup",
        "logout",
        "wazzupIframe",
        "listWazzupTemplates",
        "getWazzupSettings",
        "putWazzupSettings",
        "patchWazzupSettings",
    ];
    for endpoint in ENDPOINTS {
        let operation = CONTRACT.operation(endpoint.operation);
        let status = CONTRACT.success(operation).0;
        for body in ["{}", r#"{"id": null}"#] {
            let expected = match silent.contains(&endpoint.operation) {
                true => (None, 1),
                false => doubt(endpoint.kind, Undecodable, 1),
            };
            let told = told(endpoint, status, body).await;
            assert_eq!(told, expected, "{} {body}", endpoint.operation);
        }
    }
}

#[tokio::test]
async fn operation_that_tells_nothing_takes_any_json_and_none() {
    for operation in ["connectWazzup", "syncWazzup", "logout", "wazzupIframe"] {
        for body in ["", "{}", "[]", "\"ok\"", "null", "7", "true"] {
            let script = Script::saying(200, body);
            let outcome = calls::one(&script.client(), operation).await;
            assert_eq!(outcome, Ok(()), "{operation} {body}");
            assert_eq!(script.times_sent(), 1);
        }
    }
    for (operation, status, body) in [
        ("deleteWazzupTrigger", 204, ""),
        ("deleteWazzupTrigger", 200, ""),
        ("deleteWazzupTrigger", 200, "{}"),
        ("sendWazzupMessage", 201, ""),
    ] {
        let script = Script::saying(status, body);
        let outcome = calls::one(&script.client(), operation).await;
        assert_eq!(outcome, Ok(()), "{operation} {status}");
    }
}

/// The path of connecting Wazzup is also that of another operation, which answers 200 and nothing.
#[tokio::test]
async fn connecting_wazzup_by_its_slug_is_not_left_in_doubt() {
    for (status, body, connects) in [
        (200, "{}", Some(false)),
        (200, "", Some(false)),
        (
            201,
            r#"{"id": 91, "tenant": 12, "integration": 7}"#,
            Some(true),
        ),
        (201, "{}", None),
    ] {
        let script = Script::saying(status, body);
        let how = yume::YumeConnect::default();
        let answer = script.client().connect_integration("wazzup", &how).await;
        assert_eq!(
            answer.ok().map(|connection| connection.is_some()),
            connects,
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn vendors_words_are_told_with_the_fields_they_are_about() {
    let body = r#"{"order_status_to": ["Значения 2 нет среди допустимых вариантов."], "non_field_errors": ["Проверьте."]}"#;
    let script = Script::saying(400, body);
    let yume = script.client();
    let error = yume.create_wazzup_trigger(&calls::new()).await.unwrap_err();
    assert_eq!(YumeRefusal::of(&error), Some(YumeRefusal::Invalid));
    let vendor = error.vendor.unwrap();
    assert_eq!(vendor.detail.as_deref(), Some("Проверьте."));
    assert_eq!(vendor.fields[0].field, "order_status_to");
    assert_eq!(vendor.fields.len(), 1);
}
