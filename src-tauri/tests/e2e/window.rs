//! The program's window, driven through WebDriver as a person would: find, click, type, read, look.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::framed::Framed;

/// How long a screen may take on a busy machine before a test gives up.
const PATIENCE: Duration = Duration::from_secs(25);
const BEAT: Duration = Duration::from_millis(40);

pub struct Window {
    pub client: Client,
    driver: Driver,
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Two ports that nobody has, below those that the system gives out by itself: a driver takes its time to listen, and a
/// test beside this one must not be given the port meanwhile. Tests are processes, so their ids keep them apart.
fn free_ports() -> (u16, u16) {
    let places = 5_000;
    let own = std::process::id() % places;
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let pairs = (0..places).map(|step| 20_000 + (own + step * 7) % places * 2);
    let mut pairs = pairs.filter_map(|port| u16::try_from(port).ok());
    let first = pairs.find(|port| free(port) && free(&(port + 1)));
    let first = first.expect("free ports");
    (first, first + 1)
}

fn variable(name: &str) -> PathBuf {
    std::env::var_os(name)
        .map(PathBuf::from)
        .unwrap_or_else(|| panic!("{name} is not set"))
}

impl Window {
    /// Starts the program with these arguments and waits until its page answers.
    pub async fn open(arguments: &[&str]) -> Self {
        Self::open_with(arguments, &[]).await
    }

    /// As [`Window::open`], with these variables in the program's environment.
    pub async fn open_with(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let (port, native) = free_ports();
        let process = Command::new(variable("TAURI_DRIVER"))
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
            ])
            .envs(environment.iter().copied())
            .stdout(Stdio::inherit())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("tauri-driver starts");
        let driver = Driver(process);
        let begun = Instant::now();
        for port in [port, native] {
            while tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_err()
            {
                assert!(begun.elapsed() < PATIENCE, "the driver did not come up");
                tokio::time::sleep(BEAT).await;
            }
        }
        let mut wanted = serde_json::Map::new();
        wanted.insert(
            "tauri:options".into(),
            json!({ "application": variable("APP_BIN"), "args": arguments }),
        );
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a session");
        Self { client, driver }
    }

    /// The demo park, at its first screen.
    pub async fn demo() -> Self {
        let window = Self::open(&["--demo"]).await;
        window.screen("drivers").await;
        window
    }

    /// The window as the system knows it; `None` when it is not to be seen.
    pub fn framed(&self) -> Option<Framed> {
        Framed::begun_by(self.driver.0.id())
    }

    /// Ends the session and the program with it. The program is gone then: the next one would otherwise turn to it.
    pub async fn close(self) {
        let program = self.framed();
        let Self { client, driver } = self;
        // The session ends with the program anyway.
        let _ = client.close().await;
        drop(driver);
        let begun = Instant::now();
        while program.as_ref().is_some_and(Framed::runs) {
            assert!(begun.elapsed() < PATIENCE, "the program goes on");
            tokio::time::sleep(BEAT).await;
        }
    }

    /// Waits until the program has ended by itself, and puts its driver away.
    pub async fn dies(self, patience: Duration) {
        let program = self.framed();
        let begun = Instant::now();
        while program.as_ref().is_some_and(Framed::runs) {
            assert!(begun.elapsed() < patience, "the program lives");
            tokio::time::sleep(BEAT).await;
        }
        // The session has died with the program.
        let _ = self.client.close().await;
        drop(self.driver);
    }

    /// Waits until the named screen says that it is usable.
    pub async fn screen(&self, name: &str) {
        self.css(&format!(
            "[data-testid=screen-ready][data-screen=\"{name}\"]"
        ))
        .await;
    }

    /// Waits for an element by its test id.
    pub async fn find(&self, id: &str) -> Element {
        self.css(&format!("[data-testid=\"{id}\"]")).await
    }

    pub async fn css(&self, css: &str) -> Element {
        let begun = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                return element;
            }
            if begun.elapsed() > PATIENCE {
                panic!(
                    "{css} did not appear; the page says:\n{}",
                    self.page_text().await
                );
            }
            tokio::time::sleep(BEAT).await;
        }
    }

    pub async fn has(&self, id: &str) -> bool {
        let css = format!("[data-testid=\"{id}\"]");
        self.client.find(Locator::Css(&css)).await.is_ok()
    }

    /// Whether an element comes within this time.
    pub async fn appears(&self, id: &str, patience: Duration) -> bool {
        let begun = Instant::now();
        while !self.has(id).await {
            if begun.elapsed() > patience {
                return false;
            }
            tokio::time::sleep(BEAT).await;
        }
        true
    }

    /// Waits until an element is gone.
    pub async fn gone(&self, id: &str) {
        self.until(&format!("{id} goes"), async || !self.has(id).await)
            .await;
    }

    /// Scrolls as a wheel would, until the element is wholly in sight: the driver is content with half of it.
    async fn bring_into_sight(&self, id: &str) {
        let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'nearest', inline: 'nearest' })";
        let css = json!(format!("[data-testid=\"{id}\"]"));
        self.client
            .execute(script, vec![css])
            .await
            .expect("the script runs");
    }

    /// Clicks, waiting out whatever covers or disables the element for a moment.
    pub async fn click(&self, id: &str) {
        self.until(&format!("{id} can be clicked"), async || {
            let element = self.find(id).await;
            self.bring_into_sight(id).await;
            element.is_enabled().await.unwrap_or(false) && element.click().await.is_ok()
        })
        .await;
    }

    /// Presses a dialog's button until the dialog goes: it takes no press in its first moments, so that a double
    /// click does not confirm it.
    pub async fn confirm(&self, id: &str) {
        self.find(id).await;
        self.until(&format!("{id} is taken"), async || {
            let css = format!("[data-testid=\"{id}\"]");
            match self.client.find(Locator::Css(&css)).await {
                Ok(button) => {
                    // It may go between the two looks.
                    let _ = button.click().await;
                    false
                }
                Err(_) => true,
            }
        })
        .await;
    }

    /// Replaces what a field holds, by keys, so that the page sees each input.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.find(id).await;
        field.click().await.expect("the field takes focus");
        let all = format!("{}a{}", char::from(Key::Control), char::from(Key::Null));
        field.send_keys(&all).await.expect("all selected");
        field
            .send_keys(&char::from(Key::Backspace).to_string())
            .await
            .expect("emptied");
        if !text.is_empty() {
            field.send_keys(text).await.expect("typed");
        }
    }

    /// Presses keys at whatever has the focus.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("a focus");
        focused.send_keys(keys).await.expect("pressed");
    }

    /// All text of an element, also what an ellipsis hides: WebKit's driver leaves such text out.
    pub async fn text(&self, id: &str) -> String {
        let text = self.find(id).await.prop("textContent").await;
        text.ok().flatten().unwrap_or_default()
    }

    pub async fn value(&self, id: &str) -> String {
        let value = self.find(id).await.prop("value").await;
        value.ok().flatten().unwrap_or_default()
    }

    /// Waits until an element's text contains `part`.
    pub async fn says(&self, id: &str, part: &str) {
        let begun = Instant::now();
        loop {
            let text = self.text(id).await;
            if text.contains(part) {
                return;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{id} does not say {part:?} but {text:?}"
            );
            tokio::time::sleep(BEAT).await;
        }
    }

    pub async fn until(&self, what: &str, holds: impl AsyncFnMut() -> bool) {
        self.within(PATIENCE, what, holds).await;
    }

    /// As [`Window::until`], for what takes longer than a screen.
    pub async fn within(
        &self,
        patience: Duration,
        what: &str,
        mut holds: impl AsyncFnMut() -> bool,
    ) {
        let begun = Instant::now();
        while !holds().await {
            if begun.elapsed() > patience {
                panic!(
                    "not seen: {what}; the page says:\n{}",
                    self.page_text().await
                );
            }
            tokio::time::sleep(BEAT).await;
        }
    }

    pub async fn page_text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body
                .prop("textContent")
                .await
                .ok()
                .flatten()
                .unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Runs a script in the page; only to look, never to act.
    pub async fn look(&self, script: &str) -> serde_json::Value {
        self.client
            .execute(script, vec![])
            .await
            .expect("the script runs")
    }

    /// Connects a park through the first screen.
    pub async fn connect(&self, base: &str, key: &str) {
        self.screen("connect").await;
        self.fill("connect-name", "Север-Запад").await;
        self.fill("connect-key", key).await;
        self.click("connect-advanced").await;
        self.fill("connect-base", base).await;
        self.click("connect-submit").await;
        self.click("connect-start").await;
        self.screen("drivers").await;
    }

    /// What every element of this kind says, from the top; also what is hidden by an ellipsis.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent.trim())";
        let texts = self.client.execute(script, vec![json!(css)]).await;
        let texts = texts.expect("the script runs");
        let texts = texts.as_array().expect("a list").iter();
        texts
            .map(|text| text.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Presses the pointer on one element and lets it go on another, over whatever lies between.
    pub async fn drag(&self, from: &str, to: &str) {
        let (from, to) = (self.find(from).await, self.find(to).await);
        let onto = |element: Element, millis| PointerAction::MoveToElement {
            element,
            duration: Some(Duration::from_millis(millis)),
            x: 0.0,
            y: 0.0,
        };
        let button = MOUSE_BUTTON_LEFT;
        let pointer = MouseActions::new("mouse".to_owned())
            .then(onto(from, 0))
            .then(PointerAction::Down { button })
            .then(onto(to, 300))
            .then(PointerAction::Up { button });
        let dragged = self.client.perform_actions(pointer).await;
        dragged.expect("dragged");
    }

    /// The element's middle in screen coordinates, for the X11 pointer.
    pub async fn place(&self, id: &str) -> (i64, i64) {
        let element = self.find(id).await;
        self.bring_into_sight(id).await;
        let (x, y, w, h) = element.rectangle().await.expect("a place");
        let origin = self.look("return [window.screenX, window.screenY, window.outerHeight - window.innerHeight, window.outerWidth - window.innerWidth]").await;
        let at = |i: usize| origin[i].as_f64().unwrap_or_default();
        let (left, top) = window_origin().unwrap_or((at(0) + at(3) / 2.0, at(1) + at(2)));
        #[allow(clippy::cast_possible_truncation)]
        ((left + x + w / 2.0) as i64, (top + y + h / 2.0) as i64)
    }
}

/// Where the window's content begins on the screen, as X11 sees it.
fn window_origin() -> Option<(f64, f64)> {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--name", "^Parkdesk$"])
        .output()
        .ok()?;
    let ids = String::from_utf8(found.stdout).ok()?;
    let id = ids.lines().last()?.to_owned();
    let place = Command::new("xdotool")
        .args(["getwindowgeometry", "--shell", &id])
        .output()
        .ok()?;
    let text = String::from_utf8(place.stdout).ok()?;
    let value = |name: &str| -> Option<f64> {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.parse().ok())
    };
    Some((value("X=")?, value("Y=")?))
}

/// Drags files onto a point of the screen with the X11 pointer, as a file manager would.
pub async fn drag_files(files: &[&Path], to: (i64, i64)) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/drag.sh");
    let (x, y) = (to.0.to_string(), to.1.to_string());
    let status = tokio::process::Command::new("bash")
        .arg(&script)
        .args([&x, &y])
        .args(files)
        .status()
        .await
        .expect("the drag runs");
    assert!(status.success(), "the drag failed");
}

/// Answers the system's folder dialog with this folder, by keys: the dialog is outside the page.
pub async fn choose_folder(folder: &Path) {
    answer_dialog("choose", Some(folder)).await;
}

/// Answers the system's dialog for a new file with this path; its letters must be on the keyboard (ASCII).
pub async fn save_as(path: &Path) {
    answer_dialog("save", Some(path)).await;
}

/// Takes the name and the folder that the system's dialog for a new file proposes.
pub async fn save_as_proposed() {
    answer_dialog("accept", None).await;
}

async fn answer_dialog(way: &str, path: Option<&Path>) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/answer_dialog.sh");
    let status = tokio::process::Command::new("bash")
        .arg(&script)
        .arg(way)
        .args(path)
        .status()
        .await
        .expect("the dialog is answered");
    assert!(status.success(), "the dialog was not answered: {way}");
}
