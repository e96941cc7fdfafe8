//! Writing XLSX of 200 000 rows of 12 columns, beside those that others write it with; each peer writes the same table.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    Measure, Row,
    examples::{json_of, number},
    python,
};
use crate::{
    process::{Echo, run},
    workspace::{Workspace, find_program},
};

const ROWS: &str = "200000";
const TRIES: usize = 3;
const WORK: &str = "XLSX of 200 000 rows";
const MEMORY: &str = "XLSX of 200 000 rows, peak memory";

pub fn rows(workspace: &Workspace) -> Vec<Row> {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return beside(&Err(error.into()), "XlsxWriter", &bail_out()),
    };
    let file = folder.path().join("peer.xlsx");
    let ours = middle(|| ours(workspace, folder.path()));
    let peers: [(&'static str, Result<Value>); 3] = [
        (
            "XlsxWriter, constant memory",
            middle(|| by_python(workspace, &XLSXWRITER, &file)),
        ),
        (
            "openpyxl, write only",
            middle(|| by_python(workspace, &OPENPYXL, &file)),
        ),
        (
            "libxlsxwriter, constant memory",
            libxlsxwriter(folder.path()).and_then(|program| {
                middle(|| json_of(Command::new(&program).arg(&file).arg(ROWS)))
            }),
        ),
    ];
    let peers = peers.iter();
    peers
        .flat_map(|(peer, theirs)| beside(&ours, peer, theirs))
        .collect()
}

fn bail_out() -> Result<Value> {
    bail!("there is no folder to write to")
}

fn beside(ours: &Result<Value>, peer: &'static str, theirs: &Result<Value>) -> Vec<Row> {
    let row = |work, unit, member| Row {
        work,
        unit,
        ours: figure(ours, member),
        peer,
        theirs: figure(theirs, member),
    };
    vec![row(WORK, "s", "seconds"), row(MEMORY, "MB", "peak_rss_mb")]
}

fn figure(report: &Result<Value>, member: &str) -> Measure {
    Measure::of(match report {
        Ok(report) => number(report, member),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    })
}

/// The report with the middle time.
fn middle(mut write: impl FnMut() -> Result<Value>) -> Result<Value> {
    let mut reports = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let report = write()?;
        reports.push((number(&report, "seconds")?, report));
    }
    reports.sort_by(|one, other| one.0.total_cmp(&other.0));
    Ok(reports.swap_remove(TRIES / 2).1)
}

/// The example writes CSV first and XLSX last.
fn ours(workspace: &Workspace, folder: &Path) -> Result<Value> {
    let program = workspace.target.join("release/examples/export");
    if !program.is_file() {
        bail!("the example `export` is not built");
    }
    json_of(Command::new(program).arg(folder).arg(ROWS))
}

/// A library of Python that writes XLSX: the module that `export.py` knows it by, and what pip installs.
struct Library {
    module: &'static str,
    package: &'static str,
}

const XLSXWRITER: Library = Library {
    module: "xlsxwriter",
    package: "XlsxWriter==3.2.9",
};

const OPENPYXL: Library = Library {
    module: "openpyxl",
    package: "openpyxl==3.1.5",
};

fn by_python(workspace: &Workspace, library: &Library, file: &Path) -> Result<Value> {
    let Library { module, package } = library;
    let python = python::with(workspace, module, package)?;
    let program = include_str!("export.py");
    json_of(
        Command::new(python)
            .args(["-c", program, module])
            .arg(file)
            .arg(ROWS),
    )
}

/// The program that writes by libxlsxwriter, built where its headers are.
fn libxlsxwriter(folder: &Path) -> Result<PathBuf> {
    let compiler = find_program("cc").context("no C compiler is installed")?;
    let source = folder.join("export.c");
    std::fs::write(&source, include_str!("export_libxlsxwriter.c"))?;
    let program = folder.join("export-libxlsxwriter");
    let mut compile = Command::new(compiler);
    compile
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(&source)
        .arg("-lxlsxwriter")
        .stdin(Stdio::null());
    if !run(&mut compile, Echo::Kept)?.ok {
        bail!("libxlsxwriter-dev is not installed");
    }
    Ok(program)
}
