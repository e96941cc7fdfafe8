//! `cargo verify`: every check there is. Cargo's and npm's run side by side; the last line printed is the
//! number of tests that passed and failed.

use std::{env, path::PathBuf, process::ExitCode, sync::Mutex, thread};

use anyhow::{Context, Result, bail};

use crate::{
    board::Board,
    lanes::{Suite, existing, listed},
    operations, pages,
    process::{Echo, Finished, run as run_program},
    rules,
    session::{Keychain, Session},
    setup::{self, TestTools},
    summary::{Count, nextest_count, nextest_line, vitest_count},
    workspace::Workspace,
};

/// Left out of the ordinary run: these need a window.
const NOT_E2E: &str = "not (package(=parkdesk) and binary(=e2e))";
const E2E: &str = "package(=parkdesk) and binary(=e2e)";
/// Their ignored tests need a Secret Service or a display.
const NEEDS_SESSION: &str = "package(=vault) or package(=xtask)";

/// Places where the program can be killed; the same in every call, so that nothing is built twice.
const TRIAL: [&str; 2] = ["--features", "parkdesk/trial"];

pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let tools = setup::for_tests(workspace)?;
    pages::install(workspace)?;
    let verification = Verification {
        workspace,
        tools,
        board: Board::default(),
        count: Mutex::default(),
        closing: Mutex::default(),
    };
    verification.everything();
    Ok(verification.conclude())
}

pub fn run_e2e_only(workspace: &Workspace, part: &str) -> Result<ExitCode> {
    let tools = setup::for_tests(workspace)?;
    pages::install(workspace)?;
    let page = pages::build(workspace)?;
    if !page.ok {
        bail!("npm run build failed:\n{}", page.output);
    }
    if !build(workspace)?.ok {
        bail!("the build failed");
    }
    let (count, finished) = e2e(workspace, &tools, part)?;
    println!("{count}");
    Ok(exit_code(finished.ok))
}

struct Verification<'a> {
    workspace: &'a Workspace,
    tools: TestTools,
    board: Board,
    count: Mutex<Count>,
    /// nextest's own last line.
    closing: Mutex<String>,
}

impl Verification<'_> {
    fn everything(&self) {
        let workspace = self.workspace;
        let format = self.board.step("rustfmt", Echo::Kept, || {
            run_program(
                workspace.cargo().args(["fmt", "--all", "--check"]),
                Echo::Kept,
            )
        });
        if !format.ok {
            return;
        }
        self.board
            .step("architecture", Echo::Kept, || rules::check(workspace));
        self.board
            .step("operations", Echo::Kept, || operations::check(workspace));
        let page = self
            .board
            .step("ui: build", Echo::Kept, || pages::build(workspace));
        thread::scope(|scope| {
            scope.spawn(|| self.web());
            if page.ok {
                self.rust();
            }
        });
    }

    fn web(&self) {
        for (name, script) in [("ui: types", "check"), ("ui: lint", "lint")] {
            self.board.step(name, Echo::Kept, || {
                run_program(&mut self.workspace.npm(&["run", script]), Echo::Kept)
            });
        }
        let tests = self.board.step("ui: tests", Echo::Kept, || {
            // Without it vitest may stay and watch.
            let mut npm = self.workspace.npm(&["test"]);
            counted(
                run_program(npm.env("CI", "true"), Echo::Kept)?,
                vitest_count,
            )
        });
        self.add(vitest_count(&tests.output));
    }

    fn rust(&self) {
        let workspace = self.workspace;
        self.board.step("clippy", Echo::Live, || {
            let mut cargo = workspace.cargo();
            cargo.args(["clippy", "--workspace", "--all-targets"]);
            cargo.args(TRIAL);
            run_program(cargo.args(["--", "-D", "warnings"]), Echo::Live)
        });
        self.board
            .step("clippy: as given to users", Echo::Live, || {
                let mut cargo = workspace.cargo();
                cargo.args(["clippy", "--package", "parkdesk"]);
                run_program(cargo.args(["--", "-D", "warnings"]), Echo::Live)
            });
        if !self.board.step("build", Echo::Live, || build(workspace)).ok {
            return;
        }
        let tests = self.board.step("tests", Echo::Live, || {
            let mut cargo = nextest(workspace, NOT_E2E);
            counted(run_program(&mut cargo, Echo::Live)?, nextest_count)
        });
        self.add(nextest_count(&tests.output));
        if let (Some(line), Ok(mut closing)) = (nextest_line(&tests.output), self.closing.lock()) {
            line.clone_into(&mut closing);
        }
        if !cfg!(target_os = "linux") {
            println!("the tests with a keychain and in the real window run on Linux only");
            return;
        }
        let keychain = self.board.step("tests: keychain", Echo::Live, || {
            counted(with_real_keychain(workspace)?, nextest_count)
        });
        self.add(nextest_count(&keychain.output));
        self.board.step("tests: real window", Echo::Live, || {
            let (count, finished) = e2e(workspace, &self.tools, "")?;
            self.add(Some(count));
            Ok(finished)
        });
    }

    fn add(&self, more: Option<Count>) {
        if let (Some(more), Ok(mut count)) = (more, self.count.lock()) {
            *count += more;
        }
    }

    fn conclude(self) -> ExitCode {
        let ok = self.board.all_ok();
        println!("\n{}", self.board.table());
        if !ok {
            println!("verify FAILED");
        }
        let closing = self.closing.into_inner().unwrap_or_default();
        if !closing.is_empty() {
            println!("{closing}");
        }
        println!("{}", self.count.into_inner().unwrap_or_default());
        exit_code(ok)
    }
}

/// A runner that ended well without saying how many tests ran is not believed.
fn counted(finished: Finished, read: fn(&str) -> Option<Count>) -> Result<Finished> {
    if finished.ok && read(&finished.output).is_none_or(|count| count.passed == 0) {
        bail!("no tests ran:\n{}", finished.output);
    }
    Ok(finished)
}

/// Everything that the tests run, in one call, so that features are unified the same way throughout.
fn build(workspace: &Workspace) -> Result<Finished> {
    let mut cargo = workspace.cargo_linking();
    cargo.args(["build", "--workspace"]);
    cargo.args(["--lib", "--bins", "--tests", "--examples"]);
    cargo.args(TRIAL);
    run_program(&mut cargo, Echo::Live)
}

fn nextest(workspace: &Workspace, filter: &str) -> std::process::Command {
    let mut cargo = workspace.cargo();
    // No second tries: a test that passes now and then is a failure.
    cargo.args(["nextest", "run", "--workspace", "--retries", "0"]);
    cargo.args(TRIAL);
    cargo.args(["--no-fail-fast", "-E", filter]);
    cargo
}

/// The ignored tests that need a Secret Service, with one of their own.
fn with_real_keychain(workspace: &Workspace) -> Result<Finished> {
    let session = Session::start("", Keychain::Unlocked)?;
    let mut cargo = nextest(workspace, NEEDS_SESSION);
    session.apply(&mut cargo);
    // cargo and rustup live in the real home.
    if let Some(home) = env::var_os("HOME") {
        cargo.env("HOME", home);
    }
    run_program(cargo.args(["--run-ignored", "only"]), Echo::Live)
}

fn e2e(workspace: &Workspace, tools: &TestTools, part: &str) -> Result<(Count, Finished)> {
    let mut list = workspace.cargo();
    list.args(["nextest", "list", "--workspace", "-E", E2E]);
    list.args(TRIAL);
    list.args(["--message-format", "json"]);
    let list = list.output().context("cargo nextest list")?;
    if !list.status.success() {
        bail!("{}", String::from_utf8_lossy(&list.stderr));
    }
    let (binary, names) = listed(&String::from_utf8_lossy(&list.stdout), "e2e")?;
    let results = workspace.results("e2e");
    let mut suite = Suite::new(binary, workspace.src_tauri(), results);
    suite.names = names
        .into_iter()
        .filter(|name| name.contains(part))
        .collect();
    if suite.names.is_empty() {
        bail!("no test in the real window has `{part}` in its name");
    }
    let app = workspace.built("debug", "parkdesk");
    suite.environment = vec![
        (
            "APP_BIN",
            existing(&app).context("the program is not built")?,
        ),
        ("TAURI_DRIVER", tools.tauri_driver.clone()),
        ("E2E_SUPPORT", workspace.src_tauri().join("tests/support")),
    ];
    let sandbox: Option<PathBuf> = existing(&workspace.built("debug", "sandbox"));
    suite
        .environment
        .extend(sandbox.map(|sandbox| ("SANDBOX_BIN", sandbox)));
    suite.run()
}

fn exit_code(ok: bool) -> ExitCode {
    if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runner_that_ran_nothing_is_a_failure() {
        let quiet = |output: &str| Finished {
            ok: true,
            output: output.to_owned(),
        };
        let none = quiet("Summary [ 0.0s] 0 tests run: 0 passed, 4 skipped\n");
        assert!(counted(none, nextest_count).is_err());
        assert!(counted(quiet("done\n"), vitest_count).is_err());
        let some = quiet("Summary [ 0.0s] 1 test run: 1 passed, 0 skipped\n");
        assert!(counted(some, nextest_count).is_ok());
    }
}
