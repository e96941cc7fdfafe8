//! The one window: opened hidden and shown with its place restored; it goes nowhere but to our page.

use std::time::Instant;
#[cfg(target_os = "linux")]
use std::{io::ErrorKind, path::Path};

use desk::Desk;
use tauri::{
    App, AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent,
};
use tauri_specta::Event;
#[cfg(target_os = "linux")]
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

use crate::{drop, events::CloseAsked, state::Closing};

pub const LABEL: &str = "main";

pub fn open(app: &App) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Parkdesk")
        .inner_size(1366.0, 768.0)
        .min_inner_size(960.0, 600.0)
        .incognito(!driven_by_tests())
        .on_navigation(is_ours)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()?;
    suit_painting(&window)
}

/// Without a GPU WebKit would draw every page as textures for a graphics library that computes them on the
/// processor: a table scrolled so has a third of the frames that plain painting has. A plainly painted page answers
/// some of WebDriver's questions for a screenshot never, so a driven window is an ordinary one here too, unless
/// `PARKDESK_PAINTING` says `plain`. `usual` leaves the choice to WebKit.
#[cfg(target_os = "linux")]
fn suit_painting(window: &WebviewWindow) -> tauri::Result<()> {
    let asked = std::env::var("PARKDESK_PAINTING").unwrap_or_default();
    let plain = match asked.as_str() {
        "plain" => true,
        "usual" => false,
        _ => !driven_by_tests() && !has_gpu(Path::new("/dev")),
    };
    if !plain {
        return Ok(());
    }
    window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Other engines choose for themselves.
#[cfg(not(target_os = "linux"))]
fn suit_painting(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Whether this folder of devices has one that draws: of any driver, of NVIDIA's own, of Windows beneath.
#[cfg(target_os = "linux")]
fn has_gpu(devices: &Path) -> bool {
    let draws = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b"renderD");
    // What cannot be looked into is left as it is.
    let renders = match devices.join("dri").read_dir() {
        Ok(nodes) => nodes.flatten().any(|node| draws(&node.file_name())),
        Err(error) => error.kind() != ErrorKind::NotFound,
    };
    renders || devices.join("nvidiactl").exists() || devices.join("dxg").exists()
}

/// The web engine keeps nothing on disk: thumbnails of documents pass through it. An engine without a
/// disk cannot be driven by WebDriver, so a driven window is an ordinary one.
fn driven_by_tests() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}

/// Brings the window forward when the program is started a second time.
pub fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // Failing to raise a window is no reason to trouble anybody.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// The page may only be our own: `tauri://localhost`, or `http(s)://tauri.localhost` on Windows.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

pub fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::DragDrop(drag) => drop::on_drag(window, drag),
        WindowEvent::CloseRequested { api, .. } => {
            let closing = window.state::<Closing>();
            let desk = window.state::<Desk>();
            let uploads = desk.uploads_under_way(None);
            let exports = u32::try_from(desk.exports_under_way()).unwrap_or(u32::MAX);
            let unsaved = closing.unsaved();
            let money = u32::try_from(desk.money_under_way()).unwrap_or(u32::MAX);
            let nothing_to_lose = !unsaved && uploads == 0 && exports == 0 && money == 0;
            if nothing_to_lose || closing.asked_in_vain(Instant::now()) {
                return;
            }
            let asked = CloseAsked {
                unsaved,
                uploads,
                exports,
                money,
            };
            if asked.emit(window).is_ok() {
                api.prevent_close();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_our_page() {
        for foreign in [
            "https://example.org/",
            "http://tauri.localhost.example.org/",
            "data:text/html,x",
            "file:///etc/passwd",
            "tauri://elsewhere/index.html",
            "about:blank",
            "javascript:alert(1)",
        ] {
            assert!(!is_ours(&foreign.parse().unwrap()), "{foreign}");
        }
        assert!(is_ours(&"tauri://localhost/index.html".parse().unwrap()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn machine_with_a_gpu_never_paints_without_it() {
        let devices = tempfile::tempdir().unwrap();
        let at = |name: &str| devices.path().join(name);
        assert!(!has_gpu(devices.path()));
        std::fs::create_dir(at("dri")).unwrap();
        // A screen alone draws nothing.
        std::fs::write(at("dri/card0"), []).unwrap();
        assert!(!has_gpu(devices.path()));
        for drawing in ["dri/renderD128", "nvidiactl", "dxg"] {
            std::fs::write(at(drawing), []).unwrap();
            assert!(has_gpu(devices.path()), "{drawing}");
            std::fs::remove_file(at(drawing)).unwrap();
        }
    }
}
