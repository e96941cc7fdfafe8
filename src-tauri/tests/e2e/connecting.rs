//! Connecting a park: the key goes to the keychain and nowhere else; without a keychain the program still starts.

use tokio::process::Command;

use crate::{
    park::{KEY, Park},
    window::Window,
};

/// What the Secret Service holds for an account, asked from outside the program.
async fn in_keychain(account: &str) -> String {
    let answer = Command::new("secret-tool")
        .args(["lookup", "service", "Parkdesk", "username", account])
        .output()
        .await
        .expect("secret-tool runs");
    String::from_utf8(answer.stdout).expect("UTF-8")
}

/// The account of the only connection, as the keychain lists it.
async fn only_account() -> String {
    let answer = Command::new("secret-tool")
        .args(["search", "--all", "service", "Parkdesk"])
        .output()
        .await
        .expect("secret-tool runs");
    let said = [answer.stdout, answer.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let account = said
        .lines()
        .find_map(|line| line.split("username = ").nth(1));
    account
        .unwrap_or_else(|| panic!("no account in {said}"))
        .to_owned()
}

/// Everything the program wrote below its home, as text.
pub fn written_by_the_program() -> String {
    fn below(folder: &std::path::Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                // The keychain's own file is where the key belongs.
                if !path.ends_with("keyrings") {
                    below(&path, into);
                }
            } else if let Ok(bytes) = std::fs::read(&path) {
                into.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    let mut text = String::new();
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        let folder = std::env::var_os(name).expect("the harness gives a home of its own");
        below(folder.as_ref(), &mut text);
    }
    text
}

#[tokio::test]
async fn a_key_typed_once_is_only_in_the_keychain_and_never_on_disk_or_on_the_page() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    assert_eq!(in_keychain(&only_account().await).await, KEY);
    window.click("nav-settings").await;
    window.screen("settings").await;
    let page = window
        .look("return document.documentElement.outerHTML")
        .await;
    assert!(
        !page.as_str().expect("a page").contains(KEY),
        "the key is on the page"
    );
    window.close().await;
    let written = written_by_the_program();
    assert!(written.contains("Север-Запад"), "the settings were written");
    assert!(!written.contains(KEY), "the key is on disk");
}

#[tokio::test]
async fn a_park_stays_connected_over_a_restart() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.close().await;
    let again = Window::open(&[]).await;
    again.screen("drivers").await;
    again.says("park-switch", "Север-Запад").await;
    again.close().await;
}

#[tokio::test]
async fn a_wrong_key_is_told_before_any_work_begins() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.screen("connect").await;
    window.fill("connect-name", "Север-Запад").await;
    window.fill("connect-key", "demo-wrong-key").await;
    window.click("connect-advanced").await;
    window.fill("connect-base", &park.base).await;
    window.click("connect-submit").await;
    window
        .css("[data-testid=check-dictIntegrations][data-state=unauthorized]")
        .await;
    window.close().await;
}

#[tokio::test]
async fn no_keychain_the_program_starts_says_so_and_works_for_this_run() {
    let park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.screen("connect").await;
    window.find("connect-keychain").await;
    window.click("connect-keychain-retry").await;
    window.find("connect-keychain").await;
    window.click("connect-this-run").await;
    window.connect(&park.base, KEY).await;
    window.close().await;
    assert!(
        !written_by_the_program().contains(KEY),
        "the key is on disk"
    );
}

#[tokio::test]
async fn the_page_cannot_run_foreign_scripts_or_leave() {
    let window = Window::demo().await;
    let ran = window
        .look(
            "const s = document.createElement('script'); s.textContent = 'window.foreign = 1';
             document.head.appendChild(s); return window.foreign === undefined",
        )
        .await;
    assert_eq!(ran, true, "an inline script ran");
    let evaluated = window
        .look(
            "const b = document.createElement('button');
             b.setAttribute('onclick', 'window.clicked = 1');
             document.body.appendChild(b); b.click(); b.remove();
             return window.clicked === undefined",
        )
        .await;
    assert_eq!(evaluated, true, "an inline handler ran");
    assert_eq!(
        window.look("return typeof window.__TAURI__").await,
        "undefined"
    );
    window
        .look("location.href = 'https://example.org/'; return 0")
        .await;
    window.screen("drivers").await;
    let url = window.client.current_url().await.expect("an address");
    assert_eq!(url.host_str(), Some("localhost"), "{url}");
    window.close().await;
}
