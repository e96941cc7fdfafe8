//! Operations whose answer was lost, over the demo park: unknown until the records tell or a person says, sent once
//! whatever happens, and never called an error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rig;

use std::time::Duration;

use desk::{
    DeskErrorCode,
    operations::types::{
        Closing, HistoryKind, OperationAction, OperationDetails, OperationDraft, OperationId,
        WarningCode,
    },
};
use journal::{State, Verdict};
use rig::{
    money::{Bench, UNTOUCHED, warned},
    small_park,
};
use sandbox::{NewTransaction, Options};
use transport::ManualClock;

const HOLD: Duration = Duration::from_secs(5);

/// An operation whose answer is lost this way; time stands still right after.
async fn lost(bench: &Bench, fault: &str) -> OperationId {
    bench.faults(&[fault]);
    let id = bench.begin("100").await;
    bench.advance(HOLD);
    bench
        .until_seen(&id, |view| view.next_check_at.is_some())
        .await;
    id
}

async fn after(bench: &Bench, id: &OperationId, seconds: u64, checks: u32) -> OperationDetails {
    bench.advance(Duration::from_secs(seconds));
    bench
        .until_seen(id, |view| {
            view.checks >= checks && !view.checking || view.state != State::Unknown
        })
        .await;
    bench.details(id).await
}

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_unknown_then_accepted_by_evidence() {
    let bench = Bench::still().await;
    let id = lost(&bench, "createTransaction:drop/after").await;
    let view = bench.shown(&id).unwrap();
    assert_eq!(
        (view.state, view.checks, view.checks_planned),
        (State::Unknown, 0, 5)
    );
    assert_eq!(
        view.actions,
        [OperationAction::Check, OperationAction::Close]
    );
    let details = after(&bench, &id, 5, 1).await;
    assert_eq!(details.operation.state, State::Accepted);
    let kinds = [
        HistoryKind::Confirmed,
        HistoryKind::Intent,
        HistoryKind::Unknown,
        HistoryKind::Accepted,
    ];
    assert_eq!(bench.history(&id).await, kinds);
    let evidence = details.history[3].evidence.clone().unwrap();
    let made = bench.rig.sandbox.transactions().pop().unwrap();
    let found = evidence.found.unwrap();
    assert_eq!(found.id, made.id.to_string());
    assert!(
        found
            .description
            .contains(&format!("[#{}]", evidence.sought))
    );
    assert!(evidence.complete && evidence.window_from.is_some());
    assert_eq!((bench.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn a_transaction_that_is_listed_only_after_minutes_is_waited_for() {
    let options = Options {
        transactions_visible_after: 300,
        ..small_park()
    };
    let bench = Bench::on(ManualClock::new(options.now), options).await;
    let id = lost(&bench, "createTransaction:504/after").await;
    for (seconds, checks) in [(5, 1), (25, 2), (90, 3)] {
        let details = after(&bench, &id, seconds, checks).await;
        let seen = (details.operation.state, details.operation.checks);
        assert_eq!(seen, (State::Unknown, checks));
        let evidence = details.history.last().unwrap().evidence.clone().unwrap();
        assert!(evidence.complete && evidence.found.is_none());
    }
    let details = after(&bench, &id, 480, 4).await;
    assert_eq!(details.operation.state, State::Accepted);
    assert_eq!((bench.sent().len(), bench.truth().1), (1, 1));
}

#[tokio::test]
async fn what_is_never_found_stays_unknown_until_a_person_says_and_is_repeated_only_by_agreement() {
    let bench = Bench::new().await;
    bench.faults(&["createTransaction:drop@nth=1"]);
    let id = bench.begin("100").await;
    // Every planned look is over, and nothing more is planned.
    let view = bench
        .until_seen(&id, |view| view.checks == 5 && view.next_check_at.is_none())
        .await;
    assert_eq!(view.state, State::Unknown);
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let word = |reason: &str| Closing {
        verdict: Verdict::Absent,
        reason: reason.to_owned(),
    };
    let hasty = desk.close_operation(park, &id, word(" не было  ")).await;
    assert_eq!(hasty.unwrap_err().fields[0].code, "reason_too_short");
    // Nothing can be repeated that nobody closed.
    let again = OperationDraft {
        repeats: Some(id.clone()),
        ..bench.withdrawal("100")
    };
    let early = bench.try_plan(again.clone()).await.unwrap_err();
    assert_eq!(early.code, DeskErrorCode::DriverUnsettled);
    let reason = word("В Jump проверил: операции нет");
    let view = desk
        .close_operation(park, &id, reason.clone())
        .await
        .unwrap();
    assert_eq!(view.state, State::Closed(Verdict::Absent));
    assert_eq!(view.actions, [OperationAction::SendAgain]);
    let twice = desk.close_operation(park, &id, reason).await.unwrap_err();
    assert_eq!(twice.code, DeskErrorCode::ReviewExpired);

    let plan = bench.try_plan(again.clone()).await.unwrap();
    let repeat = plan
        .warnings
        .iter()
        .find(|one| one.code == WarningCode::Repeat);
    assert_eq!(repeat.unwrap().params["reference"], view.reference);
    let without = vec![WarningCode::NoPayment];
    let error = bench.confirm_as(&plan.hash, without).await.unwrap_err();
    assert_eq!(error.fields[0].field, "agreed");
    let second = bench.confirm(&plan).await;
    let view = bench.until(&second, State::Accepted).await;
    assert_eq!(view.repeats, Some(id.clone()));
    assert_eq!((bench.sent().len(), bench.truth().1), (2, 1));
    // Once is enough.
    let error = bench.try_plan(again).await.unwrap_err();
    assert_eq!(error.fields[0].code, "not_repeatable");
}

#[tokio::test]
async fn only_what_was_closed_as_absent_can_be_sent_again() {
    let bench = Bench::new().await;
    let accepted = bench.carried("100", State::Accepted).await;
    for id in [accepted, OperationId("nothing".to_owned())] {
        let draft = OperationDraft {
            repeats: Some(id),
            ..bench.withdrawal("100")
        };
        let error = bench.try_plan(draft).await.unwrap_err();
        assert_eq!(error.fields[0].code, "not_repeatable");
    }
}

#[tokio::test]
async fn no_answer_but_a_clear_one_is_taken_for_a_no_and_nothing_is_sent_twice() {
    for (fault, effects, why) in [
        ("createTransaction:drop", 0, "reset"),
        ("createTransaction:drop/after", 1, "reset"),
        ("createTransaction:half", 1, "reset"),
        ("createTransaction:408", 0, "timeout"),
        ("createTransaction:409", 0, "conflict"),
        ("createTransaction:425", 0, "server"),
        ("createTransaction:429", 0, "rate_limited"),
        ("createTransaction:500", 0, "server"),
        ("createTransaction:502/after", 1, "server"),
        ("createTransaction:503", 0, "server"),
        ("createTransaction:504/after", 1, "server"),
        ("createTransaction:redirect", 0, "redirect"),
        ("createTransaction:html=200/after", 1, "answer"),
        ("createTransaction:html=403", 0, "answer"),
        ("createTransaction:bare=404", 0, "answer"),
        ("createTransaction:bare=422", 0, "answer"),
    ] {
        let bench = Bench::still().await;
        let id = lost(&bench, fault).await;
        let details = bench.details(&id).await;
        assert_eq!(details.operation.state, State::Unknown, "{fault}");
        assert_eq!(details.operation.reason, "", "{fault}");
        assert_eq!(details.history[2].what, HistoryKind::Unknown, "{fault}");
        assert_eq!(details.history[2].params["why"], why, "{fault}");
        let details = after(&bench, &id, 5, 1).await;
        let settled = match effects {
            1 => State::Accepted,
            _ => State::Unknown,
        };
        assert_eq!(details.operation.state, settled, "{fault}");
        let calls = bench.rig.sandbox.calls("createTransaction");
        assert_eq!((bench.sent().len(), calls), (1, 1), "{fault}");
        assert_eq!(bench.truth().1, effects, "{fault}");
    }
}

#[tokio::test]
async fn an_answer_of_another_form_after_the_effect_is_no_rejection() {
    for fault in [
        "createTransaction:empty/after",
        "createTransaction:truncated",
    ] {
        let bench = Bench::new().await;
        bench.faults(&[fault]);
        let id = bench.begin("100").await;
        // An empty success is a success; a cut one is looked up. Either way it is there once.
        bench.until(&id, State::Accepted).await;
        assert_eq!((bench.sent().len(), bench.truth().1), (1, 1), "{fault}");
    }
}

#[tokio::test]
async fn a_look_that_cannot_read_is_not_a_look_and_changes_nothing() {
    let bench = Bench::still().await;
    let id = lost(&bench, "createTransaction:drop/after").await;
    bench.faults(&["listTransactions:422"]);
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let error = desk.check_operation(park, &id).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    let details = bench.details(&id).await;
    assert_eq!(
        (details.operation.state, details.operation.checks),
        (State::Unknown, 0)
    );
    let error = desk.check_unknown_operations(park).await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    bench.faults(&[]);
    assert_eq!(desk.check_unknown_operations(park).await.unwrap(), 1);
    assert_eq!(bench.details(&id).await.operation.state, State::Accepted);
    assert_eq!(desk.check_unknown_operations(park).await.unwrap(), 0);
}

#[tokio::test]
async fn what_only_looks_alike_is_shown_to_a_person_and_settles_nothing() {
    let bench = Bench::new().await;
    // Accepted under a mark of its own: no candidate for another.
    bench.carried("100", State::Accepted).await;
    let row = |amount: i64, type_id: i64, description: &str| NewTransaction {
        driver_id: bench.driver.0,
        type_id,
        amount,
        description: description.to_owned(),
        date: None,
    };
    let still = Bench::still().await;
    let id = lost(&still, "createTransaction:drop").await;
    for one in [
        row(-10_000, 14, "без метки"),
        row(-10_000, 14, "чужая [#ABCDEF]"),
        row(-10_000, 11, "другой вид"),
        row(-10_001, 14, "другая сумма"),
    ] {
        let other = NewTransaction {
            driver_id: still.driver.0,
            ..one
        };
        still.rig.sandbox.add_transaction(&other).unwrap();
    }
    let details = after(&still, &id, 5, 1).await;
    assert_eq!(details.operation.state, State::Unknown);
    let evidence = details.history.last().unwrap().evidence.clone().unwrap();
    let alike: Vec<&str> = evidence
        .alike
        .iter()
        .map(|one| one.description.as_str())
        .collect();
    assert_eq!(alike, ["без метки"]);
    assert_eq!(evidence.balance.as_deref(), Some("1000.00"));
    assert_eq!(
        (evidence.complete, evidence.received),
        (true, evidence.told)
    );
}

#[tokio::test]
async fn a_person_may_say_that_it_is_there_and_it_cannot_be_sent_again_then() {
    let bench = Bench::still().await;
    let id = lost(&bench, "createTransaction:drop").await;
    let closing = Closing {
        verdict: Verdict::Exists,
        reason: "Видно в кабинете Jump".to_owned(),
    };
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let view = desk.close_operation(park, &id, closing).await.unwrap();
    assert_eq!(
        (view.state, view.actions),
        (State::Closed(Verdict::Exists), vec![])
    );
    let draft = OperationDraft {
        repeats: Some(id),
        ..bench.withdrawal("100")
    };
    let error = bench.try_plan(draft).await.unwrap_err();
    assert_eq!(error.fields[0].code, "not_repeatable");
    // The driver is open again; that it may have been given the same is told.
    let plan = bench.plan("100").await;
    assert!(warned(&plan).contains(&WarningCode::Duplicate));
    assert_eq!(bench.truth(), UNTOUCHED);
}
