//! Operations of a period: all of them, with the sums that the service holds; the same narrowed to one driver.

use serde_json::Value;

use crate::{
    park::{KEY, Park},
    payments::{kopecks, period, plain},
    window::Window,
};

/// What the stand-in holds of the period that the screen shows: count, income and outcome in kopecks.
async fn truth(park: &Park, window: &Window, narrowed: &str) -> (usize, i64, i64) {
    let period = period(window, "operations-period").await;
    let rows = park
        .truth(&format!("truth/transactions?{period}{narrowed}"))
        .await;
    let rows = rows.as_array().expect("a list").clone();
    let amounts = rows
        .iter()
        .map(|row| kopecks(row["amount"].as_str().expect("an amount")));
    let (income, outcome): (Vec<i64>, Vec<i64>) = amounts.partition(|amount| *amount > 0);
    (rows.len(), income.iter().sum(), outcome.iter().sum())
}

async fn shown(window: &Window) -> (usize, i64, i64) {
    let sum = async |id: &str| kopecks(&plain(&window.text(id).await));
    let count = plain(&window.text("total-count").await);
    (
        count.parse().unwrap_or_default(),
        sum("total-income").await,
        sum("total-outcome").await,
    )
}

#[tokio::test]
async fn the_sums_of_the_operations_are_those_of_the_service_to_the_kopeck() {
    let park = Park::start(&["--transactions", "3000"]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-operations").await;
    window.screen("operations").await;
    window.click("operations-period").await;
    window.click("period-preset-last_month").await;
    window
        .css("[data-testid=completeness][data-phase=complete]")
        .await;
    let held = truth(&park, &window, "").await;
    assert!(held.0 > 200, "more than one page: {held:?}");
    window
        .until("the sums of the service", async || {
            window.has("total-income").await && shown(&window).await == held
        })
        .await;
    window
        .css("[data-testid^=operation-row-]")
        .await
        .click()
        .await
        .expect("clicked");
    window.find("operation-drawer").await;
    window.close().await;
}

#[tokio::test]
async fn a_drivers_tab_shows_the_operations_of_this_driver_alone() {
    let park = Park::start(&["--transactions", "3000"]);
    let all = park.truth("truth/transactions").await;
    let busiest = busiest(&all);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    crate::drivers::open_card(&window, &busiest).await;
    window.click("driver-tab-operations").await;
    window
        .css("[data-testid=completeness][data-phase=complete]")
        .await;
    let held = truth(&park, &window, &format!("&drivers={busiest}")).await;
    window
        .until("the driver's sums", async || {
            window.has("total-income").await && shown(&window).await == held
        })
        .await;
    window.close().await;
}

/// The driver with the most operations.
fn busiest(all: &Value) -> String {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for row in all.as_array().expect("a list") {
        *counts.entry(row["driver_id"].to_string()).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.expect("somebody").0
}
