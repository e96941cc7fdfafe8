//! A throwaway desktop session for one run of the program: its own bus, keychain and folders.
//!
//! The bus knows no service files, so that nothing of the machine (a portal, a keyring of the user's) is
//! started behind a test's back: a dead portal alone makes GTK wait for 25 s.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::process::{Owned, poll, tied_to_us};

/// Found in the environment of everything that ran in a session.
const MARK: &str = "PARKDESK_SESSION";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// A session bus with an unlocked Secret Service.
    Unlocked,
    /// No session bus, hence no Secret Service.
    Absent,
}

pub struct Session {
    environment: Vec<(&'static str, OsString)>,
    mark: String,
    _keyring: Option<Owned>,
    _bus: Option<Owned>,
    folder: TempDir,
}

impl Session {
    pub fn start(display: &str, keychain: Keychain) -> Result<Self> {
        // Short, because a socket's path has at most 107 bytes.
        let folder = tempfile::Builder::new().prefix("pd.").tempdir()?;
        let mut environment = folders(folder.path())?;
        environment.push(("DISPLAY", display.into()));
        environment.push(("GDK_BACKEND", "x11".into()));
        environment.push(("LC_ALL", "C.UTF-8".into()));
        // GTK and GIO are told to need no service that this bus does not have.
        environment.push(("NO_AT_BRIDGE", "1".into()));
        environment.push(("GTK_A11Y", "none".into()));
        environment.push(("GTK_USE_PORTAL", "0".into()));
        environment.push(("GIO_USE_VFS", "local".into()));
        environment.push(("GSETTINGS_BACKEND", "memory".into()));
        let mark = folder.path().display().to_string();
        environment.push((MARK, mark.clone().into()));
        let mut session = Self {
            environment,
            mark,
            _keyring: None,
            _bus: None,
            folder,
        };
        match keychain {
            Keychain::Absent => {
                let nowhere = session.folder.path().join("no-bus");
                session.set_bus(format!("unix:path={}", nowhere.display()));
            }
            Keychain::Unlocked => {
                session.start_bus()?;
                session.start_keyring()?;
            }
        }
        Ok(session)
    }

    /// A variable for everything that runs in the session from now on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.environment.push((name, value.into()));
    }

    /// Puts a command into the session.
    pub fn apply(&self, command: &mut Command) {
        for name in ["WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK"] {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// Ids of the processes that run in the session (not the bus and the keychain): those that carry its mark,
    /// those named, and the descendants of both. Chromium overwrites its environment and must be named.
    pub fn processes(&self, named: &[u32]) -> Vec<u32> {
        let wanted = format!("{MARK}={}", self.mark);
        let Ok(all) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        let all: Vec<u32> = all
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .collect();
        let (mut ours, mut others): (Vec<u32>, Vec<u32>) = all
            .into_iter()
            .partition(|id| named.contains(id) || carries(*id, &wanted));
        loop {
            let is_child = |id: &u32| parent(*id).is_some_and(|parent| ours.contains(&parent));
            let (children, rest): (Vec<u32>, Vec<u32>) = others.into_iter().partition(is_child);
            if children.is_empty() {
                return ours;
            }
            ours.extend(children);
            others = rest;
        }
    }

    fn set_bus(&mut self, address: String) {
        self.environment
            .push(("DBUS_SESSION_BUS_ADDRESS", address.into()));
    }

    fn start_bus(&mut self) -> Result<()> {
        let settings = self.folder.path().join("bus.conf");
        fs::write(&settings, bus_settings(self.folder.path()))?;
        let mut bus = tied_to_us("dbus-daemon")
            .arg("--config-file")
            .arg(&settings)
            .args(["--nofork", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map(Owned)
            .context("cannot start dbus-daemon")?;
        let mut address = String::new();
        if let Some(out) = bus.0.stdout.take() {
            BufReader::new(out).read_line(&mut address)?;
        }
        if address.trim().is_empty() {
            bail!("dbus-daemon gave no address");
        }
        self.set_bus(address.trim().to_owned());
        self._bus = Some(bus);
        Ok(())
    }

    fn start_keyring(&mut self) -> Result<()> {
        let mut command = tied_to_us("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        self.apply(&mut command);
        command.env_remove(MARK);
        let mut keyring = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Owned)
            .context("cannot start gnome-keyring-daemon")?;
        if let Some(mut input) = keyring.0.stdin.take() {
            input.write_all(b"demo-keychain")?;
        }
        self._keyring = Some(keyring);
        poll(Duration::from_secs(10), || self.keyring_is_there())
            .context("the Secret Service did not come up within 10 s")
    }

    fn keyring_is_there(&self) -> Option<()> {
        let mut ask = Command::new("dbus-send");
        ask.args(["--session", "--print-reply"])
            .args(["--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
            .arg("org.freedesktop.DBus.NameHasOwner")
            .arg("string:org.freedesktop.secrets");
        self.apply(&mut ask);
        ask.env_remove(MARK);
        let answer = crate::process::answer(&mut ask)?;
        answer.contains("boolean true").then_some(())
    }

    /// Ends whatever still runs in the session, and says how many processes that were.
    pub fn sweep(&self) -> usize {
        let left = self.processes(&[]);
        if !left.is_empty() {
            let ids = left.iter().map(u32::to_string);
            let _ = Command::new("kill").arg("-KILL").args(ids).status();
        }
        left.len()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.sweep();
    }
}

/// Whether the process was started with this variable.
fn carries(id: u32, variable: &str) -> bool {
    let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
    environment
        .split(|byte| *byte == 0)
        .any(|found| found == variable.as_bytes())
}

fn parent(id: u32) -> Option<u32> {
    parent_in(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// The kernel's line is `id (name) state parent …`, and the name may hold anything.
fn parent_in(stat: &str) -> Option<u32> {
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}

fn folders(base: &Path) -> Result<Vec<(&'static str, OsString)>> {
    let named = [
        ("HOME", "home"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "run"),
        ("TMPDIR", "tmp"),
    ];
    let mut made = Vec::new();
    for (variable, name) in named {
        let folder: PathBuf = base.join(name);
        fs::create_dir(&folder)?;
        private(&folder)?;
        made.push((variable, folder.into_os_string()));
    }
    Ok(made)
}

#[cfg(unix)]
fn private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(
        folder,
        fs::Permissions::from_mode(0o700),
    )?)
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<()> {
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parent_is_found_behind_any_name() {
        assert_eq!(parent_in("12 (a) S (b) S 7 12 12 0"), Some(7));
    }
}
