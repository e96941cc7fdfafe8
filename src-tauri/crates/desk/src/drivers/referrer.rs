//! Who invited a driver. Left out of an update the link stays, null cuts it, so there are three intentions and never a
//! null by accident. Names are read softly: a card must not fail because of another driver's.
//!
//! Codes of the problems of `referrer_id`: `referrer_self`, `referrer_unknown`.

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;
use jump::{DriverListItem, DriverProfile, Id, Referrer};
use parking_lot::Mutex;
use transport::{CallError, Cause};

use super::{
    book::types::DriverRow,
    types::{NamedDriver, ReferrerChange, ReferrerEdit},
};
use crate::{
    Desk,
    checks::problem,
    connections::types::ConnectionId,
    error::{DeskResult, FieldProblem},
};

/// The write name, which is the read name too.
pub(crate) const REFERRER: &str = "referrer_id";

/// How long a name is taken for good, and how long a failed reading is not repeated.
const NAME_LASTS: Duration = Duration::from_secs(600);
const FAILURE_LASTS: Duration = Duration::from_secs(30);
/// More names than anybody meets in ten minutes.
const MOST_NAMES: usize = 2_000;

/// The names of drivers met lately, `None` for one that could not be read.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<Met, (Timestamp, Option<String>)>>);

/// A driver under one set of connection settings: another address may be another park.
type Met = (ConnectionId, u64, Id);

impl Names {
    fn keep(&self, met: Met, name: Option<String>, now: Timestamp) {
        let mut names = self.0.lock();
        if names.len() >= MOST_NAMES {
            names.clear();
        }
        names.insert(met, (now, name));
    }

    /// `None` when it has to be read.
    fn get(&self, met: &Met, now: Timestamp) -> Option<Option<String>> {
        let names = self.0.lock();
        let (at, name) = names.get(met)?;
        let age = now.duration_since(*at);
        let lasts = match name {
            Some(_) => NAME_LASTS,
            None => FAILURE_LASTS,
        };
        (!age.is_negative() && age.unsigned_abs() < lasts).then(|| name.clone())
    }
}

/// A change of the link that is to be sent.
pub(crate) struct Relinked {
    pub send: Referrer,
    pub told: ReferrerChange,
}

/// What a draft's intention comes to, in ids.
#[derive(Debug, PartialEq, Eq)]
struct Moved {
    before: Option<Id>,
    after: Option<Id>,
    elsewhere: bool,
    send: Referrer,
}

/// The link as a profile shows it; `None`: it does not.
fn link(profile: &DriverProfile) -> Option<Option<Id>> {
    profile.has(REFERRER).then_some(profile.referrer_id)
}

/// Is the link another one now than it was?
pub(crate) fn moved_between(before: &DriverProfile, after: &DriverProfile) -> bool {
    link(before) != link(after)
}

/// The intention against the reading that it was made from and the one of a moment ago. `None`: nothing to tell.
fn merged(base: &DriverProfile, fresh: &DriverProfile, edit: ReferrerEdit) -> Option<Moved> {
    let (was, now) = (link(base), link(fresh));
    let elsewhere = was.is_some() && now.is_some() && was != now;
    let (send, mine) = match edit {
        ReferrerEdit::Keep => (Referrer::Keep, fresh.referrer_id),
        ReferrerEdit::Set(id) => (Referrer::Set(id), Some(id)),
        ReferrerEdit::Cut => (Referrer::Cut, None),
    };
    // Somebody else wanted the same, or it was so already.
    let settled = send == Referrer::Keep || now == Some(mine);
    if settled {
        return elsewhere.then_some(Moved {
            before: base.referrer_id,
            after: fresh.referrer_id,
            elsewhere,
            send: Referrer::Keep,
        });
    }
    Some(Moved {
        before: fresh.referrer_id,
        after: mine,
        elsewhere,
        send,
    })
}

/// The link of a draft, told and checked.
#[derive(Default)]
pub(super) struct ReferrerReview {
    pub told: Option<ReferrerChange>,
    pub send: Option<Referrer>,
    pub problems: Vec<FieldProblem>,
}

impl ReferrerReview {
    /// Changed on both sides: the draft has to be looked at again.
    pub fn conflicts(&self) -> bool {
        self.send.is_some() && self.told.as_ref().is_some_and(|told| told.elsewhere)
    }

    pub fn relinked(self) -> Option<Relinked> {
        let (send, told) = (self.send?, self.told?);
        Some(Relinked { send, told })
    }
}

impl Desk {
    /// What the draft does to the link. A new referrer has to exist and be somebody else.
    ///
    /// # Errors
    /// Those of reading the new referrer, but for his not being there, which is a problem of the field.
    pub(super) async fn referrer_review(
        &self,
        connection: &ConnectionId,
        base: &DriverProfile,
        fresh: &DriverProfile,
        edit: ReferrerEdit,
    ) -> DeskResult<ReferrerReview> {
        let Some(moved) = merged(base, fresh, edit) else {
            return Ok(ReferrerReview::default());
        };
        let mut problems = Vec::new();
        if let Referrer::Set(id) = moved.send {
            if id == fresh.id {
                problems.push(problem(REFERRER, "referrer_self"));
            } else if !self.is_driver(connection, id).await? {
                problems.push(problem(REFERRER, "referrer_unknown"));
            }
        }
        let told = ReferrerChange {
            before: self.named_driver(connection, moved.before).await,
            after: self.named_driver(connection, moved.after).await,
            elsewhere: moved.elsewhere,
        };
        Ok(ReferrerReview {
            told: Some(told),
            send: (moved.send != Referrer::Keep).then_some(moved.send),
            problems,
        })
    }

    /// Asked anew each time: a driver may have gone.
    async fn is_driver(&self, connection: &ConnectionId, id: Id) -> DeskResult<bool> {
        match self.jump(connection).await?.get_driver(id).await {
            Ok(profile) => {
                self.remember_name(connection, &profile);
                Ok(true)
            }
            Err(CallError {
                cause: Cause::NotFound,
                ..
            }) => {
                self.keep_name(connection, id, None);
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The driver with his name, empty when it cannot be read.
    pub(super) async fn named_driver(
        &self,
        connection: &ConnectionId,
        id: Option<Id>,
    ) -> Option<NamedDriver> {
        let id = id?;
        let met = self.met(connection, id);
        let name = match self.0.readings.names.get(&met, self.now()) {
            Some(known) => known,
            None => self.read_name(connection, id).await,
        };
        Some(NamedDriver {
            id,
            name: name.unwrap_or_default(),
        })
    }

    async fn read_name(&self, connection: &ConnectionId, id: Id) -> Option<String> {
        let jump = self.jump(connection).await.ok()?;
        let name = match jump.get_driver(id).await {
            Ok(profile) => name_of(&profile),
            Err(_) => None,
        };
        self.keep_name(connection, id, name.clone());
        name
    }

    pub(super) fn remember_name(&self, connection: &ConnectionId, profile: &DriverProfile) {
        if let Some(name) = name_of(profile) {
            self.keep_name(connection, profile.id, Some(name));
        }
    }

    /// The rows of a list tell names for nothing.
    pub(super) fn remember_names(&self, connection: &ConnectionId, rows: &[DriverListItem]) {
        for row in rows {
            let name = row
                .full_name
                .clone()
                .filter(|name| !name.trim().is_empty())
                .or_else(|| joined([&row.last_name, &row.first_name, &row.middle_name]));
            if let Some(name) = name {
                self.keep_name(connection, row.id, Some(name));
            }
        }
    }

    /// Likewise the rows of a register, as of the time when it was begun.
    pub(super) fn remember_shown(
        &self,
        connection: &ConnectionId,
        rows: &[DriverRow],
        read_at: Timestamp,
    ) {
        for row in rows.iter().filter(|row| !row.driver.is_empty()) {
            let met = self.met(connection, row.id);
            let names = &self.0.readings.names;
            // A name that was met later is the better one.
            if names.get(&met, self.now()).flatten().is_none() {
                names.keep(met, Some(row.driver.clone()), read_at);
            }
        }
    }

    fn keep_name(&self, connection: &ConnectionId, id: Id, name: Option<String>) {
        let met = self.met(connection, id);
        self.0.readings.names.keep(met, name, self.now());
    }

    fn met(&self, connection: &ConnectionId, id: Id) -> Met {
        (connection.clone(), self.clients_forgotten(), id)
    }
}

fn name_of(profile: &DriverProfile) -> Option<String> {
    joined([
        &profile.last_name,
        &profile.first_name,
        &profile.second_name,
    ])
}

fn joined(parts: [&Option<String>; 3]) -> Option<String> {
    let words: Vec<&str> = parts
        .into_iter()
        .filter_map(|part| part.as_deref().map(str::trim))
        .filter(|part| !part.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profile(referrer: Option<i64>) -> DriverProfile {
        serde_json::from_value(json!({"id": 1, "referrer_id": referrer})).unwrap()
    }

    fn hidden() -> DriverProfile {
        serde_json::from_value(json!({"id": 1})).unwrap()
    }

    fn sent(base: &DriverProfile, fresh: &DriverProfile, edit: ReferrerEdit) -> (Referrer, bool) {
        merged(base, fresh, edit).map_or((Referrer::Keep, false), |one| (one.send, one.elsewhere))
    }

    #[test]
    fn a_link_that_nobody_touched_is_never_sent_whatever_the_answers_show() {
        for base in [profile(None), profile(Some(5)), hidden()] {
            for fresh in [profile(None), profile(Some(6)), hidden()] {
                assert_eq!(sent(&base, &fresh, ReferrerEdit::Keep).0, Referrer::Keep);
            }
        }
    }

    #[test]
    fn a_link_that_is_as_wanted_already_is_not_sent() {
        let five = profile(Some(5));
        assert_eq!(merged(&five, &five, ReferrerEdit::Set(Id(5))), None);
        assert_eq!(
            merged(&profile(None), &profile(None), ReferrerEdit::Cut),
            None
        );
        // Not shown is not the same as cut.
        assert_eq!(
            sent(&hidden(), &hidden(), ReferrerEdit::Cut),
            (Referrer::Cut, false)
        );
    }

    #[test]
    fn a_link_changed_on_both_sides_is_told_as_changed_elsewhere() {
        let (five, six) = (profile(Some(5)), profile(Some(6)));
        let both = merged(&five, &six, ReferrerEdit::Set(Id(7))).unwrap();
        assert_eq!((both.before, both.after), (Some(Id(6)), Some(Id(7))));
        assert!(both.elsewhere);
        let theirs = merged(&five, &six, ReferrerEdit::Set(Id(6))).unwrap();
        assert_eq!((theirs.send, theirs.before), (Referrer::Keep, Some(Id(5))));
        assert_eq!(
            sent(&five, &five, ReferrerEdit::Cut),
            (Referrer::Cut, false)
        );
    }
}
