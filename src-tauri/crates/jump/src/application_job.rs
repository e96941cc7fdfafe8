//! Registration jobs: one application at one aggregator. A job is created, run after the moderation, looked at, rejected.

use serde::{Deserialize, Deserializer};
use transport::lenient::{RawJson, lenient_record};
use transport::{CallError, Cause, Outcome};

use crate::application_reject::{comment_refusal, reason};
use crate::body::Body;
use crate::client::told_id;
use crate::endpoint::{Endpoint, named};
use crate::lenient::Enveloped;
use crate::{ApplicationJob, Id, Jump, Reference};

lenient_record! {
    /// The job itself, or what is around it.
    struct Wire {
        id: Option<Id>,
        integration_id: Option<Id>,
        name: Option<String>,
        manager: Option<RawJson>,
        status: Option<Reference>,
        comment: Option<String>,
        group: Option<Reference>,
        application_integrations: Option<Vec<ApplicationJob>>,
    }
}

/// The answer about one job: bare, or in a list of jobs of the same aggregator.
struct JobAnswer {
    jobs: Vec<ApplicationJob>,
}

impl<'de> Deserialize<'de> for JobAnswer {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let Enveloped(wire) = Enveloped::<Wire>::deserialize(input)?;
        let jobs = wire.application_integrations.unwrap_or_else(|| {
            vec![ApplicationJob {
                id: wire.id,
                integration_id: wire.integration_id,
                name: wire.name,
                manager: wire.manager,
                status: wire.status,
                comment: wire.comment,
                group: wire.group,
            }]
        });
        Ok(Self { jobs })
    }
}

impl JobAnswer {
    /// The job asked for. A lone job counts under any id; of several, another one's status must not be taken for its.
    fn job(mut self, wanted: Id) -> Option<ApplicationJob> {
        let place = self.jobs.iter().position(|job| job.id == Some(wanted));
        match (place, self.jobs.len()) {
            (Some(place), _) => Some(self.jobs.swap_remove(place)),
            (None, 1) => self.jobs.pop(),
            (None, _) => None,
        }
    }
}

/// The answer came and holds no such job.
fn no_such_job(endpoint: &'static Endpoint) -> CallError {
    CallError {
        outcome: Outcome::Unreadable,
        cause: Cause::Undecodable,
        status: None,
        vendor: None,
        operation: endpoint.operation,
        trace_id: String::new(),
        retry_after: None,
        json_path: Some("application_integrations".to_owned()),
    }
}

impl Jump {
    /// Creates a job for an integration (a code of `dictIntegrations`). Sent once. Gives the job's id if the answer
    /// tells it.
    pub async fn create_application_integration(
        &self,
        application: Id,
        integration_id: Id,
    ) -> Result<Option<Id>, CallError> {
        let mut body = Body::default();
        body.id("integration_id", Some(integration_id));
        let answer = self
            .write(
                const { named("createApplicationIntegration") },
                &[("application_id", application)],
                &body.into(),
            )
            .await?;
        Ok(told_id(
            answer.as_ref(),
            &["application_integration_id", "id"],
        ))
    }

    /// One job. `Unreadable` and `Undecodable` where the answer holds several others, or none.
    pub async fn get_application_integration(
        &self,
        application: Id,
        job: Id,
    ) -> Result<ApplicationJob, CallError> {
        const ENDPOINT: &Endpoint = named("getApplicationIntegration");
        let answer: JobAnswer = self
            .read(ENDPOINT, &of_job(application, job), Vec::new())
            .await?;
        answer.job(job).ok_or_else(|| no_such_job(ENDPOINT))
    }

    /// Runs a job after the moderation. Sent once, without a body.
    pub async fn register_application_integration(
        &self,
        application: Id,
        job: Id,
    ) -> Result<(), CallError> {
        self.write_empty(
            const { named("registerApplicationIntegration") },
            &of_job(application, job),
        )
        .await
    }

    /// Rejects a job: a DELETE with a body. Sent once. The comment is 1 to 500 characters.
    pub async fn reject_application_integration(
        &self,
        application: Id,
        job: Id,
        comment: &str,
    ) -> Result<(), CallError> {
        const ENDPOINT: &Endpoint = named("rejectApplicationIntegration");
        if let Some(refusal) = comment_refusal(ENDPOINT, comment) {
            return Err(refusal);
        }
        self.write(ENDPOINT, &of_job(application, job), &reason(comment))
            .await
            .map(drop)
    }
}

const fn of_job(application: Id, job: Id) -> [(&'static str, Id); 2] {
    [
        ("application_id", application),
        ("application_integration_id", job),
    ]
}
