//! What happened in a run, line by line, with the virtual time.

use parking_lot::Mutex;
use transport::Clock;

use crate::clock::VirtualClock;

pub struct Story {
    clock: VirtualClock,
    lines: Mutex<Vec<String>>,
}

impl Story {
    pub fn new(clock: VirtualClock) -> Self {
        Self {
            clock,
            lines: Mutex::default(),
        }
    }

    pub fn tell(&self, line: impl AsRef<str>) {
        let at = self.clock.now().strftime("%d %H:%M:%S%.3f").to_string();
        self.lines.lock().push(format!("{at}  {}", line.as_ref()));
    }

    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().clone()
    }
}
