//! What keeps a request from being sent, found before anything leaves.

use serde::{Deserialize, Serialize};
use transport::{CallError, Cause, FieldFault, Outcome, VendorError};

use crate::endpoint::FleetEndpoint;

/// Longest id that the vendor takes.
pub(crate) const LONGEST_ID: usize = 100;
/// Most ids in one list of a request.
pub(crate) const MOST_IDS: usize = 100;

/// A field that keeps a request from being sent, under the vendor's dotted name: `condition.balance_min`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FleetFieldProblem {
    pub field: String,
    pub problem: FleetProblem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FleetProblem {
    Required,
    /// More characters than the vendor takes.
    TooLong,
    /// More items than the vendor takes.
    TooMany,
    Repeated,
    /// An amount of nothing.
    Zero,
    /// More than four decimals.
    TooManyDecimals,
    /// A version other than the first would change another transaction.
    NotFirstVersion,
    /// The body belongs to another park than the one that it is to be sent to.
    OtherPark,
    /// No body that this program could have made.
    Unknown,
}

/// In the order in which they were found.
#[derive(Default)]
pub(crate) struct Problems(Vec<FleetFieldProblem>);

impl Problems {
    pub fn note(&mut self, field: &str, problem: FleetProblem) {
        self.0.push(FleetFieldProblem {
            field: field.to_owned(),
            problem,
        });
    }

    /// A text that must be there, of at most so many characters.
    pub fn text(&mut self, field: &str, text: &str, longest: usize) {
        if text.trim().is_empty() {
            self.note(field, FleetProblem::Required);
        } else if text.chars().nth(longest).is_some() {
            self.note(field, FleetProblem::TooLong);
        }
    }

    pub fn id(&mut self, field: &str, id: &str) {
        self.text(field, id, LONGEST_ID);
    }

    /// At most a hundred ids, none twice.
    pub fn ids(&mut self, field: &str, ids: &[String]) {
        if ids.len() > MOST_IDS {
            return self.note(field, FleetProblem::TooMany);
        }
        for (index, id) in ids.iter().enumerate() {
            self.id(field, id);
            if ids[..index].contains(id) {
                self.note(field, FleetProblem::Repeated);
            }
        }
    }

    pub fn into_result(self) -> Result<(), Vec<FleetFieldProblem>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }

    /// The same as the failure of a call that was not made.
    pub fn refuse(self, endpoint: &'static FleetEndpoint) -> Result<(), Refusal> {
        self.into_result().map_err(|problems| Refusal {
            operation: endpoint.operation,
            problems,
        })
    }
}

/// Why a call was not made; becomes a `CallError` that is `NotSent` and `Invalid`, with the fields.
#[derive(Debug)]
pub(crate) struct Refusal {
    operation: &'static str,
    problems: Vec<FleetFieldProblem>,
}

impl Refusal {
    pub fn of(endpoint: &'static FleetEndpoint, field: &str, problem: FleetProblem) -> Self {
        let mut problems = Problems::default();
        problems.note(field, problem);
        Self {
            operation: endpoint.operation,
            problems: problems.0,
        }
    }
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        let fields = refusal
            .problems
            .into_iter()
            .map(|problem| FieldFault {
                field: problem.field,
                messages: Vec::new(),
            })
            .collect();
        Self {
            outcome: Outcome::NotSent,
            cause: Cause::Invalid,
            status: None,
            vendor: Some(VendorError {
                fields,
                ..VendorError::default()
            }),
            operation: refusal.operation,
            trace_id: String::new(),
            retry_after: None,
            json_path: None,
        }
    }
}
