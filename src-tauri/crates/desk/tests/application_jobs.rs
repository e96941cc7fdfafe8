//! Registering applicants: from moderation to the aggregator's answer, nothing sent twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod job_bench;
mod rig;

use desk::{DeskErrorCode, applications::types::ActionState};
use job_bench::{APPROVE, Bench, CREATE, REJECT, job_id, slow_park, slug, view};
use jump::Id;
use rig::{FULL_KEY, Rig};
use sandbox::Options;

#[tokio::test]
async fn from_moderation_to_registered_in_one_aggregator_and_rejected_in_another() {
    let options = Options {
        registration_reads: Some(12),
        ..slow_park()
    };
    let bench = Bench::of(Rig::of(options, FULL_KEY).await);
    let [first, second] = bench.free().await;
    let outcome = bench.create(first).await;
    assert_eq!(outcome.state, ActionState::Done);
    assert!(view(&outcome, first).can_register && !view(&outcome, first).can_create);
    let kept = job_id(&outcome, first);
    let outcome = bench.create(second).await;
    assert_eq!(outcome.state, ActionState::Done);
    let dropped = job_id(&outcome, second);

    let outcome = bench.approve(kept).await;
    assert_eq!(outcome.state, ActionState::Done);
    assert!(view(&outcome, first).pending);
    let outcome = bench.reject(dropped).await;
    assert_eq!(outcome.state, ActionState::Done);
    assert!(!view(&outcome, second).can_reject);

    bench.watch().await;
    let registered = || {
        bench
            .news()
            .into_iter()
            .find(|one| slug(one) == "registered")
    };
    let news = bench.rig.events.until(registered).await;
    assert_eq!(news.job.id, Some(kept));
    assert_eq!(news.next_look_at, None);
    let statuses: Vec<_> = bench
        .jobs()
        .into_iter()
        .map(|job| job["status"].clone())
        .collect();
    assert_eq!(statuses, ["registered", "rejected"]);
    assert_eq!(bench.jobs()[1]["comment"], "Нет места");
    assert_eq!(
        (
            bench.calls(CREATE),
            bench.calls(APPROVE),
            bench.calls(REJECT)
        ),
        (2, 1, 1)
    );
    let shown = bench.shown().await;
    let status = shown.application.status.unwrap();
    assert_eq!(status.slug.as_deref(), Some("registered"));
}

#[tokio::test]
async fn a_lost_answer_never_begins_a_second_registration() {
    for (fault, state, jobs) in [
        ("drop/after", ActionState::Done, 1),
        ("truncated/after", ActionState::Done, 1),
        ("html=502/after", ActionState::Done, 1),
        ("drop", ActionState::NotDone, 0),
    ] {
        let bench = Bench::new().await;
        let [integration, _] = bench.free().await;
        bench.faults(&[&format!("{CREATE}:{fault}")]);
        let outcome = bench.create(integration).await;
        assert_eq!(outcome.state, state, "{fault}");
        assert!(outcome.trace_id.is_some() && outcome.desk.is_some());
        assert_eq!(bench.jobs().len(), jobs, "{fault}");
        assert_eq!(bench.calls(CREATE), 1, "{fault}");
    }
}

#[tokio::test]
async fn an_answer_lost_in_the_dark_is_unknown() {
    let bench = Bench::new().await;
    let (job, _) = bench.created().await;
    bench.faults(&[&format!("{APPROVE}:drop/after"), "getApplication:500"]);
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let error = desk
        .approve_job(park, bench.application, job)
        .await
        .unwrap_err();
    assert_eq!(
        error.code,
        DeskErrorCode::ServiceDown,
        "nothing was sent blindly"
    );
    assert_eq!(bench.calls(APPROVE), 0);

    // The look before it comes through; those after it do not (a read is tried four times).
    let rules: Vec<String> = (2..=40)
        .map(|nth| format!("getApplication:500@nth={nth}"))
        .collect();
    let lost = format!("{APPROVE}:drop/after");
    let mut rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    rules.push(&lost);
    bench.faults(&rules);
    let outcome = bench.approve(job).await;
    assert_eq!(outcome.state, ActionState::Unknown);
    assert!(outcome.desk.is_none());
    assert_eq!(bench.calls(APPROVE), 1);
}

#[tokio::test]
async fn approving_and_rejecting_survive_a_lost_answer() {
    let bench = Bench::new().await;
    let (job, _) = bench.created().await;
    bench.faults(&[&format!("{APPROVE}:bare=409")]);
    assert_eq!(bench.approve(job).await.state, ActionState::NotDone);
    bench.faults(&[&format!("{APPROVE}:drop/after")]);
    assert_eq!(bench.approve(job).await.state, ActionState::Done);
    bench.put(job, "new");
    bench.faults(&[&format!("{REJECT}:half/after")]);
    assert_eq!(bench.reject(job).await.state, ActionState::Done);
    assert_eq!(bench.jobs()[0]["status"], "rejected");
    assert_eq!((bench.calls(APPROVE), bench.calls(REJECT)), (2, 1));
}

#[tokio::test]
async fn a_job_that_failed_at_the_aggregator_is_not_run_again() {
    let bench = Bench::new().await;
    let (job, integration) = bench.created().await;
    bench.put(job, "exchange_error");
    let outcome = bench.approve(job).await;
    assert_eq!(outcome.state, ActionState::Stale);
    assert!(view(&outcome, integration).can_create);
    assert_eq!(bench.calls(APPROVE), 0);
}

#[tokio::test]
async fn what_changed_elsewhere_is_left_alone() {
    let bench = Bench::new().await;
    let (job, integration) = bench.created().await;
    bench.put(job, "registered");
    assert_eq!(bench.approve(job).await.state, ActionState::Stale);
    assert_eq!(bench.reject(job).await.state, ActionState::Stale);
    assert_eq!(bench.create(integration).await.state, ActionState::Stale);
    let status = |slug| {
        bench
            .rig
            .sandbox
            .set_application_status(bench.application.0, slug)
    };
    assert!(status("rejected"));
    let other = Id(if integration.0 == 2 { 1 } else { 2 });
    assert_eq!(bench.create(other).await.state, ActionState::Stale);
    assert_eq!(
        (
            bench.calls(CREATE),
            bench.calls(APPROVE),
            bench.calls(REJECT)
        ),
        (1, 0, 0)
    );
}

#[tokio::test]
async fn a_success_that_changed_nothing_is_ignored_and_a_refusal_is_an_error() {
    let bench = Bench::of(Rig::of(slow_park(), "demo-readonly-key").await);
    let [integration, other] = bench.free().await;
    assert_eq!(bench.create(integration).await.state, ActionState::Ignored);
    bench.faults(&[&format!("{CREATE}:422")]);
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let refused = desk
        .register_application(park, bench.application, other)
        .await;
    assert_eq!(refused.unwrap_err().code, DeskErrorCode::RefusedByService);
    let empty = desk.reject_job(park, bench.application, Id(1), "  ").await;
    assert_eq!(empty.unwrap_err().fields[0].code, "comment_empty");
    assert_eq!(bench.calls(REJECT), 0);
}

#[tokio::test]
async fn one_job_is_read_however_the_service_wraps_it() {
    for wrapped_jobs in [false, true] {
        let mut options = slow_park();
        options.quirks.wrapped_jobs = wrapped_jobs;
        let bench = Bench::of(Rig::of(options, FULL_KEY).await);
        let (job, integration) = bench.created().await;
        let (desk, park) = (&bench.rig.desk, &bench.rig.park);
        let read = desk
            .application_job(park, bench.application, job)
            .await
            .unwrap();
        assert_eq!(
            (read.id, read.integration_id),
            (Some(job), Some(integration))
        );
    }
}
