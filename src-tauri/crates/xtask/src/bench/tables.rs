//! What a table of a million rows is measured by: the same script in our window and in a peer's.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use serde_json::Value;

use super::{Measure, Row, examples::number};
use crate::webdriver::Page;

pub const MILLION: &str = "1000000";
const MEASURE: &str = include_str!("peers/measure.js");

/// A line of the table: a member of what one of the measures answers.
struct Figure {
    work: &'static str,
    unit: &'static str,
    measure: &'static str,
    member: &'static str,
}

const fn figure(
    work: &'static str,
    unit: &'static str,
    measure: &'static str,
    member: &'static str,
) -> Figure {
    Figure {
        work,
        unit,
        measure,
        member,
    }
}

const FIGURES: [Figure; 14] = [
    figure("1M rows, wheel: a frame, p95", "ms", "wheel", "p95"),
    figure("1M rows, wheel: frames a second", "", "wheel", "fps"),
    figure("1M rows, wheel: frames without rows", "%", "wheel", "empty"),
    figure("1M rows, bar dragged: a frame, p95", "ms", "drag", "p95"),
    figure("1M rows, bar dragged: frames a second", "", "drag", "fps"),
    figure(
        "1M rows, bar dragged: frames without rows",
        "%",
        "drag",
        "empty",
    ),
    figure("1M rows, to the last row", "ms", "end", "ms"),
    figure("1M rows, sort by amount", "ms", "sortAmount", "ms"),
    figure("1M rows, sort by driver", "ms", "sortDriver", "ms"),
    figure("1M rows, sort by status", "ms", "sortStatus", "ms"),
    figure(
        "1M rows, a letter typed in the search is shown, p95",
        "ms",
        "find",
        "echo",
    ),
    figure(
        "1M rows, a letter typed in the search: rows, p95",
        "ms",
        "find",
        "rows",
    ),
    figure("1M rows, keep one value", "ms", "keep", "ms"),
    // Not of a measure: of the processes.
    figure(
        "1M rows, memory of all processes, PSS",
        "MB",
        "memory",
        "megabytes",
    ),
];
/// In this order: the last one changes which rows are there.
const MEASURES: [&str; 8] = [
    "wheel",
    "drag",
    "end",
    "sortAmount",
    "sortDriver",
    "sortStatus",
    "find",
    "keep",
];

/// What the measures answered, by their names.
pub type Answers = BTreeMap<&'static str, Result<Value>>;

/// Runs every measure; `adapter` makes the `table` that they work on.
pub fn ask(page: &Page, adapter: &str, who: &str) -> Answers {
    let mut answers = Answers::new();
    for measure in MEASURES {
        let answer = run(page, adapter, measure);
        if let Ok(answer) = &answer {
            println!("{who}, {measure}: {answer}");
        }
        answers.insert(measure, answer);
    }
    answers
}

fn run(page: &Page, adapter: &str, measure: &str) -> Result<Value> {
    let script = format!(
        "const answered = arguments[arguments.length - 1];
        (async () => {{ {MEASURE}\n{adapter}\n return measures.{measure}(table); }})()
          .then(answered, (thrown) => answered({{ failed: String(thrown) }}));"
    );
    let answer = page.run(&script)?;
    match (answer["failed"].as_str(), answer["error"].as_str()) {
        (Some(failed), _) => bail!("{failed}"),
        (None, Some(error)) => bail!("{error}: {}", answer["message"]),
        (None, None) => Ok(answer),
    }
}

/// Memory beside a window without the rows, as an answer of its own.
pub fn memory(megabytes: f64, without_rows: f64, rows: f64) -> Value {
    serde_json::json!({
        "megabytes": megabytes,
        "bytes_per_row": (megabytes - without_rows) * 1e6 / rows,
    })
}

pub fn rows(ours: &Result<Answers>, peer: &'static str, theirs: &Result<Answers>) -> Vec<Row> {
    let bytes = figure(
        "1M rows, memory of a row",
        "bytes",
        "memory",
        "bytes_per_row",
    );
    let figures = FIGURES.iter().chain([&bytes]);
    let row = |one: &Figure| Row {
        work: one.work,
        unit: one.unit,
        ours: measured(ours, one),
        peer,
        theirs: measured(theirs, one),
    };
    figures.map(row).collect()
}

fn measured(answers: &Result<Answers>, figure: &Figure) -> Measure {
    let found = match answers {
        Err(error) => Err(anyhow!("{error:#}")),
        Ok(answers) => match answers.get(figure.measure) {
            None => Err(anyhow!("not asked")),
            Some(Err(error)) => Err(anyhow!("{error:#}")),
            Some(Ok(answer)) => number(answer, figure.member),
        },
    };
    Measure::of(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_measure_and_every_measure_a_script() {
        for figure in &FIGURES {
            let known = MEASURES.contains(&figure.measure) || figure.measure == "memory";
            assert!(known, "{}", figure.work);
        }
        for measure in MEASURES {
            assert!(MEASURE.contains(&format!("  {measure}: ")), "{measure}");
        }
    }

    #[test]
    fn table_that_was_not_there_is_missing_with_its_reason() {
        let ours: Result<Answers> = Err(anyhow!("the window did not open"));
        let theirs = Ok(Answers::from([
            ("end", Ok(serde_json::json!({ "ms": 12.5 }))),
            ("keep", Err(anyhow!("nothing was there"))),
        ]));
        let rows = rows(&ours, "peer", &theirs);
        let of = |work: &str| rows.iter().find(|row| row.work == work).unwrap();
        let jump = of("1M rows, to the last row");
        assert_eq!(
            jump.ours,
            Measure::Missing("the window did not open".into())
        );
        assert_eq!(jump.theirs, Measure::Value(12.5));
        let keep = of("1M rows, keep one value");
        assert_eq!(keep.theirs, Measure::Missing("nothing was there".into()));
    }
}
