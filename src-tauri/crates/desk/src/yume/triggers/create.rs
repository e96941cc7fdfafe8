//! Creating a trigger. It is not idempotent: a second one means a second message to the client. So it is sent once, and an
//! answer that was lost is settled by listing before anything is sent again.

use std::collections::BTreeSet;

use yume::{TriggerWrite, Yume, YumeId, YumeTrigger, YumeTriggerContent, trigger_ids};

use super::{
    difference::differences,
    list::{find, forms},
    settle::{outcome, pauses},
    view::{print_of, view},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    yume::{
        fault::{invalid, problems},
        types::{TriggerOutcome, TriggerState, YumePart},
    },
};

impl Desk {
    /// Creates a trigger, once. A lost answer: exactly one new equal trigger in the list is it (`Saved`); none, looked at
    /// twice, was not created (`NotSaved`), and a person may send it again; anything else is `Unknown`, with the new
    /// ones as candidates.
    ///
    /// # Errors
    /// `ReadOnly`; `InvalidInput` with the fields; `OutcomeUnknown` with `earlier`: an equal creation is under way or in
    /// doubt, nothing was sent, and the list is to be read first; the errors of a call that changed nothing.
    pub async fn create_trigger(
        &self,
        id: &ConnectionId,
        draft: YumeTriggerContent,
    ) -> DeskResult<TriggerOutcome> {
        self.yume_writable(id)?;
        let company = self.meant_company(id)?.map(|company| company.id);
        let held = self.yume_held(id);
        let Some(number) = held.doubts.begin(company, &draft) else {
            return Err(DeskError::new(DeskErrorCode::OutcomeUnknown).with("earlier", "true"));
        };
        let created = self.create_once(id, &draft).await;
        match &created {
            Ok(outcome) if outcome.state == TriggerState::Unknown => {
                held.doubts.unknown(number);
            }
            _ => held.doubts.settled(number),
        }
        created
    }

    async fn create_once(
        &self,
        id: &ConnectionId,
        draft: &YumeTriggerContent,
    ) -> DeskResult<TriggerOutcome> {
        let before = self.read_triggers(id).await?;
        let write = TriggerWrite::create(draft, &forms(&before))
            .map_err(|found| invalid(problems(found)))?;
        let sent = self
            .yume_write(id, |yume: Yume| {
                let write = write.clone();
                async move { yume.create_wazzup_trigger(&write).await }
            })
            .await?;
        self.tell_yume(id, YumePart::Triggers);
        match sent {
            Ok(created) => Ok(self.created(id, &write, draft, created).await),
            Err(lost) => {
                let settled = self.sought(id, &write, &trigger_ids(&before)).await;
                Ok(TriggerOutcome {
                    trace_id: Some(lost.trace_id),
                    ..settled
                })
            }
        }
    }

    /// The service said that it is there, with a number.
    async fn created(
        &self,
        id: &ConnectionId,
        write: &TriggerWrite,
        draft: &YumeTriggerContent,
        created: YumeTrigger,
    ) -> TriggerOutcome {
        let mut absent = false;
        for pause in pauses(false) {
            self.pause_before_look(*pause).await;
            let Ok(triggers) = self.read_triggers(id).await else {
                continue;
            };
            let Some(now) = find(&triggers, created.id) else {
                absent = true;
                continue;
            };
            self.yume_held(id).remember_shown(&print_of(now), now);
            let as_sent = write.unsaved_in(now).is_empty();
            return match as_sent {
                true => outcome(TriggerState::Saved, Some((now, &triggers)), None),
                false => TriggerOutcome {
                    differs: differences(draft, &now.content),
                    ..outcome(TriggerState::Changed, Some((now, &triggers)), None)
                },
            };
        }
        // Its number is evidence where the list could not be read, and none against a list without it.
        match absent {
            true => outcome(TriggerState::Unknown, None, None),
            false => outcome(TriggerState::Saved, Some((&created, &[])), None),
        }
    }

    /// No answer came: what is new in the list?
    async fn sought(
        &self,
        id: &ConnectionId,
        write: &TriggerWrite,
        before: &BTreeSet<YumeId>,
    ) -> TriggerOutcome {
        let mut last = outcome(TriggerState::Unknown, None, None);
        let mut nothing_new = 0;
        for pause in pauses(true) {
            self.pause_before_look(*pause).await;
            let Ok(triggers) = self.read_triggers(id).await else {
                continue;
            };
            let new: Vec<&YumeTrigger> = triggers
                .iter()
                .filter(|one| !before.contains(&one.id))
                .collect();
            nothing_new += u32::from(new.is_empty());
            match write.made_in(before, &triggers)[..] {
                [made] => {
                    self.yume_held(id).remember_shown(&print_of(made), made);
                    return outcome(TriggerState::Saved, Some((made, &triggers)), None);
                }
                _ if new.is_empty() && nothing_new > 1 => {
                    last = outcome(TriggerState::NotSaved, None, None);
                }
                _ => {
                    let candidates = new.into_iter().map(|one| view(one, &triggers));
                    last = TriggerOutcome {
                        candidates: candidates.collect(),
                        ..outcome(TriggerState::Unknown, None, None)
                    };
                }
            }
        }
        last
    }
}
