//! The demo park as a program of its own, so that what it costs is not counted as ours.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use anyhow::{Context, Result, bail};

use crate::{
    process::{Owned, tied_to_us},
    workspace::Workspace,
};

/// The demo park's key with every right.
pub const KEY: &str = "demo-park-key";

/// It has no rate limit unless told; ends when dropped.
pub struct Park {
    pub base: String,
    _process: Owned,
}

impl Park {
    /// The program prints its base address in a line of its own.
    pub fn start(workspace: &Workspace, arguments: &[&str]) -> Result<Self> {
        let program = workspace.built("release", "sandbox");
        if !program.is_file() {
            bail!("the sandbox has no program at target/release/sandbox");
        }
        let mut process = tied_to_us(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map(Owned)?;
        let out = process.0.stdout.take().context("no stdout")?;
        let base = BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| address_in(&line))
            .context("the sandbox printed no address")?;
        Ok(Self {
            base,
            _process: process,
        })
    }
}

/// The first http address in a line, without a slash at its end.
fn address_in(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    let address = line[start..].split([' ', '"', ',']).next()?;
    Some(address.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_is_taken_out_of_the_line_it_is_printed_in() {
        let line = "listening on http://127.0.0.1:4711/taxi-public/v1/ (demo)";
        let found = address_in(line);
        assert_eq!(
            found.as_deref(),
            Some("http://127.0.0.1:4711/taxi-public/v1")
        );
        assert_eq!(address_in("starting"), None);
    }
}
