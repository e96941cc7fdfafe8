//! What the lines of a check come to: the one thing that a person can mend.

use transport::BaseAddress;

use crate::{
    connections::types::{CheckLine, CheckState},
    error::DeskErrorCode,
    fleet::types::FleetVerdict,
};

/// `gone`: something was answered 410. `base`: the address that was asked.
pub(super) fn verdict(lines: &[CheckLine], gone: bool, base: &str) -> FleetVerdict {
    let called = || {
        lines
            .iter()
            .filter(|line| line.state != CheckState::Skipped)
    };
    let some = |state: CheckState| called().any(|line| line.state == state);
    let every = |state: CheckState| called().all(|line| line.state == state);
    // A page of somebody in between says nothing about the park.
    let not_found = || called().any(|line| line.error == Some(DeskErrorCode::NotFound));
    if some(CheckState::Unauthorized) {
        FleetVerdict::BadKey
    } else if some(CheckState::Answers) {
        // Park and host are right then, whatever one of the operations says.
        match (every(CheckState::Answers), some(CheckState::Forbidden)) {
            (true, _) => FleetVerdict::Answers,
            (false, true) => FleetVerdict::SomeRightsMissing,
            (false, false) => FleetVerdict::Failed,
        }
    } else if gone {
        FleetVerdict::WrongHost {
            other: other_host(base).to_owned(),
        }
    } else if not_found() {
        FleetVerdict::WrongPark
    } else if every(CheckState::Forbidden) && some(CheckState::Forbidden) {
        FleetVerdict::NoRight
    } else {
        FleetVerdict::Failed
    }
}

/// The other of the two known hosts; of an address of the user's own, the one for international parks: they are whom
/// the Russian host sends away.
fn other_host(base: &str) -> &'static str {
    let host = |address: &str| BaseAddress::parse(address).map(|base| base.host().to_owned());
    match host(base) == host(fleet::INTERNATIONAL_BASE) {
        true => fleet::BASE,
        false => fleet::INTERNATIONAL_BASE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::check::{Called, line_of};
    use CheckState::{Answers, Failed, Forbidden, NotThere, Skipped, Unauthorized};

    fn told(lines: &[(CheckState, Option<DeskErrorCode>)], gone: bool) -> FleetVerdict {
        let lines: Vec<CheckLine> = lines
            .iter()
            .map(|(state, error)| CheckLine {
                state: *state,
                error: *error,
                ..line_of(Ok(Called::Nothing))
            })
            .collect();
        verdict(&lines, gone, fleet::BASE)
    }

    const FINE: (CheckState, Option<DeskErrorCode>) = (Answers, None);
    const NO_RIGHT: (CheckState, Option<DeskErrorCode>) =
        (Forbidden, Some(DeskErrorCode::Forbidden));
    const ABSENT: (CheckState, Option<DeskErrorCode>) = (NotThere, Some(DeskErrorCode::NotFound));
    const A_PAGE: (CheckState, Option<DeskErrorCode>) =
        (NotThere, Some(DeskErrorCode::UnexpectedAnswer));
    const DOWN: (CheckState, Option<DeskErrorCode>) = (Failed, Some(DeskErrorCode::ServiceDown));
    const SKIPPED: (CheckState, Option<DeskErrorCode>) = (Skipped, None);
    const BAD_KEY: (CheckState, Option<DeskErrorCode>) =
        (Unauthorized, Some(DeskErrorCode::Unauthorized));

    #[test]
    fn what_a_person_can_mend_is_never_taken_for_something_else() {
        use FleetVerdict::{
            Answers, BadKey, Failed, NoRight, SomeRightsMissing, WrongHost, WrongPark,
        };
        assert_eq!(told(&[FINE, SKIPPED], false), Answers);
        assert_eq!(told(&[BAD_KEY], false), BadKey);
        assert_eq!(told(&[NO_RIGHT, NO_RIGHT, SKIPPED], false), NoRight);
        assert_eq!(told(&[FINE, NO_RIGHT, SKIPPED], false), SomeRightsMissing);
        assert_eq!(told(&[FINE, NO_RIGHT, DOWN], false), SomeRightsMissing);
        assert_eq!(told(&[ABSENT, ABSENT, SKIPPED], false), WrongPark);
        assert_eq!(told(&[NO_RIGHT, ABSENT], false), WrongPark);
        assert_eq!(told(&[DOWN], false), Failed);
        assert_eq!(told(&[FINE, DOWN], false), Failed);
        assert_eq!(told(&[FINE, ABSENT], false), Failed, "the park is right");
        assert_eq!(told(&[A_PAGE, A_PAGE], false), Failed, "a proxy's page");
        assert_eq!(told(&[NO_RIGHT, DOWN], false), Failed);
        assert_eq!(told(&[], false), Failed);
        let other = fleet::INTERNATIONAL_BASE.to_owned();
        assert_eq!(told(&[ABSENT], true), WrongHost { other });
        assert_eq!(told(&[FINE, ABSENT], true), Failed, "the host is right");
    }

    #[test]
    fn other_host_is_never_the_one_that_was_asked() {
        assert_eq!(other_host(fleet::BASE), fleet::INTERNATIONAL_BASE);
        for asked in ["", "/", "/v9"] {
            let asked = format!("{}{asked}", fleet::INTERNATIONAL_BASE);
            assert_eq!(other_host(&asked), fleet::BASE, "{asked}");
        }
    }
}
