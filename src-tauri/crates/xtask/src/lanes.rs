//! The tests in the real window: each in its own process and its own session, on as many displays side
//! by side as half the cores. A test that fails is not tried again.

use std::{
    collections::VecDeque,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, ExitStatus, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    display::Display,
    process::{Finished, tied_to_us},
    session::{Keychain, Session},
    summary::Count,
};

const SCREEN: &str = "1920x1080";
const TIME_LIMIT: Duration = Duration::from_secs(240);

/// What the tests are run with.
pub struct Suite {
    pub binary: PathBuf,
    pub names: Vec<String>,
    /// APP_BIN, TAURI_DRIVER and the like.
    pub environment: Vec<(&'static str, PathBuf)>,
    /// Current folder of the tests: that of the package.
    pub folder: PathBuf,
    /// A folder per test is made in here: output.log, and screen.png when it failed.
    pub results: PathBuf,
    pub time_limit: Duration,
}

impl Suite {
    pub fn new(binary: PathBuf, folder: PathBuf, results: PathBuf) -> Self {
        Self {
            binary,
            names: Vec::new(),
            environment: Vec::new(),
            folder,
            results,
            time_limit: TIME_LIMIT,
        }
    }

    pub fn run(&self) -> Result<(Count, Finished)> {
        if self.results.exists() {
            fs::remove_dir_all(&self.results)?;
        }
        fs::create_dir_all(&self.results)?;
        let cores = thread::available_parallelism().map_or(2, usize::from);
        let lanes = (cores / 2).clamp(1, self.names.len().max(1));
        let waiting = Mutex::new(VecDeque::from_iter(&self.names));
        let verdicts = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..lanes {
                scope.spawn(|| {
                    if let Err(error) = self.lane(&waiting, &verdicts) {
                        println!("a lane ended: {error:#}");
                    }
                });
            }
        });
        let verdicts = verdicts.into_inner().unwrap_or_default();
        let passed = verdicts.iter().filter(|passed| **passed).count();
        // A test that no lane could run has not passed.
        let count = Count {
            passed: u32::try_from(passed)?,
            failed: u32::try_from(self.names.len() - passed)?,
        };
        let output = format!("{count}\n");
        Ok((
            count,
            Finished {
                ok: count.failed == 0 && count.passed > 0,
                output,
            },
        ))
    }

    fn lane(&self, waiting: &Mutex<VecDeque<&String>>, verdicts: &Mutex<Vec<bool>>) -> Result<()> {
        let display = Display::start(SCREEN)?;
        loop {
            let next = waiting.lock().ok().and_then(|mut names| names.pop_front());
            let Some(name) = next else { return Ok(()) };
            let started = Instant::now();
            let verdict = self.one(name, &display);
            let seconds = started.elapsed().as_secs_f64();
            match &verdict {
                Ok(()) => println!("    PASS [{seconds:7.2}s] {name}"),
                Err(error) => {
                    let log = self.results_of(name).join("output.log");
                    let written = fs::read_to_string(&log).unwrap_or_default();
                    let shown = log.display();
                    println!("    FAIL [{seconds:7.2}s] {name}: {error:#}\n{written}    ({shown})");
                }
            }
            if let Ok(mut verdicts) = verdicts.lock() {
                verdicts.push(verdict.is_ok());
            }
        }
    }

    fn one(&self, name: &str, display: &Display) -> Result<()> {
        let results = self.results_of(name);
        fs::create_dir_all(&results)?;
        let log_path = results.join("output.log");
        let log = File::create(&log_path)?;
        let session = Session::start(&display.name, keychain_of(name))?;
        let mut command = tied_to_us(&self.binary);
        command
            .args(["--exact", name, "--nocapture", "--test-threads=1"])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        session.apply(&mut command);
        command.envs(self.environment.iter().map(|(key, value)| (key, value)));
        command.env("E2E_RESULTS", &results);
        let mut child = command.spawn().context("cannot start the test")?;
        let ended = wait(&mut child, self.time_limit);
        let failed = !ended.as_ref().is_some_and(ExitStatus::success);
        if failed && let Err(error) = display.screenshot(&results.join("screen.png")) {
            println!("{name}: {error:#}");
        }
        if ended.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        session.sweep();
        match ended {
            None => bail!("did not end within {} s", self.time_limit.as_secs()),
            Some(status) if !status.success() => bail!("{status}"),
            Some(_) => ran_exactly_one(&fs::read_to_string(&log_path)?),
        }
    }

    fn results_of(&self, name: &str) -> PathBuf {
        self.results.join(name.replace("::", "."))
    }
}

/// Tests of the program without a keychain say so in their name.
fn keychain_of(name: &str) -> Keychain {
    if name.contains("no_keychain") {
        Keychain::Absent
    } else {
        Keychain::Unlocked
    }
}

/// A name that matches nothing would end well too.
fn ran_exactly_one(output: &str) -> Result<()> {
    if output.contains("test result: ok. 1 passed; 0 failed") {
        Ok(())
    } else {
        bail!("the test did not run")
    }
}

fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    crate::process::poll(limit, || child.try_wait().ok().flatten())
}

/// Binary and names of the tests from `cargo nextest list --message-format json`.
pub fn listed(json: &str, binary: &str) -> Result<(PathBuf, Vec<String>)> {
    let list: Value = serde_json::from_str(json).context("the list of tests")?;
    let suites = list["rust-suites"].as_object();
    let suite = suites
        .into_iter()
        .flat_map(|suites| suites.values())
        .find(|suite| suite["binary-name"] == binary)
        .with_context(|| format!("no test binary `{binary}`"))?;
    let path = suite["binary-path"]
        .as_str()
        .context("the path of the test binary")?;
    let tests = suite["testcases"].as_object().into_iter().flatten();
    let names = tests
        .filter(|(_, test)| test["ignored"] == false)
        .map(|(name, _)| name.clone())
        .collect();
    Ok((PathBuf::from(path), names))
}

/// The path if there is a file.
pub fn existing(path: &Path) -> Option<PathBuf> {
    path.is_file().then(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_gives_binary_and_tests_without_the_ignored() {
        let json = r#"{"rust-suites":{
            "parkdesk":{"binary-name":"parkdesk","binary-path":"/x/parkdesk","testcases":{}},
            "parkdesk::e2e":{"binary-name":"e2e","binary-path":"/x/e2e","testcases":{
                "start::opens":{"ignored":false},"start::soak":{"ignored":true}}}}}"#;
        let (binary, names) = listed(json, "e2e").unwrap();
        assert_eq!(binary, PathBuf::from("/x/e2e"));
        assert_eq!(names, ["start::opens"]);
        assert!(listed(json, "other").is_err());
    }

    #[test]
    fn test_that_matched_nothing_has_not_passed() {
        assert!(ran_exactly_one("test result: ok. 1 passed; 0 failed; 0 ignored").is_ok());
        assert!(ran_exactly_one("test result: ok. 0 passed; 0 failed; 0 ignored").is_err());
    }

    /// Stands for a test binary: `--exact NAME …`, and what libtest prints at the end of a good run.
    #[cfg(unix)]
    const BINARY: &str = r#"#!/bin/sh
case "$2" in
  keeps_a_key)
    echo demo-secret | secret-tool store --label=demo demo key || exit 1
    test "$(secret-tool lookup demo key)" = demo-secret || exit 1 ;;
  sees_no_key_of_others) secret-tool lookup demo key && exit 1 ;;
  runs_with_no_keychain) echo x | secret-tool store --label=demo demo key && exit 1 ;;
  fails) exit 101 ;;
  hangs) sleep 600 & sleep 600 ;;
  does_nothing) exit 0 ;;
esac
echo 'test result: ok. 1 passed; 0 failed; 0 ignored'
"#;

    #[test]
    #[cfg(unix)]
    #[ignore = "needs Xvfb and gnome-keyring; `cargo verify` runs it"]
    fn failing_hanging_and_silent_tests_are_failures_and_sessions_share_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let binary = folder.path().join("e2e");
        fs::write(&binary, BINARY).unwrap();
        fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
        let results = folder.path().join("results");
        let mut suite = Suite::new(binary, folder.path().to_path_buf(), results.clone());
        suite.time_limit = Duration::from_secs(4);
        let names = [
            "keeps_a_key",
            "sees_no_key_of_others",
            "runs_with_no_keychain",
            "fails",
            "hangs",
            "does_nothing",
        ];
        suite.names = names.map(str::to_owned).to_vec();
        let (count, finished) = suite.run().unwrap();
        assert_eq!((count.passed, count.failed), (3, 3));
        assert!(!finished.ok);
        for (name, has_picture) in [("fails", true), ("hangs", true), ("keeps_a_key", false)] {
            let picture = results.join(name).join("screen.png");
            assert_eq!(picture.is_file(), has_picture, "{name}");
        }
    }

    #[test]
    fn only_tests_that_say_so_lose_the_keychain() {
        assert!(keychain_of("start::opens_with_no_keychain") == Keychain::Absent);
        assert!(keychain_of("start::opens") == Keychain::Unlocked);
    }
}
