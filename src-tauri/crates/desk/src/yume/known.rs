//! What is known of each park's Yume in this run: the token in use, and what was last read.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use parking_lot::Mutex;
use secrecy::ExposeSecret;
use yume::{AccessToken, YumeId, YumeTemplates, YumeTrigger};

use super::triggers::Doubts;
use crate::{Desk, connections::types::ConnectionId};

/// Triggers that were shown are remembered, so that a change made elsewhere can be told in full. A company has dozens.
const MOST_SHOWN: usize = 2_000;

#[derive(Default)]
pub(crate) struct Known(Mutex<HashMap<ConnectionId, Arc<Held>>>);

impl Known {
    /// The lock of a renewal stays: one that is under way still keeps the next one waiting.
    pub fn forget(&self, id: &ConnectionId) {
        let held = self.0.lock().get(id).cloned();
        if let Some(held) = held {
            held.set_access(None);
            held.forget_readings();
        }
    }
}

/// Of one park.
#[derive(Default)]
pub(super) struct Held {
    /// Whoever renews the access, or replaces it, holds it: the others wait and take what there is then.
    pub renewing: tokio::sync::Mutex<()>,
    session: Mutex<Session>,
    pub templates: Mutex<Option<YumeTemplates>>,
    shown: Mutex<HashMap<(YumeId, String), YumeTrigger>>,
    /// The last write was refused because the integration is over, which no reading tells.
    pub refused_as_over: AtomicBool,
    pub doubts: Doubts,
}

#[derive(Default)]
struct Session {
    access: Option<AccessToken>,
    /// The service has refused it, and the refresh token too.
    over: bool,
}

impl Held {
    pub fn access(&self) -> Option<AccessToken> {
        self.session.lock().access.clone()
    }

    /// A token that is newer than this one.
    pub fn newer_than(&self, stale: Option<&AccessToken>) -> Option<AccessToken> {
        let current = self.access()?;
        let as_stale = |stale: &AccessToken| {
            stale.secret().expose_secret() == current.secret().expose_secret()
        };
        let is_newer = !stale.is_some_and(as_stale);
        is_newer.then_some(current)
    }

    pub fn set_access(&self, access: Option<AccessToken>) {
        *self.session.lock() = Session {
            access,
            over: false,
        };
    }

    pub fn is_over(&self) -> bool {
        self.session.lock().over
    }

    pub fn set_over(&self) {
        self.session.lock().over = true;
    }

    /// What was read for another account or company.
    pub fn forget_readings(&self) {
        *self.templates.lock() = None;
        self.shown.lock().clear();
        self.refused_as_over.store(false, Ordering::Relaxed);
    }

    pub fn remember_shown(&self, print: &str, trigger: &YumeTrigger) {
        let mut shown = self.shown.lock();
        if shown.len() >= MOST_SHOWN {
            shown.clear();
        }
        shown.insert((trigger.id, print.to_owned()), trigger.clone());
    }

    pub fn shown(&self, id: YumeId, print: &str) -> Option<YumeTrigger> {
        self.shown.lock().get(&(id, print.to_owned())).cloned()
    }
}

impl Desk {
    pub(super) fn yume_held(&self, id: &ConnectionId) -> Arc<Held> {
        let mut known = self.0.yume.0.lock();
        known.entry(id.clone()).or_default().clone()
    }
}
