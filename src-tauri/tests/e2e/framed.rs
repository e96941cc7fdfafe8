//! The program's window from outside, as the window manager and the system know it.

use std::{path::PathBuf, process::Command};

/// The program's window as the window manager knows it, and the process behind it.
pub struct Framed {
    id: String,
    process: PathBuf,
}

fn xdotool(arguments: &[&str]) -> String {
    let done = Command::new("xdotool")
        .args(arguments)
        .output()
        .expect("xdotool runs");
    String::from_utf8(done.stdout).expect("UTF-8")
}

impl Framed {
    /// `None` when there is no window (any more).
    pub fn find() -> Option<Self> {
        let found = xdotool(&["search", "--onlyvisible", "--name", "^Parkdesk$"]);
        let id = found.lines().last()?.to_owned();
        let pid = xdotool(&["getwindowpid", &id]);
        let process = PathBuf::from("/proc").join(pid.trim());
        Some(Self { id, process })
    }

    /// Alt+F4 belongs to the window manager, which asks the window to close.
    pub fn close_by_keys(&self) {
        xdotool(&["windowactivate", "--sync", &self.id]);
        xdotool(&["key", "--clearmodifiers", "alt+F4"]);
    }

    pub fn runs(&self) -> bool {
        // A process that has ended may wait a moment for its parent to take note: its state is Z then.
        let state = std::fs::read_to_string(self.process.join("stat")).unwrap_or_default();
        let after_name = state.rsplit_once(") ").map_or("", |(_, rest)| rest);
        !after_name.is_empty() && !after_name.starts_with('Z')
    }
}
