//! The system's keychain for real, on Linux. What needs a Secret Service is ignored by default.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use secrecy::ExposeSecret;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use vault::{OsKeychain, Readiness, Secret, Vault, VaultError};

const NOWHERE: &str = "unix:path=/nonexistent/parkdesk-test-bus";

/// Runs one test of this file again, alone, in a process that the command given starts.
fn run_alone(mut command: Command, test: &str) {
    let status = command
        .args(["--exact", test, "--include-ignored"])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{test} failed in its own process");
}

fn this_program() -> std::path::PathBuf {
    std::env::current_exe().unwrap()
}

#[tokio::test]
async fn missing_bus_is_told_at_once() {
    if std::env::var("DBUS_SESSION_BUS_ADDRESS").as_deref() != Ok(NOWHERE) {
        let mut alone = Command::new(this_program());
        alone
            .env("DBUS_SESSION_BUS_ADDRESS", NOWHERE)
            .env_remove("XDG_RUNTIME_DIR");
        return run_alone(alone, "missing_bus_is_told_at_once");
    }
    let begun = Instant::now();
    let vault = Vault::of_system();
    assert_eq!(vault.probe().await, Err(VaultError::Absent));
    assert_eq!(
        vault.get("connection/7/jump").await.map(|_| ()),
        Err(VaultError::Absent)
    );
    assert_eq!(vault.retry().await, Err(VaultError::Absent));
    assert!(begun.elapsed() < Duration::from_secs(1));
}

/// A session bus of its own with an empty home, so that the tests that lock or lack a collection disturb nobody.
/// `None` inside it; the folder to keep until the end outside.
fn outside_private_session(test: &str) -> Option<tempfile::TempDir> {
    if std::env::var_os("PARKDESK_PRIVATE_SESSION").is_some() {
        return None;
    }
    let home = tempfile::tempdir().unwrap();
    let mut alone = Command::new("dbus-run-session");
    alone
        .arg("--")
        .arg(this_program())
        .env("PARKDESK_PRIVATE_SESSION", "1")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    for folder in [
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
    ] {
        alone.env(folder, home.path());
    }
    run_alone(alone, test);
    Some(home)
}

#[tokio::test]
#[ignore = "needs a Secret Service: cargo verify runs it"]
async fn keychain_without_a_collection_is_told_from_an_absent_one() {
    let test = "keychain_without_a_collection_is_told_from_an_absent_one";
    if outside_private_session(test).is_some() {
        return;
    }
    let vault = Vault::of_system();
    assert_eq!(vault.probe().await, Err(VaultError::NoCollection));
    assert!(vault.get("connection/7/jump").await.unwrap().is_none());
    let key = Secret::from("demo-key");
    assert_eq!(
        vault.set("connection/7/jump", &key).await,
        Err(VaultError::NoCollection)
    );
}

#[tokio::test]
#[ignore = "needs a Secret Service: cargo verify runs it"]
async fn locked_keychain_is_seen_without_a_prompt_and_never_hangs() {
    let test = "locked_keychain_is_seen_without_a_prompt_and_never_hangs";
    if outside_private_session(test).is_some() {
        return;
    }
    let mut daemon = unlocked_daemon();
    let vault = Vault::with_patience(
        Arc::new(OsKeychain::new("Parkdesk-test-locked")),
        vault::Patience {
            answer: Duration::from_secs(5),
            prompt: Duration::from_secs(2),
        },
    );
    assert_eq!(vault.retry().await, Ok(Readiness::Ready));
    vault.set("a", &Secret::from("demo-key")).await.unwrap();
    lock_collections();
    assert_eq!(vault.probe().await, Ok(Readiness::MayPrompt));
    let begun = Instant::now();
    let refused = vault.get("a").await.map(|_| ()).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(4));
    assert!(
        matches!(
            refused,
            VaultError::Denied | VaultError::Locked | VaultError::TimedOut
        ),
        "{refused:?}"
    );
    daemon.kill().unwrap();
    daemon.wait().unwrap();
}

/// A keyring daemon in the foreground whose first collection was made by the password on its standard input. It
/// prints its environment when it serves.
fn unlocked_daemon() -> std::process::Child {
    use std::io::{BufRead, BufReader, Write};
    let mut daemon = Command::new("gnome-keyring-daemon")
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gnome-keyring-daemon, of the package gnome-keyring");
    let mut password = daemon.stdin.take().unwrap();
    password.write_all(b"demo-password").unwrap();
    drop(password);
    let mut line = String::new();
    let mut answers = BufReader::new(daemon.stdout.take().unwrap());
    answers.read_line(&mut line).unwrap();
    daemon
}

fn lock_collections() {
    let done = Command::new("gdbus")
        .args(["call", "--session", "--dest", "org.freedesktop.secrets"])
        .args(["--object-path", "/org/freedesktop/secrets"])
        .args(["--method", "org.freedesktop.Secret.Service.Lock"])
        .arg("[objectpath '/org/freedesktop/secrets/collection/login']")
        .output()
        .unwrap();
    assert!(done.status.success());
}

fn secret_tool(action: &str, service: &str, account: &str) -> String {
    let output = Command::new("secret-tool")
        .args([action, "service", service, "username", account])
        .output()
        .expect("secret-tool, of the package libsecret-tools");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
#[ignore = "needs a Secret Service: cargo verify runs it"]
async fn secret_survives_the_program_and_other_tools_find_it() {
    let service = format!("Parkdesk-test-{}", std::process::id());
    let account = "connection/7/jump";
    let open = || Vault::new(Arc::new(OsKeychain::new(service.clone())));

    let vault = open();
    assert_eq!(vault.probe().await, Ok(Readiness::Ready));
    assert!(vault.get(account).await.unwrap().is_none());
    vault.delete(account).await.unwrap();
    vault
        .set(account, &Secret::from("demo-ключ-1"))
        .await
        .unwrap();
    vault
        .set(account, &Secret::from("demo-ключ-2"))
        .await
        .unwrap();
    assert_eq!(secret_tool("lookup", &service, account), "demo-ключ-2");

    let again = open();
    let secret = again.get(account).await.unwrap().unwrap();
    assert_eq!(secret.expose_secret(), "demo-ключ-2");
    assert!(again.get("connection/8/jump").await.unwrap().is_none());

    again.delete(account).await.unwrap();
    assert!(vault.get(account).await.unwrap().is_none());
    assert_eq!(secret_tool("lookup", &service, account), "");
}

#[tokio::test]
#[ignore = "needs a Secret Service: cargo verify runs it"]
async fn secret_longer_than_windows_holds_is_no_trouble_here() {
    let service = format!("Parkdesk-test-long-{}", std::process::id());
    let vault = Vault::new(Arc::new(OsKeychain::new(service)));
    let long = Secret::from("demo".repeat(1000));
    vault.set("long", &long).await.unwrap();
    let back = vault.get("long").await.unwrap().unwrap();
    assert_eq!(back.expose_secret(), long.expose_secret());
    vault.delete("long").await.unwrap();
}
