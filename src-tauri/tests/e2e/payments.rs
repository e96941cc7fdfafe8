//! A month of payments: complete, and equal to what the service really holds, to the kopeck.

use crate::{
    park::{KEY, Park},
    window::Window,
};

/// `11 622 084,57 ₽` as the digits and a dot that the stand-in answers with.
pub fn plain(money: &str) -> String {
    money
        .chars()
        .filter_map(|c| match c {
            ',' => Some('.'),
            '\u{2212}' => Some('-'),
            c if c.is_ascii_digit() => Some(c),
            _ => None,
        })
        .collect()
}

/// `1500` and `1500.00` are one sum.
pub fn kopecks(sum: &str) -> i64 {
    let (rubles, kopecks) = sum.split_once('.').unwrap_or((sum, "0"));
    let kopecks = format!("{kopecks:0<2}");
    let sum = format!("{rubles}{}", &kopecks[..2]);
    sum.parse().unwrap_or_else(|_| panic!("{sum} is no sum"))
}

/// The period that the screen shows, as the stand-in's control door is asked for it.
pub async fn period(window: &Window, chip: &str) -> String {
    let chip = window.find(chip).await;
    let day = async |name: &str| {
        let day = chip.attr(name).await.expect("answered");
        day.expect("a day")
    };
    days(&day("data-from").await, &day("data-to").await)
}

/// Whole days in Moscow, both inclusive.
pub fn days(from: &str, to: &str) -> String {
    format!("from={from}T00:00:00%2B03:00&to={to}T23:59:59%2B03:00")
}

#[tokio::test]
async fn the_totals_of_a_month_are_those_of_the_service_to_the_kopeck() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-payments").await;
    window.screen("payments").await;
    window.click("payments-period").await;
    window.click("period-preset-last_month").await;
    window
        .css("[data-testid=completeness][data-phase=complete]")
        .await;
    let period = period(&window, "payments-period").await;
    let truth = park.truth(&format!("truth/payments?{period}")).await;
    let count = truth["count"].to_string();
    window
        .until(&format!("{count} payments of {period}"), async || {
            window.has("total-count").await && plain(&window.text("total-count").await) == count
        })
        .await;
    for (shown, held) in [
        ("total-amount", "amount"),
        ("total-paid", "amount_paid"),
        ("total-commission", "commission"),
    ] {
        let shown = plain(&window.text(shown).await);
        let held = truth[held]
            .as_str()
            .map_or_else(|| truth[held].to_string(), str::to_owned);
        assert_eq!(kopecks(&shown), kopecks(&held), "{shown} {truth}");
    }
    window.close().await;
}

#[tokio::test]
async fn a_page_that_never_comes_leaves_a_list_that_says_so_until_the_rest_is_fetched() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-payments").await;
    window.screen("payments").await;
    window
        .css("[data-testid=completeness][data-phase=complete]")
        .await;
    // A look at the newest row and the first page answer; everything after them fails.
    park.fail((3..60).map(|n| format!("listPayments:500@nth={n}")))
        .await;
    window.click("payments-period").await;
    window.click("period-preset-quarter").await;
    window
        .css("[data-testid=completeness][data-phase=failed]")
        .await;
    park.mend().await;
    window.click("payments-resume").await;
    window
        .css("[data-testid=completeness][data-phase=complete]")
        .await;
    window.close().await;
}
