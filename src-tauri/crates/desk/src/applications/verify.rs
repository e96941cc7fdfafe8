//! What came of a save: the application is read again and each sent field is held against it.

use jump::{Application, Jump};
use transport::CallError;

use super::{
    edit::nothing_sent,
    form::{self, Form, value},
    settle::{AFTER_SILENCE, AFTER_SUCCESS, undone},
    types::{ActionState, ApplicationFieldChange, ApplicationSaved},
};
use crate::{Desk, connections::types::ConnectionId};

/// A save that went out.
pub(super) struct Sent {
    pub before: Application,
    pub changes: Form,
    /// In the order of the changes.
    pub told: Vec<ApplicationFieldChange>,
}

/// How one sent field stands in a later reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    AsSent,
    AsBefore,
    /// Neither what it was nor what was sent.
    Otherwise,
}

use Standing::{AsBefore, AsSent, Otherwise};

impl Desk {
    /// Reads until everything is as sent or patience ends. `lost` is the fault of a save in doubt.
    pub(super) async fn look_at_save(
        &self,
        jump: &Jump,
        connection: &ConnectionId,
        sent: Sent,
        lost: Option<CallError>,
    ) -> ApplicationSaved {
        let pauses = if lost.is_some() {
            AFTER_SILENCE
        } else {
            AFTER_SUCCESS
        };
        let (mut untouched, mut last) = (0_u32, None);
        for pause in pauses {
            self.pause(*pause).await;
            let Ok(now) = jump.get_application(sent.before.id).await else {
                continue;
            };
            let look = self.compared(connection, &sent, &now);
            untouched += u32::from(look.iter().all(|one| *one == AsBefore));
            let settled = look.iter().all(|one| *one == AsSent);
            last = Some((now, look));
            if settled {
                break;
            }
        }
        let doubtful = lost.is_some();
        let trace_id = lost.map(|error| error.trace_id);
        let Some((now, look)) = last else {
            return ApplicationSaved {
                trace_id,
                ..nothing_sent(ActionState::Unknown)
            };
        };
        let mut saved = ApplicationSaved {
            trace_id,
            desk: self.desk_of(connection, now).await.ok(),
            ..nothing_sent(state_of(&look, doubtful, untouched))
        };
        for (change, standing) in sent.told.into_iter().zip(look) {
            match standing {
                AsSent => saved.saved.push(change),
                AsBefore | Otherwise => saved.ignored.push(change),
            }
        }
        saved
    }

    /// In the order of the changes.
    fn compared(&self, connection: &ConnectionId, sent: &Sent, now: &Application) -> Vec<Standing> {
        let (before, after) = (form::values(&sent.before), form::values(now));
        // The service may write the same value in its own way.
        let normalised = self.verdicts(connection, now, &after);
        let standing = |(field, mine): (&_, &String)| {
            let found = value(&after, *field);
            let written = normalised.get(field);
            if found == mine || written.is_some_and(|verdict| verdict.value == *mine) {
                AsSent
            } else if found == value(&before, *field) {
                AsBefore
            } else {
                Otherwise
            }
        };
        sent.changes.iter().map(standing).collect()
    }
}

fn state_of(look: &[Standing], doubtful: bool, untouched: u32) -> ActionState {
    let arrived = |one: &Standing| *one == AsSent;
    if look.iter().all(arrived) {
        ActionState::Done
    } else if look.iter().any(arrived) || !doubtful {
        ActionState::Ignored
    } else if look.contains(&Otherwise) {
        ActionState::Unknown
    } else {
        undone(doubtful, untouched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_save_is_not_done_only_when_nothing_moved_in_two_looks() {
        for (look, doubtful, untouched, expected) in [
            (&[AsSent, AsSent][..], true, 0, ActionState::Done),
            (&[AsSent, AsBefore], false, 0, ActionState::Ignored),
            (&[AsSent, AsBefore], true, 0, ActionState::Ignored),
            (&[AsBefore, Otherwise], false, 0, ActionState::Ignored),
            (&[AsBefore, Otherwise], true, 0, ActionState::Unknown),
            (&[AsBefore], true, 1, ActionState::Unknown),
            (&[AsBefore], true, 2, ActionState::NotDone),
            (&[AsBefore], false, 2, ActionState::Ignored),
        ] {
            assert_eq!(state_of(look, doubtful, untouched), expected, "{look:?}");
        }
    }
}
