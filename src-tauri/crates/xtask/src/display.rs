//! X displays: whether the user's answers, and a private one with a window manager for the tests.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::process::{Echo, Owned, run, tied_to_us};

/// A private X server with a window manager; ends when dropped.
pub struct Display {
    /// As in DISPLAY.
    pub name: String,
    _window_manager: Owned,
    _server: Owned,
    _settings: TempDir,
}

impl Display {
    /// `size` is like `1920x1080`. The server picks a free number itself.
    pub fn start(size: &str) -> Result<Self> {
        let mut server = tied_to_us("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{size}x24")])
            .args(["-nolisten", "tcp", "-ac"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map(Owned)
            .context("cannot start Xvfb")?;
        let mut number = String::new();
        if let Some(out) = server.0.stdout.take() {
            BufReader::new(out).read_line(&mut number)?;
        }
        let number = number.trim();
        if number.is_empty() {
            bail!("Xvfb gave no display number");
        }
        let name = format!(":{number}");
        let settings = tempfile::tempdir()?;
        let window_manager = tied_to_us("openbox")
            .arg("--sm-disable")
            .env("DISPLAY", &name)
            // The user's own window rules would change what the tests see.
            .env("XDG_CONFIG_HOME", settings.path())
            .env("XDG_CACHE_HOME", settings.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Owned)
            .context("cannot start openbox")?;
        Ok(Self {
            name,
            _window_manager: window_manager,
            _server: server,
            _settings: settings,
        })
    }

    /// The whole screen as a PNG, once it has stopped changing (at most a few seconds).
    pub fn settled_screenshot(&self, to: &Path) -> Result<()> {
        let mut before = Vec::new();
        for _ in 0..20 {
            thread::sleep(Duration::from_millis(300));
            self.screenshot(to)?;
            let now = fs::read(to)?;
            if now == before {
                return Ok(());
            }
            before = now;
        }
        Ok(())
    }

    /// The whole screen as a PNG.
    pub fn screenshot(&self, to: &Path) -> Result<()> {
        let mut import = Command::new("import");
        import
            .args(["-display", &self.name, "-window", "root"])
            // Without dates two pictures of the same screen are the same bytes.
            .args(["-define", "png:exclude-chunks=date,time,tEXt"])
            .arg(to);
        let finished = run(&mut import, Echo::Kept)?;
        if !finished.ok {
            bail!("no screenshot: {}", finished.output.trim());
        }
        Ok(())
    }
}

/// Whether the user's session has a display that somebody answers on.
pub fn users_display_answers() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let wayland = env::var("WAYLAND_DISPLAY").is_ok_and(|name| {
        let runtime = env::var_os("XDG_RUNTIME_DIR").unwrap_or_default();
        socket_answers(&Path::new(&runtime).join(name))
    });
    wayland || env::var("DISPLAY").is_ok_and(|name| x_answers(&name))
}

fn x_answers(display: &str) -> bool {
    match x_address(display) {
        Some((host, number)) if host.is_empty() => {
            socket_answers(Path::new(&format!("/tmp/.X11-unix/X{number}")))
        }
        Some((host, number)) => {
            std::net::TcpStream::connect((host.as_str(), 6000 + number)).is_ok()
        }
        None => false,
    }
}

/// Host (empty: this machine) and number of a display name like `:1`, `unix:0` or `localhost:10.0`.
fn x_address(display: &str) -> Option<(String, u16)> {
    let (host, rest) = display.rsplit_once(':')?;
    let number = rest.split('.').next()?.parse().ok()?;
    let host = if host == "unix" { "" } else { host };
    Some((host.to_owned(), number))
}

#[cfg(unix)]
fn socket_answers(path: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(path).is_ok()
}

#[cfg(not(unix))]
fn socket_answers(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_names_are_read_as_x_writes_them() {
        assert_eq!(x_address(":7"), Some((String::new(), 7)));
        assert_eq!(x_address("unix:0.1"), Some((String::new(), 0)));
        assert_eq!(
            x_address("localhost:10.0"),
            Some(("localhost".to_owned(), 10))
        );
        assert_eq!(x_address("nonsense"), None);
    }

    #[test]
    fn display_that_nobody_serves_is_not_taken() {
        assert!(!x_answers(":64999"));
    }
}
