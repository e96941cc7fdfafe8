//! A park with forty walking couriers who wait for moderation, and the ways to reject them.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use crate::rig::{FULL_KEY, Rig, small_park};
use desk::{
    DeskError, DeskResult,
    applications::{
        book::types::ApplicationsFilter,
        types::{NamedApplication, RejectionAsk, RejectionOrder, RejectionOutcome, RejectionPlan},
    },
    registers::types::Selection,
};
use jump::Id;
use sandbox::Options;
use serde_json::Value;

pub const BATCH: &str = "batchRejectApplications";
pub const REASON: &str = "Не дозвонились";

pub struct Bench {
    pub rig: Rig,
    /// Walking couriers who wait for moderation.
    pub forty: Vec<i64>,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with_key(FULL_KEY).await
    }

    /// A park with exactly forty walking couriers who wait for moderation.
    pub async fn with_key(key: &str) -> Self {
        let options = Options {
            couriers: Some(48),
            ..small_park()
        };
        let rig = Rig::of(options, key).await;
        let waiting = || {
            let sandbox = &rig.sandbox;
            sandbox.application_ids_of(Some("not_processed"), Some("walking_courier"))
        };
        for surplus in waiting().split_off(40) {
            assert!(rig.sandbox.set_application_status(surplus, "draft"));
        }
        let forty = waiting();
        Self { rig, forty }
    }

    pub fn faults(&self, rules: &[&str]) {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        self.rig.sandbox.set_faults(rules);
    }

    pub async fn plan(&self, filter: ApplicationsFilter, selection: Selection) -> RejectionPlan {
        let ask = RejectionAsk { filter, selection };
        let planning = self.rig.desk.plan_rejection(&self.rig.park, ask);
        planning.await.unwrap()
    }

    pub async fn plan_of_forty(&self) -> RejectionPlan {
        self.plan(waiting_couriers(), all_but(&[])).await
    }

    pub async fn try_order(&self, order: RejectionOrder) -> DeskResult<RejectionOutcome> {
        let (desk, park) = (&self.rig.desk, &self.rig.park);
        desk.reject_applications(park, order).await
    }

    pub async fn carry_out(&self, plan: &RejectionPlan) -> RejectionOutcome {
        self.try_order(order(plan)).await.unwrap()
    }

    pub async fn refused(&self, order: RejectionOrder) -> DeskError {
        self.try_order(order).await.unwrap_err()
    }

    pub fn rejected(&self) -> BTreeSet<i64> {
        let rejected = self.rig.sandbox.application_ids_of(Some("rejected"), None);
        rejected.into_iter().collect()
    }

    pub fn sent(&self) -> u64 {
        self.rig.sandbox.calls(BATCH)
    }

    pub fn truth(&self, id: i64) -> Value {
        self.rig.sandbox.application(id).unwrap()
    }
}

pub fn waiting_couriers() -> ApplicationsFilter {
    ApplicationsFilter {
        statuses: vec!["not_processed".to_owned()],
        directions: vec!["walking_courier".to_owned()],
        ..ApplicationsFilter::default()
    }
}

pub fn all_but(except: &[i64]) -> Selection {
    Selection {
        all: true,
        except: except.iter().copied().map(Id).collect(),
        ids: Vec::new(),
    }
}

pub fn only(ids: &[i64]) -> Selection {
    Selection {
        ids: ids.iter().copied().map(Id).collect(),
        ..Selection::default()
    }
}

pub fn order(plan: &RejectionPlan) -> RejectionOrder {
    RejectionOrder {
        plan: plan.plan.clone(),
        comment: format!("  {REASON} "),
        send_all: false,
        unfiltered_confirmed: false,
    }
}

pub fn ids(named: &[NamedApplication]) -> BTreeSet<i64> {
    named.iter().map(|one| one.id.0).collect()
}

pub async fn large_park() -> Bench {
    let options = Options {
        applications: 300,
        couriers: Some(0),
        ..small_park()
    };
    Bench {
        rig: Rig::of(options, FULL_KEY).await,
        forty: Vec::new(),
    }
}
