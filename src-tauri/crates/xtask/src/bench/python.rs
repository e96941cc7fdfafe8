//! A Python that has a module: the machine's, or one of our own under the build folder.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    process::{Echo, run},
    workspace::{Workspace, find_program},
};

/// `package` is what pip is asked for, with its version where one is meant.
pub fn with(workspace: &Workspace, module: &str, package: &str) -> Result<PathBuf> {
    let import = format!("import {module}");
    let has = |python: &Path| {
        let asked = run(Command::new(python).args(["-c", &import]), Echo::Kept);
        asked.is_ok_and(|finished| finished.ok)
    };
    let system = find_program("python3").context("python3 is not installed")?;
    if has(&system) {
        return Ok(system);
    }
    let folder = workspace.target.join("bench-python");
    let python = folder.join("bin/python3");
    if !python.is_file() {
        let mut make = Command::new(&system);
        run(make.args(["-m", "venv"]).arg(&folder), Echo::Kept)?;
    }
    if !has(&python) {
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", package]);
        run(&mut install, Echo::Kept)?;
    }
    if !has(&python) {
        bail!("`{package}` could not be installed");
    }
    Ok(python)
}
