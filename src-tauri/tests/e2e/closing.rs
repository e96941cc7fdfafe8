//! Closing the window with unsaved input asks first, as often as it is tried; giving the input up ends the program.

use crate::{framed::Framed, window::Window};

#[tokio::test]
async fn a_window_closed_with_unsaved_input_asks_every_time_and_keeps_what_was_typed() {
    let window = Window::demo().await;
    let row = window.css("[data-testid^=driver-row-]").await;
    row.click().await.expect("clicked");
    if !window.has("driver-save").await {
        window.press("\u{e007}").await;
    }
    window.screen("driver").await;
    window
        .fill("driver-park_note", "Недописанная заметка")
        .await;
    window.says("driver-dirty", "1").await;
    let framed = Framed::find().expect("a window");
    for _ in 0..2 {
        framed.close_by_keys();
        window.click("leave-stay").await;
        window.gone("leave-stay").await;
        assert!(framed.runs());
        assert_eq!(
            window.value("driver-park_note").await,
            "Недописанная заметка"
        );
    }
    framed.close_by_keys();
    let leave = window.find("leave-go").await;
    assert!(framed.runs(), "nothing closes before the answer");
    // The program may be gone before it has told that it was clicked.
    let _ = leave.click().await;
    let begun = std::time::Instant::now();
    while framed.runs() {
        assert!(begun.elapsed().as_secs() < 15, "the program goes on");
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    }
    window.close().await;
}
