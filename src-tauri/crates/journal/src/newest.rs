//! The newest words of each operation while the record is read. Only these are kept in memory, so only these are made of
//! their text, once, at the end; what their words are was covered by the chain already.

use std::{sync::Arc, thread};

use parking_lot::Mutex;

use crate::{
    events::Event,
    faults::Faults,
    moment::Moment,
    records::{Check, Operation},
    states::Step,
    trouble::Damage,
};

/// Operations that a thread takes at once.
const PART: usize = 2_000;

/// By the operations' places.
#[derive(Debug, Default)]
pub struct Newest(Vec<OfOperation>);

#[derive(Debug, Default)]
struct OfOperation {
    changed: Option<Moment>,
    last: Words,
    pending: Words,
    check: Words,
}

/// An event's text; the room of a former one is used again.
#[derive(Debug, Default)]
struct Words {
    /// Zero: there is none.
    seq: u32,
    at: Option<Moment>,
    details: String,
}

impl Newest {
    /// Keeps the words of an event that was legal.
    pub fn keep(&mut self, place: usize, step: Step, seq: u32, at: Moment, details: &str) {
        if self.0.len() <= place {
            self.0.resize_with(place + 1, OfOperation::default);
        }
        let Some(newest) = self.0.get_mut(place) else {
            return;
        };
        newest.changed = Some(at);
        match step {
            Step::Checked => return newest.check.keep(seq, at, details),
            Step::Pending => newest.pending.keep(seq, at, details),
            _ => {}
        }
        newest.last.keep(seq, at, details);
    }

    /// Puts the words into the operations, several threads at once when there are many.
    pub fn settle(self, operations: &mut [Arc<Operation>], faults: &mut Faults) {
        let threads = match self.0.len() {
            0..PART => 0,
            _ => thread::available_parallelism().map_or(0, |cores| cores.get().min(4) - 1),
        };
        let parts = self.0.chunks(PART).zip(operations.chunks_mut(PART));
        let (parts, faults) = (Mutex::new(parts), Mutex::new(faults));
        let work = || {
            loop {
                let Some((newest, operations)) = parts.lock().next() else {
                    break;
                };
                for (newest, operation) in newest.iter().zip(operations) {
                    if let Err(seq) = newest.put(Arc::make_mut(operation)) {
                        faults.lock().note(Damage::Unreadable, Some(seq), None);
                    }
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..threads {
                // Without a thread there is more to do here.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
    }
}

impl OfOperation {
    /// The number of the event whose words cannot be read.
    fn put(&self, operation: &mut Operation) -> Result<(), u32> {
        if let Some(changed) = self.changed {
            operation.changed_at = changed.local();
        }
        if self.last.seq > 0 {
            operation.last = Some(Arc::new(self.last.event()?));
        }
        if self.pending.seq > 0 {
            let Event::Pending { remote, .. } = self.pending.event()? else {
                return Err(self.pending.seq);
            };
            operation.remote = Some(Arc::new(remote));
        }
        if let Some(at) = self.check.at {
            let Event::Checked { number, evidence } = self.check.event()? else {
                return Err(self.check.seq);
            };
            operation.last_check = Some(Check {
                number,
                at: at.local(),
                evidence: Arc::new(evidence),
            });
        }
        Ok(())
    }
}

impl Words {
    fn keep(&mut self, seq: u32, at: Moment, details: &str) {
        (self.seq, self.at) = (seq, Some(at));
        self.details.clear();
        self.details.push_str(details);
    }

    fn event(&self) -> Result<Event, u32> {
        serde_json::from_str(&self.details).map_err(|_| self.seq)
    }
}
