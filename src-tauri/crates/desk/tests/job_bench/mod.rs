//! A park whose aggregators answer when a test says so, and an application that waits for moderation.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use crate::rig::{FULL_KEY, Rig, small_park};
use desk::{
    DeskEvent,
    applications::types::{ActionOutcome, ApplicationDesk, IntegrationView, JobChange},
};
use jump::Id;
use sandbox::Options;
use serde_json::Value;
use transport::ManualClock;

pub const CREATE: &str = "createApplicationIntegration";
pub const APPROVE: &str = "registerApplicationIntegration";
pub const REJECT: &str = "rejectApplicationIntegration";
pub const LOOK: &str = "getApplicationIntegration";

pub struct Bench {
    pub rig: Rig,
    pub application: Id,
}

/// The aggregator answers only when a test says so.
pub fn slow_park() -> Options {
    Options {
        couriers: Some(24),
        registration_reads: None,
        registration_takes: 1_000_000,
        ..small_park()
    }
}

impl Bench {
    pub async fn new() -> Self {
        Self::of(Rig::of(slow_park(), FULL_KEY).await)
    }

    /// Time moves only when a test moves it.
    pub async fn timed() -> Self {
        let options = slow_park();
        let clock = ManualClock::new(options.now);
        Self::of(Rig::on(clock, options, FULL_KEY, |wire| wire).await)
    }

    /// An application that waits for moderation and has no job yet.
    pub fn of(rig: Rig) -> Self {
        let waiting = rig.sandbox.application_ids_of(Some("not_processed"), None);
        let without_job = |id: &i64| {
            let truth = rig.sandbox.application(*id).unwrap();
            truth["jobs"] == Value::Array(Vec::new()) && truth["registration_fault"] == Value::Null
        };
        let application = Id(waiting.into_iter().find(without_job).unwrap());
        Self { rig, application }
    }

    pub fn faults(&self, rules: &[&str]) {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        self.rig.sandbox.set_faults(rules);
    }

    pub fn calls(&self, operation: &str) -> u64 {
        self.rig.sandbox.calls(operation)
    }

    pub async fn shown(&self) -> ApplicationDesk {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        desk.application_desk(park, self.application).await.unwrap()
    }

    /// The first two integrations of the park that can be begun.
    pub async fn free(&self) -> [Id; 2] {
        let shown = self.shown().await;
        let mut free = shown.integrations.iter().filter(|view| view.can_create);
        [(); 2].map(|()| free.next().unwrap().integration_id)
    }

    pub async fn create(&self, integration: Id) -> ActionOutcome {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        let creating = desk.register_application(park, self.application, integration);
        creating.await.unwrap()
    }

    /// A new job, and what it is through.
    pub async fn created(&self) -> (Id, Id) {
        let [integration, _] = self.free().await;
        let outcome = self.create(integration).await;
        (job_id(&outcome, integration), integration)
    }

    pub async fn approve(&self, job: Id) -> ActionOutcome {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        desk.approve_job(park, self.application, job).await.unwrap()
    }

    pub async fn reject(&self, job: Id) -> ActionOutcome {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        let rejecting = desk.reject_job(park, self.application, job, "Нет места");
        rejecting.await.unwrap()
    }

    pub fn put(&self, job: Id, status: &str) {
        let sandbox = &self.rig.sandbox;
        assert!(sandbox.set_job_status(self.application.0, job.0, status, None));
    }

    pub fn jobs(&self) -> Vec<Value> {
        let truth = self.rig.sandbox.application(self.application.0).unwrap();
        truth["jobs"].as_array().unwrap().clone()
    }

    pub async fn watch(&self) {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        desk.watch_jobs(park, self.application).await.unwrap();
        self.rest().await;
    }

    /// Lets everything run that does not wait for time.
    pub async fn rest(&self) {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
    }

    pub async fn advance(&self, seconds: u64) {
        self.rig.clock.advance(Duration::from_secs(seconds));
        self.rest().await;
    }

    pub fn news(&self) -> Vec<JobChange> {
        let events = self.rig.events.all().into_iter();
        events
            .filter_map(|event| match event {
                DeskEvent::Job(change) => Some(change),
                _ => None,
            })
            .collect()
    }
}

pub fn view(outcome: &ActionOutcome, integration: Id) -> &IntegrationView {
    let views = &outcome.desk.as_ref().unwrap().integrations;
    let found = views.iter().find(|view| view.integration_id == integration);
    found.unwrap()
}

pub fn job_id(outcome: &ActionOutcome, integration: Id) -> Id {
    let job = view(outcome, integration).job.as_ref();
    job.and_then(|job| job.id).unwrap()
}

pub fn slug(change: &JobChange) -> &str {
    let status = change.job.status.as_ref();
    status.and_then(|status| status.slug.as_deref()).unwrap()
}
