//! The program started twice on one record of money: the first goes on alone, whether the second finds it or not.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::Locator;
use tempfile::TempDir;

use crate::{
    framed::Framed,
    park::{KEY, Park},
    payouts::{
        HOLD, RUN, check_deposits, counted, drivers, each_got_one, open, send, without_limit,
    },
    window::Window,
};

/// As long as a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
const BEAT: Duration = Duration::from_millis(40);
/// So slow that a register of fifty rows is still under way while a second program starts.
const SLOW: &str = "createTransaction:latency=400ms";
const ROWS: u64 = 50;

/// The first program with a register that is confirmed and held, and the drivers in it.
async fn begun(park: &Park) -> (Window, Vec<String>) {
    let ids = drivers(park, 50).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    without_limit(&window).await;
    open(&window).await;
    check_deposits(&window, &ids).await;
    park.fail([SLOW.to_owned()].into_iter()).await;
    send(&window).await;
    (window, ids)
}

async fn under_way(window: &Window) {
    window
        .within(HOLD, "rows are being sent", async || {
            (1..ROWS).contains(&counted(window, "accepted").await)
        })
        .await;
}

async fn all_accepted(window: &Window) {
    window
        .within(RUN, "every row is accepted", async || {
            counted(window, "accepted").await == ROWS
        })
        .await;
    window.find("payout-adds").await;
}

/// Starts the program as a person would, and waits until it has ended, as one must that is not the first.
async fn start_again() {
    let program = std::env::var_os("APP_BIN").expect("APP_BIN");
    let status = tokio::process::Command::new(program)
        .kill_on_drop(true)
        .status();
    let ended = tokio::time::timeout(PATIENCE, status).await;
    let status = ended.expect("the second program goes on").expect("started");
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn a_second_start_shows_the_first_window_and_a_register_under_way_pays_each_row_once() {
    let park = Park::start(&[]);
    let (window, ids) = begun(&park).await;
    start_again().await;
    assert_eq!(Framed::programs(), 1, "in the hold");
    window.find("payout-hold").await;
    under_way(&window).await;
    let framed = window.framed().expect("a window");
    framed.minimize();
    window
        .until("the window is out of sight", async || !framed.in_sight())
        .await;
    start_again().await;
    window
        .until("the first window is shown again", async || {
            framed.in_sight()
        })
        .await;
    assert_eq!(Framed::programs(), 1, "under way");
    all_accepted(&window).await;
    window.close().await;
    each_got_one(&park, ids).await;
}

/// Another session of the same person on the same computer, as over a remote desktop: the same folders and the same
/// keychain, but a bus of its own, on which no program of the first session is found.
struct Session {
    address: String,
    bus: Child,
    keyring: Child,
    _folder: TempDir,
}

impl Session {
    async fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("pd2.")
            .tempdir()
            .expect("a folder");
        let settings = folder.path().join("bus.conf");
        std::fs::write(&settings, bus_settings(folder.path())).expect("written");
        let mut bus = Command::new("dbus-daemon")
            .arg("--config-file")
            .arg(&settings)
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("a bus");
        let mut address = String::new();
        let output = bus.stdout.take().expect("piped");
        let mut lines = BufReader::new(output);
        lines.read_line(&mut address).expect("an address");
        let address = address.trim().to_owned();
        let mut keyring = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .env("XDG_RUNTIME_DIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("a keychain");
        let mut input = keyring.stdin.take().expect("piped");
        input.write_all(b"demo-keychain").expect("unlocked");
        drop(input);
        let session = Self {
            address,
            bus,
            keyring,
            _folder: folder,
        };
        session.keychain_answers().await;
        session
    }

    async fn keychain_answers(&self) {
        let begun = Instant::now();
        loop {
            let asked = tokio::process::Command::new("dbus-send")
                .args(["--session", "--print-reply"])
                .args(["--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
                .arg("org.freedesktop.DBus.NameHasOwner")
                .arg("string:org.freedesktop.secrets")
                .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
                .output();
            let told = asked.await.expect("dbus-send runs").stdout;
            if String::from_utf8_lossy(&told).contains("boolean true") {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no keychain");
            tokio::time::sleep(BEAT).await;
        }
    }

    async fn window(&self) -> Window {
        Window::open_with(&[], &[("DBUS_SESSION_BUS_ADDRESS", &self.address)]).await
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for process in [&mut self.keyring, &mut self.bus] {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn bus_settings(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder.display()
    )
}

#[tokio::test]
async fn a_second_program_that_does_not_find_the_first_only_reads_and_never_runs_its_register() {
    let park = Park::start(&[]);
    let (first, ids) = begun(&park).await;
    let session = Session::start().await;
    let second = session.window().await;
    second.screen("drivers").await;
    second.says("trouble-banner", "Деньги закрыты").await;
    second.click("nav-journal").await;
    second.screen("journal").await;
    second
        .css("[data-testid=journal-condition][data-trouble=locked]")
        .await;
    second.css("[data-testid^=journal-row-]").await;
    assert!(!second.has("journal-archive").await, "nothing is damaged");
    open(&second).await;
    second
        .until("the register opens", async || {
            let register = Locator::Css("a[data-testid^=payout-earlier-]");
            if let Ok(register) = second.client.find(register).await {
                let _ = register.click().await;
            }
            second.has("payout-progress").await
        })
        .await;
    let resume = second.find("payout-resume").await;
    assert_eq!(
        resume.attr("aria-disabled").await.expect("a state"),
        Some("true".to_owned())
    );
    // What the page could be made to ask for is refused as well.
    let script = "const done = arguments[arguments.length - 1]; \
        const invoke = window.__TAURI_INTERNALS__.invoke; \
        const id = decodeURIComponent(location.hash.split('/').pop()); \
        invoke('resume_payout', { id }).then(() => done('resumed'), (error) => done(error.code ?? JSON.stringify(error)))";
    let told = second.client.execute_async(script, vec![]).await;
    assert_eq!(told.expect("the script runs"), "money_closed");

    all_accepted(&first).await;
    first.close().await;
    second.click("nav-journal").await;
    second.screen("journal").await;
    second.click("journal-retry").await;
    second
        .css("[data-testid=journal-condition][data-trouble='']")
        .await;
    second.says("journal-total-accepted", "50").await;
    second.close().await;
    each_got_one(&park, ids).await;
}
