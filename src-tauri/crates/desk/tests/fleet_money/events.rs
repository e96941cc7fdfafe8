//! v3: a yes to the request is no yes to the money. Only the status operation says what became of it.

use std::sync::Arc;

use desk::{
    DeskErrorCode,
    operations::types::{
        Closing, HistoryKind, JournalFilter, ListedState, OperationAction, OperationId,
    },
};
use journal::{Service, State, Verdict};
use parking_lot::Mutex;
use rust_decimal::Decimal;
use sandbox::{FleetQuirks, Options};
use serde_json::{Value, json};

use super::bench::{FleetBench, STATUS, V3, fields, park, runtime};

/// v3 never ends by itself.
fn endless() -> Options {
    Options {
        fleet_v3_takes: u32::MAX,
        ..park()
    }
}

/// Every state that the screen was shown of an operation.
fn shown(bench: &FleetBench, reference: &str) -> Vec<State> {
    let events = bench.bench.rig.events.all();
    let views = events.into_iter().filter_map(|event| match event {
        desk::DeskEvent::Operation(view) if view.reference == reference => Some(view.state),
        _ => None,
    });
    views.collect()
}

#[tokio::test]
async fn accepted_is_said_only_after_the_service_said_success() {
    let bench = FleetBench::new().await;
    let id = bench.carried(bench.debit("100"), State::Accepted).await;
    let history = bench.history(&id).await;
    let [first @ .., last] = history.as_slice() else {
        panic!("no history");
    };
    assert_eq!(
        first[..3],
        [
            HistoryKind::Confirmed,
            HistoryKind::Intent,
            HistoryKind::Pending
        ]
    );
    // It takes five seconds: the look after two of them shows nothing yet.
    assert_eq!(first[3..], [HistoryKind::Checked]);
    assert_eq!(*last, HistoryKind::Accepted);
    let details = bench.details(&id).await;
    let evidence = details.history.last().unwrap().evidence.clone().unwrap();
    assert_eq!(evidence.source, "status");
    let made = bench.made();
    assert_eq!(made[0].events, [(evidence.sought, "success")]);
    assert_eq!((made[0].requests, made[0].effects), (1, 1));
    assert_eq!(bench.balance(), Decimal::from(900));
}

#[tokio::test]
async fn what_is_in_progress_stays_unknown_under_its_name_and_is_never_shown_as_accepted() {
    let bench = FleetBench::of(endless()).await;
    let id = bench.begin(bench.debit("100")).await;
    let view = bench.given_up(&id).await;
    let remote = view.remote.clone().unwrap();
    assert_eq!((remote.version, remote.status.as_str()), (1, "in_progress"));
    assert_eq!(bench.made()[0].events, [(remote.id, "in_progress")]);
    assert_eq!(
        view.actions,
        [OperationAction::Check, OperationAction::Close]
    );
    // It was asked about for a day, and everybody was told all the time that nobody knows.
    assert!(bench.bench.rig.sandbox.calls(STATUS) > 20);
    let states = shown(&bench, &view.reference);
    let allowed = [State::Waiting, State::Sent, State::Unknown];
    assert!(
        states.iter().all(|state| allowed.contains(state)),
        "{states:?}"
    );
    assert_eq!((bench.creates().len(), bench.balance()), (1, 1_000.into()));
}

#[tokio::test]
async fn a_failure_after_200_is_a_refusal_in_the_services_words_and_moves_nothing() {
    let bench = FleetBench::of(Options {
        fleet_quirks: FleetQuirks {
            v3_fail_every: Some(1),
            ..FleetQuirks::default()
        },
        ..park()
    })
    .await;
    let id = bench.begin(bench.debit("100")).await;
    let view = bench.bench.until(&id, State::Rejected).await;
    assert_eq!(view.reason, "Операция отклонена");
    assert_eq!(view.actions, []);
    let lines = bench.lines(&id, HistoryKind::Failed).await;
    assert_eq!(lines[0].params["answer"], "Операция отклонена");
    assert_eq!(lines[0].evidence.as_ref().unwrap().source, "status");
    assert!(!shown(&bench, &view.reference).contains(&State::Accepted));
    assert_eq!((bench.creates().len(), bench.balance()), (1, 1_000.into()));
    // Nothing moved: the driver is open, and it counts as no duplicate.
    let plan = bench.plan(bench.debit("100")).await;
    assert_eq!(plan.warnings, []);
}

#[tokio::test]
async fn a_yes_about_another_transaction_or_version_or_in_another_word_settles_nothing() {
    let info = |status: &str, version: u32| json!({"version": version, "status": status});
    for (told, members) in [
        (
            "another id",
            json!({"id": "another", "version_info": info("success", 1)}),
        ),
        (
            "another id failed",
            json!({"id": "another", "version_info": info("fail", 1)}),
        ),
        (
            "another version",
            json!({"version_info": info("success", 2)}),
        ),
        (
            "another version failed",
            json!({"version_info": info("fail", 2)}),
        ),
        ("no version", json!({"version_info": null})),
        ("another word", json!({"version_info": info("done", 1)})),
        (
            "another spelling",
            json!({"version_info": info("SUCCESS", 1)}),
        ),
        (
            "another driver",
            json!({"contractor_profile_id": "another", "version_info": info("success", 1)}),
        ),
        (
            "failed and yet on the balance",
            json!({"latest_success_version": 1, "version_info": info("fail", 1)}),
        ),
    ] {
        let bench = FleetBench::of(endless()).await;
        bench.tamper(move |answer: &mut Value| {
            for (name, value) in members.as_object().unwrap() {
                answer[name] = value.clone();
            }
        });
        let id = bench.begin(bench.debit("100")).await;
        let view = bench.given_up(&id).await;
        assert!(view.checks >= 7, "{told}");
        assert!(view.remote.is_some(), "{told}");
        assert_eq!(bench.creates().len(), 1, "{told}");
    }
}

#[tokio::test]
async fn a_yes_to_the_request_in_any_words_is_asked_about() {
    // Whatever the create calls it, the status operation alone settles it.
    let bench = FleetBench::of(Options {
        fleet_quirks: FleetQuirks {
            v3_open_status: Some("success".to_owned()),
            ..FleetQuirks::default()
        },
        ..endless()
    })
    .await;
    let answers = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&answers);
    bench.tamper(move |answer| {
        *counted.lock() += 1;
        if *counted.lock() < 3 {
            answer["version_info"]["status"] = json!("in_progress");
        }
    });
    let id = bench.carried(bench.debit("100"), State::Accepted).await;
    assert_eq!(*answers.lock(), 3);
    let lines = bench.lines(&id, HistoryKind::Pending).await;
    assert_eq!(lines[0].params["status"], "success");
}

#[test]
fn a_restart_while_it_is_pending_asks_by_its_name_and_sends_nothing() {
    let options = Options {
        fleet_visible_after: u32::MAX,
        ..park()
    };
    let (mut bench, id) = runtime().block_on(async {
        let bench = FleetBench::still(options).await;
        let id = bench.begin(bench.debit("100")).await;
        bench.bench.advance(std::time::Duration::from_secs(5));
        bench
            .bench
            .until_seen(&id, |view| view.remote.is_some())
            .await;
        (bench, id)
    });
    runtime().block_on(async {
        let name = bench.made()[0].events[0].0.clone();
        bench.bench.advance(std::time::Duration::from_secs(7_200));
        bench.recovered().await;
        let view = bench.bench.until(&id, State::Accepted).await;
        assert_eq!(view.remote.unwrap().id, name);
        let details = bench.details(&id).await;
        let evidence = details.history.last().unwrap().evidence.clone().unwrap();
        // Not by the list, which does not show it yet.
        assert_eq!(
            (evidence.source.as_str(), evidence.sought),
            ("status", name)
        );
        assert_eq!((bench.creates().len(), bench.balance()), (1, 900.into()));
    });
}

#[test]
fn a_restart_long_after_its_looks_asks_again_soon() {
    let (mut bench, id, checks) = runtime().block_on(async {
        let bench = FleetBench::of(endless()).await;
        let id = bench.begin(bench.debit("100")).await;
        let view = bench.given_up(&id).await;
        (bench, id, view.checks)
    });
    runtime().block_on(async {
        bench.tamper(|answer| answer["version_info"]["status"] = json!("success"));
        bench.recovered().await;
        let view = bench.bench.until(&id, State::Accepted).await;
        assert_eq!((view.checks, bench.creates().len()), (checks, 1));
    });
}

// How it is listed, and what a person may say of it.

#[tokio::test]
async fn what_the_service_carries_out_later_is_not_counted_among_what_nobody_knows() {
    let bench = FleetBench::of(endless()).await;
    let pending = bench.begin(bench.debit("100")).await;
    bench.given_up(&pending).await;
    let rig = &bench.bench.rig;
    let state = rig.desk.journal_state(&rig.park).await.unwrap();
    assert_eq!((state.unknown, state.pending), (0, 1));
    // It is not settled for all that: its driver gets nothing new.
    assert_eq!(state.closed_drivers, 1);
    let refused = bench.try_plan(bench.debit("50")).await.unwrap_err();
    assert_eq!(refused.code, DeskErrorCode::DriverUnsettled);
    let listed = |states: Vec<ListedState>| {
        let filter = JournalFilter {
            states,
            service: Some(Service::Yandex),
            ..JournalFilter::default()
        };
        async move {
            let window = rig.desk.journal_window(&rig.park, &filter, 0, 10);
            window.await.unwrap()
        }
    };
    let window = listed(vec![ListedState::Pending]).await;
    assert_eq!((window.total, &window.rows[0].id), (1, &pending));
    let counted: Vec<_> = window
        .by_state
        .iter()
        .map(|one| (one.state, one.count))
        .collect();
    assert_eq!(counted, [(ListedState::Pending, 1)]);
    assert_eq!(listed(vec![ListedState::Unknown]).await.total, 0);
    let of_jump = JournalFilter {
        service: Some(Service::Jump),
        ..JournalFilter::default()
    };
    let window = rig.desk.journal_window(&rig.park, &of_jump, 0, 10);
    let window = window.await.unwrap();
    assert_eq!((window.total, window.by_state.len()), (0, 0));
}

async fn word(bench: &FleetBench, id: &OperationId, verdict: Verdict) -> desk::DeskResult<State> {
    let closing = Closing {
        verdict,
        reason: "В кабинете её не видно".to_owned(),
    };
    let rig = &bench.bench.rig;
    let closed = rig.desk.close_operation(&rig.park, id, closing).await;
    closed.map(|view| view.state)
}

#[tokio::test]
async fn nobody_may_say_that_it_is_absent_while_the_service_says_it_is_in_progress() {
    let bench = FleetBench::of(endless()).await;
    let id = bench.begin(bench.debit("100")).await;
    bench.given_up(&id).await;
    let asked = bench.bench.rig.sandbox.calls(STATUS);
    let refused = word(&bench, &id, Verdict::Absent).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        [("verdict".to_owned(), "in_progress".to_owned())]
    );
    // It was asked about before, and the answer stands in the journal.
    assert_eq!(bench.bench.rig.sandbox.calls(STATUS), asked + 1);
    let last = bench.history(&id).await.pop();
    assert_eq!(last, Some(HistoryKind::Checked));
    // While the service cannot be asked, nobody knows either.
    bench.faults(&[&format!("{STATUS}:500")]);
    let refused = word(&bench, &id, Verdict::Absent).await.unwrap_err();
    assert_ne!(refused.code, DeskErrorCode::InvalidInput);
    assert_eq!(refused.params["operation"], STATUS);
    bench.faults(&[]);
    assert_eq!(bench.bench.shown(&id).unwrap().state, State::Unknown);
    assert_eq!(bench.creates().len(), 1);
    // That the money moved is a person's to say: nothing is sent because of it.
    let closed = word(&bench, &id, Verdict::Exists).await.unwrap();
    assert_eq!(closed, State::Closed(Verdict::Exists));
}

#[tokio::test]
async fn a_success_that_comes_before_the_word_absent_is_never_overruled_by_it() {
    let bench = FleetBench::of(endless()).await;
    let id = bench.begin(bench.debit("100")).await;
    bench.given_up(&id).await;
    bench.tamper(|answer| answer["version_info"]["status"] = json!("success"));
    let late = word(&bench, &id, Verdict::Absent).await.unwrap_err();
    assert_eq!(late.code, DeskErrorCode::ReviewExpired);
    assert_eq!(bench.bench.shown(&id).unwrap().state, State::Accepted);
}

#[tokio::test]
async fn a_name_that_the_service_does_not_know_or_judge_keeps_no_driver_closed_for_ever() {
    for unknown_to_it in [true, false] {
        let bench = FleetBench::of(endless()).await;
        let id = bench.begin(bench.debit("100")).await;
        bench.given_up(&id).await;
        match unknown_to_it {
            true => bench.faults(&[&format!("{STATUS}:404")]),
            false => bench.tamper(|answer| answer["version_info"]["status"] = json!("withdrawn")),
        }
        let closed = word(&bench, &id, Verdict::Absent).await.unwrap();
        assert_eq!(closed, State::Closed(Verdict::Absent));
        bench.faults(&[]);
        assert!(bench.try_plan(bench.debit("50")).await.is_ok());
        assert_eq!(bench.bench.rig.sandbox.calls(V3), 1);
    }
}
