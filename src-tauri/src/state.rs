//! What the shell keeps beside the desk: how it was launched, and whether closing has to ask.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use parking_lot::Mutex;

/// How this run was started.
pub struct Launch {
    pub started: Instant,
    pub demo: bool,
    /// Whether the log could be opened.
    pub log_kept: bool,
    /// Whether to print the time to the first usable screen (measurements).
    pub print_ready: bool,
    told: AtomicBool,
}

impl Launch {
    pub fn new(started: Instant, demo: bool, log_kept: bool) -> Self {
        Self {
            started,
            demo,
            log_kept,
            print_ready: std::env::var_os("PARKDESK_READY_LINE").is_some(),
            told: AtomicBool::new(false),
        }
    }

    /// Notes the first usable screen, once.
    pub fn tell_ready(&self, screen: &str) {
        if self.told.swap(true, Ordering::Relaxed) {
            return;
        }
        let millis = self.started.elapsed().as_millis();
        tracing::info!(millis, screen, "first screen usable");
        if self.print_ready {
            eprintln!("ready {millis}");
        }
    }
}

/// A page that has not heard a question for so long is taken for dead. Longer than a double click, and than a page
/// that is busy drawing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the window may close without asking.
#[derive(Default)]
pub struct Closing {
    unsaved: AtomicBool,
    /// Since when the page has been asked and has not heard.
    asked: Mutex<Option<Instant>>,
}

impl Closing {
    pub fn set_unsaved(&self, unsaved: bool) {
        self.unsaved.store(unsaved, Ordering::Relaxed);
        self.heard();
    }

    pub fn unsaved(&self) -> bool {
        self.unsaved.load(Ordering::Relaxed)
    }

    /// True when a question of a while ago was not heard: a page that does not answer must not hold the window open.
    pub fn asked_in_vain(&self, now: Instant) -> bool {
        let since = *self.asked.lock().get_or_insert(now);
        now.duration_since(since) >= PATIENCE
    }

    /// The page has heard the question and asks the user: the next close asks again.
    pub fn heard(&self) {
        *self.asked.lock() = None;
    }
}

/// Operating system and architecture, for the diagnostics.
pub fn system() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn double_click_on_close_never_loses_unsaved_work() {
        let closing = Closing::default();
        let now = Instant::now();
        assert!(!closing.asked_in_vain(now));
        assert!(!closing.asked_in_vain(now + Duration::from_millis(200)));
        closing.heard();
        assert!(!closing.asked_in_vain(now + Duration::from_secs(60)));
    }

    #[test]
    fn page_that_hears_nothing_does_not_hold_the_window_open() {
        let closing = Closing::default();
        let now = Instant::now();
        assert!(!closing.asked_in_vain(now));
        assert!(closing.asked_in_vain(now + PATIENCE));
    }

    #[test]
    fn page_that_reports_its_work_is_alive() {
        let closing = Closing::default();
        let now = Instant::now();
        assert!(!closing.asked_in_vain(now));
        closing.set_unsaved(true);
        assert!(closing.unsaved());
        assert!(!closing.asked_in_vain(now + PATIENCE));
    }
}
