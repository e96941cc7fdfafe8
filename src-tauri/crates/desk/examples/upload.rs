//! Sends files to an application over real sockets and prints what it took, for `cargo bench-desk`:
//! `upload <base_url> <key> <application_id> <parallel> FILE…`. A folder stands for the files in it.
//!
//! Measures the client alone: no looking up, and as many at a time as asked for.

use std::{
    error::Error,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use futures::{StreamExt, TryStreamExt, stream};
use http::HeaderName;
use jump::{FileUpload, Id, Jump, Overrides};
use serde_json::{Value, json};
use transport::{
    BaseAddress, Limits, NoObserver, ReqwestWire, Secret, Service, ServiceSettings, SystemClock,
    WireOptions,
};

const USAGE: &str = "upload <base_url> <key> <application_id> <parallel> FILE…";

type Fault = Box<dyn Error>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let printed = match run(&arguments).await {
        Ok(measured) => writeln!(io::stdout(), "{measured}"),
        Err(fault) => {
            let _ = writeln!(io::stderr(), "{fault}");
            return ExitCode::FAILURE;
        }
    };
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn run(arguments: &[String]) -> Result<Value, Fault> {
    let [base, key, application, parallel, paths @ ..] = arguments else {
        return Err(USAGE.into());
    };
    let jump = client(base, key)?;
    let application: Id = application.parse()?;
    let parallel: usize = parallel.parse()?;
    let files = files_of(paths)?;
    if files.is_empty() {
        return Err(USAGE.into());
    }
    let mut bytes = 0;
    for file in &files {
        bytes += fs::metadata(file)?.len();
    }
    let started = Instant::now();
    stream::iter(&files)
        .map(|file| send(&jump, application, file))
        .buffer_unordered(parallel.max(1))
        .try_collect::<()>()
        .await?;
    Ok(json!({
        "files": files.len(),
        "bytes": bytes,
        "seconds": started.elapsed().as_secs_f64(),
        "peak_rss_kb": peak_rss_kb(),
    }))
}

async fn send(jump: &Jump, application: Id, path: &Path) -> Result<(), Fault> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let upload = FileUpload::from_path(name, "image/jpeg", path).await?;
    jump.upload_application_file(application, upload, Arc::new(|_| ()))
        .await?;
    Ok(())
}

fn client(base: &str, key: &str) -> Result<Jump, Fault> {
    let options = WireOptions::default();
    let service = Service::new(ServiceSettings {
        name: "jump",
        base: BaseAddress::parse(base)?,
        auth: vec![(
            HeaderName::from_static("client-key"),
            Secret::from(key.to_owned()),
        )],
        reads: Arc::new(ReqwestWire::for_reads(&options)?),
        writes: Arc::new(ReqwestWire::for_writes(&options)?),
        clock: Arc::new(SystemClock),
        limits: Limits {
            per_second: 0,
            burst: 1,
            concurrency: usize::MAX,
        },
        observer: Arc::new(NoObserver),
    });
    Ok(Jump::new(service, Overrides::default()))
}

fn files_of(paths: &[String]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths.iter().map(PathBuf::from) {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                files.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The most memory this process ever held, where the system tells it.
fn peak_rss_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
