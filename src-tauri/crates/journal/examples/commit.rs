//! What an event costs to write down, beside a plain row in a plain SQLite file of the same folder with the same promise
//! (WAL, FULL). Commits alternate, so that a disk that gets slower does so for both. Prints a line of JSON.
//!
//! `cargo run -p journal --release --example commit -- FOLDER [COMMITS]`
#![allow(clippy::print_stdout)]

use std::{
    error::Error,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use journal::{Confirmation, Event, Journal, Kind, NewOperation, Service, Stamp, Who};
use rusqlite::Connection;

/// Commits before the measuring: a file of what is not yet in the database grows at first and is then written over,
/// which is quicker; both have to be past that.
const BEFORE: u32 = 1_200;

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Here;

impl Stamp for Here {
    fn now(&self) -> jiff::Zoned {
        jiff::Zoned::now()
    }

    fn who(&self) -> Who {
        Who {
            os_user: "bench".to_owned(),
            name: "Проба".to_owned(),
        }
    }
}

fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1);
    let folder = given.next().ok_or("where to?")?;
    let commits: u32 = given.next().map_or(Ok(2_000), |count| count.parse())?;
    // A folder of its own, gone at the end.
    let place = tempfile::Builder::new()
        .prefix("journal-bench-")
        .tempdir_in(folder)?;
    let journal = prepared(place.path(), BEFORE + commits)?;
    let plain = plain(place.path())?;
    let body_sha256 = "0123456789abcdef".repeat(4);
    let intent = Event::Intent { body_sha256 };
    let row = serde_json::to_string(&intent)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..BEFORE + commits {
        let id = format!("operation-{number}");
        let write_ours = || journal.append(&id, &intent).map(drop);
        let write_plain = || insert(&plain, &row);
        // Who goes first changes each time: what the one leaves to the disk, the other waits for.
        if number % 2 == 0 {
            ours.push(timed(write_ours)?);
            theirs.push(timed(write_plain)?);
        } else {
            theirs.push(timed(write_plain)?);
            ours.push(timed(write_ours)?);
        }
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    println!(
        r#"{{"commits":{commits},"ours_us_median":{ours:.1},"plain_us_median":{theirs:.1},"ratio":{:.3}}}"#,
        ours / theirs
    );
    Ok(())
}

/// A journal with an operation for each commit to come.
fn prepared(folder: &Path, commits: u32) -> Outcome<Journal> {
    let journal = Journal::open(&folder.join("journal"), Arc::new(Here));
    let operations: Vec<_> = (0..commits).map(operation).collect();
    let confirmation = Confirmation {
        plan: "plan".to_owned(),
        agreed: Vec::new(),
    };
    journal.confirm(None, &operations, &confirmation)?;
    // Both begin with files that have nothing to move.
    drop(journal);
    Ok(Journal::open(&folder.join("journal"), Arc::new(Here)))
}

fn operation(number: u32) -> NewOperation {
    NewOperation {
        id: format!("operation-{number}"),
        reference: format!("{number:06}"),
        connection: "bench".to_owned(),
        connection_name: "Проба".to_owned(),
        service: Service::Jump,
        kind: Kind::Withdraw,
        creates_payment: true,
        include_commission: false,
        driver_id: "1".to_owned(),
        driver: "Водитель".to_owned(),
        balance_id: "1".to_owned(),
        balance: "Основной".to_owned(),
        target: None,
        target_balance_id: None,
        amount: rust_decimal::Decimal::ONE,
        message: format!("Выплата [#{number:06}]"),
        requisite: None,
        body: "{}".to_owned(),
        token: None,
        register: None,
        repeats: None,
    }
}

fn plain(folder: &Path) -> Outcome<Connection> {
    let connection = Connection::open(folder.join("plain.sqlite"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE rows (number INTEGER PRIMARY KEY, what TEXT NOT NULL);",
    )?;
    Ok(connection)
}

fn insert(connection: &Connection, row: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO rows (what) VALUES (?)")?
        .execute([row])
        .map(drop)
}

fn timed<E: Error + 'static>(work: impl FnOnce() -> Result<(), E>) -> Outcome<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

/// In microseconds, of the commits that count.
fn median(times: &[Duration]) -> f64 {
    let mut times = times.get(BEFORE as usize..).unwrap_or_default().to_vec();
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * 1e6
}
