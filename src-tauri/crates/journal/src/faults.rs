//! Damage found while a record is read: the first by its event is named, the others are counted.

use crate::trouble::{Damage, Trouble};

#[derive(Debug, Default)]
pub struct Faults {
    first: Option<Fault>,
    count: u32,
}

#[derive(Debug, Clone)]
struct Fault {
    what: Damage,
    event: Option<u32>,
    subject: Option<String>,
}

impl Fault {
    /// Threads find faults in any order. Of one event's faults the plainest comes first: what it says was changed, so the
    /// rest follows from it. What belongs to no event comes last.
    fn order(&self) -> (u32, bool) {
        let at = self.event.unwrap_or(u32::MAX);
        (at, self.what != Damage::EventChanged)
    }
}

impl Faults {
    pub fn note(&mut self, what: Damage, event: Option<u32>, subject: Option<String>) {
        self.count = self.count.saturating_add(1);
        let fault = Fault {
            what,
            event,
            subject,
        };
        match &self.first {
            Some(first) if first.order() <= fault.order() => {}
            _ => self.first = Some(fault),
        }
    }

    pub const fn none(&self) -> bool {
        self.count == 0
    }

    pub fn trouble(&self) -> Option<Trouble> {
        let Fault {
            what,
            event,
            subject,
        } = self.first.clone()?;
        Some(Trouble::Damaged {
            what,
            event,
            subject,
            faults: self.count,
        })
    }
}
