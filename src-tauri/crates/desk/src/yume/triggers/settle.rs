//! What came of a change of a trigger: the list is read again and held against what was sent.

use std::time::Duration;

use transport::CallError;
use yume::{TriggerWrite, YumeId, YumeTrigger};

use super::{list::find, view::view};
use crate::{
    Desk,
    connections::types::ConnectionId,
    yume::types::{TriggerOutcome, TriggerState},
};

/// Pauses before each look, in seconds.
const AFTER_SUCCESS: &[u64] = &[0, 2];
const AFTER_SILENCE: &[u64] = &[0, 3, 7];

/// One look does not prove that nothing happened: a lost change may be carried out late.
const LOOKS: u32 = 2;

/// How a change stands in a later list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// All that was to change has changed.
    Done,
    /// Nothing of it.
    Untouched,
    Partly,
    /// Gone.
    Absent,
}

/// `change`: what was to change, and nothing else.
pub(super) fn standing(
    change: &TriggerWrite,
    before: &YumeTrigger,
    now: Option<&YumeTrigger>,
) -> Standing {
    let Some(now) = now else {
        return Standing::Absent;
    };
    let unsaved = change.unsaved_in(now);
    if unsaved.is_empty() {
        return Standing::Done;
    }
    let as_before = |member: &String| before.wire().get(member) == now.wire().get(member);
    match unsaved.len() == change.body().len() && unsaved.iter().all(as_before) {
        true => Standing::Untouched,
        false => Standing::Partly,
    }
}

/// The last list that could be read, and how the change stands in it.
pub(super) struct Settled {
    pub triggers: Option<Vec<YumeTrigger>>,
    pub state: TriggerState,
}

impl Desk {
    /// Lists until the change shows or patience ends. `lost`: no answer came.
    pub(super) async fn trigger_settled(
        &self,
        id: &ConnectionId,
        before: &YumeTrigger,
        change: &TriggerWrite,
        lost: bool,
    ) -> Settled {
        let mut settled = Settled {
            triggers: None,
            state: TriggerState::Unknown,
        };
        let mut untouched = 0;
        for pause in pauses(lost) {
            self.pause_before_look(*pause).await;
            let Ok(triggers) = self.read_triggers(id).await else {
                continue;
            };
            let stands = standing(change, before, find(&triggers, before.id));
            settled.triggers = Some(triggers);
            untouched += u32::from(stands == Standing::Untouched);
            settled.state = match (stands, lost) {
                (Standing::Done, _) => TriggerState::Saved,
                (Standing::Partly, _) => TriggerState::Changed,
                (Standing::Untouched, false) => TriggerState::Ignored,
                (Standing::Untouched, true) if untouched >= LOOKS => TriggerState::NotSaved,
                (Standing::Untouched | Standing::Absent, _) => TriggerState::Unknown,
            };
            if stands == Standing::Done {
                break;
            }
        }
        settled
    }

    /// Lists until the trigger is gone or patience ends.
    pub(super) async fn trigger_gone(
        &self,
        id: &ConnectionId,
        trigger: YumeId,
        lost: bool,
    ) -> Settled {
        let mut settled = Settled {
            triggers: None,
            state: TriggerState::Unknown,
        };
        let mut there = 0;
        for pause in pauses(lost) {
            self.pause_before_look(*pause).await;
            let Ok(triggers) = self.read_triggers(id).await else {
                continue;
            };
            let is_there = find(&triggers, trigger).is_some();
            settled.triggers = Some(triggers);
            if !is_there {
                settled.state = TriggerState::Deleted;
                break;
            }
            there += 1;
            settled.state = match lost {
                false => TriggerState::Ignored,
                true if there >= LOOKS => TriggerState::NotSaved,
                true => TriggerState::Unknown,
            };
        }
        settled
    }

    pub(super) async fn pause_before_look(&self, seconds: u64) {
        if seconds > 0 {
            let pause = Duration::from_secs(seconds);
            self.0.parts.clock.sleep(pause).await;
        }
    }
}

pub(super) const fn pauses(lost: bool) -> &'static [u64] {
    match lost {
        true => AFTER_SILENCE,
        false => AFTER_SUCCESS,
    }
}

pub(super) fn outcome(
    state: TriggerState,
    now: Option<(&YumeTrigger, &[YumeTrigger])>,
    lost: Option<&CallError>,
) -> TriggerOutcome {
    TriggerOutcome {
        state,
        trigger: now.map(|(trigger, all)| view(trigger, all)),
        differs: Vec::new(),
        conflict: None,
        candidates: Vec::new(),
        trace_id: lost.map(|error| error.trace_id.clone()),
    }
}
