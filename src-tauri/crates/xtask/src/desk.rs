//! `cargo desk`: set up, build, and open the demo park. Without a display the same window is opened on a
//! private one, its main screens are visited and kept as pictures.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};

use anyhow::{Result, bail};

use crate::{
    display::{Display, users_display_answers},
    pages,
    process::{self, Echo},
    session::{Keychain, Session},
    setup,
    webdriver::{Driver, Page},
    workspace::Workspace,
};

/// A laptop's screen.
const SIZE: &str = "1366x768";
/// Main screens, each behind the navigation item of its name.
const SCREENS: [&str; 6] = [
    "summary",
    "drivers",
    "payments",
    "operations",
    "applications",
    "settings",
];
const READY: &str = "[data-testid=screen-ready]";

fn run_window(workspace: &Workspace) -> Result<ExitCode> {
    setup::for_build()?;
    let program = build(workspace)?;
    let status = Command::new(program).arg("--demo").status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `headless` takes the private display even if the user has one.
pub fn run(workspace: &Workspace, headless: bool) -> Result<ExitCode> {
    if !headless && users_display_answers() {
        return run_window(workspace);
    }
    let tools = setup::for_window(workspace)?;
    let program = build(workspace)?;
    let pictures = workspace.results("screenshots");
    if pictures.exists() {
        fs::remove_dir_all(&pictures)?;
    }
    fs::create_dir_all(&pictures)?;
    let display = Display::start(SIZE)?;
    let session = Session::start(&display.name, Keychain::Unlocked)?;
    let log = pictures.join("program.log");
    let driver = Driver::start(&tools.tauri_driver, &session, &log)?;
    let visited = visit(&driver, &program, &display, &pictures);
    if let Err(error) = visited {
        let failed = pictures.join("failed.png");
        if display.screenshot(&failed).is_ok() {
            println!("{}", failed.display());
        }
        let written = fs::read_to_string(&log).unwrap_or_default();
        bail!("{error:#}\nwhat the program wrote:\n{written}");
    }
    Ok(ExitCode::SUCCESS)
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    pages::install(workspace)?;
    let page = pages::build(workspace)?;
    if !page.ok {
        bail!("npm run build failed:\n{}", page.output);
    }
    let mut cargo = workspace.cargo_linking();
    if !process::run(cargo.args(["build", "-p", "parkdesk"]), Echo::Live)?.ok {
        bail!("cargo build -p parkdesk failed");
    }
    Ok(workspace.built("debug", "parkdesk"))
}

fn visit(driver: &Driver, program: &Path, display: &Display, pictures: &Path) -> Result<()> {
    let page = Page::open(driver, program, &["--demo"])?;
    page.wait_for(READY, Duration::from_secs(30))?;
    let keep = |number: usize, name: &str| {
        let picture = pictures.join(format!("{number}-{name}.png"));
        display.settled_screenshot(&picture)?;
        println!("{}", picture.display());
        anyhow::Ok(())
    };
    keep(0, "start")?;
    for (index, screen) in SCREENS.iter().enumerate() {
        page.click(&format!("[data-testid=nav-{screen}]"))?;
        let ready = format!("{READY}[data-screen={screen}]");
        page.wait_for(&ready, Duration::from_secs(15))?;
        keep(index + 1, screen)?;
    }
    Ok(())
}
