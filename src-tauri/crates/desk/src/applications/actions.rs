//! What the statuses of an application and of its jobs allow. The service documents none of it; the two tables below
//! are the cautious reading, and the service still has the last word. A status that is not in its table allows looking
//! only. Statuses are told by their slugs, never by titles, which repeat.

use jump::{Application, ApplicationJob, DictionaryItem, Id, IntegrationJobs, Reference};

use super::types::{ApplicationActions, IntegrationView};

/// Why something is not allowed: keys of the message catalogue.
///
/// `draft`, `not_filled`: the applicant has not finished it; `registering`: the aggregator has the data already;
/// `registered`, `rejected`: it is over; `unknown_status`: the service uses a status that this program does not know.
type Rule = Result<(), &'static str>;

struct ApplicationRules {
    slug: &'static str,
    edit: Rule,
    /// Beginning a registration through one more integration.
    register: Rule,
    reject: Rule,
}

const YES: Rule = Ok(());
const UNKNOWN: &str = "unknown_status";

const APPLICATIONS: [ApplicationRules; 8] = [
    application("draft", YES, Err("draft"), YES),
    application("not_filled", YES, Err("not_filled"), YES),
    application("exchange_error", YES, YES, YES),
    application("not_processed", YES, YES, YES),
    application("register", Err("registering"), YES, YES),
    application("filled", Err("registering"), YES, YES),
    // Registered in one aggregator, an applicant may still be registered in another.
    application("registered", Err("registered"), YES, Err("registered")),
    application(REJECTED, Err("rejected"), Err("rejected"), Err("rejected")),
];

const fn application(
    slug: &'static str,
    edit: Rule,
    register: Rule,
    reject: Rule,
) -> ApplicationRules {
    ApplicationRules {
        slug,
        edit,
        register,
        reject,
    }
}

/// The slug of a rejected application, and of a rejected job.
pub(super) const REJECTED: &str = "rejected";

/// What can be done with a registration job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct JobRules {
    /// Another registration through the same integration.
    again: bool,
    approve: bool,
    reject: bool,
    /// The aggregator is at work: worth a look now and then.
    pending: bool,
}

const JOBS: [(&str, JobRules); 5] = [
    ("new", job(false, true, true, false)),
    // Running a failed job again is blocked by the only public client, and nobody knows what the service does then:
    // a new registration is begun instead.
    ("exchange_error", job(true, false, true, false)),
    ("register", job(false, false, true, true)),
    ("registered", job(false, false, false, false)),
    (REJECTED, job(true, false, false, false)),
];

const fn job(again: bool, approve: bool, reject: bool, pending: bool) -> JobRules {
    JobRules {
        again,
        approve,
        reject,
        pending,
    }
}

fn slug(status: Option<&Reference>) -> Option<&str> {
    status.and_then(|status| status.slug.as_deref())
}

pub(super) fn is_rejected(status: Option<&Reference>) -> bool {
    slug(status) == Some(REJECTED)
}

fn job_rules(job: &ApplicationJob) -> JobRules {
    let known = JOBS
        .iter()
        .find(|(name, _)| Some(*name) == slug(job.status.as_ref()));
    known.map_or_else(JobRules::default, |(_, rules)| *rules)
}

/// The service is at work on this job.
pub(super) fn is_pending(job: &ApplicationJob) -> bool {
    job_rules(job).pending
}

/// The job waits for the word of a moderator.
pub(super) fn can_approve(job: &ApplicationJob) -> bool {
    job_rules(job).approve
}

pub(super) fn can_reject(job: &ApplicationJob) -> bool {
    job_rules(job).reject
}

/// What an application of this status allows.
pub(super) fn of(status: Option<&Reference>) -> ApplicationActions {
    let known = APPLICATIONS
        .iter()
        .find(|rules| Some(rules.slug) == slug(status));
    let (edit, register, reject) = known
        .map_or((Err(UNKNOWN), Err(UNKNOWN), Err(UNKNOWN)), |rules| {
            (rules.edit, rules.register, rules.reject)
        });
    let reason = |rule: Rule| rule.err().map(str::to_owned);
    ApplicationActions {
        edit: edit.is_ok(),
        edit_reason: reason(edit),
        register: register.is_ok(),
        register_reason: reason(register),
        reject: reject.is_ok(),
        reject_reason: reason(reject),
    }
}

/// The integrations of the park in its dictionary's order, then what the application names beyond them: a job is
/// shown whatever its integration is called, or under its number alone.
pub(super) fn integrations(
    application: &Application,
    park: &[DictionaryItem],
) -> Vec<IntegrationView> {
    let may_register = of(application.status.as_ref()).register;
    let mut found = Found::of(application);
    let mut views = Vec::new();
    for item in park {
        let Ok(id) = item.code.parse::<Id>() else {
            continue;
        };
        let jobs = found.take(id, &item.title);
        views.push(view(id, item.title.clone(), jobs, may_register));
    }
    let beyond = found.0.into_iter();
    // Whether the service would take a new registration there, nobody told.
    views.extend(beyond.map(|one| view(one.id, one.name, one.jobs, false)));
    views
}

/// An integration as the application names it.
struct Named {
    id: Id,
    name: String,
    jobs: Vec<ApplicationJob>,
}

struct Found(Vec<Named>);

impl Found {
    /// Jobs are brought together by their own integration; `integrator_id` is the aggregator's and may be another
    /// number, so it counts only where a job says nothing, or where there is no job.
    fn of(application: &Application) -> Self {
        let mut found = Self(Vec::new());
        for group in &application.integrations {
            if group.application_integrations.is_empty()
                && let Some(id) = group.integrator_id
            {
                found.named(id, group.name.as_deref());
            }
            for job in &group.application_integrations {
                let id = id_of(job, group);
                let name = job.name.as_deref().or(group.name.as_deref());
                found.named(id, name).jobs.push(job.clone());
            }
        }
        found
    }

    fn named(&mut self, id: Id, name: Option<&str>) -> &mut Named {
        let place = self.0.iter().position(|one| one.id == id);
        let place = place.unwrap_or_else(|| {
            self.0.push(Named {
                id,
                name: name.map_or_else(|| id.0.unsigned_abs().to_string(), str::to_owned),
                jobs: Vec::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[place]
    }

    /// The jobs of this integration of the park. An aggregator without a job under the same name is the same one.
    fn take(&mut self, id: Id, title: &str) -> Vec<ApplicationJob> {
        let same = |name: &str| name.to_lowercase() == title.to_lowercase();
        self.0
            .retain(|one| one.id == id || !one.jobs.is_empty() || !same(&one.name));
        let place = self.0.iter().position(|one| one.id == id);
        place.map_or_else(Vec::new, |place| self.0.remove(place).jobs)
    }
}

fn id_of(job: &ApplicationJob, group: &IntegrationJobs) -> Id {
    // No integration has a negative number: a job that belongs nowhere is not put under a stranger's name.
    let nowhere = || Id(job.id.map_or(-1, |id| -id.0));
    job.integration_id
        .or(group.integrator_id)
        .unwrap_or_else(nowhere)
}

fn view(
    integration_id: Id,
    name: String,
    jobs: Vec<ApplicationJob>,
    may_register: bool,
) -> IntegrationView {
    // One job stands in the way of another registration, however many have failed since.
    let can_create = may_register && jobs.iter().all(|job| job_rules(job).again);
    // What is not over yet comes before what is; then the latest.
    let job = jobs.into_iter().max_by_key(|job| {
        let rules = job_rules(job);
        (rules.approve || rules.pending, job.id)
    });
    let rules = job.as_ref().map(job_rules).unwrap_or_default();
    let known = job.as_ref().is_some_and(|job| job.id.is_some());
    IntegrationView {
        integration_id,
        name,
        can_create,
        can_register: known && rules.approve,
        can_reject: known && rules.reject,
        pending: known && rules.pending,
        job,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(slug: &str) -> Reference {
        Reference {
            slug: Some(slug.to_owned()),
            ..Reference::default()
        }
    }

    #[test]
    fn every_status_allows_what_its_row_says_and_gives_the_reason_for_the_rest() {
        let yes = "";
        let rows = [
            ("draft", yes, "draft", yes),
            ("not_filled", yes, "not_filled", yes),
            ("exchange_error", yes, yes, yes),
            ("not_processed", yes, yes, yes),
            ("register", "registering", yes, yes),
            ("filled", "registering", yes, yes),
            ("registered", "registered", yes, "registered"),
            ("rejected", "rejected", "rejected", "rejected"),
            ("archived", UNKNOWN, UNKNOWN, UNKNOWN),
        ];
        for (slug, edit, register, reject) in rows {
            let actions = of(Some(&status(slug)));
            let told = [
                (actions.edit, actions.edit_reason, edit),
                (actions.register, actions.register_reason, register),
                (actions.reject, actions.reject_reason, reject),
            ];
            for (allowed, reason, expected) in told {
                assert_eq!(allowed, expected.is_empty(), "{slug}");
                assert_eq!(reason.unwrap_or_default(), expected, "{slug}");
            }
        }
        let by_title = Reference {
            title: Some("Регистрируется".to_owned()),
            ..Reference::default()
        };
        assert!(!of(Some(&by_title)).register);
        assert_eq!(of(None).reject_reason.as_deref(), Some(UNKNOWN));
    }

    fn application(status: &str, integrations: &str) -> Application {
        let text = format!(
            r#"{{"id": 1, "status": {{"id": 1, "slug": "{status}"}}, "integrations": {integrations}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn park() -> Vec<DictionaryItem> {
        serde_json::from_str(r#"[{"id": 7, "name": "YanGo"}, {"id": 8, "name": "Яндекс Про"}]"#)
            .unwrap()
    }

    fn with_job(job_status: &str) -> IntegrationView {
        let jobs = format!(
            r#"[{{"integrator_id": 1, "name": "YanGo", "application_integrations":
                [{{"id": 70, "integration_id": 7, "status": {{"id": 1, "slug": "{job_status}"}}}}]}}]"#
        );
        integrations(&application("not_processed", &jobs), &park()).remove(0)
    }

    #[test]
    fn a_failed_job_is_begun_anew_and_never_run_again() {
        // Status of the job: again, approve, reject, pending.
        let rows = [
            ("new", [false, true, true, false]),
            ("exchange_error", [true, false, true, false]),
            ("register", [false, false, true, true]),
            ("registered", [false, false, false, false]),
            ("rejected", [true, false, false, false]),
            ("paused", [false, false, false, false]),
        ];
        for (slug, expected) in rows {
            let view = with_job(slug);
            let told = [
                view.can_create,
                view.can_register,
                view.can_reject,
                view.pending,
            ];
            assert_eq!(told, expected, "{slug}");
        }
    }

    #[test]
    fn a_finished_application_begins_no_registration() {
        for (status, can) in [
            ("not_processed", true),
            ("draft", false),
            ("rejected", false),
        ] {
            let views = integrations(&application(status, "[]"), &park());
            assert!(views.iter().all(|view| view.can_create == can), "{status}");
        }
    }

    #[test]
    fn a_job_of_an_integration_that_no_dictionary_knows_is_not_hidden() {
        let jobs = r#"[
            {"integrator_id": 1, "name": "YanGo", "application_integrations": []},
            {"integrator_id": 2, "name": "Ситимобил", "application_integrations":
                [{"id": 71, "integration_id": 99, "status": {"slug": "new"}}]},
            {"integrator_id": 3, "application_integrations": [{"id": 72, "status": {"slug": "register"}}]},
            {"application_integrations": [{"id": 73}]},
            {"integrator_id": 4, "name": "Гетт", "application_integrations": []}
        ]"#;
        let views = integrations(&application("not_processed", jobs), &park());
        let told: Vec<_> = views
            .iter()
            .map(|view| (view.integration_id.0, view.name.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (7, "YanGo"),
                (8, "Яндекс Про"),
                (99, "Ситимобил"),
                (3, "3"),
                (-73, "73"),
                (4, "Гетт"),
            ]
        );
        assert!(views[2].can_register && views[3].pending);
        assert!(views[2..].iter().all(|view| !view.can_create));
    }

    #[test]
    fn a_registered_job_stands_in_the_way_of_a_second_one_though_a_later_one_failed() {
        let jobs = r#"[{"name": "YanGo", "application_integrations": [
            {"id": 70, "integration_id": 7, "status": {"slug": "registered"}},
            {"id": 75, "integration_id": 7, "status": {"slug": "exchange_error"}}]}]"#;
        let view = integrations(&application("register", jobs), &park()).remove(0);
        assert_eq!(view.job.and_then(|job| job.id), Some(Id(75)));
        assert!(!view.can_create);
    }
}
