//! Decodes pages of payments and prints what it took beside the floor, the same bytes read into nothing, and beside
//! a plain tree of JSON.
//! `decode [<pages>]`, of 200 rows each as the demo park gives them. One line of JSON; `seconds` are of one pass over
//! all pages, the quickest of many, taken by turns.

use std::{
    error::Error,
    hint::black_box,
    io::{self, Write},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::BodyExt;
use jump::{Page, Payment};
use sandbox::{BASE_PATH, Options, Sandbox};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use transport::{ServiceWire, Wire, empty_body};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const ROWS: usize = 200;
const PASSES: u32 = 60;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let wanted = match std::env::args().nth(1) {
        Some(pages) => pages.parse()?,
        None => 20,
    };
    let pages = pages(wanted).await?;
    let bytes: usize = pages.iter().map(Bytes::len).sum();
    let (mut ours, mut floor, mut tree) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..PASSES {
        floor = floor.min(pass::<IgnoredAny>(&pages)?);
        ours = ours.min(pass::<Page<Payment>>(&pages)?);
        tree = tree.min(pass::<Value>(&pages)?);
    }
    let (seconds, floor_seconds) = (ours.as_secs_f64(), floor.as_secs_f64());
    let report = json!({
        "pages": pages.len(),
        "bytes": bytes,
        "seconds": seconds,
        "floor_seconds": floor_seconds,
        "tree_seconds": tree.as_secs_f64(),
        "ratio": seconds / floor_seconds,
    });
    writeln!(io::stdout(), "{report}")?;
    Ok(())
}

/// Each page is let go before the next one, as a register does.
fn pass<T: DeserializeOwned>(pages: &[Bytes]) -> Outcome<Duration> {
    let started = Instant::now();
    for page in pages {
        black_box(serde_json::from_slice::<T>(black_box(page))?);
    }
    Ok(started.elapsed())
}

async fn pages(wanted: usize) -> Outcome<Vec<Bytes>> {
    let park = Sandbox::new(Options {
        payments: wanted * ROWS,
        ..Options::default()
    });
    let wire = ServiceWire::new(park.router());
    let mut pages = Vec::with_capacity(wanted);
    for number in 1..=wanted {
        let address = format!(
            "http://127.0.0.1{BASE_PATH}/payments?per_page={ROWS}&page={number}\
             &period_from=2015-01-01T00:00:00%2B03:00&period_to=2035-01-01T00:00:00%2B03:00"
        );
        let request = http::Request::get(address)
            .header("Client-Key", "demo-park-key")
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(empty_body())?;
        let answer = wire.send(request).await?;
        if !answer.status().is_success() {
            return Err(format!("the park answered {}", answer.status()).into());
        }
        pages.push(answer.into_body().collect().await?.to_bytes());
    }
    Ok(pages)
}
