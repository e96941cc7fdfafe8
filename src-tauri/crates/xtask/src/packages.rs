//! System packages: which are missing, and how they get here (Debian and Ubuntu; elsewhere they are named).

use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{
    process::{Echo, answer, run},
    setup::Missing,
    workspace::find_program,
};

/// What the shell is built with.
pub const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libdbus-1-dev",
];

/// What opens the real window without a display, drives it and looks at it.
pub const TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "dbus",
    "gnome-keyring",
    "libsecret-tools",
    "xdotool",
    "openbox",
    "imagemagick",
    "python3",
    "python3-gi",
    "gir1.2-gtk-3.0",
    "fonts-noto-core",
    "curl",
    // Opens what was exported, as an office without Excel does.
    "libreoffice-calc",
];

/// Installs what is missing of `wanted`, after naming it.
pub fn ensure(wanted: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if find_program("dpkg-query").is_none() {
        println!(
            "not a Debian system; needed here, by their Debian names: {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    println!("missing system packages: {}", missing.join(" "));
    let line = format!(
        "apt-get update && apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    let Some(as_root) = as_root() else {
        return Err(Missing(format!(
            "system packages are missing and there is neither root nor sudo without a password; as root run:\n{line}"
        ))
        .into());
    };
    let update = run(apt(as_root).arg("update"), Echo::Kept)?;
    if !update.ok {
        // A stale list may still do; when it does not, the next call says so.
        println!("apt-get update failed:\n{}", update.output);
    }
    let mut install = apt(as_root);
    install
        .args(["install", "-y", "--no-install-recommends"])
        .args(&missing);
    if !run(&mut install, Echo::Live)?.ok {
        return Err(Missing(format!("apt-get failed; as root run:\n{line}")).into());
    }
    Ok(())
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let known = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    not_installed(wanted, &known)
}

/// `known` is a line `name status` for each package that dpkg has heard of.
fn not_installed<'a>(wanted: &[&'a str], known: &str) -> Vec<&'a str> {
    wanted
        .iter()
        .copied()
        .filter(|name| {
            !known
                .lines()
                .any(|line| line.split_once(' ') == Some((name, "installed")))
        })
        .collect()
}

#[derive(Clone, Copy)]
enum Root {
    Already,
    BySudo,
}

fn as_root() -> Option<Root> {
    if answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Some(Root::Already);
    }
    answer(Command::new("sudo").args(["-n", "true"])).map(|_| Root::BySudo)
}

fn apt(root: Root) -> Command {
    let environment = Path::new("env");
    let mut command = match root {
        Root::Already => Command::new(environment),
        Root::BySudo => {
            let mut sudo = Command::new("sudo");
            sudo.arg("-n").arg(environment);
            sudo
        }
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_or_unknown_package_counts_as_missing() {
        let known = "curl installed\nxvfb config-files\n";
        assert_eq!(
            not_installed(&["curl", "xvfb", "openbox"], known),
            ["xvfb", "openbox"]
        );
    }
}
