//! What an event costs to write down, beside a plain row in a plain SQLite file of the same folder with the same promise
//! (WAL, FULL). Commits alternate, so that a disk that gets slower does so for both. Prints a line of JSON.
//!
//! `cargo run -p journal --release --example commit -- FOLDER [COMMITS]`
#![allow(clippy::print_stdout)]

mod record;

use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use journal::Journal;
use record::{Outcome, asked, confirm, id, intent, opened};
use rusqlite::Connection;

/// Commits before the measuring: a file of what is not yet in the database grows at first and is then written over,
/// which is quicker; both have to be past that.
const BEFORE: u32 = 1_200;

fn main() -> Outcome<()> {
    let (place, commits) = asked(2_000)?;
    let journal = prepared(place.path(), BEFORE + commits)?;
    let plain = plain(place.path())?;
    let intent = intent();
    let row = serde_json::to_string(&intent)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..BEFORE + commits {
        let id = id(number);
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
    let folder = folder.join("journal");
    let journal = opened(&folder);
    confirm(&journal, 0..commits)?;
    // Both begin with files that have nothing to move.
    drop(journal);
    Ok(opened(&folder))
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
