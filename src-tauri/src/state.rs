//! What the shell keeps beside the desk: how it was launched, and whether closing has to ask.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

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

/// Whether the window may close without asking.
#[derive(Default)]
pub struct Closing {
    unsaved: AtomicBool,
    asked: AtomicBool,
}

impl Closing {
    pub fn set_unsaved(&self, unsaved: bool) {
        self.unsaved.store(unsaved, Ordering::Relaxed);
        self.asked.store(false, Ordering::Relaxed);
    }

    pub fn unsaved(&self) -> bool {
        self.unsaved.load(Ordering::Relaxed)
    }

    /// True the second time in a row: a page that does not answer must not hold the window open.
    pub fn asked_before(&self) -> bool {
        self.asked.swap(true, Ordering::Relaxed)
    }

    /// The page has heard the question and asks the user: the next close asks again.
    pub fn heard(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }
}

/// Operating system and architecture, for the diagnostics.
pub fn system() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}
