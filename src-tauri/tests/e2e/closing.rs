//! Closing the window with unsaved input asks first, as often as it is tried; giving the input up ends the program.

use std::{path::PathBuf, process::Command};

use crate::window::Window;

/// The program's window as the window manager knows it, and the process behind it.
struct Framed {
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
    fn find() -> Self {
        let found = xdotool(&["search", "--onlyvisible", "--name", "^Parkdesk$"]);
        let id = found.lines().last().expect("a window").to_owned();
        let pid = xdotool(&["getwindowpid", &id]);
        let process = PathBuf::from("/proc").join(pid.trim());
        Self { id, process }
    }

    /// Alt+F4 belongs to the window manager, which asks the window to close.
    fn close_by_keys(&self) {
        xdotool(&["windowactivate", "--sync", &self.id]);
        xdotool(&["key", "--clearmodifiers", "alt+F4"]);
    }

    fn runs(&self) -> bool {
        // A process that has ended may wait a moment for its parent to take note: its state is Z then.
        let state = std::fs::read_to_string(self.process.join("stat")).unwrap_or_default();
        let after_name = state.rsplit_once(") ").map_or("", |(_, rest)| rest);
        !after_name.is_empty() && !after_name.starts_with('Z')
    }
}

#[tokio::test]
async fn a_window_closed_with_unsaved_input_asks_every_time_and_keeps_what_was_typed() {
    let window = Window::demo().await;
    let row = window.css("[data-testid^=driver-row-]").await;
    row.click().await.expect("clicked");
    if !window.has("driver-save").await {
        window.press("\u{e007}").await;
    }
    window.screen("driver").await;
    window
        .fill("driver-park_note", "Недописанная заметка")
        .await;
    window.says("driver-dirty", "1").await;
    let framed = Framed::find();
    for _ in 0..2 {
        framed.close_by_keys();
        window.click("leave-stay").await;
        window.gone("leave-stay").await;
        assert!(framed.runs());
        assert_eq!(
            window.value("driver-park_note").await,
            "Недописанная заметка"
        );
    }
    framed.close_by_keys();
    let leave = window.find("leave-go").await;
    assert!(framed.runs(), "nothing closes before the answer");
    // The program may be gone before it has told that it was clicked.
    let _ = leave.click().await;
    let begun = std::time::Instant::now();
    while framed.runs() {
        assert!(begun.elapsed().as_secs() < 15, "the program goes on");
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    }
    window.close().await;
}
