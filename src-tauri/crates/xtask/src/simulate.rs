//! `cargo xtask simulate`: plays seeds of the money simulator in a release build; what it prints and its exit code are the
//! simulator's own.

use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

pub fn run(workspace: &Workspace, arguments: &[&str]) -> Result<ExitCode> {
    let mut cargo = workspace.cargo_linking();
    cargo.args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "simulator",
        "--",
    ]);
    let status = cargo
        .args(arguments)
        .stdin(Stdio::null())
        .status()
        .context("cargo run --package simulator")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
