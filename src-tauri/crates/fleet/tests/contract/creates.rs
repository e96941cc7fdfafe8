//! Transactions that are made: what leaves, how often, and when an answer says that they were made.

use fleet::data_v3::{About, Bonus, Fine, Fuel, Payout, Referal, Schedule, Scheduled, Topup};
use fleet::{BalanceCondition, CreateV2, CreateV3, DataV3, FleetProblem};
use serde_json::{Value, json};
use transport::{CallError, Cause, Outcome};

use crate::calls::{self, token};
use crate::contract::CONTRACT;
use crate::wires::Script;

const V2: &str = "createDriverTransactionV2";
const V3: &str = "createDriverTransactionV3";

fn example(id: &str) -> Value {
    CONTRACT.examples(CONTRACT.operation(id), 200).remove(0)
}

/// What one answer makes of a create, and how often it was sent.
async fn told(id: &str, status: u16, answer: &str) -> (Result<(), CallError>, usize) {
    let script = Script::saying(status, answer);
    let outcome = calls::one(&script.client(), id).await;
    (outcome, script.times_sent())
}

#[tokio::test]
async fn stored_bytes_are_what_leaves_whatever_their_spacing() {
    let script = Script::saying(200, &example(V3).to_string());
    let canonical = calls::v3().body();
    let stored = canonical.replace("\":", "\" :\n");
    assert_ne!(stored, canonical);
    for _ in 0..2 {
        let fleet = script.client();
        fleet
            .create_driver_transaction_v3(&stored, &token())
            .await
            .unwrap();
    }
    for sent in script.sent.lock().unwrap().iter() {
        assert_eq!(sent.body, stored.as_bytes());
        assert_eq!(sent.header("x-idempotency-token"), Some(token().as_str()));
    }
}

#[tokio::test]
async fn create_that_the_limit_holds_past_its_moment_does_not_leave() {
    let refusal = json!({ "code": "429", "message": "Limit exceeded" });
    let script = Script::saying_in_turn(vec![(429, refusal), (200, example(V3))]);
    let fleet = script.client();
    let by = |moment: &str| fleet.leaving_by(moment.parse().unwrap());
    // At the very moment it may; its refusal holds up all that follow.
    let at_once = calls::one(&by("2026-01-15T12:00:00Z"), V3).await;
    assert_eq!(at_once.unwrap_err().outcome, Outcome::MaybeSent);
    let late = calls::one(&by("2026-01-15T12:00:00Z"), V3)
        .await
        .unwrap_err();
    assert_eq!(
        (late.outcome, late.cause),
        (Outcome::NotSent, Cause::Timeout)
    );
    assert_eq!(script.times_sent(), 1);
    calls::one(&by("2026-01-15T12:01:00Z"), V3).await.unwrap();
    assert_eq!(script.times_sent(), 2);
}

#[test]
fn body_is_canonical() {
    assert_eq!(
        calls::v2().body(),
        r#"{"park_id":"ee6f33c4562b4e1f8646d157bd70b2c4","driver_profile_id":"33de650c6a1a40bfa78dd981817da866","category_id":"partner_service_manual_3","amount":"-500.0000","description":"Списание №13 [#7K3F9Q]"}"#
    );
    assert_eq!(
        calls::v3().body(),
        r##"{"park_id":"ee6f33c4562b4e1f8646d157bd70b2c4","contractor_profile_id":"33de650c6a1a40bfa78dd981817da866","amount":"-30.0000","data":{"kind":"other","reason":"Списание №13"},"description":"[#7K3F9Q]","condition":{"balance_min":"30.5000"},"version":1}"##
    );
    let bare = CreateV3 {
        description: None,
        condition: None,
        ..calls::v3()
    };
    assert!(!bare.body().contains("null"));
}

#[tokio::test]
async fn answer_without_what_the_contract_requires_leaves_the_transaction_in_doubt() {
    for id in [V2, V3] {
        let whole = example(id);
        assert_eq!(told(id, 200, &whole.to_string()).await, (Ok(()), 1));
        let schema = if id == V2 {
            "CreateV2Response"
        } else {
            "CreateV3Response"
        };
        let pointer = json!({ "$ref": format!("#/components/schemas/{schema}") });
        let required = CONTRACT.resolved(&pointer)["required"].as_array().unwrap();
        assert_eq!(required.len(), if id == V2 { 8 } else { 1 });
        let mut answers = vec![
            json!({}),
            json!([]),
            json!([whole]),
            json!({ "data": whole }),
        ];
        for name in required {
            for odd in [None, Some(Value::Null), Some(json!([])), Some(json!({}))] {
                let mut answer = whole.clone();
                let members = answer.as_object_mut().unwrap();
                let name = name.as_str().unwrap();
                match odd {
                    None => members.remove(name),
                    Some(odd) => members.insert(name.to_owned(), odd),
                };
                answers.push(answer);
            }
        }
        answers.push(json!({ "code": "c", "message": "m" }));
        for name in ["id", "event_at", "driver_profile_id"] {
            let mut answer = whole.clone();
            if let Some(member) = answer.get_mut(name) {
                *member = json!("");
                answers.push(answer);
            }
        }
        for answer in answers {
            let (outcome, sent) = told(id, 200, &answer.to_string()).await;
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.outcome, error.status, sent),
                (Outcome::MaybeSent, Some(200), 1),
                "{answer}"
            );
            assert!(!error.trace_id.is_empty());
        }
    }
}

#[tokio::test]
async fn success_that_is_not_the_documented_one_leaves_the_transaction_in_doubt() {
    for id in [V2, V3] {
        let whole = example(id).to_string();
        for (status, body) in [
            (200, ""),
            (201, whole.as_str()),
            (202, &whole),
            (204, ""),
            (302, &whole),
        ] {
            let (outcome, sent) = told(id, status, body).await;
            let outcome = outcome.unwrap_err().outcome;
            assert_eq!((outcome, sent), (Outcome::MaybeSent, 1), "{id} {status}");
        }
    }
}

#[tokio::test]
async fn conflict_and_failures_are_neither_success_nor_refusal_and_are_not_repeated() {
    let envelope = r#"{"code": "c", "message": "m"}"#;
    for id in [V2, V3] {
        for (status, body) in [
            (409, envelope),
            (429, envelope),
            (500, envelope),
            (503, envelope),
            (504, "<html>"),
            (410, envelope),
            (400, "<html>"),
            (403, r#"{"error": "forbidden"}"#),
            (401, ""),
        ] {
            let (outcome, sent) = told(id, status, body).await;
            assert_eq!(
                (outcome.unwrap_err().outcome, sent),
                (Outcome::MaybeSent, 1),
                "{id} {status}"
            );
        }
        let (outcome, _) = told(id, 409, envelope).await;
        assert_eq!(outcome.unwrap_err().cause, Cause::Conflict);
        let (outcome, sent) = told(id, 400, envelope).await;
        assert_eq!((outcome.unwrap_err().outcome, sent), (Outcome::Rejected, 1));
    }
}

fn problems_of_v2(change: impl FnOnce(&mut CreateV2)) -> Vec<(String, FleetProblem)> {
    let mut create = calls::v2();
    change(&mut create);
    told_problems(create.validate(), &create.body(), V2)
}

fn problems_of_v3(change: impl FnOnce(&mut CreateV3)) -> Vec<(String, FleetProblem)> {
    let mut create = calls::v3();
    change(&mut create);
    told_problems(create.validate(), &create.body(), V3)
}

/// What validates fits the contract. What does not is refused by the contract, too, or is stricter by intention.
fn told_problems(
    validated: Result<(), Vec<fleet::FleetFieldProblem>>,
    body: &str,
    id: &str,
) -> Vec<(String, FleetProblem)> {
    let schema = CONTRACT.body_schema(CONTRACT.operation(id)).unwrap();
    let problems = validated.err().unwrap_or_default();
    if problems.is_empty() {
        CONTRACT.check(schema, &serde_json::from_str(body).unwrap(), id);
    }
    let told = problems.into_iter();
    told.map(|problem| (problem.field, problem.problem))
        .collect()
}

#[test]
fn transaction_that_would_be_refused_is_told_before_it_is_sent() {
    use FleetProblem::*;
    let one = |field: &str, problem| vec![(field.to_owned(), problem)];
    let amount = |text: &str| text.parse().unwrap();
    let long = "я".repeat(101);
    assert_eq!(problems_of_v2(|_| ()), []);
    assert_eq!(
        problems_of_v2(|create| create.amount = amount("0.000")),
        one("amount", Zero)
    );
    assert_eq!(
        problems_of_v2(|create| create.amount = amount("1.00001")),
        one("amount", TooManyDecimals)
    );
    assert_eq!(
        problems_of_v2(|create| create.amount = amount("1234567890123456.5")),
        one("amount", TooLong)
    );
    assert_eq!(
        problems_of_v2(|create| create.description = " ".into()),
        one("description", Required)
    );
    assert_eq!(
        problems_of_v2(|create| create.category_id = long.clone()),
        one("category_id", TooLong)
    );
    assert_eq!(
        problems_of_v2(|create| create.driver_profile_id.clear()),
        one("driver_profile_id", Required)
    );
    assert_eq!(
        problems_of_v2(|create| create.description = "я".repeat(5000)),
        []
    );

    assert_eq!(problems_of_v3(|_| ()), []);
    assert_eq!(
        problems_of_v3(|create| create.description = Some("я".repeat(256))),
        []
    );
    assert_eq!(
        problems_of_v3(|create| create.description = Some("я".repeat(257))),
        one("description", TooLong)
    );
    assert_eq!(
        problems_of_v3(|create| create.description = Some(String::new())),
        one("description", Required)
    );
    assert_eq!(
        problems_of_v3(|create| create.version = 2),
        one("version", NotFirstVersion)
    );
    assert_eq!(
        problems_of_v3(|create| create.version = 0),
        one("version", NotFirstVersion)
    );
    assert_eq!(
        problems_of_v3(|create| create.data = DataV3::other("")),
        one("data.reason", Required)
    );
    assert_eq!(
        problems_of_v3(|create| create.amount = amount("-0")),
        one("amount", Zero)
    );
    let least = |text: &str| {
        Some(BalanceCondition {
            balance_min: amount(text),
        })
    };
    assert_eq!(problems_of_v3(|create| create.condition = least("0")), []);
    assert_eq!(
        problems_of_v3(|create| create.condition = least("0.12345")),
        one("condition.balance_min", TooManyDecimals)
    );
    let fine = DataV3::Fine(Fine {
        park_fee: Some(amount("0.00001")),
        ..Fine::default()
    });
    assert_eq!(
        problems_of_v3(|create| create.data = fine),
        one("data.park_fee", TooManyDecimals)
    );
}

#[test]
fn every_kind_is_written_as_the_contract_knows_it_and_read_back_from_the_journal() {
    let amount = Some("-0.5".parse().unwrap());
    let kinds = [
        DataV3::other("r"),
        calls::rent(),
        DataV3::Deposit(Scheduled {
            schedule: Some(Schedule {
                working_days: Some(5),
                holidays: Some(2),
            }),
            object: None,
        }),
        DataV3::Payout(Payout {
            fee_amount: amount,
            payout_amount: amount,
        }),
        DataV3::Insurance(About::default()),
        DataV3::Fine(Fine {
            object: None,
            park_fee: amount,
        }),
        DataV3::Damage(About::default()),
        DataV3::Fuel(Fuel {
            object: None,
            fee_amount: amount,
        }),
        DataV3::Referal(Referal {
            child_driver_id: Some("d".into()),
        }),
        DataV3::Topup(Topup {}),
        DataV3::Bonus(Bonus {
            orders_count: Some(3),
            receipt_condition: Some("c".into()),
        }),
    ];
    for data in kinds {
        let create = CreateV3 {
            data,
            ..calls::v3()
        };
        assert_eq!(told_problems(create.validate(), &create.body(), V3), []);
        assert_eq!(
            serde_json::from_str::<CreateV3>(&create.body()).unwrap(),
            create
        );
    }
}

/// A stored body that was changed on the disk, or that belongs to another park, must not move money.
#[tokio::test]
async fn body_that_this_program_did_not_make_for_this_park_is_not_sent() {
    let script = Script::exemplary();
    let fleet = script.client();
    let good = calls::v3().body();
    let other_park = CreateV3 {
        park_id: "other".into(),
        ..calls::v3()
    }
    .body();
    for (body, field) in [
        (String::new(), "body"),
        ("{}".to_owned(), "body"),
        (good.replace("-30.0000", "+30.0000"), "body"),
        (good.replace("-30.0000", "-3e1"), "body"),
        (good.replace("\"-30.0000\"", "-30"), "body"),
        (good.replace("-30.0000", "0.0000"), "amount"),
        (good.replace("other", "unheard_of"), "body"),
        (good.replace("\"version\":1", "\"version\":2"), "version"),
        (
            good.replace("\"version\":1", "\"version\":1,\"more\":1"),
            "body",
        ),
        (
            good.replace("\"reason\":", "\"more\":1,\"reason\":"),
            "body",
        ),
        (other_park, "park_id"),
    ] {
        let error = fleet
            .create_driver_transaction_v3(&body, &token())
            .await
            .unwrap_err();
        assert_eq!(
            (error.outcome, error.cause),
            (Outcome::NotSent, Cause::Invalid),
            "{body}"
        );
        assert_eq!(error.vendor.unwrap().fields[0].field, field, "{body}");
    }
    let other_park = CreateV2 {
        park_id: "other".into(),
        ..calls::v2()
    }
    .body();
    let error = fleet
        .create_driver_transaction_v2(&other_park, &token())
        .await
        .unwrap_err();
    assert_eq!((error.outcome, script.times_sent()), (Outcome::NotSent, 0));
}
