//! Who writes in the journal, and when: the desk's clock, the account of this computer, and the name of the settings.

use std::{env, sync::Arc};

use jiff::{Zoned, tz::TimeZone};
use journal::{Stamp, Who};
use parking_lot::RwLock;
use transport::Clock;

use crate::{preferences::Preferences, time::zone};

/// Stamps what is written in a journal. Made before the desk, which keeps it up with the settings.
pub struct Scribe {
    clock: Arc<dyn Clock>,
    os_user: String,
    told: RwLock<(String, TimeZone)>,
}

impl Scribe {
    pub fn new(clock: Arc<dyn Clock>, preferences: &dyn Preferences) -> Self {
        let os_user = ["USER", "USERNAME", "LOGNAME"]
            .into_iter()
            .find_map(|name| {
                let user = env::var(name).ok()?;
                (!user.trim().is_empty()).then_some(user)
            });
        let settings = preferences.load().settings;
        Self {
            clock,
            os_user: os_user.unwrap_or_default(),
            told: RwLock::new((settings.money.name, zone(&settings.ui.zone))),
        }
    }

    pub(super) fn follow(&self, name: &str, zone: TimeZone) {
        let mut told = self.told.write();
        if told.0 != name || told.1 != zone {
            *told = (name.to_owned(), zone);
        }
    }
}

impl Stamp for Scribe {
    fn now(&self) -> Zoned {
        let zone = self.told.read().1.clone();
        self.clock.now().to_zoned(zone)
    }

    fn who(&self) -> Who {
        Who {
            os_user: self.os_user.clone(),
            name: self.told.read().0.clone(),
        }
    }
}
