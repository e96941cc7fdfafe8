//! What a batch rejection would touch: collected to the last row, and good once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rejection_bench;
mod rig;

use std::{collections::BTreeSet, time::Duration};

use desk::{
    DeskErrorCode,
    applications::{
        book::types::ApplicationsFilter,
        types::{ActionState, RejectionAsk, RejectionOrder},
    },
};
use rejection_bench::{Bench, all_but, ids, large_park, only, order, waiting_couriers};

#[tokio::test]
async fn select_all_of_the_service_is_not_offered_for_single_rows() {
    let bench = Bench::new().await;
    let plan = bench
        .plan(waiting_couriers(), only(&bench.forty[..3]))
        .await;
    assert!(!plan.can_send_all);
    assert_eq!(
        ids(&plan.applications),
        bench.forty[..3].iter().copied().collect()
    );
    let wrong = RejectionOrder {
        send_all: true,
        ..order(&plan)
    };
    let error = bench.refused(wrong).await;
    assert_eq!(error.fields[0].field, "send_all");
    assert_eq!(bench.sent(), 0);
    assert_eq!(bench.carry_out(&plan).await.rejected, 3);
}

#[tokio::test]
async fn without_a_filter_it_asks_twice() {
    let bench = Bench::new().await;
    // Signs of a phone without a digit are no search: the service would be asked for everything.
    for search in ["", " +() "] {
        let filter = ApplicationsFilter {
            search: search.to_owned(),
            ..ApplicationsFilter::default()
        };
        let plan = bench.plan(filter, all_but(&[])).await;
        assert!(plan.unfiltered, "{search:?}");
        assert_eq!(
            plan.applications.len() + plan.left_out.len(),
            bench.rig.sandbox.application_ids().len()
        );
        let error = bench.refused(order(&plan)).await;
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, "unfiltered_confirmed");
        assert_eq!(bench.sent(), 0);
    }
    let plan = bench
        .plan(ApplicationsFilter::default(), all_but(&[]))
        .await;
    let registered = bench
        .rig
        .sandbox
        .application_ids_of(Some("registered"), None);
    assert!(ids(&plan.left_out).is_superset(&registered.iter().copied().collect()));
    bench.refused(order(&plan)).await;
    let confirmed = RejectionOrder {
        unfiltered_confirmed: true,
        ..order(&plan)
    };
    let outcome = bench.try_order(confirmed).await.unwrap();
    assert_eq!(outcome.state, ActionState::Done);
    let still = bench
        .rig
        .sandbox
        .application_ids_of(Some("registered"), None);
    assert_eq!(still, registered);
}

#[tokio::test]
async fn chosen_rows_whose_status_forbids_it_are_left_out() {
    let bench = Bench::new().await;
    // A few are asked for one by one, many through the list.
    for count in [4, 20] {
        let gone = bench.forty[count - 1];
        assert!(bench.rig.sandbox.set_application_status(gone, "registered"));
        let plan = bench
            .plan(waiting_couriers(), only(&bench.forty[..count]))
            .await;
        assert_eq!(
            plan.applications.len(),
            count - 1 - usize::from(count == 20)
        );
        assert!(ids(&plan.left_out).contains(&gone));
        assert!(!plan.left_out[0].name.is_empty());
    }
    let none = bench
        .plan(waiting_couriers(), only(&bench.forty[3..4]))
        .await;
    assert!(none.applications.is_empty());
    let error = bench.refused(order(&none)).await;
    assert_eq!(error.fields[0].code, "nothing_to_reject");
    assert_eq!(bench.sent(), 0);
}

#[tokio::test]
async fn a_plan_is_good_once_for_a_quarter_of_an_hour_and_for_its_own_key() {
    use transport::Clock;
    let bench = Bench::new().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let expired = async |order| bench.refused(order).await.code == DeskErrorCode::ReviewExpired;

    let plan = bench
        .plan(waiting_couriers(), only(&bench.forty[..1]))
        .await;
    assert_eq!(bench.carry_out(&plan).await.state, ActionState::Done);
    assert!(expired(order(&plan)).await, "used");

    let plan = bench.plan_of_forty().await;
    bench
        .rig
        .clock
        .sleep(Duration::from_secs(15 * 60 + 1))
        .await;
    assert!(expired(order(&plan)).await, "old");

    let plan = bench.plan_of_forty().await;
    let advanced = desk.advanced_settings(park).unwrap();
    desk.set_advanced_settings(park, advanced).unwrap();
    assert!(expired(order(&plan)).await, "another address or key");

    let plan = bench.plan_of_forty().await;
    let unknown = RejectionOrder {
        plan: "id-0".to_owned(),
        ..order(&plan)
    };
    assert!(expired(unknown).await, "unknown");
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn rows_that_enter_the_list_during_the_reading_are_read_again() {
    let bench = large_park().await;
    bench.faults(&["listApplications:insert=3@page=2"]);
    let plan = bench
        .plan(ApplicationsFilter::default(), all_but(&[]))
        .await;
    let planned: BTreeSet<i64> = ids(&plan.applications)
        .union(&ids(&plan.left_out))
        .copied()
        .collect();
    let all: BTreeSet<i64> = bench.rig.sandbox.application_ids().into_iter().collect();
    assert_eq!(planned, all);
    assert_eq!(all.len(), 303);
}

#[tokio::test]
async fn a_list_that_never_stands_still_is_said_so_and_gives_no_plan() {
    let bench = large_park().await;
    bench.faults(&["listApplications:insert=1"]);
    let ask = RejectionAsk {
        filter: ApplicationsFilter::default(),
        selection: all_but(&[]),
    };
    let planning = bench.rig.desk.plan_rejection(&bench.rig.park, ask);
    let error = planning.await.unwrap_err();
    assert_eq!(error.code, DeskErrorCode::UnexpectedAnswer);
    assert_eq!(error.params["reason"], "list_moves");
    assert!(bench.rig.sandbox.calls("listApplications") <= 12);
}
