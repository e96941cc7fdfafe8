//! What came of an update: the card is read again and held against what was sent. The service answers success to a key
//! without a right and changes nothing, and an answer can get lost after its effect: only reading tells.

use std::{collections::BTreeSet, time::Duration};

use jump::{DriverProfile, Id, Jump, Referrer};
use transport::CallError;

use super::{
    form,
    referrer::REFERRER,
    review::Reviewed,
    save::nothing_sent,
    types::{SaveOutcome, SaveState},
};
use crate::{
    Desk,
    connections::types::ConnectionId,
    requisites::{diff::Planned, types::RequisiteRow},
};

/// Pauses before each look, in seconds. An accepted update may take a moment to show; a lost one may still be carried out.
const AFTER_SUCCESS: &[u64] = &[0, 2];
const AFTER_SILENCE: &[u64] = &[0, 3, 7];

/// How one sent change stands in a later reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    AsSent,
    AsBefore,
    /// Neither what it was nor what was sent.
    Otherwise,
    /// The service does not show it.
    Hidden,
}

use Standing::{AsBefore, AsSent, Hidden, Otherwise};

/// All sent changes in one reading.
struct Look {
    profile: DriverProfile,
    /// In the order of the review's changes.
    fields: Vec<Standing>,
    /// In the order of the plan; unchanged places are left out.
    requisites: Vec<Standing>,
    /// `None`: the link was not sent.
    referrer: Option<Standing>,
}

impl Look {
    fn visible(&self) -> impl Iterator<Item = Standing> {
        let all = self.fields.iter().chain(&self.requisites);
        let all = all.chain(&self.referrer).copied();
        all.filter(|one| *one != Hidden)
    }

    fn settled(&self) -> bool {
        self.visible().all(|one| one == AsSent)
    }

    fn untouched(&self) -> bool {
        self.visible().all(|one| one == AsBefore)
    }
}

impl Desk {
    /// Reads until everything is as sent or patience ends. `lost` is the fault of an update in doubt.
    pub(super) async fn look_back(
        &self,
        jump: &Jump,
        connection: &ConnectionId,
        review: &Reviewed,
        lost: Option<CallError>,
    ) -> SaveOutcome {
        let pauses = if lost.is_some() {
            AFTER_SILENCE
        } else {
            AFTER_SUCCESS
        };
        let mut untouched = 0_u32;
        let mut last = None;
        for pause in pauses {
            if *pause > 0 {
                self.0.parts.clock.sleep(Duration::from_secs(*pause)).await;
            }
            let Ok(profile) = jump.get_driver(review.fresh.id).await else {
                continue;
            };
            let look = self.look(connection, review, profile).await;
            untouched += u32::from(look.untouched());
            let settled = look.settled();
            last = Some(look);
            if settled {
                break;
            }
        }
        let trace_id = lost.as_ref().map(|error| error.trace_id.clone());
        let Some(look) = last else {
            return SaveOutcome {
                trace_id,
                ..nothing_sent(SaveState::Unknown)
            };
        };
        let state = state_of(&look, lost.is_some(), untouched);
        let outcome = SaveOutcome {
            trace_id,
            ..sorted(review, &look, state)
        };
        self.remember_rights(connection, review, &look, lost.is_none());
        SaveOutcome {
            card: self.card_of(connection, look.profile).await.ok(),
            ..outcome
        }
    }

    async fn look(
        &self,
        connection: &ConnectionId,
        review: &Reviewed,
        profile: DriverProfile,
    ) -> Look {
        let today = self.moscow_day();
        let fields = review.changes.iter().map(|(field, mine)| {
            let now = form::shown(&profile, *field);
            // The service may write the same value in its own way.
            let same = now.value == *mine || form::check(*field, &now.value, today).value == *mine;
            if !now.shown {
                Hidden
            } else if same {
                AsSent
            } else if now.value == form::value(&review.fresh, *field) {
                AsBefore
            } else {
                Otherwise
            }
        });
        let fields = fields.collect();
        let requisites = match profile.requisites.as_deref() {
            Some(list) => compared(review, &self.requisite_rows(connection, list).await),
            None => review
                .plan
                .0
                .iter()
                .filter(|one| one.changes())
                .map(|_| Hidden)
                .collect(),
        };
        Look {
            referrer: linked(review, &profile),
            profile,
            fields,
            requisites,
        }
    }

    /// Remembers what the key turned out to have no right to, and forgets what it has. Only what stayed as it was
    /// tells of a right: a value that became a third one was changed by somebody.
    fn remember_rights(
        &self,
        connection: &ConnectionId,
        review: &Reviewed,
        look: &Look,
        accepted: bool,
    ) {
        let names = |wanted: Standing| {
            let fields = review.changes.keys().zip(&look.fields);
            let fields = fields.filter(|(_, standing)| **standing == wanted);
            fields
                .map(|(field, _)| field.name().to_owned())
                .collect::<Vec<_>>()
        };
        let (mut ignored, mut saved) = (names(AsBefore), names(AsSent));
        if look.requisites.contains(&AsBefore) {
            ignored.push("requisites".to_owned());
        } else if look.requisites.contains(&AsSent) {
            saved.push("requisites".to_owned());
        }
        match look.referrer {
            Some(AsBefore) => ignored.push(REFERRER.to_owned()),
            Some(AsSent) => saved.push(REFERRER.to_owned()),
            _ => {}
        }
        let mut written = Ok(());
        if accepted && !ignored.is_empty() {
            written = self.remember_ignored(connection, &ignored);
        }
        if !saved.is_empty() {
            written = written.and(self.forget_ignored(connection, &saved));
        }
        if let Err(error) = written {
            // The driver is saved all the same; only the hint for the next time is lost.
            tracing::warn!(code = ?error.code, "the key's rights were not noted");
        }
    }
}

fn state_of(look: &Look, lost: bool, untouched: u32) -> SaveState {
    let requisites_hidden = look.requisites.contains(&Hidden);
    let nothing_to_see = look.visible().next().is_none();
    if requisites_hidden || (lost && nothing_to_see) {
        return SaveState::Unknown;
    }
    if look.settled() {
        return SaveState::Saved;
    }
    if !lost {
        return SaveState::Ignored;
    }
    if look.untouched() {
        // One look is not enough: the update may be carried out late.
        return if untouched > 1 {
            SaveState::NotSaved
        } else {
            SaveState::Unknown
        };
    }
    match look.visible().any(|one| one == AsSent) {
        true => SaveState::Ignored,
        false => SaveState::Unknown,
    }
}

/// The changes by how they ended.
fn sorted(review: &Reviewed, look: &Look, state: SaveState) -> SaveOutcome {
    let mut outcome = nothing_sent(state);
    for (change, standing) in review.told.iter().zip(&look.fields) {
        match standing {
            AsSent => outcome.saved.push(change.clone()),
            Hidden => outcome.unverifiable.push(change.field),
            AsBefore | Otherwise => outcome.ignored.push(change.clone()),
        }
    }
    let relinked = review.referrer.as_ref().map(|link| link.told.clone());
    match look.referrer {
        Some(AsSent) => outcome.referrer_saved = relinked,
        Some(Hidden) => outcome.referrer_unverifiable = relinked,
        Some(AsBefore | Otherwise) => outcome.referrer_ignored = relinked,
        None => {}
    }
    let changed = review.plan.0.iter().filter(|one| one.changes());
    for (one, standing) in changed.zip(&look.requisites) {
        let told = review.plan.told_one(one);
        match standing {
            AsSent => outcome.requisites_saved.push(told),
            AsBefore | Otherwise => outcome.requisites_ignored.push(told),
            Hidden => {}
        }
    }
    outcome
}

/// How the link to the referrer stands, if it was sent.
fn linked(review: &Reviewed, after: &DriverProfile) -> Option<Standing> {
    let wanted = match review.referrer.as_ref()?.send {
        Referrer::Keep => return None,
        Referrer::Set(id) => Some(id),
        Referrer::Cut => None,
    };
    Some(if !after.has(REFERRER) {
        Hidden
    } else if after.referrer_id == wanted {
        AsSent
    } else if review.fresh.has(REFERRER) && after.referrer_id == review.fresh.referrer_id {
        AsBefore
    } else {
        Otherwise
    })
}

/// How each changed place of the plan stands in the list that was read afterwards.
fn compared(review: &Reviewed, after: &[RequisiteRow]) -> Vec<Standing> {
    let find = |id: Option<Id>| after.iter().find(|row| row.id == id);
    let known: BTreeSet<Id> = review.plan.0.iter().filter_map(known_id).collect();
    let mut newcomers: Vec<&RequisiteRow> = after
        .iter()
        .filter(|row| row.id.is_some_and(|id| !known.contains(&id)))
        .collect();
    let mut standings = Vec::new();
    for one in review.plan.0.iter().filter(|one| one.changes()) {
        standings.push(match one {
            Planned::Deleted(row) => match find(row.id) {
                None => AsSent,
                Some(_) => AsBefore,
            },
            Planned::Kept {
                row,
                renamed,
                becomes_default,
            } => match find(row.id) {
                None => Otherwise,
                Some(now) => {
                    let name = renamed.as_ref().is_none_or(|name| now.name == *name);
                    let default = !becomes_default || now.is_default;
                    let unmoved = now.name == row.name && now.is_default == row.is_default;
                    match (name && default, unmoved) {
                        (true, _) => AsSent,
                        (false, true) => AsBefore,
                        (false, false) => Otherwise,
                    }
                }
            },
            Planned::Added(new) => {
                let fits = |row: &&RequisiteRow| {
                    row.type_id == Some(new.type_id) && may_be(&row.number, &new.draft.number)
                };
                match newcomers.iter().position(fits) {
                    Some(place) => {
                        let row = newcomers.remove(place);
                        // A right to add that lacks the right to make default would be half a success.
                        if new.draft.is_default && !row.is_default {
                            Otherwise
                        } else {
                            AsSent
                        }
                    }
                    None => AsBefore,
                }
            }
        });
    }
    standings
}

const fn known_id(one: &Planned) -> Option<Id> {
    match one {
        Planned::Kept { row, .. } | Planned::Deleted(row) => row.id,
        Planned::Added(_) => None,
    }
}

/// Can a number that is shown masked be this whole one? The visible start and end decide.
fn may_be(shown: &str, whole: &str) -> bool {
    let plain = |text: &str| {
        text.trim_start_matches('+')
            .replace([' ', '\u{A0}', '-'], "")
    };
    let (shown, whole) = (plain(shown), plain(whole));
    let visible = |c: &char| c.is_alphanumeric();
    let head: String = shown.chars().take_while(visible).collect();
    let tail: Vec<char> = shown.chars().rev().take_while(visible).collect();
    let tail: String = tail.into_iter().rev().collect();
    whole.starts_with(&head) && whole.ends_with(&tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_is_recognised_by_its_ends() {
        for (shown, fits) in [
            ("4081****0001", true),
            ("****0001", true),
            ("", true),
            ("4081****0002", false),
            ("40817810000000000001", true),
            ("+40817810000000000001", true),
            ("40817810000000000002", false),
        ] {
            assert_eq!(may_be(shown, "40817810000000000001"), fits, "{shown}");
        }
    }
}
