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
    let told = report(workspace, "million", &[]);
    vec![
        alone(
            &told,
            "1M rows in the core: collected and proved",
            "s",
            |told| number(told, "collect_seconds"),
        ),
        alone(&told, "1M rows in the core: a row", "bytes", |told| {
            number(told, "bytes_per_row")
        }),
        alone(&told, "1M rows in the core: slowest sort", "ms", |told| {
            slowest(told, "sort_ms")
        }),
        alone(
            &told,
            "1M rows in the core: slowest narrowing",
            "ms",
            |told| slowest(told, "narrow_ms"),
        ),
    ]
}

/// Yandex Fleet's transactions of a month of a large park, in the same way.
pub fn fleet(workspace: &Workspace) -> Vec<Row> {
    fleet_rows(&report(workspace, "fleet", &[]))
}

fn fleet_rows(told: &Result<Value>) -> Vec<Row> {
    vec![
        alone(
            told,
            "150k transactions of Yandex: collected and proved",
            "s",
            |told| match told["complete"] == true && told["rows"] == 150_000 {
                true => number(told, "collect_seconds"),
                false => bail!("{} rows, complete: {}", told["rows"], told["complete"]),
            },
        ),
        alone(
            told,
            "150k transactions of Yandex: slowest sort",
            "ms",
            |told| slowest(told, "sort_ms"),
        ),
        alone(
            told,
            "150k transactions of Yandex: slowest search or narrowing",
            "ms",
            |told| slowest(told, "narrow_ms"),
        ),
        alone(
            told,
            "150k transactions of Yandex: slowest grouping",
            "ms",
            |told| slowest_of(told, "rest_ms", |name| name.starts_with("groups_")),
        ),
        alone(told, "150k transactions of Yandex: chart", "ms", |told| {
            slowest_of(told, "rest_ms", |name| name == "chart")
        }),
    ]
}

/// A row without a peer, out of a report.
fn alone(
    report: &Result<Value>,
    work: &'static str,
    unit: &'static str,
    pick: impl FnOnce(&Value) -> Result<f64>,
) -> Row {
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
}

/// The greatest median of an object of times, each the first, the median and the slowest of several.
fn slowest(report: &Value, member: &str) -> Result<f64> {
    slowest_of(report, member, |_| true)
}

/// The same of those of some names; a name that is not there is missed.
fn slowest_of(report: &Value, member: &str, counts: impl Fn(&str) -> bool) -> Result<f64> {
    let all = report[member].as_object();
    let all = all.with_context(|| format!("no `{member}`"))?;
    let mut slowest = None;
    for (name, times) in all.iter().filter(|(name, _)| counts(name)) {
        let median = times[1].as_f64();
        let median = median.with_context(|| format!("no median of `{name}`"))?;
        slowest = Some(slowest.map_or(median, |slowest: f64| slowest.max(median)));
    }
    slowest.with_context(|| format!("nothing of this name in `{member}`"))
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

    /// As `desk/examples/fleet.rs` prints it.
    fn printed() -> Value {
        serde_json::from_str(
            r#"{"rows":150000,"pages":150,"complete":true,"collect_seconds":2.5,"held_kb":30720,
            "sort_ms":{"at":[9.1,4.5,9.1],"driver":[40.0,31.5,44.0]},
            "narrow_ms":{"letter":[7.0,6.0,8.0],"value":[2.0,1.0,3.0]},
            "rest_ms":{"totals":[1.0,0.9,1.1],"groups_group":[3.0,2.0,4.0],"groups_at":[6.0,5.0,7.0],
            "chart":[9.0,8.0,10.0],"window":[900.0,900.0,900.0]},"rss_kb":null}"#,
        )
        .unwrap()
    }

    fn ours(told: Result<Value>) -> Vec<Measure> {
        fleet_rows(&told).into_iter().map(|row| row.ours).collect()
    }

    #[test]
    fn what_the_measuring_of_yandex_prints_is_read() {
        let expected = [2.5, 31.5, 6.0, 5.0, 8.0].map(Measure::Value);
        assert_eq!(ours(Ok(printed())), expected);
    }

    #[test]
    fn register_of_yandex_that_was_not_read_whole_has_no_time() {
        for (member, value) in [("complete", false.into()), ("rows", 149_999.into())] {
            let mut told = printed();
            told[member] = value;
            assert!(matches!(ours(Ok(told))[0], Measure::Missing(_)), "{member}");
        }
        let mut told = printed();
        told["rest_ms"] = serde_json::json!({ "totals": [1.0, 0.9, 1.1] });
        let missing = "nothing of this name in `rest_ms`".to_owned();
        assert_eq!(ours(Ok(told))[3], Measure::Missing(missing));
        let failed = ours(Err(anyhow::anyhow!("not built")));
        assert_eq!(failed, vec![Measure::Missing("not built".into()); 5]);
    }

    #[test]
    fn number_is_read_in_any_form_and_missed_by_name() {
        let report: Value = serde_json::from_str(r#"{"seconds": 1.25}"#).unwrap();
        assert!((number(&report, "seconds").unwrap() - 1.25).abs() < f64::EPSILON);
        let missing = number(&report, "rows").unwrap_err();
        assert!(missing.to_string().contains("`rows`"));
    }
}
