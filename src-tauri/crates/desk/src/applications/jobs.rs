//! Registering an applicant in an aggregator: begun, watched politely, approved after moderation, or rejected.
//!
//! Each change looks at the application first (a job that is no longer what the screen showed is left alone), is sent
//! once, and then looked up.

mod watch;

use std::collections::BTreeSet;

use jump::{Application, ApplicationJob, Id};

pub(crate) use watch::Watch;

use super::{actions, settle::checked_comment, types::ActionOutcome};
use crate::{
    Desk,
    connections::types::ConnectionId,
    dictionaries::Dictionary,
    error::{DeskResult, in_doubt},
};

fn jobs(application: &Application) -> impl Iterator<Item = &ApplicationJob> {
    let groups = application.integrations.iter();
    groups.flat_map(|group| &group.application_integrations)
}

fn find(application: &Application, job: Id) -> Option<&ApplicationJob> {
    jobs(application).find(|one| one.id == Some(job))
}

fn job_ids(application: &Application) -> BTreeSet<Id> {
    jobs(application).filter_map(|job| job.id).collect()
}

/// A job of this integration that was not there before.
fn is_new(application: &Application, known: &BTreeSet<Id>, integration: Id) -> bool {
    application.integrations.iter().any(|group| {
        let mut jobs = group.application_integrations.iter();
        jobs.any(|job| {
            let own = job.integration_id.or(group.integrator_id);
            own == Some(integration) && job.id.is_some_and(|id| !known.contains(&id))
        })
    })
}

impl Desk {
    /// Begins the registration in an aggregator: a new job, which then waits for approval.
    ///
    /// # Errors
    /// `ReadOnly`; `RefusedByService` and the other errors of a call that changed nothing. A request in doubt is never
    /// an error: its state says what is known.
    pub async fn register_application(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        integration_id: Id,
    ) -> DeskResult<ActionOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        let park = self.dictionary(connection, Dictionary::Integrations, None, false);
        let park = park.await?;
        let before = jump.get_application(application_id).await?;
        let views = actions::integrations(&before, &park);
        let can = |view: &super::types::IntegrationView| {
            view.integration_id == integration_id && view.can_create
        };
        if !views.iter().any(can) {
            return Ok(self.stale(connection, application_id).await);
        }
        let known = job_ids(&before);
        let sent = jump
            .create_application_integration(application_id, integration_id)
            .await;
        let told = sent.as_ref().ok().copied().flatten();
        let lost = in_doubt(sent)?;
        let done = |now: &Application| {
            told.is_some_and(|id| find(now, id).is_some()) || is_new(now, &known, integration_id)
        };
        Ok(self
            .looked_up(&jump, connection, application_id, lost, done)
            .await)
    }

    /// One registration job as it stands now.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn application_job(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        job_id: Id,
    ) -> DeskResult<ApplicationJob> {
        let jump = self.jump(connection).await?;
        Ok(jump
            .get_application_integration(application_id, job_id)
            .await?)
    }

    /// Sends the job to its aggregator, after moderation. `Stale` when it does not wait for that any more.
    ///
    /// # Errors
    /// As [`Desk::register_application`].
    pub async fn approve_job(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        job_id: Id,
    ) -> DeskResult<ActionOutcome> {
        let jump = self.jump_for_writing(connection).await?;
        let before = jump.get_application(application_id).await?;
        if !find(&before, job_id).is_some_and(actions::can_approve) {
            return Ok(self.stale(connection, application_id).await);
        }
        let sent = jump
            .register_application_integration(application_id, job_id)
            .await;
        let lost = in_doubt(sent)?;
        // The aggregator may have answered already, and an answer of its own is an effect too.
        let ran = |job: &ApplicationJob| {
            !actions::can_approve(job) && !actions::is_rejected(job.status.as_ref())
        };
        let done = |now: &Application| find(now, job_id).is_some_and(ran);
        Ok(self
            .looked_up(&jump, connection, application_id, lost, done)
            .await)
    }

    /// Rejects one job; the others of the application go on. `Stale` when it is over already.
    ///
    /// # Errors
    /// `InvalidInput` for a comment that is empty or longer than 500 characters; those of
    /// [`Desk::register_application`].
    pub async fn reject_job(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        job_id: Id,
        comment: &str,
    ) -> DeskResult<ActionOutcome> {
        let comment = checked_comment(comment)?;
        let jump = self.jump_for_writing(connection).await?;
        let before = jump.get_application(application_id).await?;
        if !find(&before, job_id).is_some_and(actions::can_reject) {
            return Ok(self.stale(connection, application_id).await);
        }
        let sent = jump
            .reject_application_integration(application_id, job_id, comment)
            .await;
        let lost = in_doubt(sent)?;
        // A service may take a rejected job off the application: it was there a moment ago.
        let over = |job: &ApplicationJob| actions::is_rejected(job.status.as_ref());
        let done = |now: &Application| find(now, job_id).is_none_or(over);
        Ok(self
            .looked_up(&jump, connection, application_id, lost, done)
            .await)
    }

    /// Watches the jobs of this application that the service is at work on, instead of those of the one before. A
    /// change, and the end of the watching, come as [`DeskEvent::Job`](crate::DeskEvent::Job); where no job is under
    /// way nothing is watched. Answers every job as it is now: one that came to its end before the watching began is
    /// told by nothing else.
    ///
    /// # Errors
    /// Those of reading the application.
    pub async fn watch_jobs(
        &self,
        connection: &ConnectionId,
        application_id: Id,
    ) -> DeskResult<Vec<ApplicationJob>> {
        let stop = self.0.watch.begin();
        let jump = self.jump(connection).await?;
        let application = jump.get_application(application_id).await?;
        let all: Vec<ApplicationJob> = jobs(&application).cloned().collect();
        let under_way = |job: &&ApplicationJob| job.id.is_some() && actions::is_pending(job);
        let pending: Vec<ApplicationJob> = all.iter().filter(under_way).cloned().collect();
        if !pending.is_empty() {
            let watched = watch::Watched {
                connection: connection.clone(),
                application: application_id,
                pending,
            };
            tokio::spawn(watch::watch(self.clone(), watched, stop));
        }
        Ok(all)
    }

    /// Stops watching; nothing more is told.
    pub fn unwatch_jobs(&self) {
        self.0.watch.end();
    }
}
