//! The register of payments in the real window with a million payments in it, beside AG Grid Community with as many
//! rows in the same engine. The park is a process of its own; it is connected as a person connects one.

use std::{fs, path::Path, process::Command, thread, time::Duration};

use anyhow::{Result, bail};

use super::{
    Row, aggrid,
    examples::json_of,
    park::{KEY, Park},
    start,
    tables::{self, Answers, MILLION},
};
use crate::{
    display::Display,
    session::{Keychain, Session},
    setup::{self, TestTools},
    webdriver::{Driver, Page},
    workspace::Workspace,
};

/// Longer ago than the park's oldest payment.
const FROM: &str = "01.01.2024";
const COMPLETE: &str = "[data-testid=completeness][data-phase=complete]";
const PATIENCE: Duration = Duration::from_secs(60);
/// A million payments come in five thousand pages.
const COLLECTING: Duration = Duration::from_secs(900);
const ROWS: f64 = 1e6;

pub fn rows(workspace: &Workspace) -> Vec<Row> {
    let ours = setup::for_window(workspace).and_then(|tools| ours(workspace, &tools));
    let theirs = aggrid::answers(workspace);
    tables::rows(&ours, aggrid::NAME, &theirs)
}

fn ours(workspace: &Workspace, tools: &TestTools) -> Result<Answers> {
    let program = workspace.built("release", "parkdesk");
    let park = Park::start(workspace, &["--payments", MILLION])?;
    let display = Display::start("1366x768")?;
    let mut session = Session::start(&display.name, Keychain::Unlocked)?;
    // As for a person at such a machine: only for being photographed a driven window paints otherwise.
    session.set("PARKDESK_PAINTING", "plain");
    let log = workspace.results("bench-window.log");
    let driver = Driver::start(&tools.tauri_driver, &session, &log)?;
    let page = Page::open(&driver, &program, &[])?;
    connect(&page, &park.base)?;
    let megabytes = || start::megabytes(&of_the_program(&session, &program));
    let without_rows = megabytes();
    collect(&page)?;
    let held = page.text("[data-testid=total-count]")?;
    println!("the window holds {held} payments");
    thread::sleep(Duration::from_secs(2));
    let memory = tables::memory(megabytes(), without_rows, ROWS);
    let mut answers = tables::ask(&page, include_str!("peers/ours.js"), "ours");
    if let Some(Ok(end)) = answers.get("end") {
        let oldest = format!("payment-row-{}", oldest_payment(&park)?);
        if end["last"].as_str() != Some(&oldest) {
            let told = format!("the last row is {}, and not {oldest}", end["last"]);
            answers.insert("end", Err(anyhow::anyhow!(told)));
        }
    }
    answers.insert("memory", Ok(memory));
    drop(page);
    session.sweep();
    Ok(answers)
}

/// As a person does it, and without the limit of requests that a real service wants.
fn connect(page: &Page, base: &str) -> Result<()> {
    let at = |id: &str| format!("[data-testid={id}]");
    page.wait_for(&at("connect-name"), PATIENCE)?;
    page.fill(&at("connect-name"), "Million")?;
    page.fill(&at("connect-key"), KEY)?;
    page.click(&at("connect-advanced"))?;
    page.fill(&at("connect-base"), base)?;
    page.click(&at("connect-submit"))?;
    page.wait_for(&at("connect-start"), PATIENCE)?;
    page.click(&at("connect-start"))?;
    page.wait_for("[data-testid=screen-ready][data-screen=drivers]", PATIENCE)?;
    page.click(&at("nav-settings"))?;
    page.click(&at("settings-tab-advanced"))?;
    page.fill(&at("settings-rate"), "0")?;
    page.click(&at("settings-advanced-save"))?;
    page.wait_for(
        "[data-testid=settings-advanced-save][aria-disabled=true]:not([aria-busy=true])",
        PATIENCE,
    )?;
    Ok(())
}

fn collect(page: &Page) -> Result<()> {
    page.click("[data-testid=nav-payments]")?;
    page.wait_for(COMPLETE, PATIENCE)?;
    page.click("[data-testid=payments-period]")?;
    page.fill("[data-testid=payments-from]", FROM)?;
    page.click("[data-testid=payments-period-apply]")?;
    // The month that was complete is replaced first.
    page.wait_for(
        "[data-testid=payments-period][data-from=\"2024-01-01\"]",
        PATIENCE,
    )?;
    page.wait_for(
        "[data-testid=completeness]:not([data-phase=complete])",
        PATIENCE,
    )?;
    page.wait_for(COMPLETE, COLLECTING)?;
    Ok(())
}

/// The list ends with it: the newest stand first.
fn oldest_payment(park: &Park) -> Result<String> {
    let mut curl = Command::new("curl");
    curl.args(["-sf", "-H", &format!("Client-Key: {KEY}")])
        .args(["-H", "Content-Type: application/json"])
        .args(["-H", "Accept: application/json"])
        .arg(format!(
            "{}/payments?period_from=2015-01-01&per_page=10&order=created_at",
            park.base
        ));
    let list = json_of(&mut curl)?;
    let id = &list["items"][0]["id"];
    if id.is_null() {
        bail!("the park has no payment");
    }
    Ok(id.to_string())
}

/// The program and its web processes, without the drivers that steer it.
fn of_the_program(session: &Session, program: &Path) -> Vec<u32> {
    let name = |id: &u32| fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default();
    let is_ours = |id: &u32| {
        let exe = name(id);
        let file = exe.file_name().unwrap_or_default().to_string_lossy();
        exe == program || (file.starts_with("WebKit") && file.ends_with("Process"))
    };
    let mut all = session.processes(&[]);
    all.retain(is_ours);
    all
}
