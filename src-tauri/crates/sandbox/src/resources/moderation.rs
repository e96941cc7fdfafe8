//! Moderation: rejecting one application or many, and the registration jobs of an application.

use super::{
    applications::fitting,
    body::{Body, UNKNOWN, done},
};
use crate::{
    answer::Reply,
    applications::{Application, Job},
    directory::{INTEGRATIONS, application_status as status, job_status, knows},
    park::{Park, Sandbox},
    routes::{Answer, Call, Refusal},
};
use http::StatusCode;
use serde_json::json;

/// Rejects exactly `ids`, or everything that fits the query's filter but `ids`. What is registered or rejected already
/// is passed over in silence.
pub fn reject_many(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let fitting: Vec<i64> = fitting(&park, call)?.iter().map(|one| one.id).collect();
    body.only(&["is_all", "ids", "comment", "new_status"]);
    let all = body.flag("is_all");
    let ids = body.ids("ids").unwrap_or_default();
    body.required_text("comment");
    let comment = body.comment();
    if body
        .required_text("new_status")
        .is_some_and(|new| new != "reject")
    {
        body.refuse("new_status", UNKNOWN);
    }
    match all {
        None => body.refuse("is_all", super::body::REQUIRED),
        Some(false) => refuse_unknown(&mut body, &park, &ids),
        Some(true) => {}
    }
    body.settled()?;
    let chosen: Vec<i64> = match all {
        Some(true) => fitting.into_iter().filter(|id| !ids.contains(id)).collect(),
        _ => ids,
    };
    if call.key.writes {
        for id in chosen {
            let place = park.place_of_application(id);
            let one = place.and_then(|place| park.applications.get_mut(place));
            if let Some(one) = one.filter(|one| may_be_rejected(one).is_ok()) {
                one.reject(comment.as_deref());
            }
        }
    }
    Ok(done(sandbox))
}

fn refuse_unknown(body: &mut Body, park: &Park, ids: &[i64]) {
    if ids.is_empty() {
        body.refuse("ids", super::body::REQUIRED);
    }
    for (place, id) in ids.iter().enumerate() {
        if park.application(*id).is_none() {
            body.refuse(&format!("ids.{place}"), UNKNOWN);
        }
    }
}

fn may_be_rejected(one: &Application) -> Result<(), &'static str> {
    match one.status {
        status::REGISTERED => Err("Заявка уже зарегистрирована."),
        status::REJECTED => Err("Заявка уже отклонена."),
        _ => Ok(()),
    }
}

pub fn reject(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let one = application(&mut park, call)?;
    let comment = only_comment(&mut body);
    if let Err(message) = may_be_rejected(one) {
        body.refuse("status", message);
    }
    body.settled()?;
    if call.key.writes {
        one.reject(comment.as_deref());
    }
    Ok(done(sandbox))
}

fn only_comment(body: &mut Body) -> Option<String> {
    body.only(&["comment"]);
    body.comment()
}

fn application<'a>(park: &'a mut Park, call: &Call) -> Result<&'a mut Application, Refusal> {
    let place = park.place_of_application(call.ids[0]);
    let one = place.and_then(|place| park.applications.get_mut(place));
    one.ok_or(StatusCode::NOT_FOUND.into())
}

/// A new job. One integration has at most one that is not finished, and none after the applicant is registered there.
pub fn create_job(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let id = park.next_id();
    let one = application(&mut park, call)?;
    body.only(&["integration_id"]);
    let integration = body.required_id("integration_id");
    if let Some(integration) = integration {
        if !knows(INTEGRATIONS, integration) {
            body.refuse("integration_id", UNKNOWN);
        } else if let Some(message) = job_in_the_way(one, integration) {
            body.refuse("integration_id", message);
        }
    }
    match one.status {
        status::DRAFT | status::NOT_FILLED => body.refuse("status", "Заявка не заполнена."),
        status::REJECTED => body.refuse("status", "Заявка отклонена."),
        _ => {}
    }
    body.settled()?;
    if call.key.writes {
        one.jobs.push(Job::new(id, integration.unwrap_or(0)));
        one.follow_jobs();
    }
    let created = json!({"data": {"application_integration_id": id}});
    Ok(Reply::json(&created).with_status(StatusCode::CREATED))
}

fn job_in_the_way(one: &Application, integration: i64) -> Option<&'static str> {
    let mut jobs = one
        .jobs
        .iter()
        .filter(|job| job.integration_id == integration);
    jobs.find_map(|job| match job.status {
        job_status::REGISTERED => Some("Уже зарегистрирован через эту интеграцию."),
        // What failed in the aggregator may be begun anew.
        job_status::EXCHANGE_ERROR => None,
        _ if job.is_unfinished() => Some("Регистрация через эту интеграцию уже создана."),
        _ => None,
    })
}

/// Reading a job brings the aggregator's answer nearer.
pub fn get_job(sandbox: &Sandbox, call: &Call) -> Answer {
    let (id, job) = (call.ids[0], call.ids[1]);
    super::applications::count_read(sandbox, id, Some(job));
    let park = sandbox.look();
    let one = park.application(id).ok_or(StatusCode::NOT_FOUND)?;
    let shown = one.job(job).ok_or(StatusCode::NOT_FOUND)?.shown();
    Ok(Reply::json(&match sandbox.options().quirks.wrapped_jobs {
        true => json!({"item": {"application_integrations": [shown]}}),
        false => json!({"item": shown}),
    }))
}

pub fn register_job(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut park = sandbox.edit();
    let now = park.now;
    let one = application(&mut park, call)?;
    let job = one.job(call.ids[1]).ok_or(StatusCode::NOT_FOUND)?;
    let mut body = Body::default();
    if !matches!(job.status, job_status::NEW | job_status::EXCHANGE_ERROR) {
        body.refuse("status", "Регистрация уже запущена или завершена.");
    }
    body.settled()?;
    if call.key.writes {
        let takes = i64::from(sandbox.options().registration_takes);
        one.register(call.ids[1], now + takes);
        one.settle_jobs(now);
    }
    Ok(done(sandbox))
}

pub fn reject_job(sandbox: &Sandbox, call: &Call) -> Answer {
    let mut body = Body::read(call)?;
    let mut park = sandbox.edit();
    let one = application(&mut park, call)?;
    let job = one.job(call.ids[1]).ok_or(StatusCode::NOT_FOUND)?;
    if !job.is_unfinished() {
        body.refuse("status", "Регистрация уже завершена.");
    }
    let comment = only_comment(&mut body);
    body.settled()?;
    if call.key.writes {
        one.reject_job(call.ids[1], comment.as_deref());
    }
    Ok(done(sandbox))
}
