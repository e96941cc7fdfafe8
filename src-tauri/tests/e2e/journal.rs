//! The record of money in the real window: papers for a dispute, and what a person can do when the record is damaged or
//! the disk is full.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{
    money::{Payee, in_journal, outcome},
    park::{KEY, Park},
    window::{Window, save_as},
};

/// A press that was taken shows something within this time.
const ANSWER: Duration = Duration::from_secs(3);

fn data() -> PathBuf {
    let data = std::env::var_os("XDG_DATA_HOME").expect("a home of its own");
    PathBuf::from(data).canonicalize().expect("a folder")
}

/// Where the journal of real parks lies.
fn folder() -> PathBuf {
    data().join("app.parkdesk.desktop/journal")
}

/// Waits until the journal's screen says that this is wrong with it; empty: nothing.
async fn condition(window: &Window, trouble: &str) {
    window
        .css(&format!(
            "[data-testid=journal-condition][data-trouble='{trouble}']"
        ))
        .await;
}

/// The text of the members of every event, in order.
fn told<'a>(events: &'a [Value], member: &str) -> Vec<&'a str> {
    let texts = events.iter().map(|event| event[member].as_str());
    texts.map(|text| text.expect("a text")).collect()
}

#[tokio::test]
async fn papers_for_a_dispute_hold_what_was_sent_and_the_chain_that_proves_it() {
    let park = Park::start(&[]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    payee.withdraw(&window).await;
    outcome(&window, "accepted").await;
    in_journal(&window, "accepted").await;
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("papers.html");
    window.click("operation-dispute").await;
    save_as(&path).await;
    window
        .until("both files are told", async || {
            let text = window.page_text().await;
            text.contains("papers.html") && text.contains("papers.json")
        })
        .await;
    window.close().await;

    let sheet = std::fs::read_to_string(&path).expect("a sheet");
    let papers = std::fs::read(path.with_extension("json")).expect("its data");
    let papers: Value = serde_json::from_slice(&papers).expect("JSON");
    let left: Vec<_> = std::fs::read_dir(&place).expect("a folder").collect();
    assert_eq!(left.len(), 2, "{left:?}");
    let operations = papers["operations"].as_array().expect("a list");
    let [paper] = operations.as_slice() else {
        panic!("one operation: {papers}");
    };
    let new = &paper["operation"]["new"];
    let reference = new["reference"].as_str().expect("a reference");
    assert!(sheet.contains(&format!("[#{reference}]")), "{sheet}");
    assert!(sheet.contains("100,50"), "{sheet}");
    assert!(!sheet.contains("<script"), "{sheet}");
    // The body that left, with its hash; the service's books name the same reference.
    let body = new["body"].as_str().expect("a body");
    assert_eq!(paper["body_sha256"], sha256(body));
    let effects = payee.effects(&park).await;
    let description = effects[0]["description"].as_str().expect("a text");
    assert!(description.contains(reference), "{effects:?}");
    // Every event carries the hash of the one before it, up to the head that the journal had.
    let events = paper["events"].as_array().expect("a list");
    let (hashes, before) = (told(events, "hash"), told(events, "prev"));
    assert_eq!(hashes.len(), 3, "confirmed, intent, accepted: {events:?}");
    assert_eq!(before[1..], hashes[..2]);
    assert_eq!(papers["journal"]["head"], hashes[2]);
    for hash in hashes.iter().chain(&before) {
        assert!(sheet.contains(hash), "{hash} is not on the sheet");
    }
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Another sum in the first operation, by somebody who knows the tables: the guard is lifted, and put back as it was.
const FORGE: &str = r#"
import sqlite3, sys
record = sqlite3.connect(sys.argv[1])
(guard,), = record.execute("SELECT sql FROM sqlite_schema WHERE name = 'operations_stay'")
record.execute("DROP TRIGGER operations_stay")
changed = record.execute("UPDATE operations SET amount = '900.50' WHERE number = 1").rowcount
record.execute(guard)
record.commit()
record.close()
sys.exit(changed != 1)
"#;

fn forge(record: &Path) {
    let mut python = Command::new("/usr/bin/python3");
    let forged = python.args(["-c", FORGE]).arg(record).status();
    assert!(forged.expect("Python runs").success());
}

#[tokio::test]
async fn a_sum_changed_in_the_record_closes_the_money_until_a_person_sets_the_record_aside() {
    let park = Park::start(&[]);
    let payee = Payee::find(&park).await;
    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    payee.withdraw(&window).await;
    outcome(&window, "accepted").await;
    window.close().await;
    forge(&folder().join("journal.sqlite"));

    let window = Window::open(&[]).await;
    // Everything but the money goes on.
    window.screen("drivers").await;
    window.css("[data-testid^=driver-row-]").await;
    window.says("trouble-banner", "Деньги закрыты").await;
    crate::drivers::open_card(&window, &payee.id).await;
    refused_on_the_card(&window).await;
    window.click("nav-journal").await;
    window.screen("journal").await;
    condition(&window, "damaged").await;
    window.css("[data-testid^=journal-row-]").await;
    window.click("journal-retry").await;
    window.says("journal-trouble", "ничего не изменилось").await;
    assert_eq!(payee.effects(&park).await.len(), 1);

    window.click("journal-archive").await;
    window.fill("journal-archive-word", "отложить").await;
    window.confirm("journal-archive-confirm").await;
    condition(&window, "").await;
    window.gone("journal-trouble").await;
    window.click("nav-drivers").await;
    window.screen("drivers").await;
    payee.withdraw(&window).await;
    outcome(&window, "accepted").await;
    in_journal(&window, "accepted").await;
    window.close().await;
    assert_eq!(payee.effects(&park).await.len(), 2);
    let names = std::fs::read_dir(folder()).expect("a folder");
    let names = names.map(|entry| entry.expect("an entry").file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into()).collect();
    let aside =
        |name: &&String| name.starts_with("journal-set-aside-") && name.ends_with(".sqlite");
    assert_eq!(names.iter().filter(aside).count(), 1, "{names:?}");
}

/// The form says that money is closed, and gives nothing to confirm.
async fn refused_on_the_card(window: &Window) {
    window.click("money-withdraw").await;
    window
        .until("money is closed on the card", async || {
            window.page_text().await.contains("Деньги закрыты")
        })
        .await;
    assert!(!window.has("operation-confirm").await);
}

/// A disk that can be made full, and empty again, while the program runs.
struct Disk {
    library: PathBuf,
    flag: PathBuf,
    _folder: TempDir,
}

impl Disk {
    fn new() -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/full_disk.c");
        let folder = tempfile::tempdir().expect("a folder");
        let library = folder.path().join("full_disk.so");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .status();
        assert!(built.expect("cc runs").success());
        Self {
            library,
            flag: folder.path().join("full"),
            _folder: folder,
        }
    }

    async fn window(&self) -> Window {
        let data = data();
        let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
        let (library, flag, data) = (text(&self.library), text(&self.flag), text(&data));
        let environment = [
            ("LD_PRELOAD", library.as_str()),
            ("FULL_DISK", &data),
            ("FULL_DISK_WHILE", &flag),
        ];
        Window::open_with(&[], &environment).await
    }

    fn fill(&self) {
        std::fs::write(&self.flag, []).expect("written");
    }

    fn empty(&self) {
        std::fs::remove_file(&self.flag).expect("removed");
    }
}

/// Says in the journal that there is room again.
async fn retry(window: &Window) {
    window.click("nav-journal").await;
    window.screen("journal").await;
    condition(window, "no_space").await;
    window.click("journal-retry").await;
    condition(window, "").await;
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_sent_and_with_room_again_money_moves_without_a_restart() {
    let park = Park::start(&[]);
    let disk = Disk::new();
    let payees = Payee::find_several(&park, 2).await;
    let window = disk.window().await;
    window.connect(&park.base, KEY).await;
    // Full when it is confirmed.
    payees[0].ask(&window).await;
    disk.fill();
    payees[0].agree(&window).await;
    // A money button takes no press in its first moments.
    window
        .until("the refusal", async || {
            window.click("operation-confirm").await;
            window.appears("operation-closed", ANSWER).await
        })
        .await;
    window.says("operation-closed", "На диске нет места").await;
    window
        .says("operation-closed", "Ничего не отправлено")
        .await;
    // Nothing that cannot be done is offered, and the reason is said once.
    window
        .css("[data-testid=operation-confirm][aria-disabled=true]")
        .await;
    assert!(!window.has("operation-failure").await);
    window.says("trouble-banner", "нет места").await;
    disk.empty();
    window.click("nav-journal").await;
    window.click("leave-go").await;
    retry(&window).await;
    // Full while it is held.
    window.click("nav-drivers").await;
    window.screen("drivers").await;
    payees[1].withdraw(&window).await;
    window.find("operation-hold").await;
    disk.fill();
    window.says("trouble-banner", "нет места").await;
    disk.empty();
    retry(&window).await;
    in_journal(&window, "cancelled").await;
    let calls = park.truth("calls").await;
    assert!(calls["calls"]["createTransaction"].is_null(), "{calls}");

    window.click("nav-drivers").await;
    window.screen("drivers").await;
    payees[0].withdraw(&window).await;
    outcome(&window, "accepted").await;
    window.close().await;
    assert_eq!(payees[0].effects(&park).await.len(), 1);
    assert!(payees[1].effects(&park).await.is_empty());
}

#[tokio::test]
async fn an_outcome_that_the_full_disk_did_not_take_is_kept_and_nothing_is_sent_again() {
    let park = Park::start(&[]);
    let disk = Disk::new();
    let payee = Payee::find(&park).await;
    let window = disk.window().await;
    window.connect(&park.base, KEY).await;
    park.fail(["createTransaction:latency=3s".to_owned()].into_iter())
        .await;
    payee.withdraw(&window).await;
    window
        .until("it has left", async || {
            park.truth("calls").await["calls"]["createTransaction"] == 1
        })
        .await;
    disk.fill();
    outcome(&window, "unknown").await;
    disk.empty();
    retry(&window).await;
    in_journal(&window, "accepted").await;
    window.close().await;
    assert_eq!(payee.effects(&park).await.len(), 1);
    let calls = park.truth("calls").await;
    assert_eq!(calls["calls"]["createTransaction"], 1, "{calls}");
}
