//! AG Grid Community with a million rows in the same engine as our window's: WebKitGTK's own small browser, steered by
//! the same driver. The rows are made in the page, so that no network is measured.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use super::{
    start,
    tables::{self, Answers, MILLION},
};
use crate::{
    display::Display,
    process::{Echo, run},
    session::{Keychain, Session},
    webdriver::{Driver, Page},
    workspace::{Workspace, find_program},
};

pub const NAME: &str = "AG Grid Community 36.2.0";
const PACKAGE: &str = "ag-grid-community@36.2.0";
const FIRST_ROW: &str = ".ag-grid-scrolling-container [row-index=\"0\"]";
const PATIENCE: Duration = Duration::from_secs(120);

pub fn answers(workspace: &Workspace) -> Result<Answers> {
    let driver = find_program("WebKitWebDriver").context("WebKitWebDriver is not installed")?;
    let browser = mini_browser().context("WebKitGTK's MiniBrowser is not installed")?;
    let pages = installed(workspace)?;
    let display = Display::start("1366x768")?;
    let session = Session::start(&display.name, Keychain::Absent)?;
    let log = workspace.results("bench-aggrid.log");
    let driver = Driver::start_native(&driver, &session, &log)?;
    let page = Page::open_browser(&driver, &browser)?;
    page.go(&format!("file://{}", pages.join("aggrid.html").display()))?;
    page.wait_for("#find", PATIENCE)?;
    let megabytes = || {
        thread::sleep(Duration::from_secs(2));
        start::megabytes(&of_the_browser(&session, &browser))
    };
    let without_rows = megabytes();
    page.run(&format!(
        "window.fill({MILLION}); arguments[arguments.length - 1](null);"
    ))?;
    page.wait_for(FIRST_ROW, PATIENCE)?;
    let memory = tables::memory(megabytes(), without_rows, 1e6);
    let mut answers = tables::ask(&page, include_str!("peers/aggrid.js"), NAME);
    answers.insert("memory", Ok(memory));
    drop(page);
    session.sweep();
    Ok(answers)
}

/// Where distributions put it.
fn mini_browser() -> Option<PathBuf> {
    let libraries = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = libraries.map(|entry| entry.path()).collect();
    folders.extend([
        "/usr/libexec".into(),
        "/usr/lib64".into(),
        "/usr/lib".into(),
    ]);
    let mut places = folders
        .into_iter()
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"));
    places.find(|path| path.is_file())
}

/// The page with what it needs, under the build folder.
fn installed(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("bench/aggrid");
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("aggrid.html"),
        include_str!("peers/aggrid.html"),
    )?;
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut npm = Command::new(program);
    npm.args(["install", "--ignore-scripts", "--no-fund", "--no-audit"])
        .args(["--no-update-notifier", "--save-exact", PACKAGE])
        .current_dir(&folder);
    let finished = run(&mut npm, Echo::Kept)?;
    if !finished.ok {
        let last = finished.output.lines().last().unwrap_or_default();
        bail!("npm could not install {PACKAGE}: {last}");
    }
    Ok(folder)
}

fn of_the_browser(session: &Session, browser: &Path) -> Vec<u32> {
    let exe = |id: &u32| fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default();
    let mut all = session.processes(&[]);
    all.retain(|id| {
        let exe = exe(id);
        let file = exe.file_name().unwrap_or_default().to_string_lossy();
        exe == browser || (file.starts_with("WebKit") && file.ends_with("Process"))
    });
    all
}
