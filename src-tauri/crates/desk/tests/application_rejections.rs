//! Rejecting many at once: exactly those that were shown, and never a word of it believed unread.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rejection_bench;
mod rig;

use std::collections::BTreeSet;

use desk::{
    DeskErrorCode,
    applications::types::{ActionState, RejectionOrder},
};
use jump::Id;
use rejection_bench::{BATCH, Bench, REASON, all_but, ids, order, waiting_couriers};

#[tokio::test]
async fn thirty_seven_of_forty_are_rejected_and_nobody_else_in_the_park() {
    let bench = Bench::new().await;
    let before = bench.rejected();
    let spared = [bench.forty[0], bench.forty[20], bench.forty[39]];
    let plan = bench.plan(waiting_couriers(), all_but(&spared)).await;
    assert_eq!(plan.applications.len(), 37);
    assert_eq!(ids(&plan.exceptions), BTreeSet::from(spared));
    assert!(plan.left_out.is_empty() && !plan.unfiltered && plan.can_send_all);
    assert!(plan.applications.iter().all(|one| !one.name.is_empty()));
    assert_eq!(bench.sent(), 0, "a plan changes nothing");

    let outcome = bench.carry_out(&plan).await;
    assert_eq!(outcome.state, ActionState::Done);
    assert_eq!((outcome.rejected, outcome.asked), (37, 37));
    assert!(outcome.still_there.is_empty() && outcome.beyond_plan.is_empty());
    assert_eq!(bench.sent(), 1);
    let new: BTreeSet<i64> = bench.rejected().difference(&before).copied().collect();
    let expected: BTreeSet<i64> = bench.forty.iter().copied().collect();
    let expected: BTreeSet<i64> = expected
        .difference(&BTreeSet::from(spared))
        .copied()
        .collect();
    assert_eq!(new, expected);
    assert_eq!(bench.truth(bench.forty[1])["rejection"], REASON);
    assert_eq!(
        bench.rig.sandbox.calls("getApplication"),
        0,
        "the list told everything"
    );
}

#[tokio::test]
async fn an_application_that_arrives_after_the_plan_is_not_rejected() {
    let bench = Bench::new().await;
    let late = bench
        .rig
        .sandbox
        .application_ids_of(Some("draft"), Some("walking_courier"))[0];
    let plan = bench.plan_of_forty().await;
    assert!(
        bench
            .rig
            .sandbox
            .set_application_status(late, "not_processed")
    );
    let outcome = bench.carry_out(&plan).await;
    assert_eq!(outcome.state, ActionState::Done);
    assert_eq!(outcome.rejected, 40);
    assert_eq!(bench.truth(late)["status"]["slug"], "not_processed");
}

#[tokio::test]
async fn the_services_own_select_all_tells_what_slipped_in_and_spares_the_exceptions() {
    let bench = Bench::new().await;
    let late = bench
        .rig
        .sandbox
        .application_ids_of(Some("draft"), Some("walking_courier"))[0];
    let spared = [bench.forty[7]];
    let plan = bench.plan(waiting_couriers(), all_but(&spared)).await;
    assert!(
        bench
            .rig
            .sandbox
            .set_application_status(late, "not_processed")
    );
    let before = bench.rejected();
    let order = RejectionOrder {
        send_all: true,
        ..order(&plan)
    };
    let outcome = bench.try_order(order).await.unwrap();
    assert_eq!(outcome.state, ActionState::Done);
    assert_eq!((outcome.rejected, outcome.asked), (39, 39));
    assert_eq!(ids(&outcome.beyond_plan), BTreeSet::from([late]));
    assert_eq!(bench.rejected().len(), before.len() + 40);
    assert!(!bench.rejected().contains(&spared[0]));
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn a_reason_is_counted_in_characters_and_a_bad_one_leaves_the_plan_good() {
    let bench = Bench::new().await;
    let plan = bench.plan_of_forty().await;
    let with = |comment: String| RejectionOrder {
        comment,
        ..order(&plan)
    };
    for bad in ["👍".repeat(501), "ж".repeat(501), " \n ".to_owned()] {
        let error = bench.refused(with(bad)).await;
        assert_eq!(error.code, DeskErrorCode::InvalidInput);
        assert_eq!(error.fields[0].field, "comment");
    }
    assert_eq!(bench.sent(), 0);
    let longest = format!("{}{}", "👍".repeat(250), "ж".repeat(250));
    let outcome = bench.try_order(with(longest.clone())).await.unwrap();
    assert_eq!(outcome.state, ActionState::Done);
    assert_eq!(bench.truth(bench.forty[0])["rejection"], longest);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_the_batch_is_never_sent_twice() {
    for (fault, state, rejected) in [
        ("drop/after", ActionState::Done, 40),
        ("html=502/after", ActionState::Done, 40),
        ("redirect/after", ActionState::Done, 40),
        ("429/after", ActionState::Done, 40),
        ("drop", ActionState::NotDone, 0),
        ("bare=409", ActionState::NotDone, 0),
    ] {
        let bench = Bench::new().await;
        let plan = bench.plan_of_forty().await;
        bench.faults(&[&format!("{BATCH}:{fault}")]);
        let outcome = bench.carry_out(&plan).await;
        assert_eq!(outcome.state, state, "{fault}");
        assert_eq!(outcome.rejected, rejected, "{fault}");
        assert_eq!(outcome.still_there.len() as u32, 40 - rejected, "{fault}");
        assert!(outcome.trace_id.is_some());
        assert_eq!(bench.sent(), 1, "{fault}");
        let error = bench.refused(order(&plan)).await;
        assert_eq!(error.code, DeskErrorCode::ReviewExpired, "{fault}");
        assert_eq!(bench.sent(), 1, "{fault}");
    }
}

#[tokio::test]
async fn a_lost_answer_that_cannot_be_looked_up_is_unknown() {
    let bench = Bench::new().await;
    let plan = bench.plan_of_forty().await;
    bench.faults(&[&format!("{BATCH}:drop/after"), "reads:500"]);
    let outcome = bench.carry_out(&plan).await;
    assert_eq!(outcome.state, ActionState::Unknown);
    assert_eq!(outcome.rejected, 0);
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn a_refusal_of_the_service_is_an_error_and_uses_the_plan_up() {
    let bench = Bench::new().await;
    let plan = bench.plan_of_forty().await;
    bench.faults(&[&format!("{BATCH}:422")]);
    let error = bench.refused(order(&plan)).await;
    assert_eq!(error.code, DeskErrorCode::RefusedByService);
    bench.faults(&[]);
    let error = bench.refused(order(&plan)).await;
    assert_eq!(error.code, DeskErrorCode::ReviewExpired);
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn a_success_that_changed_nothing_is_told_as_ignored() {
    let bench = Bench::with_key("demo-readonly-key").await;
    let plan = bench.plan_of_forty().await;
    let outcome = bench.carry_out(&plan).await;
    assert_eq!(outcome.state, ActionState::Ignored);
    assert_eq!((outcome.rejected, outcome.still_there.len()), (0, 40));
    assert_eq!(outcome.trace_id, None);
    assert_eq!(bench.sent(), 1);
}

#[tokio::test]
async fn one_that_was_registered_after_the_plan_is_told_by_name() {
    let bench = Bench::new().await;
    let plan = bench.plan_of_forty().await;
    let registered = bench.forty[3];
    assert!(
        bench
            .rig
            .sandbox
            .set_application_status(registered, "registered")
    );
    let outcome = bench.carry_out(&plan).await;
    assert_eq!(outcome.state, ActionState::Ignored);
    assert_eq!(outcome.rejected, 39);
    assert_eq!(ids(&outcome.still_there), BTreeSet::from([registered]));
    let status = outcome.still_there[0].status.as_ref().unwrap();
    assert_eq!(status.slug.as_deref(), Some("registered"));
}

#[tokio::test]
async fn a_read_only_park_is_refused() {
    let bench = Bench::new().await;
    let plan = bench.plan_of_forty().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let edit = desk::connections::types::ConnectionEdit {
        name: "Парк".to_owned(),
        color: desk::connections::types::ParkColor::Ochre,
        read_only: true,
    };
    desk.edit_connection(park, edit).unwrap();
    let error = bench.refused(order(&plan)).await;
    assert_eq!(error.code, DeskErrorCode::ReadOnly);
    let one = Id(bench.forty[0]);
    let error = desk
        .reject_application(park, one, REASON)
        .await
        .unwrap_err();
    assert_eq!(error.code, DeskErrorCode::ReadOnly);
    assert_eq!(
        bench.sent() + bench.rig.sandbox.calls("rejectApplication"),
        0
    );
}

#[tokio::test]
async fn one_application_is_rejected_with_its_reason_and_looked_up() {
    let bench = Bench::new().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let one = bench.forty[0];
    let reject = async |id: i64| desk.reject_application(park, Id(id), REASON).await.unwrap();

    let outcome = reject(one).await;
    assert_eq!(outcome.state, ActionState::Done);
    let status = outcome.desk.unwrap().application.status.unwrap();
    assert_eq!(status.slug.as_deref(), Some("rejected"));
    assert_eq!(bench.truth(one)["rejection"], REASON);

    assert_eq!(reject(one).await.state, ActionState::Stale);
    assert_eq!(bench.rig.sandbox.calls("rejectApplication"), 1);

    bench.faults(&["rejectApplication:half/after"]);
    assert_eq!(reject(bench.forty[1]).await.state, ActionState::Done);
    bench.faults(&["rejectApplication:drop"]);
    let outcome = reject(bench.forty[2]).await;
    assert_eq!(outcome.state, ActionState::NotDone);
    assert!(outcome.trace_id.is_some());
    assert_eq!(bench.rig.sandbox.calls("rejectApplication"), 3);

    let long = "ж".repeat(501);
    let long = desk.reject_application(park, Id(bench.forty[3]), &long);
    assert_eq!(long.await.unwrap_err().fields[0].code, "too_long");
    assert_eq!(bench.rig.sandbox.calls("rejectApplication"), 3);
}
