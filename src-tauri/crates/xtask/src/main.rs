//! `cargo desk`, `cargo verify`, `cargo bench-desk`: set-up, run, verify, measure.
//!
//! Knows no Tauri and needs no system package, because it is what installs them. `setup` is shared by all
//! commands; `desk` and `verify` are the two that one reads first.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bench;
mod board;
mod desk;
mod display;
mod lanes;
mod operations;
mod packages;
mod pages;
mod process;
mod rules;
mod session;
mod setup;
mod simulate;
mod summary;
mod verify;
mod webdriver;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use workspace::Workspace;

const USAGE: &str = "\
cargo desk [--headless]            set up, build and open the demo park; without a display, screenshots
cargo verify                       every check, from formatting to the real window
cargo bench-desk [GROUP]...        measure beside others; all of it, or only `money`, `network` and so on
cargo xtask setup                  only the set-up, test tools included
cargo xtask e2e [PART OF A NAME]   only the tests in the real window
cargo xtask simulate [--seeds N] [--from S] [--verbose SEED]
                                   play stories of moving money with faults and kills, and audit them
cargo xtask rules                  only the architecture checks
cargo xtask operations [--json]    where each operation of each contract is served";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            match error.downcast_ref::<setup::Missing>() {
                Some(_) => ExitCode::from(2),
                None => ExitCode::FAILURE,
            }
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let workspace = Workspace::locate()?;
    match words.as_slice() {
        ["desk"] => desk::run(&workspace, false),
        ["desk", "--headless"] => desk::run(&workspace, true),
        ["verify"] => verify::run(&workspace),
        ["bench-desk", names @ ..] => bench::run(&workspace, names),
        ["setup"] => {
            setup::for_tests(&workspace)?;
            pages::install(&workspace)?;
            println!("everything is there");
            Ok(ExitCode::SUCCESS)
        }
        ["e2e"] => verify::run_e2e_only(&workspace, ""),
        ["e2e", part] => verify::run_e2e_only(&workspace, part),
        ["simulate", asked @ ..] => simulate::run(&workspace, asked),
        ["rules"] => rules::run(&workspace),
        ["operations"] => operations::run(&workspace, false),
        ["operations", "--json"] => operations::run(&workspace, true),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("unknown command `{}`\n{USAGE}", other.join(" ")),
    }
}
