//! What must be there before anything runs: compilers, system packages, and programs for the checks.
//! Asking costs a fraction of a second when everything is there.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    packages,
    process::{Echo, answer, run},
    workspace::{Workspace, find_program},
};

const RUSTC: (u32, u32) = (1, 95);
const NODE: (u32, u32) = (20, 19);
/// 3.0 is an alpha; a bare `cargo install` may take it.
const TAURI_DRIVER: &str = "2.1.0";
const NEXTEST: &str = "0.9.143";

/// Something that the user has to install; the message says what and how.
#[derive(Debug)]
pub struct Missing(pub String);

impl std::fmt::Display for Missing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

/// Programs that the tests in the real window need.
pub struct TestTools {
    pub tauri_driver: PathBuf,
}

pub fn for_build() -> Result<()> {
    compilers()?;
    packages::ensure(packages::BUILD)
}

/// For opening the window on a display of our own.
pub fn for_window(workspace: &Workspace) -> Result<TestTools> {
    compilers()?;
    packages::ensure(&[packages::BUILD, packages::TEST].concat())?;
    let tauri_driver = cargo_tool(workspace, "tauri-driver", "tauri-driver", TAURI_DRIVER)?;
    Ok(TestTools { tauri_driver })
}

/// For `cargo verify`: the above and the test runner.
pub fn for_tests(workspace: &Workspace) -> Result<TestTools> {
    let tools = for_window(workspace)?;
    nextest(workspace)?;
    Ok(tools)
}

fn compilers() -> Result<()> {
    let rustc = answer(Command::new("rustc").arg("--version"));
    require(
        "rustc",
        RUSTC,
        rustc,
        "rustup update stable (https://rustup.rs)",
    )?;
    let how = "install Node.js 20.19 or newer from https://nodejs.org (the distribution's own may be too old)";
    let node = answer(Command::new("node").arg("--version"));
    require("node", NODE, node, how)?;
    if find_program("npm").is_none() && !cfg!(windows) {
        return Err(Missing(format!("npm is missing: {how}")).into());
    }
    Ok(())
}

fn require(name: &str, least: (u32, u32), printed: Option<String>, how: &str) -> Result<()> {
    let found = printed.as_deref().and_then(version);
    match found {
        Some(found) if found >= least => Ok(()),
        _ => {
            let found = printed.unwrap_or_else(|| "none".to_owned());
            let (major, minor) = least;
            Err(Missing(format!(
                "{name} {major}.{minor} or newer is needed, found: {found}; {how}"
            ))
            .into())
        }
    }
}

/// The first `major.minor` in what a program prints as its version.
fn version(printed: &str) -> Option<(u32, u32)> {
    let digits = printed.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = digits.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Installs a program from crates.io into a folder named by its version, unless it is there.
fn cargo_tool(workspace: &Workspace, package: &str, bin: &str, version: &str) -> Result<PathBuf> {
    let root = workspace.tools.join(format!("{package}-{version}"));
    let program = root.join("bin").join(bin);
    if program.is_file() {
        return Ok(program);
    }
    println!("installing {package} {version}");
    let mut install = workspace.cargo();
    // A folder of its own for the build: the workspace's would keep it for ever.
    install
        .env_remove("CARGO_TARGET_DIR")
        .args(["install", "--locked", "--version", version, "--root"])
        .arg(&root)
        .arg(package);
    let finished = run(&mut install, Echo::Kept)?;
    if !finished.ok || !program.is_file() {
        bail!("cargo install {package} failed:\n{}", finished.output);
    }
    Ok(program)
}

fn nextest(workspace: &Workspace) -> Result<()> {
    if answer(workspace.cargo().args(["nextest", "--version"])).is_some() {
        return Ok(());
    }
    cargo_tool(workspace, "cargo-nextest", "cargo-nextest", NEXTEST).map(|_| ())
}

/// PATH on which cargo finds the test runner if it was installed by us.
pub fn path_with_nextest(tools: &Path) -> OsString {
    let ours = tools.join(format!("cargo-nextest-{NEXTEST}")).join("bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([ours]);
    std::env::join_paths(folders).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_read_as_programs_print_it() {
        assert_eq!(
            version("rustc 1.95.0 (59807616e 2026-04-14)"),
            Some((1, 95))
        );
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("none"), None);
    }

    #[test]
    fn too_old_compiler_is_refused_with_the_way_out() {
        let error = require("node", NODE, Some("v18.19.0".into()), "get a newer one").unwrap_err();
        assert!(error.downcast_ref::<Missing>().is_some());
        let text = error.to_string();
        assert!(text.contains("20.19") && text.contains("v18.19.0") && text.contains("newer one"));
        assert!(require("node", NODE, Some("v22.1.0".into()), "").is_ok());
    }
}
