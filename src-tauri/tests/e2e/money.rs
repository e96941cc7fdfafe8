//! Money in the real window: one confirmed press has at most one effect in the service's own books, whatever is lost on
//! the way, and whenever the program dies.

use std::time::Duration;

use serde_json::Value;

use crate::{
    park::{KEY, Park},
    window::Window,
};

/// «Вывод средств» in the stand-in's dictionary.
const WITHDRAWAL: &str = "14";
/// Longer than the hold and the first look into the service's records.
const SETTLING: Duration = Duration::from_secs(60);

/// Somebody who may withdraw and has a requisite, and the balance with the most on it.
pub struct Payee {
    pub id: String,
    balance: String,
}

impl Payee {
    pub async fn find(park: &Park) -> Self {
        Self::find_several(park, 1).await.remove(0)
    }

    pub async fn find_several(park: &Park, wanted: usize) -> Vec<Self> {
        let ids = park.truth("truth/drivers?blocked=0").await;
        let mut found = Vec::new();
        for id in ids.as_array().expect("ids") {
            let driver = park.truth(&format!("truth/driver/{id}")).await;
            let requisites = driver["requisites"].as_array();
            let balances = driver["balances"].as_array().expect("a list");
            let rich = balances.iter().find(|one| free(one) > 1_000.0);
            if let (Some(balance), true) = (rich, requisites.is_some_and(|all| !all.is_empty())) {
                found.push(Self {
                    id: id.to_string(),
                    balance: balance["id"].to_string(),
                });
            }
            if found.len() == wanted {
                return found;
            }
        }
        panic!("not {wanted} drivers have a thousand roubles");
    }

    /// What the service's books hold of this driver that came through the API.
    pub async fn effects(&self, park: &Park) -> Vec<Value> {
        let path = format!("truth/transactions?made=1&drivers={}", self.id);
        park.truth(&path).await.as_array().expect("a list").clone()
    }

    /// The form on the card, filled: 100,50 withdrawn and paid out.
    pub async fn ask(&self, window: &Window) {
        crate::drivers::open_card(window, &self.id).await;
        window.click("money-withdraw").await;
        window.find("operation-form").await;
        window
            .click(&format!("operation-balance-{}", self.balance))
            .await;
        window.fill("operation-amount", "100,50").await;
        window.click("operation-pays-yes").await;
        // The types come from the service.
        window
            .css(&format!(
                "[data-testid=operation-type] option[value='{WITHDRAWAL}']"
            ))
            .await;
        // A message of before may lie over it for a while.
        window
            .until("the type is chosen", async || {
                let kind = window.find("operation-type").await;
                kind.select_by_value(WITHDRAWAL).await.is_ok()
            })
            .await;
        window.click("operation-plan").await;
        window.find("operation-review").await;
    }

    /// Agrees to whatever is asked.
    pub async fn agree(&self, window: &Window) {
        let warnings = window
            .look("return [...document.querySelectorAll('[data-testid^=operation-warning-]')].map((one) => one.dataset.testid)")
            .await;
        for warning in warnings.as_array().expect("a list") {
            window.click(warning.as_str().expect("a test id")).await;
        }
    }

    /// Agrees to whatever is asked and confirms.
    pub async fn confirm(&self, window: &Window) {
        self.agree(window).await;
        window.confirm("operation-confirm").await;
    }

    pub async fn withdraw(&self, window: &Window) {
        self.ask(window).await;
        self.confirm(window).await;
    }
}

fn free(balance: &Value) -> f64 {
    let number = |name: &str| {
        let text = balance[name].as_str().map(str::to_owned);
        let text = text.unwrap_or_else(|| balance[name].to_string());
        text.parse::<f64>().unwrap_or_default()
    };
    number("balance") - number("frozen_balance")
}

/// Waits for the outcome of the operation on the card.
pub async fn outcome(window: &Window, state: &str) {
    let css = format!("[data-testid=operation-outcome][data-state={state}]");
    window
        .within(SETTLING, &format!("the outcome {state}"), async || {
            window
                .look(&format!("return document.querySelector('{css}') !== null"))
                .await
                == Value::Bool(true)
        })
        .await;
}

/// Opens the newest operation in the journal and waits until it stands so.
pub async fn in_journal(window: &Window, state: &str) {
    window.click("nav-journal").await;
    window.screen("journal").await;
    window
        .css("[data-testid^=journal-row-]")
        .await
        .click()
        .await
        .expect("clicked");
    window.find("operation-drawer").await;
    let css = format!("[data-testid=operation-state][data-state={state}]");
    window
        .within(SETTLING, &format!("the operation is {state}"), async || {
            window
                .look(&format!("return document.querySelector('{css}') !== null"))
                .await
                == Value::Bool(true)
        })
        .await;
}

#[tokio::test]
async fn a_withdrawal_is_held_sent_once_and_kept_in_the_journal() {
    let park = Park::start(&[]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    payee.withdraw(&window).await;
    window.find("operation-hold").await;
    assert!(payee.effects(&park).await.is_empty(), "held, and yet sent");
    outcome(&window, "accepted").await;
    let effects = payee.effects(&park).await;
    assert_eq!(effects.len(), 1, "{effects:?}");
    assert!(effects[0]["payment_id"].is_number(), "{effects:?}");
    in_journal(&window, "accepted").await;
    window.close().await;
}

#[tokio::test]
async fn a_withdrawal_taken_back_in_its_hold_leaves_no_request() {
    let park = Park::start(&[]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    payee.withdraw(&window).await;
    window.click("operation-hold-cancel").await;
    outcome(&window, "cancelled").await;
    in_journal(&window, "cancelled").await;
    let calls = park.truth("calls").await;
    assert!(calls["calls"]["createTransaction"].is_null(), "{calls}");
    window.close().await;
}

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_unknown_and_then_found_even_when_it_shows_up_late() {
    let park = Park::start(&["--transactions-visible-after", "8s"]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    park.fail(["createTransaction:drop/after".to_owned()].into_iter())
        .await;
    payee.withdraw(&window).await;
    outcome(&window, "unknown").await;
    let text = window.page_text().await;
    assert!(text.contains("Неизвестно"), "{text}");
    park.mend().await;
    // The first look comes too early for the service's own list, the second finds it.
    in_journal(&window, "accepted").await;
    window.find("operation-evidence").await;
    assert_eq!(payee.effects(&park).await.len(), 1);
    let calls = park.truth("calls").await;
    assert_eq!(calls["calls"]["createTransaction"], 1, "{calls}");
    window.close().await;
}

#[tokio::test]
async fn what_was_lost_before_the_effect_stays_unknown_until_a_person_closes_it() {
    let park = Park::start(&[]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    park.fail(["createTransaction:drop".to_owned()].into_iter())
        .await;
    payee.withdraw(&window).await;
    outcome(&window, "unknown").await;
    park.mend().await;
    in_journal(&window, "unknown").await;
    window.click("operation-check").await;
    window.find("operation-evidence").await;
    window.click("operation-close-absent").await;
    window
        .fill("closing-reason", "Проверено в кабинете: операции нет")
        .await;
    window.confirm("closing-confirm").await;
    window
        .css("[data-testid=operation-state][data-state=closed_absent]")
        .await;
    assert!(payee.effects(&park).await.is_empty());
    let calls = park.truth("calls").await;
    assert_eq!(calls["calls"]["createTransaction"], 1, "{calls}");
    window.close().await;
}

#[tokio::test]
async fn a_script_in_the_page_moves_no_money_by_a_plan_that_was_not_shown() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    let script = "const done = arguments[arguments.length - 1]; \
        window.__TAURI_INTERNALS__.invoke('startup').then((startup) => \
        window.__TAURI_INTERNALS__.invoke('jump_create_transaction', \
        { connection: startup.current, plan: 'f'.repeat(64), agreed: [] })) \
        .then(() => done('moved'), (error) => done(error.code))";
    let told = window.client.execute_async(script, vec![]).await;
    assert_eq!(told.expect("the script runs"), "review_expired");
    let calls = park.truth("calls").await;
    assert!(calls["calls"]["createTransaction"].is_null(), "{calls}");
    window.close().await;
}

#[tokio::test]
async fn a_read_only_park_offers_no_money() {
    let park = Park::start(&[]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    let script = "const done = arguments[arguments.length - 1]; \
        const invoke = window.__TAURI_INTERNALS__.invoke; \
        invoke('startup').then((startup) => invoke('edit_connection', { connection: startup.current, \
        edit: { name: 'Север-Запад', color: 'teal', read_only: true } })) \
        .then(() => done('closed'), (error) => done(JSON.stringify(error)))";
    let told = window.client.execute_async(script, vec![]).await;
    assert_eq!(told.expect("the script runs"), "closed");
    window.close().await;
    let window = Window::open(&[]).await;
    window.screen("drivers").await;
    crate::drivers::open_card(&window, &payee.id).await;
    window.click("money-withdraw").await;
    window.find("operation-read-only").await;
    assert!(
        !window.has("operation-plan").await || {
            let plan = window.find("operation-plan").await;
            !plan.is_enabled().await.expect("a state")
                || plan.attr("aria-disabled").await.expect("a state") == Some("true".to_owned())
        }
    );
    window.close().await;
}

/// For each step confirms a withdrawal in a program that dies there, while the answers to it suffer `fault`; opens the
/// program again without it, and waits until the journal says `state`; answers how many effects each has, and how often the service was asked to make one.
async fn killed_at<const N: usize>(
    steps: [&str; N],
    fault: Option<&str>,
    state: &str,
) -> ([usize; N], u64) {
    let park = Park::start(&[]);
    let payees = Payee::find_several(&park, N).await;
    let mut window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    let mut effects = [0; N];
    for ((step, payee), effects) in steps.iter().zip(&payees).zip(&mut effects) {
        window.close().await;
        park.fail(fault.map(str::to_owned).into_iter()).await;
        let kill = format!("{step}:1");
        let doomed = Window::open_with(&[], &[("PARKDESK_KILL_AT", &kill)]).await;
        doomed.screen("drivers").await;
        payee.withdraw(&doomed).await;
        doomed.dies(SETTLING).await;
        park.mend().await;
        window = Window::open(&[]).await;
        window.screen("drivers").await;
        in_journal(&window, state).await;
        if state == "unknown" {
            window.click("operation-check").await;
            window.find("operation-evidence").await;
        }
        *effects = payee.effects(&park).await.len();
    }
    window.close().await;
    let calls = park.truth("calls").await;
    let asked = calls["calls"]["createTransaction"].as_u64();
    (effects, asked.unwrap_or_default())
}

#[tokio::test]
async fn killed_before_the_intent_nothing_leaves_and_nothing_is_sent_later() {
    let killed = killed_at(["confirmed", "before_intent"], None, "cancelled").await;
    assert_eq!(killed, ([0, 0], 0));
}

#[tokio::test]
async fn killed_between_the_intent_and_the_sending_it_is_unknown_and_never_sent_again() {
    let killed = killed_at(["after_intent", "before_send"], None, "unknown").await;
    assert_eq!(killed, ([0, 0], 0));
}

#[tokio::test]
async fn killed_after_the_sending_the_one_effect_is_found() {
    let killed = killed_at(["after_send", "after_outcome"], None, "accepted").await;
    assert_eq!(killed, ([1, 1], 2));
}

#[tokio::test]
async fn killed_while_it_is_looked_up_the_one_effect_is_found_after_all() {
    let lost = Some("createTransaction:drop/after");
    let killed = killed_at(["before_check", "after_check"], lost, "accepted").await;
    assert_eq!(killed, ([1, 1], 2));
}

#[tokio::test]
async fn killed_while_nothing_is_found_it_is_still_unknown_and_never_sent_again() {
    let lost = Some("createTransaction:drop");
    let killed = killed_at(["before_check", "after_check"], lost, "unknown").await;
    assert_eq!(killed, ([0, 0], 2));
}
