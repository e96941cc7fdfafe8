//! One write to one application, and what came of it: the application is read again and compared, because a success
//! may have changed nothing, and a lost answer may have changed everything. Nothing is sent a second time.

use std::time::Duration;

use jump::{Application, Id, Jump};
use transport::CallError;

use super::types::{ActionOutcome, ActionState};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
};

/// Pauses before each look, in seconds. An accepted change may take a moment to show; a lost one may still be carried
/// out.
pub(super) const AFTER_SUCCESS: &[u64] = &[0, 2];
pub(super) const AFTER_SILENCE: &[u64] = &[0, 3, 7];

/// The service's limit for the reason of a rejection, in characters.
const LONGEST_COMMENT: usize = 500;

/// The reason of a rejection as it is sent: trimmed, 1..=500 characters.
///
/// # Errors
/// `InvalidInput` naming `comment`: `comment_empty`, or `too_long` with `length` and `most`.
pub(super) fn checked_comment(typed: &str) -> DeskResult<&str> {
    let comment = typed.trim();
    let wrong = match comment.chars().count() {
        0 => problem("comment", "comment_empty"),
        1..=LONGEST_COMMENT => return Ok(comment),
        length => {
            let mut wrong = problem("comment", "too_long");
            let mut told = |name: &str, count: usize| {
                wrong.params.insert(name.to_owned(), count.to_string());
            };
            told("length", length);
            told("most", LONGEST_COMMENT);
            wrong
        }
    };
    Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![wrong]))
}

impl Desk {
    /// Waits before a look.
    pub(super) async fn pause(&self, seconds: u64) {
        if seconds > 0 {
            let wait = Duration::from_secs(seconds);
            self.0.parts.clock.sleep(wait).await;
        }
    }

    /// The application is not what the screen showed: nothing was sent, and here it is as it stands now.
    pub(super) async fn stale(&self, connection: &ConnectionId, application: Id) -> ActionOutcome {
        self.ended(connection, application, ActionState::Stale, None)
            .await
    }

    /// Reads the application until `done` or patience ends. `lost` is the fault of a write in doubt.
    pub(super) async fn looked_up(
        &self,
        jump: &Jump,
        connection: &ConnectionId,
        application: Id,
        lost: Option<CallError>,
        done: impl Fn(&Application) -> bool,
    ) -> ActionOutcome {
        let pauses = if lost.is_some() {
            AFTER_SILENCE
        } else {
            AFTER_SUCCESS
        };
        let (mut seen, mut state) = (0_u32, None);
        for pause in pauses {
            self.pause(*pause).await;
            let Ok(now) = jump.get_application(application).await else {
                continue;
            };
            if done(&now) {
                state = Some(ActionState::Done);
                break;
            }
            seen += 1;
        }
        let state = state.unwrap_or_else(|| undone(lost.is_some(), seen));
        self.ended(connection, application, state, lost).await
    }

    async fn ended(
        &self,
        connection: &ConnectionId,
        application: Id,
        state: ActionState,
        lost: Option<CallError>,
    ) -> ActionOutcome {
        ActionOutcome {
            state,
            desk: self.application_desk(connection, application).await.ok(),
            trace_id: lost.map(|error| error.trace_id),
        }
    }
}

/// What it means that the change was not there in so many looks. After a lost answer one look is not enough: the
/// request may be carried out late.
pub(super) fn undone(lost: bool, looks: u32) -> ActionState {
    match (lost, looks) {
        (false, 1..) => ActionState::Ignored,
        (true, 2..) => ActionState::NotDone,
        _ => ActionState::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_counted_in_characters_and_not_in_bytes() {
        for sign in ["x", "ж", "👍"] {
            let longest = sign.repeat(LONGEST_COMMENT);
            let spaced = format!(" \n{longest}\u{a0} ");
            assert_eq!(checked_comment(&spaced), Ok(longest.as_str()));
            let error = checked_comment(&sign.repeat(LONGEST_COMMENT + 1)).unwrap_err();
            assert_eq!(error.fields[0].code, "too_long", "{sign}");
            assert_eq!(error.fields[0].params["length"], "501");
        }
        let error = checked_comment(" \u{a0}\n").unwrap_err();
        assert_eq!(error.fields[0].code, "comment_empty");
        assert_eq!(checked_comment("н"), Ok("н"));
    }

    #[test]
    fn one_look_after_a_lost_answer_does_not_say_that_nothing_happened() {
        assert_eq!(undone(true, 1), ActionState::Unknown);
        assert_eq!(undone(true, 2), ActionState::NotDone);
        assert_eq!(undone(false, 1), ActionState::Ignored);
        assert_eq!(undone(false, 0), ActionState::Unknown);
    }
}
