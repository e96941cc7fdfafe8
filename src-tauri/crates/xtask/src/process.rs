//! Running programs: output kept and, where wanted, shown as it comes; children that end with us.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::workspace::find_program;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// Lines are printed as they come.
    Live,
    /// Lines are only kept.
    Kept,
}

pub struct Finished {
    pub ok: bool,
    /// Both streams, in the order of arrival.
    pub output: String,
}

/// Runs to the end. An error means that the program could not be started.
pub fn run(command: &mut Command, echo: Echo) -> Result<Finished> {
    let shown = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let kept = Mutex::new(String::new());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        if let Some(out) = out {
            scope.spawn(|| drain(out, &kept, echo));
        }
        if let Some(err) = err {
            scope.spawn(|| drain(err, &kept, echo));
        }
    });
    let status = child.wait()?;
    let output = kept.into_inner().unwrap_or_default();
    Ok(Finished {
        ok: status.success(),
        output,
    })
}

fn drain(stream: impl Read, kept: &Mutex<String>, echo: Echo) {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let text = String::from_utf8_lossy(&line);
        if echo == Echo::Live {
            print!("{text}");
        }
        if let Ok(mut kept) = kept.lock() {
            kept.push_str(&text);
        }
        line.clear();
    }
}

/// The trimmed standard output of a program that ended well.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// A command whose process ends when the thread that started it ends, even when we are killed.
pub fn tied_to_us(program: impl AsRef<Path>) -> Command {
    match find_program("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command
                .args(["--pdeathsig", "KILL", "--"])
                .arg(program.as_ref());
            command
        }
        None => Command::new(program.as_ref()),
    }
}

/// A child that is ended and collected when it goes out of scope.
pub struct Owned(pub Child);

impl Drop for Owned {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks again every few milliseconds until there is an answer or the time is over.
pub fn poll<T>(within: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        if let Some(found) = ask() {
            return Some(found);
        }
        if started.elapsed() > within {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_and_both_streams_are_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let finished = run(&mut command, Echo::Kept).unwrap();
        assert!(!finished.ok);
        assert!(finished.output.contains("out\n"));
        assert!(finished.output.contains("err\n"));
    }

    #[test]
    fn missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here"), Echo::Kept)
            .err()
            .unwrap();
        assert!(error.to_string().contains("no-such-program-here"));
    }
}
