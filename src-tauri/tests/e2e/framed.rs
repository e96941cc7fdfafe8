//! The program's window from outside, as the window manager and the system know it.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

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
        Self::all().pop()
    }

    /// The window of the program that this process has started, itself or through others.
    pub fn begun_by(ancestor: u32) -> Option<Self> {
        let descends = |framed: &Self| {
            let mut process = framed.process.clone();
            loop {
                match parent(&process) {
                    Some(id) if id == ancestor => return true,
                    Some(id) if id > 1 => process = PathBuf::from(format!("/proc/{id}")),
                    _ => return false,
                }
            }
        };
        Self::all().into_iter().rfind(descends)
    }

    /// How many programs have a window that can be seen.
    pub fn programs() -> usize {
        let processes = Self::all().into_iter().filter(Self::runs);
        let processes = processes.map(|framed| framed.process);
        processes.collect::<BTreeSet<_>>().len()
    }

    /// Windows of this name that can be seen; a program may have more than one.
    fn all() -> Vec<Self> {
        let found = xdotool(&["search", "--onlyvisible", "--name", "^Parkdesk$"]);
        let framed = |id: &str| {
            let pid = xdotool(&["getwindowpid", id]);
            let process = PathBuf::from("/proc").join(pid.trim());
            let id = id.to_owned();
            Self { id, process }
        };
        found.lines().map(framed).collect()
    }

    /// Alt+F4 belongs to the window manager, which asks the window to close.
    pub fn close_by_keys(&self) {
        self.keys("alt+F4");
    }

    /// Presses keys on the keyboard while this window is in front.
    pub fn keys(&self, keys: &str) {
        xdotool(&["windowactivate", "--sync", &self.id]);
        xdotool(&["key", "--clearmodifiers", keys]);
    }

    pub fn minimize(&self) {
        xdotool(&["windowminimize", "--sync", &self.id]);
    }

    /// Whether the window is on the screen, not put away.
    pub fn in_sight(&self) -> bool {
        Self::all().iter().any(|framed| framed.id == self.id)
    }

    pub fn runs(&self) -> bool {
        // A process that has ended may wait a moment for its parent to take note: its state is Z then.
        let state = after_name(&self.process);
        !state.is_empty() && !state.starts_with('Z')
    }
}

/// What the kernel says of a process behind its name: its state, its parent…
fn after_name(process: &Path) -> String {
    let stat = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
    let after_name = stat.rsplit_once(") ");
    after_name.map_or_else(String::new, |(_, rest)| rest.to_owned())
}

fn parent(process: &Path) -> Option<u32> {
    after_name(process).split(' ').nth(1)?.parse().ok()
}
