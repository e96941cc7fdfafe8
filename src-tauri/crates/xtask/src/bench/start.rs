//! From the start to the first usable screen, and the memory of all processes when it rests: ours, and the
//! same pages in Chromium's window without a browser around it.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Stdio,
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use super::{Measure, Row, median};
use crate::{
    display::Display,
    process::{Owned, tied_to_us},
    session::{Keychain, Session},
    workspace::{Workspace, find_program},
};

const TRIES: usize = 5;
const PATIENCE: Duration = Duration::from_secs(30);
/// Sent by the page when the second frame after loading is due: the first one is on the screen then.
const PAINTED: &str = "<script>addEventListener('load',()=>requestAnimationFrame(()=>\
    requestAnimationFrame(()=>fetch('/painted'))))</script>";

struct Sample {
    seconds: f64,
    /// PSS of all processes of the program.
    megabytes: f64,
}

pub fn rows(workspace: &Workspace) -> Vec<Row> {
    let ours = sampled(|| our_window(workspace));
    let theirs = sampled(|| chromium(workspace));
    let row = |work, unit, pick: fn(&(Measure, Measure)) -> Measure| Row {
        work,
        unit,
        ours: pick(&ours),
        peer: "chromium --app, same pages",
        theirs: pick(&theirs),
    };
    let empty = "no program with an empty window is built here".to_owned();
    vec![
        row("start to usable screen", "s", |pair| pair.0.clone()),
        row("memory at rest, PSS", "MB", |pair| pair.1.clone()),
        Row {
            work: "start to usable screen",
            unit: "s",
            ours: ours.0.clone(),
            peer: "empty Tauri window",
            theirs: Measure::Missing(empty),
        },
    ]
}

/// Medians of time and memory.
fn sampled(mut window: impl FnMut() -> Result<Sample>) -> (Measure, Measure) {
    let mut memory = Vec::new();
    let seconds = median(TRIES, || {
        let sample = window()?;
        memory.push(sample.megabytes);
        Ok(sample.seconds)
    });
    let mut memory = memory.into_iter();
    let megabytes = match &seconds {
        Ok(_) => median(TRIES, || memory.next().context("no sample")),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    };
    (Measure::of(seconds), Measure::of(megabytes))
}

fn our_window(workspace: &Workspace) -> Result<Sample> {
    let program = workspace.built("release", "parkdesk");
    let display = Display::start("1366x768")?;
    let session = Session::start(&display.name, Keychain::Unlocked)?;
    let mut command = tied_to_us(&program);
    session.apply(&mut command);
    command.env("PARKDESK_READY_LINE", "1").arg("--demo");
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map(Owned)
        .context("the release build is missing")?;
    let stderr = child.0.stderr.take().context("no stderr")?;
    let ready = when_ready(stderr);
    let at = ready
        .recv_timeout(PATIENCE)
        .context("the program printed no line `ready`")?;
    Ok(Sample {
        seconds: (at - started).as_secs_f64(),
        megabytes: at_rest(&session, child.0.id()),
    })
}

/// The moment of the line `ready …`; the rest is read on, so that the program never waits for us.
fn when_ready(stderr: impl Read + Send + 'static) -> Receiver<Instant> {
    let (tell, ready) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if line.starts_with("ready") {
                let _ = tell.send(Instant::now());
            }
        }
    });
    ready
}

fn chromium(workspace: &Workspace) -> Result<Sample> {
    let program = find_program("chromium")
        .or_else(|| find_program("google-chrome"))
        .context("chromium is not installed")?;
    let (port, painted) = serve(workspace.ui().join("dist"))?;
    let display = Display::start("1366x768")?;
    let session = Session::start(&display.name, Keychain::Unlocked)?;
    let profile = tempfile::tempdir()?;
    let mut command = tied_to_us(program);
    session.apply(&mut command);
    command
        .args(["--no-sandbox", "--no-first-run", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--app=http://127.0.0.1:{port}/"));
    let started = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(Owned)?;
    let at = painted
        .recv_timeout(PATIENCE)
        .context("the page painted nothing")?;
    let sample = Sample {
        seconds: (at - started).as_secs_f64(),
        megabytes: at_rest(&session, child.0.id()),
    };
    session.sweep();
    Ok(sample)
}

/// Memory two seconds after the first screen, in MB.
fn at_rest(session: &Session, program: u32) -> f64 {
    thread::sleep(Duration::from_secs(2));
    megabytes(&session.processes(&[program]))
}

/// PSS of these processes together, in MB.
pub fn megabytes(processes: &[u32]) -> f64 {
    let kilobytes: u64 = processes.iter().copied().filter_map(pss).sum();
    #[allow(clippy::cast_precision_loss)] // shown with two digits
    let megabytes = kilobytes as f64 / 1e3;
    megabytes
}

fn pss(process: u32) -> Option<u64> {
    pss_of(&fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?)
}

/// In kB.
fn pss_of(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Serves a folder on loopback and tells when the page reports its first frame.
fn serve(folder: PathBuf) -> Result<(u16, Receiver<Instant>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let (tell, painted) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (folder, tell) = (folder.clone(), tell.clone());
            // A browser keeps spare connections open: each waits by itself.
            thread::spawn(move || {
                if answer(stream, &folder).is_some_and(|path| path == "/painted") {
                    let _ = tell.send(Instant::now());
                }
            });
        }
    });
    Ok((port, painted))
}

/// Answers one request and gives its path.
fn answer(mut stream: TcpStream, folder: &Path) -> Option<String> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split_whitespace().nth(1)?.to_owned();
    let mut header = String::new();
    while reader.read_line(&mut header).ok()? > 2 {
        header.clear();
    }
    let name = match path.as_str() {
        "/" => "index.html",
        other => other.trim_start_matches('/'),
    };
    let body = if name.contains("..") {
        None
    } else {
        fs::read(folder.join(name)).ok()
    };
    let status = if body.is_some() {
        "200 OK"
    } else {
        "404 Not Found"
    };
    let mut body = body.unwrap_or_default();
    if name == "index.html" {
        body.extend_from_slice(PAINTED.as_bytes());
    }
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        content_type(name),
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&body).ok()?;
    Some(path)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pss_is_read_from_the_kernels_table() {
        let rollup = "00400000-7ff [rollup]\nRss:  9000 kB\nPss:  1234 kB\nPss_Dirty: 7 kB\n";
        assert_eq!(pss_of(rollup), Some(1234));
    }

    #[test]
    fn page_reports_its_first_frame() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "<p>").unwrap();
        let (port, painted) = serve(folder.path().to_path_buf()).unwrap();
        let get = |path: &str| {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            write!(stream, "GET {path} HTTP/1.1\r\n\r\n").unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        assert!(get("/").ends_with("</script>"));
        assert!(get("/../secret").starts_with("HTTP/1.1 404"));
        get("/painted");
        assert!(painted.recv_timeout(PATIENCE).is_ok());
    }
}
