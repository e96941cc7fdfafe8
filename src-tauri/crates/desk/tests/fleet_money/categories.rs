//! v2: its 200 is a yes, and a category that is closed meanwhile is a no.

use desk::operations::types::{HistoryKind, OperationAction};
use journal::State;
use rust_decimal::Decimal;

use super::bench::{CREATABLE, FleetBench, LIST, V2};

#[tokio::test]
async fn the_services_yes_is_a_yes() {
    let bench = FleetBench::new().await;
    let id = bench.carried(bench.old_debit("100"), State::Accepted).await;
    let kinds = [
        HistoryKind::Confirmed,
        HistoryKind::Intent,
        HistoryKind::Accepted,
    ];
    assert_eq!(bench.history(&id).await, kinds);
    let details = bench.details(&id).await;
    assert_eq!(
        details.history[2].evidence.clone().unwrap().source,
        "answer"
    );
    assert_eq!((bench.creates().len(), bench.balance()), (1, 900.into()));
}

#[tokio::test]
async fn a_category_closed_between_plan_and_sending_is_a_refusal_and_is_not_tried_again() {
    let bench = FleetBench::new().await;
    let plan = bench.plan(bench.old_debit("100")).await;
    let sandbox = &bench.bench.rig.sandbox;
    assert!(sandbox.set_fleet_category(CREATABLE, true, false));
    let id = bench.try_confirm(&plan).await.unwrap().id;
    let view = bench.bench.until(&id, State::Rejected).await;
    assert!(view.reason.contains("not creatable"), "{}", view.reason);
    assert_eq!((bench.creates().len(), bench.balance()), (1, 1_000.into()));
    assert_eq!(bench.made()[0].effects, 0);
    let rejected = bench.lines(&id, HistoryKind::Rejected).await;
    assert_eq!((rejected.len(), view.checks), (1, 0));
}

#[tokio::test]
async fn what_was_made_and_not_answered_is_found_by_our_mark_before_it_would_leave_again() {
    let bench = FleetBench::new().await;
    bench.faults(&[&format!("{V2}:drop/after@nth=1")]);
    let id = bench.carried(bench.old_debit("100"), State::Accepted).await;
    let kinds = [
        HistoryKind::Confirmed,
        HistoryKind::Intent,
        HistoryKind::Unknown,
        HistoryKind::Accepted,
    ];
    assert_eq!(bench.history(&id).await, kinds);
    let details = bench.details(&id).await;
    let evidence = details.history[3].evidence.clone().unwrap();
    assert_eq!(evidence.source, "transactions");
    assert!(evidence.complete);
    let made = bench.made();
    assert_eq!(evidence.found.unwrap().id, made[0].transactions[0]);
    assert_eq!((bench.creates().len(), made[0].effects), (1, 1));
    assert_eq!(bench.balance(), Decimal::from(900));
}

#[tokio::test]
async fn what_cannot_be_looked_for_does_not_leave_again() {
    let bench = FleetBench::new().await;
    bench.faults(&[&format!("{V2}:drop/after@nth=1"), &format!("{LIST}:403")]);
    let id = bench.begin(bench.old_debit("100")).await;
    // It may not leave any more: a person may judge it.
    bench
        .bench
        .until_seen(&id, |view| view.actions.contains(&OperationAction::Close))
        .await;
    bench.faults(&[]);
    let (desk, park) = (&bench.bench.rig.desk, &bench.bench.rig.park);
    let view = desk.check_operation(park, &id).await.unwrap();
    assert_eq!(view.state, State::Accepted);
    assert_eq!(bench.lines(&id, HistoryKind::Repeated).await, []);
    assert_eq!((bench.creates().len(), bench.balance()), (1, 900.into()));
}
