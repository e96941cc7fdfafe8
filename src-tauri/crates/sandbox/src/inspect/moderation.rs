//! The truth about applications, their jobs and the subscriptions, and ways to change them behind the client's back.

use super::hex;
use crate::{
    applications::Application,
    directory::{APPLICATION_STATUSES, JOB_STATUSES},
    moments::iso_or_null,
    park::Sandbox,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A subscription as the park keeps it; of the token only its fingerprint is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookTruth {
    pub id: i64,
    pub url: String,
    /// Lower case.
    pub method: String,
    /// SHA-256 in lower-case hex.
    pub token_sha256: String,
}

impl Sandbox {
    /// Everything about an application: what `getApplication` shows, and besides it `rejection` (the comment of its
    /// rejection), `aggregators`, `registration_fault` and, beside its job in `jobs`, when the aggregator answers.
    /// Looking brings no answer nearer. `None` = no such application.
    pub fn application(&self, id: i64) -> Option<Value> {
        let park = self.look();
        let one = park.application(id)?;
        let jobs = one.jobs.iter().map(|job| {
            json!({
                "id": job.id, "integration_id": job.integration_id,
                "status": JOB_STATUSES[job.status].0, "comment": job.comment,
                "due": iso_or_null(job.due), "reads": job.reads,
            })
        });
        let mut truth = one.item();
        truth["rejection"] = json!(one.rejection);
        truth["aggregators"] = json!(one.aggregators);
        truth["registration_fault"] = json!(one.registration_fault);
        truth["jobs"] = jobs.collect();
        Some(truth)
    }

    /// Ids of the applications that an aggregator will refuse when they are registered, ascending.
    pub fn application_ids_refused_by_aggregator(&self) -> Vec<i64> {
        let park = self.look();
        let refused = park.applications.iter();
        let refused = refused.filter(|one| one.registration_fault.is_some());
        refused.map(|one| one.id).collect()
    }

    /// Every subscription, in the order of creation.
    pub fn webhooks(&self) -> Vec<WebhookTruth> {
        let park = self.look();
        let truth = park.webhooks.iter().map(|one| WebhookTruth {
            id: one.id,
            url: one.url.clone(),
            method: one.method.clone(),
            token_sha256: hex(&Sha256::digest(&one.token)),
        });
        truth.collect()
    }

    /// Puts an application into a status (slug) and leaves its jobs; false = unknown application or slug.
    pub fn set_application_status(&self, id: i64, slug: &str) -> bool {
        let status = place_of(APPLICATION_STATUSES, slug);
        let Some(status) = status else {
            return false;
        };
        self.change_application(id, |one| {
            one.status = status;
            true
        })
    }

    /// Puts a job into a status (slug) with a comment; the application follows. False = unknown job or slug.
    pub fn set_job_status(&self, id: i64, job: i64, slug: &str, comment: Option<&str>) -> bool {
        let Some(status) = place_of(JOB_STATUSES, slug) else {
            return false;
        };
        self.change_application(id, |one| {
            let Some(found) = one.jobs.iter_mut().find(|one| one.id == job) else {
                return false;
            };
            (found.status, found.due) = (status, None);
            found.comment = comment.map(str::to_owned);
            one.follow_jobs();
            true
        })
    }

    /// What the aggregator answers to later registrations: a refusal with this comment, or, with `None`, a success.
    /// False = no such application.
    pub fn set_registration_fault(&self, id: i64, comment: Option<&str>) -> bool {
        self.change_application(id, |one| {
            one.registration_fault = comment.map(str::to_owned);
            true
        })
    }

    /// Changes a member of `person_info`, as a colleague would; false = no such application.
    pub fn set_application_person(&self, id: i64, name: &str, value: Value) -> bool {
        self.change_application(id, |one| {
            let person = one.person_info.get_or_insert_default();
            person.insert(name.to_owned(), value);
            true
        })
    }

    fn change_application(&self, id: i64, change: impl FnOnce(&mut Application) -> bool) -> bool {
        let mut park = self.edit();
        let place = park.place_of_application(id);
        let one = place.and_then(|place| park.applications.get_mut(place));
        one.is_some_and(change)
    }

    /// The truth as JSON for the control door.
    pub(crate) fn webhooks_json(&self) -> Value {
        let shown = |one: WebhookTruth| {
            json!({
                "id": one.id, "url": one.url, "method": one.method,
                "token_sha256": one.token_sha256,
            })
        };
        self.webhooks().into_iter().map(shown).collect()
    }
}

fn place_of(table: &[(&str, &str)], slug: &str) -> Option<usize> {
    table.iter().position(|(known, _)| *known == slug)
}
