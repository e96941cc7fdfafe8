//! Payouts by a list in the real window: every row gets its verdict before anything leaves, and a register that is
//! killed again and again pays each row once.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::Locator;
use serde_json::Value;

use crate::{
    framed::Framed,
    money::Payee,
    park::{KEY, Park},
    window::{Window, drag_files},
};

const WITHDRAWAL: &str = "14";
/// The hold of a register is half a minute.
pub const HOLD: Duration = Duration::from_secs(60);
/// A press that was taken shows something within this time.
const ANSWER: Duration = Duration::from_secs(3);
pub const RUN: Duration = Duration::from_secs(240);

/// The screen of payouts.
pub async fn open(window: &Window) {
    window.click("nav-operations").await;
    window.screen("operations").await;
    // The header moves while rows come: a press may miss.
    window
        .until("the screen of payouts", async || {
            if window.has("operations-payout").await {
                window.click("operations-payout").await;
            }
            !window.has("operations-payout").await
        })
        .await;
    window.screen("payout").await;
}

/// No limit of requests: the stand-in has none either.
pub async fn without_limit(window: &Window) {
    window.click("nav-settings").await;
    window.click("settings-tab-advanced").await;
    window.fill("settings-rate", "0").await;
    window.click("settings-advanced-save").await;
    window
        .css("[data-testid=settings-advanced-save][aria-disabled=true]:not([aria-busy=true])")
        .await;
}

/// Confirms what was checked, with every warning agreed to.
pub async fn send(window: &Window) {
    // A money button takes no press in its first moments.
    window
        .until("the review", async || {
            window.click("payout-send").await;
            window.appears("payout-review", ANSWER).await
        })
        .await;
    let warnings = window
        .look("return [...document.querySelectorAll('[data-testid^=payout-agree-]')].map((one) => one.dataset.testid)")
        .await;
    for warning in warnings.as_array().expect("a list") {
        window.click(warning.as_str().expect("a test id")).await;
    }
    window.confirm("payout-confirm").await;
    window.find("payout-hold").await;
}

/// How many rows the screen counts in a state.
pub async fn counted(window: &Window, state: &str) -> u64 {
    let script = format!(
        "return Number(document.querySelector('[data-testid=payout-state-{state}]')?.dataset.count ?? 0)"
    );
    window.look(&script).await.as_u64().unwrap_or_default()
}

/// Row, from 1, and its verdict as the bindings name it.
pub async fn verdict(window: &Window, row: usize, verdict: &str) {
    window
        .css(&format!(
            "[data-testid=payout-row-{row}][data-verdict={verdict}]"
        ))
        .await;
}

async fn driver_where(park: &Park, fits: impl Fn(&Value) -> bool) -> String {
    let ids = park.truth("truth/drivers?blocked=0").await;
    for id in ids.as_array().expect("ids") {
        let driver = park.truth(&format!("truth/driver/{id}")).await;
        if fits(&driver) {
            return id.to_string();
        }
    }
    panic!("no such driver");
}

fn main_balance(driver: &Value) -> f64 {
    let balances = driver["balances"].as_array().expect("a list");
    let main = balances.iter().find(|one| one["integration_id"].is_null());
    let text = main.and_then(|main| main["balance"].as_str());
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn has_requisites(driver: &Value) -> bool {
    driver["requisites"]
        .as_array()
        .is_some_and(|all| !all.is_empty())
}

#[tokio::test]
async fn of_a_pasted_list_only_what_is_ready_is_paid_and_every_other_row_says_why() {
    let park = Park::start(&["--drivers", "200"]);
    let payees: Vec<String> = {
        let found = Payee::find_several(&park, 60).await;
        let mut rich = Vec::new();
        for payee in found {
            let driver = park.truth(&format!("truth/driver/{}", payee.id)).await;
            if main_balance(&driver) > 500.0 && rich.len() < 6 {
                rich.push(payee.id);
            }
        }
        rich
    };
    let blocked = park.truth("truth/drivers?blocked=1").await[0].to_string();
    let bare = driver_where(&park, |one| {
        !has_requisites(one) && main_balance(one) > 500.0
    })
    .await;
    let rows = [
        (payees[0].as_str(), "100,50"),
        (&payees[1], "200"),
        (&payees[2], "300,00"),
        (&payees[0], "100,50"),
        (&payees[3], "1,234"),
        (&payees[3], "сто"),
        (&payees[4], "0,00"),
        (&payees[4], "-5"),
        ("99999999", "100"),
        (&blocked, "100"),
        (&bare, "100"),
        (&payees[5], "90 000 000"),
    ];
    let mut text = String::from("ID водителя;Сумма;Комментарий\n");
    for (driver, amount) in rows {
        writeln!(text, "{driver};{amount};Выплата").expect("text");
    }
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    without_limit(&window).await;
    open(&window).await;
    // Enter as a key: the driver drops line breaks.
    let typed = text.replace('\n', "\u{e007}");
    window.fill("payout-paste", &typed).await;
    window.click("payout-read").await;
    window.find("payout-rows").await;
    window.click("payout-setting-pays-yes").await;
    window
        .css(&format!(
            "[data-testid=payout-setting-type] option[value='{WITHDRAWAL}']"
        ))
        .await;
    let kind = window.find("payout-setting-type").await;
    kind.select_by_value(WITHDRAWAL).await.expect("chosen");
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
        "blocked",
        "no_requisites",
        "not_enough",
    ];
    for (row, expected) in (1..).zip(verdicts) {
        verdict(&window, row, expected).await;
    }
    window.says("payout-control-rows", "12").await;
    window.says("payout-control-included", "3").await;
    window.says("payout-control-amount", "600,50").await;
    send(&window).await;
    let calls = park.truth("calls").await;
    assert!(calls["calls"]["createTransaction"].is_null(), "{calls}");
    window
        .within(HOLD, "three rows are accepted", async || {
            counted(&window, "accepted").await == 3
        })
        .await;
    window.find("payout-adds").await;
    let effects = park.truth("truth/transactions?made=1").await;
    let effects = effects.as_array().expect("a list");
    let mut paid: Vec<String> = effects
        .iter()
        .map(|one| one["driver_id"].to_string())
        .collect();
    paid.sort();
    let mut wanted = payees[..3].to_vec();
    wanted.sort();
    assert_eq!(paid, wanted, "{effects:?}");
    window.close().await;
}

/// What was copied in a table of another program, as it offers it to everybody: kept until dropped.
struct Copied(Child);

impl Copied {
    async fn offer(text: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/copied.py");
        // The system's Python: GTK's bindings are not installed for any other.
        let mut owner = Command::new("/usr/bin/python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the other program starts");
        let mut input = owner.stdin.take().expect("piped");
        input.write_all(text.as_bytes()).expect("told");
        drop(input);
        let mut line = String::new();
        let output = owner.stdout.take().expect("piped");
        BufReader::new(output).read_line(&mut line).expect("read");
        assert_eq!(line, "copied\n");
        Self(owner)
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn rows_copied_in_another_program_are_read_by_the_keys_alone() {
    let park = Park::start(&[]);
    let ids = drivers(&park, 5).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    open(&window).await;
    let copied = |ids: &[String]| {
        let rows = ids.iter().map(|id| format!("{id}\t1 234,56\tПремия\n"));
        format!(
            "ID водителя\tСумма\tКомментарий\n{}",
            rows.collect::<String>()
        )
    };
    // The field for it has the focus.
    let first = Copied::offer(&copied(&ids[..3])).await;
    let framed = Framed::find().expect("a window");
    framed.keys("ctrl+v");
    window.find("payout-rows").await;
    window.says("payout-row-3", "1\u{a0}234,56").await;
    assert!(!window.has("payout-row-4").await);
    drop(first);
    // Nothing that can be typed in has the focus.
    let _second = Copied::offer(&copied(&ids)).await;
    window
        .css("[data-testid=payout-row-1]")
        .await
        .click()
        .await
        .expect("clicked");
    framed.keys("ctrl+v");
    window.confirm("payout-replace-go").await;
    window.says("payout-row-5", "1\u{a0}234,56").await;
    window.close().await;
}

#[tokio::test]
async fn a_register_killed_three_times_pays_each_of_its_five_hundred_rows_once() {
    let park = Park::start(&["--drivers", "600"]);
    let ids = drivers(&park, 500).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    without_limit(&window).await;
    window.close().await;
    let window = Window::open_with(&[], &[("PARKDESK_KILL_AT", "after_send:100")]).await;
    window.screen("drivers").await;
    open(&window).await;
    check_deposits(&window, &ids).await;
    send(&window).await;
    window.dies(RUN).await;
    for kill in ["after_outcome:120", "before_intent:150"] {
        let window = Window::open_with(&[], &[("PARKDESK_KILL_AT", kill)]).await;
        resume(&window).await;
        window.dies(RUN).await;
    }
    let window = Window::open(&[]).await;
    resume(&window).await;
    window
        .within(RUN, "five hundred rows are accepted", async || {
            counted(&window, "accepted").await == 500
        })
        .await;
    window.find("payout-adds").await;
    window.close().await;
    each_got_one(&park, ids).await;
}

/// So many drivers, of whatever kind.
pub async fn drivers(park: &Park, count: usize) -> Vec<String> {
    let ids = park.truth("truth/drivers").await;
    let ids = ids.as_array().expect("ids").iter();
    let ids: Vec<String> = ids.take(count).map(Value::to_string).collect();
    assert_eq!(ids.len(), count);
    ids
}

/// Drops a file with a sum for each of these drivers onto the screen of payouts, and has it checked.
pub async fn check_deposits(window: &Window, ids: &[String]) {
    let mut text = String::from("ID водителя;Сумма\r\n");
    for (row, id) in ids.iter().enumerate() {
        write!(text, "{id};{},{:02}\r\n", row + 1, row % 100).expect("text");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bonus.csv");
    std::fs::write(&file, &text).expect("written");
    let place = window.place("payout-paste").await;
    drag_files(&[&file], place).await;
    window.find("payout-rows").await;
    window.click("payout-setting-deposit").await;
    window.click("payout-check").await;
    let all = ids.len().to_string();
    window
        .within(RUN, "all rows are checked", async || {
            window.has("payout-control-included").await
                && window.text("payout-control-included").await == all
        })
        .await;
}

/// The service holds one effect for each of these drivers, and was asked for no more.
pub async fn each_got_one(park: &Park, mut wanted: Vec<String>) {
    let effects = park.truth("truth/transactions?made=1").await;
    let effects = effects.as_array().expect("a list").iter();
    let mut paid: Vec<String> = effects.map(|one| one["driver_id"].to_string()).collect();
    paid.sort();
    wanted.sort();
    assert_eq!(paid, wanted);
    let calls = park.truth("calls").await;
    assert_eq!(calls["calls"]["createTransaction"], wanted.len(), "{calls}");
}

/// The paused register, gone on with.
async fn resume(window: &Window) {
    window.screen("drivers").await;
    open(window).await;
    window.find("payout-paused-banner").await;
    let paused = Locator::Css("a[data-testid^=payout-earlier-][data-phase=paused]");
    window
        .until("the paused register opens", async || {
            // The list is drawn anew while what is unknown is looked up.
            if let Ok(register) = window.client.find(paused).await {
                let _ = register.click().await;
            }
            window.has("payout-resume").await
        })
        .await;
    // As above: pressed until it is taken.
    window.confirm("payout-resume").await;
}
