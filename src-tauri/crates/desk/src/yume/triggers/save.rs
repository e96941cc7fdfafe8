//! Saving a trigger: the list first, so that a change made elsewhere is found; then the whole object, or only what
//! changes; then the list again, held against what was sent.

use yume::{TriggerWrite, Yume, YumeTrigger, YumeTriggerContent};

use super::{
    difference::differences,
    list::{find, forms},
    review::manner,
    settle::outcome,
    view::{print_of, view},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    yume::{
        fault::{invalid, problems},
        types::{
            TriggerChange, TriggerManner, TriggerOutcome, TriggerState, TriggerTarget, YumePart,
        },
    },
};

impl Desk {
    /// Saves the whole object (PUT), so that nothing is lost; where it holds a value that requests refuse, only what
    /// changes (PATCH).
    ///
    /// # Errors
    /// `ReadOnly`; `InvalidInput` with the fields; `RefusedByService` and the other errors of a call that changed nothing.
    /// A change made elsewhere is `Conflict`, and nothing was sent. An answer that was lost is looked up.
    pub async fn replace_trigger(
        &self,
        id: &ConnectionId,
        target: TriggerTarget,
        draft: YumeTriggerContent,
    ) -> DeskResult<TriggerOutcome> {
        let manner = manner(&draft);
        self.save_trigger(id, target, draft, manner).await
    }

    /// Saves only what changes (PATCH).
    ///
    /// # Errors
    /// As [`Desk::replace_trigger`].
    pub async fn patch_trigger(
        &self,
        id: &ConnectionId,
        target: TriggerTarget,
        draft: YumeTriggerContent,
    ) -> DeskResult<TriggerOutcome> {
        self.save_trigger(id, target, draft, TriggerManner::Patch)
            .await
    }

    async fn save_trigger(
        &self,
        id: &ConnectionId,
        target: TriggerTarget,
        draft: YumeTriggerContent,
        manner: TriggerManner,
    ) -> DeskResult<TriggerOutcome> {
        self.yume_writable(id)?;
        let triggers = self.read_triggers(id).await?;
        let before = match self.as_shown(id, &target, &triggers) {
            Ok(before) => before,
            Err(conflict) => {
                return Ok(TriggerOutcome {
                    conflict: Some(*conflict),
                    ..outcome(TriggerState::Conflict, None, None)
                });
            }
        };
        let forms = forms(&triggers);
        let refused = |found| invalid(problems(found));
        let change = TriggerWrite::change(before, &draft, &forms).map_err(refused)?;
        if change.is_empty() {
            let now = Some((before, &triggers[..]));
            return Ok(outcome(TriggerState::Nothing, now, None));
        }
        let whole = TriggerWrite::replace(before, &draft, &forms).map_err(refused)?;
        let sent = self
            .yume_write(id, |yume: Yume| {
                let (trigger, whole, change) = (before.id, whole.clone(), change.clone());
                async move {
                    match manner {
                        TriggerManner::Patch => yume.patch_wazzup_trigger(trigger, &change).await,
                        _ => yume.replace_wazzup_trigger(trigger, &whole).await,
                    }
                }
            })
            .await?;
        self.tell_yume(id, YumePart::Triggers);
        let settled = self
            .trigger_settled(id, before, &change, sent.is_err())
            .await;
        let lost = sent.as_ref().err();
        let Some(now) = settled.triggers.as_deref() else {
            // The answer itself is the evidence where the list cannot be read.
            let answered = sent.as_ref().ok();
            let done = answered.filter(|answered| change.unsaved_in(answered).is_empty());
            let state = done.map_or(TriggerState::Unknown, |_| TriggerState::Saved);
            let alone = done.map(|answered| (answered, &[][..]));
            return Ok(outcome(state, alone, lost));
        };
        Ok(self.saved(id, settled.state, before, &whole, (&draft, now), lost))
    }

    /// Whatever is otherwise than it was meant to be is told, what was not touched included.
    fn saved(
        &self,
        id: &ConnectionId,
        state: TriggerState,
        before: &YumeTrigger,
        whole: &TriggerWrite,
        (draft, triggers): (&YumeTriggerContent, &[YumeTrigger]),
        lost: Option<&transport::CallError>,
    ) -> TriggerOutcome {
        let Some(now) = find(triggers, before.id) else {
            return outcome(TriggerState::Unknown, None, lost);
        };
        self.yume_held(id).remember_shown(&print_of(now), now);
        let differs = match state {
            TriggerState::Saved | TriggerState::Changed => {
                with_strangers(differences(draft, &now.content), whole, now)
            }
            _ => Vec::new(),
        };
        let state = match state {
            TriggerState::Saved if !differs.is_empty() => TriggerState::Changed,
            state => state,
        };
        TriggerOutcome {
            trigger: Some(view(now, triggers)),
            differs,
            ..outcome(state, None, lost)
        }
    }
}

/// Adds members that are no part of the content: nobody knows them, and still they were to stay.
fn with_strangers(
    mut differs: Vec<TriggerChange>,
    whole: &TriggerWrite,
    now: &YumeTrigger,
) -> Vec<TriggerChange> {
    let known = serde_json::to_value(YumeTriggerContent::default()).unwrap_or_default();
    let text = |value: Option<&serde_json::Value>| match value {
        None | Some(serde_json::Value::Null) => Vec::new(),
        Some(value) => vec![value.to_string()],
    };
    for member in whole.unsaved_in(now) {
        if known.get(&member).is_none() {
            differs.push(TriggerChange {
                before: text(whole.body().get(&member)),
                after: text(now.wire().get(&member)),
                field: member,
            });
        }
    }
    differs
}
