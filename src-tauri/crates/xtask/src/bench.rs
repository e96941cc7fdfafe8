//! `cargo bench-desk`: how fast, beside whom, in one run. A peer that is not here is named, not hidden, and
//! nothing fails on a time: a benchmark is not a test.

mod aggrid;
mod deb;
mod examples;
mod export;
mod money;
mod network;
mod park;
mod python;
mod start;
mod tables;
mod window;

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use anyhow::{Result, bail};

use crate::{
    board::columns,
    pages,
    process::{Echo, run as run_program},
    setup,
    workspace::Workspace,
};

/// Work with a goal that this command does not measure.
const ELSEWHERE: [&str; 1] = ["preparing a photo beside libvips"];

/// What is measured together, by the name that the command takes.
struct Group {
    name: &'static str,
    /// Needs the program with its window and its pages, and what the system lacks for them.
    window: bool,
    /// Crates whose programs and examples it runs.
    crates: &'static [&'static str],
    rows: fn(&Workspace) -> Vec<Row>,
}

const GROUPS: [Group; 9] = [
    group("size", true, &[], sizes),
    group("start", true, &[], start::rows),
    group("window", true, &["sandbox"], window::rows),
    group("decoding", false, &["jump"], examples::decoding),
    group("million", false, &["desk"], examples::million),
    group("fleet", false, &["desk"], examples::fleet),
    group("export", false, &["register"], export::rows),
    group(
        "money",
        false,
        &["sandbox", "desk", "register", "journal"],
        money::rows,
    ),
    group("network", false, &["sandbox", "desk"], network::rows),
];

const fn group(
    name: &'static str,
    window: bool,
    crates: &'static [&'static str],
    rows: fn(&Workspace) -> Vec<Row>,
) -> Group {
    Group {
        name,
        window,
        crates,
        rows,
    }
}

/// A result, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    Value(f64),
    Missing(String),
}

impl Measure {
    pub fn of(result: Result<f64>) -> Self {
        match result {
            Ok(value) => Self::Value(value),
            Err(error) => {
                let reason = format!("{error:#}");
                Self::Missing(reason.lines().next().unwrap_or_default().to_owned())
            }
        }
    }

    fn text(&self, unit: &str) -> String {
        match self {
            Self::Value(value) => format!("{value:.2} {unit}"),
            Self::Missing(_) => "-".to_owned(),
        }
    }
}

/// One piece of work, ours beside one peer.
pub struct Row {
    pub work: &'static str,
    pub unit: &'static str,
    pub ours: Measure,
    pub peer: &'static str,
    pub theirs: Measure,
}

/// Only the groups of these names; without any, all.
pub fn run(workspace: &Workspace, names: &[&str]) -> Result<ExitCode> {
    let groups = chosen(names)?;
    if groups.iter().any(|group| group.window) {
        setup::for_window(workspace)?;
        build_window(workspace)?;
    }
    build_examples(workspace, &groups)?;
    let mut rows = Vec::new();
    for group in &groups {
        rows.extend((group.rows)(workspace));
    }
    print!("\n{}", table(&rows));
    println!("not measured by this command: {}", ELSEWHERE.join(", "));
    Ok(ExitCode::SUCCESS)
}

/// In the order of the table, whatever the order of the names.
fn chosen(names: &[&str]) -> Result<Vec<&'static Group>> {
    let known: Vec<&str> = GROUPS.iter().map(|group| group.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        bail!(
            "nothing is measured by the name `{unknown}`, but: {}",
            known.join(", ")
        );
    }
    let asked = |group: &&Group| names.is_empty() || names.contains(&group.name);
    Ok(GROUPS.iter().filter(asked).collect())
}

fn build_window(workspace: &Workspace) -> Result<()> {
    pages::install(workspace)?;
    let page = pages::build(workspace)?;
    if !page.ok {
        bail!("npm run build failed:\n{}", page.output);
    }
    build(workspace, &["build", "--release", "-p", "parkdesk"])
}

/// What the groups run, each once.
fn build_examples(workspace: &Workspace, groups: &[&Group]) -> Result<()> {
    let crates = groups.iter().flat_map(|group| group.crates.iter().copied());
    let crates: BTreeSet<&str> = crates.collect();
    if crates.is_empty() {
        return Ok(());
    }
    let mut arguments = vec!["build", "--release", "--bins", "--examples"];
    for name in crates {
        arguments.extend(["-p", name]);
    }
    build(workspace, &arguments)
}

/// What did not build is missing from the table, with its reason.
fn build(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    let mut cargo = workspace.cargo_linking();
    if !run_program(cargo.args(arguments), Echo::Live)?.ok {
        println!("failed: cargo {}", arguments.join(" "));
    }
    Ok(())
}

fn sizes(workspace: &Workspace) -> Vec<Row> {
    let program = Row {
        work: "program, release",
        unit: "MB",
        ours: megabytes(&workspace.built("release", "parkdesk")),
        peer: "",
        theirs: Measure::Missing(String::new()),
    };
    vec![program, deb::size(workspace)]
}

fn megabytes(path: &Path) -> Measure {
    match fs::metadata(path) {
        #[allow(clippy::cast_precision_loss)] // a size, shown with two digits
        Ok(file) => Measure::Value(file.len() as f64 / 1e6),
        Err(_) => Measure::Missing("not built".to_owned()),
    }
}

/// Ratio is ours to the peer's: below 1 is faster or smaller.
fn table(rows: &[Row]) -> String {
    let heading = ["work", "ours", "peer", "", "ours : peer"];
    let mut lines = vec![heading.map(str::to_owned).to_vec()];
    let mut notes = String::new();
    for row in rows {
        let ratio = match (&row.ours, &row.theirs) {
            (Measure::Value(ours), Measure::Value(theirs)) if *theirs > 0.0 => {
                format!("{:.2}", ours / theirs)
            }
            _ => String::new(),
        };
        let theirs = row.theirs.text(row.unit);
        let theirs = if row.peer.is_empty() {
            String::new()
        } else {
            theirs
        };
        lines.push(vec![
            row.work.to_owned(),
            row.ours.text(row.unit),
            row.peer.to_owned(),
            theirs,
            ratio,
        ]);
        for (who, measure) in [("ours", &row.ours), (row.peer, &row.theirs)] {
            if let Measure::Missing(reason) = measure
                && !reason.is_empty()
            {
                notes.push_str(&format!("not measured: {}, {who}: {reason}\n", row.work));
            }
        }
    }
    format!("{}\n{notes}", columns(&lines))
}

/// The middle one of an odd number of tries.
pub fn median(tries: usize, mut measure: impl FnMut() -> Result<f64>) -> Result<f64> {
    let mut values = Vec::with_capacity(tries);
    for _ in 0..tries {
        values.push(measure()?);
    }
    values.sort_by(f64::total_cmp);
    Ok(values[tries / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_peer_is_named_with_its_reason() {
        let text = table(&[Row {
            work: "collect",
            unit: "s",
            ours: Measure::Value(1.0),
            peer: "curl",
            theirs: Measure::Missing("curl is not installed".to_owned()),
        }]);
        assert!(text.contains("not measured: collect, curl: curl is not installed"));
    }

    #[test]
    fn ratio_is_ours_to_the_peers() {
        let text = table(&[Row {
            work: "collect",
            unit: "s",
            ours: Measure::Value(1.0),
            peer: "python",
            theirs: Measure::Value(4.0),
        }]);
        assert!(text.contains("1.00 s") && text.contains("4.00 s") && text.contains("0.25"));
        assert!(!text.contains("not measured"));
    }

    #[test]
    fn a_name_that_measures_nothing_is_refused_with_those_that_do() {
        let names = |asked: &[&str]| -> Result<Vec<&str>> {
            let groups = chosen(asked)?;
            Ok(groups.iter().map(|group| group.name).collect())
        };
        assert_eq!(names(&["network", "money"]).unwrap(), ["money", "network"]);
        assert_eq!(names(&[]).unwrap().len(), GROUPS.len());
        let refused = names(&["money", "sise"]).unwrap_err().to_string();
        assert!(refused.contains("`sise`") && refused.contains("size, start"));
    }

    #[test]
    fn median_is_not_moved_by_one_slow_try() {
        let mut tries = [1.0, 90.0, 2.0].into_iter();
        let middle = median(3, || Ok(tries.next().unwrap())).unwrap();
        assert!((middle - 2.0).abs() < f64::EPSILON);
    }
}
