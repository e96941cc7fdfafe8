//! The shell: the only code that knows Tauri. It opens one window, hands commands to `desk`
//! and passes events back.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bindings;
mod bundle;
mod clipboard;
mod commands;
mod demo;
mod drop;
mod events;
mod journals;
mod log;
mod state;
mod store;
mod window;

use std::{process::ExitCode, sync::Arc, time::Instant};

use desk::{
    Desk, DeskParts, RandomIds,
    parts::{Blocking, Scribe, Trial},
};
use tauri::{App, Manager};
use transport::{Secret, SystemClock};
use vault::Vault;

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    let started = Instant::now();
    let demo = std::env::args().any(|argument| argument == "--demo");
    let specta = bindings::builder();
    let commands = specta.invoke_handler();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app)
        }))
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(commands)
        .setup(move |app| {
            specta.mount_events(app);
            set_up(app, started, demo)?;
            window::open(app)?;
            Ok(())
        })
        .on_window_event(window::on_event)
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Parkdesk: {error}");
            if let tauri::Error::PluginInitialization(plugin, _) = &error
                && plugin == "single-instance"
            {
                again();
            }
            ExitCode::FAILURE
        }
    }
}

/// Starts the program anew in its own place, a few times at most: the former one was met while it was ending and could
/// not be turned to, so that nobody would have a window.
#[cfg(unix)]
fn again() {
    use std::{env, os::unix::process::CommandExt, process::Command, thread, time::Duration};

    const TRIES: u32 = 10;
    const TRIED: &str = "PARKDESK_START";
    let tried = env::var(TRIED).ok().and_then(|count| count.parse().ok());
    let tried: u32 = tried.unwrap_or_default();
    let Ok(program) = env::current_exe() else {
        return;
    };
    if tried < TRIES {
        thread::sleep(Duration::from_millis(300));
        let mut command = Command::new(program);
        command.args(env::args_os().skip(1));
        let failed = command.env(TRIED, (tried + 1).to_string()).exec();
        eprintln!("Parkdesk: {failed}");
    }
}

/// There the former program is found by its window, which is gone with it.
#[cfg(not(unix))]
fn again() {}

/// Starts the log and makes the desk. Nothing here waits for a network or a keychain.
fn set_up(app: &App, started: Instant, demo: bool) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle();
    let log = log::start(handle);
    app.manage(state::Launch::new(started, demo, log.is_some()));
    if let Some(guard) = log {
        app.manage(guard);
    }
    let preferences = Arc::new(store::StoredPreferences::open(handle));
    let clock = Arc::new(SystemClock);
    let scribe = Arc::new(Scribe::new(clock.clone(), preferences.as_ref()));
    let journals = journals::Journals::open(handle, &scribe);
    let desk = Desk::new(DeskParts {
        clock,
        events: Arc::new(events::WindowEvents(handle.clone())),
        preferences,
        vault: Vault::of_system(),
        wires: Arc::new(demo::DeskWires::default()),
        ids: Arc::new(RandomIds),
        demo_key: Secret::from(demo::DEMO_KEY.to_owned()),
        journal: journals.real.clone(),
        practice: journals.practice.clone(),
        journal_folder: journals.folder.clone(),
        scribe,
        blocking: Blocking::default(),
        trial: trial()?,
    });
    app.manage(journals);
    let recovering = desk.clone();
    tauri::async_runtime::spawn(async move {
        recovering.recover_operations().await;
        recovering.recover_payouts().await;
    });
    app.manage(desk);
    app.manage(clipboard::Clipboard::default());
    app.manage(drop::Dropped::default());
    app.manage(drop::LastFolder::default());
    app.manage(state::Closing::default());
    Ok(())
}

/// What tests that kill the program ask for: `PARKDESK_KILL_AT=after_intent:3`.
#[cfg(feature = "trial")]
fn trial() -> Result<Trial, Box<dyn std::error::Error>> {
    let mut trial = Trial::default();
    if let Ok(text) = std::env::var("PARKDESK_KILL_AT") {
        let kill: desk::operations::trial::KillAt = text
            .parse()
            .map_err(|()| format!("PARKDESK_KILL_AT={text}: no such place"))?;
        trial.steps = Some(Arc::new(kill));
    }
    Ok(trial)
}

#[cfg(not(feature = "trial"))]
#[allow(
    clippy::unnecessary_wraps,
    reason = "the same call as in builds for trials"
)]
fn trial() -> Result<Trial, Box<dyn std::error::Error>> {
    Ok(Trial::default())
}
