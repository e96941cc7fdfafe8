//! What a refusal of Yume's means to the user.

use transport::{CallError, Outcome};
use yume::{YumeFieldProblem, YumeProblem, YumeRefusal};

use crate::{
    checks::problem,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

/// A failure that left nothing in doubt.
pub(super) fn fault(error: CallError) -> DeskError {
    let refusal = match error.outcome {
        Outcome::NotSent | Outcome::Rejected => YumeRefusal::of(&error),
        Outcome::MaybeSent | Outcome::Unreadable => None,
    };
    let desk = DeskError::from(error);
    let (code, reason) = match refusal {
        Some(YumeRefusal::Credentials) => {
            return DeskError {
                code: DeskErrorCode::InvalidInput,
                fields: vec![problem("password", "yume_credentials")],
                ..desk
            };
        }
        Some(YumeRefusal::SignedOut | YumeRefusal::SessionOver) => {
            let mut told = desk;
            told.code = DeskErrorCode::YumeSignedOut;
            // The service's words about a token may hold it, and help nobody.
            told.fields.clear();
            told.params.remove("detail");
            return told;
        }
        Some(YumeRefusal::WrongCompany) => (DeskErrorCode::YumeWrongCompany, Some("no_access")),
        Some(YumeRefusal::NoSuchCompany) => (DeskErrorCode::YumeWrongCompany, Some("no_such")),
        Some(YumeRefusal::NoCompany) => (DeskErrorCode::YumeWrongCompany, Some(NO_COMPANY)),
        Some(YumeRefusal::IntegrationOff) => (DeskErrorCode::YumeIntegrationOff, None),
        _ => (desk.code, None),
    };
    let told = DeskError { code, ..desk };
    match reason {
        Some(reason) => told.with("reason", reason),
        None => told,
    }
}

/// `reason` of [`DeskErrorCode::YumeWrongCompany`] for an account without a company; the others are `no_access` and
/// `no_such`.
pub(super) const NO_COMPANY: &str = "no_company";

/// The answer of a write, or why it is not known.
///
/// # Errors
/// The fault of a write that changed nothing.
pub(super) fn answer_or_doubt<T>(sent: Result<T, CallError>) -> DeskResult<Result<T, CallError>> {
    match sent {
        Err(error) if matches!(error.outcome, Outcome::NotSent | Outcome::Rejected) => {
            Err(fault(error))
        }
        sent => Ok(sent),
    }
}

/// What keeps something from being sent. Codes: `required`, `yume_too_long`, `yume_unknown`, `yume_masked`.
pub(super) fn problems(found: Vec<YumeFieldProblem>) -> Vec<FieldProblem> {
    let told = found.into_iter().map(|one| {
        let code = match one.problem {
            YumeProblem::Required => "required",
            YumeProblem::TooLong => "yume_too_long",
            YumeProblem::Unknown => "yume_unknown",
            YumeProblem::Masked => "yume_masked",
        };
        problem(&one.field, code)
    });
    told.collect()
}

pub(super) fn invalid(problems: Vec<FieldProblem>) -> DeskError {
    DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)
}
