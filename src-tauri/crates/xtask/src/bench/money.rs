//! What money costs in time: an event on the disk beside a plain row of SQLite with the same promise, a list of payouts
//! read beside openpyxl, and how near its dry run comes to the limit of requests.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};
use serde_json::Value;

use super::{
    Measure, Row,
    examples::{self, figure, json_of},
    network::{LIMIT, of_limit},
    park::{KEY, Park},
    python,
};
use crate::workspace::Workspace;

pub fn rows(workspace: &Workspace) -> Vec<Row> {
    let folder = match tempfile::tempdir_in(&workspace.target) {
        Ok(folder) => folder,
        Err(error) => {
            println!("money: {error}");
            return Vec::new();
        }
    };
    let commits = example(workspace, "commit", folder.path());
    let ours = example(workspace, "sheet", folder.path());
    let theirs = openpyxl(workspace, &folder.path().join("payouts.xlsx"));
    let mut rows = vec![
        Row {
            work: "a journal operation to disk",
            unit: "us",
            ours: figure(&commits, "ours_us_median"),
            peer: "SQLite, WAL and FULL, a plain row",
            theirs: figure(&commits, "plain_us_median"),
        },
        Row {
            work: "a list of 10 000 payouts, XLSX read and understood",
            unit: "s",
            ours: figure(&ours, "seconds"),
            peer: "openpyxl, read only",
            theirs: figure(&theirs, "seconds"),
        },
        Row {
            work: "a list of 10 000 payouts, pasted",
            unit: "s",
            ours: figure(&ours, "paste_seconds"),
            peer: "",
            theirs: Measure::Missing(String::new()),
        },
    ];
    rows.extend(dry_run(workspace));
    rows
}

/// The goal: 98 % at least, and not one refusal.
fn dry_run(workspace: &Workspace) -> [Row; 2] {
    let report = Park::start(workspace, &["--rate-limit", LIMIT])
        .and_then(|park| examples::report(workspace, "dry_run", &[&park.base, KEY, LIMIT]));
    of_limit(
        &report,
        [
            "the dry run of 200 payouts, requests used of 20 allowed a second",
            "refused by that limit (429), the dry run",
        ],
    )
}

/// On the disk of the build, because a folder in memory would have no disk to wait for.
fn example(workspace: &Workspace, name: &str, folder: &Path) -> Result<Value> {
    let program = workspace.target.join("release/examples").join(name);
    if !program.is_file() {
        bail!("the example `{name}` is not built");
    }
    let report = json_of(Command::new(program).arg(folder))?;
    println!("{name}: {report}");
    Ok(report)
}

fn openpyxl(workspace: &Workspace, file: &Path) -> Result<Value> {
    let python = python::with(workspace, "openpyxl", "openpyxl==3.1.5")?;
    let program = include_str!("sheet.py");
    json_of(Command::new(python).args(["-c", program]).arg(file))
}
