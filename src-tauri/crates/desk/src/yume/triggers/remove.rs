//! Deleting a trigger that is still what was shown.

use transport::{Cause, Outcome};
use yume::Yume;

use super::{list::find, settle::outcome};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    yume::types::{TriggerOutcome, TriggerState, TriggerTarget, YumePart},
};

impl Desk {
    /// Deletes a trigger, once; the list says whether it is gone.
    ///
    /// # Errors
    /// `ReadOnly`, and those of a call that changed nothing. A trigger that was changed or deleted elsewhere is `Conflict`.
    pub async fn delete_trigger(
        &self,
        id: &ConnectionId,
        target: TriggerTarget,
    ) -> DeskResult<TriggerOutcome> {
        self.yume_writable(id)?;
        let triggers = self.read_triggers(id).await?;
        if let Err(conflict) = self.as_shown(id, &target, &triggers) {
            return Ok(TriggerOutcome {
                conflict: Some(*conflict),
                ..outcome(TriggerState::Conflict, None, None)
            });
        }
        let sent = self
            .yume_write(id, |yume: Yume| async move {
                match yume.delete_wazzup_trigger(target.id).await {
                    // Somebody was quicker: it is gone, as was wanted.
                    Err(error)
                        if error.outcome == Outcome::Rejected && error.cause == Cause::NotFound =>
                    {
                        Ok(())
                    }
                    deleted => deleted,
                }
            })
            .await?;
        self.tell_yume(id, YumePart::Triggers);
        let settled = self.trigger_gone(id, target.id, sent.is_err()).await;
        let state = match (&settled.triggers, &sent) {
            // Success was said, and nothing speaks against it.
            (None, Ok(())) => TriggerState::Deleted,
            _ => settled.state,
        };
        let all = settled.triggers.unwrap_or_default();
        let now = find(&all, target.id).map(|now| (now, &all[..]));
        Ok(outcome(state, now, sent.as_ref().err()))
    }
}
