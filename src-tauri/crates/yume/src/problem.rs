//! What keeps a request from being sent, found before anything leaves.

use serde::{Deserialize, Serialize};
use transport::{CallError, Cause, FieldFault, Outcome, VendorError};

/// A field that keeps a request from being sent, under the vendor's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct YumeFieldProblem {
    pub field: String,
    pub problem: YumeProblem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum YumeProblem {
    Required,
    /// More characters than the vendor takes.
    TooLong,
    /// A value that the vendor's document does not know, or a text that cannot be understood.
    Unknown,
    /// A key of which the service showed only a part: written back it would destroy the whole one.
    Masked,
}

/// In the order in which they were found.
#[derive(Default)]
pub(crate) struct Problems(Vec<YumeFieldProblem>);

impl Problems {
    pub fn note(&mut self, field: &str, problem: YumeProblem) {
        self.0.push(YumeFieldProblem {
            field: field.to_owned(),
            problem,
        });
    }

    /// The same, unless it was noted already.
    pub fn once(&mut self, field: &str, problem: YumeProblem) {
        let is_noted = |one: &YumeFieldProblem| one.field == field && one.problem == problem;
        if !self.0.iter().any(is_noted) {
            self.note(field, problem);
        }
    }

    /// At most so many characters.
    pub fn length(&mut self, field: &str, text: &str, longest: usize) {
        if text.chars().nth(longest).is_some() {
            self.note(field, YumeProblem::TooLong);
        }
    }

    /// A text that must be there, of at most so many characters.
    pub fn text(&mut self, field: &str, text: &str, longest: usize) {
        if text.trim().is_empty() {
            self.note(field, YumeProblem::Required);
        }
        self.length(field, text, longest);
    }

    pub fn into_result(self) -> Result<(), Vec<YumeFieldProblem>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }

    /// The same as the failure of a call that was not made.
    pub fn refuse(self, operation: &'static str) -> Result<(), Refusal> {
        self.into_result().map_err(|problems| Refusal {
            operation,
            cause: Cause::Invalid,
            problems,
        })
    }
}

/// Why a call was not made; becomes a `CallError` that is `NotSent`, with the fields.
#[derive(Debug)]
pub(crate) struct Refusal {
    operation: &'static str,
    cause: Cause,
    problems: Vec<YumeFieldProblem>,
}

impl Refusal {
    pub fn of(operation: &'static str, cause: Cause) -> Self {
        Self {
            operation,
            cause,
            problems: Vec::new(),
        }
    }
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        let fields = refusal.problems.into_iter().map(|problem| FieldFault {
            field: problem.field,
            messages: Vec::new(),
        });
        Self {
            outcome: Outcome::NotSent,
            cause: refusal.cause,
            status: None,
            vendor: Some(VendorError {
                fields: fields.collect(),
                ..VendorError::default()
            }),
            operation: refusal.operation,
            trace_id: String::new(),
            retry_after: None,
            json_path: None,
        }
    }
}
