//! The vendor's stand-in as a process: started on a free port, asked for the truth through its control door.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// The key that opens everything in the stand-in.
pub const KEY: &str = "demo-park-key";
/// A key whose saves are answered with success and change nothing of requisites and phone.
pub const LIMITED_KEY: &str = "demo-limited-key";

pub struct Park {
    process: Child,
    /// `http://127.0.0.1:PORT/taxi-public/v1`
    pub base: String,
}

impl Park {
    /// A small park, enough for a screen or two.
    pub fn start(arguments: &[&str]) -> Self {
        let program = std::env::var_os("SANDBOX_BIN")
            .map(PathBuf::from)
            .expect("SANDBOX_BIN");
        let mut process = Command::new(program)
            .args([
                "--port",
                "0",
                "--control",
                "--drivers",
                "60",
                "--payments",
                "3000",
            ])
            .args(["--applications", "40"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sandbox starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("piped");
        let mut reader = BufReader::new(stdout);
        reader.read_line(&mut line).expect("its first line");
        let base = line
            .split_whitespace()
            .last()
            .expect("an address")
            .to_owned();
        assert!(base.starts_with("http://127.0.0.1:"), "{line}");
        // The rest of its output is let through, so that the pipe never fills.
        std::thread::spawn(move || {
            reader
                .lines()
                .map_while(Result::ok)
                .for_each(|l| println!("{l}"))
        });
        Self { process, base }
    }

    fn control(&self, path: &str) -> String {
        let root = self.base.trim_end_matches("/taxi-public/v1");
        format!("{root}/_sandbox/{path}")
    }

    /// What the service really holds.
    pub async fn truth(&self, path: &str) -> Value {
        let url = self.control(path);
        let answer = http(&url, "GET", "").await;
        serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{url}: {answer}"))
    }

    /// Has something happen to the service that nobody asked for.
    pub async fn post(&self, path: &str) {
        http(&self.control(path), "POST", "").await;
    }

    /// Puts these fault rules in the place of all others; counts begin anew.
    pub async fn fail(&self, rules: impl Iterator<Item = String>) {
        let rules: Vec<String> = rules.collect();
        let body = serde_json::json!(rules).to_string();
        http(&self.control("faults"), "POST", &body).await;
    }

    /// Takes all faults away.
    pub async fn mend(&self) {
        self.fail(std::iter::empty()).await;
    }

    /// Stops answering, as a dead network would.
    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Park {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn http(url: &str, method: &str, body: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let rest = url.trim_start_matches("http://");
    let (host, path) = rest.split_once('/').expect("a path");
    let mut socket = tokio::net::TcpStream::connect(host)
        .await
        .expect("the sandbox listens");
    let length = body.len();
    let request = format!(
        "{method} /{path} HTTP/1.0\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    socket.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.expect("answered");
    let text = String::from_utf8(answer).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    assert!(
        head.starts_with("HTTP/1") && head.contains(" 20"),
        "{url}: {head}"
    );
    body.to_owned()
}
