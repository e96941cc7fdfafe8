//! The register of payments in the real window with every payment of the demo park in it: memory, and
//! what a person waits for. Our own figures only: no peer holds these rows.

use std::{fs, path::Path, thread, time::Duration};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Measure, Row, start};
use crate::{
    display::Display,
    session::{Keychain, Session},
    setup::TestTools,
    webdriver::{Driver, Page},
    workspace::Workspace,
};

/// Longer ago than the demo park's oldest payment.
const FROM: &str = "01.01.2024";
const COMPLETE: &str = "[data-testid=completeness][data-phase=complete]";
const PATIENCE: Duration = Duration::from_secs(60);

/// Scrolls for three seconds, a frame at a time, and keeps how long each frame took.
const SCROLL: &str = "const done = arguments[arguments.length - 1];
    const grid = document.querySelector('[data-testid=payments-grid]');
    const frames = []; let last = performance.now(); const begun = last;
    function step(now) {
      frames.push(now - last); last = now; grid.scrollTop += 400;
      if (now - begun < 3000) requestAnimationFrame(step);
      else { frames.sort((a, b) => a - b); done(frames[Math.floor(frames.length * 0.95)]); }
    }
    requestAnimationFrame(step);";

struct Sample {
    rows: String,
    megabytes: f64,
    slow_frame: Option<f64>,
}

pub fn rows(workspace: &Workspace, tools: &TestTools) -> Vec<Row> {
    let sample = sample(workspace, tools);
    if let Ok(sample) = &sample {
        println!("the window holds {} payments", sample.rows);
    }
    let memory = Measure::of(match &sample {
        Ok(sample) => Ok(sample.megabytes),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    });
    let frame = Measure::of(match &sample {
        Ok(sample) => sample.slow_frame.context("the page counted no frames"),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    });
    let row = |work, unit, ours| Row {
        work,
        unit,
        ours,
        peer: "",
        theirs: Measure::Missing(String::new()),
    };
    vec![
        row("memory with 60 000 payments, PSS", "MB", memory),
        row("a frame while scrolling them, p95", "ms", frame),
    ]
}

fn sample(workspace: &Workspace, tools: &TestTools) -> Result<Sample> {
    let program = workspace.built("release", "parkdesk");
    let display = Display::start("1366x768")?;
    let session = Session::start(&display.name, Keychain::Unlocked)?;
    let log = workspace.results("bench-window.log");
    let driver = Driver::start(&tools.tauri_driver, &session, &log)?;
    let page = Page::open(&driver, &program, &["--demo"])?;
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
    page.wait_for(COMPLETE, PATIENCE)?;
    let rows = page.text("[data-testid=total-count]")?;
    let slow_frame = page.run(SCROLL)?;
    thread::sleep(Duration::from_secs(2));
    let sample = Sample {
        rows,
        megabytes: start::megabytes(&of_the_program(&session, &program)),
        slow_frame: slow_frame.as_f64().or_else(|| number(&slow_frame)),
    };
    drop(page);
    session.sweep();
    Ok(sample)
}

fn number(value: &Value) -> Option<f64> {
    value.to_string().parse().ok()
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
