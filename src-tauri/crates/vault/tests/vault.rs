//! The vault over a keychain that fails and hangs on demand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use secrecy::ExposeSecret;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vault::{MemoryKeychain, Patience, Readiness, Secret, Vault, VaultError};

const ACCOUNT: &str = "connection/7/jump";

fn vault() -> (Vault, Arc<MemoryKeychain>) {
    let keychain = Arc::new(MemoryKeychain::new());
    (Vault::new(keychain.clone()), keychain)
}

fn impatient() -> (Vault, Arc<MemoryKeychain>) {
    let keychain = Arc::new(MemoryKeychain::new());
    let patience = Patience {
        answer: Duration::from_millis(30),
        prompt: Duration::from_millis(120),
    };
    (Vault::with_patience(keychain.clone(), patience), keychain)
}

fn key() -> Secret {
    Secret::from("demo-key-0001")
}

async fn shown(vault: &Vault) -> Option<String> {
    let secret = vault.get(ACCOUNT).await.unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

#[tokio::test]
async fn secret_is_kept_replaced_and_removed() {
    let (vault, _) = vault();
    assert_eq!(shown(&vault).await, None);
    vault.set(ACCOUNT, &key()).await.unwrap();
    vault
        .set(ACCOUNT, &Secret::from("demo-key-0002"))
        .await
        .unwrap();
    assert_eq!(shown(&vault).await.as_deref(), Some("demo-key-0002"));
    vault.delete(ACCOUNT).await.unwrap();
    vault.delete(ACCOUNT).await.unwrap();
    assert_eq!(shown(&vault).await, None);
}

#[tokio::test]
async fn keychain_that_hangs_never_hangs_the_program() {
    let (vault, keychain) = impatient();
    keychain.stall();
    let begun = Instant::now();
    assert_eq!(vault.probe().await, Err(VaultError::TimedOut));
    assert_eq!(
        vault.get(ACCOUNT).await.map(|_| ()),
        Err(VaultError::TimedOut)
    );
    assert_eq!(vault.set(ACCOUNT, &key()).await, Err(VaultError::TimedOut));
    assert_eq!(vault.delete(ACCOUNT).await, Err(VaultError::TimedOut));
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(keychain.reopened() >= 4, "a hung connection is dropped");

    keychain.release();
    assert_eq!(vault.retry().await, Ok(Readiness::Ready));
}

/// Dropping the runtime would wait for ever for a hung call on its own blocking threads.
#[test]
fn hung_keychain_never_holds_up_the_end_of_the_program() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .unwrap();
    let (vault, keychain) = impatient();
    keychain.stall();
    assert_eq!(runtime.block_on(vault.probe()), Err(VaultError::TimedOut));
    let begun = Instant::now();
    drop(runtime);
    assert!(begun.elapsed() < Duration::from_secs(2));
    keychain.release();
}

#[tokio::test]
async fn locked_keychain_gives_a_person_time_to_answer() {
    let keychain = Arc::new(MemoryKeychain::new());
    let patience = Patience {
        answer: Duration::from_secs(30),
        prompt: Duration::from_millis(80),
    };
    // The wait of a call that prompts is the longer one: told apart here by making it the shorter one.
    let vault = Vault::with_patience(keychain.clone(), patience);
    keychain.prompt(true);
    assert_eq!(vault.probe().await, Ok(Readiness::MayPrompt));
    keychain.stall();
    let begun = Instant::now();
    assert_eq!(vault.set(ACCOUNT, &key()).await, Err(VaultError::TimedOut));
    assert!(begun.elapsed() < Duration::from_secs(10));
    keychain.release();
}

#[tokio::test]
async fn calls_behind_a_prompt_wait_together_not_one_after_the_other() {
    let (vault, keychain) = impatient();
    keychain.prompt(true);
    keychain.stall();
    let begun = Instant::now();
    let calls = (0..20).map(|_| {
        let vault = vault.clone();
        tokio::spawn(async move { vault.get(ACCOUNT).await.map(|_| ()) })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), Err(VaultError::TimedOut));
    }
    assert!(begun.elapsed() < Duration::from_secs(2));
    keychain.release();
}

#[tokio::test]
async fn absent_keychain_started_later_is_found_without_a_restart() {
    let (vault, keychain) = vault();
    keychain.fail_always(Some(VaultError::Absent));
    assert_eq!(vault.probe().await, Err(VaultError::Absent));
    assert_eq!(vault.set(ACCOUNT, &key()).await, Err(VaultError::Absent));
    keychain.fail_always(None);
    assert_eq!(vault.retry().await, Ok(Readiness::Ready));
    vault.set(ACCOUNT, &key()).await.unwrap();
    assert_eq!(shown(&vault).await.as_deref(), Some("demo-key-0001"));
}

#[tokio::test]
async fn refused_secret_is_told_and_nothing_is_stored() {
    let (vault, keychain) = vault();
    for fault in [VaultError::Denied, VaultError::TooLong, VaultError::Locked] {
        keychain.fail_next(fault);
        assert_eq!(vault.set(ACCOUNT, &key()).await, Err(fault));
        assert_eq!(shown(&vault).await, None);
    }
}

#[tokio::test]
async fn key_for_this_run_serves_without_a_keychain_and_is_gone_when_asked() {
    let (vault, keychain) = vault();
    keychain.fail_always(Some(VaultError::Absent));
    vault.keep_for_this_run(ACCOUNT, &key()).unwrap();
    assert!(vault.is_for_this_run(ACCOUNT));
    assert_eq!(shown(&vault).await.as_deref(), Some("demo-key-0001"));
    assert_eq!(vault.delete(ACCOUNT).await, Err(VaultError::Absent));
    assert!(!vault.is_for_this_run(ACCOUNT));
}

#[tokio::test]
async fn forgetting_a_key_of_this_run_asks_no_keychain() {
    let (vault, keychain) = vault();
    vault.keep_for_this_run(ACCOUNT, &key()).unwrap();
    vault.forget_for_this_run(ACCOUNT).unwrap();
    assert!(!vault.is_for_this_run(ACCOUNT));
    assert_eq!(keychain.calls(), 0);
}

#[tokio::test]
async fn key_stored_for_good_replaces_the_one_of_this_run() {
    let (vault, _) = vault();
    vault
        .keep_for_this_run(ACCOUNT, &Secret::from("demo-key-old"))
        .unwrap();
    vault.set(ACCOUNT, &key()).await.unwrap();
    assert!(!vault.is_for_this_run(ACCOUNT));
    assert_eq!(shown(&vault).await.as_deref(), Some("demo-key-0001"));
}

#[tokio::test]
async fn debug_output_never_shows_a_secret() {
    let (vault, keychain) = vault();
    vault.set(ACCOUNT, &key()).await.unwrap();
    vault.keep_for_this_run("other", &key()).unwrap();
    let text = format!("{vault:?} {keychain:?} {:?}", vault.get(ACCOUNT).await);
    assert!(!text.contains("demo-key"), "{text}");
}
