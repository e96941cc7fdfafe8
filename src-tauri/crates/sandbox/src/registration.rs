//! How the registration jobs of an application go on, and how its own status follows them.

use crate::{
    applications::{Application, Job},
    directory::{application_status as application, job_status as job},
    moments::Seconds,
};

impl Job {
    pub fn new(id: i64, integration_id: i64) -> Self {
        Self {
            id,
            integration_id,
            status: job::NEW,
            comment: None,
            due: None,
            reads: 0,
        }
    }

    pub fn is_unfinished(&self) -> bool {
        matches!(self.status, job::NEW | job::EXCHANGE_ERROR | job::REGISTER)
    }

    /// Sent to the aggregator and not answered yet.
    fn is_awaited(&self) -> bool {
        self.status == job::REGISTER && self.due.is_some()
    }

    fn answer(&mut self, fault: Option<&str>) {
        self.status = if fault.is_some() {
            job::EXCHANGE_ERROR
        } else {
            job::REGISTERED
        };
        self.comment = fault.map(str::to_owned);
        self.due = None;
    }

    fn reject(&mut self, comment: Option<&str>) {
        self.status = job::REJECTED;
        self.comment = comment.map(str::to_owned);
        self.due = None;
    }
}

impl Application {
    pub fn job(&self, id: i64) -> Option<&Job> {
        self.jobs.iter().find(|one| one.id == id)
    }

    fn job_mut(&mut self, id: i64) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|one| one.id == id)
    }

    pub fn awaits_an_answer(&self) -> bool {
        self.jobs.iter().any(Job::is_awaited)
    }

    /// Sends a job to the aggregator, who answers at `due`.
    pub fn register(&mut self, id: i64, due: Seconds) {
        if let Some(one) = self.job_mut(id) {
            one.status = job::REGISTER;
            (one.comment, one.due, one.reads) = (None, Some(due), 0);
        }
        self.follow_jobs();
    }

    /// The aggregators answer the jobs whose time has come.
    pub fn settle_jobs(&mut self, now: Seconds) {
        self.answer_jobs(|one| one.due.is_some_and(|due| due <= now));
    }

    /// Counts a look at the jobs (or at the one with this id); the aggregator answers those that were read `enough`.
    pub fn count_read(&mut self, id: Option<i64>, enough: u32) {
        let looked_at = |one: &Job| id.is_none_or(|id| one.id == id);
        self.jobs
            .iter_mut()
            .filter(|one| looked_at(one))
            .for_each(|one| one.reads += 1);
        self.answer_jobs(|one| one.reads >= enough);
    }

    fn answer_jobs(&mut self, is_due: impl Fn(&Job) -> bool) {
        if !self.awaits_an_answer() {
            return;
        }
        let fault = self.registration_fault.as_deref();
        for one in self.jobs.iter_mut().filter(|one| one.is_awaited()) {
            if is_due(one) {
                one.answer(fault);
            }
        }
        self.follow_jobs();
    }

    /// Rejects the whole application: jobs that are not finished end with it.
    pub fn reject(&mut self, comment: Option<&str>) {
        self.status = application::REJECTED;
        self.rejection = comment.map(str::to_owned);
        self.jobs
            .iter_mut()
            .filter(|one| one.is_unfinished())
            .for_each(|one| one.reject(comment));
    }

    /// Rejects one job; an application with no other job left is rejected with it.
    pub fn reject_job(&mut self, id: i64, comment: Option<&str>) {
        if let Some(one) = self.job_mut(id) {
            one.reject(comment);
        }
        self.follow_jobs();
        if self.status == application::REJECTED {
            self.rejection = comment.map(str::to_owned);
        }
    }

    /// The status that tells most of what its jobs are at. Without a job it stays.
    pub fn follow_jobs(&mut self) {
        let has = |status| self.jobs.iter().any(|one| one.status == status);
        self.status = if self.jobs.is_empty() {
            self.status
        } else if has(job::REGISTER) {
            application::REGISTER
        } else if has(job::EXCHANGE_ERROR) {
            application::EXCHANGE_ERROR
        } else if has(job::REGISTERED) {
            application::REGISTERED
        } else if has(job::NEW) {
            application::NOT_PROCESSED
        } else {
            application::REJECTED
        };
    }
}
