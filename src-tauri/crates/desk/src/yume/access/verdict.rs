//! What the lines of a check come to: the one thing that a person can mend.

use crate::{
    connections::types::{CheckLine, CheckState},
    error::DeskErrorCode,
    yume::{fault::NO_COMPANY, types::YumeVerdict},
};

/// `reason`: what the first refusal gave for one. `over`: the integration's time is known to be over.
pub(super) fn verdict(lines: &[CheckLine], reason: Option<&str>, over: bool) -> YumeVerdict {
    let called = || {
        lines
            .iter()
            .filter(|line| line.state != CheckState::Skipped)
    };
    let said = |code: DeskErrorCode| called().any(|line| line.error == Some(code));
    let some = |state: CheckState| called().any(|line| line.state == state);
    let every = |state: CheckState| some(state) && called().all(|line| line.state == state);
    // A company's operations are refused where the list of companies answers, and that says nothing of them.
    let answers = || {
        let of_company = |line: &&CheckLine| line.operation != "listTenants";
        let mut own = called().filter(of_company);
        own.any(|line| line.state == CheckState::Answers)
    };
    if some(CheckState::Unauthorized) {
        YumeVerdict::SignedOut
    } else if said(DeskErrorCode::YumeWrongCompany) {
        match reason {
            Some(NO_COMPANY) => YumeVerdict::NoCompany,
            _ => YumeVerdict::WrongCompany,
        }
    } else if said(DeskErrorCode::YumeIntegrationOff) {
        YumeVerdict::NotConnected
    } else if every(CheckState::Answers) {
        match over {
            true => YumeVerdict::Expired,
            false => YumeVerdict::Answers,
        }
    } else if some(CheckState::Failed) || some(CheckState::NotThere) {
        YumeVerdict::Failed
    } else if some(CheckState::Forbidden) {
        match answers() {
            true => YumeVerdict::SomeRightsMissing,
            false => YumeVerdict::NoRight,
        }
    } else {
        YumeVerdict::Failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::check::{Called, line_told};
    use crate::error::DeskError;

    fn line(operation: &str, code: Option<DeskErrorCode>) -> CheckLine {
        let called = match code {
            None => Ok(Called::Answer(None)),
            Some(code) => Err(DeskError::new(code)),
        };
        CheckLine {
            operation: operation.to_owned(),
            ..line_told(called)
        }
    }

    fn told(rest: &[Option<DeskErrorCode>], reason: Option<&str>, over: bool) -> YumeVerdict {
        let mut lines = vec![line("listTenants", None)];
        lines.extend(rest.iter().map(|code| line("listWazzupTriggers", *code)));
        verdict(&lines, reason, over)
    }

    #[test]
    fn what_a_person_can_mend_is_never_taken_for_something_else() {
        use DeskErrorCode::{
            Forbidden, NotFound, ServiceDown, UnexpectedAnswer, YumeIntegrationOff, YumeSignedOut,
            YumeWrongCompany,
        };
        let fine = None;
        assert_eq!(told(&[fine, fine], None, false), YumeVerdict::Answers);
        assert_eq!(told(&[fine, fine], None, true), YumeVerdict::Expired);
        assert_eq!(
            told(&[Some(YumeSignedOut)], None, false),
            YumeVerdict::SignedOut
        );
        let wrong = [Some(YumeWrongCompany); 3];
        assert_eq!(
            told(&wrong, Some("no_access"), false),
            YumeVerdict::WrongCompany
        );
        assert_eq!(
            told(&wrong, Some("no_such"), false),
            YumeVerdict::WrongCompany
        );
        assert_eq!(
            told(&wrong, Some(NO_COMPANY), false),
            YumeVerdict::NoCompany
        );
        let off = [fine, Some(YumeIntegrationOff)];
        assert_eq!(told(&off, None, false), YumeVerdict::NotConnected);
        let no_right = Some(Forbidden);
        assert_eq!(
            told(&[no_right, no_right], None, false),
            YumeVerdict::NoRight
        );
        assert_eq!(
            told(&[fine, no_right], None, false),
            YumeVerdict::SomeRightsMissing
        );
        for broken in [ServiceDown, UnexpectedAnswer, NotFound] {
            assert_eq!(told(&[fine, Some(broken)], None, true), YumeVerdict::Failed);
        }
        assert_eq!(verdict(&[], None, false), YumeVerdict::Failed);
    }
}
