//! When things are broken: no network, a broken settings file. The program starts and says what it can do.

use crate::{
    park::{KEY, Park},
    window::Window,
};

#[tokio::test]
async fn offline_at_start_the_program_opens_and_says_so() {
    let mut park = Park::start(&[]);
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.close().await;
    park.stop();
    let offline = Window::open(&[]).await;
    offline.screen("drivers").await;
    offline
        .until("the missing network is told", async || {
            let text = offline.page_text().await;
            text.contains("Нет сети или сервис не отвечает")
        })
        .await;
    offline.click("nav-settings").await;
    offline.screen("settings").await;
    offline.close().await;
}

#[tokio::test]
async fn a_broken_settings_file_is_set_aside_and_told() {
    let data = std::env::var_os("XDG_DATA_HOME").expect("a home of its own");
    let folder = std::path::Path::new(&data).join("app.parkdesk.desktop");
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("settings.json"), "{\"settings\": {\"ver").expect("written");
    let window = Window::open(&[]).await;
    window.screen("connect").await;
    window
        .until("the set-aside file is named", async || {
            window.page_text().await.contains("settings.broken-")
        })
        .await;
    window.close().await;
}
