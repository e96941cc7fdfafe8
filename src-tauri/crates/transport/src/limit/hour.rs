//! A limit per hour, kept exactly: the moments of the calls of the last hour. A bucket would not do, because one that
//! holds an hour's calls fills up again while they leave and lets almost twice as many through in the first hour.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::Lane;

/// Somewhat more than an hour: calls arrive closer together, and the service's hour is not ours (milliseconds).
const HOUR: i64 = 3_610_000;

/// One call in so many is kept for whatever moves money and for what has to be known before or after it.
const RESERVED: usize = 20;

/// In any hour at most `most` calls leave, and of those of long lists somewhat fewer: they would use up the hour and leave
/// nothing for the rest of it.
#[derive(Default)]
pub(super) struct Hour {
    most: usize,
    /// In milliseconds, oldest first.
    left: VecDeque<i64>,
}

impl Hour {
    /// At least one call an hour.
    pub(super) fn allow(&mut self, most: u32) {
        self.most = most.max(1) as usize;
    }

    /// How long until one more call of this lane may leave; `None`: at once.
    pub(super) fn wait(&mut self, now: Timestamp, lane: Lane) -> Option<Duration> {
        let now = now.as_millisecond();
        // A clock that was set back must not hold everything up: no call left later than now.
        for left in self.left.iter_mut().rev().take_while(|left| **left > now) {
            *left = now;
        }
        while self.left.front().is_some_and(|left| now - left >= HOUR) {
            self.left.pop_front();
        }
        // The oldest that must be over an hour old by then; none while there are fewer than the lane may use.
        let last = self.left.len().checked_sub(self.open_to(lane))?;
        u64::try_from(self.left.get(last)? + HOUR - now)
            .ok()
            .map(Duration::from_millis)
    }

    fn open_to(&self, lane: Lane) -> usize {
        match lane {
            Lane::Writes | Lane::PressingReads => self.most,
            Lane::Reads => self.most - self.most / RESERVED,
        }
    }

    /// A call leaves.
    pub(super) fn note(&mut self, now: Timestamp) {
        self.left.push_back(now.as_millisecond());
    }
}
