//! Collecting a register and sending scans, beside a Python loop and curl, against one demo park in a process
//! of its own.

use std::{
    fs,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Result, bail};
use serde_json::Value;

use super::{
    Measure, Row,
    examples::{self, figure, json_of, number},
    median,
    park::{KEY, Park},
    python,
};
use crate::workspace::Workspace;

const TRIES: usize = 3;
/// Requests at a time, for everybody.
const AT_A_TIME: &str = "8";
/// Wide enough for every payment of the demo park.
const WINDOW: [(&str, &str); 2] = [
    ("period_from", "2015-01-01T00:00:00+03:00"),
    ("period_to", "2035-01-01T00:00:00+03:00"),
];
/// Requests per second that the park allows and that we are told to keep to.
pub const LIMIT: &str = "20";
const SCANS: usize = 20;
const SCAN_BYTES: usize = 4_000_000;

pub fn rows(workspace: &Workspace) -> Vec<Row> {
    match Park::start(workspace, &[]) {
        Ok(park) => {
            let mut rows = collect(workspace, &park);
            rows.push(upload(workspace, &park));
            drop(park);
            rows.extend(under_limit(workspace));
            rows
        }
        Err(error) => {
            let reason = Measure::Missing(format!("{error:#}"));
            ["collect every payment", "upload 20 scans"]
                .map(|work| row(work, reason.clone(), "curl", reason.clone()))
                .into()
        }
    }
}

fn row(work: &'static str, ours: Measure, peer: &'static str, theirs: Measure) -> Row {
    Row {
        work,
        unit: "s",
        ours,
        peer,
        theirs,
    }
}

fn collect(workspace: &Workspace, park: &Park) -> Vec<Row> {
    let ours = examples::seconds(workspace, "collect", &[&park.base, KEY]);
    let python = python_loop(workspace, park);
    let curl = python
        .as_ref()
        .map_err(|_| anyhow::anyhow!("the number of pages is not known without the Python loop"))
        .and_then(|loop_| curl_pages(park, loop_.pages));
    if let Ok(found) = &python {
        println!(
            "the Python loop collected {} rows in {} pages",
            found.rows, found.pages
        );
    }
    let work = "collect every payment";
    let ours = Measure::of(ours);
    let python = Measure::of(python.map(|found| found.seconds));
    vec![
        row(work, ours.clone(), "Python requests loop", python),
        row(work, ours, "xargs -P 8 curl", Measure::of(curl)),
    ]
}

struct Collected {
    rows: u64,
    pages: u64,
    seconds: f64,
}

fn python_loop(workspace: &Workspace, park: &Park) -> Result<Collected> {
    let python = python::with(workspace, "requests", "requests")?;
    let window: serde_json::Map<_, _> = WINDOW
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let window = Value::Object(window).to_string();
    let mut last = Value::Null;
    let seconds = median(TRIES, || {
        let mut command = Command::new(&python);
        command.args(["-c", include_str!("collect.py"), &park.base, KEY, &window]);
        last = json_of(&mut command)?;
        number(&last, "seconds")
    })?;
    Ok(Collected {
        rows: last["rows"].as_u64().unwrap_or_default(),
        pages: last["pages"].as_u64().unwrap_or_default(),
        seconds,
    })
}

/// The same register where the park refuses more than so many requests in any second.
fn under_limit(workspace: &Workspace) -> [Row; 2] {
    let report = Park::start(workspace, &["--rate-limit", LIMIT]).and_then(|park| {
        let arguments = [&park.base, KEY, "--per-second", LIMIT];
        examples::report(workspace, "collect", &arguments)
    });
    of_limit(
        &report,
        [
            "requests used of 20 allowed a second",
            "refused by that limit (429)",
        ],
    )
}

/// How much of the limit was used, and how often the park had to refuse. One try: it takes as long as the limit says.
pub fn of_limit(report: &Result<Value>, works: [&'static str; 2]) -> [Row; 2] {
    let [used, refused] = works;
    [
        Row {
            work: used,
            unit: "%",
            ours: figure(report, "used_percent"),
            peer: "the limit",
            theirs: Measure::Value(100.0),
        },
        Row {
            work: refused,
            unit: "",
            ours: figure(report, "rate_limited"),
            peer: "",
            theirs: Measure::Missing(String::new()),
        },
    ]
}

/// Fetches all pages by curl alone: what the sandbox can give, without reading what it gave.
fn curl_pages(park: &Park, pages: u64) -> Result<f64> {
    let window = WINDOW.map(|(name, value)| format!("{name}={}", value.replace('+', "%2B")));
    let address = format!(
        "{}/payments?{}&per_page=200&page={{}}",
        park.base,
        window.join("&")
    );
    let script = format!(
        "seq 1 {pages} | xargs -P {AT_A_TIME} -I{{}} curl -sf -o /dev/null -H 'Client-Key: {KEY}' \
         -H 'Accept: application/json' -H 'Content-Type: application/json' '{address}'"
    );
    median(TRIES, || seconds(Command::new("sh").args(["-c", &script])))
}

fn upload(workspace: &Workspace, park: &Park) -> Row {
    let work = "upload 20 scans";
    let peer = "xargs -P 8 curl -F";
    let scans = match scans() {
        Ok(scans) => scans,
        Err(error) => {
            let reason = Measure::Missing(format!("{error:#}"));
            return row(work, reason.clone(), peer, reason);
        }
    };
    let folder = scans.path().to_string_lossy().into_owned();
    let application = first_application(park);
    let to = |id: &str| {
        examples::seconds(
            workspace,
            "upload",
            &[&park.base, KEY, id, AT_A_TIME, &folder],
        )
    };
    let (ours, theirs) = match application {
        Ok(id) => (to(&id), curl_upload(park, &id, &folder)),
        Err(error) => (Err(anyhow::anyhow!("{error:#}")), Err(error)),
    };
    row(work, Measure::of(ours), peer, Measure::of(theirs))
}

/// Twenty files that look like JPEGs of a phone to whoever reads their first bytes.
fn scans() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0];
    bytes.resize(SCAN_BYTES - 2, 0x5A);
    bytes.extend([0xFF, 0xD9]);
    for number in 0..SCANS {
        fs::write(folder.path().join(format!("scan-{number:02}.jpg")), &bytes)?;
    }
    Ok(folder)
}

fn first_application(park: &Park) -> Result<String> {
    let mut curl = Command::new("curl");
    curl.args(["-sf", "-H", &format!("Client-Key: {KEY}")])
        .args(["-H", "Content-Type: application/json"])
        .args(["-H", "Accept: application/json"])
        .arg(format!("{}/autoreg/applications?per_page=10", park.base));
    let list = json_of(&mut curl)?;
    let id = &list["items"][0]["id"];
    if id.is_null() {
        bail!("the park has no application");
    }
    Ok(id.to_string().trim_matches('"').to_owned())
}

fn curl_upload(park: &Park, application: &str, folder: &str) -> Result<f64> {
    let address = format!("{}/autoreg/applications/{application}/files", park.base);
    let script = format!(
        "ls '{folder}'/*.jpg | xargs -P {AT_A_TIME} -I{{}} curl -sf -o /dev/null -H 'Client-Key: {KEY}' \
         -H 'Accept: application/json' -F 'file=@{{}};type=image/jpeg' '{address}'"
    );
    median(TRIES, || seconds(Command::new("sh").args(["-c", &script])))
}

/// Seconds from the start of a program to its end.
fn seconds(command: &mut Command) -> Result<f64> {
    let started = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let took = started.elapsed().as_secs_f64();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or_default();
        bail!("{}: {last}", output.status);
    }
    Ok(took)
}
