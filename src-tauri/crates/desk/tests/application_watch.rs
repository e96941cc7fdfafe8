//! Looking at registrations under way: without hurry, no longer than asked for, and told only what is news.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod job_bench;
mod rig;

use std::time::Duration;

use job_bench::{Bench, LOOK, slug};
use jump::Id;
use transport::Clock;

#[tokio::test]
async fn half_an_hour_of_watching_is_thirty_four_looks_and_then_an_end() {
    let bench = Bench::new().await;
    let (job, _) = bench.created().await;
    bench.approve(job).await;
    let begun = bench.rig.clock.now();
    bench.watch().await;
    let ended = || {
        bench
            .news()
            .into_iter()
            .find(|one| one.next_look_at.is_none())
    };
    let last = bench.rig.events.until(ended).await;
    assert_eq!(slug(&last), "register");
    assert_eq!(bench.calls(LOOK), 34);
    let took = bench.rig.clock.now().duration_since(begun).as_secs();
    assert!((1740..=1800).contains(&took), "{took}");
    assert_eq!(
        bench.news().len(),
        1,
        "nothing changed, so nothing else was told"
    );
}

#[tokio::test]
async fn a_job_that_ended_before_the_watching_began_is_not_shown_as_under_way_for_ever() {
    let bench = Bench::timed().await;
    let (job, _) = bench.created().await;
    bench.approve(job).await;
    bench.put(job, "registered");
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let jobs = desk.watch_jobs(park, bench.application).await.unwrap();
    let found = jobs.iter().find(|one| one.id == Some(job)).unwrap();
    let status = found.status.as_ref().and_then(|one| one.slug.as_deref());
    assert_eq!(status, Some("registered"));
    assert_eq!(bench.rig.clock.sleepers(), 0);
}

#[tokio::test]
async fn a_change_is_told_once_and_ends_the_watching() {
    let bench = Bench::timed().await;
    let (job, _) = bench.created().await;
    bench.approve(job).await;
    bench.watch().await;
    let mut looks = 0;
    for pause in [3, 5, 8, 13, 20, 30, 60, 60] {
        bench.advance(pause - 1).await;
        assert_eq!(bench.calls(LOOK), looks, "too early");
        bench.advance(1).await;
        looks += 1;
        assert_eq!(bench.calls(LOOK), looks);
    }
    assert!(bench.news().is_empty());
    bench.put(job, "registered");
    bench.advance(60).await;
    let news = bench.news();
    assert_eq!(news.len(), 1);
    assert_eq!(
        (slug(&news[0]), &news[0].next_look_at),
        ("registered", &None)
    );
    assert_eq!(news[0].application_id, bench.application);
    assert_eq!(bench.rig.clock.sleepers(), 0);
    bench.advance(3600).await;
    assert_eq!(bench.calls(LOOK), looks + 1);
}

#[tokio::test]
async fn news_of_a_job_that_goes_on_say_when_the_next_look_is() {
    let bench = Bench::timed().await;
    let (job, _) = bench.created().await;
    bench.approve(job).await;
    bench.watch().await;
    let sandbox = &bench.rig.sandbox;
    let application = bench.application.0;
    assert!(sandbox.set_job_status(application, job.0, "register", Some("Очередь")));
    bench.advance(3).await;
    let news = bench.news();
    assert_eq!(news[0].job.comment.as_deref(), Some("Очередь"));
    let next = bench.rig.clock.now() + Duration::from_secs(5);
    let told: jiff::Timestamp = news[0].next_look_at.as_ref().unwrap().parse().unwrap();
    assert_eq!(told, next);
}

#[tokio::test]
async fn nobody_is_watched_after_unwatching_or_for_another_or_when_the_park_is_gone() {
    let bench = Bench::timed().await;
    let (job, _) = bench.created().await;
    bench.watch().await;
    assert_eq!(
        bench.rig.clock.sleepers(),
        0,
        "a job that waits for us is not watched"
    );
    bench.approve(job).await;

    bench.watch().await;
    assert_eq!(bench.rig.clock.sleepers(), 1);
    bench.watch().await;
    assert_eq!(
        bench.rig.clock.sleepers(),
        1,
        "the second instead of the first"
    );
    bench.rig.desk.unwatch_jobs();
    bench.rest().await;
    assert_eq!(bench.rig.clock.sleepers(), 0);

    bench.watch().await;
    let (desk, park) = (&bench.rig.desk, &bench.rig.park);
    let other = bench.rig.sandbox.application_ids_of(Some("draft"), None)[0];
    desk.watch_jobs(park, Id(other)).await.unwrap();
    bench.rest().await;
    assert_eq!(bench.rig.clock.sleepers(), 0);

    bench.watch().await;
    desk.remove_connection(park).await.unwrap();
    bench.advance(60).await;
    assert_eq!(bench.rig.clock.sleepers(), 0);
    assert_eq!(bench.calls(LOOK), 0);
    assert!(bench.news().is_empty());
}

#[tokio::test]
async fn a_request_to_wait_is_obeyed_and_a_lost_key_ends_the_watching() {
    let bench = Bench::timed().await;
    let (job, _) = bench.created().await;
    bench.approve(job).await;
    bench.watch().await;
    bench.faults(&[&format!("{LOOK}:429=300s@nth=1")]);
    bench.advance(3).await;
    assert_eq!(bench.calls(LOOK), 1);
    bench.advance(299).await;
    assert_eq!(bench.calls(LOOK), 1, "the service asked for five minutes");
    bench.advance(1).await;
    assert_eq!(bench.calls(LOOK), 2);

    bench.faults(&[&format!("{LOOK}:401")]);
    bench.advance(60).await;
    assert_eq!(bench.calls(LOOK), 3);
    let news = bench.news();
    assert_eq!(news.len(), 1);
    assert_eq!(news[0].next_look_at, None);
    assert_eq!(bench.rig.clock.sleepers(), 0);
}
