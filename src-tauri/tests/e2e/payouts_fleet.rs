//! A pasted list at Yandex Fleet in the real window: every row says what would become of it before anything leaves, and the
//! service's own truth is what the screen said.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{
    fleet::{SETTLING, connect, effects, made},
    park::Park,
    payouts,
    window::Window,
};

struct Driver {
    id: String,
    phone: String,
}

/// Drivers with more than a thousand roubles free, each with a phone of his own.
async fn rich(park: &Park, count: usize) -> Vec<Driver> {
    let truth = park.truth("truth/fleet/drivers").await;
    let all = truth.as_array().expect("a list");
    let roubles = |one: &Value, name: &str| -> f64 {
        let text = one[name].as_str().expect("a sum");
        text.parse().expect("digits")
    };
    let alone = |one: &Value| {
        all.iter()
            .filter(|other| other["phone"] == one["phone"])
            .count()
            == 1
    };
    let fits =
        |one: &&Value| roubles(one, "balance") - roubles(one, "blocked") > 1_000.0 && alone(one);
    let text = |one: &Value, name: &str| one[name].as_str().expect("a text").to_owned();
    let found: Vec<Driver> = all
        .iter()
        .filter(fits)
        .take(count)
        .map(|one| Driver {
            id: text(one, "id"),
            phone: text(one, "phone"),
        })
        .collect();
    assert_eq!(found.len(), count, "{truth}");
    found
}

#[tokio::test]
async fn of_a_list_pasted_for_yandex_only_what_is_ready_leaves_and_every_other_row_says_why() {
    let park = Park::start(&["--fleet-drivers", "200", "--fleet-transactions", "4000"]);
    let drivers = rich(&park, 5).await;
    let [a, b, c, d, e] = drivers.as_slice() else {
        panic!("five drivers");
    };
    let nobody = "f".repeat(32);
    let long = "я".repeat(250);
    // By id, by phone, by both; the eleventh's columns point at two people.
    let rows = [
        (a.id.as_str(), "", "100,50", ""),
        ("", &b.phone, "200", ""),
        (&c.id, &c.phone, "300,00", ""),
        (&a.id, "", "100,50", ""),
        (&d.id, "", "1,234", ""),
        (&d.id, "", "сто", ""),
        (&e.id, "", "0,00", ""),
        (&e.id, "", "-5", ""),
        (&nobody, "", "100", ""),
        (&d.id, "", "90 000 000", ""),
        (&d.id, &e.phone, "100", ""),
        (&e.id, "", "100", &long),
    ];
    let mut text = String::from("ID водителя;Телефон;Сумма;Комментарий\n");
    for (id, phone, amount, comment) in rows {
        writeln!(text, "{id};{phone};{amount};{comment}").expect("text");
    }
    let window = Window::open(&[]).await;
    connect(&window, &park).await;
    payouts::open(&window).await;
    // Enter as a key: the driver drops line breaks.
    let typed = text.replace('\n', "\u{e007}");
    window.fill("payout-paste", &typed).await;
    window.click("payout-read").await;
    window.find("payout-rows").await;
    window.click("payout-service-yandex").await;
    window.click("payout-sign-debit").await;
    window.click("payout-manner-event").await;
    window.fill("payout-reason", "Аренда").await;
    window.click("payout-check").await;
    let verdicts = [
        "ready",
        "ready",
        "ready",
        "duplicate_in_file",
        "ambiguous_amount",
        "bad_amount",
        "bad_amount",
        "bad_amount",
        "unknown_driver",
        "not_enough",
        "ambiguous_driver",
        "refused",
    ];
    for (row, expected) in (1..).zip(verdicts) {
        payouts::verdict(&window, row, expected).await;
    }
    window.says("payout-control-rows", "12").await;
    window.says("payout-control-included", "3").await;
    window.says("payout-control-amount", "600,50").await;
    payouts::send(&window).await;
    assert!(made(&park).await.is_empty(), "nothing leaves in the hold");
    window
        .within(SETTLING, "three rows are accepted", async || {
            payouts::counted(&window, "accepted").await == 3
        })
        .await;
    window.find("payout-adds").await;
    let made = made(&park).await;
    assert_eq!((made.len(), effects(&made)), (3, 3), "{made:?}");
    let listed = park.truth("truth/fleet/transactions?made=1").await;
    let mut taken: Vec<(String, String)> = listed
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().expect("a text").to_owned();
            (text("driver_id"), text("amount"))
        })
        .collect();
    let mut wanted = [(a, "-100.5000"), (b, "-200.0000"), (c, "-300.0000")]
        .map(|(driver, amount)| (driver.id.clone(), amount.to_owned()));
    taken.sort();
    wanted.sort();
    assert_eq!(taken, wanted, "{listed}");
    window.close().await;
}
