//! Yandex Fleet in the real window: a month of transactions to its end, and transactions created once, whatever is lost on the
//! way, and paid only when the service says so.

use std::time::Duration;

use serde_json::Value;

use crate::{
    money::in_journal,
    park::{KEY, Park},
    payments::{days, kopecks, plain},
    window::Window,
};

const FLEET_KEY: &str = "demo-fleet-key";
/// The stand-in's park at Yandex.
const FLEET_PARK: &str = "5f0c1d9ae7b24c3f8a6d0e1b2c3d4e5f";
/// Longer than the hold, the repeats and the first looks.
pub const SETTLING: Duration = Duration::from_secs(90);
/// As long as a month takes to be read on a busy machine.
const COLLECTING: Duration = Duration::from_secs(120);

/// A park with both services.
pub async fn connect(window: &Window, park: &Park) {
    window.connect(&park.base, KEY).await;
    window.click("nav-settings").await;
    window.click("settings-tab-fleet").await;
    let client = format!("taxi/park/{FLEET_PARK}");
    window.fill("fleet-client", &client).await;
    window.fill("fleet-key", FLEET_KEY).await;
    window.fill("fleet-park", FLEET_PARK).await;
    window.click("fleet-host-own").await;
    window
        .fill("fleet-base", park.base.trim_end_matches("/taxi-public/v1"))
        .await;
    window.click("fleet-advanced").await;
    window.fill("fleet-second", "20").await;
    window.click("fleet-save").await;
    window.find("fleet-disconnect").await;
}

/// The form for the first driver of the list.
async fn form(window: &Window, sign: &str, amount: &str) {
    window.click("nav-fleet").await;
    window.screen("fleet").await;
    window.click("fleet-tab-drivers").await;
    let first =
        "return document.querySelector('[data-testid^=fleet-driver-row-]')?.dataset.testid ?? ''";
    window
        .until("a driver", async || window.look(first).await != "")
        .await;
    let row = window.look(first).await;
    window.click(row.as_str().expect("a test id")).await;
    window.find("fleet-driver-drawer").await;
    window.click(&format!("fleet-money-{sign}")).await;
    window.find("operation-form").await;
    window.fill("operation-amount", amount).await;
    window.fill("fleet-reason", "Проверка").await;
}

async fn review(window: &Window) {
    window.click("operation-plan").await;
    window.find("operation-review").await;
}

async fn confirm(window: &Window) {
    let warnings = window
        .look("return [...document.querySelectorAll('[data-testid^=operation-warning-]')].map((one) => one.dataset.testid)")
        .await;
    for warning in warnings.as_array().expect("a list") {
        window.click(warning.as_str().expect("a test id")).await;
    }
    window.confirm("operation-confirm").await;
}

async fn outcome(window: &Window, state: &str) {
    let css = format!("[data-testid=operation-outcome][data-state={state}]");
    window
        .within(SETTLING, &format!("the outcome {state}"), async || {
            window
                .look(&format!("return document.querySelector('{css}') !== null"))
                .await
                == true
        })
        .await;
}

/// What was really made through the API.
pub async fn made(park: &Park) -> Vec<Value> {
    let made = park.truth("truth/fleet/made").await;
    made.as_array().expect("a list").clone()
}

pub fn effects(made: &[Value]) -> u64 {
    made.iter()
        .map(|one| one["effects"].as_u64().unwrap_or(0))
        .sum()
}

#[tokio::test]
async fn a_month_of_150_000_rows_is_read_to_its_end_and_its_sums_are_those_of_the_service() {
    let park = Park::start(&["--fleet-drivers", "400", "--fleet-transactions", "150000"]);
    let window = Window::open(&[]).await;
    connect(&window, &park).await;
    window.click("nav-fleet").await;
    window.screen("fleet").await;
    window.click("fleet-transactions-period").await;
    window.click("period-preset-quarter").await;
    window
        .within(COLLECTING, "the end of the list", async || {
            window
                .look("return document.querySelector('[data-testid=completeness][data-phase=complete]') !== null")
                .await
                == true
        })
        .await;
    let chip = window.find("fleet-transactions-period").await;
    let from = chip
        .attr("data-from")
        .await
        .expect("answered")
        .expect("a day");
    let to = chip
        .attr("data-to")
        .await
        .expect("answered")
        .expect("a day");
    let truth = park
        .truth(&format!("truth/fleet/transactions?{}", days(&from, &to)))
        .await;
    let rows = truth.as_array().expect("a list");
    let count = plain(&window.text("total-count").await);
    assert_eq!(count, rows.len().to_string());
    let moving = rows
        .iter()
        .filter(|row| row["moves_balance"] == true && row["driver_id"].is_string());
    let held: i128 = moving
        .map(|row| ten_thousandths(row["amount"].as_str().expect("a sum")))
        .sum();
    let shown = kopecks(&plain(&window.text("total-amount").await));
    // The screen shows kopecks; the service has four decimals.
    assert!(
        (i128::from(shown) * 100 - held).abs() < 100,
        "{shown} {held}"
    );
    window.close().await;
}

fn ten_thousandths(amount: &str) -> i128 {
    let (sign, bare) = match amount.strip_prefix('-') {
        Some(bare) => (-1, bare),
        None => (1, amount),
    };
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let part = format!("{part:0<4}");
    let number = |text: &str| text.parse::<i128>().expect("digits");
    sign * (number(whole) * 10_000 + number(&part))
}

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_repeated_under_the_same_token_and_has_one_effect() {
    let park = Park::start(&["--fleet-drivers", "40", "--fleet-transactions", "2000"]);
    let window = Window::open(&[]).await;
    connect(&window, &park).await;
    park.fail(["createDriverTransactionV3:drop/after@nth=1".to_owned()].into_iter())
        .await;
    form(&window, "credit", "100,50").await;
    review(&window).await;
    confirm(&window).await;
    outcome(&window, "accepted").await;
    let made = made(&park).await;
    assert_eq!((made.len(), effects(&made)), (1, 1), "{made:?}");
    window.close().await;
}

#[tokio::test]
async fn what_fails_after_it_was_taken_is_not_shown_as_paid() {
    let park = Park::start(&["--fleet-drivers", "40", "--fleet-transactions", "2000"]);
    let window = Window::open(&[]).await;
    connect(&window, &park).await;
    form(&window, "debit", "10").await;
    // A balance that nobody has: the service takes it and fails it later.
    window.fill("fleet-balance-min", "9 000 000").await;
    review(&window).await;
    confirm(&window).await;
    outcome(&window, "rejected").await;
    let made = made(&park).await;
    assert_eq!(made[0]["events"][0]["status"], "fail", "{made:?}");
    let listed = park.truth("truth/fleet/transactions?made=1").await;
    assert_eq!(listed.as_array().map(Vec::len), Some(0), "{listed}");
    window.close().await;
}

#[tokio::test]
async fn killed_while_the_service_is_at_it_the_next_start_asks_by_its_name() {
    let park = Park::start(&[
        "--fleet-drivers",
        "40",
        "--fleet-transactions",
        "2000",
        "--fleet-v3-takes",
        "20s",
        "--fleet-v3-reads",
        "never",
    ]);
    let window = Window::open(&[]).await;
    connect(&window, &park).await;
    window.close().await;
    let kill = [("PARKDESK_KILL_AT", "after_outcome:1")];
    let doomed = Window::open_with(&[], &kill).await;
    doomed.screen("drivers").await;
    form(&doomed, "credit", "55").await;
    review(&doomed).await;
    confirm(&doomed).await;
    doomed.dies(SETTLING).await;
    let window = Window::open(&[]).await;
    window.screen("drivers").await;
    in_journal(&window, "accepted").await;
    let made = made(&park).await;
    assert_eq!((made.len(), effects(&made)), (1, 1), "{made:?}");
    window.close().await;
}
