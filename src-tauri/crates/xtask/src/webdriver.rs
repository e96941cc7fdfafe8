//! The real window driven from outside: tauri-driver and the few WebDriver calls that `cargo desk` needs.

use std::{
    fs::File,
    net::{TcpListener, TcpStream},
    path::Path,
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{
    process::{Owned, poll, tied_to_us},
    session::Session,
};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A script may measure for minutes; the driver gives up first and says so.
const SCRIPT_MS: u32 = 240_000;
const ANSWER: Duration = Duration::from_secs(300);

pub struct Driver {
    port: u16,
    _process: Owned,
}

impl Driver {
    /// tauri-driver; `log` receives what the driver and the program write.
    pub fn start(program: &Path, session: &Session, log: &Path) -> Result<Self> {
        let (port, native) = (free_port()?, free_port()?);
        let native_port = ["--native-port".to_owned(), native.to_string()];
        Self::listening(program, session, log, (port, &native_port), &[port, native])
    }

    /// The engine's own driver, for its own browser.
    pub fn start_native(program: &Path, session: &Session, log: &Path) -> Result<Self> {
        let port = free_port()?;
        Self::listening(program, session, log, (port, &[]), &[port])
    }

    fn listening(
        program: &Path,
        session: &Session,
        log: &Path,
        (port, more): (u16, &[String]),
        ports: &[u16],
    ) -> Result<Self> {
        let log = File::create(log)?;
        let mut command = tied_to_us(program);
        session.apply(&mut command);
        let process = command
            .arg(format!("--port={port}"))
            .args(more)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map(Owned)
            .with_context(|| format!("cannot start {}", program.display()))?;
        for port in ports {
            poll(Duration::from_secs(10), || {
                TcpStream::connect(("127.0.0.1", *port)).ok()
            })
            .context("the driver did not come up within 10 s")?;
        }
        Ok(Self {
            port,
            _process: process,
        })
    }
}

/// An open window.
pub struct Page {
    agent: ureq::Agent,
    base: String,
}

impl Page {
    pub fn open(driver: &Driver, program: &Path, arguments: &[&str]) -> Result<Self> {
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "wry",
            "timeouts": { "script": SCRIPT_MS },
            "tauri:options": { "application": program, "args": arguments },
        } } });
        Self::open_with(driver.port, &capabilities)
    }

    /// A browser of the engine instead of our program.
    pub fn open_browser(driver: &Driver, browser: &Path) -> Result<Self> {
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "timeouts": { "script": SCRIPT_MS },
            "webkitgtk:browserOptions": { "binary": browser, "args": ["--automation"] },
        } } });
        Self::open_with(driver.port, &capabilities)
    }

    pub fn go(&self, address: &str) -> Result<()> {
        let answer = self.post("/url", &json!({ "url": address }))?;
        match answer["error"].as_str() {
            Some(error) => bail!("{address}: {error}: {}", answer["message"]),
            None => Ok(()),
        }
    }

    fn open_with(port: u16, capabilities: &Value) -> Result<Self> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER))
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .into();
        let mut page = Self {
            agent,
            base: format!("http://127.0.0.1:{port}/session"),
        };
        let opened = page.post("", capabilities)?;
        let Some(id) = opened["sessionId"].as_str() else {
            bail!("the window did not open: {opened}");
        };
        page.base = format!("{}/{id}", page.base);
        Ok(page)
    }

    /// Waits until the page has an element.
    pub fn wait_for(&self, css: &str, within: Duration) -> Result<String> {
        poll(within, || self.find(css).ok().flatten())
            .with_context(|| format!("`{css}` did not appear within {} s", within.as_secs()))
    }

    pub fn click(&self, css: &str) -> Result<()> {
        let element = self.wait_for(css, Duration::from_secs(10))?;
        let answer = self.post(&format!("/element/{element}/click"), &json!({}))?;
        match answer["error"].as_str() {
            Some(error) => bail!("click on `{css}`: {error}: {}", answer["message"]),
            None => Ok(()),
        }
    }

    /// Replaces what a field holds, by keys.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        self.click(css)?;
        let element = self.wait_for(css, Duration::from_secs(10))?;
        // Control+A, Backspace, then the text, each by itself: WebDriver's own `clear` fires no input event.
        for keys in ["\u{e009}a\u{e000}", "\u{e003}", text] {
            let path = format!("/element/{element}/value");
            self.post(&path, &json!({ "text": keys }))?;
        }
        Ok(())
    }

    /// All text of an element.
    pub fn text(&self, css: &str) -> Result<String> {
        let element = self.wait_for(css, Duration::from_secs(10))?;
        let answer = self.post(
            "/execute/sync",
            &json!({ "script": "return arguments[0].textContent", "args": [{ ELEMENT: element }] }),
        )?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script that calls its last argument when it is done.
    pub fn run(&self, script: &str) -> Result<Value> {
        self.post("/execute/async", &json!({ "script": script, "args": [] }))
    }

    fn find(&self, css: &str) -> Result<Option<String>> {
        let query = json!({ "using": "css selector", "value": css });
        let answer = self.post("/element", &query)?;
        Ok(answer[ELEMENT].as_str().map(str::to_owned))
    }

    /// The `value` of an answer; for a fault its object with `error` and `message`.
    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let mut answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .send(body.to_string())?;
        let text = answer.body_mut().read_to_string()?;
        let mut answer: Value =
            serde_json::from_str(&text).with_context(|| format!("WebDriver answered {text:?}"))?;
        Ok(answer["value"].take())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.base).call();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::{Read, Write},
        thread,
    };

    use super::*;

    /// Answers each connection with the next of `bodies` and hands back what was asked.
    fn answering(bodies: &'static [&'static str]) -> (u16, thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = thread::spawn(move || {
            let mut asked = Vec::new();
            for body in bodies {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = vec![0; 4096];
                let mut length = stream.read(&mut request).unwrap();
                while request[..length].ends_with(b"\r\n\r\n") && request.starts_with(b"POST") {
                    length += stream.read(&mut request[length..]).unwrap();
                }
                asked.push(String::from_utf8_lossy(&request[..length]).into_owned());
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).unwrap();
            }
            asked
        });
        (port, served)
    }

    #[test]
    fn element_is_clicked_by_the_id_that_was_found() {
        let (port, served) = answering(&[
            r#"{"value":{"sessionId":"s1"}}"#,
            r#"{"value":{"element-6066-11e4-a52e-4f735466cecf":"e7"}}"#,
            r#"{"value":null}"#,
            r#"{"value":null}"#,
        ]);
        let page = Page::open_with(port, &json!({})).unwrap();
        page.click("[data-testid=nav-drivers]").unwrap();
        drop(page);
        let asked = served.join().unwrap();
        assert!(asked[1].starts_with("POST /session/s1/element "));
        assert!(asked[2].starts_with("POST /session/s1/element/e7/click "));
        assert!(asked[3].starts_with("DELETE /session/s1 "));
    }

    #[test]
    fn window_that_does_not_open_is_an_error() {
        let (port, served) = answering(&[
            r#"{"value":{"error":"session not created","message":"no binary"}}"#,
            r#"{"value":null}"#,
        ]);
        let error = Page::open_with(port, &json!({})).err().unwrap();
        assert!(error.to_string().contains("session not created"));
        served.join().unwrap();
    }
}
