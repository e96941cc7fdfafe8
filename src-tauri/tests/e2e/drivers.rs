//! A driver's card: what was changed is saved and told; what was not touched stays; what has no right is told too.

use serde_json::Value;

use crate::{
    park::{KEY, LIMITED_KEY, Park},
    window::Window,
};

/// A driver of the stand-in with at least this many requisites: id and truth.
async fn driver_with_requisites(park: &Park, at_least: usize) -> (String, Value) {
    let ids = park.truth("truth/drivers").await;
    for id in ids.as_array().expect("ids") {
        let id = id.to_string();
        let truth = park.truth(&format!("truth/driver/{id}")).await;
        if truth["requisites"].as_array().map_or(0, Vec::len) >= at_least {
            return (id, truth);
        }
    }
    panic!("no driver with {at_least} requisites");
}

pub async fn open_card(window: &Window, id: &str) {
    window.fill("drivers-search", id).await;
    window.click(&format!("driver-row-{id}")).await;
    // A row is opened as in any list: with Enter.
    if !window.has("driver-save").await {
        window.press("\u{e007}").await;
    }
    window.screen("driver").await;
}

#[tokio::test]
async fn a_changed_phone_arrives_and_nothing_else_moves() {
    let park = Park::start(&[]);
    let (id, before) = driver_with_requisites(&park, 2).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    open_card(&window, &id).await;
    window.fill("driver-phone", "8 (911) 000-77-31").await;
    window.click("driver-save").await;
    window.find("review-dialog").await;
    window.says("review-change-phone", "911 000-77-31").await;
    window.click("review-confirm").await;
    window.gone("review-dialog").await;
    window
        .css("[data-testid=save-outcome][data-state=saved]")
        .await;
    let after = park.truth(&format!("truth/driver/{id}")).await;
    assert!(
        after["phone"].to_string().contains("79110007731"),
        "{after}"
    );
    for untouched in [
        "requisites",
        "park_note",
        "park_comment",
        "referrer_id",
        "withdrawal_forbidden_comment",
        "group_id",
        "last_name",
    ] {
        assert_eq!(before[untouched], after[untouched], "{untouched}");
    }
    window.close().await;
}

#[tokio::test]
async fn a_requisite_is_added_and_another_deleted_only_after_its_digits_were_typed() {
    let park = Park::start(&[]);
    let (id, before) = driver_with_requisites(&park, 2).await;
    let victim = before["requisites"][0]["id"].to_string();
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    open_card(&window, &id).await;
    window.click("driver-tab-requisites").await;
    window.click(&format!("requisite-delete-{victim}")).await;
    window.click("requisite-type-3").await;
    window.click("requisite-form-confirm").await;
    window.fill("requisite-number", "2200 0000 0000 0004").await;
    window.fill("requisite-name", "Карта для выплат").await;
    window.click("requisite-add").await;
    window.click("driver-save").await;
    window.find("review-dialog").await;
    let confirm = window.find("review-confirm").await;
    assert!(
        !confirm.is_enabled().await.expect("a state"),
        "deletion needs the digits first"
    );
    let number = before["requisites"][0]["account_number"]
        .as_str()
        .expect("a number")
        .to_owned();
    let digits = &number[number.len() - 4..];
    window
        .fill(&format!("review-delete-{victim}"), digits)
        .await;
    window.click("review-confirm").await;
    window
        .css("[data-testid=save-outcome][data-state=saved]")
        .await;
    let after = park.truth(&format!("truth/driver/{id}")).await;
    let requisites = after["requisites"].as_array().expect("a list");
    assert!(
        requisites
            .iter()
            .all(|r| r["id"] != before["requisites"][0]["id"]),
        "{after}"
    );
    assert!(
        requisites
            .iter()
            .any(|r| r["account_number"] == "2200000000000004"),
        "{after}"
    );
    assert_eq!(
        requisites.len(),
        before["requisites"].as_array().expect("a list").len()
    );
    window.close().await;
}

#[tokio::test]
async fn a_save_that_the_key_has_no_right_to_is_told_as_ignored_not_as_saved() {
    let park = Park::start(&[]);
    let (id, before) = driver_with_requisites(&park, 1).await;
    let requisite = before["requisites"][0]["id"].to_string();
    let window = Window::open(&[]).await;
    window.connect(&park.base, LIMITED_KEY).await;
    open_card(&window, &id).await;
    window.click("driver-tab-requisites").await;
    window
        .fill(&format!("requisite-name-{requisite}"), "Другое название")
        .await;
    window.click("driver-save").await;
    window.click("review-confirm").await;
    window
        .css("[data-testid=save-outcome][data-state=ignored]")
        .await;
    let after = park.truth(&format!("truth/driver/{id}")).await;
    assert_eq!(before["requisites"], after["requisites"]);
    window.close().await;
}

#[tokio::test]
async fn a_name_typed_in_the_wrong_layout_is_found() {
    let park = Park::start(&[]);
    let (_, driver) = driver_with_requisites(&park, 0).await;
    let name = driver["last_name"].as_str().expect("a name");
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.fill("drivers-search", &in_latin_layout(name)).await;
    window
        .until("the driver is listed", async || {
            window.text("drivers-grid").await.contains(name)
        })
        .await;
    window.close().await;
}

/// The keys a person presses for a Russian word with the English layout on.
fn in_latin_layout(word: &str) -> String {
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    let key = |letter: char| {
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        let place = RUSSIAN.chars().position(|c| c == lower);
        place.and_then(|at| LATIN.chars().nth(at)).unwrap_or(letter)
    };
    word.chars().map(key).collect()
}

#[tokio::test]
async fn switching_the_park_with_a_dirty_form_asks_first() {
    let park = Park::start(&[]);
    let (id, _) = driver_with_requisites(&park, 0).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-settings").await;
    window.click("settings-open-demo").await;
    window.screen("drivers").await;
    window.click("park-switch").await;
    window
        .css("[data-testid^=park-item-]:not([data-testid=park-item-demo])")
        .await
        .click()
        .await
        .expect("clicked");
    window.says("park-switch", "Север-Запад").await;
    window.screen("drivers").await;
    open_card(&window, &id).await;
    window
        .fill("driver-park_note", "Недописанная заметка")
        .await;
    window.says("driver-dirty", "1").await;
    window.click("park-switch").await;
    window.click("park-item-demo").await;
    window.click("leave-stay").await;
    assert_eq!(
        window.value("driver-park_note").await,
        "Недописанная заметка"
    );
    window.says("park-switch", "Север-Запад").await;
    window.click("park-switch").await;
    window.click("park-item-demo").await;
    window.click("leave-go").await;
    window.screen("drivers").await;
    window.close().await;
}
