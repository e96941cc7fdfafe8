//! Measuring programs of the crates (`examples/` of `desk` and `jump`): each prints one line of JSON with `seconds`.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Measure, Row, median};
use crate::workspace::Workspace;

const TRIES: usize = 3;

/// What an example printed last.
pub fn report(workspace: &Workspace, name: &str, arguments: &[&str]) -> Result<Value> {
    let program = workspace.target.join("release/examples").join(name);
    if !program.is_file() {
        bail!("the example `{name}` is not built");
    }
    let answer = json_of(Command::new(&program).args(arguments))?;
    println!("{name}: {answer}");
    Ok(answer)
}

/// The middle of a few tries.
pub fn seconds(workspace: &Workspace, name: &str, arguments: &[&str]) -> Result<f64> {
    median(TRIES, || {
        number(&report(workspace, name, arguments)?, "seconds")
    })
}

/// The last line that a program prints, as JSON.
pub fn json_of(command: &mut Command) -> Result<Value> {
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}: {}", output.status, said.trim());
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let last = printed.lines().last().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("printed {last:?}"))
}

pub fn number(report: &Value, member: &str) -> Result<f64> {
    let value = &report[member];
    let read = value.as_f64().or_else(|| value.to_string().parse().ok());
    read.with_context(|| format!("no `{member}`"))
}

/// A member of a report, or why there is no report.
pub fn figure(report: &Result<Value>, member: &str) -> Measure {
    Measure::of(match report {
        Ok(report) => number(report, member),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    })
}

/// Pages of payments decoded, beside what `serde_json` alone takes for the same bytes.
pub fn decoding(workspace: &Workspace) -> Vec<Row> {
    let report = report(workspace, "decode", &[]);
    let milliseconds = |member| {
        let report = report
            .as_ref()
            .map_err(|error| anyhow::anyhow!("{error:#}"));
        Measure::of(report.and_then(|report| Ok(number(report, member)? * 1e3)))
    };
    let row = |peer, member| Row {
        work: "decode 20 pages of payments",
        unit: "ms",
        ours: milliseconds("seconds"),
        peer,
        theirs: milliseconds(member),
    };
    vec![
        row("serde_json, read into nothing", "floor_seconds"),
        row("serde_json::Value", "tree_seconds"),
    ]
}

/// A register of a million rows without a window: what the screen waits for when it asks.
pub fn million(workspace: &Workspace) -> Vec<Row> {
    let report = report(workspace, "million", &[]);
    let row = |work, unit, pick: &dyn Fn(&Value) -> Result<f64>| {
        let report = report
            .as_ref()
            .map_err(|error| anyhow::anyhow!("{error:#}"));
        Row {
            work,
            unit,
            ours: Measure::of(report.and_then(pick)),
            peer: "",
            theirs: Measure::Missing(String::new()),
        }
    };
    vec![
        row("1M rows in the core: collected and proved", "s", &|told| {
            number(told, "collect_seconds")
        }),
        row("1M rows in the core: a row", "bytes", &|told| {
            number(told, "bytes_per_row")
        }),
        row("1M rows in the core: slowest sort", "ms", &|told| {
            slowest(told, "sort_ms")
        }),
        row("1M rows in the core: slowest narrowing", "ms", &|told| {
            slowest(told, "narrow_ms")
        }),
    ]
}

/// The greatest median of an object of times, each the first, the median and the slowest of several.
fn slowest(report: &Value, member: &str) -> Result<f64> {
    let all = report[member].as_object();
    let all = all.with_context(|| format!("no `{member}`"))?;
    let mut slowest = f64::NAN;
    for (name, times) in all {
        let median = times[1].as_f64();
        slowest = slowest.max(median.with_context(|| format!("no median of `{name}`"))?);
    }
    Ok(slowest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slowest_of_several_is_told() {
        let report = serde_json::json!({ "sort_ms": { "a": [9, 3.5, 9], "b": [1, 12.0, 99], "c": [1, 1, 1] } });
        assert!((slowest(&report, "sort_ms").unwrap() - 12.0).abs() < f64::EPSILON);
        assert!(slowest(&report, "narrow_ms").is_err());
        let bare = serde_json::json!({ "sort_ms": { "a": 3.5 } });
        assert!(slowest(&bare, "sort_ms").is_err());
    }

    #[test]
    fn number_is_read_in_any_form_and_missed_by_name() {
        let report: Value = serde_json::from_str(r#"{"seconds": 1.25}"#).unwrap();
        assert!((number(&report, "seconds").unwrap() - 1.25).abs() < f64::EPSILON);
        let missing = number(&report, "rows").unwrap_err();
        assert!(missing.to_string().contains("`rows`"));
    }
}
