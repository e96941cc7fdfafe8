//! Reading the triggers of the company.

use yume::{TriggerForms, Yume, YumeId, YumeTrigger};

use super::{
    difference::differences,
    view::{form, groups, keys_seen, print_of, view},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    yume::types::{TriggerConflict, TriggerList, TriggerTarget, YumeCompany},
};

impl Desk {
    /// All triggers of the company, by kind in sending order. A person who has seen it has seen what became of creations
    /// in doubt.
    ///
    /// # Errors
    /// `NoYume`, `YumeSignedOut`, `YumeWrongCompany`, `YumeIntegrationOff`, and those of the call and of the connection.
    pub async fn triggers(&self, id: &ConnectionId) -> DeskResult<TriggerList> {
        let company = self.meant_company(id)?;
        let held = self.yume_held(id);
        let open = held.doubts.open(company.as_ref().map(|company| company.id));
        let triggers = self.read_triggers(id).await?;
        held.doubts.seen(&open);
        Ok(self.trigger_list(id, company, &triggers))
    }

    pub(super) fn trigger_list(
        &self,
        id: &ConnectionId,
        company: Option<YumeCompany>,
        triggers: &[YumeTrigger],
    ) -> TriggerList {
        let held = self.yume_held(id);
        for trigger in triggers {
            held.remember_shown(&print_of(trigger), trigger);
        }
        TriggerList {
            groups: groups(triggers),
            read_at: self.now_iso(),
            form: form(triggers),
            company,
            keys_seen: keys_seen(triggers),
        }
    }

    pub(super) async fn read_triggers(&self, id: &ConnectionId) -> DeskResult<Vec<YumeTrigger>> {
        let all = |yume: Yume| async move { yume.list_wazzup_triggers().await };
        self.yume_read(id, all).await
    }

    /// # Errors
    /// `NoConnection`.
    pub(super) fn meant_company(&self, id: &ConnectionId) -> DeskResult<Option<YumeCompany>> {
        let record = self.0.connections.record(id)?;
        Ok(record.yume.and_then(|access| access.company))
    }

    /// The trigger that is meant, if it is still what was shown.
    pub(super) fn as_shown<'a>(
        &self,
        id: &ConnectionId,
        target: &TriggerTarget,
        triggers: &'a [YumeTrigger],
    ) -> Result<&'a YumeTrigger, Box<TriggerConflict>> {
        let Some(now) = find(triggers, target.id) else {
            return Err(Box::new(TriggerConflict {
                now: None,
                theirs: Vec::new(),
            }));
        };
        if print_of(now) == target.print {
            return Ok(now);
        }
        let shown = self.yume_held(id).shown(target.id, &target.print);
        let theirs = shown.map(|shown| differences(&shown.content, &now.content));
        self.yume_held(id).remember_shown(&print_of(now), now);
        Err(Box::new(TriggerConflict {
            now: Some(view(now, triggers)),
            theirs: theirs.unwrap_or_default(),
        }))
    }
}

pub(super) fn find(triggers: &[YumeTrigger], id: YumeId) -> Option<&YumeTrigger> {
    triggers.iter().find(|trigger| trigger.id == id)
}

/// How this company spells what is written.
pub(super) fn forms(triggers: &[YumeTrigger]) -> TriggerForms {
    TriggerForms::seen_in(triggers)
}
